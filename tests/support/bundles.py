"""Bundles as somebody who forges them makes them: taken apart, changed, and put together with digests that hold."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from depipe.bundle.archive import MANIFEST, pack

Change = Callable[[dict[str, bytes]], None]


def contents(bundle: Path) -> dict[str, bytes]:
    """Return every file of a bundle by its name."""
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forged(bundle: Path, target: Path, change: Change, *, told: Mapping[str, object] | None = None) -> Path:
    """Write *bundle* to *target* after *change*, with digests that hold; *told* changes the manifest."""
    files = contents(bundle)
    change(files)
    manifest = json.loads(files.pop(MANIFEST)) | dict(told or {})
    manifest["files"] = [
        {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return packed(files, target)


def packed(files: Mapping[str, bytes], target: Path) -> Path:
    """Write an archive of *files* as depipe writes one."""
    folder = target.with_suffix(".files")
    paths = {}
    for place, (name, data) in enumerate(files.items()):
        paths[name] = folder / str(place)
        paths[name].parent.mkdir(parents=True, exist_ok=True)
        paths[name].write_bytes(data)
    pack(target, paths)
    return target


def table_changed(name: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Change:
    """Return the change of one table of a bundle."""

    def changed(files: dict[str, bytes]) -> None:
        place = f"outputs/tables/{name}.parquet"
        written = io.BytesIO()
        change(pl.read_parquet(files[place])).write_parquet(written)
        files[place] = written.getvalue()

    return changed
