"""The columns of 評価: which one is whose where headers were typed over, copied or deleted, and what is wrong there."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from depipe.findings import Finding, listed
from depipe.folding import fold
from depipe.stars import SPELLINGS, tidy
from depipe.workbook.cells import Expected
from depipe.workbook.layout import HEADER_ID, NOTE_FIELDS, note_header, rating_headers
from depipe.workbook.reading.doubles import overtyped, settle
from depipe.workbook.reading.headers import folded_headers, read_headers
from depipe.workbook.reading.locate import best_row
from depipe.workbook.reading.view import SheetView

_LEAST: Final = 3
"""Headers that a row must hold to be the header row."""


@lru_cache(maxsize=16)
def _wanted(tools: tuple[str, ...]) -> dict[str, str]:
    return folded_headers(rating_headers(tools))


@lru_cache(maxsize=16)
def _notes(tools: tuple[str, ...]) -> dict[str, str]:
    """Return the tools by the headers of their notes."""
    return {note_header(tool, field): tool for tool in tools for field in NOTE_FIELDS}


def header_row(view: SheetView, tools: tuple[str, ...]) -> int | None:
    """Return the row of 評価's headers; None where there is none."""
    wanted = _wanted(tools)
    return best_row(view, wanted, least=_LEAST, enough=len(wanted) // 2 + 1)


class Columns:
    """The columns of a sheet 評価 by their headers."""

    def __init__(self, view: SheetView, tools: tuple[str, ...], row: int) -> None:
        self.headers = read_headers(view, row, _wanted(tools))
        self.findings: list[Finding] = []
        self.told: set[int] = set()
        """Columns of which something was said: they are nothing extra."""
        self._view = view
        self._tools = tools
        self._explained: set[str] = set()
        """Missing headers that a finding about another one names."""
        self._unclear: dict[str, list[int]] = {}
        """Headers that stand more than once, and nothing tells which is the right one."""

    def settle(self) -> None:
        """Tell headers that were typed over with another one from the other one, by the order of the layout."""
        headers = self.headers
        if not headers.again:
            return
        standing = {name: [column, *headers.again.get(name, ())] for name, column in headers.columns.items()}
        filled = [column for column in headers.strange if self._text(column)]
        settled = settle(rating_headers(self._tools), standing, filled)
        for hidden, other, column in overtyped(settled, standing):
            headers.columns[hidden] = column
            self._explained.add(hidden)
            self._say_overtyped(hidden, other, column)
        for name in list(headers.again):
            columns = [column for column in standing[name] if column not in self.told]
            if name in settled or len(columns) == 1:
                own = settled.get(name, columns[0])
                headers.columns[name] = own
                headers.again[name] = [column for column in columns if column != own]
                self._say_again(name, headers.again[name])
            elif name in self._tools:
                self._say_unclear_tool(name, columns)
            elif name in _notes(self._tools):
                self._unclear[name] = columns
                self.told.update(columns)
                del headers.columns[name], headers.again[name]

    def _say_overtyped(self, hidden: str, other: str, column: int) -> None:
        notes = _notes(self._tools)
        self.told.add(column)
        if hidden in self._tools and other in self._tools:
            self._say("tool.duplicate", column, tool=other, expected=hidden, case="overtyped")
        elif hidden in self._tools:
            self._say("tool.missing", column, tool=hidden, case="overtyped")
        elif hidden in notes and other in notes:
            self._say("notes.duplicate", column, tool=notes[hidden], expected=hidden, case="overtyped")
        else:
            self._say("locked.edited", column, expected=hidden)

    def _say_again(self, name: str, columns: Iterable[int]) -> None:
        """Say that a header stands in further *columns*, which are not read."""
        notes = _notes(self._tools)
        for column in columns:
            if name in self._tools:
                self._say("tool.duplicate", column, tool=name)
            elif name in notes:
                self._say("notes.duplicate", column, tool=notes[name])
            else:
                continue
            self.told.add(column)

    def _say_unclear_tool(self, tool: str, columns: Sequence[int]) -> None:
        """Say that *tool* stands twice, and whose the other place may be."""
        missing = [other for other in self._tools if other not in self.headers.columns and other not in self._explained]
        self.told.update(columns)
        if missing:
            self._explained.add(missing[0])
            self._say("tool.duplicate", columns[-1], tool=tool, expected=missing[0], case="either")
        else:
            self._say_again(tool, columns[1:])

    def find_ids(self, expected: Expected) -> bool:
        """Find the ids below a header that was typed over; tell whether there are any."""
        if HEADER_ID in self.headers.columns:
            return True
        rows = self._view.rows
        ids = {fold(item[0]) for item in expected.items}
        hits = {
            column: sum(fold(text or "") in ids for text in self._view.column(column, rows)[1])
            for column in self.headers.strange
        }
        best = max(self.headers.strange, key=hits.__getitem__, default=None)
        if best is None or hits[best] * 2 < len(ids):
            self.findings.append(Finding(code="header.missing", sheet=self._view.name, expected=HEADER_ID))
            return False
        self._take_edited(HEADER_ID, best)
        return True

    def find_texts(self, header: str, texts: Sequence[str], rows: Sequence[int]) -> int | None:
        """Find the locked *texts* of *rows* below a header that was typed over; else their column is gone."""
        folded = set(map(fold, texts))
        for column in self.headers.strange:
            if sum(fold(text or "") in folded for text in self._view.column(column, rows)[1]) * 2 > len(rows):
                self._take_edited(header, column)
                return column
        self.findings.append(
            Finding(code="locked.edited", sheet=self._view.name, found="", expected=header)  # of the column itself
        )
        return None

    def _take_edited(self, header: str, column: int) -> None:
        """Let a strange column be the one of *header*, and say that its header was typed over."""
        self.headers.take_over(header, column)
        self._say("locked.edited", column, expected=header)

    def find_tools(self, rows: Sequence[int]) -> None:
        """Find the stars below headers that were typed over, and say which are gone."""
        headers = self.headers
        missing = [tool for tool in self._tools if tool not in headers.columns and tool not in self._explained]
        candidates = [column for column in headers.strange if missing and self._holds_stars(column, rows)]
        for tool, likely in _pairs(missing, candidates):
            if likely is None:
                self._say("tool.missing", None, tool=tool)
            else:
                headers.take_over(tool, likely)
                self._say("tool.missing", likely, tool=tool, case="overtyped")

    def _holds_stars(self, column: int, rows: Sequence[int]) -> bool:
        filled = [tidy(text) for text in self._view.column(column, rows)[1] if text is not None]
        return bool(filled) and sum(text in SPELLINGS for text in filled) * 2 > len(filled)

    def find_notes(self, rows: Sequence[int]) -> None:
        """Say which notes are gone, or cannot be told from others, and where they may be."""
        headers = self.headers
        missing = [
            header
            for header, tool in _notes(self._tools).items()
            if tool in headers.columns  # else its column is gone with everything, which was said
            and header not in headers.columns
            and header not in self._unclear
        ]
        for name, columns in self._unclear.items():
            self._settle_unclear(name, columns, rows, missing)
        strange = [column for column in headers.strange if missing and self._may_be_notes(column, rows)]
        for header, column in _pairs(missing, strange):
            if column is not None:
                self.told.add(column)  # said here, so it is not said again as something extra
            case = None if column is None else "overtyped"
            self._say("notes.missing", column, tool=_notes(self._tools)[header], expected=header, case=case)

    def _may_be_notes(self, column: int, rows: Sequence[int]) -> bool:
        """Tell whether anything stands in a column, if only a header that is merged with another one."""
        view, header = self._view, self.headers.row
        return view.content(header, column)[0] == "merged" or any(view.filled((header, *rows), (column,)))

    def _settle_unclear(self, name: str, columns: Sequence[int], rows: Sequence[int], missing: list[str]) -> None:
        """Read the one of *columns* that says anything, or any where all say the same; none where they differ."""
        texts = {column: self._view.column(column, rows)[1] for column in columns}
        said = [column for column in columns if any(texts[column])]
        if not missing and all(texts[column] == texts[said[0]] for column in said):
            read = (said or columns)[0]
            self.headers.columns[name] = read
            self._say_again(name, [column for column in said if column != read])
            return
        tools = _notes(self._tools)
        hidden = missing.pop(0) if len(missing) == 1 else None
        order = sorted(filter(None, (name, hidden)), key=rating_headers(self._tools).index)
        for place, column in enumerate(columns):
            tool = tools[order[min(place, len(order) - 1)]]
            self._say("notes.duplicate", column, tool=tool, expected=hidden, case="unclear")

    # Saying so

    def _text(self, column: int) -> str:
        return self._view.text(self.headers.row, column)

    def _say(
        self,
        code: str,
        column: int | None,
        *,
        tool: str | None = None,
        expected: str | None = None,
        case: str | None = None,
    ) -> None:
        """Say something about a header cell, and what it says; without a column about one that is not there."""
        cell = None if column is None else self._view.address((self.headers.row, column))
        found = None if column is None else self._text(column)
        self.findings.append(
            Finding(code=code, sheet=self._view.name, cell=cell, tool=tool, found=found, expected=expected, case=case)
        )


def no_headers(view: SheetView, tools: tuple[str, ...]) -> Finding:
    """Return the finding that the row of headers is gone: all that stood in it."""
    return Finding(code="header.missing", sheet=view.name, expected=listed(rating_headers(tools)), case="row")


_Missing = TypeVar("_Missing")


def _pairs(missing: Sequence[_Missing], candidates: Sequence[int]) -> Iterable[tuple[_Missing, int | None]]:
    """Pair what is missing with the columns that may be it, in order; with none unless there are as many."""
    columns: Sequence[int | None] = candidates if len(candidates) == len(missing) else [None] * len(missing)
    return zip(missing, columns, strict=True)
