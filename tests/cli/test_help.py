"""Help: every command has it, teaches by example, and is in the README."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from depipe.cli.group import SECTIONS, group

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def commands() -> Iterator[tuple[str, ...]]:
    """Yield every command as its words."""
    for section in SECTIONS.values():
        for name in section:
            command = group.get_command(click.Context(group), name)
            yield (name,)
            if isinstance(command, click.Group):
                yield from ((name, sub) for sub in command.commands)


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_teaches_by_example(words: tuple[str, ...]) -> None:
    """The help shows at least one whole call of the command."""
    shown = CliRunner().invoke(group, [*words, "--help"])

    assert shown.exit_code == 0
    assert f"  depipe {' '.join(words)}" in shown.output.partition("Example")[2]


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_is_in_the_readme(words: tuple[str, ...]) -> None:
    """The README names the command."""
    assert f"depipe {' '.join(words)}" in README


def test_help_has_the_sections_and_the_exit_statuses() -> None:
    """The first help groups the commands and says what the exit statuses mean."""
    shown = CliRunner().invoke(group, ["--help"]).output

    positions = [shown.index(f"{section}:") for section in SECTIONS]
    assert positions == sorted(positions)
    assert "Exit status: 0" in shown
