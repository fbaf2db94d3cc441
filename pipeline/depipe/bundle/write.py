"""Writing a bundle: the outputs with everything that they were computed from, proved before it is handed over."""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from depipe.bundle.archive import MANIFEST, pack, sha256_of
from depipe.bundle.differences import Difference
from depipe.bundle.manifest import FileDigest, dumped, manifest_of
from depipe.bundle.outputs import OUTPUTS
from depipe.bundle.record import ISSUANCES, MASTERS, RECORD, record_of
from depipe.bundle.verify import Progress, Verification, silent, verify
from depipe.errors import DataError, UsageError
from depipe.flow.compare import Outputs, Settings
from depipe.ledger.documents import issuance_from
from depipe.ledger.history import issuance_documents
from depipe.ledger.store import Ledger
from depipe.placing import explained
from depipe.scratch import room_beside

_TOGETHER: Final = 64
"""Originals that are in memory at once."""


def refuse_hiding(settings: Settings) -> None:
    """Raise UsageError where evaluators' names are to be hidden: a bundle holds the originals, which name them."""
    if settings.anonymous:
        raise UsageError(
            "--anonymous と --bundle は一緒に使えません。バンドルには、評価者の名前が入った原本がそのまま入ります。",
            "--anonymous and --bundle cannot be used together: a bundle holds the originals, and these name the "
            "evaluators.",
        )


def refuse_misnamed(target: Path) -> None:
    """Raise UsageError where a bundle would have a name that says that it is something else."""
    if target.suffix.lower() != ".zip":
        raise UsageError(
            f"{target}: バンドルは zip ファイルです。--bundle には .zip で終わる名前を指定してください。",
            f"{target}: a bundle is a zip file. Give --bundle a name that ends in .zip.",
        )


def write_bundle(
    ledger: Ledger, outputs: Outputs, folder: Path, target: Path, *, workers: int = 1, progress: Progress = silent
) -> Verification:
    """Write what *outputs* were computed from, and their files in *folder*, to *target*; return what proving it found.

    The bundle is verified as anybody else will, and appears whole or not at all. Raises UsageError where names are
    to be hidden, DataError when the originals no longer say what the ledger holds, SurroundingsError when it cannot
    be written or an original is damaged.
    """
    refuse_hiding(outputs.settings)
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with room_beside(target) as room:
            files = dict(_files(ledger, outputs, folder, room))
            digests = tuple(
                FileDigest(path=n, size=p.stat().st_size, sha256=sha256_of(p)) for n, p in sorted(files.items())
            )
            issuances = sum(name.startswith(f"{ISSUANCES}/") for name in files)
            manifest = manifest_of(outputs, issuances=issuances, files=digests)
            files[MANIFEST] = _written(room / MANIFEST, manifest)
            beside = room / target.name
            pack(beside, files)
            proof = verify(beside, workers=workers, progress=progress)
            if not proof.verified:
                raise _unproved(proof.differences)
            with beside.open("rb") as stream:
                os.fsync(stream.fileno())
            beside.replace(target)
    return proof


def _files(ledger: Ledger, outputs: Outputs, folder: Path, room: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file but the manifest by its name in the bundle; what is no file yet is written into *room*."""
    record = record_of(outputs.history.submissions)
    documents = issuance_documents(ledger, as_of=outputs.settings.as_of)
    asked = {one.master_digest for one in record.submissions}
    asked.update(issuance_from(document).identity.master_digest for document in documents)
    known = ledger.masters() | {outputs.master.digest: outputs.master}
    yield RECORD, _written(room / RECORD, record)
    for name in (MASTERS, ISSUANCES):
        (room / name).mkdir()
    for digest in sorted(asked | {outputs.master.digest}):
        name = f"{MASTERS}/{digest}.json"
        yield name, _written(room / name, known[digest])
    for number, document in enumerate(documents, start=1):
        name = f"{ISSUANCES}/{number:06}.json"
        (room / name).write_text(document, "utf-8", newline="\n")
        yield name, room / name
    places = {one.submission_id: one.original for one in record.submissions}
    yield from _originals(ledger, places, room)
    for name in outputs.names:
        yield f"{OUTPUTS}/{name}", folder / name


def _originals(ledger: Ledger, places: Mapping[str, str], room: Path) -> Iterator[tuple[str, Path]]:
    remaining = iter(places)
    while together := list(islice(remaining, _TOGETHER)):
        for submission_id, kept in ledger.kept(together).items():
            path = room / places[submission_id]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(kept.original)
            yield places[submission_id], path


def _written(path: Path, value: BaseModel) -> Path:
    path.write_bytes(dumped(value))
    return path


def _unproved(differences: Sequence[Difference]) -> DataError:
    first = differences[0].words
    more = len(differences) - 1
    beyond = ("", "") if not more else (f" ほか {more} 件。", f" And {more} more.")
    return DataError(
        f"原本から作り直すと台帳の内容と一致しないため、バンドルを作りませんでした。{first.ja}。{beyond[0]}"
        "いまの規則では読み取りが変わる原本があります。depipe ledger rebuild で確かめ、"
        "depipe ledger rebuild --keep で読み直しを保存してから、もう一度実行してください。",
        f"No bundle was written, as the originals give something else than the ledger holds. {first.en}.{beyond[1]} "
        "Today's rules read an original differently: see depipe ledger rebuild, keep it with "
        "depipe ledger rebuild --keep, then run this again.",
    )
