"""What はじめに says to the evaluator, in both languages. A line end within a text is a line end on the sheet."""

from typing import Final

from depipe.language import Text

MASTER: Final = Text("評価マスタ", "Master")
TOOLS: Final = Text("対象ツール", "Tools")
ISSUED_ON: Final = Text("発行日", "Issued on")
NOBODY: Final = Text(
    "「前提パラメータ」シートに記入してください", "Please fill it in on the sheet 前提パラメータ (context)"
)
VERSION: Final = Text("版", "version")

STEPS: Final = Text("記入の手順", "What to do")
RULES: Final = Text("お願いと決まり", "Please note")

STEP_CONTEXT: Final = Text("前提パラメータ", "Context (前提パラメータ)")
CONTEXT_OPEN: Final = Text(
    "評価者名、前提パラメータ、評価したツールのバージョンと検証日を記入します。\n"
    "橙色のセルは必須です。空欄のまま返送されると、取り込めません。",
    "Enter your name, the parameters, and for each tool that you rate its version and the date verified.\n"
    "Orange cells are required: a workbook that comes back without them cannot be taken in.",
)
CONTEXT_GIVEN: Final = Text(
    "評価者名と、評価したツールのバージョン・検証日を記入します（前提パラメータは依頼者が決めたものです）。\n"
    "橙色のセルは必須です。空欄のまま返送されると、取り込めません。",
    "Enter your name, and for each tool that you rate its version and the date verified.\n"
    "Orange cells are required: a workbook that comes back without them cannot be taken in.",
)
STEP_PREFILLED: Final = Text("前回の評価", "Earlier ratings")
PREFILLED: Final = Text(
    "前回の評価が記入してあります。検証し直した項目だけを書き換え、ツールのバージョンと検証日を入れます。\n"
    "すべて検証し直したときだけ「再検証の範囲」を「全項目」にします。「-」に戻した評価は取り消されます。",
    "Earlier ratings are filled in. Change only what you verified again, with its tool's version and date.\n"
    "Choose 全項目 (all items) as 再検証の範囲 if you verified all of them again. A “-” takes a rating back.",
)
STEP_RATINGS: Final = Text("評価", "Ratings (評価)")
RATINGS: Final = Text(
    "ツールごとに ⭐〜⭐⭐⭐⭐⭐ を一覧から選びます（数字の 1〜5 を入力してもかまいません）。\n"
    "セルを選ぶと、その項目での星の意味が表示されます。",
    "Choose ⭐ to ⭐⭐⭐⭐⭐ for each tool from the list, or type a digit 1 to 5.\n"
    "Selecting a cell shows what the stars mean for its item.",
)
STEP_NOTES: Final = Text("備考", "Notes (on 評価)")
NOTES: Final = Text(
    "⭐⭐⭐⭐ 以上を付けた項目と、【必須】の項目には、Doc・Repro・Evidence のどれかに根拠を書きます。\n"
    "根拠がまだない項目は、星に ✎ が付き、備考欄が橙色になります。",
    "Where you give ⭐⭐⭐⭐ or more, and for every [Gate] item, note your evidence in Doc, Repro or Evidence.\n"
    "Where it is missing, ✎ stands beside the stars and the note cells are orange.",
)
NOTES_WITHOUT_GATES: Final = Text(
    "⭐⭐⭐⭐ 以上を付けた項目には、Doc・Repro・Evidence のどれかに根拠を書きます。\n"
    "根拠がまだない項目は、星に ✎ が付き、備考欄が橙色になります。",
    "Where you give ⭐⭐⭐⭐ or more, note your evidence in Doc, Repro or Evidence.\n"
    "Where it is missing, ✎ stands beside the stars and the note cells are orange.",
)
STEP_RETURN: Final = Text("確認と返送", "Check and send back (集計)")
RETURN: Final = Text(
    "「集計」シートの一番上で返送できるかを確かめ、保存して、送ってきた人に返送してください。\n"
    "「-」（未検証）の項目が残っていてもかまいません。",
    "The top of the sheet 集計 says whether it can go. Save, and return it to whoever sent it to you.\n"
    "Items may be left at “-” (unverified).",
)

RULE_UNRATED: Final = Text("「-」の意味", "What “-” means")
UNRATED: Final = Text(
    "未検証という意味です。検証していない項目は「-」のまま残し、推測では埋めないでください。",
    "Unverified. Leave it where you did not verify an item; there is no need to guess.",
)
RULE_GATES: Final = Text("【必須】の項目", "[Gate] items")
RULE_SCALE: Final = Text("星の基準", "What the stars mean (星の基準)")
SCALE: Final = Text(
    "星ごとの定義と、迷ったときの判断のしかたをまとめたシートです。",
    "The sheet defines each star, and helps where you hesitate.",
)
SCALE_WITH_RUBRICS: Final = Text(
    "星ごとの定義をまとめたシートです。IDに下線がある項目には固有の基準があり、IDからそこへ移れます。",
    "The sheet defines each star. An item whose ID is underlined has a rubric of its own: the ID leads to it.",
)
RULE_PASTING: Final = Text("貼り付けと画像", "Pasting and pictures")
PASTING: Final = Text(
    "ほかの表から写すときは「値のみ貼り付け」を使ってください。\n"
    "画像は貼り付けず、共有フォルダーに置いて、リンクを Evidence に書いてください。",
    "Paste values only: an ordinary paste can take away the dropdowns and formats.\n"
    "Do not paste pictures: put them into a shared folder and write the link under Evidence.",
)
RULE_PROPOSALS: Final = Text("追加項目", "Missing items (追加項目)")
PROPOSALS: Final = Text(
    "足りない項目に気づいたら、このシートに書いてください。「評価」シートの行や列は増やさないでください。",
    "If you miss an item, propose it on this sheet. Do not add rows or columns to the sheet 評価.",
)
RULE_LOCK: Final = Text("シートの保護", "The lock")
LOCK: Final = Text(
    "誤って書き換えないための保護です（パスワードはありません）。フィルターと、列の幅や行の高さの変更は使えます。",
    "It keeps accidents away and has no password. Filters, column widths and row heights still work.",
)


def gates_rule(limit: str, cap: str) -> Text:
    """Say what a gate does: at *limit* or below the overall is capped at *cap* (both as people read them)."""
    return Text(
        f"{limit} 以下だと、ほかの項目がよくても、そのツールの総合評価は {cap} が上限になります。",
        f"At {limit} or below, the tool's overall is capped at {cap}, however good the rest is.",
    )
