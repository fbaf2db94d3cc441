"""Findings about the workbook's structure: sheets, headers, tools, items, cells that should not have changed."""

from typing import Final

from depipe.findings.kind import FindingKind
from depipe.language import Text

_RESTORE: Final = Text(
    "発行されたブックから元に戻すか、新しいブックに回答を写してください。",
    "Put it back as it is in the issued workbook, or copy the answers into a fresh one.",
)

KINDS: Final = (
    FindingKind(
        "sheet.missing",
        "error",
        "file",
        "A sheet that holds answers is gone.",
        Text("シート{expected}が見つかりません。", "The sheet {expected} is missing."),
        Text(
            "シート名を変えたときは元の名前に戻し、消したときは発行されたブックに回答を写してください。",
            "Give a renamed sheet its name back; if it was deleted, copy the answers into the issued workbook.",
        ),
    ),
    FindingKind(
        "header.missing",
        "error",
        "sheet",
        "The header row, or one of the headers that rows are found by, is gone.",
        Text("見出し[{expected}]が見つかりません。", "The header[ {expected}] is missing."),
        _RESTORE,
    ),
    FindingKind(
        "tool.missing",
        "error",
        "sheet",
        "A tool's column of stars, or its row of versions, is gone.",
        Text("ツール{tool}の欄が見つかりません。", "There is no place for the tool {tool}."),
        Text(
            "ツール名を書き換えたときは元の名前に戻し、消したときは発行されたブックに回答を写してください。",
            "Give a renamed tool its name back; if it was deleted, copy the answers into the issued workbook.",
        ),
    ),
    FindingKind(
        "tool.duplicate",
        "error",
        "sheet",
        "A tool stands twice.",
        Text(
            "ツール{tool}の欄が二つ以上あり、どちらを読めばよいか分かりません。",
            "The tool {tool} stands there more than once, and which one counts is not clear.",
        ),
        Text("正しいほうだけを残してください。", "Keep the right one only."),
    ),
    FindingKind(
        "notes.missing",
        "warning",
        "sheet",
        "A tool's column Doc, Repro or Evidence is gone.",
        Text(
            "ツール{tool}の備考の列[{expected}]が見つかりません。その備考なしで取り込みます。",
            "The notes column[ {expected}] of the tool {tool} is missing; the file is read without those notes.",
        ),
        Text(
            "備考を書いていたときは、見出しを元に戻してもう一度お送りください。",
            "If there were notes, put the header back and send the file again.",
        ),
    ),
    FindingKind(
        "item.missing",
        "error",
        "sheet",
        "The row of one of the master's items is gone.",
        Text("項目{item_id}の行がありません。", "The row of the item {item_id} is missing."),
        Text(
            "行を消したときは元に戻し、評価しない項目は「-」のままにしてください。",
            "Put a deleted row back; an item that you do not rate keeps its “-”.",
        ),
    ),
    FindingKind(
        "item.duplicate",
        "error",
        "sheet",
        "An item stands twice; where its id was typed over another one, the message names the one it hides.",
        Text(
            "項目{item_id}の行が二つ以上あります[（{expected}の ID が書き換えられたようです）]。",
            "The item {item_id} has more than one row[ (the id {expected} seems to have been typed over)].",
        ),
        Text(
            "ID を書き換えたときは元の ID に戻し、行を写したときは余分な行を消してください。",
            "Give an overtyped row its id back, or delete the copied row.",
        ),
    ),
    FindingKind(
        "item.unknown",
        "error",
        "sheet",
        "A row has an id that the master lacks.",
        Text("ID {found}は評価マスタにありません。", "The master has no item {found}."),
        Text(
            "新しい項目の提案は、この行を消してシート「追加項目」に書いてください。"
            "ID を書き換えたときは元の ID に戻してください。",
            "To propose a new item, delete this row and write it on the sheet “追加項目”. An overtyped id gets its old "
            "text back.",
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
        "An extra sheet, column or row that depipe did not read.",
        Text("追加されたもの[{found}]は読み取っていません。", "What was added[ {found}] was not read."),
        Text(
            "評価に関わる内容は、備考の列かシート「追加項目」に書いてください。",
            "Write what matters for the evaluation into the notes, or on the sheet “追加項目”.",
        ),
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
