"""What the tests of the ledger start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from depipe.ledger.store import Ledger, open_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger in the file `ledger.db` of the test's folder."""
    with open_ledger(f"sqlite:///{tmp_path}/ledger.db") as opened:
        yield opened
