"""Names that become labels and headers of a workbook: usable as such, and told apart after folding."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from depipe.folding import fold
from depipe.master.document import Document, TextPlace
from depipe.master.problem import Problem
from depipe.master.texts import utf16_units

# The workbook's own labels and headers. Its layout stands on a floor above, so they are written down here a second
# time; a test holds the two together.
RATING_HEADERS: Final = ("カテゴリ", "ID", "項目", "評価内容")
TOOL_HEADERS: Final = ("ツール", "バージョン", "検証日", "再検証の範囲")
EVALUATOR_LABEL: Final = "評価者"
NOTE_NAMES: Final = ("Doc", "Repro", "Evidence")
REMARKS_HEADER: Final = "備考"
"""The column of notes in the comparison."""
CONTEXT_COLUMN: Final = "context_id"
"""Stands beside the parameters in the tables."""

MAX_NAME: Final = 255
"""UTF-16 units that a spreadsheet still looks up."""

_TOOLS: Final = "tools[]"
_PARAMETERS: Final = "parameters.entries[].name"
_ATTRIBUTES: Final = "tool_attributes[].name"
_CATEGORIES: Final = "categories[].name"
_OTHER_NAMES: Final = ("title", "items[].name", "parameters.entries[].options[]", "tool_attributes[].options[]")

# What separates names from values on the command line: `--context KEY=VALUE`, `--tool-attribute TOOL:NAME=VALUE`.
_SEPARATORS: Final = {_TOOLS: "=", _PARAMETERS: "=", _ATTRIBUTES: "=:"}

_LINE_BREAK: Final = re.compile("[\t\n\u2028\u2029]")
"""What belongs into texts but not into names; what belongs into neither is `texts`' own."""


def name_problems(document: Document) -> Iterator[Problem]:
    """Return what is wrong with the names of everything but the tools."""
    for pattern in (_PARAMETERS, _ATTRIBUTES, _CATEGORIES):
        yield from _unusable(document, pattern)
        yield from repeated(document, document.texts(pattern), _key)
    for pattern in _OTHER_NAMES:
        yield from _unusable(document, pattern)
    taken = {_key(label): label for label in (EVALUATOR_LABEL, TOOL_HEADERS[0], CONTEXT_COLUMN)}
    yield from _taken(document, document.texts(_PARAMETERS), taken)
    yield from _taken(document, document.texts(_ATTRIBUTES), {_key(label): label for label in TOOL_HEADERS})


def tool_problems(document: Document) -> Iterator[Problem]:
    """Return what is wrong with the names of the tools, as the headers and labels that they become."""
    tools = document.texts(_TOOLS)
    yield from _unusable(document, _TOOLS)
    yield from repeated(document, tools, _key)
    others = (text for pattern in (_PARAMETERS, _ATTRIBUTES) for _, text in document.texts(pattern))
    notes = (f"{text} {note}" for _, text in tools for note in NOTE_NAMES)
    labels = (*RATING_HEADERS, *TOOL_HEADERS, EVALUATOR_LABEL, REMARKS_HEADER, *others, *notes)
    yield from _taken(document, tools, {_key(label): label for label in labels})


def repeated(document: Document, places: Iterable[TextPlace], key: Callable[[str], str]) -> Iterator[Problem]:
    """Return a problem for each text that an earlier one equals by *key*."""
    first: dict[str, str] = {}
    for path, text in places:
        if key(text) in first:
            yield document.problem(
                path, f"「{text}」は「{first[key(text)]}」と重なっています。", f"“{text}” repeats “{first[key(text)]}”."
            )
        first.setdefault(key(text), text)


def _taken(document: Document, places: Iterable[TextPlace], labels: Mapping[str, str]) -> Iterator[Problem]:
    for path, text in places:
        if _key(text) in labels:
            label = labels[_key(text)]
            yield document.problem(
                path,
                f"「{text}」はワークブックの見出し「{label}」と重なるため使えません。",
                f"“{text}” cannot be used: the workbook has a header “{label}”.",
            )


def _unusable(document: Document, pattern: str) -> Iterator[Problem]:
    """Check that a name is one line of visible text without spaces around it, and short enough to be looked up."""
    separators = _SEPARATORS.get(pattern, "")
    for path, text in document.texts(pattern):
        if not fold(text):
            yield document.problem(path, "見える文字がありません。", "There is no visible character.")
        elif text != text.strip():
            yield document.problem(
                path, "前後の空白や改行を取り除いてください。", "Remove the spaces or line breaks around it."
            )
        elif _LINE_BREAK.search(text):
            yield document.problem(path, "名前に改行やタブは使えません。", "A name holds no line break or tab.")
        elif set(separators) & set(text):
            listed = " ".join(separators)
            yield document.problem(
                path,
                f"名前に {listed} は使えません（コマンドで値と区切る記号です）。",
                f"A name holds no {listed}: commands separate names from values with it.",
            )
        elif utf16_units(text) > MAX_NAME:
            yield document.problem(path, f"名前は {MAX_NAME} 文字までです。", f"A name has at most {MAX_NAME} units.")


def _key(name: str) -> str:
    return fold(name).casefold()
