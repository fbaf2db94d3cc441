"""What the workbook for decisions says, in both languages."""

from typing import Final

from depipe.language import Text

# はじめに
WHOSE: Final = Text("決定者", "Decided by (決定者)")
NOBODY: Final = Text("「裁定」シートに記入してください", "Please fill it in on the sheet 裁定 (decisions)")
CONTEXT: Final = Text("前提パラメータ", "Context (前提パラメータ)")
ROWS: Final = Text("決める行", "To decide")

STEP_DECIDER: Final = Text("決定者", "Who decides (決定者)")
DECIDER: Final = Text(
    "「裁定」シートの「決定者」に、決めた人の名前を書きます（会議で決めたときは、その代表者）。",
    "Enter on the sheet 裁定 who decided; of a meeting, whoever speaks for it.",
)
STEP_COMPARE: Final = Text("読み比べる", "Compare")
COMPARE: Final = Text(
    "1行が、1つの項目と1つのツールです。評価者ごとの星・バージョン・備考が横に並んでいます。\n"
    "必須項目が先で、上の行ほど総合評価への影響が大きくなります。",
    "A row is one item and one tool. Each evaluator's stars, version and notes stand side by side.\n"
    "Gates come first, then whatever moves the overall most.",
)
STEP_DECIDE: Final = Text("決める", "Decide (決定)")
DECIDE: Final = Text(
    "「決定」に ⭐〜⭐⭐⭐⭐⭐ を選びます。セルを選ぶと、その項目での星の意味が表示されます。\n"
    "まだ決めない行は「-」のままにします。",
    "Choose ⭐ to ⭐⭐⭐⭐⭐ in the column 決定. Selecting a cell shows what the stars mean for its item.\n"
    "Leave “-” where you do not decide yet.",
)
STEP_REASON: Final = Text("理由", "Reason (理由)")
REASON: Final = Text(
    "決めた行には、必ず「理由」を書きます（書くまで橙色です）。理由は比較表にそのまま載ります。",
    "Every decision needs its reason; it is orange until there is one. The comparison shows it as written.",
)
STEP_RETURN: Final = Text("返送", "Send back")
RETURN: Final = Text(
    "保存して、送ってきた人に返送してください（depipe ingest で取り込みます）。",
    "Save, and return it to whoever sent it to you (depipe ingest takes it in).",
)
RULE_EFFECT: Final = Text("決定の効き目", "What a decision does")
EFFECT: Final = Text(
    "決定した星が、評価者全員の評価に代わって集計されます。必須項目では、それで合否が決まります。\n"
    "評価者の評価は消えません。",
    "The stars decided count in place of the evaluators' stars; a gate passes or fails by them.\n"
    "Nobody's rating is lost.",
)
RULE_REOPENED: Final = Text("再び開かれるとき", "When it is reopened")
REOPENED: Final = Text(
    "決定は、ここに並ぶ評価についてのものです。そのどれかが後で変わると（再検証や、別の評価者の追加も）、\n"
    "決定は効かなくなり、比較表と depipe status に出ます。新しい裁定用ワークブックで決め直してください。",
    "A decision is about the ratings that stand here. When one of them changes, is verified at another version, or is\n"
    "joined by another evaluator's, it counts no more, and depipe says so. Issue a new workbook to decide again.",
)
RULE_TAKEN_BACK: Final = Text("取り消すとき", "To take one back")
TAKEN_BACK: Final = Text(
    "このワークブックの「決定」を「-」に戻し、もう一度返送します。",
    "Set it to “-” in this workbook and send it back again.",
)
RULE_SCALE: Final = Text("星の基準", "What the stars mean (星の基準)")
SCALE: Final = Text("星の意味は「星の基準」シートにあります。", "The sheet 星の基準 has the scale and the rubrics.")
RULE_LOCK: Final = Text("ほかのセルは保護", "Other cells are locked")
LOCK: Final = Text(
    "評価者の評価はここでは直せません。直すのは評価者本人です。フィルターと、列の幅や行の高さの変更は使えます。",
    "Ratings are not changed here but by their evaluators. Filters, column widths and row heights still work.",
)

# 裁定
DECIDER_HINT: Final = Text("← 決めた人の名前（必須）", "← who decided (required)")
CAPTIONS: Final = (
    Text("", "ID"),
    Text("", "Item"),
    Text("", "Tool"),
    Text("", "What for"),
    Text("", "Decision"),
    Text("", "Reason"),
)
STARS_REFUSED: Final = Text(
    "一覧から選ぶか、1〜5 の数字を入力してください。決めない行は「-」にします。",
    "Choose from the list or type a digit 1 to 5. Type - where nothing is decided.",
)
SAID: Final = Text("", "Evaluator: stars, version, date, notes")
DESCRIPTION: Final = Text("", "What is evaluated")


def title(master: str) -> Text:
    """Return the heading of the sheet."""
    return Text(f"裁定 — {master}", f"Decisions (裁定) — {master}")


def rows(pairs: int, tools: str) -> Text:
    """Say how many pairs there are, and of which tools."""
    return Text(f"{pairs}行（{tools}）", f"{pairs} row(s) ({tools})")
