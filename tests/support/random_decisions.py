"""Random decisions in random ledgers: some rest on the ratings as they are now, some on what has changed since."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from depipe.master.model import Master
from support.oracle_replay import last_of_each, replay
from support.random_ledgers import START, Ledger, Row, ledgers
from support.random_masters import masters

_SAID: list[Row] = [{"stars": stars, "reason": "Because."} for stars in (2, 3, 4)] + [{"stars": None, "reason": None}]


@st.composite
def decided_ledgers(draw: st.DrawFn, master: Master) -> Ledger:
    """Draw a ledger with up to three adjudication workbooks, each returned up to three times."""
    ledger = draw(ledgers(master))
    rated: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for (context_id, evaluator, tool, item_id), made in last_of_each(replay(master, ledger)).items():
        if made.stars is not None:
            basis = {"evaluator": evaluator, "stars": made.stars, "tool_version": made.said_by["tool_version"]}
            rated.setdefault(context_id, {}).setdefault((tool, item_id), []).append(basis)
    if not rated:
        return ledger
    decided: list[Row] = []
    bases: list[Row] = []
    sequence = len(ledger.returns)
    for number in range(draw(st.integers(0, 3))):
        workbook = f"D{number}"
        context_id = draw(st.sampled_from(sorted(rated)))
        pairs = draw(
            st.lists(st.sampled_from(sorted(rated[context_id])), min_size=1, max_size=4, unique=True),
        )
        for tool, item_id in pairs:
            about = {"workbook_id": workbook, "tool": tool, "item_id": item_id}
            bases += [about | _perhaps_other(draw, basis) for basis in rated[context_id][tool, item_id]]
        for _ in range(draw(st.integers(1, 3))):
            sequence += draw(st.integers(1, 2))
            decided += [
                {
                    "submission_id": f"S{sequence}",
                    "workbook_id": workbook,
                    "context_id": context_id,
                    "tool": tool,
                    "item_id": item_id,
                    **draw(st.sampled_from(_SAID)),
                    "decided_by": draw(st.sampled_from(["Lead A", "Lead A", "Lead B"])),
                    "received_at": START + timedelta(hours=sequence),
                    "sequence": sequence,
                }
                for tool, item_id in pairs
            ]
    return replace(ledger, decided=draw(st.permutations(decided)), bases=draw(st.permutations(bases)))


def _perhaps_other(draw: st.DrawFn, basis: Row) -> Row:
    """Return a rating as it is, or as it would have been before it changed."""
    changed = draw(st.integers(0, 11))
    if changed == 0:
        return basis | {"stars": basis["stars"] % 5 + 1}
    if changed == 1:
        return basis | {"tool_version": "0.9"}
    if changed == 2:
        return basis | {"evaluator": "Evaluator Z"}
    return basis


@st.composite
def masters_with_ledgers(draw: st.DrawFn) -> tuple[Master, Ledger]:
    """Draw a master and a ledger of it."""
    master = draw(masters())
    return master, draw(decided_ledgers(master))
