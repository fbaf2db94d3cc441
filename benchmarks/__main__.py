"""`make bench`, or `python -m benchmarks [THEME]...`: print what depipe costs, theme by theme.

Run it where depipe is installed as its users have it: compiled, and without the packages that only developers need
(pandera imports hypothesis where it finds it).
"""

import sys
from importlib import import_module

from depipe.cli import prepare_process

THEMES = ("startup", "reading", "marking", "roster", "scoring", "batch", "peer", "outputs", "growth")
"""The last ones take minutes."""


def main() -> None:
    """Run the themes that are named, or all of them."""
    for theme in sys.argv[1:] or THEMES:
        if theme != "startup":  # which starts processes: they know what they are
            prepare_process()
        import_module(f"benchmarks.{theme}").run()


if __name__ == "__main__":  # reading workers import this module again
    main()
