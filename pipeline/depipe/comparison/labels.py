"""The fixed words of the comparison, in both languages.

Sheet names are Japanese in either, as they are a contract; English texts gloss them: `項目比較 (items)`.
"""

from collections.abc import Mapping
from typing import Final

from depipe.comparison.ratings import SECTION_NAMES
from depipe.language import Language, Text

SHEET_OVERVIEW: Final = "総合"
SHEET_CATEGORIES: Final = "カテゴリ比較"
SHEET_ITEMS: Final = "項目比較"
SHEET_GATES: Final = "フェイルクローズ"
SHEET_EVALUATORS: Final = "評価者間"
SHEET_CONTEXTS: Final = "前提の違い"
SHEET_SENSITIVITY: Final = "感度"
SHEET_EVIDENCE: Final = "根拠"
SHEET_CHANGES: Final = "変更履歴"
SHEET_PREMISES: Final = "前提"
# Good, Not Good and 未検証 are depipe.comparison.ratings.SECTION_NAMES.

APPENDIX: Final = frozenset({SHEET_SENSITIVITY, SHEET_EVIDENCE, SHEET_CHANGES, SHEET_PREMISES})
"""The sheets that are not for the meeting: with grey tabs, after all others, and called 付録."""
APPENDIX_NAME: Final = Text("付録", "Appendix")

_SHEET_WORDS: Final[Mapping[str, Text]] = {
    SHEET_OVERVIEW: Text(SHEET_OVERVIEW, "overview"),
    SHEET_CATEGORIES: Text(SHEET_CATEGORIES, "categories"),
    SHEET_ITEMS: Text(SHEET_ITEMS, "items"),
    SECTION_NAMES["unverified"]: Text(SECTION_NAMES["unverified"], "unverified"),
    SHEET_GATES: Text("必須項目（フェイルクローズ）", "mandatory items"),
    SHEET_EVALUATORS: Text(SHEET_EVALUATORS, "between evaluators"),
    SHEET_CONTEXTS: Text(SHEET_CONTEXTS, "contexts"),
    SHEET_SENSITIVITY: Text(SHEET_SENSITIVITY, "sensitivity"),
    SHEET_EVIDENCE: Text(SHEET_EVIDENCE, "evidence"),
    SHEET_CHANGES: Text(SHEET_CHANGES, "changes"),
    SHEET_PREMISES: Text(SHEET_PREMISES, "premises"),
}


def sheet_words(name: str, language: Language) -> str:
    """Return what a sheet is called in a text: its name, in English with what that means."""
    words = _SHEET_WORDS.get(name)
    if words is None:
        return name
    return Text(words.ja, f"{name} ({words.en})").within(language)


RANK: Final = Text("順位", "Rank")
TOOL: Final = Text("ツール", "Tool")
STARS: Final = Text("総合評価（星）", "Overall (stars)")
ITEM_STARS: Final = Text("星", "Stars")
FINAL: Final = Text("総合評価", "Overall")
RAW: Final = Text("上限適用前", "Before the cap")
LOW: Final = Text("取りうる\n最低", "Lowest\npossible")
HIGH: Final = Text("取りうる\n最高", "Highest\npossible")
RANKS: Final = Text("取りうる\n順位", "Possible\nranks")
CAP: Final = Text("上限", "Cap")
CAPPING: Final = Text("上限の\n必須項目", "Capping\nitem")
REASON: Final = Text("判定の理由", "Why")
SURENESS: Final = Text("順位の確かさ", "How sure the rank is")
COVERAGE: Final = Text("検証率", "Coverage")
EVALUATORS: Final = Text("評価者数", "Evaluators")
WARNINGS: Final = Text("警告", "Warnings")
RANGE: Final = Text("取りうる範囲", "Possible range")
CATEGORY: Final = Text("カテゴリ", "Category")
ITEM: Final = Text("項目", "Item")
LAYER: Final = Text("層", "Layer")
FOCUS: Final = Text("責務", "Focus")
ITEM_COUNT: Final = Text("項目数", "Items")
WEIGHT: Final = Text("重み", "Weight")
MANDATORY: Final = Text("必須", "Mandatory")
ASKED: Final = Text("評価内容", "What is evaluated")
PLACE: Final = Text("順", "No.")
WHY: Final = Text("なぜ", "Why")
EFFECT: Final = Text("総合評価への影響", "Effect on the overall")
RULINGS: Final = Text("裁定", "Decisions")
RULING: Final = Text("裁定の星", "Decided stars")
STATE: Final = Text("状態", "State")
REASON_GIVEN: Final = Text("理由", "Reason")
SPREAD: Final = Text("開き", "Spread")
VOTES: Final = Text("評価者ごとの星", "Stars by evaluator")
REMARKS: Final = Text("備考（Doc / Repro / Evidence）", "Notes (Doc / Repro / Evidence)")
UNVERIFIED: Final = Text("未検証", "Unverified")
MANDATORY_ITEM: Final = Text("必須項目", "Mandatory item")
GATE_APPLIES: Final = Text("適用条件", "Applies")
GATE_REASON: Final = Text("理由", "Reason")
PARAMETER: Final = Text("パラメータ", "Parameter")
VALUE: Final = Text("値", "Value")

GOOD_TITLE: Final = Text("Good（⭐⭐⭐ 以上）", "Good (⭐⭐⭐ or more)")
NOT_GOOD_TITLE: Final = Text("Not Good（⭐⭐ 以下）", "Not Good (⭐⭐ or less)")
CONTEXT_TITLE: Final = Text("前提パラメータ", "Context parameters")
CATEGORIES_TITLE: Final = Text("カテゴリ比較", "Comparison by category")
ITEMS_TITLE: Final = Text("項目比較", "Comparison by item")
GATES_TITLE: Final = Text("必須項目（フェイルクローズ）", "Mandatory items (fail-close)")
PREMISES_TITLE: Final = Text("前提と根拠", "Premises and sources")
METHOD_TITLE: Final = Text("計算のしかた", "How it is computed")
SCALE_TITLE: Final = Text("星の意味", "What the stars mean")
EVALUATORS_TITLE: Final = Text("評価者間の一致と食い違い", "Agreement between evaluators")
VOTES_TITLE: Final = Text("評価者の星が分かれたところ", "Where evaluators differ")
