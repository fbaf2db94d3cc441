"""Reading on a Dask cluster: `distributed` hands out the tasks, and gives those of a lost worker to another one.

The files' bytes travel with the task, so workers need neither the folder nor the ledger; what they need is this depipe.
There, every task is read in a process of its own with the same walls as on one machine (`walled`).
"""

import asyncio
import pickle
from collections.abc import Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any, Final, Self

from depipe import __version__
from depipe.errors import DepipeError, SurroundingsError, UsageError
from depipe.flow import worker
from depipe.flow.pools import Pending, was_lost
from depipe.flow.walled import OtherVersionError, ReaderDiedError, read_sent
from depipe.flow.worker import Job, ReadFile
from depipe.ledger.database import AWAY, default_patience
from depipe.workbook.cells import Returned

try:
    import dask
    from distributed import Client, KilledWorker
    from distributed.comm import CommClosedError, connect, get_address_host_port
    from distributed.security import Security
except ImportError as missing:
    raise SurroundingsError(
        'Dask のクラスターには distributed が必要です。depipe のフォルダーで pip install ".[dask]" を実行します。',
        'Reading on a Dask cluster needs distributed: run pip install ".[dask]" where you installed depipe from.',
    ) from missing

_CONFIG: Final = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}
"""Workbooks travel with their tasks."""


class _Client(Client):  # type: ignore[misc]
    """A client that is closed where it cannot connect: else its end would be waited for when Python ends."""

    def start(self, **kwargs: Any) -> None:  # noqa: ANN401 - distributed's own
        """Connect."""
        try:
            super().start(**kwargs)
        except BaseException:
            self.close()
            raise


class Cluster:
    """The workers of a Dask scheduler; it and they are waited for as long as a ledger's server and lock are.

    Raises UsageError for an address that is none, SurroundingsError where no scheduler answers within AWAY seconds,
    something else does, or it has no worker within `default_patience`.
    """

    def __init__(self, address: str, job: Job) -> None:
        self._address = address
        self._job = job
        self._patience = default_patience()
        greet(address)
        try:
            self._client = _Client(address, timeout=self._patience, set_as_default=False)
        except OSError as error:
            raise _lost(self._address) from error
        self._executor = self._client.get_executor(pure=False)
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except BaseException as error:
            self._client.close()
            if isinstance(error, TimeoutError):
                raise self._deserted() from error
            raise

    def submit(self, paths: Sequence[Path]) -> Pending:
        """Send files to the workers."""
        files = [_given(path) for path in paths]
        sent = [(path.name, file) for path, file in zip(paths, files, strict=True) if isinstance(file, bytes)]
        with dask.config.set(_CONFIG):
            future = self._executor.submit(read_sent, sent, self._job, __version__)
        return Pending(paths, future, self._job.walls.seconds * (len(paths) + 1), files)

    def result(self, task: Pending) -> list[ReadFile] | None:
        """Return what was read, None where those who read it died, again and again, or went on beyond their time."""
        try:
            returned: list[Returned] = pickle.loads(task.future.result(timeout=task.seconds))  # noqa: S301 - our own reader
        except (KilledWorker, ReaderDiedError, TimeoutError):
            return None
        except (CancelledError, CommClosedError) as error:
            raise _lost(self._address) from error
        except OtherVersionError as error:
            raise SurroundingsError(
                f"クラスター {self._address} の depipe は {error}、こちらは {__version__} です。同じ版にしてください。",
                f"The cluster {self._address} has depipe {error}, and this is {__version__}: make them the same.",
            ) from error
        except ImportError as error:
            raise SurroundingsError(
                f"クラスター {self._address} の worker に depipe がありません。同じ版を入れてください。",
                f"The workers of the cluster {self._address} lack depipe: install the same version there.",
            ) from error
        read = iter(returned)
        return [
            ReadFile(path, file, next(read)) if isinstance(file, bytes) else file
            for path, file in zip(task.paths, task.files, strict=True)
        ]

    def renew(self) -> None:
        """Do nothing: the scheduler looks after its workers."""

    was_lost = staticmethod(was_lost)

    def prove_ready(self) -> None:
        """Raise SurroundingsError when no worker answers."""
        try:
            self._executor.submit(worker.is_ready).result(timeout=self._patience)
        except (KilledWorker, TimeoutError, CancelledError) as error:
            raise self._deserted() from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _deserted(self) -> DepipeError:
        return SurroundingsError(
            f"スケジューラー {self._address} に応答する worker がありません。worker を起動してください。",
            f"No worker of the scheduler {self._address} answers: start some.",
        )


def greet(address: str) -> None:
    """Shake hands with a scheduler and leave: a client would wait without end for another kind of server.

    Raises UsageError for an address that is none, SurroundingsError where nothing or something else answers there.
    """
    try:
        get_address_host_port(address)
    except (ValueError, TypeError) as error:
        raise UsageError(
            f"スケジューラーの場所（--scheduler）{address} を読めません。tcp://サーバー:8786 の形で書いてください。",
            f"The address of the scheduler (--scheduler) {address} cannot be read: write tcp://SERVER:8786.",
        ) from error
    try:
        asyncio.run(_shake_hands(address, min(default_patience(), AWAY)))
    except CommClosedError as error:
        raise _foreign(address) from error
    except OSError as error:
        raise _lost(address) from error
    except Exception as error:  # whatever another kind of server's bytes are taken for
        raise _foreign(address) from error


async def _shake_hands(address: str, seconds: float) -> None:
    """Connect and say hello as a client does; raises TimeoutError when it takes longer than so many seconds."""
    secured = Security().get_connection_args("client")
    comm = await asyncio.wait_for(connect(address, timeout=seconds, **secured), seconds)
    comm.abort()


def _lost(address: str) -> DepipeError:
    return SurroundingsError(
        f"スケジューラー {address} から応答がありません。"
        "場所（--scheduler）、スケジューラー、ネットワークを確かめてください。",
        f"The scheduler {address} does not answer: check the address (--scheduler), the scheduler and the network.",
    )


def _foreign(address: str) -> DepipeError:
    return SurroundingsError(
        f"{address} からの応答は Dask のスケジューラーのものではありません。"
        "場所（--scheduler）とポート番号を確かめてください。",
        f"What answers at {address} does not do so as a Dask scheduler: check the address (--scheduler) and its port.",
    )


def _given(path: Path) -> bytes | ReadFile:
    """Return a file's bytes, or what is said of one that the system does not give."""
    try:
        return worker.bytes_of(path)
    except OSError as error:
        return worker.unreadable(path, error)
