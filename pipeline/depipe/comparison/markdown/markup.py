"""Tables and lists in Markdown, of texts that are escaped here."""

from collections.abc import Iterable, Sequence

from depipe.comparison.markdown.escaping import escaped


def bullets(lines: Iterable[str]) -> str:
    """Return a list, a line a text."""
    return "\n".join(f"- {escaped(line)}" for line in lines)


def table(header: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; every text in it is escaped."""
    names = [escaped(name) for name in header]
    lines = [_row(names), "|" + "|".join("-" * max(len(name) + 2, 3) for name in names) + "|"]
    lines += [_row([escaped(cell) for cell in row]) for row in rows]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
