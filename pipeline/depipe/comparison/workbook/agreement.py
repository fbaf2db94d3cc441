"""On 評価者間: how far evaluators agree, and how each one's stars lie to the others'."""

from collections.abc import Sequence
from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.discussion import Alpha, Stand, scope_words
from depipe.comparison.workbook.paper import MEAN, Cell, Paper
from depipe.language import Text

_LEANING: Final = "+0.00;-0.00;0.00"
_ALPHA_SAYS: Final = Text(
    "α は Krippendorff のアルファ（順序尺度）です。1 は完全な一致、0 は偶然と同じ程度。習慣として 0.8 以上なら頼れ、"
    "0.667 以上なら暫定的な結論まで、それより低ければ頼れません。項目とツールの組のうち、2人以上が評価したものを"
    "数えます。95組未満は目安です。",
    "Krippendorff's alpha (ordinal): 1 is full agreement, 0 what chance gives. By custom, rely on .800 and more, draw "
    "tentative conclusions from .667, do not rely on less. It counts pairs of an item and a tool that two or more "
    "rated; below 95 of them it is an indication.",
)
_STANDS_SAYS: Final = Text(
    "同じ組をほかの人も評価したところでの、ほかの人の平均との差（星の数）です。良し悪しではありません。",
    "The difference from the others' mean, in stars, where somebody else rated the same. Neither good nor bad.",
)


def write_alphas(paper: Paper, alphas: Sequence[Alpha]) -> None:
    """Write the table of alphas."""
    paper.heading(paper.say(labels.ALPHA_TITLE), paper.say(_ALPHA_SAYS))
    names = (
        labels.SCOPE,
        None,
        Text("カテゴリ・ツール", "Category, tool"),
        labels.ALPHA,
        labels.EVALUATORS,
        labels.PAIRS,
        Text("評価の数", "Ratings"),
        labels.READING,
    )
    paper.header([name and paper.say(name) for name in names])
    middle, muted = paper.look(align="center"), paper.look(font_color=palette.MUTED)
    for one in alphas:
        style = paper.look(bold=one.scope == "all")
        scope = paper.look(bold=one.scope == "all", text_wrap=False)
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
            merged=[(0, 1)],
        )


def write_stands(paper: Paper, stands: Sequence[Stand]) -> None:
    """Write the table of evaluators."""
    paper.heading(paper.say(labels.STANDS_TITLE), paper.say(_STANDS_SAYS))
    names = (
        labels.EVALUATOR,
        None,
        None,
        labels.PAIRS_RATED,
        labels.PAIRS_SHARED,
        labels.DIFFERENCE,
        labels.DISTANCE,
        labels.READING,
    )
    paper.header([name and paper.say(name) for name in names])
    # A merged cell is as wide as its columns, which its row's height is not reckoned by: it holds one line.
    name, middle = paper.look(bold=True, text_wrap=False, shrink=True), paper.look(align="center")
    leaning = paper.look(align="center", num_format=_LEANING)
    size = paper.look(align="center", num_format=MEAN)
    for one in stands:
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
            merged=[(0, 2)],
        )
