"""Where evaluators differ, what they should settle and what was decided, in Markdown."""

from collections.abc import Iterator
from typing import Final

from depipe.comparison import labels
from depipe.comparison.discussion import Discussion
from depipe.comparison.markdown.escaping import escaped
from depipe.comparison.markdown.markup import table
from depipe.comparison.model import Comparison
from depipe.comparison.wording import vote_words
from depipe.language import Text
from depipe.stars import written

_LEVEL: Final = Text("平均での値", "In means")


def evaluators(comparison: Comparison) -> Iterator[str]:
    """Yield the blocks about evaluators; none where there is nothing to say."""
    say, discussion = comparison.say, comparison.discussion
    if discussion:
        yield f"### {say(labels.EVALUATORS_TITLE)}"
        yield escaped(discussion.summary)
        if discussion.topics:
            yield _agenda(comparison, discussion)
        if discussion.rulings:
            yield f"#### {say(labels.RULINGS)}"
            yield _rulings(comparison, discussion)
    if votes := _votes(comparison):
        yield f"### {say(labels.VOTES_TITLE)}"
        yield votes


def _agenda(comparison: Comparison, discussion: Discussion) -> str:
    """Return what there is to settle, most important first; the table of votes says who gave which stars."""
    names = (labels.PLACE, labels.ID, labels.ITEM, labels.TOOL, labels.WHY, labels.EFFECT)
    return table(
        map(comparison.say, names),
        (
            [str(topic.place), topic.item_id, topic.name, topic.tool, topic.why, topic.effect]
            for topic in discussion.topics
        ),
    )


def _rulings(comparison: Comparison, discussion: Discussion) -> str:
    """Return every decision with how it stands and its reason."""
    names = (labels.ID, labels.ITEM, labels.TOOL, labels.RULING, labels.STATE, labels.REASON_GIVEN)
    return table(
        map(comparison.say, names),
        (
            [one.item_id, one.name, one.tool, written(one.stars), one.status_words, one.reason]
            for one in discussion.rulings
        ),
    )


def _votes(comparison: Comparison) -> str:
    """Return every item and tool whose evaluators differ, with who gave which stars; empty without any."""
    rows = [
        [
            item.item_id,
            item.name,
            tool,
            written(cell.stars),
            "" if cell.level is None else f"{cell.level:g}",
            vote_words(cell.votes, comparison.language, named=comparison.names_votes),
        ]
        for item in comparison.items
        for tool, cell in zip(comparison.tools, item.cells, strict=True)
        if cell.uneven
    ]
    if not rows:
        return ""
    names = (labels.ID, labels.ITEM, labels.TOOL, labels.ITEM_STARS, _LEVEL, labels.VOTES)
    return table(map(comparison.say, names), rows)
