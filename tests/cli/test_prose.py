"""Sentences in narrow terminals: broken where Japanese and English may be, and nothing is lost."""

import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Rich

from depipe.cli.prose import show_prose

SENTENCES = (
    "項目「EX-07」の ID が「EX-77」に変わっています。B10 に EX-07 と入力し直してください。",
    "一覧から「-」か ⭐〜⭐⭐⭐⭐⭐ を選び直してください（1〜5 の数字でもかまいません）。",
    "Stars go from one to five, but the cell holds “7”. Choose “-” or one to five ⭐ from the list.",
)


def lines(text: str, width: int, indent: int = 0) -> list[str]:
    """Return what a terminal of that width shows of *text*."""
    said = StringIO()
    show_prose(Console(file=said, width=width, force_terminal=True, color_system=None), Rich(text), indent=indent)
    return said.getvalue().removesuffix("\n").split("\n")


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("width", [30, 47, 60, 80])
def test_lines_are_full_and_broken_where_they_may_be(text: str, width: int) -> None:
    """No line is too wide or begins with a stop; words, figures and rows of stars are whole; few columns stay empty."""
    shown = lines(text, width, indent=4)

    assert all(line.startswith("    ") and cell_len(line) <= width for line in shown)
    assert not any(line.strip()[0] in "、。）」" for line in shown)
    assert not any(line[-1] in "（「" for line in shown)
    assert all(any(word in line for line in shown) for word in re.findall("⭐+|[A-Za-z0-9-]+", text))
    assert all(cell_len(line) > width - 12 for line in shown[:-1])


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80), st.integers(8, 40)
)
def test_nothing_is_lost(text: str, width: int) -> None:
    """Whatever the text, its signs come out in their order; only spaces may go where a line ends."""
    assert "".join("".join(lines(text, width)).split()) == "".join(text.split())
