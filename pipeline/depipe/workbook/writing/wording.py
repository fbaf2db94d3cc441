"""What the issued workbook says to its evaluator, in both languages; headers and sheet names stand in the layout."""

from typing import Final

from depipe.language import Text

EVALUATION_WORKBOOK: Final = Text("評価ワークブック", "Evaluation workbook")

# はじめに
MASTER: Final = Text("評価マスタ", "Master")
TOOLS: Final = Text("対象ツール", "Tools")
ISSUED_ON: Final = Text("発行日", "Issued on")
NOBODY: Final = Text("「前提パラメータ」シートに記入してください", "Please fill it in on the sheet 前提パラメータ")
VERSION: Final = Text("版", "version")
HOW_TO: Final = Text("記入のしかた", "How to fill it in")

STEP_CONTEXT: Final = Text("前提パラメータ", "Context (前提パラメータ)")
CONTEXT_OPEN: Final = Text(
    "評価者名、前提パラメータ、各ツールのバージョンと検証日を記入してください。",
    "Enter your name, the parameters, and for each tool its version and the date of your verification.",
)
CONTEXT_GIVEN: Final = Text(
    "評価者名と、各ツールのバージョン・検証日を記入してください。"
    "前提パラメータは依頼者が決めたもので、変更できません。",
    "Enter your name, and for each tool its version and the date of your verification. "
    "The parameters were set by the lead and cannot be changed.",
)
STEP_PREFILLED: Final = Text("前回の評価", "Earlier ratings")
PREFILLED: Final = Text(
    "これまでの評価を記入してあります。検証し直した項目だけを書き換え、そのツールのバージョンと検証日を"
    "「前提パラメータ」シートに入れてください。触れていないツールの検証日は空欄のままでかまいません。"
    "書き換えなかった項目もすべて検証し直したときは、「再検証の範囲」を「全項目」にします。"
    "星を「-」に戻すと、その評価は取り消されます。",
    "The ratings so far are filled in. Change only what you verified again, and give that tool's version and date of "
    "verification on the sheet 前提パラメータ; a tool that you leave alone needs no date. If you verified every item "
    "again, also those that you did not change, choose 全項目 (all items) as 再検証の範囲. “-” takes a rating back.",
)
STEP_ADJUDICATED: Final = Text("裁定", "Adjudication")
ADJUDICATED: Final = Text(
    "評価者全員の評価をまとめた星を記入してあります。決めた星に書き換え、理由を備考に書いてください。",
    "The stars that all evaluators arrived at are filled in. Change them to what was decided, and note the reason.",
)
STEP_RATINGS: Final = Text("評価", "Ratings (評価)")
RATINGS: Final = Text(
    "ツールごとに ⭐〜⭐⭐⭐⭐⭐ を一覧から選んでください。数字の 1〜5 を入力してもかまいません。"
    "セルを選ぶと、その項目での星の意味が表示されます（くわしくは「星の基準」シート）。",
    "Choose ⭐ to ⭐⭐⭐⭐⭐ for each tool from the list, or type a digit 1 to 5. Selecting a cell shows what the "
    "stars mean for its item (more on the sheet 星の基準).",
)
STEP_UNRATED: Final = Text("「-」の意味", "What “-” means")
UNRATED_MEANS: Final = Text(
    "「-」は未検証です。検証していない項目は「-」のまま残してください。推測で埋める必要はありません。",
    "“-” means not verified. Leave it where you did not verify an item; there is no need to guess.",
)
STEP_GATES: Final = Text("【必須】の項目", "Gates")
STEP_NOTES: Final = Text("備考", "Notes")
NOTES: Final = Text(
    "⭐⭐⭐⭐ 以上を付けた項目と【必須】の項目には、Doc・Repro・Evidence のどれかに根拠を書いてください。",
    "Where you give ⭐⭐⭐⭐ or more, and for every [Gate] item, note your evidence in Doc, Repro or Evidence.",
)
NOTES_WITHOUT_GATES: Final = Text(
    "⭐⭐⭐⭐ 以上を付けた項目には、Doc・Repro・Evidence のどれかに根拠を書いてください。",
    "Where you give ⭐⭐⭐⭐ or more, note your evidence in Doc, Repro or Evidence.",
)
STEP_PICTURES: Final = Text("画像", "Pictures")
PICTURES: Final = Text(
    "画像はシートに貼り付けず、共有フォルダーに置いて、そのリンクを Evidence に書いてください。",
    "Do not paste pictures: put them into a shared folder and write the link under Evidence.",
)
STEP_PASTING: Final = Text("貼り付け", "Pasting")
PASTING: Final = Text(
    "ほかの表から写すときは「値のみ貼り付け」を使ってください。ふつうに貼り付けると、選択肢や書式が消えることがあります。",
    "Paste values only. An ordinary paste can take away the dropdowns and formats.",
)
STEP_PROPOSALS: Final = Text("追加項目", "Missing items (追加項目)")
PROPOSALS: Final = Text(
    "評価マスタにない項目に気づいたら、このシートに書いてください。「評価」シートの行や列は増やさないでください。",
    "If you find that the master lacks an item, propose it on this sheet. Do not add rows or columns to 評価.",
)
STEP_LOCK: Final = Text("シートの保護", "The lock")
LOCK: Final = Text(
    "項目や数式を誤って書き換えないための保護で、パスワードはありません。"
    "フィルター、列の幅と行の高さは、保護したまま変えられます。",
    "The lock keeps items and formulas from being overwritten by accident; it has no password. "
    "Filters, column widths and row heights work with the lock on.",
)
STEP_RETURN: Final = Text("返送", "Sending it back")
RETURN: Final = Text(
    "「集計」シートで残りを確かめ、保存して、このファイルを送ってきた人に返送してください。途中のままでもかまいません。",
    "See on the sheet 集計 what is left, save, and send the file back to whoever sent it to you. "
    "It need not be complete.",
)


def gates_rule(limit: str, cap: str) -> Text:
    """Say what a gate does: at *limit* or below the overall is capped at *cap* (both as people read them)."""
    return Text(
        f"【必須】の付いた項目が {limit} 以下だと、そのツールの総合評価の上限が {cap} になります。"
        "とくに確かめて評価してください。",
        f"A [Gate] item at {limit} or below caps the tool's overall at {cap}. Verify these with special care.",
    )


# 前提パラメータ
CONTEXT_HINT_OPEN: Final = Text("色の付いたセルに記入してください。", "Please fill in the tinted cells.")
CONTEXT_HINT_GIVEN: Final = Text(
    "色の付いたセルに記入してください。前提パラメータは依頼者が決めたものです。",
    "Please fill in the tinted cells. The parameters were set by the lead.",
)
TOOL_TABLE: Final = Text("検証したツール", "The tools that you verified")
EXAMPLES: Final = Text("例", "such as")
OPTIONS: Final = Text("選択肢", "one of")
EVALUATOR_HINT: Final = Text("あなたの名前", "Your name")
PROMPT_PARAMETER_OPEN: Final = Text(
    "一覧から選ぶか、ほかの値を入力してください。", "Choose from the list, or type another value."
)
PROMPT_PARAMETER_CLOSED: Final = Text("一覧から選んでください。", "Please choose from the list.")
OTHER_VALUE_TITLE: Final = Text("一覧にない値です", "Not in the list")
OTHER_VALUE: Final = Text("この値のままでよければ「OK」を押してください。", "Press OK to keep this value.")
PROMPT_VERSION: Final = Text(
    "検証したときのバージョンを、そのまま書いてください（例: 1.10）。",
    "The version that you verified, as it is written (1.10).",
)
PROMPT_DATE_TITLE: Final = Text("検証日", "Date")
PROMPT_DATE: Final = Text(
    "検証した日を 2026/5/1 のように入力してください。空欄なら、返送を受け取った日として扱います。",
    "The day of your verification, as 2026/5/1. Left empty, the day of receipt stands in.",
)
NO_DATE_TITLE: Final = Text("日付として読み取れません", "Not read as a date")
NO_DATE: Final = Text(
    "2026/5/1 のように入力してください。「2026年5月1日」でもかまいません。このままでよければ「OK」を押してください。",
    "Please type it as 2026/5/1. Press OK to keep it as it is.",
)
PROMPT_SCOPE: Final = Text(
    "変更した項目だけ: 星か備考を書き換えた項目だけを、検証し直したものとして扱います。"
    "全項目: すべての項目を検証し直したものとして扱います。",
    "変更した項目だけ: only the answers that you changed count as verified again. 全項目: all of them do.",
)

# 評価
RATINGS_HINT: Final = Text(
    "星は一覧から選ぶか、1〜5 を入力します。検証していない項目は「-」のままにします。",
    "Choose the stars from the list or type 1 to 5. Leave “-” where you did not verify.",
)
LEGEND_UNRATED: Final = Text("未検証", "not verified")
TO_NOTES: Final = Text("備考へ →", "Notes →")
TO_STARS: Final = Text("← 星へ", "← Stars")
LEFT_FORMAT: Final = Text('"残り "0;;"完了"', '0" left";;"complete"')
STARS_REFUSED_TITLE: Final = Text("星として読み取れません", "Not stars")
STARS_REFUSED: Final = Text(
    "一覧から選ぶか、1〜5 の数字を入力してください。検証していない項目は「-」にします。",
    "Choose from the list or type a digit 1 to 5. Type - for what you did not verify.",
)


def gates_legend(limit: str, cap: str) -> Text:
    """Say in few words what the mark of a gate means."""
    return Text(
        f"【必須】 {limit} 以下なら総合評価の上限が {cap} になる項目",
        f"[Gate] caps the overall at {cap} when {limit} or below",
    )


# 集計
SUMMARY_HINT: Final = Text(
    "「評価」シートの記入から自動で計算しています。", "Computed live from what you entered on the sheet 評価."
)
SUMMARY_ROWS: Final = Text(
    "「評価」シートの行が変わっています。下の数字は正しくないことがあります。",
    "Rows of the sheet 評価 were changed: the figures below may be wrong.",
)
SUMMARY_UNREADABLE: Final = Text(
    "読み取れない星があります。⭐ か 1〜5 に直してください（下の「読み取れない星」）。",
    "Some stars cannot be read. Please change them to ⭐ or 1 to 5 (see 読み取れない星 below).",
)
SUMMARY_BROKEN: Final = Text("計算できません", "cannot compute")
HEADER_MEANING: Final = Text("内容", "Meaning")
ANSWERED_MEANS: Final = Text("検証した項目の割合", "Share of the items that you verified")
OPEN_MEANS: Final = Text("「-」のままの項目", "Items left at “-”")
EVIDENCE_MEANS: Final = Text(
    "⭐⭐⭐⭐ 以上か【必須】で、備考がすべて空の項目", "⭐⭐⭐⭐ or more, or a gate, without any note"
)
UNREADABLE_MEANS: Final = Text("0 でなければ直してください", "Please mend them if there are any")
CATEGORY_MEANS: Final = Text("カテゴリ平均", "Category means")
GATES: Final = Text("必須項目", "Gates")
VERDICT: Final = Text("総合", "Overall")
RAW_MEANS: Final = Text("カテゴリ平均の平均", "Mean of the category means")
RAW_MEANS_WEIGHTED: Final = Text("カテゴリ平均の加重平均", "Weighted mean of the category means")
CAP_MEANS: Final = Text("必須項目による上限", "Cap by the gates")
FINAL_MEANS: Final = Text("上限を適用した総合評価", "Overall with the cap applied")
PASSED: Final = Text("達成", "passed")
FAILED: Final = Text("未達", "failed")
UNVERIFIED: Final = Text("未検証", "unverified")
BONUS: Final = Text("加点扱い", "bonus")


def rated_means(items: int) -> Text:
    """Say what 検証済み counts, of how many."""
    return Text(f"全{items}項目のうち、星を付けた項目", f"Items with stars, of {items}")


def capped(cap: str) -> tuple[Text, Text]:
    """Return the words of a certain and of a provisional cap."""
    return (
        Text(f"上限{cap}（確定）", f"capped at {cap} (certain)"),
        Text(f"上限{cap}（暫定）", f"capped at {cap} (provisional)"),
    )


# 星の基準
SCALE_TITLE: Final = Text("星の基準", "What the stars mean (星の基準)")
SCALE_HINT: Final = Text("すべての項目に共通の基準です。", "For every item without a rubric of its own.")
JUDGING_POINTS: Final = Text("判定のポイント", "Judging points")
RUBRICS: Final = Text("項目固有の基準", "Rubrics of single items")
BOUNDARIES: Final = Text("重複しやすい項目の切り分け", "Items that could claim the same fact")
GATES_TABLE: Final = Text("必須項目（フェイルクローズ）", "Gates (fail-close)")
REASON: Final = Text("理由", "Reason")
APPLIES: Final = Text("適用条件", "Applies")
NOTES_TITLE: Final = Text("備考の書き方", "How to write the notes")
RULES_TITLE: Final = Text("評価の更新", "Keeping ratings up to date")

# 追加項目
PROPOSALS_HINT: Final = Text(
    "評価マスタにない項目に気づいたら、1行に1件ずつ書いてください。", "One row for each item that the master lacks."
)
PROMPT_CATEGORY: Final = Text(
    "近いカテゴリのIDを選んでください。なければ、新しいカテゴリの名前を書いてください。",
    "Choose the id of the nearest category, or write the name of a new one.",
)
PROMPT_GENERAL: Final = Text("他のツールにも当てはまる項目ですか。", "Would it apply to other tools too?")
