"""変更履歴: what was decided; then every rating that was given anew or taken back, who said so when, in which file."""

from typing import Final

from depipe.comparison import labels
from depipe.comparison.model import Comparison, RatingChange
from depipe.comparison.workbook.paper import TOP_ROWS, Cell, Paper
from depipe.comparison.workbook.places import Places
from depipe.language import Text
from depipe.sheets import Book, Sheet

_WIDTHS: Final = (9.5, 18, 20, 13, 13, 22, 17, 42)
_MOMENT: Final = "yyyy-mm-dd hh:mm"
_NAMES: Final = (
    labels.ID,
    labels.TOOL,
    labels.EVALUATOR,
    labels.BEFORE,
    labels.AFTER,
    labels.VERSION,
    labels.RECEIVED,
    labels.FILE,
)
_NONE: Final = Text("変更された評価はありません。", "No rating was changed.")
_RULING_NAMES: Final = (
    labels.ID,
    labels.TOOL,
    labels.DECIDED_BY,
    labels.RULING,
    labels.STATE,
    Text("", ""),
    labels.RECEIVED,
    labels.REASON_GIVEN,
)
_RULINGS_SAYS: Final = Text(
    "届いた順です。もとになった評価があとで変わった裁定は、数えません（評価者間シートに、いまの星と並べてあります）。",
    "In the order of receipt. One whose ratings have changed since counts no more (評価者間 has the stars of now).",
)
_CHANGES: Final = Text("評価の変更", "Changed ratings")
_REMARK: Final = Text(
    "検証した順です。はじめての評価は載せていません（depipe history --all で見られます）。",
    "In the order of verification. First ratings are not listed (depipe history --all has them all).",
)


def write_changes(book: Book, comparison: Comparison, sheet: Sheet, places: Places) -> None:
    """Write the sheet."""
    paper = Paper(book, comparison, sheet, _WIDTHS)
    title, remark = paper.say(Text("評価の変更履歴", "Changes of ratings")), paper.say(_REMARK)
    if comparison.rulings:
        paper.title(title)
        _rulings(paper, places)
        paper.heading(paper.say(_CHANGES), remark)
    else:
        paper.title(title, remark)
    # The last table: its header is what is printed on all pages below, and there may be very many changes.
    header = paper.header([paper.say(name) for name in _NAMES], printed=True)
    for change in comparison.changes:
        paper.line(_row(paper, change, places), least=19)
    if not comparison.changes:
        paper.across(paper.say(_NONE), paper.plain())
    else:
        paper.sheet.raw.autofilter(header, 0, paper.row - 1, len(_WIDTHS) - 1)
    paper.sheet.raw.freeze_panes(TOP_ROWS if comparison.rulings else header + 1, 1)
    paper.print_out()


def _rulings(paper: Paper, places: Places) -> None:
    """Write the decisions, in the order in which they came in."""
    paper.heading(paper.say(labels.RULINGS), paper.say(_RULINGS_SAYS))
    paper.header([paper.say(name) for name in _RULING_NAMES])
    small = paper.look(font_size=9)
    for one in paper.comparison.rulings:
        paper.line(
            [
                Cell(one.item_id, paper.look(), places.items.get(one.item_id)),
                Cell(one.tool, paper.look(bold=True)),
                Cell(one.decided_by, paper.look()),
                paper.stars(one.stars),
                Cell(one.status_words, paper.look(align="center")),
                Cell(None, small),
                Cell(one.decided_at.replace(tzinfo=None), paper.look(num_format=_MOMENT, align="center")),
                Cell(one.reason, small),
            ],
            least=19,
        )


def _row(paper: Paper, change: RatingChange, places: Places) -> list[Cell]:
    small = paper.look(font_size=9)
    received = change.received_at.replace(tzinfo=None)
    target = places.items.get(change.item_id)
    return [
        Cell(change.item_id, paper.look(), target),
        Cell(change.tool, paper.look(bold=True)),
        Cell(change.evaluator, paper.look()),
        paper.stars(change.from_stars),
        paper.stars(change.to_stars),
        Cell(_version(change), small),
        Cell(received, paper.look(num_format=_MOMENT, align="center")),
        Cell(change.file, small),
    ]


def _version(change: RatingChange) -> str:
    """Return the version that the stars hold for, and the one before where that is another."""
    if change.from_version is None or change.from_version == change.to_version:
        return change.to_version or ""
    return f"{change.from_version} → {change.to_version or '-'}"
