"""The demonstration run: issue, fill in as people would, ingest, compare."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from depipe.demo.sample import Sample, load_sample
from depipe.flow.compare import Written, compare
from depipe.flow.generate import Issued, generate, issuances_for
from depipe.flow.ingest import FileResult, ingest_files
from depipe.flow.roster import Recipient
from depipe.language import Language
from depipe.ledger.store import open_ledger
from depipe.master.load import shipped_master
from depipe.placing import place
from depipe.workbook.fill import fill


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the run made: the issued and the filled workbooks, what became of them, the comparison."""

    sample: Sample
    issued: list[Issued]
    returned: list[Path]
    results: list[FileResult]
    written: list[Written]


def demonstrate(folder: Path, language: Language = "ja") -> Demonstration:
    """Run the whole pipeline on the sample answers in *folder*, which is emptied of an earlier run first.

    It holds `issued/`, `returned/`, `ledger.db` and the outputs.
    """
    issued_folder, returned_folder, ledger_file = folder / "issued", folder / "returned", folder / "ledger.db"
    for old in (issued_folder, returned_folder):
        shutil.rmtree(old, ignore_errors=True)
    ledger_file.unlink(missing_ok=True)
    master = shipped_master()
    sample = load_sample(master)
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
        written = compare(ledger, folder, language=language)
    return Demonstration(sample, issued, returned, results, written)


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
