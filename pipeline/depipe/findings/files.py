"""Findings about a file as a whole: can it be read, and is it ours."""

from collections.abc import Mapping
from typing import Final

from depipe.errors import REASONS
from depipe.findings.kind import FindingKind, Wording
from depipe.language import Text

_SAVE_AGAIN: Final = Text(
    "Excel で開き、「名前を付けて保存」で「Excel ブック (*.xlsx)」を選んで保存し直し、もう一度お送りください。",
    "Open it in Excel, choose “Save As” and “Excel Workbook (*.xlsx)”, and send that file.",
)
_SEND_THE_WORKBOOK: Final = Text(
    "評価を記入した Excel ブック（.xlsx）をお送りください。",
    "Send the Excel workbook (.xlsx) that the evaluation was written into.",
)
_SEND_AGAIN: Final = Text(
    "元のファイルを Excel で開けるか確かめ、もう一度お送りください。",
    "See whether Excel opens the original, and send it once more.",
)
_ASK_FOR_FRESH: Final = Text(
    "依頼元に新しいブックの発行を頼み、回答を値だけ貼り付けて写してください。",
    "Ask the lead for a freshly issued workbook and copy your answers into it (paste values only).",
)

_LIMITS: Final[Mapping[str, Text]] = {
    "file_bytes": Text("ファイルの大きさ", "size of the file"),
    "entries": Text("ファイルの中の部品の数", "number of parts"),
    "part_bytes": Text("展開した部品の大きさ", "size of a part when unpacked"),
    "total_bytes": Text("展開した全体の大きさ", "size of all parts when unpacked"),
    "ratio": Text("圧縮の倍率", "rate of compression"),
    "tags": Text("要素の数", "number of elements"),
    "small_tags": Text("要素の数", "number of elements"),
    "depth": Text("入れ子の深さ", "depth of elements"),
    "sheets": Text("シートの数", "number of sheets"),
    "rows": Text("いちばん下の行", "last row"),
    "columns": Text("いちばん右の列", "last column"),
    "area": Text("表の広さ", "number of cells"),
    "strings": Text("文字列の数", "number of texts"),
    "text": Text("文字の総数", "number of characters"),
    "marks": Text("リンク・結合・図の数", "number of links, merged cells and drawings"),
    "duplicate name": Text("同じ名前の部品", "parts of the same name"),
    "name": Text("部品の名前", "name of a part"),
    "row reference": Text("行の番号", "number of a row"),
    "cell reference": Text("セルの番地", "address of a cell"),
    "repetition": Text("繰り返しの指定", "repeated cells"),
    "encoding": Text("文字コード", "encoding"),
    "memory": Text("読み取りに要るメモリ", "memory needed for reading"),
    "reader": Text("読み取りの中断", "reading was broken off"),
}

_SEEMS: Final[Mapping[str, Text]] = {
    "PDF": Text("PDF ファイル", "a PDF file"),
    "PNG": Text("PNG 画像", "a PNG picture"),
    "JPEG": Text("JPEG 画像", "a JPEG picture"),
    "GIF": Text("GIF 画像", "a GIF picture"),
    "RTF": Text("リッチ テキスト（.rtf）", "rich text (.rtf)"),
    "7z": Text("7z で圧縮したファイル", "a 7z archive"),
    "RAR": Text("RAR で圧縮したファイル", "a RAR archive"),
    "gzip": Text("gzip で圧縮したファイル", "a gzip archive"),
    "zip": Text("ZIP で圧縮したファイル", "a zip archive"),
    "zip (.xlsx)": Text("ブックを ZIP で圧縮したファイル", "a zip archive with a workbook in it"),
    "XML Spreadsheet 2003 (.xml)": Text("XML スプレッドシート 2003（.xml）", "an XML Spreadsheet 2003 (.xml)"),
    "Flat OpenDocument (.fods)": Text("フラット OpenDocument（.fods）", "a flat OpenDocument file (.fods)"),
    "Excel Binary Workbook (.xlsb)": Text("Excel バイナリ ブック（.xlsb）", "an Excel binary workbook (.xlsb)"),
    "Numbers (.numbers)": Text("Numbers の書類（.numbers）", "a Numbers document (.numbers)"),
    "Word (.docx)": Text("Word 文書（.docx）", "a Word document (.docx)"),
    "Word (.doc)": Text("Word 文書（.doc）", "a Word document (.doc)"),
    "PowerPoint (.pptx)": Text("PowerPoint の資料（.pptx）", "a PowerPoint presentation (.pptx)"),
    "OpenDocument": Text("OpenDocument の文書", "an OpenDocument text or drawing"),
    "OLE": Text("Office の古い形式の文書", "a document of an old Office"),
    "CSV": Text("CSV ファイル", "a CSV file"),
    "TSV": Text("タブ区切りのテキスト", "text separated by tabs"),
    "HTML": Text("HTML（Web ページ）のファイル", "an HTML page"),
    "XML": Text("XML ファイル", "an XML file"),
    "JSON": Text("JSON ファイル", "a JSON file"),
    "text": Text("テキスト ファイル", "plain text"),
}
"""What `seems` takes a file for, in words for people."""
_NO_WORKBOOK: Final = Text(
    "Excel ブック（.xlsx）ではないファイルです[（{found:bare}のようです）]。",
    "This file is not an Excel workbook (.xlsx)[; it seems to be {found:bare}].",
)
_OTHER_TABLE: Final = Wording(_NO_WORKBOOK, _SAVE_AGAIN)
_ONE_SHEET: Final = Wording(
    _NO_WORKBOOK,
    Text(
        "この形式には、ブックの一部しか入りません。書き出す前の Excel ブック（.xlsx）をお送りください。",
        "It holds only a part of the workbook. Send the Excel workbook (.xlsx) that it was made from.",
    ),
)
_NOT_XLSX: Final[Mapping[str, Wording]] = {
    "Excel Binary Workbook (.xlsb)": _OTHER_TABLE,
    "XML Spreadsheet 2003 (.xml)": _OTHER_TABLE,
    "Flat OpenDocument (.fods)": _OTHER_TABLE,
    "CSV": _ONE_SHEET,
    "TSV": _ONE_SHEET,
    "HTML": _ONE_SHEET,
    "Numbers (.numbers)": Wording(
        _NO_WORKBOOK,
        Text(
            "Numbers の「ファイル」→「書き出す」→「Excel」で書き出したものをお送りください。",
            "In Numbers, choose File, Export To, Excel, and send what it writes.",
        ),
    ),
    "zip (.xlsx)": Wording(
        _NO_WORKBOOK,
        Text("展開して、中のブックをお送りください。", "Unpack it and send the workbook in it."),
    ),
    "?": Wording(
        Text(
            "Excel ブック（.xlsx）ではないファイルです。何のファイルかは分かりませんでした。",
            "This file is not an Excel workbook (.xlsx); what it is could not be told.",
        ),
        _SEND_THE_WORKBOOK,
    ),
}
_CORRUPT: Final[Mapping[str, Wording]] = {
    "0 B": Wording(Text("空のファイルです（0 バイト）。", "The file is empty (0 bytes)."), _SEND_AGAIN),
    "zeros": Wording(
        Text(
            "中身が失われたファイルです（0 だけが並んでいます）。",
            "The file has lost its content: it holds only zeros.",
        ),
        Text(
            "クラウドのフォルダーから取り出すときは、同期が終わってから、もう一度お送りください。",
            "If it comes from a synchronised drive, wait until the drive has fetched it, and send it once more.",
        ),
    ),
    "zip": Wording(
        Text(
            "ファイルが途中で切れているか、壊れています。",
            "The file was cut off on its way, or is damaged.",
        ),
        _SEND_AGAIN,
    ),
}

KINDS: Final = (
    FindingKind(
        "file.not-xlsx",
        "error",
        "file",
        "The file is not a workbook at all: a PDF, a CSV, a picture.",
        _NO_WORKBOOK,
        _SEND_THE_WORKBOOK,
        _SEEMS,
        _NOT_XLSX,
    ),
    FindingKind(
        "file.unreadable",
        "error",
        "file",
        "The system does not give the file: it is gone by now, or nobody may read it.",
        Text("ファイルを読めません[（{found:bare}）]。", "The file cannot be read[ ({found:bare})]."),
        Text(
            "ファイルの場所と、読み取りの権限を確かめて、もう一度実行してください。",
            "See where the file is and whether it may be read, and run the command again.",
        ),
        {reason.en: reason for reason in REASONS.values()},
    ),
    FindingKind(
        "file.encrypted",
        "error",
        "file",
        "The workbook is protected with a password for opening.",
        Text(
            "パスワードで保護されているため、開けませんでした。",
            "The workbook is protected with a password and could not be opened.",
        ),
        Text(
            "Excel の「ファイル」→「情報」→「ブックの保護」→「パスワードを使用して暗号化」でパスワードを空にし、"
            "保存してからもう一度お送りください。",
            "In Excel, clear the password under File, Info, Protect Workbook, Encrypt with Password; save, and send "
            "the file again.",
        ),
    ),
    FindingKind(
        "file.legacy-xls",
        "error",
        "file",
        "The workbook was saved in the format of Excel 97-2003.",
        Text("古い形式（.xls）のブックです。", "The workbook was saved in the old .xls format."),
        _SAVE_AGAIN,
    ),
    FindingKind(
        "file.corrupt",
        "error",
        "file",
        "The file is damaged, or was cut off on its way.",
        Text(
            "ファイルが壊れていて読めません[（壊れているところ: {found:bare}）]。",
            "The file is damaged and cannot be read[ (where: {found:bare})].",
        ),
        Text(
            "Excel で開けるか確かめ、保存し直してもう一度お送りください。",
            "See whether Excel opens it, save it again and send it once more.",
        ),
        cases=_CORRUPT,
    ),
    FindingKind(
        "file.macros",
        "error",
        "file",
        "The workbook holds macros.",
        Text(
            "マクロが含まれています。安全のため読み取りません。",
            "The workbook holds macros and is not read, for safety.",
        ),
        _SAVE_AGAIN,
    ),
    FindingKind(
        "file.unsafe",
        "error",
        "file",
        "The file is beyond a limit within which it can be read safely; the message says which.",
        Text(
            "安全に読み取れる範囲を超えています（{found:bare}[、上限 {expected:bare}]）。",
            "The file is beyond what can be read safely ({found:bare}[; the limit is {expected:bare}]).",
        ),
        _ASK_FOR_FRESH,
        _LIMITS,
        {
            "file_bytes": Wording(
                Text(
                    "ファイルが大きすぎます（上限 {expected:bare}）。",
                    "The file is too large (the limit is {expected:bare}).",
                ),
                Text(
                    "貼り付けた画像は消して別の場所に置き、そのリンクを備考に書いてから、もう一度お送りください。",
                    "Keep pictures elsewhere, write a link to them into the notes, and send the file again.",
                ),
            )
        },
    ),
    FindingKind(
        "file.not-depipe",
        "error",
        "file",
        "The workbook holds no identity in any of its three places.",
        Text(
            "depipe が発行したブックではないようです。ブックの識別情報が見つかりません。",
            "This does not seem to be a workbook that depipe issued: it holds no identity.",
        ),
        _ASK_FOR_FRESH,
    ),
)
