"""フェイルクローズ: the rule, and how each tool stands at each mandatory item."""

from collections.abc import Mapping
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import Comparison, GateCell
from depipe.comparison.workbook.paper import Cell, Paper, place_of
from depipe.comparison.workbook.places import Places
from depipe.language import Text
from depipe.scoring.gates import Status
from depipe.sheets import Book, Sheet

_LEADING: Final = (9.5, 27, 17, 52)
_FEW: Final = 6
_CAPPED: Final = 50
"""Points of the row of caps: three lines."""
_GROUNDS: Final[Mapping[Status, str]] = {
    "passed": palette.LEVELS[3],
    "failed": palette.LEVELS[0],
    "unverified": palette.UNRATED,
    "disputed": palette.LEVELS[1],
    "bonus": palette.PAPER,
}


def write_gates(book: Book, comparison: Comparison, sheet: Sheet, places: Places) -> dict[str, str]:
    """Write the sheet; return by item id where the mandatory item stands on it."""
    tools = comparison.tools
    paper = Paper(book, comparison, sheet, (*_LEADING, *[24 if len(tools) <= _FEW else 18] * len(tools)))
    paper.title(comparison.say(labels.GATES_TITLE))
    rule = paper.plain(text_wrap=True, valign="top")
    for line in _rules(comparison):
        paper.across(line, rule, last=max(len(_LEADING), 4))
    paper.row += 1
    names = (labels.ID, labels.MANDATORY_ITEM, labels.GATE_APPLIES, labels.GATE_REASON)
    header = paper.header([*map(comparison.say, names), *tools], printed=not comparison.missing)
    link = paper.look(font_color=palette.ACCENT, underline=1)
    targets = {}
    for gate in comparison.gates:
        row = paper.line(
            [
                Cell(gate.item_id, link, places.decisive(gate.item_id)),
                Cell(gate.name, paper.look(bold=True)),
                Cell(gate.applies, paper.look(font_size=9)),
                Cell(gate.reason, paper.look(font_size=9)),
                *(_standing(paper, cell) for cell in gate.cells),
            ],
            least=24,
        )
        targets[gate.item_id] = place_of(labels.SHEET_GATES, row)
    _outcome(paper)
    _missing(paper, places)
    paper.sheet.raw.freeze_panes(header + 1, 2)
    paper.print_out(columns=2)
    return targets


def _missing(paper: Paper, places: Places) -> None:
    """Write what is missing, a row a mandatory item and tool."""
    told = paper.comparison.missing
    if not told:
        return
    paper.heading(paper.say(labels.MISSING_TITLE))
    names = (labels.ID, labels.MANDATORY_ITEM, labels.TOOL, labels.MISSING_TITLE)
    paper.header([paper.say(name) for name in names], printed=True)
    link, small = paper.look(font_color=palette.ACCENT, underline=1), paper.look(font_size=9)
    for one in told:
        settles = [f"→ {one.settles}"] if one.settles else []
        paper.line(
            [
                Cell(one.item_id, link, places.decisive(one.item_id)),
                Cell(one.name, paper.look(bold=True)),
                Cell(f"{one.tool}\n{one.status}", paper.look()),
                Cell("\n".join((*one.lacks, *settles)), small),
            ],
            least=24,
        )


def _rules(comparison: Comparison) -> tuple[str, ...]:
    master = comparison.master
    guide = Text(
        "ID から、最も低い評価の備考に移れます。評価者の星が分かれたところには、だれの星かを添えています。",
        "IDs lead to the notes on the lowest rating. Where evaluators differ, it says who gave which stars.",
    )
    return (master.rule, *master.assumptions, comparison.say(guide))


def _standing(paper: Paper, cell: GateCell) -> Cell:
    """Return how the tool stands; below it who gave which stars, where they differ."""
    style = paper.look(
        bold=cell.status in {"failed", "disputed"},
        bg_color=_GROUNDS[cell.status],
        font_color=palette.MUTED if cell.status == "unverified" else palette.INK,
    )
    return Cell("\n".join((cell.words, *cell.votes)), style)


def _outcome(paper: Paper) -> None:
    """Write below the gates what they make of each tool's overall."""
    style = paper.look(bold=True, bg_color=palette.PANEL, top=2)
    blanks = [Cell(None, style)] * (len(_LEADING) - 1)
    caps = [Cell(verdict.cap_words, style) for verdict in paper.comparison.verdicts]
    # Bold words of many short parts take a line more than their length says.
    least = 24 if all(verdict.cap == "none" for verdict in paper.comparison.verdicts) else _CAPPED
    paper.line([Cell(paper.say(labels.CAP), style), *blanks, *caps], least=least)
