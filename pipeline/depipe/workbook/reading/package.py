"""The zip archive of a returned file: which parts there are, and their bytes, inflated under a count.

Nothing that the archive says of itself is trusted: names must be plain and different, and sizes are counted while
inflating. Only parts that are asked for are inflated.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from urllib.parse import unquote

from depipe.workbook.reading.limits import Limits, RefusedError, refused, unsafe

ZIP_MAGIC: Final = b"PK\x03\x04"

_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_CHUNK: Final = 1 << 20
_SPARE: Final = 4
"""The share of all that may be inflated, within which parts are read that are not needed: a fourth."""
_BEGINNING: Final = 1 << 14
_DRIVE: Final = re.compile("[A-Za-z]:")
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
"""Signature and the lengths of name and extra field of a local file header (APPNOTE 4.3.7)."""


class Package:
    """A checked archive. Parts are found without regard to case, backslashes or a leading slash, as readers do."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self._data = data
        self._inflated = 0
        self._entries = _entries(data, limits)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return _key(name) in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, folded."""
        return tuple(self._entries)

    def can_spare(self, name: str) -> bool:
        """Tell whether a part that is not needed, as large as it says it is, leaves room for the others."""
        entry = self._entries.get(_key(name))
        return entry is not None and self._inflated + entry.file_size <= self.limits.total_bytes // _SPARE

    def part(self, name: str) -> bytes:
        """Return a part's bytes; a part that is not there is empty."""
        entry = self._entries.get(_key(name))
        if entry is None:
            return b""
        if entry.flag_bits & _ENCRYPTED:
            raise refused("file.encrypted", "zip")
        content = self._content(entry)
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise refused("file.corrupt", entry.filename)
        return content

    def beginning(self, name: str) -> bytes:
        """Return the beginning of a part, at least its first 16 KiB, without a check of the rest."""
        entry = self._entries.get(_key(name))
        if entry is None or entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & _ENCRYPTED:
            return self.part(name)
        try:
            piece = zlib.decompressobj(-zlib.MAX_WBITS).decompress(self._raw(entry), _BEGINNING)
        except zlib.error as error:
            raise refused("file.corrupt", entry.filename) from error
        self._count(len(piece), entry)
        return piece

    def _content(self, entry: zipfile.ZipInfo) -> bytes:
        raw = self._raw(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            self._count(len(raw), entry)
            return bytes(raw)
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise refused("file.corrupt", f"{entry.filename}: compression {entry.compress_type}")
        return self._inflate(raw, entry)

    def _raw(self, entry: zipfile.ZipInfo) -> memoryview:
        """Return the bytes of an entry as they are stored."""
        start = entry.header_offset
        header = self._data[start : start + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(ZIP_MAGIC):
            raise refused("file.corrupt", entry.filename)
        _, name, extra = _LOCAL_HEADER.unpack(header)
        start += _LOCAL_HEADER.size
        called = self._data[start : start + name].decode("utf-8" if entry.flag_bits & _UTF8 else "cp437", "replace")
        if called != entry.orig_filename:
            # The directory and the part disagree about its name: two readers would see two different files.
            raise refused("file.corrupt", entry.filename)
        start += name + extra
        raw = memoryview(self._data)[start : start + entry.compress_size]
        if len(raw) < entry.compress_size:
            raise refused("file.corrupt", entry.filename)
        return raw

    def _inflate(self, raw: memoryview, entry: zipfile.ZipInfo) -> bytes:
        limits = self.limits
        pieces: list[bytes] = []
        size = 0
        try:
            for piece, consumed in _inflated(raw):
                pieces.append(piece)
                size += len(piece)
                self._count(len(piece), entry)
                if size > limits.part_bytes:
                    raise unsafe("part_bytes", limits.part_bytes, where=entry.filename)
                if size > limits.ratio_grace and size > limits.ratio * consumed:
                    raise unsafe("ratio", limits.ratio, where=entry.filename)
        except zlib.error as error:
            raise refused("file.corrupt", entry.filename) from error
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _count(self, size: int, entry: zipfile.ZipInfo) -> None:
        self._inflated += size
        if self._inflated > self.limits.total_bytes:
            raise unsafe("total_bytes", self.limits.total_bytes, where=entry.filename)


def _inflated(raw: memoryview) -> Iterator[tuple[bytes, int]]:
    """Yield what *raw* inflates to in pieces of at most 1 MiB, each with the compressed bytes taken so far.

    Raises zlib.error for damage, an unexpected end included.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(raw), _CHUNK):
        taken = min(start + _CHUNK, len(raw))
        rest: bytes | memoryview = raw[start:taken]
        while rest:
            yield inflater.decompress(rest, _CHUNK), taken - len(inflater.unconsumed_tail)
            rest = inflater.unconsumed_tail
    while not inflater.eof:
        piece = inflater.decompress(b"", _CHUNK)
        if not piece:
            raise zlib.error("the data ends too early")
        yield piece, len(raw)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _entries(data: bytes, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    if data.count(b"PK\x01\x02") > limits.entries:
        # Counted before the directory is parsed; a picture may hold these four bytes by chance, but not often.
        raise unsafe("entries", limits.entries)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
    except RefusedError:
        raise
    except Exception as error:
        # zipfile meets damage with half a dozen exceptions: BadZipFile, struct.error, NotImplementedError, ...
        raise refused("file.corrupt", "zip") from error
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        _check_name(entry)
        key = _key(entry.filename)
        if key in entries:
            raise unsafe("duplicate name", where=entry.filename)
        entries[key] = entry
    return entries


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if entry.orig_filename != entry.filename or name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        # Two readers may take such a name for two different parts, or for a place outside the archive.
        raise unsafe("name", where=entry.orig_filename[:80].replace("\0", "�"))


def resolve(base: str, target: str) -> str:
    """Return the part that *target* means in the relationships of the part *base*."""
    target = unquote(target.replace("\\", "/")) if "\\" in target or "%" in target else target
    if target.startswith("/"):
        target = target.lstrip("/")
    elif base:
        target = f"{base.rpartition('/')[0]}/{target}"
    return posixpath.normpath(target).lstrip("/") if "./" in target else target.lstrip("/")


def relationships_of(part: str) -> str:
    """Return the name of the part that holds the relationships of *part*."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"
