"""The fixed texts that no master alone tells: prose, captions, labels. They travel with the workbook, whole.

A digest would tell that such a text was changed, not what it was: wording belongs to the depipe that issued the
workbook, and another one may read it. The standard library only, so that reading workers may import it.
"""

import binascii
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from depipe.workbook.identity import UNSOUND, Issuance
from depipe.workbook.layout import IDENTITY_PREFIX, LABEL_DECIDER, SHEET_DECISIONS, SHEET_SCALE, SHEET_START
from depipe.workbook.locked import locked_texts, plain

if TYPE_CHECKING:
    from depipe.master.model import Master

PREFIX: Final = "texts:"
"""How a cell of the hidden sheet begins that holds a part of them."""
_PART: Final = 1_000
"""Characters of them in a cell: the preflight counts what cells say exactly where one string is long and many share."""
_MOST: Final = 4_000_000
"""Bytes that they may inflate to: fifty times what those of a large master do."""


class FixedText(NamedTuple):
    """A text, and its cell as issued, from 1. None stands for the evaluator's name, which the identity tells.

    A *landmark* is compared elsewhere: here it only tells where its neighbours stand.
    """

    row: int
    column: int
    text: str | None
    landmark: bool = False


FixedTexts = Mapping[str, Sequence[FixedText]]
"""The texts by their sheet, row by row."""
_NONE: Final[FixedTexts] = MappingProxyType({})


def fixed_texts(
    written: Mapping[str, Mapping[tuple[int, int], str]], master: "Master", issuance: Issuance
) -> FixedTexts:
    """Return what travels of the locked cells that were *written*, by sheet and (row, column) from 0.

    What is compared with the master and the identity is left out, but for landmarks.
    """
    told = {(sheet, text) for (sheet, _), text in locked_texts(master, issuance).items() if sheet != SHEET_SCALE}
    told.update((SHEET_SCALE, text) for text in _meanings(master))
    told.add((SHEET_DECISIONS, LABEL_DECIDER))
    evaluator = issuance.identity.evaluator
    all_texts = {
        sheet: [
            FixedText(
                row + 1,
                column + 1,
                None if (sheet, text) == (SHEET_START, evaluator) else text,
                (sheet, text) in told,
            )
            for (row, column), text in sorted(texts.items())
            if not text.startswith(IDENTITY_PREFIX)
        ]
        for sheet, texts in written.items()
    }
    return {sheet: list(_needed(texts, sheet)) for sheet, texts in all_texts.items()}


def _needed(texts: Sequence[FixedText], sheet: str) -> Iterator[FixedText]:
    """Yield what is compared, and the landmarks as far as the first row below it: a table's header."""
    last = max((text.row for text in texts if not text.landmark), default=0)
    below = min((text.row for text in texts if text.landmark and text.row > last), default=last)
    for text in texts:
        if not text.landmark or (text.row <= below and sheet != SHEET_SCALE):
            yield text


def _meanings(master: "Master") -> Iterator[str]:
    for level in master.scale.levels:
        yield from map(plain, (level.label, level.definition, level.criterion))
    for rubric in master.rubrics:
        yield from map(plain, rubric.levels)


def encode(texts: FixedTexts) -> list[str]:
    """Return *texts* as the cells that hold them: ASCII, the same for the same texts."""
    packed = zlib.compress(json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    letters = binascii.b2a_base64(packed, newline=False).decode()
    return [PREFIX + letters[start : start + _PART] for start in range(0, len(letters), _PART)]


def decode(cells: Iterable[str]) -> FixedTexts:
    """Return the texts that *cells* hold, as far as there are some; nothing where anything was changed."""
    return _decoded("".join(cell.strip().removeprefix(PREFIX) for cell in cells if cell.startswith(PREFIX)))


@lru_cache(maxsize=64)  # workbooks that were issued together hold the same
def _decoded(letters: str) -> FixedTexts:
    if not letters:
        return _NONE
    try:
        inflater = zlib.decompressobj()
        packed = inflater.decompress(binascii.a2b_base64(letters), _MOST)
        said = json.loads(packed) if inflater.eof else {}
        texts = {sheet: [FixedText(*text) for text in listed] for sheet, listed in said.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error):
        return _NONE
    return texts if all(_is_sound(text) for listed in texts.values() for text in listed) else _NONE


def _is_sound(text: FixedText) -> bool:
    """Tell whether every field is of its kind: the text came from outside."""
    return (
        type(text.row) is int
        and type(text.column) is int
        and type(text.landmark) is bool
        and (text.text is None or (type(text.text) is str and UNSOUND.search(text.text) is None))
    )
