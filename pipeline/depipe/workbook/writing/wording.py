"""What the sheets say to the evaluator, in both languages; headers and sheet names stand in the layout.

はじめに and 集計 have their words in modules of their own.
"""

from typing import Final

from depipe.language import Text

BULLET: Final = Text("・", "• ")
ITEM: Final = Text("項目", "Item")

# 前提パラメータ
CONTEXT_TITLE: Final = Text("前提パラメータ", "Context (前提パラメータ)")
CONTEXT_HINT_OPEN: Final = Text(
    "色の付いたセルに記入してください。橙色のセルは必須で、空欄のままだと取り込めません。",
    "Please fill in the tinted cells. Orange ones are required.",
)
CONTEXT_HINT_GIVEN: Final = Text(
    "色の付いたセルに記入してください。橙色のセルは必須で、空欄のままだと取り込めません。"
    "ほかは依頼者が決めたもので、変更できません。",
    "Please fill in the tinted cells. Orange ones are required. The rest was set by the lead.",
)
REQUIRED: Final = Text("（必須）", "Required: ")
EVALUATOR_HINT: Final = Text("評価者（あなた）の名前", "your name (evaluator)")
EXAMPLES: Final = Text("例", "such as")
OPTIONS: Final = Text("選択肢", "one of")
TOOL_TABLE: Final = Text("評価したツール", "Tools that you rate")
CAPTION_VERSION: Final = Text("（必須）評価したツールだけ", "Version — required for each tool that you rate")
CAPTION_DATE: Final = Text("空欄なら受け取った日", "Date verified — if empty, the day of receipt")
CAPTION_SCOPE: Final = Text("検証し直した範囲", "What you verified again")
SET_BY_LEAD: Final = Text("。依頼者が決めます。", ". Set by the lead.")
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
PROMPT_DATE_TITLE: Final = Text("検証日", "Date verified (検証日)")
PROMPT_DATE: Final = Text(
    "検証した日を 2026/05/01 のように入力してください。空欄なら、返送を受け取った日として扱います。",
    "The day of your verification, as 2026/05/01. Left empty, the day of receipt stands in.",
)
NO_DATE_TITLE: Final = Text("日付として読み取れません", "Not read as a date")
NO_DATE: Final = Text(
    "2026/05/01 のように入力してください（「2026年5月1日」でもかまいません）。"
    "このままでよければ「OK」を押してください。",
    "Please type it as 2026/05/01. Press OK to keep it as it is.",
)
PROMPT_SCOPE: Final = Text(
    "変更した項目だけ: 星か備考を書き換えた項目だけを、検証し直したものとして扱います。"
    "全項目: すべての項目を検証し直したものとして扱います。",
    "変更した項目だけ: only the answers that you changed count as verified again. 全項目: all of them do.",
)

# 評価
RATINGS_HINT: Final = Text("一覧から選ぶか 1〜5 を入力（未検証は「-」）", "Choose or type 1 to 5; - is for unverified")
MARKS_LEGEND: Final = Text(
    "橙の備考欄と ✎: 備考が必要　黒地と ？: 読めない星", "Orange, ✎: note needed; black, ?: unreadable"
)
TO_NOTES: Final = Text("備考へ →", "Notes →")
TO_STARS: Final = Text("← 星へ", "← Stars")
UNRATED_FORMAT: Final = Text('"未検証 "0', '0" unverified"')
UNREADABLE_FORMAT: Final = Text('"読めない星 "0;;', '"unreadable "0;;')
UNNOTED_FORMAT: Final = Text('"備考が必要 "0;;', '"notes needed "0;;')
STARS_REFUSED_TITLE: Final = Text("星として読み取れません", "Not stars")
STARS_REFUSED: Final = Text(
    "一覧から選ぶか、1〜5 の数字を入力してください。検証していない項目は「-」にします。",
    "Choose from the list or type a digit 1 to 5. Type - for what you did not verify.",
)


def gates_legend(limit: str, cap: str) -> Text:
    """Say in few words what the mark of a gate means."""
    return Text(
        f"【必須】 {limit} 以下なら総合評価は最高で {cap}", f"[Gate] {limit} or below caps the overall at {cap}"
    )


# 星の基準
SCALE_TITLE: Final = Text("星の基準", "What the stars mean (星の基準)")
SCALE_HINT: Final = Text(
    "すべての項目に共通の基準です。固有の基準がある項目は、それに従ってください。",
    "For every item that has no rubric of its own.",
)
SCALE_CAPTIONS: Final = (Text("", "Stars"), Text("", "Label"), Text("", "Definition"), Text("", "How to tell"))
JUDGING_POINTS: Final = Text("判定のポイント", "Judging points")
RUBRICS: Final = Text("項目固有の基準", "Rubrics of single items")
BOUNDARIES: Final = Text("重複しやすい項目の切り分け", "Items that could claim the same fact")
GATES_TABLE: Final = Text("必須項目（フェイルクローズ）", "Gates (fail-close)")
REASON: Final = Text("理由", "Reason")
APPLIES: Final = Text("適用条件", "Applies")
NOTES_TITLE: Final = Text("備考の書き方", "How to write the notes")
RULES_TITLE: Final = Text("評価の更新", "Keeping ratings up to date")
NEW_ITEMS_TITLE: Final = Text(
    "項目の追加（依頼者が判断するときの決まり）", "New items (the rules by which the lead decides)"
)

# 追加項目
PROPOSALS_TITLE: Final = Text("追加項目", "Missing items (追加項目)")
PROPOSALS_HINT: Final = Text(
    "足りない項目に気づいたら、1行に1件ずつ書いてください（任意です）。マスタに加えるかどうかは、依頼者が判断します。",
    "Optional: a row for each item that you miss. The lead decides whether it becomes part of the master.",
)
PROPOSALS_COLUMNS: Final = Text(
    "カテゴリ: 近いものを一覧から選びます。 項目: 短い名前を書きます。 評価内容: 何を確かめる項目かを書きます。\n"
    "理由: なぜ必要かを書きます。 他ツールでも該当: ほかのツールにも当てはまるなら「はい」を選びます。",
    "カテゴリ (category): the nearest one.  項目 (item): a short name.  評価内容 (description): what to verify.\n"
    "理由 (reason): why it is needed.  他ツールでも該当 (applies to other tools): yes or no.",
)
PROMPT_CATEGORY: Final = Text(
    "近いカテゴリのIDを選んでください。なければ、新しいカテゴリの名前を書いてください。",
    "Choose the id of the nearest category, or write the name of a new one.",
)
PROMPT_GENERAL: Final = Text("他のツールにも当てはまる項目ですか。", "Would it apply to other tools too?")
