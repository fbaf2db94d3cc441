"""Masters that are not the shipped one: a quite different one, and large ones."""

from functools import cache
from pathlib import Path

from depipe.master.load import load_master
from depipe.master.model import (
    AttributeCondition,
    Boundary,
    BoundarySide,
    Category,
    FailClose,
    Gate,
    GateCondition,
    Item,
    ItemWarning,
    Level,
    Master,
    NotesRule,
    Parameter,
    ParameterCondition,
    ParameterSheet,
    Rubric,
    Scale,
    ToolAttribute,
)

DATA = Path(__file__).parents[1] / "data"


@cache
def second_master() -> Master:
    """Return a master of another subject, language and make: the office's coffee machines."""
    return load_master(DATA / "second-master.yaml")


@cache
def synthetic_master(items: int = 500, tools: int = 60, categories: int = 12, gates: int = 5) -> Master:
    """Return a master of any size.

    Items are dealt out to at most *items* categories in blocks; the first *gates* items are gates (the first of them
    with a condition), the last item has a rubric and a warning.
    """
    categories = min(categories, items)
    ids = [f"I-{n:04}" for n in range(1, items + 1)]
    condition = GateCondition(
        when=ParameterCondition(parameter="Size", values=("large",)),
        unless=AttributeCondition(attribute="Toy", value="yes"),
    )
    return Master(
        id="synthetic",
        version="1.0.0",
        title="大きなマスタ",
        tools=tuple(f"Tool {n}" for n in range(1, tools + 1)),
        scale=Scale(
            levels=tuple(
                Level(stars=n, label=f"段階{n}", definition=f"段階{n}の定義", criterion=f"段階{n}の判定基準")
                for n in range(1, 6)
            )
        ),
        fail_close=FailClose(
            rule="必須項目が ⭐⭐ 以下なら、総合評価の上限は ⭐⭐ とする。",
            gates=tuple(
                Gate(item=item, reason=f"{item} は必須", applies="条件による", condition=None if n else condition)
                for n, item in enumerate(ids[:gates])
            ),
        ),
        warnings=(ItemWarning(item=ids[-1], text=(f"{ids[-1]} に注意",)),),
        parameters=ParameterSheet(
            entries=(
                Parameter(name="Size", description="規模", options=("small", "large"), closed=True),
                Parameter(name="Place", description="場所", options=("here", "there")),
            )
        ),
        tool_attributes=(ToolAttribute(name="Toy", description="おもちゃ", options=("no", "yes"), default="no"),),
        categories=tuple(
            Category(id=f"C{n}", name=f"カテゴリ{n}", focus=f"観点{n}", responsibility=f"観点{n}がよいか", layer="層")
            for n in range(categories)
        ),
        items=tuple(
            Item(
                id=item,
                category=f"C{n * categories // items}",
                name=f"項目{n}",
                description=f"項目{n}の評価内容。実行中のワークフローの状態を外部から読み取れるかどうか",
            )
            for n, item in enumerate(ids)
        ),
        rubrics=(Rubric(item=ids[-1], levels=("一", "二", "三", "四", "五")),),
        notes=NotesRule(doc="ページ", repro="手順", evidence="ログ"),
        boundaries=(
            Boundary(
                between=(BoundarySide(item=ids[0], label="はじめ"), BoundarySide(item=ids[-1], label="おわり")),
                rule="別",
            ),
        ),
    )
