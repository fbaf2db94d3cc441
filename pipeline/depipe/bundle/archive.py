"""The zip archive of a bundle: written in one way only, and trusted in nothing.

The same content gives the same bytes: names in order, nothing compressed (compressors differ from machine to machine),
no time, one set of attributes. So every byte of an archive is held against what depipe would have written, and none of
it can be a bomb: what is stored takes no more room than the archive itself.
"""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from depipe.errors import DataError, UsageError

MANIFEST: Final = "manifest.json"

_PIECE: Final = 1 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16
_DIRECTORY_BYTES: Final = 256 << 20
"""What the list of names may take: more than a million of them."""
_END: Final = struct.Struct("<4s4H2LH")
"""The end record (APPNOTE 4.3.16): signature, disks and counts, size and place of the directory, comment length."""
_LOCAL: Final = struct.Struct("<4s22xHH")
"""Signature and the lengths of name and extra field of a local header (APPNOTE 4.3.7)."""
_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,4}", re.ASCII)
"""No name is hidden, absolute, or leads out of a folder."""


class Unpacked(NamedTuple):
    """A file of a bundle: where it lies now, its size and SHA-256, and whether it has the archive's own checksum."""

    path: Path
    size: int
    sha256: str
    sound: bool


def pack(target: Path, files: Mapping[str, Path]) -> None:
    """Write the archive of *files* by name to *target*: the manifest first, then by name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != MANIFEST, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr, entry.file_size = _UNIX, _MODE, files[name].stat().st_size
            with files[name].open("rb") as source, archive.open(entry, "w") as stored:
                while piece := source.read(_PIECE):
                    stored.write(piece)


def unpack(source: Path, folder: Path) -> dict[str, Unpacked]:
    """Write every file of the archive *source* into the empty *folder* and return them by name.

    Raises UsageError when there is no such file, DataError when it is no bundle or too damaged to be taken apart.
    """
    if not source.is_file():
        raise UsageError(f"{source} が見つかりません。", f"There is no file {source}.")
    unpacked: dict[str, Unpacked] = {}
    with source.open("rb") as stream:
        for entry in _entries(source):
            path = folder / entry.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            stream.seek(entry.header_offset)
            header = stream.read(_LOCAL.size)
            if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
                raise damaged(source, entry.filename)
            stream.seek(sum(_LOCAL.unpack(header)[1:]), 1)
            digest, checksum, rest = hashlib.sha256(), 0, entry.file_size
            with path.open("xb") as written:
                while rest and (piece := stream.read(min(rest, _PIECE))):
                    written.write(piece)
                    digest.update(piece)
                    checksum, rest = zlib.crc32(piece, checksum), rest - len(piece)
            if rest:
                raise damaged(source, entry.filename)
            sound = checksum == entry.CRC
            unpacked[entry.filename] = Unpacked(path, entry.file_size, digest.hexdigest(), sound)
    return unpacked


def is_canonical(source: Path, files: Mapping[str, Path], folder: Path) -> bool:
    """Tell whether *source* is byte for byte the archive of *files*; *folder* has room for another one."""
    again = folder / "again.zip"
    pack(again, files)
    try:
        return sha256_of(source) == sha256_of(again)
    finally:
        again.unlink()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damaged(source: Path, where: str) -> DataError:
    """Return the error for an archive that is not what depipe writes."""
    return DataError(
        f"{source} は壊れているか、depipe のバンドルではありません（{where}）。"
        "作成した人からもう一度受け取ってください。",
        f"{source} is damaged, or no bundle of depipe's ({where}): get it again from whoever made it.",
    )


def _entries(source: Path) -> list[zipfile.ZipInfo]:
    """Return the entries, each under a plain name of its own, together no larger than the archive."""
    size = source.stat().st_size
    with source.open("rb") as stream:
        stream.seek(max(size - _END.size, 0))
        end = stream.read()
    if len(end) < _END.size or not end.startswith(b"PK\x05\x06") or _END.unpack(end)[5] > _DIRECTORY_BYTES:
        raise damaged(source, "zip")
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except Exception as error:
        # zipfile meets damage with half a dozen exceptions: BadZipFile, struct.error, NotImplementedError, ...
        raise damaged(source, "zip") from error
    names = set()
    for entry in entries:
        folded = entry.filename.casefold()
        if entry.orig_filename != entry.filename or not _NAME.fullmatch(entry.filename) or folded in names:
            raise damaged(source, ascii(entry.orig_filename[:80]))
        if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size or entry.flag_bits:
            raise damaged(source, entry.filename)
        if entry.header_offset < 0:  # so does zipfile read one whose place and size contradict each other
            raise damaged(source, entry.filename)
        names.add(folded)
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    if names & folders:
        raise damaged(source, min(names & folders))
    if sum(entry.file_size for entry in entries) > size or MANIFEST not in {entry.filename for entry in entries}:
        raise damaged(source, "zip")
    return entries
