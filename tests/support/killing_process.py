"""A process whose children ingest until they are killed: `python killing_process.py STORES COUNT`.

A child is forked for every store of a line that is read: a ledger with nothing in it yet. It appends batch after batch,
ratings and a workbook of decisions in each, and marks its steps in a pipe: a transaction begins, its commit begins, its
commit is acknowledged. It is killed in the step that the line asks for (`before`, `during` or `after` a commit), at a
moment between that step's begin and the end that it usually has; which step it really was killed in is what its marks
tell. (In the step `making` the store is no ledger yet.) Written out is a line of JSON per child: that step, and how
many batches were acknowledged.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

import alembic.command  # noqa: F401 - imported before the fork, or children would be killed while importing
import psycopg  # noqa: F401 - as above
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401 - as above
from sqlalchemy import Connection, Engine, event

from depipe.ledger.store import Entry, open_ledger
from depipe.validation.submission import Answers, Decision
from support.appending_process import batches
from support.returns import entry

BATCH: Final = 4
BATCHES: Final = 4
ORIGINAL: Final = 30_000
"""Bytes of an original."""

CACHE_PAGES: Final = 10
"""SQLite's cache in a child: it must write to the file before the commit too, as a large batch makes it do."""

STEPS: Final = {"before": b"b", "during": b"c", "after": b"a"}
"""The mark with which each step begins."""

USUAL: Final = {"before": 0.004, "during": 0.006, "after": 0.002}
"""Seconds that a step takes, to begin with; what is measured takes their place."""


def batches_with_decisions() -> list[list[Entry]]:
    """Return what a child appends; the last return of every batch is a workbook of decisions, as large as any."""
    made = batches(1, BATCHES * BATCH, BATCH, ORIGINAL)
    return [[*ratings, deciding(last)] for *ratings, last in made]


def deciding(rated: Entry) -> Entry:
    """Return the entry of a workbook that decides what the return *rated* rates."""
    decisions = [
        Decision(answer.item_id, answer.tool, answer.stars, "reason " * 20, "裁定", answer.cell)
        for answer in rated.submission.answers
    ]
    said = replace(rated.submission, tools=(), answers=Answers(), decisions=tuple(decisions))
    return entry(said, rated.original)


class Child:
    """A forked process that appends every batch to *store*."""

    def __init__(self, store: str, made: list[list[Entry]]) -> None:
        self._ours, self._theirs = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                self._work(store, made)
            except BaseException:  # noqa: BLE001 - a child must never go on as its parent
                traceback.print_exc()
            os._exit(1)
        os.close(self._theirs)
        self._marks = b""

    def _work(self, store: str, made: list[list[Entry]]) -> None:
        def mark(step: bytes) -> None:
            os.write(self._theirs, step)

        def committing(connection: Connection) -> None:
            if connection.get_execution_options().get("writes"):
                mark(b"c")

        def shrink(connection: object, _record: object) -> None:
            if store.startswith("sqlite"):
                connection.execute(f"PRAGMA cache_size = {CACHE_PAGES}")  # type: ignore[attr-defined]

        event.listen(Engine, "commit", committing)
        event.listen(Engine, "connect", shrink)
        with open_ledger(store) as ledger:
            mark(b"o")
            for entries in made:
                mark(b"b")
                ledger.append(entries, received_at=datetime.now(UTC), beyond=ledger.extent())
                mark(b"a")
                time.sleep(USUAL["after"])  # people are told
        signal.pause()

    def wait_for(self, step: bytes, times: int) -> float:
        """Wait until *step* began so many times; return when."""
        while self._marks.count(step) < times:
            mark = os.read(self._ours, 1)
            if not mark:
                raise RuntimeError(f"the child ended by itself after {self._marks!r}")
            self._marks += mark
        return time.perf_counter()

    def kill(self) -> bytes:
        """Kill the process and return every mark that it made."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        while some := os.read(self._ours, 4096):
            self._marks += some
        os.close(self._ours)
        return self._marks


def killed_in(marks: bytes) -> str:
    """Return the step that *marks* end in; a ledger that was just opened has not begun anything."""
    if not marks:
        return "making"
    last = marks.replace(b"o", b"")[-1:]
    return next((step for step, mark in STEPS.items() if mark == last), "before")


def kill_while_making(store: str, chance: random.Random) -> bytes:
    """Kill a child in the time that another one, beside it, takes to make its ledger; return its marks."""
    begun = time.perf_counter()
    other = Child(f"{store}.other", [])
    taken = other.wait_for(b"o", 1) - begun
    other.kill()
    child = Child(store, [])
    time.sleep(taken * chance.uniform(0.2, 1))
    return child.kill()


def kill_while_appending(
    store: str, step: str, made: list[list[Entry]], usual: dict[str, float], chance: random.Random
) -> bytes:
    """Kill a child in *step*, and return its marks; how long a step usually takes is kept in *usual*."""
    following = {"before": b"c", "during": b"a"}
    child = Child(store, made)
    times = chance.randint(1, BATCHES - 1)
    if chance.random() < 0.2 and step in following:  # one in five is measured on the way
        begun = child.wait_for(STEPS[step], times)
        usual[step] = 0.7 * usual[step] + 0.3 * (child.wait_for(following[step], times) - begun)
    begun = child.wait_for(STEPS[step], times if step == "after" else times + 1)
    moment = begun + usual[step] * chance.random()
    while time.perf_counter() < moment:
        pass  # sleeping takes longer than a commit
    return child.kill()


def main() -> None:
    """Kill a child for every line of `store step`."""
    made = batches_with_decisions()
    chance = random.Random(7)  # noqa: S311 - only spreads the moments
    usual = dict(USUAL)
    for line in sys.stdin:
        store, step = line.split()
        if step == "making":
            marks = kill_while_making(store, chance)
        else:
            marks = kill_while_appending(store, step, made, usual, chance)
        sys.stdout.write(json.dumps({"step": killed_in(marks), "acknowledged": marks.count(b"a")}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
