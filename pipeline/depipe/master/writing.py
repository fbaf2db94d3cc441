"""Writing a master's YAML: block style, one line a text, no more quotes than needed.

Every text is written in the first spelling that depipe's own reader reads as that text again.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from unicodedata import category

from depipe.master.model import Master
from depipe.master.reading import read

Style = Literal["plain", "'", '"']

STEP: Final = 2
"""Columns that an entry is indented by."""

_PLAIN: Final = re.compile(r"[^\W_]|[「『（(〜.+/⭐]")
"""How a text begins that may stand without quotes."""
_WORDS: Final = re.compile(
    r"y|n|yes|no|on|off|true|false|null|\.?nan|[-+]?\.?inf|(?![0-9]+\.[0-9]+\.[0-9]+$)[-+.0-9][-+.:_0-9a-fotxz ]*",
    re.IGNORECASE,
)
"""What other readers of YAML could take for something else than text: words, numbers, days, times; not versions."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that nobody sees, or that a reader takes for a line break."""


def written(master: Master) -> str:
    """Return *master* as YAML in the order of the model, without what is left at its default."""
    plain = master.model_dump(mode="json", exclude_defaults=True)
    ordered = {"id": plain.pop("id"), "version": plain.pop("version"), "title": plain.pop("title")}
    ordered |= {"language": master.language} | plain
    sections = (block({name: value}) for name, value in ordered.items())
    text = ""
    for name, lines in zip(ordered, sections, strict=True):
        compact = isinstance(ordered[name], str) and text
        text += ("" if compact or not text else "\n") + "\n".join(lines) + "\n"
    return text


def block(value: Mapping[str, Any] | Sequence[Any], *, spaced: bool = True) -> list[str]:
    """Return plain data as lines of YAML in block style, not indented.

    Entries that are mappings stand apart by a blank line, unless they stand in an entry themselves (*spaced* False).
    """
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in _entry(f"{key}:", inner, spaced=spaced)]
    lines: list[str] = []
    for inner in value:
        if lines and spaced and isinstance(inner, Mapping):
            lines.append("")
        lines += element(inner)
    return lines


def element(value: object) -> list[str]:
    """Return the lines of one entry of a list, its dash included."""
    if isinstance(value, Mapping | list) and value:
        return [("- " if n == 0 else " " * STEP if line else "") + line for n, line in enumerate(_inner(value))]
    return _entry("-", value, spaced=False)


def _inner(value: Mapping[str, Any] | Sequence[Any]) -> list[str]:
    return block(value, spaced=False)


def _entry(head: str, value: object, *, spaced: bool) -> list[str]:
    if isinstance(value, Mapping | list) and value:
        return [head, *(" " * STEP + line if line else "" for line in block(value, spaced=spaced))]
    if isinstance(value, str) and (lines := _literal(value)):
        return [f"{head} {lines[0]}", *(" " * STEP + line if line else "" for line in lines[1:])]
    return [f"{head} {scalar(value)}"]


def _literal(text: str) -> list[str]:
    """Return a text of several lines as YAML shows it best; nothing where that would not be the same text."""
    if "\n" not in text:
        return []
    lines = ["|", *text.split("\n")]
    indented = "\n".join(" " * STEP + line if line else "" for line in lines[1:])
    return lines if _reads_as(f"- |\n{indented}\n", text) else []


def scalar(value: object, style: Style = "plain") -> str:
    """Return a text, number, truth value or None on one line, in *style* where that reads as the same text.

    Raises ValueError for a text that holds half a character (a lone surrogate): no file can.
    """
    if not isinstance(value, str):
        return json.dumps(value)
    quoted: tuple[Style, ...] = ('"', "'") if "'" in value and not {'"', "\\"} & set(value) else ("'", '"')
    for one in (style, "plain", *quoted):
        spelling = _spelled(value, one)
        if spelling and _reads_as(f"- {spelling}\n", value):
            return spelling
    raise ValueError(f"no YAML holds {value!r}")


def _spelled(text: str, style: Style) -> str:
    if style == '"':
        return '"' + "".join(map(_escaped, text)) + '"'
    if any(map(_unseen, text)):
        return ""
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    return text if _PLAIN.match(text) and not _WORDS.fullmatch(text) else ""


def _escaped(sign: str) -> str:
    if sign in '"\\\n\t':
        return json.dumps(sign)[1:-1]
    if not _unseen(sign):
        return sign
    return f"\\u{ord(sign):04x}" if sign <= "\uffff" else f"\\U{ord(sign):08x}"


def _unseen(sign: str) -> bool:
    return category(sign) in _UNSEEN and sign != "\N{ZERO WIDTH JOINER}"


def _reads_as(entry: str, text: str) -> bool:
    document = read(entry)
    return not document.problems and document.data == [text]
