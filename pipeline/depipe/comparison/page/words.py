"""The page's own words, in both languages; what it shares with the workbook is in `depipe.comparison.labels`."""

from typing import Final

from depipe.language import Text

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
RULINGS_SAY: Final = Text(
    "届いた順です。もとになった評価があとで変わった裁定は、数えません。",
    "In the order of receipt. One whose ratings have changed since counts no more.",
)

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

EVALUATORS: Final = Text("評価者間", "Evaluators")

CAP_LINE: Final = Text("破線: 上限", "dashed: the cap")
MORE: Final = Text("くわしく", "More")
PULLS: Final = Text("平均を動かしているカテゴリ", "Categories that move the mean")
MEAN: Final = Text("平均", "Mean")
EFFECT: Final = Text("影響", "Effect")
WITHOUT: Final = Text("評価者を1人除くと", "Without one of the evaluators")
SHARES: Final = Text("重みを変えたときの順位", "Ranks under other weights")
SENSITIVITY: Final = Text("感度", "Sensitivity")
SENSITIVITY_SAYS: Final = Text(
    "どれか1つの項目の星が1つ違うだけで、1位か上限が変わるものです。必須項目から並べています。",
    "Where one star of one item moves the first place or a cap; mandatory items first.",
)
OVERALL_THEN: Final = Text("そのときの総合評価", "Overall then")
CAP_THEN: Final = Text("そのときの上限", "Cap then")
FIRST_THEN: Final = Text("そのときの1位", "First then")
AS_NOW: Final = Text("変わらない", "as now")
LACKS: Final = Text("足りないもの", "What is missing")

CONTRAST: Final = Text("前提による違い", "Contexts")
THIS_ONE: Final = Text("この比較", "this one")
RECONFIRM: Final = Text("要再確認", "confirm again")

EVIDENCE: Final = Text("根拠", "Evidence")
EVIDENCE_SAYS: Final = Text(
    "Doc、Repro、Evidence の本文は、項目ごとに上にあります。リンクは評価者が書いたもので、開いて確かめてはいません。",
    "The notes themselves stand with each item above. Links are the evaluators' own; nobody has opened them.",
)
DECIDED: Final = Text("裁定", "decided")

ATTRIBUTES: Final = Text("ツールの属性", "Facts about the tools")
WITHDRAWN: Final = Text("取り下げ", "withdrawn")
MORE_ROWS: Final = Text(
    "ほか {:,} 行はワークブックのシート「前提」にあります。", "The workbook's sheet 前提 has {:,} more rows."
)
