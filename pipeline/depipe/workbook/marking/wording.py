"""What the added sheet says around its rows, in both languages."""

from collections.abc import Mapping
from typing import Final

from depipe.findings import Severity
from depipe.language import Text
from depipe.workbook.layout import SHEET_MENDING, SHEET_REMARKS
from depipe.workbook.marking.listing import Title

HEADINGS: Final[Mapping[Title, Text]] = {
    SHEET_MENDING: Text("直していただきたいところがあります", "Some answers need mending"),
    SHEET_REMARKS: Text("ご確認いただきたいところがあります", "Some answers are worth a second look"),
}
LEADS: Final[Mapping[Title, Text]] = {
    SHEET_MENDING: Text(
        "「直してください」の行をすべて直すと、取り込めるようになります。セルの欄を押すと、その場所が開きます。"
        "直したら、このファイルをそのまま保存してお送りください（このシートや印は、消さなくてかまいません）。",
        "The workbook can be read once every row marked “Please mend” is mended. Follow the link in the column Cell "
        "to get there. Then save this file and send it back as it is; this sheet and the marks may stay.",
    ),
    SHEET_REMARKS: Text(
        "このブックは取り込めます。次のところだけ、念のためご確認ください。セルの欄を押すと、その場所が開きます。"
        "直すところがなければ、送り直す必要はありません。",
        "This workbook can be read. Please look at these places; follow the link in the column Cell to get there. "
        "If nothing needs changing, there is no need to send it again.",
    ),
}
FRESH: Final = Text(
    "お送りいただいたファイルは印を付けられない状態だったため、新しいブックに、読み取れた回答を写しました。"
    "読み取れなかったところは発行時のままですので、あわせてご確認のうえ、これからはこのブックをお使いください。",
    "The file that you sent could not be marked, so the answers that could be read were copied into a fresh workbook. "
    "What could not be read is as it was issued: please look it through, and go on with this workbook.",
)
BLANK: Final = Text(
    "お送りいただいたファイルからは回答を読み取れませんでした。お手数ですが、この新しいブックに回答を写してください。",
    "No answers could be read from the file that you sent. Please copy them into this fresh workbook.",
)
NOTHING: Final = Text("直すところはありません。", "There is nothing to mend.")

SEVERITIES: Final[Mapping[Severity, Text]] = {
    "error": Text("直してください", "Please mend"),
    "warning": Text("ご確認ください", "Please check"),
    "note": Text("お知らせ", "For information"),
}
MARKS: Final[Mapping[Severity, Text]] = {
    "error": Text("赤い太枠", "thick red border"),
    "warning": Text("紫の太枠", "thick purple border"),
    "note": Text("印なし", "no mark"),
}
COUNTED: Final = Text("{severity} {count} 件（{mark}）", "{severity}: {count} ({mark})")
BETWEEN: Final = Text("　", " · ")

COLUMNS: Final = (
    Text("番号", "No."),
    Text("区分", "Kind"),
    Text("シート", "Sheet"),
    Text("セル", "Cell"),
    Text("項目", "Item"),
    Text("ツール", "Tool"),
    Text("内容", "What was found"),
    Text("直し方", "What to do"),
)
WHOLE_FILE: Final = Text("ファイル全体", "whole file")
SHEET_LINK: Final = Text("開く", "open")
