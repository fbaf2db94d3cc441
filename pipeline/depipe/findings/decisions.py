"""Findings about decisions (裁定)."""

from typing import Final

from depipe.findings.kind import FindingKind, Wording
from depipe.language import Text

_ANEW: Final = Text(
    "決め直すときは、新しい裁定用ワークブックを発行してください（depipe generate-workbook --adjudicate）。",
    "To decide anew, issue another workbook for decisions (depipe generate-workbook --adjudicate).",
)
_OR_LEAVE_OPEN: Final = Text(
    "{cell:bare} を「-」に戻すとほかの決定は取り込めます。決め直すときは、新しい裁定用ワークブックを発行してください。",
    "Set {cell:bare} to “-” and the other decisions can be taken in. To decide anew, issue another workbook.",
)

KINDS: Final = (
    FindingKind(
        "decision.reason-missing",
        "error",
        "cell",
        "Stars are decided without a reason.",
        Text("決定{found:bare}の理由がありません。", "The decision {found:bare} has no reason."),
        Text("{cell:bare} に理由を書いてください。", "Write the reason into {cell:bare}."),
    ),
    FindingKind(
        "decision.stars-missing",
        "warning",
        "cell",
        "There is a reason, but nothing is decided: the row is read as open.",
        Text(
            "理由はありますが、決定の星がありません。決めていない行として扱います。",
            "There is a reason but no decision: the row is read as open.",
        ),
        Text("決めたのなら、{cell:bare} で星を選んでください。", "If it was decided, choose the stars in {cell:bare}."),
    ),
    FindingKind(
        "decision.reopened",
        "warning",
        "cell",
        "A rating that the decision rests on has changed since the workbook was issued, so it does not count. An error "
        "where it would undo a decision in force (unless `--supersede`).",
        Text(
            "ブックの発行後に評価が変わったため、この決定は効きません（{found:bare}）。",
            "Ratings have changed since the workbook was issued, so this decision does not count ({found:bare}).",
        ),
        _ANEW,
        cases={
            "undoes": Wording(
                Text(
                    "ブックの発行後に評価が変わったため、この決定は効きません（{found:bare}）。"
                    "取り込むと、今の裁定 {expected:bare} が失われます。",
                    "Ratings have changed since the workbook was issued, so this decision does not count "
                    "({found:bare}). Taken in, it would undo the decision that stands, {expected:bare}.",
                ),
                _OR_LEAVE_OPEN,
            )
        },
    ),
    FindingKind(
        "decision.replaces",
        "warning",
        "cell",
        "Another workbook's decision stood for this pair: the newer one counts from now on.",
        Text(
            "別のブックの裁定 {expected:bare} を、この決定 {found:bare} に置き換えます。",
            "The decision of another workbook, {expected:bare}, gives way to this one, {found:bare}.",
        ),
        Text("違うときは、決めた人に確かめてください。", "If that is not meant, ask whoever decided."),
    ),
    FindingKind(
        "decision.withdrawn",
        "warning",
        "cell",
        "The workbook decided this pair when it was last returned, and leaves it open now.",
        Text(
            "前の返送で決めた {expected:bare} を取り消します。",
            "The decision of the last return, {expected:bare}, is taken back.",
        ),
        Text("違うときは、星と理由を入れ直してください。", "If that is not meant, enter stars and reason again."),
    ),
)
