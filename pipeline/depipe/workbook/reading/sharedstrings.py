"""The shared strings, checked: a table of plain texts, and how much all cells say that refer to them."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from depipe.workbook.reading.limits import Limits, refused, unsafe
from depipe.workbook.reading.xmlparts import (
    ATTRIBUTES,
    DECLARATION,
    TEXT,
    check_prolog,
    check_tags,
    escaped,
    is_clean,
    local,
    new_parser,
    parse,
)

_TEXT: Final = rb'<t(?: xml:space="preserve")?+>' + TEXT + rb"</t>"
_PHONETIC: Final = rb'<rPh sb="[0-9]++" eb="[0-9]++">' + _TEXT + rb"</rPh>"
_RUN: Final = rb"<r>" + _TEXT + rb"</r>"
_FORMAT: Final = re.compile(rb"(?:<[A-Za-z]++" + ATTRIBUTES + rb"/>)*+")
_KNOWN: Final = re.compile(
    DECLARATION
    + rb"<sst\b"
    + ATTRIBUTES
    + rb">(?P<strings>(?:<si>(?:"
    + _TEXT
    + rb"|<t/>|(?:"
    + _RUN
    + rb")++)(?:"
    + _PHONETIC
    + rb")*+(?:<phoneticPr\b"
    + ATTRIBUTES
    + rb"/>)?+</si>)*+)</sst>\s*+"
)
"""The table as spreadsheet programs write it, furigana and runs included, without the formats of runs."""

_REFERENCE: Final = re.compile(rb' t="s"><v>([0-9]+)<')
_END: Final = b"</si>"
_SHORTEST: Final = b'<c r="A1" t="s"><v>0</v></c>'
_EMPTY: Final = b"<sst></sst>"


def read_strings(data: bytes, name: str, sheets: Iterable[bytes], limits: Limits) -> bytes:
    """Return the table of shared strings as a reader may see it, from the part *name* with the XML *data*.

    *sheets* are the cells that refer to it, as `read_sheet` returns them. The counts that the table declares are
    dropped: calamine reserves memory by them.

    Raises RefusedError for what is no such table, or crosses a limit.
    """
    if not data:
        return _EMPTY
    check_tags(data, name, limits)
    if len(data) > limits.strings * len(_END) and data.count(_END) > limits.strings:
        raise unsafe("strings", limits.strings, where=name)
    known = _KNOWN.fullmatch(_without_formats(data))
    if known is not None and is_clean(data):
        strings = b"<sst>" + known["strings"] + b"</sst>"
    else:
        check_prolog(data, name)
        strings = _rewritten(data, name, limits)
    _check_text(strings, list(sheets), limits)
    return strings


def _without_formats(data: bytes) -> bytes:
    """Return the table without the formats of runs; as it is where one of them is not of the known form.

    Programs that take two fonts for Japanese give every change of script a run, and there are a dozen formats in all.
    """
    before, *runs = data.split(b"<r><rPr>")
    formats = {run.partition(b"</rPr>")[0] for run in runs}
    if not all(map(_FORMAT.fullmatch, formats)):
        return data
    return b"<r>".join((before, *(run.partition(b"</rPr>")[2] for run in runs)))


def _rewritten(data: bytes, name: str, limits: Limits) -> bytes:
    table = _Table(name, limits)
    parse(new_parser(table.start, table.end, table.take), data, name)
    strings = (f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in table.strings)
    return f"<sst>{''.join(strings)}</sst>".encode()


class _Table:
    """Gathers the text of each string; furigana is left out."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.strings: list[str] = []
        self._name = name
        self._limits = limits
        self._opened: list[str] = []
        self._runs: list[list[str]] = []
        self._preserved = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        tag = local(tag)
        if not self._opened and tag != "sst":
            raise refused("file.corrupt", self._name)
        if len(self._opened) > self._limits.depth:
            raise unsafe("depth", self._limits.depth, where=self._name)
        self._opened.append(tag)
        if tag == "si":
            self._runs = []
        elif tag == "t":
            self._preserved = any(local(key) == "space" and value == "preserve" for key, value in attributes.items())
            self._runs.append([])

    def take(self, piece: str) -> None:
        """Take a run of text."""
        if self._opened[-1] == "t" and "rPh" not in self._opened:
            self._runs[-1].append(piece)

    def end(self, _: str) -> None:
        """Take a closing tag."""
        tag = self._opened.pop()
        if tag == "t" and not self._preserved:
            self._runs[-1] = ["".join(self._runs[-1]).strip(" \t\r\n")]
        elif tag == "si":
            self.strings.append("".join(chain.from_iterable(self._runs)))
            if len(self.strings) > self._limits.strings:
                raise unsafe("strings", self._limits.strings, where=self._name)


def _check_text(strings: bytes, sheets: Sequence[bytes], limits: Limits) -> None:
    """Raise RefusedError when the cells of *sheets* together say more than the limit by referring to *strings*.

    A reader copies a string into each cell that refers to it: one long string and many short references make a small
    file large.
    """
    if len(strings) * sum(map(len, sheets)) <= limits.text * len(_SHORTEST):
        return
    references = sum(sheet.count(b't="s"') for sheet in sheets)
    lengths = list(map(len, strings.split(_END)))
    if max(lengths) * references <= limits.text:
        return
    said = 0
    for sheet in sheets:
        for reference in _REFERENCE.finditer(sheet):
            index = int(reference[1])
            said += lengths[index] if index < len(lengths) else 0
            if said > limits.text:
                raise unsafe("text", limits.text)
