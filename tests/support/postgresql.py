"""A real PostgreSQL server of the tests' own: a cluster in a temporary folder, on the loopback interface alone.

PostgreSQL refuses to run as root; a run as root starts it as the user `postgres`, or `nobody`.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest
from psycopg import sql

PASSWORD = "Geheim-42%@:/ 秘密"  # noqa: S105 - of a server that lives as long as the test run
"""Has every kind of character that URLs and messages trip over."""

PASSWORD_IN_URL = "Geheim-42%25%40%3A%2F%20%E7%A7%98%E5%AF%86"  # noqa: S105 - the same, as a URL spells it

SECONDS = 60
"""How long starting or stopping may take."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "32MB",
    # Killed processes lose nothing that was handed to the system; only a power cut would, and we cut no power.
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "log_min_messages": "panic",
}


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs; skip the test without them, fail it in CI."""
    places = [Path(found).resolve().parent for name in ("pg_ctl",) if (found := shutil.which(name))]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if all((place / name).is_file() for name in ("initdb", "postgres")):
            return place
    message = "the PostgreSQL server is not installed (Debian: postgresql)"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def _unprivileged() -> dict[str, Any]:
    """Return as whom the server runs, as arguments of `subprocess`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return pytest.skip("there is no user that PostgreSQL could run as")


class Cluster:
    """A server that is started, stopped, and killed; every database in it is somebody's own."""

    def __init__(self) -> None:
        self._bin = binaries()
        self._who = _unprivileged()
        self._folder = Path(tempfile.mkdtemp(prefix="depipe-pg-"))
        self._server: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        if self._who:
            os.chown(self._folder, self._who["user"], self._who["group"])
        secret = self._folder / "secret"
        secret.write_text(PASSWORD, "utf-8")
        options = ["--auth=scram-sha-256", f"--pwfile={secret}", "--username=depipe", "--encoding=UTF8", "--locale=C"]
        subprocess.run(
            [self._bin / "initdb", "--no-sync", "--no-instructions", *options, "-D", self._data],
            check=True,
            capture_output=True,
            cwd=self._folder,
            **self._who,
        )

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        self._server = subprocess.Popen(
            [self._bin / "postgres", "-D", self._data, "-p", str(self.port), "-k", self._folder, *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            start_new_session=True,
            **self._who,
        )
        for _ in range(SECONDS * 20):
            with suppress(psycopg.OperationalError), self.connected():
                return
            time.sleep(0.05)
        raise TimeoutError("PostgreSQL does not start")

    def stop(self) -> None:
        """Stop the server as an administrator does who does not wait for clients."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(SECONDS)
            self._server = None

    def kill(self) -> None:
        """Kill the server and all its processes at once, as losing the machine would."""
        assert self._server is not None
        server = self._server.pid
        children = Path(f"/proc/{server}/task/{server}/children")
        backends = children.read_text().split() if children.exists() else []
        for process in (server, *map(int, backends)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._server.wait(SECONDS)
        self._server = None

    def url(self, database: str = "postgres", *, password: str = PASSWORD_IN_URL, user: str = "depipe") -> str:
        """Return the URL of a database, as `--store` takes it."""
        return f"postgresql+psycopg://{user}:{password}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def connected(self, database: str = "postgres") -> Iterator["psycopg.Connection[Any]"]:
        """Give a connection of our own, without transactions."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="depipe", password=PASSWORD, dbname=database, autocommit=True
        ) as connection:
            yield connection

    @contextmanager
    def database(self, *, template: str = "template1", tablespace: Path | None = None) -> Iterator[str]:
        """Give the name of a database of its own that is dropped afterwards: empty, or a copy of *template*.

        *tablespace* is a folder to keep it in.
        """
        name = f"t_{secrets.token_hex(6)}"
        own = sql.Identifier(name)
        with self.connected() as connection:
            where: sql.Composable = sql.SQL("")
            if tablespace is not None:
                connection.execute(
                    sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(own, sql.Literal(str(tablespace)))
                )
                where = sql.SQL("TABLESPACE {}").format(own)
            like = sql.Identifier(template)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} {} STRATEGY file_copy").format(own, like, where))
        try:
            yield name
        finally:
            with self.connected() as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(own))
                if tablespace is not None:
                    connection.execute(sql.SQL("DROP TABLESPACE {}").format(own))

    @property
    def socket_folder(self) -> Path:
        """Where the server's socket lies."""
        return self._folder

    def own(self, folder: Path) -> None:
        """Give *folder* to the server's user."""
        if self._who:
            os.chown(folder, self._who["user"], self._who["group"])

    def disconnect(self, url: str) -> None:
        """Cut every connection to the database of *url*, as an administrator can, and wait until they are gone."""
        name = url.rpartition("/")[2].partition("?")[0]
        with self.connected() as admin:
            admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])
