"""A real Dask cluster of the tests' own: a scheduler and workers on loopback, each a process."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

TESTS = Path(__file__).parents[1]
SECONDS = 120
"""Patience with processes that only start."""


class DaskCluster:
    """A scheduler with workers of one thread each, which know the tests' own readers."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self._folder = folder
        self._scheduler = self._started("dask_scheduler", "--port", "0", "--scheduler-file", str(self._file))
        self.address = self._announced()
        self.workers = [
            self._started("dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--name", f"worker-{number}")
            for number in range(workers)
        ]

    @property
    def _file(self) -> Path:
        return self._folder / "scheduler.json"

    def _started(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
        with (self._folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", f"distributed.cli.{program}", *arguments),
                    *("--host", "127.0.0.1", "--no-dashboard"),
                ],
                cwd=self._folder,
                env=os.environ | {"PYTHONPATH": path},
                stdout=log,
                stderr=log,
            )

    def _announced(self) -> str:
        ended = time.monotonic() + SECONDS
        while time.monotonic() < ended and self._scheduler.poll() is None:
            if self._file.exists():
                return str(json.loads(self._file.read_text("utf-8"))["address"])
            time.sleep(0.1)
        raise AssertionError((self._folder / "dask_scheduler.log").read_text("utf-8"))

    def kill(self, number: int) -> None:
        """End a worker as a power cut does."""
        self.workers[number].send_signal(signal.SIGKILL)
        self.workers[number].wait()

    def kill_scheduler(self) -> None:
        """End the scheduler, and with it the cluster."""
        self._scheduler.kill()
        self._scheduler.wait()

    def living(self) -> int:
        """Return how many workers run."""
        return sum(worker.poll() is None for worker in self.workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()
