"""Findings about rows and single cells that are not answers: items, locked texts, what somebody added."""

from typing import Final

from depipe.findings.kind import FindingKind, Wording
from depipe.language import Text

_ELSEWHERE: Final = Text(
    "評価に関わる内容は、備考の列かシート「追加項目」に書いてください。",
    "Write what matters for the evaluation into the notes, or on the sheet “追加項目”.",
)
_TYPE_BACK: Final = Text(
    "{cell:bare} に {expected:bare} と入力し直してください。", "Type {expected:bare} into {cell:bare} again."
)

KINDS: Final = (
    FindingKind(
        "item.missing",
        "error",
        "sheet",
        "The row of one of the master's items is gone, or its id is.",
        Text("項目{item_id}の行がありません。", "The row of the item {item_id} is missing."),
        Text(
            "発行されたブックからその行を写して戻してください。評価しない項目は、行を消さずに「-」のままにします。",
            "Copy that row back from the issued workbook. An item that you do not rate keeps its row and its “-”.",
        ),
        cases={
            "pair": Wording(
                Text(
                    "項目{item_id}と{tool}の行がありません。",
                    "The row of the item {item_id} and {tool} is missing.",
                ),
                Text(
                    "発行されたブックから行を写して戻し、決めないときは「-」のままにしてください。",
                    "Copy the row back from the issued workbook; leave it at “-” where you do not decide.",
                ),
            ),
            "id": Wording(
                Text("項目{item_id}の行から ID が消えています。", "The row of the item {item_id} has lost its id."),
                Text("{cell:bare} に {item_id:bare} と入力してください。", "Type {item_id:bare} into {cell:bare}."),
            ),
        },
    ),
    FindingKind(
        "item.duplicate",
        "error",
        "sheet",
        "An item stands twice; where its id was typed over another one, the message names the one it hides.",
        Text("項目{item_id}の行が二つ以上あります。", "The item {item_id} has more than one row."),
        Text("余分に写した行を消してください。", "Delete the copied row."),
        cases={
            "overtyped": Wording(
                Text(
                    "項目{item_id}の行が二つ以上あります。{cell:bare} は、もともと{expected}の行でした。",
                    "The item {item_id} has more than one row. {cell:bare} was the row of {expected}.",
                ),
                _TYPE_BACK,
            ),
            "overwritten": Wording(
                Text(
                    "項目{item_id}の行が二つ以上あり、{expected}の行がありません。{expected}の行に写したようです。",
                    "The item {item_id} has more than one row and {expected} has none: it seems to be written over.",
                ),
                Text(
                    "発行されたブックから{expected}の行を写して戻してください。",
                    "Copy the row of {expected} back from the issued workbook.",
                ),
            ),
        },
    ),
    FindingKind(
        "item.unknown",
        "error",
        "sheet",
        "A row has an id that the master lacks.",
        Text("評価マスタにない項目{found}の行があります。", "The master has no item {found}."),
        Text(
            "新しい項目の提案は、この行を消してシート「追加項目」に書いてください。小計などの行は消してください。",
            "To propose a new item, delete this row and write it on the sheet “追加項目”. Delete totals too.",
        ),
        cases={
            "overtyped": Wording(
                Text(
                    "項目{expected}の ID が{found}に変わっています。",
                    "The id of the item {expected} was changed to {found}.",
                ),
                _TYPE_BACK,
            ),
            "pair": Wording(
                Text(
                    "{found}は、このブックで決める行の[項目{item_id}の]ID かツールではありません。",
                    "{found} is no id or tool[ of the item {item_id}] that this workbook is about.",
                ),
                Text(
                    "発行されたブックのとおりに戻してください。足した行は消してください。",
                    "Put it back as it is in the issued workbook; delete rows that were added.",
                ),
            ),
            "overwritten": Wording(
                Text(
                    "項目{expected}の行がなく、評価マスタにない項目{found}の行があります。",
                    "The item {expected} has no row; there is one of {found}, which the master lacks.",
                ),
                Text(
                    "発行されたブックから{expected}の行を写して戻してください。"
                    "新しい項目の提案は、シート「追加項目」に書いてください。",
                    "Copy the row of {expected} back from the issued workbook. To propose a new item, write it on the "
                    "sheet “追加項目”.",
                ),
            ),
        },
    ),
    FindingKind(
        "answer.misplaced",
        "warning",
        "sheet",
        "Stars or a note stand in a row that is no item's: below the table, or in a row without an id.",
        Text(
            "項目の行ではないところに、回答{found}が入っています。読み取っていません。",
            "An answer, {found}, stands in a row that is no item's; it was not read.",
        ),
        Text(
            "セルの挿入などでこの列の回答がずれていないか確かめ、正しい行に入れ直してください。",
            "See whether the answers in this column have moved, by an inserted cell or so, and put them right.",
        ),
    ),
    FindingKind(
        "locked.edited",
        "warning",
        "sheet",
        "A cell that should not change did; the message says what it was and what it is.",
        Text(
            "変更しないセルが変わっています[（元は{expected}、今は{found}）]。発行時の内容で読み取りました。",
            "A cell that should not change was changed[ (it was {expected} and is {found})]; it was read as issued.",
        ),
        Text("元の内容に戻してください。", "Put the old text back."),
    ),
    FindingKind(
        "extra.ignored",
        "note",
        "file",
        "An extra sheet, column or row, a comment or a text box that depipe did not read.",
        Text("追加されたもの[{found}]は読み取っていません。", "What was added[ {found}] was not read."),
        _ELSEWHERE,
        cases={
            "comment": Wording(
                Text("セルのコメント[{found}]は読み取っていません。", "The cell's comment[ {found}] was not read."),
                _ELSEWHERE,
            ),
            "box": Wording(
                Text("テキスト ボックス[{found}]は読み取っていません。", "The text box[ {found}] was not read."),
                _ELSEWHERE,
            ),
        },
    ),
    FindingKind(
        "evidence.image",
        "warning",
        "sheet",
        "A picture lies in or over a cell: it stays in the original, but cannot be compared.",
        Text(
            "画像が貼られています。画像は元のファイルに残りますが、比較表には載りません。",
            "There is a picture. It stays in the original file but does not get into the comparison.",
        ),
        Text(
            "画像を置いた場所へのリンクを Evidence に書いてください。",
            "Write a link to where the picture is kept into Evidence.",
        ),
    ),
)
