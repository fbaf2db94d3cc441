"""What a new workbook will say of itself."""

import pytest

from depipe.errors import UsageError
from depipe.master.load import shipped_master
from depipe.workbook.identity import Answer, Issuance, decode
from depipe.workbook.issue import new_issuance
from depipe.workbook.locked import locked_digest
from support.issued import CONTEXT, DAY
from support.masters import second_master


def test_what_is_not_given_is_the_masters() -> None:
    """Tools, language and attributes come from the master, the id from chance; the digest of the locked cells is in."""
    master = second_master()
    first, second = (new_issuance(master, issued_on=DAY).identity for _ in range(2))

    assert (first.tools, first.language, first.context, first.evaluator) == (master.tools, "en", None, None)
    assert first.workbook_id != second.workbook_id
    assert first.attributes[master.tools[0]] == {a.name: a.default for a in master.tool_attributes}
    assert first.locked_digest == second.locked_digest == locked_digest(master, Issuance(identity=first))
    assert decode(first.encode()) == first


def test_what_is_given_is_kept_and_cleaned() -> None:
    """Names lose stray spaces and control characters, context and attributes are kept for the tools that are rated."""
    issuance = new_issuance(
        shipped_master(),
        tools=[" Azure  Durable\tFunctions ", "Inngest"],
        evaluator=" Evaluator A ",
        context=CONTEXT,
        attributes={"Inngest": {"短命ジョブ専用": "はい"}, "Temporal": {"短命ジョブ専用": "はい"}},
        issued_on=DAY,
        answers={("EX-01", "Inngest"): Answer(3, doc="a\x00", repro="\x07")},
    )

    assert issuance.identity.tools == ("Azure Durable Functions", "Inngest")
    assert issuance.identity.evaluator == "Evaluator A"
    assert issuance.identity.context == CONTEXT
    assert issuance.identity.attributes == {
        "Azure Durable Functions": {"短命ジョブ専用": "いいえ"},
        "Inngest": {"短命ジョブ専用": "はい"},
    }
    assert issuance.answers == {("EX-01", "Inngest"): Answer(3, doc="a")}


@pytest.mark.parametrize(
    "tools",
    [
        [],
        [" "],
        [f"Tool {n}" for n in range(61)],
        ["Temporal", "Ｔｅｍｐｏｒａｌ"],
        ["X", "X Doc"],
        ["ID"],
        ["評価内容"],
    ],
)
def test_tools_that_cannot_stand_in_one_header_are_refused(tools: list[str]) -> None:
    """No tools, too many, and names that give one header twice after folding are a usage error."""
    with pytest.raises(UsageError):
        new_issuance(shipped_master(), tools=tools, issued_on=DAY)
