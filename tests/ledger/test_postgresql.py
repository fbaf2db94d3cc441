"""What only a server can do: be away, refuse, die, run full; and what nobody may see of it."""

import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from psycopg import sql
from sqlalchemy import text

from depipe.errors import DataError, DepipeError, SurroundingsError, UsageError
from depipe.ledger.history import read_history
from depipe.ledger.postgresql import LOCK
from depipe.ledger.store import Ledger, open_existing, open_ledger
from support.damage import behind_the_back
from support.disks import mounted, small_disk
from support.postgresql import PASSWORD, PASSWORD_IN_URL, Cluster
from support.returns import MASTER, entry, issuance, submission

NOW = datetime(2026, 5, 10, tzinfo=UTC)
ENTRY = entry(submission({"A-01": 4}, evaluator="Evaluator Private"), b"x" * 50_000)


@pytest.fixture
def kind() -> str:
    """Run on PostgreSQL alone."""
    return "postgresql"


@pytest.fixture
def place(cluster: Cluster, store: str) -> str:
    """Return how sentences name the ledger."""
    return f"127.0.0.1:{cluster.port}/{store.rpartition('/')[2]}"


@pytest.fixture(scope="module")
def frail() -> Iterator[Cluster]:
    """Give a server that may be stopped and killed."""
    with Cluster() as started:
        yield started


@contextmanager
def told(place: str, ja: str, en: str) -> Iterator[None]:
    """Expect a sentence of the surroundings that names the place and shows neither passwords nor answers."""
    with pytest.raises(SurroundingsError) as caught:
        yield
    error = caught.value
    assert ja in error.message("ja")
    assert en in error.message("en")
    assert place in error.message("ja")
    assert place in error.message("en")
    assert_silent(error)


def assert_silent(error: BaseException) -> None:
    """Nothing that a traceback shows holds the password, or anybody's answers."""
    shown = "".join(traceback.format_exception(error))
    for secret in (PASSWORD, PASSWORD_IN_URL, "Geheim", "%40%3A", "秘密", "Private"):
        assert secret not in shown


def test_a_ledger_that_is_missing(store: str, place: str) -> None:
    """Without leave to make one, a database without a ledger is wrong data, and nothing is made in it."""
    with pytest.raises(DataError, match=f"There is no ledger at {place} yet"):
        open_ledger(store, create=False)
    with open_existing(store) as nothing:
        assert nothing is None
    open_ledger(store).close()
    with open_existing(store) as ledger:
        assert ledger is not None


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_both_spellings_of_the_url_are_read(cluster: Cluster, store: str, scheme: str) -> None:
    """The URL that providers hand out works as it is, with options of the driver and a folder of sockets."""
    name = store.rpartition("/")[2]
    socket = (
        f"{scheme}://depipe:{PASSWORD_IN_URL}@/{name}?host={cluster.socket_folder}&port={cluster.port}&sslmode=disable"
    )

    with open_ledger(socket) as ledger:
        assert ledger.submissions() == []
        assert ledger.place == f"{cluster.socket_folder}:{cluster.port}/{name}"


def test_nothing_shows_the_password(
    cluster: Cluster, store: str, ledger: Ledger, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the ledger, its database and engines, nor logs of every library, hold the password anywhere."""
    with caplog.at_level(logging.DEBUG):
        with open_ledger(f"{store}?password={PASSWORD_IN_URL}&application_name=x") as other:
            other.append([ENTRY], received_at=NOW)
            database = other._database
            cluster.disconnect(store)
            read_history(other)
        shown = [repr(each) for each in (ledger, database, database.reader, database.writer, database.reader.url)]

    out, err = capfd.readouterr()
    for secret in ("Geheim", "%40%3A", "秘密"):
        assert secret not in " ".join([*shown, database.place, caplog.text, out, err])


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://depipe:Ge@heim@host/db",
        "postgresql+psycopg://depipe:Geheim@host:Geheim/db",
        "postgresql+psycopg://depipe:Ge@heim/x@host/db",
        "postgresql+psycopg://depipe:Ge@heim:1@host/db",
        "postgresql+asyncpg://depipe:Geheim@host/db",
        "postgresql+psycopg:depipe:Geheim@host",
        "postgresql",
        "postgres://depipe:Geheim@host/db",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(url: str) -> None:
    """A URL that is wrong is a usage error, and no part of the password is in it."""
    with pytest.raises(UsageError) as caught:
        open_ledger(url)

    assert "postgresql+psycopg://" in caught.value.message("en")
    assert "postgresql+psycopg://" in caught.value.message("ja")
    shown = "".join(traceback.format_exception(caught.value))
    assert "Geheim" not in shown
    assert "heim" not in shown


def test_a_server_that_refuses_the_password(cluster: Cluster) -> None:
    """A wrong password is said at once, without trying again."""
    wrong, begun = cluster.url(password=f"{PASSWORD_IN_URL}1"), time.monotonic()

    with told(f"127.0.0.1:{cluster.port}/postgres", "拒まれました", "refused the connection"):
        open_ledger(wrong)

    assert time.monotonic() - begun < 5


def test_a_database_that_is_not_there(cluster: Cluster) -> None:
    """A wrong name of the database is the same sentence."""
    with told(f"127.0.0.1:{cluster.port}/nowhere", "データベース名", "database name"):
        open_ledger(cluster.url("nowhere"))


def test_a_server_that_is_not_there(frail: Cluster) -> None:
    """A server that does not answer is waited for as long as we are patient, and then said."""
    frail.stop()
    begun = time.monotonic()

    with told(f"127.0.0.1:{frail.port}/postgres", "つながりません", "does not answer"):
        open_ledger(frail.url(), patience=0.4)

    assert 0.2 < time.monotonic() - begun < 5
    frail.start()


def test_a_server_that_comes_while_we_wait(frail: Cluster) -> None:
    """A connection that fails is tried again: nobody notices that the server was restarted."""
    with frail.database() as name, open_ledger(frail.url(name)) as ledger:
        assert ledger.append([ENTRY], received_at=NOW)[0].status == "accepted"
        frail.kill()
        later = threading.Timer(0.5, frail.start)
        later.start()

        assert ledger.append([ENTRY], received_at=NOW)[0].status == "unchanged"

        later.join()


def test_connections_that_were_cut_between_two_calls(cluster: Cluster, store: str, ledger: Ledger) -> None:
    """Connections that the server closed meanwhile are opened again."""
    cluster.disconnect(store)

    assert ledger.append([ENTRY], received_at=NOW)[0].status == "accepted"
    cluster.disconnect(store)
    assert read_history(ledger).submissions.height == 1


def test_a_connection_that_is_cut_while_writing(
    cluster: Cluster, store: str, ledger: Ledger, place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing of a cut transaction is kept, a sentence says so, and the next one goes through."""
    with told(place, "もう一度実行", "run this again"), ledger._database.writing() as connection:
        connection.execute(text("INSERT INTO masters VALUES ('d', 'small', '1', '{}', now())"))
        cluster.disconnect(store)
        connection.execute(text("SELECT 1"))

    assert ledger.masters() == {}
    assert ledger.append([ENTRY], received_at=NOW)[0].status == "accepted"
    assert capfd.readouterr().err == ""


def test_a_connection_that_is_cut_while_waiting_for_the_lock(cluster: Cluster, store: str, ledger: Ledger) -> None:
    """Waiting is begun again when its connection is cut: nothing had happened yet."""
    name = store.rpartition("/")[2]
    with cluster.connected(name) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        release = threading.Timer(0.5, cluster.disconnect, [store])  # cuts the one that holds, and the one that waits
        release.start()

        assert ledger.append([ENTRY], received_at=NOW)[0].status == "accepted"

        release.join()


def test_a_locked_ledger(cluster: Cluster, store: str, ledger: Ledger, place: str) -> None:
    """Another process that goes on writing for longer than we wait is said to be there; reading goes on."""
    with cluster.connected(store.rpartition("/")[2]) as other, open_ledger(store, patience=0.1) as impatient:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])

        with told(place, "ほかの処理", "another process"):
            impatient.append([ENTRY], received_at=NOW)
        assert read_history(impatient).submissions.height == 0

    assert ledger.append([ENTRY], received_at=NOW)[0].status == "accepted"


def test_while_one_reads_the_ledger_stands_still(ledger: Ledger) -> None:
    """What is appended meanwhile is not seen until the next reading."""
    count = text("SELECT count(*) FROM submissions")
    with ledger.reading() as connection:
        assert connection.scalar(count) == 0
        ledger.append([ENTRY], received_at=NOW)
        assert connection.scalar(count) == 0
    with ledger.reading() as connection:
        assert connection.scalar(count) == 1


def test_a_role_that_may_only_read(cluster: Cluster, store: str, ledger: Ledger, place: str) -> None:
    """Who may read reads; writing is refused with a sentence."""
    ledger.append([ENTRY], received_at=NOW)
    name = store.rpartition("/")[2]
    role = sql.Identifier(f"reader_{name}")
    with cluster.connected(name) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(PASSWORD)))
        admin.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(role))
    try:
        with open_ledger(cluster.url(name, user=f"reader_{name}")) as reader:
            assert read_history(reader).answers.height == 1
            with told(place, "権限がありません", "may not read or write"):
                reader.record_issuances([issuance()], MASTER, at=NOW)
    finally:
        with cluster.connected(name) as admin:
            admin.execute(sql.SQL("DROP OWNED BY {}").format(role))
            admin.execute(sql.SQL("DROP ROLE {}").format(role))


def test_a_server_that_takes_no_writes(cluster: Cluster, store: str, ledger: Ledger, place: str) -> None:
    """A standby, or a database that an administrator set to read-only, is said to refuse."""
    name = store.rpartition("/")[2]
    with cluster.connected() as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(sql.Identifier(name)))
    cluster.disconnect(store)

    with told(place, "権限がありません", "may not read or write"):
        ledger.append([ENTRY], received_at=NOW)


def test_a_commit_is_durable_whatever_the_server_is_set_to(cluster: Cluster, store: str, ledger: Ledger) -> None:
    """A server that would acknowledge commits before they are on disk is asked not to; other settings stand."""
    name = store.rpartition("/")[2]
    for setting, expected in (("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")):
        with cluster.connected() as admin:
            alter = sql.SQL("ALTER DATABASE {} SET synchronous_commit = {}")
            admin.execute(alter.format(sql.Identifier(name), sql.Literal(setting)))
        cluster.disconnect(store)
        with ledger._database.writing() as connection:
            assert connection.scalar(text("SHOW synchronous_commit")) == expected


def test_a_database_of_something_else(cluster: Cluster, store: str, place: str) -> None:
    """A database with other tables is left alone."""
    with cluster.connected(store.rpartition("/")[2]) as other:
        other.execute("CREATE TABLE notes (x int)")

        with told(place, "台帳ではありません", "is not a ledger"):
            open_ledger(store)

        assert other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [("notes",)]


def test_a_ledger_of_a_newer_depipe(store: str, ledger: Ledger, place: str) -> None:
    """A revision that this depipe does not know is refused, and stays."""
    ledger.append([ENTRY], received_at=NOW)
    with behind_the_back(store) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with told(place, "新しい版", "newer depipe"):
        open_ledger(store)

    assert len(ledger.submissions()) == 1


def test_a_schema_of_its_own(cluster: Cluster, store: str) -> None:
    """A team whose database holds other things gives the ledger a schema of its own."""
    with cluster.connected(store.rpartition("/")[2]) as other:
        other.execute("CREATE TABLE notes (x int)")
        other.execute("CREATE SCHEMA evaluation")
    with open_ledger(f"{store}?options=-csearch_path%3Devaluation") as ledger:
        assert ledger.append([ENTRY], received_at=NOW)[0].status == "accepted"


def test_a_full_disk(cluster: Cluster) -> None:
    """When the server's disk is full nothing of the call is kept, and afterwards work goes on."""
    with small_disk(40) as disk:
        cluster.own(disk)
        with cluster.database(tablespace=disk) as name:
            place = f"127.0.0.1:{cluster.port}/{name}"
            noise = [entry(submission({"A-01": 1}, workbook_id=f"w{n}"), os.urandom(2_000_000)) for n in range(30)]
            with open_ledger(cluster.url(name)) as ledger:
                assert ledger.append([ENTRY], received_at=NOW)[0].status == "accepted"
                with told(place, "空きがありません", "is full"):
                    ledger.append(noise, received_at=NOW)
                assert [record.workbook_id for record in ledger.submissions()] == ["w1"]
                assert mounted(disk, 120, again=True)
                assert ledger.append(noise[2:4], received_at=NOW)[0].status == "accepted"


def test_without_the_driver_a_sentence_says_what_to_install() -> None:
    """Where the extra is not installed, it is named."""
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from depipe.errors import SurroundingsError\n"
        "from depipe.ledger.store import open_ledger\n"
        "try: open_ledger('postgresql+psycopg://u:Geheim@h/d')\n"
        "except SurroundingsError as error: print(error.message('ja'), error.message('en'))\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout.count(".[postgres]") == 2
    assert "Geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize("said", ["soon", "-1", "nan", "inf"])
def test_patience_is_a_number_of_seconds(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """DEPIPE_PATIENCE that is no number of seconds is a usage error."""
    monkeypatch.setenv("DEPIPE_PATIENCE", said)
    with tempfile.TemporaryDirectory() as folder, pytest.raises(DepipeError, match="number of seconds") as caught:
        open_ledger(f"sqlite:///{folder}/ledger.db")
    assert caught.value.status == 2
