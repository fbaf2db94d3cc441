"""Which files get a marked copy, what becomes of it, and what is said of a rejected file's workbook."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from depipe.flow.generate import generate, issuances_for
from depipe.flow.ingest import FileResult, check_files, ingest_files
from depipe.flow.marking import Marker
from depipe.flow.roster import Recipient
from depipe.ledger.store import Ledger, open_ledger
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from support.cli import depipe
from support.masters import DATA, second_master
from support.pipeline import any_context

MASTER = second_master()
PAIR = (MASTER.items[0].id, MASTER.tools[0])


class Desk:
    """A lead's folder: a ledger that handed out one workbook, and what comes back."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder, self.ledger = folder, ledger
        recipients = [Recipient("Evaluator A", MASTER.tools)]
        issuances = issuances_for(MASTER, recipients, context=any_context(MASTER), attributes={})
        [issued] = generate(MASTER, issuances, ledger=ledger, output=folder / "issued")
        self._issued = issued.path.read_bytes()

    def returned(self, answer: Answer, name: str = "a.xlsx", *, typed: str | None = None) -> Path:
        """Save the workbook with one answer as *name*; *typed* stands in the place of its stars."""
        tools = {PAIR[1]: ("1.0", date(2026, 5, 1))}
        book = openpyxl.load_workbook(BytesIO(fill(self._issued, tools=tools, answers={PAIR: answer})))
        if typed is not None:
            [cell] = [
                cell for row in book["評価"].iter_rows() for cell in row if cell.value == "⭐" * (answer.stars or 0)
            ]
            cell.value = typed
        path = self.folder / "returned" / name
        path.parent.mkdir(exist_ok=True)
        book.save(path)
        return path

    def check(self, *paths: Path, every: bool = False) -> list[FileResult]:
        """Check files, marking every one that there is something to say about."""
        marker = Marker(self.folder / "marked", "en", every=True) if every else None
        return check_files(paths, ledger=self.ledger, masters=self.ledger.masters(), marker=marker)

    def ingest(self, *paths: Path) -> list[FileResult]:
        """Take files in."""
        marker = Marker(self.folder / "marked", "en")
        return ingest_files(paths, ledger=self.ledger, masters=self.ledger.masters(), marker=marker)

    def copies(self) -> list[str]:
        """Return the names of the marked copies."""
        return sorted(path.name for path in (self.folder / "marked").glob("*"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        yield Desk(tmp_path, ledger)


def test_a_copy_that_check_wrote_stays_as_long_as_it_holds(desk: Desk) -> None:
    """Taken in with its warning, the file keeps its copy, renewed; when there is nothing more to say, the copy goes."""
    [checked] = desk.check(desk.returned(Answer(5)), every=True)
    [taken_in] = desk.ingest(desk.returned(Answer(4)))
    after = desk.copies()
    [mended] = desk.ingest(desk.returned(Answer(4, evidence="log")))

    assert [one.code for one in taken_in.findings] == ["evidence.missing"]
    assert (taken_in.status, taken_in.marked) == ("accepted", checked.marked)
    assert after == ["a.確認.xlsx"]
    assert (mended.status, mended.findings, desk.copies()) == ("accepted", (), [])


def test_ingesting_alone_marks_no_warnings(desk: Desk) -> None:
    """A copy for warnings alone is made where somebody asks for it."""
    [result] = desk.ingest(desk.returned(Answer(5)))

    assert (result.status, result.marked, desk.copies()) == ("accepted", None, [])


def test_what_no_evaluator_can_mend_in_it_gets_no_copy(desk: Desk, tmp_path: Path) -> None:
    """Of a workbook that another ledger issued only the file as a whole is wrong; with a wrong cell there is a copy."""
    strange, wrong = desk.returned(Answer(2, evidence="log")), desk.returned(Answer(2), "b.xlsx", typed="7")
    with open_ledger(f"sqlite:///{tmp_path / 'other.db'}") as other:
        marker = Marker(tmp_path / "marked", "en")
        masters = {MASTER.digest: MASTER}
        results = ingest_files([strange, wrong], ledger=other, masters=masters, issued_only=True, marker=marker)

    assert [one.status for one in results] == ["rejected", "rejected"]
    assert {one.code for one in results[0].findings if one.severity == "error"} == {"identity.not-issued"}
    assert (results[0].marked, desk.copies()) == (None, ["b.要修正.xlsx"])


def mend(path: Path, stars: str) -> Path:
    """Type stars over the wrong ones where they are, and save."""
    book = openpyxl.load_workbook(path)
    [cell] = [cell for row in book["評価"].iter_rows() for cell in row if cell.value == "7"]
    cell.value = stars
    book.save(path)
    return path


def test_a_copy_that_is_mended_where_it_is_stays_as_it_was_given(desk: Desk) -> None:
    """With an error left its new copy has another name; accepted, it is still there; so it is for check --mark."""
    [first] = desk.ingest(desk.returned(Answer(2), typed="7"))
    assert first.marked is not None
    for stars, results in (("8", desk.ingest), ("9", lambda path: desk.check(path, every=True))):
        book = openpyxl.load_workbook(first.marked)
        [cell] = [cell for row in book["評価"].iter_rows() for cell in row if cell.value in {"7", "8"}]
        cell.value = stars
        book.save(first.marked)
        given = first.marked.read_bytes()
        [again] = results(first.marked)

        assert (again.status, first.marked.read_bytes() == given) == ("rejected", True)
        assert again.marked == first.marked.with_name("a.要修正-2.xlsx")
        assert again.marked.is_file()
    cell.value = "⭐⭐"
    book.save(first.marked)
    given = first.marked.read_bytes()
    [mended] = desk.ingest(first.marked)

    assert (mended.status, mended.marked, first.marked.read_bytes() == given) == ("accepted", None, True)


@pytest.mark.parametrize("spelled", ["dotted", "symbolic link", "hard link"])
def test_a_copy_is_kept_however_it_is_named(desk: Desk, spelled: str, tmp_path: Path) -> None:
    """Another spelling of its path and links to it are the same file."""
    [first] = desk.ingest(desk.returned(Answer(2), typed="7"))
    assert first.marked is not None
    link = tmp_path / "returned" / "a.xlsx"
    link.unlink()
    if spelled == "symbolic link":
        link.symlink_to(first.marked)
    elif spelled == "hard link":
        link.hardlink_to(first.marked)
    else:
        link = tmp_path / "returned" / ".." / "marked" / first.marked.name
    given = mend(first.marked, "⭐⭐").read_bytes()
    [mended] = desk.ingest(link)

    assert (mended.status, first.marked.read_bytes() == given) == ("accepted", True)


def test_copies_that_nobody_touched_are_their_own_copies(desk: Desk) -> None:
    """All of the folder taken in again and again leaves nothing new there; what is mended among them goes in."""
    desk.ingest(desk.returned(Answer(2), typed="7"), desk.returned(Answer(2), "b.xlsx", typed="7"))
    mend(desk.folder / "marked" / "b.要修正.xlsx", "⭐⭐")
    rounds = [desk.ingest(*(desk.folder / "marked" / name for name in desk.copies())) for _ in range(2)]

    assert [[one.status for one in results] for results in rounds] == [
        ["rejected", "accepted"],
        ["rejected", "unchanged"],
    ]
    assert [results[0].marked for results in rounds] == [results[0].path for results in rounds]
    assert desk.copies() == ["a.要修正.xlsx", "b.要修正.xlsx"]


def test_an_own_copy_with_warnings_is_not_renewed_beside_itself(desk: Desk) -> None:
    """A copy that check wrote and that is itself taken in is there already; no second one is made."""
    [checked] = desk.check(desk.returned(Answer(5)), every=True)
    assert checked.marked is not None
    openpyxl.load_workbook(checked.marked).save(checked.marked)
    [taken_in] = desk.ingest(checked.marked)

    assert (taken_in.status, taken_in.marked, desk.copies()) == ("accepted", None, ["a.確認.xlsx"])


def test_the_lead_is_told_the_new_copys_name(desk: Desk, tmp_path: Path) -> None:
    """In the terminal and with --json, where a copy in output/marked was mended in part."""
    options = ("--store", f"sqlite:///{tmp_path / 'ledger.db'}", "--master", DATA / "second-master.yaml")
    depipe("ingest", desk.returned(Answer(2), typed="7"), *options, cwd=tmp_path)
    given = mend(tmp_path / "output" / "marked" / "a.要修正.xlsx", "8").read_bytes()
    shown = depipe("ingest", "output/marked/a.要修正.xlsx", *options, cwd=tmp_path)
    document = depipe("ingest", "output/marked/a.要修正.xlsx", *options, "--json", cwd=tmp_path).json()

    assert "→ output/marked/a.要修正-2.xlsx" in shown.out
    assert document["files"][0]["marked"] == "output/marked/a.要修正-2.xlsx"
    assert (tmp_path / "output" / "marked" / "a.要修正.xlsx").read_bytes() == given


def test_a_rejected_file_is_told_which_return_of_its_workbook_counts(desk: Desk) -> None:
    """In the same batch and ever after, in ingest and check, until that return is withdrawn."""
    wrong = desk.returned(Answer(2), typed="7")
    [alone] = desk.ingest(wrong)
    old, mended = desk.ingest(wrong, desk.returned(Answer(3, evidence="log"), "b.xlsx"))
    again = [*desk.ingest(wrong), *desk.check(wrong)]
    desk.ledger.withdraw(mended.submission_id or "", "by mistake", at=datetime.now(UTC))
    [withdrawn] = desk.check(wrong)

    assert (alone.status, alone.standing, mended.status, mended.standing) == ("rejected", None, "accepted", None)
    for one in (old, *again):
        assert one.status == "rejected"
        assert one.standing is not None
        assert (one.standing.submission_id, one.standing.file) == (mended.submission_id, "b.xlsx")
    assert withdrawn.standing is None


def test_the_lead_is_told_what_to_do_with_a_rejected_file(desk: Desk, tmp_path: Path) -> None:
    """The last line says where its copy is and whose; with a mended one in the ledger, that there is nothing to do."""
    options = ("--store", f"sqlite:///{tmp_path / 'ledger.db'}", "--master", DATA / "second-master.yaml")
    wrong = desk.returned(Answer(2), typed="7")
    rejected = {lang: depipe("ingest", wrong, *options, "--lang", lang, cwd=tmp_path) for lang in ("ja", "en")}
    [mended] = desk.ingest(desk.returned(Answer(3, evidence="log"), "b.xlsx"))
    again = depipe("ingest", "returned", *options, "--lang", "en", cwd=tmp_path)
    document = depipe("check", wrong, *options, "--json", cwd=tmp_path).json()

    for lang, words in (
        ("ja", "output/marked にあります。それぞれの評価者に送り返し"),
        ("en", "output/marked: send each"),
    ):
        assert words in rejected[lang].out.splitlines()[-1]
        assert rejected[lang].status == 1
    assert (again.status, "send each back" in again.out) == (1, False)
    assert "A return of the same workbook, b.xlsx (received " in again.out
    assert "UTC, submission" in again.out
    assert "is in the ledger and counts: nothing of it is lost" in again.out
    assert document["files"][0]["standing"]["submission_id"] == mended.submission_id
