"""The locked cells: what must not change in a returned workbook, and how the writer and the reader compare it.

A text is known by its sheet and a key that is found again whatever was sorted, inserted or hidden: never a position.
The standard library only, so that reading workers may import it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from depipe.folding import fold
from depipe.stars import written
from depipe.workbook.identity import Identity, Issuance
from depipe.workbook.layout import (
    HEADER_DECISION,
    HEADER_REASON,
    HEADER_SCOPE,
    HEADER_TOOL,
    HEADER_VERIFIED_ON,
    HEADER_VERSION,
    ITEM_HEADERS,
    LABEL_EVALUATOR,
    PROPOSAL_HEADERS,
    SCALE_HEADERS,
    SHEET_CONTEXT,
    SHEET_DECISIONS,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_SCALE,
    decision_headers,
    rating_headers,
)
from depipe.workbook.topics import evaluators_of, issue, sayings

if TYPE_CHECKING:
    from depipe.master.model import Master

DIGITS: Final = 12
"""Hexadecimal digits of a cell's digest: chance finds two equal texts among a million once in 10^8 workbooks."""


class LockedDigest(NamedTuple):
    """The digest of one locked text, as a row of the sheet _depipe holds it."""

    sheet: str
    key: str
    digest: str


def plain(text: str) -> str:
    """Return a master's line as a cell shows it: without its Markdown emphasis."""
    return text.replace("**", "").replace("`", "")


def cell_key(row: str, header: str) -> str:
    """Return the key of the cell in the row of an item's id, a tool or a star level and the column of *header*."""
    return f"{fold(row)}|{fold(header)}"


def header_key(header: str) -> str:
    """Return the key of a header or a label itself."""
    return f"|{fold(header)}"


def pair_key(item_id: str, tool: str) -> str:
    """Return what a row of 裁定 is known by."""
    return f"{item_id}|{tool}"


def locked_texts(master: "Master", issuance: Issuance) -> dict[tuple[str, str], str]:
    """Return every locked text of the workbook of *issuance*, by (sheet, key).

    評価: the headers and the four cells of each item. 前提パラメータ: labels, headers, the tools' names and attributes,
    and the values that the lead issued. 星の基準: the scale, row by row of stars. 追加項目: the headers. 裁定: the
    headers, and each row but its decision and its reason.
    """
    identity = issuance.identity
    texts = _decision_texts(master, issuance) if identity.mode == "adjudicate" else _rating_texts(master, identity)
    return {(sheet, key): text for sheet, key, text in (*texts, *_scale_texts(master))}


def _decision_texts(master: "Master", issuance: Issuance) -> Iterator[tuple[str, str, str]]:
    language, evaluators = issuance.identity.language, evaluators_of(issuance.topics)
    headers = decision_headers(evaluators)
    for header in headers:
        yield SHEET_DECISIONS, header_key(header), header
    for topic in issuance.topics:
        item = master.items_by_id[topic.item_id]
        cells = (
            topic.item_id,
            plain(item.name),
            topic.tool,
            issue(topic, language),
            *sayings(topic, evaluators, language),
            plain(item.description),
        )
        fixed = (header for header in headers if header not in {HEADER_DECISION, HEADER_REASON})
        for header, text in zip(fixed, cells, strict=True):
            yield SHEET_DECISIONS, cell_key(pair_key(topic.item_id, topic.tool), header), text


def _rating_texts(master: "Master", identity: Identity) -> Iterator[tuple[str, str, str]]:
    for header in rating_headers(identity.tools):
        yield SHEET_RATINGS, header_key(header), header
    for item in master.items:
        cells = (item.category, item.id, plain(item.name), plain(item.description))
        for header, text in zip(ITEM_HEADERS, cells, strict=True):
            yield SHEET_RATINGS, cell_key(item.id, header), text
    yield from _context_texts(master, identity)
    for header in PROPOSAL_HEADERS.values():
        yield SHEET_PROPOSALS, header_key(header), header


def _scale_texts(master: "Master") -> Iterator[tuple[str, str, str]]:
    for header in SCALE_HEADERS:
        yield SHEET_SCALE, header_key(header), header
    for level in master.scale.levels:
        stars = written(level.stars)
        cells = (stars, plain(level.label), plain(level.definition), plain(level.criterion))
        for header, text in zip(SCALE_HEADERS, cells, strict=True):
            yield SHEET_SCALE, cell_key(stars, header), text


def _context_texts(master: "Master", identity: Identity) -> Iterator[tuple[str, str, str]]:
    attributes = [attribute.name for attribute in master.tool_attributes]
    scope = [HEADER_SCOPE] if identity.mode == "prefill" else []
    for label in (LABEL_EVALUATOR, *master.parameter_names):
        yield SHEET_CONTEXT, header_key(label), label
    for header in (HEADER_TOOL, HEADER_VERSION, HEADER_VERIFIED_ON, *attributes, *scope):
        yield SHEET_CONTEXT, header_key(header), header
    for name, value in (identity.context or {}).items():
        yield SHEET_CONTEXT, cell_key(name, ""), value
    for tool in identity.tools:
        yield SHEET_CONTEXT, cell_key(tool, HEADER_TOOL), tool
        for name in attributes:
            yield SHEET_CONTEXT, cell_key(tool, name), identity.attributes[tool][name]


def text_digest(text: str) -> str:
    """Return the digest of one locked text: equal for texts that differ only in what folding drops."""
    return hashlib.sha256(fold(plain(text)).encode()).hexdigest()[:DIGITS]


def digests(texts: Mapping[tuple[str, str], str]) -> tuple[LockedDigest, ...]:
    """Return the digest of every locked text, in the order of *texts*."""
    return tuple(LockedDigest(sheet, key, text_digest(text)) for (sheet, key), text in texts.items())


def digest(rows: Iterable[LockedDigest]) -> str:
    """Return the digest of all locked texts together: what an identity carries; the order does not matter."""
    return hashlib.sha256("\n".join(sorted("\t".join(row) for row in rows)).encode()).hexdigest()


def locked_digest(master: "Master", issuance: Issuance) -> str:
    """Return the digest of all locked texts of the workbook of *issuance*."""
    return digest(digests(locked_texts(master, issuance)))
