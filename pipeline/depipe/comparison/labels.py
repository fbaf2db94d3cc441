"""The fixed words of the comparison, in both languages.

Sheet names are Japanese in either, as they are a contract; English texts gloss them: `項目比較 (items)`.
"""

from collections.abc import Mapping
from typing import Final

from depipe.comparison.evidence import MANY
from depipe.comparison.ratings import SECTION_NAMES
from depipe.language import Language, Text
from depipe.scoring.consensus import Section
from depipe.scoring.overall import Cap

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


ID: Final = Text("ID", "ID")
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
DECIDED_BY: Final = Text("決定者", "Decided by")
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
PREMISES_TITLE: Final = Text("前提と計算のしかた", "Premises and method")
METHOD_TITLE: Final = Text("計算のしかた", "How it is computed")
SCALE_TITLE: Final = Text("星の意味", "What the stars mean")
EVALUATORS_TITLE: Final = Text("評価者間の一致と食い違い", "Agreement between evaluators")
VOTES_TITLE: Final = Text("評価者の星が分かれたところ", "Where evaluators differ")

EVALUATOR: Final = Text("評価者", "Evaluator")
TO_SETTLE: Final = Text("話し合う項目", "To settle")
ALPHA_TITLE: Final = Text("一致度（Krippendorff の α）", "Agreement (Krippendorff's alpha)")
ALPHA: Final = Text("α", "Alpha")
SCOPE: Final = Text("範囲", "Of")
PAIRS: Final = Text("組の数", "Pairs")
READING: Final = Text("読み方", "What it says")
STANDS_TITLE: Final = Text("評価者ごとの星の付け方", "How each evaluator gives stars")
PAIRS_RATED: Final = Text("評価した組", "Rated")
PAIRS_SHARED: Final = Text("ほかの人も\n評価した組", "Shared")
DIFFERENCE: Final = Text("差の平均", "Mean\ndifference")
DISTANCE: Final = Text("差の大きさの平均", "Mean size of the difference")
SHARE: Final = Text("割合", "Share")

CAPS: Final[Mapping[Cap, Text]] = {
    "none": Text("なし", "none"),
    "provisional": Text("暫定", "provisional"),
    "certain": Text("確定", "certain"),
}

MISSING_TITLE: Final = Text("何が足りないか、どうすれば決まるか", "What is missing, and what would settle it")
SETTINGS_TITLE: Final = Text("設定", "Settings")

CONTEXTS_TITLE: Final = Text("比べる前提", "The contexts")
CONTEXT: Final = Text("前提", "Context")
GAP: Final = Text("差", "Gap")
CONTRAST_CATEGORIES: Final = Text("カテゴリ平均が違うところ", "Category means that differ")
CONTRAST_ITEMS: Final = Text("項目の星が違うところ（必須項目から）", "Items whose stars differ (mandatory ones first)")

RATINGS: Final = Text("評価", "Ratings")
BARE: Final = Text("根拠なし", "None at all")
BARE_GATES: Final = Text("根拠のない必須項目", "Mandatory items without")
SHARED_TITLE: Final = Text(f"{MANY} 項目以上に使われているリンク", f"Links that stand for {MANY} items or more")
SHARED_SAYS: Final = Text(
    "同じリンクが多くの項目の根拠になっているときは、項目ごとの裏付けになっているかを確かめてください。",
    "Where one link is given for many items, check that it says something about each of them.",
)

VERSION: Final = Text("バージョン", "Version")
VERSIONS: Final = Text("バージョン", "Versions")
FIRST_DAY: Final = Text("検証日（最初）", "First verified")
LAST_DAY: Final = Text("検証日（最後）", "Last verified")
ITEMS_RATED: Final = Text("評価した項目数", "Items rated")
WEIGHTS_TITLE: Final = Text("カテゴリの重み", "Weights of the categories")
REVIEWS_TITLE: Final = Text("評価者ごとの内訳", "By evaluator")
MASTER_TITLE: Final = Text("評価マスタ", "Master")
MASTER_NAME: Final = Text("名称", "Title")
EDITION: Final = Text("版", "Version")
DIGEST: Final = Text("ダイジェスト（SHA-256）", "Digest (SHA-256)")
CONTEXT_ID: Final = Text("前提の ID", "Context id")
RETURNS_TITLE: Final = Text("取り込んだ評価表", "Returned workbooks")
FILE: Final = Text("ファイル", "File")
RECEIVED: Final = Text("受領（UTC）", "Received (UTC)")
MASTER_VERSION: Final = Text("マスタの版", "Master version")
IN_FORCE: Final = Text("有効", "in force")
PROGRAM: Final = Text("保存したプログラム", "Saved by")
MORE_RATINGS: Final = Text(
    "ほか {:,} 人の評価は tables/ratings.parquet にあります。", "tables/ratings.parquet has the ratings of {:,} more."
)

BEFORE: Final = Text("変更前", "Before")
AFTER: Final = Text("変更後", "After")
CONTRAST_TITLE: Final = Text("前提による違い", "What differs between contexts")
SECTION_TITLES: Final[Mapping[Section, Text]] = {
    "good": GOOD_TITLE,
    "not_good": NOT_GOOD_TITLE,
    "unverified": UNVERIFIED,
}
