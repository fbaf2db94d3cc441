"""XML under the preflight's limits: what no part may hold, and the elements of the small ones.

Documents of spreadsheets have no document type, so one is refused, and with it every attack by entities. Only UTF-8
is read: two readers may not agree about what else means.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import Final, NamedTuple
from xml.parsers import expat

from depipe.workbook.reading.limits import Limits, refused, unsafe

SEPARATOR: Final = " "
"""Between namespace and local name, as the parser gives them."""

TEXT: Final = rb"[^<]*+"
"""Text without elements, for patterns of known documents."""
ATTRIBUTES: Final = rb"""(?:\s++[A-Za-z_][\w:.-]*+\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+\s*+"""
"""A tag's attributes, for patterns of known documents."""
DECLARATION: Final = (
    rb"(?:\xef\xbb\xbf)?+(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'][Uu][Tt][Ff]-8[\"'])?+"
    rb"(?: standalone=[\"']\w++[\"'])?+\s*+\?>)?+\s*+"
)
"""What may stand before a known root: no comment, no document type, no other encoding."""

_PROLOG: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?+(?:<\?xml\s[^?<>]*?(?:\sencoding\s*=\s*[\"'](?P<encoding>[^\"'<>?]*)[\"'][^?<>]*)?\?>)?+\s*+"
    rb"<[A-Za-z_]"
)
_ENCODINGS: Final = ("utf-8", "utf8", "us-ascii", "ascii")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")


class Element(NamedTuple):
    """An element of a small part: names without namespaces, and the text directly inside."""

    tag: str
    attributes: dict[str, str]
    text: str


class _RootReached(Exception):  # noqa: N818 - no error: the way out of the parser
    pass


_FORBIDDEN: Final = bytes({*range(32)} - {9, 10, 13})


def is_clean(data: bytes) -> bool:
    """Tell whether *data* is free of the control characters that XML forbids."""
    return len(data.translate(None, _FORBIDDEN)) == len(data)


def check_tags(data: bytes, name: str, limits: Limits) -> None:
    """Raise RefusedError for a part that would keep any parser busy for long."""
    if len(data) > limits.tags and data.count(b"<") > limits.tags:
        raise unsafe("tags", limits.tags, where=name)


def check_prolog(data: bytes, name: str) -> None:
    """Raise RefusedError for a document with a document type or in another encoding than UTF-8."""
    known = _PROLOG.match(data)
    if known is not None:
        _check_encoding((known["encoding"] or b"utf-8").decode("ascii", "replace"), name)
    elif data.startswith(_WIDE):
        raise unsafe("encoding", where=name)
    else:
        _look_at_prolog(data, name)


def _check_encoding(encoding: str, name: str) -> None:
    if encoding.lower() not in _ENCODINGS:
        raise unsafe("encoding", where=name)


def _look_at_prolog(data: bytes, name: str) -> None:
    parser = expat.ParserCreate()

    def declaration(_: str, encoding: str | None, __: int) -> None:
        _check_encoding(encoding or "utf-8", name)

    def doctype(*_: object) -> None:
        raise unsafe("DOCTYPE", where=name)

    def root(*_: object) -> None:
        raise _RootReached

    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    with suppress(_RootReached):
        parse(parser, data, name)


def parse(parser: expat.XMLParserType, data: bytes, name: str) -> None:
    """Run *parser* over *data*; raise RefusedError for what is no XML."""
    try:
        parser.Parse(data, True)  # noqa: FBT003 - takes it by position only
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise refused("file.corrupt", name) from error


def elements(data: bytes, name: str, limits: Limits) -> list[Element]:
    """Return the elements of a small part in the order of their ends; none for an empty one.

    Raises RefusedError for what is no XML, or crosses a limit.
    """
    if not data:
        return []
    if data.count(b"<") > limits.small_tags:
        raise unsafe("small_tags", limits.small_tags, where=name)
    check_prolog(data, name)
    found: list[Element] = []
    opened: list[tuple[dict[str, str], list[str]]] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        if len(opened) > limits.depth:
            raise unsafe("depth", limits.depth, where=name)
        opened.append((attributes, []))

    def end(tag: str) -> None:
        attributes, pieces = opened.pop()
        found.append(Element(local(tag), {local(key): value for key, value in attributes.items()}, "".join(pieces)))

    def text(piece: str) -> None:
        opened[-1][1].append(piece)

    parser = new_parser(start, end, text)
    parse(parser, data, name)
    return found


def tags(data: bytes, name: str, limits: Limits, wanted: str) -> list[dict[str, str]]:
    """Return the attributes, without namespaces, of the elements called *wanted* in a small part, in order.

    Raises RefusedError for what is no XML, or crosses a limit.
    """
    if not data:
        return []
    if data.count(b"<") > limits.small_tags:
        raise unsafe("small_tags", limits.small_tags, where=name)
    check_prolog(data, name)
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith(wanted) and local(tag) == wanted:
            found.append({local(key): value for key, value in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.StartElementHandler = start
    parse(parser, data, name)
    return found


def new_parser(
    start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], text: Callable[[str], None]
) -> expat.XMLParserType:
    """Return a parser that knows namespaces and hands over whole runs of text."""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    return parser


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(SEPARATOR)[2]


def escaped(text: str) -> str:
    """Return *text* as XML content; a carriage return is written so that parsers keep it."""
    return escape(text, quote=False).replace("\r", "&#13;")
