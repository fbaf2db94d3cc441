"""The manifest of a bundle: what it is, how it was asked for, and the digest of every file in it."""

import json
from datetime import datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from re import match
from typing import Final, Literal, TypeVar

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import depipe
from depipe.bundle.archive import MANIFEST, damaged
from depipe.errors import DataError
from depipe.flow.compare import Outputs, Settings
from depipe.language import Language

FORMAT: Final = 2
"""What this depipe writes; it reads earlier ones too. A change that an older depipe cannot verify counts one up.

2: counts.evaluators no longer has those who only decided.
"""
Model = TypeVar("Model", bound=BaseModel)

JSON_BYTES: Final = 64 << 20
"""How large a JSON file of a bundle may be: a record of 100,000 submissions takes 50 MB."""


class Strict(BaseModel):
    """A frozen value that takes nothing it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Version(BaseModel):
    """What every manifest begins with, whatever a later depipe adds to it."""

    format: Literal["depipe bundle"]
    format_version: int


class FileDigest(Strict):
    """A file of the bundle."""

    path: str
    size: int
    sha256: str


class Asked(Strict):
    """The settings that the comparison was asked with."""

    as_of: datetime | None
    context_id: str | None
    language: Language
    notice: str | None
    anonymous: Literal[False] = False


class ContextTold(Strict):
    """A comparison that the bundle holds, and the context that it is about."""

    workbook: str
    context_id: str
    context: dict[str, str]


class Counts(Strict):
    """How much there is: withdrawn submissions are among the submissions."""

    submissions: int
    withdrawn: int
    evaluators: int
    issuances: int


class MasterTold(Strict):
    """The master that the comparison was computed with."""

    id: str
    version: str
    digest: str


class Manifest(Strict):
    """Everything that a bundle says of itself; written_with are the packages that its outputs depend on."""

    format: Literal["depipe bundle"] = "depipe bundle"
    format_version: int = Field(ge=1)
    depipe: str
    written_with: dict[str, str]
    master: MasterTold
    settings: Asked
    comparisons: tuple[ContextTold, ...]
    counts: Counts
    files: tuple[FileDigest, ...]

    def asked(self) -> Settings:
        """Return the settings as the comparison takes them."""
        asked = self.settings
        return Settings(context_id=asked.context_id, as_of=asked.as_of, language=asked.language, notice=asked.notice)

    @property
    def versions(self) -> dict[str, str]:
        """The versions of depipe and of the packages."""
        return {"depipe": self.depipe, **self.written_with}


def manifest_of(
    outputs: Outputs, *, issuances: int, files: tuple[FileDigest, ...], format_version: int = FORMAT
) -> Manifest:
    """Return the manifest of *outputs* in *files*, as a bundle of *format_version* has it."""
    told = outputs.history.submissions
    settings = outputs.settings
    return Manifest(
        format_version=format_version,
        depipe=depipe.__version__,
        written_with=packages(),
        master=MasterTold(id=outputs.master.id, version=outputs.master.version, digest=outputs.master.digest),
        settings=Asked(
            as_of=settings.as_of,
            context_id=settings.context_id,
            language=settings.language,
            notice=settings.notice,
        ),
        comparisons=tuple(
            ContextTold(workbook=f"outputs/{stem}.xlsx", context_id=one.context_id, context=dict(one.context))
            for stem, one in outputs.comparisons.items()
        ),
        counts=Counts(
            submissions=told.height,
            withdrawn=int(told["withdrawn"].sum()),
            evaluators=_evaluators(told.remove("withdrawn"), format_version),
            issuances=issuances,
        ),
        files=files,
    )


def _evaluators(submissions: pl.DataFrame, format_version: int) -> int:
    rating = submissions if counts_deciders(format_version) else submissions.remove("decides")
    return rating["evaluator"].n_unique()


def counts_deciders(format_version: int) -> bool:
    """Tell whether counts.evaluators has those who only decided as well: so it was in the first format."""
    return format_version == 1


def packages() -> dict[str, str]:
    """Return the packages that depipe needs, with the versions that are installed here."""
    found = {}
    for requirement in requires("depipe") or ():
        name = match(r"[A-Za-z0-9._-]+", requirement)
        if name and "extra ==" not in requirement:
            try:
                found[name[0]] = version(name[0])
            except PackageNotFoundError:  # for another Python or system than this one
                continue
    return dict(sorted(found.items(), key=lambda pair: pair[0].lower()))


def dumped(value: BaseModel) -> bytes:
    """Return *value* as JSON that people can read; the same value gives the same bytes."""
    return (json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def loaded(model: type[Model], path: Path, source: Path, name: str) -> Model:
    """Return what the file *name* of the bundle *source* says; raises DataError for anything else."""
    if path.stat().st_size > JSON_BYTES:
        raise damaged(source, name)
    try:
        return model.model_validate_json(path.read_bytes())
    except (ValidationError, RecursionError, ValueError) as error:
        raise damaged(source, name) from error


def read_manifest(path: Path, source: Path) -> Manifest:
    """Return the manifest of the bundle *source*; raises DataError when it is none, or a newer depipe's."""
    if loaded(_Version, path, source, MANIFEST).format_version > FORMAT:
        raise newer(source)
    return loaded(Manifest, path, source, MANIFEST)


def newer(source: Path) -> DataError:
    """Return the error for a bundle that this depipe is too old for."""
    return DataError(
        f"{source} は新しい版の depipe が書いたものです。depipe を更新してください。",
        f"{source} was written by a newer depipe: update depipe.",
    )
