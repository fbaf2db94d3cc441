"""The headings, table heads and fixed words of a master's Markdown, in the two languages of masters.

The Japanese ones are those of the document that the shipped master was made from, down to the dashes under its table
heads, so that the export of that master is that document again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from depipe.language import Language

Head = tuple[tuple[str, int], ...]
"""The columns of a table: header, and how many dashes stand under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Everything in the document that is not the master's."""

    basis: str
    scale: str
    judging_points: str
    fail_close: str
    assumption: str
    warning: str
    parameters: str
    catalogue: str
    categories: str
    items: str
    responsibility: str
    rubric: str
    counts: str
    total: str
    template: str
    context: str
    good: str
    not_good: str
    notes: str
    notes_rule: str
    rubrics: str
    boundaries: str
    new_items: str
    updates: str
    future: str

    level_table: Head
    gate_table: Head
    parameter_table: Head
    category_table: Head
    weight_column: Head
    item_table: Head
    rubric_table: Head
    count_table: Head
    context_table: Head
    rating_table: Head
    tool_dashes: int
    remarks_column: Head
    boundary_table: Head
    future_table: Head


JAPANESE: Final = Headings(
    basis="設計根拠",
    scale="星評価の基準（全項目共通）",
    judging_points="判定のポイント",
    fail_close="フェイルクローズルール",
    assumption="前提",
    warning="警告",
    parameters="前提パラメータ（評価テンプレートの冒頭に記録）",
    catalogue="評価カテゴリ・項目マスタ",
    categories="カテゴリ一覧",
    items="項目マスタ（全ツール共通）",
    responsibility="責務",
    rubric="採点基準（段階定義）",
    counts="項目数サマリ",
    total="合計",
    template="評価テンプレート",
    context="前提パラメータ",
    good="Good（⭐⭐⭐ 以上）",
    not_good="Not Good（⭐⭐ 以下）",
    notes="注記",
    notes_rule="備考の記入ルール",
    rubrics="項目別の段階定義について",
    boundaries="重複項目の責務境界",
    new_items="ツール固有の項目について",
    updates="評価の更新ルール",
    future="将来拡張候補",
    level_table=(("星", 4), ("ラベル", 8), ("定義", 6), ("判定基準", 10)),
    gate_table=(("必須項目", 9), ("理由", 6), ("適用条件", 9)),
    parameter_table=(("パラメータ", 11), ("内容", 6), ("例", 5)),
    category_table=(("ID", 4), ("カテゴリ", 9), ("責務（一行定義）", 16), ("層", 5)),
    weight_column=(("重み", 6),),
    item_table=(("ID", 4), ("項目", 6), ("評価内容", 9)),
    rubric_table=(("星", 4), ("判定基準", 9)),
    count_table=(("カテゴリ", 9), ("項目数", 8)),
    context_table=(("パラメータ", 11), ("値", 5)),
    rating_table=(("カテゴリ", 9), ("ID", 5), ("項目", 6)),
    tool_dashes=9,
    remarks_column=(("備考（Doc / Repro / Evidence）", 31),),
    boundary_table=(("重複しやすい組", 14), ("責務の切り分け", 14)),
    future_table=(("カテゴリ案", 11), ("内容", 6), ("保留理由", 9)),
)

ENGLISH: Final = Headings(
    basis="Design basis",
    scale="Star scale (for all items)",
    judging_points="Judging points",
    fail_close="Fail-close rule",
    assumption="Assumption",
    warning="Warning",
    parameters="Context parameters (recorded at the top of the evaluation)",
    catalogue="Categories and items",
    categories="Categories",
    items="Items (for all tools)",
    responsibility="Responsibility",
    rubric="rubric (its own star levels)",
    counts="Number of items",
    total="Total",
    template="Evaluation template",
    context="Context parameters",
    good="Good (⭐⭐⭐ or more)",
    not_good="Not Good (⭐⭐ or fewer)",
    notes="Notes",
    notes_rule="What to write beside the stars",
    rubrics="About rubrics",
    boundaries="Boundaries between overlapping items",
    new_items="About items that one tool needs",
    updates="Keeping the evaluation up to date",
    future="Candidates for later",
    level_table=(("Stars", 3), ("Label", 3), ("Definition", 3), ("Criterion", 3)),
    gate_table=(("Mandatory item", 3), ("Reason", 3), ("Applies", 3)),
    parameter_table=(("Parameter", 3), ("Description", 3), ("Examples", 3)),
    category_table=(("ID", 3), ("Category", 3), ("Responsibility (in one line)", 3), ("Layer", 3)),
    weight_column=(("Weight", 3),),
    item_table=(("ID", 3), ("Item", 3), ("Description", 3)),
    rubric_table=(("Stars", 3), ("Criterion", 3)),
    count_table=(("Category", 3), ("Items", 3)),
    context_table=(("Parameter", 3), ("Value", 3)),
    rating_table=(("Category", 3), ("ID", 3), ("Item", 3)),
    tool_dashes=3,
    remarks_column=(("Remarks (Doc / Repro / Evidence)", 3),),
    boundary_table=(("Often confused", 3), ("Which is about what", 3)),
    future_table=(("Category", 3), ("Content", 3), ("Why later", 3)),
)

HEADINGS: Final[Mapping[Language, Headings]] = {"ja": JAPANESE, "en": ENGLISH}
