"""根拠: every note with its rating, the links in them, how many ratings have none, and links for many items."""

from itertools import islice
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.evidence import PEOPLE, Evidence, Note
from depipe.comparison.fitting import pieces
from depipe.comparison.model import Comparison
from depipe.comparison.plain import plain_lines
from depipe.comparison.wording import listed
from depipe.comparison.workbook.paper import SHARE, Cell, Paper
from depipe.comparison.workbook.places import Places
from depipe.language import COMMA, Text
from depipe.sheets import Book, Sheet
from depipe.stars import LEVELS, STAR
from depipe.workbook.layout import NOTE_NAMES

_WIDTHS: Final = (9.5, 16, 20, 13, 11, 78, 52, 13, 13)
_TEXT: Final = 5
_DAY: Final = "yyyy-mm-dd"
_LINKS: Final = 60_000
"""Links that a sheet holds (Excel stops at 65,530, those to items among them); beyond that addresses are text."""
_LONGEST: Final = 2_000
"""Signs of an address that spreadsheets follow (Excel stops at 2,079)."""
_PIECES: Final = 40
"""Rows that one note gets. What is more is in the tables."""
_SMALL: Final = 9
_TITLE: Final = Text("根拠（Doc / Repro / Evidence）", "Evidence (Doc / Repro / Evidence)")
_SAYS: Final = Text(
    "現在有効な評価に付いた Doc / Repro / Evidence のすべてです。リンクは評価者が書いたもので、"
    "開いて確かめてはいません。",
    "Every Doc, Repro and Evidence of the ratings in force. Links are the evaluators' own; nobody has opened them.",
)
_LINK: Final = Text("リンク", "Link")


def write_evidence(book: Book, comparison: Comparison, sheet: Sheet, told: Evidence, places: Places) -> None:
    """Write the sheet."""
    paper = Paper(book, comparison, sheet, _WIDTHS)
    paper.title(paper.say(_TITLE), paper.say(_SAYS))
    _counts(paper, told, places)
    _shared(paper, told, places)
    paper.heading(*_listed(paper, told))
    names = (
        labels.ID,
        labels.TOOL,
        labels.EVALUATOR,
        labels.ITEM_STARS,
        Text("種別", "Kind"),
        Text("内容", "Note"),
        _LINK,
        labels.VERSION,
        Text("検証日", "Verified on"),
    )
    header = paper.header([paper.say(name) for name in names], printed=True)
    looks = _Looks(paper)
    links = 0
    for note in told.notes:
        linked = note.address is not None and links < _LINKS and len(note.address) <= _LONGEST
        links += linked
        for part in islice(pieces([plain_lines(note.text)], _WIDTHS[_TEXT], size=_SMALL), _PIECES):
            paper.line(_row(looks, note, part, linked=linked), least=19)
    paper.sheet.raw.autofilter(header, 0, max(paper.row - 1, header + 1), len(_WIDTHS) - 1)
    paper.sheet.raw.freeze_panes(3, 2)
    paper.print_out()


def _listed(paper: Paper, told: Evidence) -> tuple[str, str]:
    """Return the heading of the notes, and what there is to say where not all are listed."""
    if not told.more_notes:
        return paper.say(Text("すべての根拠", "All notes")), ""
    said = Text(
        f"件数が多いため、必須項目の根拠だけを、項目とツールごとに {PEOPLE} 人分まで載せています。"
        f"ほかの {told.more_notes:,} 件は tables/ratings.parquet にあります。",
        f"There are very many: only those on mandatory items are listed, of {PEOPLE} evaluators for each item and "
        f"tool. tables/ratings.parquet has the other {told.more_notes:,}.",
    )
    return paper.say(Text("必須項目の根拠", "Notes on mandatory items")), paper.say(said)


class _Looks:
    """The formats of the rows, of which there may be tens of thousands: looked up once."""

    def __init__(self, paper: Paper) -> None:
        self.plain = paper.look(valign="top")
        self.bold = paper.look(valign="top", bold=True)
        self.small = paper.look(valign="top", font_size=_SMALL)
        self.link = paper.look(valign="top", font_size=_SMALL, font_color=palette.ACCENT, underline=1)
        self.day = paper.look(valign="top", num_format=_DAY, align="center")
        self.stars = {stars: (STAR * stars, paper.level(stars, valign="top")) for stars in LEVELS}


def _row(looks: _Looks, note: Note, text: str, *, linked: bool) -> list[Cell]:
    return [
        Cell(note.item_id, looks.plain),
        Cell(note.tool, looks.bold),
        Cell(note.evaluator, looks.plain),
        Cell(*looks.stars[note.stars]),
        Cell(note.kind, looks.plain),
        Cell(text, looks.small),
        Cell(note.address, looks.link if linked else looks.small, note.address if linked else None),
        Cell(note.version, looks.plain),
        Cell(note.verified_on, looks.day),
    ]


def _counts(paper: Paper, told: Evidence, places: Places) -> None:
    paper.heading(paper.say(Text("根拠のない評価", "Ratings without evidence")))
    names = (
        labels.TOOL,
        None,
        labels.RATINGS,
        labels.BARE,
        labels.SHARE,
        labels.BARE_GATES,
    )
    paper.header([name and paper.say(name) for name in names] + [f"{' / '.join(NOTE_NAMES.values())}"])
    middle, bold = paper.look(align="center"), paper.look(bold=True)
    for one in told.counts:
        tint = {"font_color": palette.WARNING, "bg_color": palette.WARNING_TINT} if one.bare_gates else {}
        target = next((places.gates[item] for item in one.bare_gates), None)
        share = one.bare / one.ratings if one.ratings else None
        paper.line(
            [
                Cell(one.tool, bold),
                None,
                Cell(one.ratings, middle),
                Cell(one.bare, middle),
                Cell(share, paper.look(align="center", num_format=SHARE)),
                Cell(listed(one.bare_gates, paper.comparison.language), paper.look(**tint), target),
                Cell(" / ".join(map(str, one.kinds)), middle),
            ],
            least=19,
            merged=[(0, 1)],
        )


def _shared(paper: Paper, told: Evidence, places: Places) -> None:
    if not told.shared:
        return
    paper.heading(
        paper.say(labels.SHARED_TITLE),
        paper.say(labels.SHARED_SAYS),
    )
    names = (
        labels.ITEM_COUNT,
        labels.TOOL,
        None,
        Text("件数", "Notes"),
        None,
        Text("項目", "Items"),
        _LINK,
    )
    paper.header([name and paper.say(name) for name in names])
    middle = paper.look(align="center")
    link = paper.look(font_size=_SMALL, font_color=palette.ACCENT, underline=1)
    language = paper.comparison.language
    for one in told.shared:
        target = one.address if len(one.address) <= _LONGEST else None
        paper.line(
            [
                Cell(len(one.items), middle),
                Cell(listed(one.tools, language), paper.look()),
                None,
                Cell(one.notes, middle),
                None,
                Cell(
                    paper.say(COMMA).join(one.items),
                    paper.look(font_size=_SMALL),
                    places.items[one.items[0]],
                ),
                Cell(one.address, link if target else paper.look(font_size=_SMALL), target),
            ],
            least=19,
            merged=[(1, 2), (3, 4)],
        )
    if told.more_shared:
        more = Text(f"ほか {told.more_shared} 件", f"and {told.more_shared} more")
        paper.across(paper.say(more), paper.plain(font_color=palette.MUTED))
