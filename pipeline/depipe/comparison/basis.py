"""How much a comparison rests on, in one line."""

from depipe.comparison.model import Comparison
from depipe.language import Text


def basis(comparison: Comparison) -> str:
    """Return how many people and workbooks stand behind the comparison, how much they were asked, and until when."""
    returned = [one for one in comparison.returns if not one.withdrawn and not one.decides]
    people = len({one.evaluator for one in returned})
    items, tools = len(comparison.items), len(comparison.tools)
    day = comparison.as_of.date().isoformat()
    return comparison.say(
        Text(
            f"評価者{people}人、評価表{len(returned)}件、{items}項目 × {tools}ツール＝{items * tools}件"
            f"（最終受領 {day} UTC）",
            f"evaluators: {people}, workbooks: {len(returned)}, {items} items × {tools} tools = "
            f"{items * tools} pairs (last receipt {day} UTC)",
        )
    )
