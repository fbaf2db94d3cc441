"""Findings about a file as a whole: can it be read, is it ours, does it say who it is."""

from collections.abc import Mapping
from typing import Final

from depipe.findings.kind import FindingKind
from depipe.language import Text

_SAVE_AGAIN: Final = Text(
    "Excel で開き、「名前を付けて保存」で「Excel ブック (*.xlsx)」を選んで保存し直し、もう一度お送りください。",
    "Open it in Excel, choose “Save As” and “Excel Workbook (*.xlsx)”, and send that file.",
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

KINDS: Final = (
    FindingKind(
        "file.not-xlsx",
        "error",
        "file",
        "The file is not a workbook at all: a PDF, a CSV, a picture.",
        Text(
            "Excel ブック（.xlsx）として読めないファイルです[（{found:bare} のようです）]。",
            "This file is not an Excel workbook (.xlsx)[; it seems to be {found:bare}].",
        ),
        _SAVE_AGAIN,
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
        Text("ファイルが壊れていて読めません[（{found}）]。", "The file is damaged and cannot be read[ ({found})]."),
        Text(
            "送信や同期の途中で切れたのかもしれません。Excel で開けるか確かめ、保存し直してもう一度お送りください。",
            "It may have been cut off while it was sent or synchronised. See whether Excel opens it, save it again "
            "and send it once more.",
        ),
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
    FindingKind(
        "master.unknown",
        "error",
        "file",
        "The workbook was issued from a master that neither the ledger nor depipe knows.",
        Text(
            "このブックの元になった評価マスタ[{found}]が見つかりません。",
            "The master[ {found}] that this workbook was issued from is not known here.",
        ),
        Text(
            "発行した人が、発行に使った台帳か、同じマスタ（--master）を指定して取り込んでください。",
            "Whoever issued it should ingest it with the ledger it was issued from, or name the same master "
            "(--master).",
        ),
    ),
    FindingKind(
        "layout.unsupported",
        "error",
        "file",
        "The workbook has a layout that this version of depipe does not know.",
        Text(
            "この depipe が知らないレイアウト[（版 {found:bare}）]のブックです。",
            "The workbook has a layout[ (version {found:bare})] that this depipe does not know.",
        ),
        Text(
            "ブックを発行したものと同じか、より新しい depipe で取り込んでください。",
            "Ingest it with the depipe that issued it, or with a newer one.",
        ),
    ),
    FindingKind(
        "identity.not-issued",
        "warning",
        "file",
        "The ledger never issued this workbook id (an error with `--issued-only`).",
        Text(
            "この台帳から発行した記録のないブックです（ブック ID {found:bare}）。",
            "This ledger has no record of issuing the workbook (workbook id {found:bare}).",
        ),
        Text(
            "別の台帳から発行したものか、見覚えのないものかを確かめてください。",
            "See whether it was issued from another ledger, or by nobody you know.",
        ),
    ),
    FindingKind(
        "identity.conflict",
        "warning",
        "file",
        "The places that hold the workbook's identity disagree.",
        Text(
            "ブックの識別情報が場所によって食い違っています[（{found}、ほかでは{expected}）]。",
            "The workbook's identity differs from place to place[ ({found}, elsewhere {expected})].",
        ),
        Text(
            "別のブックからシートを写していないか確かめ、続けるときは発行されたブックに回答を写してください。",
            "See whether a sheet was copied in from another workbook; if so, copy the answers into the issued one.",
        ),
    ),
    FindingKind(
        "identity.partial",
        "note",
        "file",
        "One or two of the places that hold the workbook's identity are gone: some programs drop them.",
        Text(
            "ブックの識別情報の一部がなくなっています[（{found:bare}）]。残りから読み取りました。",
            "Part of the workbook's identity is gone[ ({found:bare})]; it was read from the rest.",
        ),
        Text("直す必要はありません。", "Nothing needs mending."),
    ),
)
