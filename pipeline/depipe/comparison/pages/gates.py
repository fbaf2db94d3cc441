"""フェイルクローズ: the rule, and how each tool stands at each mandatory item."""

from collections.abc import Mapping
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import Comparison, GateCell
from depipe.comparison.pages.paper import Cell, Paper
from depipe.language import Text
from depipe.scoring.gates import Status
from depipe.sheets import Book, Sheet

_LEADING: Final = (10, 30, 20, 46)
_FEW: Final = 6
_GROUNDS: Final[Mapping[Status, str]] = {
    "passed": palette.LEVELS[3],
    "failed": palette.LEVELS[0],
    "unverified": palette.UNRATED,
    "disputed": palette.LEVELS[1],
    "bonus": palette.PAPER,
}


def write_gates(book: Book, comparison: Comparison, sheet: Sheet, items: Mapping[str, str]) -> None:
    """Write the sheet; *items* says by item id where the item stands on 項目比較."""
    tools = comparison.tools
    paper = Paper(book, comparison, sheet, (*_LEADING, *[21 if len(tools) <= _FEW else 15] * len(tools)))
    paper.title(comparison.say(labels.GATES_TITLE))
    rule = paper.plain(text_wrap=True, valign="top")
    for line in (comparison.master.rule, *comparison.master.assumptions):
        paper.across(line, rule, last=max(len(_LEADING), 4))
    paper.row += 1
    names = (Text("ID", "ID"), labels.MANDATORY_ITEM, labels.GATE_APPLIES, labels.GATE_REASON)
    header = paper.header([*map(comparison.say, names), *tools])
    link = paper.look(font_color=palette.ACCENT, underline=1)
    for gate in comparison.gates:
        paper.line(
            [
                Cell(gate.item_id, link, items[gate.item_id]),
                Cell(gate.name, paper.look(bold=True)),
                Cell(gate.applies, paper.look(font_size=9)),
                Cell(gate.reason, paper.look(font_size=9)),
                *(_standing(paper, cell) for cell in gate.cells),
            ],
            least=24,
        )
    _outcome(paper)
    paper.sheet.raw.freeze_panes(header + 1, 2)
    paper.print_out(header_row=header, columns=2)


def _standing(paper: Paper, cell: GateCell) -> Cell:
    style = paper.look(
        bold=cell.status in {"failed", "disputed"},
        bg_color=_GROUNDS[cell.status],
        font_color=palette.MUTED if cell.status == "unverified" else palette.INK,
    )
    return Cell(cell.words, style)


def _outcome(paper: Paper) -> None:
    """Write below the gates what they make of each tool's overall."""
    style = paper.look(bold=True, bg_color=palette.PANEL, top=2)
    blanks = [Cell(None, style)] * (len(_LEADING) - 1)
    caps = [Cell(verdict.cap_words, style) for verdict in paper.comparison.verdicts]
    paper.line([Cell(paper.say(labels.CAP), style), *blanks, *caps], least=24)
