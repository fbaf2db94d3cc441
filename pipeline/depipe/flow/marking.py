"""Marked copies: what a rejected file's evaluator gets back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from depipe.errors import SurroundingsError
from depipe.findings import Finding
from depipe.flow.reading import ReadFile
from depipe.language import Language
from depipe.placing import place, remove
from depipe.validation.rules import Known
from depipe.workbook.identity import Issuance
from depipe.workbook.naming import Title, marked_name

_REFUSED = frozenset(
    {
        "file.unreadable",
        "file.not-xlsx",
        "file.encrypted",
        "file.legacy-xls",
        "file.corrupt",
        "file.unsafe",
        "file.not-depipe",
    }
)
"""What the preflight refuses is never opened again (but for macros, which the copy leaves out), and what is not
depipe's is not sent back."""

_MENDED_AS_A_WHOLE = frozenset({"file.macros", "sheet.missing"})
"""A copy is without macros, and a sheet in it can be given its name back."""

TITLES: tuple[Title, ...] = ("要修正", "確認")


@dataclass(slots=True)
class Marker:
    """Writes marked copies into *folder*, each under a name of its own.

    every: files with warnings alone get one too, as 確認; else only where an earlier run wrote one, which is renewed.
    trouble is the first copy that could not be written: the files are judged all the same.
    """

    folder: Path
    language: Language
    every: bool = False
    trouble: SurroundingsError | None = None
    _taken: set[Path] = field(default_factory=set)
    _kept: frozenset[tuple[int, int]] = frozenset()

    def keep(self, files: Iterable[Path]) -> None:
        """Never remove or overwrite any of *files*: a lead may mend a marked copy where it is and give it as input."""
        present = frozenset(filter(None, map(_inode, self.folder.glob("*"))))
        self._kept = present.intersection(map(_inode, files)) if present else present

    def mark(self, file: ReadFile, findings: tuple[Finding, ...], known: Known) -> Path | None:
        """Write the marked copy of *file* if it is to have one and can be written, and return its path.

        A copy that an earlier run wrote for a file of this name goes: it would ask for what is mended. A file in the
        folder that is marked as it should be is its own copy.
        """
        title = self._title(file.path.name, findings)
        copy = None if title is None else _copy(file, findings, known, self.language, title)
        try:
            self._drop_stale(file.path.name)
            if copy is None or title is None:
                return None
            if copy == file.original and (own := file.path.resolve()).parent == self.folder.resolve():
                return self.folder / own.name
            path = self._free(self.folder / marked_name(file.path.name, title))
            place(path, copy)
        except SurroundingsError as error:
            self.trouble = self.trouble or error
            return None
        return path

    def _drop_stale(self, name: str) -> None:
        for title in TITLES:
            path = self.folder / marked_name(name, title)
            if path not in self._taken and not self._is_kept(path):
                remove(path)

    def _is_kept(self, path: Path) -> bool:
        return bool(self._kept) and _inode(path) in self._kept

    def _title(self, name: str, findings: tuple[Finding, ...]) -> Title | None:
        wrong, doubtful = ([one for one in findings if one.severity == severity] for severity in ("error", "warning"))
        if wrong:
            return "要修正" if any(map(_is_mended_inside, wrong)) else None
        earlier = self.folder / marked_name(name, "確認")
        is_asked_for = self.every or (earlier.exists() and not self._is_kept(earlier))
        return "確認" if is_asked_for and any(map(_is_mended_inside, doubtful)) else None

    def _free(self, path: Path) -> Path:
        number, free = 2, path
        while free in self._taken or self._is_kept(free):
            free, number = path.with_name(f"{path.stem}-{number}.xlsx"), number + 1
        self._taken.add(free)
        return free


def _inode(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from all others, however its path is spelled and whatever links lead to it."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_mended_inside(finding: Finding) -> bool:
    """Tell whether an evaluator can mend it in a copy: not what concerns the file as a whole, with few exceptions."""
    return finding.sheet is not None or finding.code in _MENDED_AS_A_WHOLE


def _copy(
    file: ReadFile, findings: tuple[Finding, ...], known: Known, language: Language, title: Title
) -> bytes | None:
    if any(finding.code in _REFUSED and finding.severity == "error" for finding in findings):
        return None
    from depipe.workbook.mark import UnmarkableError, fresh_copy, mark  # noqa: PLC0415 - most files are never marked

    try:
        return mark(file.original, findings, language=language, title=title)
    except UnmarkableError:
        pass
    identity = file.returned.identity
    master = known.masters.get(identity.master_digest) if identity else None
    if identity is None or master is None:
        return None
    issuance = known.issuances.get(identity.workbook_id) or Issuance(identity=identity)  # as the workbook tells itself
    return fresh_copy(master, issuance, file.returned, findings, language=language, title=title)
