"""Proving an issued workbook: it is read again with another library and must hold every promise of the layout.

Workbooks of one layout for different evaluators are alike but for their shared strings and document properties: the
first one is proved whole, the others by being alike.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from depipe.errors import ProofError
from depipe.master.model import Master
from depipe.workbook.identity import Issuance
from depipe.workbook.locked import locked_digest
from depipe.workbook.proving.promises import broken_promises

SHOWN: Final = 20
"""How many broken promises an error lists before it counts the rest."""

_STRINGS: Final = "xl/sharedStrings.xml"
_PROPERTIES: Final = "docProps/custom.xml"
_STRING: Final = re.compile(r"<si><t[^>]*>(.*?)</t></si>", re.DOTALL)
_PROPERTY: Final = re.compile(r"<vt:lpwstr>(.*?)</vt:lpwstr>", re.DOTALL)


class Prover:
    """Proves the workbooks of one master; a layout that was proved once is not proved again."""

    def __init__(self, master: Master) -> None:
        self._master = master
        self._proved: set[str] = set()

    def prove(self, data: bytes, issuance: Issuance) -> None:
        """Raise ProofError, listing what does not hold, unless *data* is the workbook of *issuance*."""
        shape = _shape(data, self._encoded(issuance), issuance.identity.evaluator)
        if shape is not None and shape in self._proved:
            return
        problems = broken_promises(data, self._master, issuance)
        if problems:
            raise _error(problems)
        if shape is not None:
            self._proved.add(shape)

    def _encoded(self, issuance: Issuance) -> str:
        identity = issuance.identity
        if not identity.locked_digest:
            identity = replace(identity, locked_digest=locked_digest(self._master, issuance))
        return identity.encode()


def prove(data: bytes, master: Master, issuance: Issuance) -> None:
    """Raise ProofError, listing what does not hold, unless *data* is the workbook of *issuance*."""
    Prover(master).prove(data, issuance)


def _shape(data: bytes, encoded: str, evaluator: str | None) -> str | None:
    """Return a digest of everything but whose workbook it is, or None where that does not stand where it should.

    The answers that a prefilled workbook is issued with are part of it: such workbooks are proved one by one.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    except (BadZipFile, NotImplementedError):
        return None
    strings, properties = parts.pop(_STRINGS, b"").decode(), parts.pop(_PROPERTIES, b"").decode()
    own = {encoded: "identity", evaluator: "evaluator"}
    texts = [unescape(text) for text in _STRING.findall(strings)]
    if "".join(map(unescape, _PROPERTY.findall(properties))) != encoded or texts.count(encoded) != 1:
        return None
    return _digest(parts, [own.get(text) or f"={text}" for text in texts])


def _digest(parts: Mapping[str, bytes], texts: list[str]) -> str:
    total = hashlib.sha256()
    for name, content in parts.items():
        total.update(name.encode())
        total.update(hashlib.sha256(content).digest())
    total.update("\0".join(texts).encode())
    return total.hexdigest()


def _error(problems: list[str]) -> ProofError:
    listed = "\n".join(f"  {problem}" for problem in problems[:SHOWN])
    rest = len(problems) - SHOWN
    more_ja, more_en = (f"\n  ほか{rest}件", f"\n  and {rest} more") if rest > 0 else ("", "")
    return ProofError(
        "作成したワークブックが仕様を満たしていないため、発行しません。depipe の不具合です。お知らせください。\n"
        f"{listed}{more_ja}",
        "The workbook that was written does not hold what it should, so it is not issued. This is a bug in depipe; "
        f"please report it.\n{listed}{more_en}",
    )
