"""What 集計 says to the evaluator, in both languages; its labels stand in the layout."""

from typing import Final

from depipe.language import Text

TITLE: Final = Text("集計", "Summary (集計)")
HINT: Final = Text(
    "「評価」と「前提パラメータ」の記入から自動で計算しています。",
    "Computed live from what you entered on the sheets 評価 (ratings) and 前提パラメータ (context).",
)
ROWS_CHANGED: Final = Text(
    "「評価」シートの行が変わっています。下の数字は正しくないことがあります。",
    "Rows of the sheet 評価 were changed: the figures below may be wrong.",
)
NEEDED: Final = Text("返送の前に必要です: ", "Needed before you send this back: ")
NEEDED_CONTEXT: Final = (
    Text("前提パラメータの記入 ", "required cells of 前提パラメータ that are empty: "),
    Text("件", ""),
)
"""What stands before and behind the number."""
NEEDED_STARS: Final = (Text("読み取れない星の修正 ", "stars that cannot be read: "), Text("件", ""))
AND: Final = Text("、", "; ")
NOTHING_YET: Final = Text(
    "まだ星が付いていません。「評価」シートに記入してください。",
    "There are no stars yet. Please rate the tools on the sheet 評価.",
)
EVIDENCE_FIRST: Final = (
    Text("返送できます。できれば、根拠のない回答 ", "Ready to send back. If you can, note your evidence for the "),
    Text("件に備考を書き足してください。", " answers without any."),
)
READY: Final = Text(
    "返送できます。「-」の項目は未検証として扱います。", "Ready to send back. What is left at “-” counts as unverified."
)
BROKEN: Final = Text("計算できません", "cannot compute")

HEADER_LABEL: Final = "区分"
HEADER_MEANING: Final = Text("内容", "Meaning")
ANSWERED: Final = Text("検証した項目の割合", "Coverage: share of the items that you verified")
UNRATED: Final = Text("「-」のままの項目（残っていてもかまいません）", "Unverified: items left at “-”, as they may be")
CONTEXT_BLANK: Final = Text(
    "返送に必要: 評価者・前提パラメータ・評価したツールのバージョンで空欄のもの",
    "Required and empty: name, parameters, rated tools' versions",
)
UNREADABLE: Final = Text(
    "返送に必要: 直してください（0 なら問題ありません）", "Required: stars to mend, as they cannot be read"
)
EVIDENCE: Final = Text(
    "⭐⭐⭐⭐ 以上か【必須】で、備考がすべて空の項目", "No evidence: ⭐⭐⭐⭐ up, or a gate, without a note"
)
EVIDENCE_WITHOUT_GATES: Final = Text(
    "⭐⭐⭐⭐ 以上で、備考がすべて空の項目", "No evidence: ⭐⭐⭐⭐ up, without a note"
)
CATEGORIES: Final = Text("カテゴリ平均", "Category means")
GATES: Final = Text("必須項目", "Gates")
BONUS_MEANS: Final = Text(
    "加点扱い: このツールや前提では必須ではなく、平均が上がるときだけ数えます。",
    "bonus: not mandatory here; it counts only where it lifts its category's mean.",
)
VERDICT: Final = Text("総合", "Overall")
RAW: Final = Text("カテゴリ平均の平均", "Raw overall: mean of the category means")
RAW_WEIGHTED: Final = Text("カテゴリ平均の加重平均", "Raw overall: weighted mean of the category means")
CAP: Final = Text("必須項目による上限", "Cap: what the gates allow at most")
CAP_REASON: Final = Text("上限の原因になっている必須項目", "Reason of the cap: the gates that cause it")
FINAL: Final = Text("上限を適用した総合評価", "Overall, with the cap applied")
PASSED: Final = Text("達成", "passed")
FAILED: Final = Text("未達", "failed")
UNVERIFIED: Final = Text("未検証", "unverified")
BONUS: Final = Text("加点扱い", "bonus")
NO_CAP: Final = Text("なし", "none")


def rated(items: int) -> Text:
    """Say what 検証済み counts, of how many."""
    return Text(f"全{items}項目のうち、星を付けた項目", f"Verified: items with stars, of {items}")


def capped(cap: str) -> tuple[Text, Text]:
    """Return the words of a certain and of a provisional cap."""
    return (
        Text(f"上限{cap}（確定）", f"capped at {cap} (certain)"),
        Text(f"上限{cap}（暫定）", f"capped at {cap} (provisional)"),
    )
