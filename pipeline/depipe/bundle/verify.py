"""Verify: a bundle -> its digests, its originals read again, every table and output derived again -> what differs.

The ledger is not asked: everything comes out of the bundle, and nothing in it is trusted.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import depipe
from depipe.bundle.archive import MANIFEST, Unpacked, damaged, is_canonical, sha256_of, unpack
from depipe.bundle.differences import CellDifference, Difference, FileDifference
from depipe.bundle.manifest import Manifest, dumped, loaded, manifest_of, packages, read_manifest
from depipe.bundle.originals import rows_again
from depipe.bundle.outputs import OUTPUTS, file_differences, table_differences
from depipe.bundle.record import ISSUANCES, MASTERS, ORIGINALS, RECORD, Record, read_issuances, read_masters
from depipe.flow.compare import NothingYetError, Outputs, derived, save
from depipe.flow.scored import replayed
from depipe.ledger.decoding import decoded
from depipe.ledger.history import joined
from depipe.scratch import Scratch

Progress = Callable[[int], AbstractContextManager[Callable[[], object]]]
"""From how many originals there are to what is called after each."""


def silent(_: int) -> AbstractContextManager[Callable[[], object]]:
    """Show nothing."""
    return nullcontext(lambda: None)


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of a bundle.

    differences: what is not as it should be, cells first. undecided: outputs that are not what is derived here, which
    proves nothing where other versions wrote them: `versions` has those packages, with their version there and here.
    derived: the names of the outputs that were derived, tables among them.
    """

    sha256: str
    manifest: Manifest
    differences: tuple[Difference, ...]
    undecided: tuple[str, ...]
    versions: Mapping[str, tuple[str | None, str | None]]
    derived: tuple[str, ...]

    @property
    def verified(self) -> bool:
        """Whether everything is as it should be."""
        return not self.differences


def verify(source: Path, *, workers: int = 1, progress: Progress = silent) -> Verification:
    """Derive everything in the bundle *source* again and return what differs.

    Raises UsageError when there is no such file, DataError when it is no bundle, is damaged beyond telling which file
    differs, or is a newer depipe's; OSError when there is no room to unpack it.
    """
    with Scratch() as scratch:
        room = scratch.path
        (room / "bundle").mkdir()
        files = unpack(source, room / "bundle")
        paths = {name: one.path for name, one in files.items()}
        manifest = read_manifest(paths[MANIFEST], source)
        differences: list[Difference] = list(_changed(files, manifest))
        if not differences and not is_canonical(source, paths, room):
            differences.append(FileDifference(source.name, "archive"))
        versions = _differing(manifest.versions, {"depipe": depipe.__version__, **packages()})
        outputs = _derived(source, manifest, files, differences, workers=workers, progress=progress)
        made = _saved(outputs, room / "derived") if outputs else {}
        differences += table_differences(made, paths)
        apart = list(file_differences(made, paths)) if outputs else []
        undecided = [one for one in apart if versions and one.why == "derived"]
        differences += [one for one in apart if one not in undecided]
        return Verification(
            sha256=sha256_of(source),
            manifest=manifest,
            differences=_cells_first(differences),
            undecided=tuple(one.path for one in undecided),
            versions=versions,
            derived=tuple(made),
        )


def _changed(files: Mapping[str, Unpacked], manifest: Manifest) -> list[FileDifference]:
    """Return the files that are not what the manifest and the archive say of them."""
    listed = {one.path: one for one in manifest.files}
    changed = [FileDifference(MANIFEST, "digest")] if not files[MANIFEST].sound else []
    for name in sorted((files.keys() | listed.keys()) - {MANIFEST}):
        if name not in files:
            changed.append(FileDifference(name, "missing"))
        elif name not in listed:
            changed.append(FileDifference(name, "unexpected"))
        else:
            told, found = listed[name], files[name]
            if (told.size, told.sha256) != (found.size, found.sha256) or not found.sound:
                changed.append(FileDifference(name, "digest"))
    return changed


def _derived(
    source: Path,
    manifest: Manifest,
    files: Mapping[str, Unpacked],
    differences: list[Difference],
    *,
    workers: int,
    progress: Progress,
) -> Outputs | None:
    """Return the outputs that the originals give today; None where nothing counts. Adds what else is not right."""
    paths = {name: one.path for name, one in files.items()}
    if RECORD not in paths:
        raise damaged(source, RECORD)
    told = loaded(Record, paths[RECORD], source, RECORD).submissions
    masters = read_masters(paths, source)
    if manifest.master.digest not in masters or not {one.master_digest for one in told} <= masters.keys():
        raise damaged(source, MASTERS)
    issued = list(read_issuances(paths, source))
    differences += _unlike_the_record(files, told_digests={one.original: one.digest for one in told})
    with progress(sum(not one.withdrawn for one in told)) as advance:
        rows = rows_again(
            told,
            paths,
            masters,
            {issuance.identity.workbook_id: issuance for _, issuance in issued},
            differences,
            workers=workers,
            advance=advance,
        )
        handed_out = [(issuance.identity.workbook_id, document) for document, issuance in issued]
        master = masters[manifest.master.digest]
        told_again = joined([*(decoded(some) for some in rows), decoded((), handed_out)])
    try:
        outputs = derived(replayed(master, [told_again]), manifest.asked(), masters=masters)
    except NothingYetError:
        return None
    again = manifest_of(outputs, issuances=len(issued), files=manifest.files, format_version=manifest.format_version)
    versions = {"depipe": manifest.depipe, "written_with": manifest.written_with}
    if dumped(again.model_copy(update=versions)) != paths[MANIFEST].read_bytes():
        differences.append(FileDifference(MANIFEST, "derived"))
    return outputs


def _unlike_the_record(files: Mapping[str, Unpacked], told_digests: Mapping[str, str]) -> list[FileDifference]:
    """Return the originals that are not those of the record (by place), and what belongs nowhere."""
    found: list[FileDifference] = []
    for name, digest in told_digests.items():
        if name not in files:
            found.append(FileDifference(name, "missing"))
        elif files[name].sha256 != digest:
            found.append(FileDifference(name, "record"))
    places = {MANIFEST, RECORD, MASTERS, ISSUANCES, ORIGINALS, OUTPUTS}
    for name in files:
        folder = PurePosixPath(name).parts[0]
        if folder not in places or (folder == ORIGINALS and name not in told_digests):
            found.append(FileDifference(name, "unexpected"))
    return found


def _saved(outputs: Outputs, folder: Path) -> dict[str, Path]:
    """Write *outputs* into *folder* and return the files by the names that they have in a bundle."""
    save(outputs, folder)
    return {f"{OUTPUTS}/{name}": folder / name for name in outputs.names}


def _differing(there: Mapping[str, str], here: Mapping[str, str]) -> dict[str, tuple[str | None, str | None]]:
    names = [name for name in {**there, **here} if there.get(name) != here.get(name)]
    return {name: (there.get(name), here.get(name)) for name in names}


def _cells_first(differences: list[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(dict.fromkeys(differences), key=lambda one: not isinstance(one, CellDifference)))
