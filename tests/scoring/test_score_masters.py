"""Nothing in scoring knows a subject: the shipped master, a quite different one, and a very large one."""

import pytest

from depipe.master.load import shipped_master
from depipe.master.model import Master
from support import oracle
from support.masters import second_master, synthetic_master
from support.random_ledgers import LedgerBuilder, scored


def rated(master: Master, evaluators: int) -> LedgerBuilder:
    """Return a ledger in which some evaluators rated most items of every default tool."""
    builder = LedgerBuilder(master)
    context = builder.context()
    for n in range(evaluators):
        told = {
            tool: {item.id: (3 * place + 7 * t + n * place) % 6 or None for place, item in enumerate(master.items)}
            for t, tool in enumerate(master.tools)
        }
        builder.receive(context, f"Evaluator {'ABC'[n]}", told)
    return builder


@pytest.mark.parametrize("master", [shipped_master(), second_master()], ids=lambda master: master.id)
def test_other_masters_are_scored_as_well(master: Master) -> None:
    """Every figure of the overall table equals the oracle's."""
    ledger = rated(master, 3).ledger
    tables = scored(master, ledger)

    assert tables.overall["tool"].to_list() == list(master.tools)
    for name, expected in oracle.tables(master, ledger).items():
        assert getattr(tables, name).lazy().collect().to_dicts() == oracle.comparable(expected), name


def test_many_items_and_tools_are_scored() -> None:
    """500 items and 60 tools: a row for each in the consensus, a verdict for each tool."""
    master = synthetic_master()
    tables = scored(master, rated(master, 2).ledger)

    assert tables.consensus.height == len(master.items) * len(master.tools)
    assert tables.overall.height == len(master.tools)
    assert tables.overall["rank"].null_count() == 0
