"""The page's own words, in both languages; what it shares with the workbook is in `depipe.comparison.labels`."""

from collections.abc import Mapping
from typing import Final

from depipe.comparison.evidence import MANY
from depipe.language import Text
from depipe.scoring.overall import Cap

SKIP: Final = Text("本文へ移動", "Skip to the content")
CONTENTS: Final = Text("目次", "Contents")
OVERVIEW: Final = Text("順位と判定", "Ranking and verdicts")
CAUTIONS: Final = Text("読むときの注意", "Cautions")
CATEGORIES: Final = Text("カテゴリ比較", "Categories")
CATEGORIES_SAY: Final = Text(
    "評価された項目の星の平均です。色は橙（1）から青（5）、灰色は未検証です。",
    "The mean of the rated items' stars, from orange (1) to blue (5); grey is unverified.",
)
GATES: Final = Text("必須項目", "Mandatory items")
ITEMS: Final = Text("項目", "Items")
CHANGES: Final = Text("変更履歴", "History")
CHANGES_SAY: Final = Text(
    "検証した順です。はじめての評価は載せていません。", "In the order of verification. First ratings are not listed."
)
PREMISES: Final = Text("前提と根拠", "Premises")

FILTER: Final = Text("項目をしぼり込む", "Filter the items")
ANY_TOOL: Final = Text("すべてのツール", "All tools")
ANY_CATEGORY: Final = Text("すべてのカテゴリ", "All categories")
SECTION: Final = Text("区分", "Section")
ONLY_GATES: Final = Text("必須項目だけ", "Mandatory items only")
ONLY_UNEVEN: Final = Text("評価が分かれた項目だけ", "Only where evaluators differ")
SEARCH: Final = Text("文字で探す", "Search")
SEARCH_SAY: Final = Text("項目名、評価内容、備考、評価者名", "Names, descriptions, notes, evaluators")
RESET: Final = Text("条件を消す", "Clear")
OPEN_ALL: Final = Text("すべて開く", "Open all")
CLOSE_ALL: Final = Text("すべて閉じる", "Close all")
COUNT: Final = Text("{total}項目のうち{shown}項目を表示しています", "Showing {shown} of {total} items")
NONE_LEFT: Final = Text("この条件に当てはまる項目はありません。", "No item matches.")
BY: Final = Text("評価者", "Evaluator")

EVALUATORS: Final = Text("評価者間", "Evaluators")
TO_SETTLE: Final = Text("話し合う項目", "To settle")
ALPHA: Final = Text("一致度（Krippendorff の α）", "Agreement (Krippendorff's alpha)")
ALPHA_SHORT: Final = Text("α", "Alpha")
OF: Final = Text("範囲", "Of")
PAIRS: Final = Text("組の数", "Pairs")
READING: Final = Text("読み方", "What it says")
STANDS: Final = Text("評価者ごとの星の付け方", "How each evaluator gives stars")
PAIRS_RATED: Final = Text("評価した組", "Rated")
PAIRS_SHARED: Final = Text("ほかの人も評価した組", "Shared")
DIFFERENCE: Final = Text("差の平均", "Mean difference")
DISTANCE: Final = Text("差の大きさの平均", "Mean size of the difference")

CAP_LINE: Final = Text("破線: 上限", "dashed: the cap")
MORE: Final = Text("くわしく", "More")
PULLS: Final = Text("平均を動かしているカテゴリ", "Categories that move the mean")
MEAN: Final = Text("平均", "Mean")
EFFECT: Final = Text("影響", "Effect")
WITHOUT: Final = Text("評価者を1人除くと", "Without one of the evaluators")
SHARES: Final = Text("重みを変えたときの順位", "Ranks under other weights")
SHARE: Final = Text("割合", "Share")
CAPS: Final[Mapping[Cap, Text]] = {
    "none": Text("なし", "none"),
    "provisional": Text("暫定", "provisional"),
    "certain": Text("確定", "certain"),
}
SENSITIVITY: Final = Text("感度", "Sensitivity")
SENSITIVITY_SAYS: Final = Text(
    "どれか1つの項目の星が1つ違うだけで、1位か上限が変わるものです。必須項目から並べています。",
    "Where one star of one item moves the first place or a cap; mandatory items first.",
)
OVERALL_THEN: Final = Text("そのときの総合評価", "Overall then")
CAP_THEN: Final = Text("そのときの上限", "Cap then")
FIRST_THEN: Final = Text("そのときの1位", "First then")
AS_NOW: Final = Text("変わらない", "as now")
MISSING: Final = Text("足りないものと、決めるのに要ること", "What is missing, and what would settle it")
LACKS: Final = Text("足りないもの", "What is missing")
SETTINGS: Final = Text("設定", "Settings")

CONTRAST: Final = Text("前提による違い", "Contexts")
CONTEXTS: Final = Text("比べる前提", "The contexts")
CONTEXT: Final = Text("前提", "Context")
THIS_ONE: Final = Text("この比較", "this one")
GAP: Final = Text("差", "Gap")
CONTRAST_CATEGORIES: Final = Text("カテゴリ平均が違うところ", "Category means that differ")
CONTRAST_ITEMS: Final = Text("項目の星が違うところ（必須項目から）", "Items whose stars differ (mandatory ones first)")
RECONFIRM: Final = Text("要再確認", "confirm again")

EVIDENCE: Final = Text("根拠", "Evidence")
EVIDENCE_SAYS: Final = Text(
    "Doc、Repro、Evidence の本文は、項目ごとに上にあります。リンクは評価者が書いたもので、開いて確かめてはいません。",
    "The notes themselves stand with each item above. Links are the evaluators' own; nobody has opened them.",
)
RATINGS: Final = Text("評価", "Ratings")
BARE: Final = Text("根拠なし", "None at all")
BARE_GATES: Final = Text("根拠のない必須項目", "Mandatory items without")
SHARED: Final = Text(f"{MANY} 項目以上に使われているリンク", f"Links that stand for {MANY} items or more")
SHARED_SAYS: Final = Text(
    "同じリンクが多くの項目の根拠になっているときは、項目ごとの裏付けになっているかを確かめてください。",
    "Where one link is given for many items, check that it says something about each of them.",
)
DECIDED: Final = Text("裁定", "decided")

ATTRIBUTES: Final = Text("ツールの属性", "Facts about the tools")
VERSIONS: Final = Text("バージョン", "Versions")
FIRST: Final = Text("検証日（最初）", "First verified")
LAST: Final = Text("検証日（最後）", "Last verified")
ITEMS_RATED: Final = Text("評価した項目数", "Items rated")
WEIGHTS: Final = Text("カテゴリの重み", "Weights of the categories")
REVIEWS: Final = Text("評価者ごとの内訳", "By evaluator")
MASTER: Final = Text("評価マスタ", "Master")
MASTER_TITLE: Final = Text("名称", "Title")
VERSION: Final = Text("版", "Version")
DIGEST: Final = Text("ダイジェスト（SHA-256）", "Digest (SHA-256)")
CONTEXT_ID: Final = Text("前提の ID", "Context id")
RETURNS: Final = Text("取り込んだ評価表", "Returned workbooks")
FILE: Final = Text("ファイル", "File")
RECEIVED: Final = Text("受領（UTC）", "Received (UTC)")
MASTER_VERSION: Final = Text("マスタの版", "Master version")
STATE: Final = Text("状態", "State")
IN_FORCE: Final = Text("有効", "in force")
WITHDRAWN: Final = Text("取り下げ", "withdrawn")
PROGRAM: Final = Text("保存したプログラム", "Saved by")
BEFORE: Final = Text("変更前", "Before")
AFTER: Final = Text("変更後", "After")
COMMA: Final = Text("、", ", ")
