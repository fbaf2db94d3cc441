"""感度: how sure the ranks are: single changes, evaluators left out, other weights; tool by tool and in full."""

from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import Comparison
from depipe.comparison.sure_words import cap_named
from depipe.comparison.wording import listed
from depipe.comparison.workbook.paper import MEAN, Cell, Paper
from depipe.comparison.workbook.places import Places
from depipe.language import SPACE, Text
from depipe.scoring.leaving_out import EVALUATORS
from depipe.sheets import Book, Sheet
from depipe.stars import LEVELS

_LEADING: Final = 34
_COLUMN: Final = 16
_COLUMN_CROWDED: Final = 13
_FEW: Final = 4
"""Tools up to which columns are wide."""
_LEAST: Final = 9
"""Columns that the widest of the tables needs whatever the number of tools."""
_ONE_PAGE: Final = 22
"""Rows of all tables together that are readable on one printed page, with their headings."""
_PERCENT: Final = "0%"
_AS_TODAY: Final = Text("今のまま", "as today")
_TITLE: Final = Text("順位の確かさ（感度）", "How sure the ranks are (sensitivity)")
_SAYS: Final = Text(
    "順位や上限が、一人の評価者、一つの星、カテゴリの重みにどれだけ左右されるかです。"
    "未検証の項目による幅は、総合の「取りうる」欄にあります。",
    "How far ranks and caps depend on one evaluator, one star, the weights of the categories. What is unverified is in "
    "the possible ranges of 総合 (overview).",
)


def write_sensitivity(book: Book, comparison: Comparison, sheet: Sheet, places: Places) -> None:
    """Write the sheet."""
    tools = len(comparison.tools)
    width = _COLUMN if tools <= _FEW else _COLUMN_CROWDED
    widths = (_LEADING, *[width] * (max(_LEAST, 1 + 2 * tools) - 1))
    told = 2 * tools + len(comparison.single_changes) + len(comparison.verdicts[0].sureness.without)
    paper = Paper(book, comparison, sheet, widths, one_page=told <= _ONE_PAGE)
    paper.title(paper.say(_TITLE), paper.say(_SAYS))
    _sentences(paper)
    if comparison.single_changes:
        _single_changes(paper, places)
    _leaving_out(paper)
    if any(verdict.sureness.shares for verdict in comparison.verdicts):
        _weighting(paper)
    paper.sheet.raw.freeze_panes(0, 1)
    paper.print_out(columns=1)


def _sentences(paper: Paper) -> None:
    paper.heading(paper.say(Text("ツールごとのまとめ", "Tool by tool")))
    for verdict in paper.comparison.ranking:
        said = paper.say(SPACE).join(filter(None, (verdict.sureness.words, verdict.sureness.edge_words)))
        beside = f"{verdict.rank_words} {verdict.tool}"
        row = paper.across(said, paper.look(), first=1, last=_LEAST - 1, beside=beside)
        paper.sheet.text(row, 0, beside, paper.look(bold=True, bg_color=palette.PANEL))


def _single_changes(paper: Paper, places: Places) -> None:
    """Write every change of one star that moves the first place or a cap."""
    paper.heading(paper.say(Text("星1つの違いで1位か上限が変わるところ", "Where one star moves first place or a cap")))
    paper.across(
        paper.say(
            Text(
                "ほかはそのままで、その項目の星だけが1つ違う場合です。必須項目から、今の星が基準ちょうどのものを先に並べています。"
                "ここにない星は、1つ違っても1位も上限も変わりません。",
                "With that item's stars one more or less and all else as it is. Mandatory items first, those that hold "
                "by one star before all. One star more or less anywhere else moves neither.",
            )
        ),
        paper.plain(font_color=palette.MUTED, text_wrap=True, valign="top"),
    )
    names = (
        labels.ITEM,
        labels.TOOL,
        labels.MANDATORY,
        Text("今の星", "Stars now"),
        Text("変わると", "Then"),
        Text("総合評価は", "Overall"),
        Text("上限は", "Cap"),
        Text("1位は", "First"),
    )
    paper.header([paper.say(name) for name in names])
    link = paper.look(font_color=palette.ACCENT, underline=1)
    middle = paper.look(align="center")
    moved = paper.look(bold=True, bg_color=palette.WARNING_TINT)
    for change in paper.comparison.single_changes:
        paper.line(
            [
                Cell(f"{change.item_id} {change.name}", link, places.items[change.item_id]),
                Cell(change.tool, paper.look(bold=True)),
                Cell(paper.say(labels.MANDATORY) if change.mandatory else None, middle),
                paper.stars(change.from_stars),
                paper.stars(change.to_stars),
                paper.mean(change.final),
                Cell(cap_named(change.cap).within(paper.comparison.language), moved if change.capped else paper.look()),
                Cell(
                    listed(change.first, paper.comparison.language) if change.first else paper.say(_AS_TODAY),
                    moved if change.first else paper.look(font_color=palette.MUTED),
                ),
            ],
            least=19,
        )


def _leaving_out(paper: Paper) -> None:
    """Write each tool's rank and overall without each evaluator; what is another rank than today's is marked."""
    comparison, tools = paper.comparison, paper.comparison.tools
    paper.heading(paper.say(Text("評価者を1人ずつ除いた場合", "Without each evaluator in turn")))
    if not any(verdict.sureness.without for verdict in comparison.verdicts):
        crowd = Text(
            f"評価者が{EVALUATORS}人を超えるので、1人ずつ除いた場合は計算していません。",
            f"There are more than {EVALUATORS} evaluators: they are not left out one by one.",
        )
        paper.across(paper.say(crowd), paper.plain(font_color=palette.MUTED))
        return
    above = {1: paper.say(labels.RANK), 1 + len(tools): paper.say(labels.FINAL)}
    paper.header([paper.say(Text("除いた評価者", "Left out")), *tools, *tools], above=above)
    rank, other = paper.look(align="center"), paper.look(align="center", bold=True, bg_color=palette.WARNING_TINT)
    withheld = paper.say(Text("順位保留", "no rank"))

    def line(name: str, ranks: list[int | None], finals: list[float | None], *, today: bool = False) -> None:
        style = paper.look(bold=True, bg_color=palette.PANEL) if today else paper.look()
        told = [
            Cell(withheld if one is None else one, rank if one == verdict.rank else other)
            for one, verdict in zip(ranks, comparison.verdicts, strict=True)
        ]
        means = [Cell(one, paper.look(num_format=MEAN, align="center")) for one in finals]
        paper.line([Cell(name, style), *told, *means], least=19)

    now = [verdict.rank for verdict in comparison.verdicts]
    line(
        paper.say(Text("だれも除かない（今）", "nobody (today)")),
        now,
        [v.final for v in comparison.verdicts],
        today=True,
    )
    for every in zip(*(verdict.sureness.without for verdict in comparison.verdicts), strict=True):
        line(every[0].evaluator, [one.rank for one in every], [one.final for one in every])


def _weighting(paper: Paper) -> None:
    """Write in what share of the drawn weights each tool has each rank."""
    comparison = paper.comparison
    paper.heading(paper.say(Text("カテゴリの重みを変えた場合", "Under other weights of the categories")))
    paper.across(
        paper.say(
            Text(
                f"マスタの重みに無作為の倍率を掛けた {comparison.draws:,} 通りで、各順位になった割合です（SMAA）。"
                "上限は重みによらず今のままです。順位のあるツールだけを数えています。",
                f"The share of {comparison.draws:,} draws (SMAA), the master's weights times random factors, in which "
                "each tool has each rank. Caps do not depend on weights. Ranked tools only.",
            )
        ),
        paper.plain(font_color=palette.MUTED, text_wrap=True, valign="top"),
    )
    ranked = [verdict for verdict in comparison.ranking if verdict.sureness.shares]
    ranks = range(1, len(ranked[0].sureness.shares) + 1)
    paper.header([paper.say(labels.TOOL), *(paper.say(Text(f"{rank}位", f"Rank {rank}")) for rank in ranks)])
    first = paper.row
    share, none = paper.look(num_format=_PERCENT, align="center"), paper.look(align="center")
    for verdict in ranked:
        shares = (Cell(one or None, share if one else none) for one in verdict.sureness.shares)
        paper.line([Cell(verdict.tool, paper.look(bold=True)), *shares], least=19)
    colours = {"min_color": palette.PAPER, "max_color": palette.LEVELS[LEVELS[-1] - 1]}
    scale = {"type": "2_color_scale", "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    paper.sheet.conditional(first, 1, paper.row - 1, len(ranks), scale | colours)
