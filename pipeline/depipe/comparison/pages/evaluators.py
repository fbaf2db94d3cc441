"""評価者間: what evaluators should settle, how far they agree, how each stands to the others, where stars differ."""

from collections.abc import Sequence
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.discussion import Alpha, Apart, Discussion, Stand, Topic, scope_words
from depipe.comparison.model import Comparison
from depipe.comparison.pages.paper import MEAN, Cell, Paper
from depipe.comparison.pages.places import Places
from depipe.comparison.plain import plain_lines
from depipe.language import Text
from depipe.sheets import Book, Sheet

_WIDTHS: Final = (8.5, 9.5, 26, 15, 11, 19, 28, 82)
_SMALL: Final = 9
_NOTE: Final = 200
"""Signs of one evaluator's notes that stand on the agenda: their place beside the stars leads to them in full."""
_LEANING: Final = "+0.00;-0.00;0.00"

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
_ALPHA_SAYS: Final = Text(
    "α は Krippendorff のアルファ（順序尺度）です。1 は完全な一致、0 は偶然と同じ程度。習慣として 0.8 以上なら頼れ、"
    "0.667 以上なら暫定的な結論まで、それより低ければ頼れません。項目とツールの組のうち、2人以上が評価したものを"
    "数えます。95 組より少ないところは目安です。",
    "Krippendorff's alpha (ordinal): 1 is full agreement, 0 what chance gives. By custom, rely on .800 and more, draw "
    "tentative conclusions from .667, do not rely on less. It counts pairs of an item and a tool that two or more "
    "rated; below 95 of them it is an indication.",
)
_STANDS_SAYS: Final = Text(
    "同じ組をほかの人も評価したところでの、ほかの人の平均との差（星の数）です。良し悪しではありません。",
    "The difference from the others' mean, in stars, where somebody else rated the same. Neither good nor bad.",
)


def write_evaluators(book: Book, comparison: Comparison, sheet: Sheet, places: Places) -> None:
    """Write the sheet; there is a discussion."""
    found = comparison.discussion
    if found is None:
        return
    paper = Paper(book, comparison, sheet, _WIDTHS)
    paper.title(paper.say(labels.EVALUATORS_TITLE), found.summary, paper.say(_REMARK))
    _agenda(paper, found, places)
    _alphas(paper, found.alphas)
    _stands(paper, found.stands)
    if found.apart:
        _apart(paper, found.apart, places)
    paper.print_out(header_row=None)


def _agenda(paper: Paper, found: Discussion, places: Places) -> None:
    _heading(paper, Text("話し合う項目", "To settle"), _AGENDA_SAYS)
    if not found.topics:
        paper.across(paper.say(Text("ありません。", "There is nothing to settle.")), paper.plain())
        return
    names = (
        labels.PLACE,
        Text("ID", "ID"),
        labels.ITEM,
        labels.TOOL,
        labels.SPREAD,
        labels.WHY,
        labels.EFFECT,
        Text("評価者ごとの星と備考", "Stars and notes by evaluator"),
    )
    _header(paper, names)
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


def _alphas(paper: Paper, alphas: Sequence[Alpha]) -> None:
    _heading(paper, Text("一致度（Krippendorff の α）", "Agreement (Krippendorff's alpha)"), _ALPHA_SAYS)
    names = (
        Text("範囲", "Of"),
        None,
        Text("カテゴリ・ツール", "Category, tool"),
        Text("α", "Alpha"),
        labels.EVALUATORS,
        Text("組の数", "Pairs"),
        Text("評価の数", "Ratings"),
        Text("読み方", "What it says"),
    )
    _header(paper, names)
    middle, muted = paper.look(align="center"), paper.look(font_color=palette.MUTED)
    for one in alphas:
        style = paper.look(bold=one.scope == "all")
        scope = paper.look(bold=one.scope == "all", text_wrap=False)
        paper.sheet.merge(paper.row, 0, paper.row, 1, "", scope)
        paper.line(
            [
                Cell(scope_words(one.scope, paper.comparison.language), scope),
                None,
                Cell(one.name, style),
                paper.mean(one.alpha, bold=one.scope == "all"),
                Cell(one.raters, middle),
                Cell(one.units, middle),
                Cell(one.ratings, middle),
                Cell(one.words, muted if one.alpha is None else style),
            ],
            least=19,
        )


def _stands(paper: Paper, stands: Sequence[Stand]) -> None:
    _heading(paper, Text("評価者ごとの星の付け方", "How each evaluator gives stars"), _STANDS_SAYS)
    names = (
        Text("評価者", "Evaluator"),
        None,
        None,
        Text("評価した組", "Rated"),
        Text("ほかの人も\n評価した組", "Shared"),
        Text("差の平均", "Mean\ndifference"),
        Text("差の大きさの平均", "Mean size of the difference"),
        Text("読み方", "What it says"),
    )
    _header(paper, names)
    # A merged cell is as wide as its columns, which its row's height is not reckoned by: it holds one line.
    name, middle = paper.look(bold=True, text_wrap=False, shrink=True), paper.look(align="center")
    leaning = paper.look(align="center", num_format=_LEANING)
    size = paper.look(align="center", num_format=MEAN)
    for one in stands:
        paper.sheet.merge(paper.row, 0, paper.row, 2, "", name)
        paper.line(
            [
                Cell(one.evaluator, name),
                None,
                None,
                Cell(one.rated, middle),
                Cell(one.shared, middle),
                Cell(one.deviation, leaning),
                Cell(one.distance, size),
                Cell(one.words, paper.look()),
            ],
            least=19,
        )


def _apart(paper: Paper, apart: Sequence[Apart], places: Places) -> None:
    _heading(
        paper,
        Text("そのほかの星の開き", "Where else stars differ"),
        Text("議題のほかに、評価者の星が分かれた組です。", "Pairs whose stars differ, beside the agenda."),
    )
    names = (
        Text("ID", "ID"),
        None,
        labels.ITEM,
        labels.TOOL,
        labels.SPREAD,
        Text("採った星", "Consensus"),
        Text("最低〜最高", "Lowest to highest"),
        labels.VOTES,
    )
    _header(paper, names)
    votes = paper.look(font_size=_SMALL)
    for one in apart:
        item = _item(paper, one, places, valign="vcenter")
        paper.sheet.merge(paper.row, 0, paper.row, 1, "", item.style)
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
        )


def _heading(paper: Paper, title: Text, says: Text) -> None:
    paper.heading(paper.say(title))
    paper.across(paper.say(says), paper.plain(font_color=palette.MUTED, text_wrap=True, font_size=_SMALL))


def _header(paper: Paper, names: Sequence[Text | None]) -> int:
    """Write a header row; a name stands over the columns without one that follow it."""
    style = paper.look(bold=True, font_color=palette.HEADER_INK, bg_color=palette.HEADER, align="center")
    for first, name in enumerate(names):
        last = first
        while last + 1 < len(names) and names[last + 1] is None:
            last += 1
        if name is not None and last > first:
            paper.sheet.merge(paper.row, first, paper.row, last, "", style)
    return paper.line([None if name is None else Cell(paper.say(name), style) for name in names], least=24)


def _item(paper: Paper, one: Topic | Apart, places: Places, *, valign: str) -> Cell:
    link = paper.look(font_color=palette.ACCENT, underline=1, valign=valign)
    return Cell(one.item_id, link, places.items[one.item_id])


def _tool(paper: Paper, one: Topic | Apart, places: Places, *, valign: str) -> Cell:
    """Return the tool, with the way to what its evaluators wrote about the item."""
    target = places.notes(one.section, one.item_id)
    looks = {"font_color": palette.ACCENT, "underline": 1} if target else {}
    return Cell(one.tool, paper.look(bold=True, valign=valign, **looks), target)
