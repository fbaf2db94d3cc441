"""The demonstration run: issue, fill in as people would, ingest, compare."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from depipe.demo.sample import Sample, load_sample
from depipe.errors import UsageError
from depipe.flow.compare import Written, compare
from depipe.flow.generate import Issued, generate, issuances_for
from depipe.flow.ingest import FileResult, ingest_files
from depipe.flow.roster import Recipient
from depipe.language import Language
from depipe.ledger.store import open_ledger
from depipe.master.load import shipped_master
from depipe.placing import place
from depipe.workbook.fill import fill

MARK = ".depipe-demo"
"""The file that tells a demonstration's folder from anybody else's."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the run made: the issued and the filled workbooks, what became of them, the comparison."""

    sample: Sample
    issued: list[Issued]
    returned: list[Path]
    results: list[FileResult]
    written: list[Written]


def demonstrate(folder: Path, language: Language = "ja") -> Demonstration:
    """Run the whole pipeline on the sample answers in *folder*, replacing what an earlier run left there.

    It holds `issued/`, `returned/`, `ledger.db` and the outputs. Raises UsageError when the folder holds anything
    and was not made by a demonstration: nobody's files are replaced.
    """
    _claim(folder)
    issued_folder, returned_folder, ledger_file = folder / "issued", folder / "returned", folder / "ledger.db"
    for old in (issued_folder, returned_folder):
        shutil.rmtree(old, ignore_errors=True)
    ledger_file.unlink(missing_ok=True)
    master = shipped_master()
    sample = load_sample(master, language)
    recipients = [Recipient(evaluator, tuple(sample.versions)) for evaluator in sample.answers]
    with open_ledger(f"sqlite:///{ledger_file}") as ledger:
        issued = generate(
            master,
            issuances_for(master, recipients, context=sample.context, attributes={}),
            ledger=ledger,
            output=issued_folder,
        )
        returned = [_fill(one, sample, returned_folder) for one in issued]
        results = ingest_files(returned, ledger=ledger, masters={master.digest: master})
        written = compare(ledger, folder, language=language, notice=sample.notice)
    return Demonstration(sample, issued, returned, results, written)


def _claim(folder: Path) -> None:
    mark = folder / MARK
    if folder.exists() and not mark.exists() and any(folder.iterdir()):
        raise UsageError(
            f"{folder} には別のファイルがあります。--output に空のフォルダーを指定してください。",
            f"{folder} holds other files: name an empty folder with --output.",
        )
    place(mark, b"Made by `depipe demo`, which replaces this folder's content.\n")


def _fill(issued: Issued, sample: Sample, folder: Path) -> Path:
    evaluator = issued.issuance.identity.evaluator or ""
    path = folder / issued.path.name
    filled = fill(
        issued.path.read_bytes(),
        tools={tool: (version, sample.verified_on) for tool, version in sample.versions.items()},
        answers=sample.answers[evaluator],
    )
    place(path, filled)
    return path
