"""What the tests of the ledger start from: every database that can hold one, for real."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from depipe.ledger.store import Ledger, open_ledger
from support.postgresql import Cluster

Kind = Literal["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Give a running PostgreSQL server of this test run's own."""
    with Cluster() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> Kind:
    """Say which database the test runs on: it runs on each."""
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def store(kind: Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a database in which nothing is yet: the file `ledger.db` of the test's folder, or a server's."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path}/ledger.db"
        return
    server: Cluster = request.getfixturevalue("cluster")
    with server.database() as name:
        yield server.url(name)


@pytest.fixture
def ledger(store: str) -> Iterator[Ledger]:
    """Give an empty ledger."""
    with open_ledger(store) as opened:
        yield opened


@pytest.fixture
def file_ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger in the file `ledger.db` of the test's folder."""
    with open_ledger(f"sqlite:///{tmp_path}/ledger.db") as opened:
        yield opened
