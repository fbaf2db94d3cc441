"""The parts of a workbook that is patched: read under the preflight's limits, changed one by one.

What is not changed keeps its compressed bytes, and the order of parts stays, so that the same change of the same file
gives the same bytes.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from depipe.workbook.marking.trees import Element, StructureError, parse, serialise
from depipe.workbook.reading.limits import Limits, RefusedError
from depipe.workbook.reading.package import ZIP_MAGIC, Package

_MOST_TAGS: Final = 2_000_000
"""Opening brackets in a part that becomes a tree: a full workbook's sheet has 600,000."""

_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_NAMES: Final = struct.Struct("<26xHH")
_VERSION: Final = 20
_UTF8: Final = 0x800
_NEW_YEAR_1980: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class _Part:
    name: str
    content: bytes
    packed: bytes | None = None
    """Its bytes in the archive, where it still is as it came."""
    method: int = zipfile.ZIP_DEFLATED
    date_time: tuple[int, int, int, int, int, int] = _NEW_YEAR_1980
    tree: Element | None = None
    changed: bool = False


class Parts:
    """All parts of one file, found without regard to case; raises StructureError for what is no sound archive."""

    def __init__(self, data: bytes) -> None:
        limits = Limits()
        if not data.startswith(ZIP_MAGIC) or len(data) > limits.file_bytes:
            raise StructureError("not a zip archive of a fitting size")
        try:
            package = Package(data, limits)
            with zipfile.ZipFile(BytesIO(data)) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            self._parts = {_key(entry.filename): _part(data, entry, package) for entry in entries}
        except RefusedError as refusal:
            raise StructureError(refusal.finding.code) from refusal

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return _key(name) in self._parts

    @property
    def names(self) -> list[str]:
        """The names of all parts, as they are written."""
        return [part.name for part in self._parts.values()]

    def content(self, name: str) -> bytes:
        """Return a part's bytes as they came, without changes to its tree; none for an absent part."""
        part = self._parts.get(_key(name))
        return part.content if part else b""

    def tree(self, name: str) -> Element:
        """Return a part's root. Whoever changes it says so with `change`."""
        part = self._parts.get(_key(name))
        if part is None:
            raise StructureError(f"{name} is missing")
        if part.tree is None:
            if part.content.count(b"<") > _MOST_TAGS:
                raise StructureError(f"{name} is too large")
            part.tree = parse(part.content)
        return part.tree

    def change(self, name: str) -> Element:
        """Return a part's root, to be written anew from it."""
        tree = self.tree(name)
        self._parts[_key(name)].changed = True
        return tree

    def put(self, name: str, content: bytes) -> None:
        """Add a part at the end."""
        self._parts[_key(name)] = _Part(name, content)

    def drop(self, name: str) -> None:
        """Leave a part out, if it is there."""
        self._parts.pop(_key(name), None)

    def to_bytes(self) -> bytes:
        """Return the file."""
        bodies: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for part in self._parts.values():
            head, entry, packed = _written(part, offset)
            bodies += (head, packed)
            directory.append(entry)
            offset += len(head) + len(packed)
        listing = b"".join(directory)
        count = len(directory)
        return b"".join((*bodies, listing, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)))


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _part(data: bytes, entry: zipfile.ZipInfo, package: Package) -> _Part:
    name = entry.filename.replace("\\", "/")
    content = package.part(name)  # checks the place, the size and the sum, so that what follows can rely on them
    start = entry.header_offset
    start += _LOCAL.size + sum(_NAMES.unpack(data[start : start + _LOCAL.size]))
    packed = data[start : start + entry.compress_size]
    return _Part(name, content, packed, entry.compress_type, entry.date_time)


def _written(part: _Part, offset: int) -> tuple[bytes, bytes, bytes]:
    """Return a part's local header, its entry in the directory, and its packed bytes (APPNOTE 4.3)."""
    if part.changed and part.tree is not None:
        part.content, part.packed = serialise(part.tree), None
    if part.packed is None:
        part.method = zipfile.ZIP_DEFLATED
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        part.packed = packer.compress(part.content) + packer.flush()
    name = part.name.encode()
    year, month, day, hour, minute, second = part.date_time
    clock, calendar = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    sizes = (len(part.packed), len(part.content))
    flags = 0 if name.isascii() else _UTF8
    shared = (_VERSION, flags, part.method, clock, calendar, zlib.crc32(part.content), *sizes, len(name), 0)
    head = _LOCAL.pack(ZIP_MAGIC, *shared) + name
    return head, _CENTRAL.pack(b"PK\x01\x02", _VERSION, *shared, 0, 0, 0, 0, offset) + name, part.packed
