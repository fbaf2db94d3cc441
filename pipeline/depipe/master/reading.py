"""Reading a master's YAML: quick, bounded, and strict about doubtful spellings.

Built straight from the parser's events: less than the time of a loaded document, and hostile input is stopped while it
is read. YAML can do more than a master needs; tags and keys that are not text are refused.
"""

import pathlib
import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from depipe.errors import DataError, SurroundingsError
from depipe.language import Text
from depipe.master.document import Document
from depipe.master.problem import Path, Problem

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_VALUES: Final = 20_000
"""Values of a document, aliases written out; 500 items with everything around them need some 3,000."""
MAX_DEPTH: Final = 20

_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL: Final = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WORDS: Final[Mapping[str, bool | None]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_TAGS: Final = frozenset({None, *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))})
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def open_document(source: pathlib.Path | Traversable | str) -> Document:
    """Return the document in a file, or in a text that is YAML itself.

    Raises DataError when there is no such file, SurroundingsError when it may not be read.
    """
    return read(source if isinstance(source, str) else _bytes(source))


def file_text(path: pathlib.Path) -> str:
    """Return a file as the text that it is, line ends and all.

    Raises DataError when there is no such file, it is no text, or too large; SurroundingsError when it may not be read.
    """
    data = _bytes(path)
    if len(data) > MAX_BYTES:
        raise DataError(
            f"{path} は大きすぎます（{MAX_BYTES:,} バイトまで）。", f"{path} is too large (up to {MAX_BYTES:,} bytes)."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} は UTF-8 のテキストではありません。", f"{path} is not text in UTF-8.") from error


def _bytes(source: pathlib.Path | Traversable) -> bytes:
    """Return a file's content, or enough of it to see that it is too large."""
    try:
        with source.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise DataError(f"マスタ {source} がありません。", f"There is no master {source}.") from error
    except OSError as error:
        raise SurroundingsError(
            f"マスタ {source} を読めません（{error.strerror}）。",
            f"The master {source} cannot be read ({error.strerror}).",
        ) from error


def read(source: bytes | str) -> Document:
    """Return the one YAML document in *source*; never raises: data is None where nothing could be read."""
    if len(source) > MAX_BYTES:
        return _unreadable(
            None, f"大きすぎます（{MAX_BYTES:,} バイトまで）。", f"Too large (up to {MAX_BYTES:,} bytes)."
        )
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError:
        return _unreadable(None, "UTF-8 のテキストではありません。", "This is not text in UTF-8.")
    try:
        return _Builder(text).document()
    except MarkedYAMLError as error:
        # What is never closed is missed at the end of the file, and mended where it begins.
        mark = error.context_mark if "end of stream" in str(error.problem) else error.problem_mark
        return _not_yaml(mark.line + 1 if mark else None, str(error.problem))
    except YAMLError as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        return _not_yaml(line, str(getattr(error, "reason", error)))
    except _TooMuchError as error:
        return _unreadable(error.line, "入れ子が深すぎるか、値が多すぎます。", "Nested too deeply, or too many values.")


def _unreadable(line: int | None, ja: str, en: str) -> Document:
    return Document(None, problems=(Problem(line, (), Text(ja, en)),))


def _not_yaml(line: int | None, detail: str) -> Document:
    return _unreadable(
        line,
        f"YAML として読めません。字下げ、コロン、引用符を確かめてください（{detail}）。",
        f"This cannot be read as YAML; check indentation, colons and quotes ({detail}).",
    )


class _TooMuchError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Builder:
    """Turns the parser's events into values; one use."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
        self._lines: dict[Path, int] = {}
        self._problems: list[Problem] = []
        self._anchors: dict[str, tuple[object, int]] = {}
        self._count = 0

    def document(self) -> Document:
        """Return the document; raises YAMLError, _TooMuchError."""
        data: object = None
        started = False
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if started:
                    self._problem(event, (), "文書が二つ以上あります。", "There is more than one document.")
                    break
                started = True
            elif isinstance(event, NodeEvent):
                data = self._value(event, ())
        return Document(data, self._lines, tuple(self._problems))

    def _problem(self, event: Event, path: Path, ja: str, en: str) -> None:
        self._problems.append(Problem(event.start_mark.line + 1, path, Text(ja, en)))

    def _value(self, event: Event, path: Path) -> object:
        self._grow(event, 1)
        if len(path) > MAX_DEPTH:
            raise _TooMuchError(event.start_mark.line + 1)
        self._lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, AliasEvent):
            return self._alias(event, path)
        if isinstance(event, MappingStartEvent | SequenceStartEvent | ScalarEvent) and event.tag not in _TAGS:
            self._problem(event, path, f"タグ {event.tag} は使えません。", f"The tag {event.tag} cannot be used.")
        before = self._count
        value: object = None
        if isinstance(event, MappingStartEvent):
            value = self._mapping(path)
        elif isinstance(event, SequenceStartEvent):
            value = self._sequence(path)
        elif isinstance(event, ScalarEvent):
            value = self._scalar(event, path)
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self._anchors[event.anchor] = value, self._count - before
        return value

    def _grow(self, event: Event, values: int) -> None:
        self._count += values
        if self._count > MAX_VALUES:
            raise _TooMuchError(event.start_mark.line + 1)

    def _alias(self, event: AliasEvent, path: Path) -> object:
        if event.anchor not in self._anchors:
            self._problem(event, path, f"*{event.anchor} の指す値がありません。", f"*{event.anchor} points at nothing.")
            return None
        value, size = self._anchors[event.anchor]
        # An alias counts as everything it stands for: that is what whoever walks the document meets.
        self._grow(event, size)
        return value

    def _sequence(self, path: Path) -> list[object]:
        entries: list[object] = []
        while not isinstance(event := next(self._events), CollectionEndEvent):
            entries.append(self._value(event, (*path, len(entries))))
        return entries

    def _mapping(self, path: Path) -> dict[str, object]:
        entries: dict[str, object] = {}
        while not isinstance(event := next(self._events), CollectionEndEvent):
            if not isinstance(event, ScalarEvent):
                self._problem(event, path, "キーは文字列にしてください。", "A key must be text.")
                self._value(event, (*path, "?"))
                self._value(next(self._events), (*path, "?"))
                continue
            key = _SURROGATE.sub("\ufffd", event.value)
            here = (*path, key)
            if key in entries:
                first = self._lines[here]
                self._problem(event, here, f"このキーは{first}行目にもあります。", f"This key is on line {first} too.")
                self._value(next(self._events), (*path, "?"))
                continue
            self._lines[here] = event.start_mark.line + 1
            entries[key] = self._value(next(self._events), here)
        return entries

    def _scalar(self, event: ScalarEvent, path: Path) -> object:
        text: str = event.value
        if _SURROGATE.search(text):
            self._problem(event, path, "文字ではない符号があります。", "There is a code that is no character.")
            return _SURROGATE.sub("\ufffd", text)
        if event.style in {"|", ">"}:
            return text.rstrip("\n")
        return _plain(text) if event.implicit[0] else text


def _plain(text: str) -> object:
    """Return what an unquoted scalar means; whatever is no word or number of YAML is text, dates included."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
