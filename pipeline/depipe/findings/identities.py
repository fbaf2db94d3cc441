"""Findings about who a workbook says it is: its master, its layout, its id."""

from typing import Final

from depipe.findings.kind import FindingKind, Wording
from depipe.language import Text

KINDS: Final = (
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
        cases={
            "decisions": Wording(
                Text(
                    "この台帳から発行した裁定用ワークブックではないため、何についての決定かが分かりません"
                    "（ブック ID {found:bare}）。",
                    "This ledger never issued the workbook for decisions, so it cannot know what they rest on "
                    "(workbook id {found:bare}).",
                ),
                Text(
                    "発行した台帳に取り込むか、この台帳から裁定用ワークブックを発行し直してください。",
                    "Take it into the ledger that issued it, or issue one from this ledger.",
                ),
            )
        },
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
    FindingKind(
        "identity.repeated",
        "warning",
        "file",
        "Files that were read together are returns of one workbook by the same evaluator, with different answers; this "
        "one is not the last of them, by the day of verification and then in the order of reading.",
        Text(
            "同じブックの回答がもう一つ届いていて（{expected}）、内容が違います。検証日が新しいほう、同じ日なら後から"
            "読み取ったほうを使うため、いまの回答は{expected}のものです。",
            "The same workbook came back once more ({expected}), with other answers. The one with the later day of "
            "verification counts, or of the same day the one that was read later: {expected}.",
        ),
        Text(
            "こちらが正しいときは、検証日を直してもう一度お送りください。",
            "If this is the right one, mend its day of verification and send the file again.",
        ),
    ),
)
