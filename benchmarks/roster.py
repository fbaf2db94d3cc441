"""Workbooks for a roster, written, proved, recorded and placed, against XlsxWriter alone doing the same writing.

The floor is a program of XlsxWriter's public calls, recorded once while depipe writes a workbook: the same cells,
formats, validations and rules, with nothing of depipe around them.
"""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial, wraps
from inspect import isfunction
from io import BytesIO
from pathlib import Path
from types import CodeType
from typing import Any
from unittest.mock import patch

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from benchmarks.harness import compare, heading, timed
from benchmarks.samples import DAY
from depipe.flow.generate import generate
from depipe.ledger.store import open_ledger
from depipe.master.load import shipped_master
from depipe.sheets import _Worksheet
from depipe.workbook.issue import new_issuance
from depipe.workbook.write import write_workbook

EVALUATORS = 200

_NEVER_TOLD = ("__init__", "close")
"""What the floor does itself."""


class Recorder:
    """Writes down the calls to XlsxWriter as lines of a program."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names: dict[int, str] = {}
        self._kept: list[object] = []
        self._inside = False

    def recorded(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return *method*, writing down who calls *name* with what; calls of XlsxWriter's own are not written down."""

        @wraps(method)
        def record(target: object, *args: object, **kwargs: object) -> object:
            if self._inside:
                return method(target, *args, **kwargs)
            self._inside = True
            try:
                result = method(target, *args, **kwargs)
            finally:
                self._inside = False
            told = [self._told(arg) for arg in args] + [f"{key}={self._told(arg)}" for key, arg in kwargs.items()]
            if name == "add_worksheet":
                told = [told[0], "Sheet"]
            if name not in _NEVER_TOLD:
                call = f"{self._names.get(id(target), 'book')}.{name}({', '.join(told)})"
                self.lines.append(f"{self._named(result)} = {call}" if _is_ours(result) else call)
            return result

        return record

    def program(self) -> CodeType:
        """Return the program, which writes texts at least: else it would be a floor of nothing."""
        assert any(".write_string(" in line for line in self.lines)  # noqa: S101 - else the figure means nothing
        return compile("\n".join(self.lines), "<recorded>", "exec")

    def _named(self, made: object) -> str:
        self._kept.append(made)  # or its id would be given to another one
        return self._names.setdefault(id(made), f"x{len(self._names)}")

    def _told(self, arg: object) -> str:
        if isinstance(arg, list | tuple):
            return f"[{', '.join(map(self._told, arg))}]"
        if isinstance(arg, dict):
            return f"{{{', '.join(f'{name!r}: {self._told(value)}' for name, value in arg.items())}}}"
        return self._names[id(arg)] if _is_ours(arg) else repr(arg)


def _is_ours(value: object) -> bool:
    return isinstance(value, Worksheet | Format | Chart)


@contextmanager
def recording() -> Iterator[Recorder]:
    """Give a recorder of every call to XlsxWriter's public methods, and to what depipe's sheets have in their place."""
    recorder = Recorder()
    with ExitStack() as stack:
        for kind in (Workbook, Worksheet, _Worksheet, Chart):
            for name, method in list(vars(kind).items()):
                if isfunction(method) and (name in _NEVER_TOLD or not name.startswith("_")):
                    stack.enter_context(patch.object(kind, name, recorder.recorded(name, method)))
        yield recorder


def floor(program: CodeType, sheet: type[Worksheet]) -> bytes:
    """Return the workbook that XlsxWriter writes by *program*, on sheets of that class."""
    data = BytesIO()
    normal = {"font_name": "Meiryo UI", "font_size": 10, "locked": 0}
    book = xlsxwriter.Workbook(data, {"in_memory": True, "default_format_properties": normal})
    exec(program, {"book": book, "datetime": dt, "Sheet": sheet})  # noqa: S102 - our own recording
    book.close()
    return data.getvalue()


def run() -> None:
    """Print the row of the roster."""
    heading(f"roster: {EVALUATORS} workbooks of one layout, proof, ledger and files included")
    master = shipped_master()
    names = [f"Evaluator {number:04d}" for number in range(EVALUATORS)]
    with recording() as recorder:
        write_workbook(master, new_issuance(master, evaluator=names[0], issued_on=DAY))
    program = recorder.program()

    def written(sheet: type[Worksheet]) -> None:
        for _ in names:
            floor(program, sheet)

    def issued() -> None:
        issuances = [new_issuance(master, evaluator=name, issued_on=DAY) for name in names]
        with tempfile.TemporaryDirectory() as folder, open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
            generate(master, issuances, ledger=ledger, output=Path(folder))

    alone, lean = timed(partial(written, Worksheet)), timed(partial(written, _Worksheet))
    compare(f"{EVALUATORS} workbooks / XlsxWriter alone", timed(issued), alone, reach=1.15, runs=3)
    # XlsxWriter looks through every formula for functions that are newer than depipe uses; depipe's sheets do not.
    compare(f"{EVALUATORS} workbooks / XlsxWriter with depipe's sheets", timed(issued), lean, runs=3)


if __name__ == "__main__":
    run()
