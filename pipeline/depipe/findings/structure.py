"""Findings about the workbook's structure: its sheets, headers and the columns of its tools."""

from typing import Final

from depipe.findings.kind import FindingKind, Wording
from depipe.language import Text

KINDS: Final = (
    FindingKind(
        "sheet.missing",
        "error",
        "file",
        "A sheet that holds answers is gone (only a warning for the sheet of proposals: no rating is lost with it).",
        Text("シート{expected}が見つかりません。", "The sheet {expected} is missing."),
        Text(
            "シート名を変えたときは元の名前に戻し、消したときは発行されたブックに回答を写してください。",
            "Give a renamed sheet its name back; if it was deleted, copy the answers into the issued workbook.",
        ),
        cases={
            "proposals": Wording(
                Text(
                    "シート{expected}が見つかりません。項目の提案なしで取り込みます。",
                    "The sheet {expected} is missing; the file is read without proposals.",
                ),
                Text(
                    "提案を書いていなければ、このままでかまいません。書いていたときは、シートを戻してもう一度お送りください。",
                    "If nothing was proposed, leave it as it is. Else put the sheet back and send the file again.",
                ),
            )
        },
    ),
    FindingKind(
        "sheet.duplicate",
        "warning",
        "sheet",
        "A further sheet with the same table holds other answers than the one that is read (an error where that one "
        "holds none).",
        Text(
            "シート{found}にも同じ表があり、違う回答が入っています。読み取ったのはシート{expected}だけです。",
            "The sheet {found} has the same table with other answers. Only the sheet {expected} was read.",
        ),
        Text(
            "{found}の回答が正しいときは、シート{expected}に写してください。要らない写しのときは、シート{found}を消してください。",
            "If those on {found} are the right ones, copy them to the sheet {expected}. Delete a needless copy.",
        ),
        cases={
            "empty": Wording(
                Text(
                    "シート{expected}に回答がなく、同じ表のあるシート{found}に入っています。",
                    "The sheet {expected} holds no answers; they are on the sheet {found}, which has the same table.",
                ),
                Text(
                    "回答をシート{expected}に写して、もう一度お送りください。",
                    "Copy them to the sheet {expected} and send the file again.",
                ),
            )
        },
    ),
    FindingKind(
        "header.missing",
        "error",
        "sheet",
        "The header row, or one of the headers that rows are found by, is gone.",
        Text("見出し{expected:each}が見つかりません。", "The header {expected:each} is missing."),
        Text(
            "発行されたブックのとおりに戻すか、新しく発行されたブックに回答を値だけ貼り付けて写してください。",
            "Put it back as it is in the issued workbook, or copy the answers into a fresh one (paste values only).",
        ),
        cases={
            "row": Wording(
                Text(
                    "見出しの行が見つかりません（{expected:each}）。",
                    "The row of headers is missing ({expected:each}).",
                ),
                Text(
                    "発行されたブックから見出しの行を写して戻すか、新しく発行されたブックに回答を値だけ貼り付けて写してください。",
                    "Copy that row back from the issued workbook, or the answers into a fresh one (paste values only).",
                ),
            )
        },
    ),
    FindingKind(
        "header.duplicate",
        "error",
        "cell",
        "A column that is answered stands twice, and nothing tells which one is meant.",
        Text("見出し{found}の列が二つあります。", "There are two columns headed {found}."),
        Text(
            "使わない方の列を消してください。写した列なら、見出しを別の名前にしてもかまいません。",
            "Delete the column that does not count, or give the copy another header.",
        ),
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
        cases={
            "overtyped": Wording(
                Text(
                    "ツール{tool}の名前が{found}に変わっています。",
                    "The name of the tool {tool} was changed to {found}.",
                ),
                Text(
                    "{cell:bare} を{tool}に戻してください。別のツールを評価したときは、そのツールのブックの発行を"
                    "頼んでください。",
                    "Change {cell:bare} back to {tool}. If you rated another tool, ask for a workbook issued for it.",
                ),
            )
        },
    ),
    FindingKind(
        "tool.duplicate",
        "error",
        "sheet",
        "A tool stands twice; where its name was typed over another one, the message names the one it hides.",
        Text(
            "ツール{tool}の欄が二つ以上あり、どちらを読めばよいか分かりません。",
            "The tool {tool} stands there more than once, and which one counts is not clear.",
        ),
        Text("余分に写したほうを消し、一つだけを残してください。", "Delete the copy and keep one of them."),
        cases={
            "overtyped": Wording(
                Text(
                    "ツール{tool}の欄が二つ以上あります。{cell:bare} は、もともと{expected}の欄でした。",
                    "The tool {tool} stands there more than once. {cell:bare} was the place of {expected}.",
                ),
                Text("{cell:bare} を{expected}に戻してください。", "Change {cell:bare} back to {expected}."),
            ),
            "either": Wording(
                Text(
                    "ツール{tool}の欄が二つ以上あります。どれかは、もともと{expected}の欄でした。",
                    "The tool {tool} stands there more than once. One of them was the place of {expected}.",
                ),
                Text("書き換えたほうを{expected}に戻してください。", "Change the overtyped one back to {expected}."),
            ),
        },
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
        cases={
            "overtyped": Wording(
                Text(
                    "ツール{tool}の備考の見出し{expected}が{found}に変わっています。この列の備考は読み取っていません。",
                    "The notes header {expected} of the tool {tool} is now {found}; this column's notes were not read.",
                ),
                Text("{cell:bare} を{expected}に戻してください。", "Change {cell:bare} back to {expected}."),
            )
        },
    ),
    FindingKind(
        "notes.duplicate",
        "warning",
        "sheet",
        "The header of a tool's Doc, Repro or Evidence stands twice; where it was typed over another one, the message "
        "names the one it hides.",
        Text(
            "備考の見出し{found}が二つ以上あります。この列の備考は読み取っていません。",
            "The header {found} stands there more than once; the notes in this column were not read.",
        ),
        Text(
            "要らない写しのときは列を消し、別の備考のときは元の見出しに戻してもう一度お送りください。",
            "Delete the column if it is a copy; else put its own header back and send the file again.",
        ),
        cases={
            "overtyped": Wording(
                Text(
                    "備考の見出し{found}が二つ以上あります。この列はもともと{expected}の列なので、そのように読み取りました。",
                    "The header {found} stands there more than once; this was {expected} and was read as that.",
                ),
                Text("{cell:bare} を{expected}に戻してください。", "Change {cell:bare} back to {expected}."),
            ),
            "unclear": Wording(
                Text(
                    "備考の見出し{found}が二つ以上あります[（どれかはもともと{expected}の列でした）]。どの列の備考も読み取っていません。",
                    "The header {found} stands there more than once[, and one of them was {expected}]; none was read.",
                ),
                Text(
                    "書き換えたほうを元の見出しに戻すか、写した列を消して、もう一度お送りください。",
                    "Put the overtyped header back or delete the copy, and send the file again.",
                ),
            ),
        },
    ),
)
