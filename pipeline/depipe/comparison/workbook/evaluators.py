"""評価者間: what evaluators should settle, what was decided, how far they agree, and where else stars differ."""

from collections.abc import Sequence
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.discussion import Apart, Discussion, Ruling, Topic
from depipe.comparison.model import Comparison
from depipe.comparison.plain import plain_lines
from depipe.comparison.workbook.agreement import write_alphas, write_stands
from depipe.comparison.workbook.paper import Cell, Paper
from depipe.comparison.workbook.places import Places
from depipe.language import Text
from depipe.sheets import Book, Sheet
from depipe.stars import written

_WIDTHS: Final = (8.5, 9.5, 30, 15, 13, 19, 28, 78)
_SMALL: Final = 9
_NOTE: Final = 200
"""Signs of one evaluator's notes that stand on the agenda: their place beside the stars leads to them in full."""

_REMARK: Final = Text(
    "食い違いは、項目の読み方、試した条件、見たバージョンの違いから生じます。だれが正しいかを決める表ではありません。"
    "ID から項目比較に、ツールから備考の全文に移れます。",
    "Differences come from how an item was read, what was tried and which version was seen; this is no verdict on "
    "anybody. IDs lead to the items, tools to the notes in full.",
)
_AGENDA_SAYS: Final = Text(
    "評価割れの必須項目、次に星が2つ以上離れた組を、総合評価への影響が大きい順に並べています。影響は、いちばん低い星と"
    "いちばん高い星のどちらに決まるかで、総合評価が動く幅です。",
    "Disputed mandatory items, then pairs two stars or more apart, by effect: how far the overall moves between the "
    "lowest and the highest of the stars given.",
)
_RULINGS_SAYS: Final = Text(
    "有効な裁定は、評価者の星の代わりに数えます。もとになった評価があとで変わると、裁定は再審議になり、数えません。",
    "A decision in force counts in place of the evaluators' stars. When a rating under it changes, it is reopened and "
    "counts no more.",
)


def write_evaluators(book: Book, comparison: Comparison, sheet: Sheet, places: Places) -> None:
    """Write the sheet; there is a discussion."""
    found = comparison.discussion
    if found is None:
        return
    paper = Paper(book, comparison, sheet, _WIDTHS)
    paper.title(paper.say(labels.EVALUATORS_TITLE), found.summary, paper.say(_REMARK))
    _agenda(paper, found, places)
    if found.rulings:
        _rulings(paper, found.rulings, places)
    write_alphas(paper, found.alphas)
    write_stands(paper, found.stands)
    if found.apart:
        _apart(paper, found.apart, places)
    paper.print_out()


def _agenda(paper: Paper, found: Discussion, places: Places) -> None:
    paper.heading(paper.say(labels.TO_SETTLE), paper.say(_AGENDA_SAYS))
    if not found.topics:
        paper.across(paper.say(Text("ありません。", "There is nothing to settle.")), paper.plain())
        return
    names = (
        labels.PLACE,
        labels.ID,
        labels.ITEM,
        labels.TOOL,
        labels.SPREAD,
        labels.WHY,
        labels.EFFECT,
        Text("評価者ごとの星と備考", "Stars and notes by evaluator"),
    )
    paper.header([name and paper.say(name) for name in names])
    for topic in found.topics:
        paper.line(_topic(paper, topic, places), least=19)


def _topic(paper: Paper, topic: Topic, places: Places) -> list[Cell | None]:
    small = paper.look(font_size=_SMALL, valign="top")
    gate = topic.kind == "disputed_gate"
    tint = {"font_color": palette.WARNING, "bg_color": palette.WARNING_TINT} if gate else {}
    why = paper.look(font_size=_SMALL, valign="top", **tint)
    return [
        Cell(topic.place, paper.look(align="center", valign="top", bold=True)),
        _item(paper, topic, places, valign="top"),
        Cell(topic.name, paper.look(valign="top")),
        _tool(paper, topic, places, valign="top"),
        Cell(topic.spread, paper.look(align="center", valign="top")),
        Cell(topic.why, why),
        Cell(topic.effect, small),
        Cell("\n".join(_voices(topic)), small),
    ]


def _voices(topic: Topic) -> Sequence[str]:
    """Return a line for each evaluator, long notes cut; where they are too many to be named, how many gave what."""
    told = (plain_lines(voice.line()).replace("\n", " ") for voice in topic.voices)
    return [line if len(line) <= _NOTE else line[:_NOTE] + "…" for line in told] or topic.votes


def _rulings(paper: Paper, rulings: Sequence[Ruling], places: Places) -> None:
    paper.heading(paper.say(labels.RULINGS), paper.say(_RULINGS_SAYS))
    names = (
        labels.ID,
        None,
        labels.ITEM,
        labels.TOOL,
        labels.STATE,
        labels.RULING,
        Text("決定者、受領（UTC）", "Decided by, received (UTC)"),
        Text("理由と評価者ごとの星", "Reason, and stars by evaluator"),
    )
    paper.header([name and paper.say(name) for name in names])
    small = paper.look(font_size=_SMALL)
    for one in rulings:
        counts = one.status == "in_force"
        item = _item(paper, one, places, valign="vcenter")
        warned = {"font_color": palette.WARNING, "bg_color": palette.WARNING_TINT} if one.status == "reopened" else {}
        paper.line(
            [
                item,
                None,
                Cell(one.name, paper.look()),
                _tool(paper, one, places, valign="vcenter"),
                Cell(one.status_words, paper.look(align="center", bold=counts, **warned)),
                paper.stars(one.stars) if counts else Cell(written(one.stars), paper.level(None)),
                Cell(f"{one.decided_by}\n{one.decided_at:%Y-%m-%d %H:%M}", small),
                Cell("\n".join((one.reason, paper.say(Text("／", " / ")).join(one.votes))), small),
            ],
            least=19,
            merged=[(0, 1)],
        )


def _apart(paper: Paper, apart: Sequence[Apart], places: Places) -> None:
    says = Text("話し合う項目のほかに、評価者の星が分かれた組です。", "Pairs whose stars differ, beside the agenda.")
    paper.heading(paper.say(Text("そのほかの星の開き", "Where else stars differ")), paper.say(says))
    names = (
        labels.ID,
        None,
        labels.ITEM,
        labels.TOOL,
        labels.SPREAD,
        Text("採った星", "Consensus"),
        Text("最低〜最高", "Lowest to highest"),
        labels.VOTES,
    )
    paper.header([name and paper.say(name) for name in names], printed=True)
    votes = paper.look(font_size=_SMALL)
    for one in apart:
        item = _item(paper, one, places, valign="vcenter")
        paper.line(
            [
                item,
                None,
                Cell(one.name, paper.look()),
                _tool(paper, one, places, valign="vcenter"),
                Cell(one.spread, paper.look(align="center")),
                paper.stars(one.stars),
                Cell(one.range, paper.look()),
                Cell(paper.say(Text("／", " / ")).join(one.votes), votes),
            ],
            least=19,
            merged=[(0, 1)],
        )


def _item(paper: Paper, one: Topic | Ruling | Apart, places: Places, *, valign: str) -> Cell:
    link = paper.look(font_color=palette.ACCENT, underline=1, valign=valign)
    return Cell(one.item_id, link, places.items[one.item_id])


def _tool(paper: Paper, one: Topic | Ruling | Apart, places: Places, *, valign: str) -> Cell:
    """Return the tool, with the way to what its evaluators wrote about the item."""
    target = places.notes(one.section, one.item_id)
    looks = {"font_color": palette.ACCENT, "underline": 1} if target else {}
    return Cell(one.tool, paper.look(bold=True, valign=valign, **looks), target)
