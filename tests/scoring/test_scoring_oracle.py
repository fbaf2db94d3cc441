"""All tables, of any master and any ledger, equal those of an independent reading of the rules."""

from hypothesis import HealthCheck, given, settings

from depipe.master.model import Master
from support import oracle
from support.random_decisions import masters_with_ledgers
from support.random_ledgers import Ledger, scored


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(masters_with_ledgers())
def test_every_table_equals_the_oracle(case: tuple[Master, Ledger]) -> None:
    """Replay, consensus, gates, means, bounds and ranks come out as plain loops compute them."""
    master, ledger = case

    tables = scored(master, ledger)

    for name, expected in oracle.tables(master, ledger).items():
        assert getattr(tables, name).lazy().collect().to_dicts() == oracle.comparable(expected), name
