"""Returned workbooks for the benchmarks: one, or a thousand that differ, made once and kept in the temporary folder.

The thousand are patches of one workbook that openpyxl filled in: its texts are replaced, which takes a hundredth of
filling each one in.
"""

import hashlib
import random
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from depipe.ledger.store import Entry, open_ledger
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.stars import LEVELS, written
from depipe.validation.submission import AnswerRow, Answers, Submission, ToolReturn
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer, Issuance
from depipe.workbook.issue import new_issuance
from depipe.workbook.write import write_workbook

DAY = date(2026, 5, 1)
AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
SEED = 20260501
BATCH = 256
"""Submissions that go into a ledger together."""

_ID = "{:08d}-0000-4000-8000-000000000000"
_EVALUATOR = "Evaluator {:04d}"
_MARK = "@0000@"
"""What stands in the notes of the template, and a number in each copy."""


@dataclass(frozen=True)
class Sample:
    """Returned workbooks, and the ledger that issued them: to be copied, never written."""

    paths: list[Path]
    ledger: Path


def sample(count: int) -> Sample:
    """Return *count* different returned workbooks of the shipped master, every star and note filled in."""
    master = shipped_master()
    folder = Path(tempfile.gettempdir()) / "depipe-benchmarks" / f"{_version()}-{count}"
    made = Sample([folder / "returned" / f"{number:04d}.xlsx" for number in range(count)], folder / "ledger.db")
    if not made.ledger.exists():
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "returned").mkdir(parents=True)
        issuance = _issuance()
        template = _template(issuance)
        for number, path in enumerate(made.paths):
            path.write_bytes(_patched(template, number))
        unfinished = made.ledger.with_suffix(".new")
        with open_ledger(f"sqlite:///{unfinished}") as ledger:
            ledger.record_issuances([_copy(issuance, number) for number in range(count)], master, at=AT)
        unfinished.replace(made.ledger)
    return made


def answered(evaluators: int, tools: int) -> Path:
    """Return a ledger in which that many evaluators answered everything about that many tools: to be read, not written.

    What they say goes into it as ingest would put it there, without files.
    """
    folder = Path(tempfile.gettempdir()) / "depipe-benchmarks"
    made = folder / f"{_version()}-{evaluators}x{tools}.db"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        master, chance = shipped_master(), random.Random(SEED)  # noqa: S311 - made-up answers
        names = tuple(f"Tool {number}" for number in range(tools))
        with open_ledger(f"sqlite:///{unfinished}") as ledger:
            for first in range(0, evaluators, BATCH):
                numbers = range(first, min(first + BATCH, evaluators))
                ledger.append([_entry(number, master, names, chance) for number in numbers], received_at=AT)
        unfinished.replace(made)
    return made


def _entry(number: int, master: Master, tools: tuple[str, ...], chance: random.Random) -> Entry:
    """Return what evaluator *number* sent: an original that is none, but has its size."""
    original = f"{number:08d}".encode() + chance.randbytes(50_000)
    pairs = [(item, tool) for item in master.items for tool in tools]
    context = {entry.name: (entry.options or ("any",))[-1] for entry in master.parameters.entries}
    answers = Answers.of(
        AnswerRow(
            item_id=item.id,
            tool=tool,
            stars=stars,
            doc=f"https://example.com/{number}/{item.id}/{tool}",
            repro=f"samples/{number}/{item.id}/{tool}.py",
            evidence=f"{item.name} を {number} で確認した。",
            sheet="評価",
            cell="E5",
        )
        for (item, tool), stars in zip(pairs, chance.choices(LEVELS, k=len(pairs)), strict=True)
    )
    attributes = {one.name: one.default for one in master.tool_attributes}
    submission = Submission(
        workbook_id=_ID.format(number),
        master_digest=master.digest,
        master_id=master.id,
        master_version=master.version,
        context_id=master.context_id(context),
        evaluator=_EVALUATOR.format(number),
        parameters=context,
        tools=tuple(ToolReturn(tool, "1.0", DAY, None, attributes) for tool in tools),
        answers=answers,
        proposals=(),
        file=f"{number:04d}.xlsx",
        digest=hashlib.sha256(original).hexdigest(),
        program=None,
    )
    return Entry(submission=submission, original=original, findings_json="[]", master=master)


def _version() -> str:
    """Return what the samples depend on: this module and the issued workbook."""
    made = Path(__file__).read_bytes() + write_workbook(shipped_master(), _issuance())
    return hashlib.sha256(made).hexdigest()[:12]


def _issuance() -> Issuance:
    master = shipped_master()
    context = {entry.name: (entry.options or ("any",))[-1] for entry in master.parameters.entries}
    return new_issuance(
        master, evaluator=_EVALUATOR.format(0), context=context, issued_on=DAY, workbook_id=_ID.format(0)
    )


def _copy(issuance: Issuance, number: int) -> Issuance:
    identity = replace(issuance.identity, workbook_id=_ID.format(number), evaluator=_EVALUATOR.format(number))
    return replace(issuance, identity=identity)


def _template(issuance: Issuance) -> dict[str, bytes]:
    """Return the parts of a workbook in which every star and every note is filled in."""
    master, chance = shipped_master(), random.Random(SEED)  # noqa: S311 - made-up answers
    answers = {
        (item.id, tool): Answer(
            chance.choice(LEVELS),
            f"https://example.com/{tool.lower()}/{item.id.lower()}/{_MARK}",
            f"samples/{tool.lower()}/{item.id.lower()}/{_MARK}.py",
            f"{item.name} を {_MARK} で確認した。",
        )
        for item in master.items
        for tool in master.tools
    }
    tools = {tool: (f"1.{number}.0", DAY) for number, tool in enumerate(master.tools)}
    with ZipFile(BytesIO(fill(write_workbook(master, issuance), tools=tools, answers=answers))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _patched(parts: dict[str, bytes], number: int) -> bytes:
    """Return the workbook of *parts* as evaluator *number* filled it in: other stars, other notes, another id."""
    stars = [written(level).encode() for level in LEVELS]
    others = random.Random(SEED + number).sample(stars, len(stars))  # noqa: S311 - made-up answers
    swapped = {b">%b</t>" % old: b">%b</t>" % new for old, new in zip(stars, others, strict=True)}
    texts = {
        _MARK.encode(): f"{number:04d}".encode(),
        _ID.format(0).encode(): _ID.format(number).encode(),
        _EVALUATOR.format(0).encode(): _EVALUATOR.format(number).encode(),
    }
    patched = BytesIO()
    with ZipFile(patched, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in parts.items():
            new = re.sub(b"|".join(map(re.escape, texts)), lambda match: texts[match[0]], data)
            if name == "xl/sharedStrings.xml":
                new = re.sub(b"|".join(map(re.escape, swapped)), lambda match: swapped[match[0]], new)
            archive.writestr(name, new)
    return patched.getvalue()
