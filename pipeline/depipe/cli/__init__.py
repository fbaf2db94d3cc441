"""The command line: it only translates. Each command is a module, imported when it runs, so that help is instant."""

from depipe.cli.group import main

__all__ = ["main"]
