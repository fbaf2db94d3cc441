"""The archive of a bundle: one form only, no byte that could be another one, nothing that leads out of its folder."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from depipe.bundle.archive import MANIFEST, is_canonical, pack, unpack
from depipe.errors import DataError, UsageError

CONTENT = {MANIFEST: b'{"a": 1}\n', "record.json": b"{}\n", "originals/000001-ab.xlsx": b"PK\x03\x04 and more" * 3}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an archive of three small files."""
    paths = {}
    for place, (name, data) in enumerate(CONTENT.items()):
        paths[name] = tmp_path / str(place)
        paths[name].write_bytes(data)
    pack(tmp_path / "a.zip", paths)
    return tmp_path / "a.zip"


def holds(source: Path, folder: Path, digests: dict[str, str]) -> bool:
    """Tell whether an archive is taken apart without complaint into files with these digests, byte for byte."""
    folder.mkdir()
    try:
        files = unpack(source, folder)
    except DataError:
        return False
    same = {name: one.sha256 for name, one in files.items()} == digests and all(one.sound for one in files.values())
    return same and is_canonical(source, {name: one.path for name, one in files.items()}, folder)


def test_what_was_packed_comes_back(archive: Path, tmp_path: Path) -> None:
    """Every file by its name, with its bytes; packing again gives the same archive."""
    (tmp_path / "out").mkdir()
    files = unpack(archive, tmp_path / "out")

    assert {name: one.path.read_bytes() for name, one in files.items()} == CONTENT
    assert is_canonical(archive, {name: one.path for name, one in files.items()}, tmp_path)


def test_every_changed_byte_is_found(archive: Path, tmp_path: Path) -> None:
    """Whichever byte of the whole file is another one, in two ways each: names, sizes, times, checksums, padding."""
    whole = archive.read_bytes()
    (tmp_path / "out").mkdir()
    digests = {name: one.sha256 for name, one in unpack(archive, tmp_path / "out").items()}
    assert holds(archive, tmp_path / "as-it-is", digests)

    missed = []
    for offset in range(len(whole)):
        for flip in (0x01, 0x80):
            changed = bytearray(whole)
            changed[offset] ^= flip
            other = tmp_path / "changed.zip"
            other.write_bytes(changed)
            if holds(other, tmp_path / f"{offset}-{flip}", digests):
                missed.append((offset, flip))

    assert missed == []


@pytest.mark.parametrize(
    ("where", "added"), [("end", b"\0"), ("end", b"PK"), ("beginning", b"\0"), ("beginning", b"#!/bin/sh\n")]
)
def test_added_bytes_are_found(archive: Path, tmp_path: Path, where: str, added: bytes) -> None:
    """Bytes before or behind the archive, which zip readers pass over, are found as well."""
    (tmp_path / "out").mkdir()
    digests = {name: one.sha256 for name, one in unpack(archive, tmp_path / "out").items()}
    whole = archive.read_bytes()
    archive.write_bytes(whole + added if where == "end" else added + whole)

    assert not holds(archive, tmp_path / "again", digests)


def odd(*names: str, compression: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    """Return an archive of files with these names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name in names:
            archive.writestr(name, b"x" * 1000)
        archive.comment = comment
    return written.getvalue()


def overlapping() -> bytes:
    """Return an archive whose directory names the same bytes a hundred times."""
    whole = odd(MANIFEST, "a")
    start = whole.index(b"PK\x01\x02")
    first = whole[start : whole.index(b"PK\x01\x02", start + 1)]
    entries = [first]
    for number in range(100):
        name = f"{number:0{len(MANIFEST)}}".encode()
        entries.append(first[: -len(MANIFEST)] + name)
    directory = b"".join(entries)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), start, 0)
    return whole[:start] + directory + end


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x05\x06" + bytes(18),
        b"no zip at all" * 10,
        odd("record.json"),
        odd("Manifest.json"),
        odd(MANIFEST, "../outside"),
        odd(MANIFEST, "/etc/outside"),
        odd(MANIFEST, "C:outside"),
        odd(MANIFEST, "a\\b"),
        odd(MANIFEST, "a/./b"),
        odd(MANIFEST, ".hidden"),
        odd(MANIFEST, "a//b"),
        odd(MANIFEST, "folder/"),
        odd(MANIFEST, "日本"),
        odd(MANIFEST, "A", "a"),
        odd(MANIFEST, "a", "a/b"),
        odd(MANIFEST, "a", compression=zipfile.ZIP_DEFLATED),
        odd(MANIFEST, comment=b"hello"),
        overlapping(),
    ],
)
def test_what_is_no_bundle_is_refused(tmp_path: Path, data: bytes) -> None:
    """A sentence, and not a byte outside of the folder: bad names, names that stand twice, bombs, comments, no zip."""
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "bundle").mkdir()
    (tmp_path / "odd.zip").write_bytes(data)

    with pytest.raises(DataError, match="no bundle of depipe's"):
        unpack(tmp_path / "odd.zip", tmp_path / "room" / "bundle")

    assert {path.name for path in tmp_path.iterdir()} == {"room", "odd.zip"}
    assert [path.name for path in (tmp_path / "room").iterdir()] == ["bundle"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A name that is mistyped is usage, not damage."""
    with pytest.raises(UsageError, match="There is no file"):
        unpack(tmp_path / "none.zip", tmp_path)
