"""The life of a master as a person leads it: processes in a folder."""

import json
from pathlib import Path

import pytest

from depipe.master.load import load_master, shipped_master
from depipe.shipped import schemas_root
from depipe.workbook.fill import fill
from support.cli import depipe
from support.masters import DATA

SHIPPED = (schemas_root() / "durable-execution.yaml").read_text("utf-8")
SEED = (DATA / "durable-execution.md").read_text("utf-8")
PROPOSALS = (
    {
        "category": "EX",
        "name": "監査ログの改ざん防止",
        "description": "誰がいつ操作したかを残せるか",
        "reason": "監査",
        "general": "はい",
    },
    {
        "category": "RT",
        "name": "リトライの戦略",
        "description": "失敗時に指数バックオフで再試行できるか",
        "reason": "要る",
    },
    {
        "category": "OP",
        "name": "Temporal の名前空間",
        "description": "名前空間を分けられるか",
        "reason": "要る",
        "general": "いいえ",
    },
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a master of its own."""
    (tmp_path / "master.yaml").write_bytes(SHIPPED.encode())
    return tmp_path


def proposing(folder: Path) -> str:
    """Let a workbook with three proposals come in, and return the id of its submission."""
    issued = depipe("generate-workbook", "--evaluator", "Evaluator A", "--tool", "Temporal", "--json", cwd=folder)
    path = folder / issued.json()["workbooks"][0]["file"]
    parameters = {entry.name: entry.options[-1] for entry in shipped_master().parameters.entries}
    path.write_bytes(fill(path.read_bytes(), parameters=parameters, proposals=PROPOSALS))
    done = depipe("ingest", path, "--json", cwd=folder)
    assert done.status == 0, done.err
    return str(done.json()["files"][0]["submission_id"])


def test_a_proposal_becomes_an_item(folder: Path) -> None:
    """From the evaluator's row to the item in the YAML, and back to the list, which then says so."""
    submission = proposing(folder)

    listed = depipe("master", "proposals", cwd=folder)
    added = depipe("master", "add-item", "master.yaml", "--from-proposal", f"{submission}-1", cwd=folder)
    after = depipe("master", "proposals", "--master", "master.yaml", "--json", cwd=folder)

    assert listed.status == 0
    for text in (f"{submission}-1", "監査ログの改ざん防止", "既存の RT-01 リトライ戦略 に似ています", "Evaluator A"):
        assert text in listed.out
    assert (added.status, added.out) == (
        0,
        "EX-08 監査ログの改ざん防止 を master.yaml に追加しました（版 1.0.0 → 1.1.0）。\n",
    )
    assert depipe("master", "check", "master.yaml", cwd=folder).status == 0
    found = after.json()
    assert found["master"]["version"] == "1.1.0"
    assert [one["added_as"] for one in found["proposals"]] == ["EX-08", None, None]
    assert [one["closest"]["close"] for one in found["proposals"]] == [True, True, False]


def test_what_is_not_to_be_added_is_refused(folder: Path) -> None:
    """For one tool alone, resembling an item, an unknown proposal or category: no byte of the file changes."""
    submission = proposing(folder)
    calls = {
        ("--from-proposal", f"{submission}-2"): (1, "RT-01"),
        ("--from-proposal", f"{submission}-3"): (1, "いいえ"),
        ("--from-proposal", "000000000000-1"): (2, "ありません"),
        ("--category", "SE", "--name", "mTLS", "--description", "暗号化"): (2, "SE"),
        ("--category", "EX", "--name", "mTLS"): (2, "--description"),
    }
    for options, (status, words) in calls.items():
        done = depipe("master", "add-item", "master.yaml", *options, cwd=folder)
        assert (done.status, done.out, words in done.err) == (status, "", True), done.err
    assert (folder / "master.yaml").read_bytes() == SHIPPED.encode()

    even_so = depipe("master", "add-item", "master.yaml", "--from-proposal", f"{submission}-2", "--even-so", cwd=folder)
    assert (even_so.status, "RT-05" in even_so.out) == (0, True)


def test_the_difference_is_told(folder: Path) -> None:
    """What was added is substantive, what is spaced otherwise is not; a version of the ledger goes by its number."""
    proposing(folder)
    depipe("master", "add-item", "master.yaml", "--category", "EX", "--name", "監査", "--description", "?", cwd=folder)
    path = folder / "master.yaml"
    path.write_text(path.read_text("utf-8").replace("Start / Cancel", "Start  ／ Cancel"), "utf-8", newline="\n")

    told = depipe("master", "diff", "1.0.0", "master.yaml", "--lang", "en", cwd=folder)
    found = depipe("master", "diff", "durable-execution", "master.yaml", "--json", cwd=folder).json()

    assert told.status == 0
    assert "durable-execution 1.0.0 → durable-execution 1.1.0" in told.out
    assert "Substantive changes" in told.out
    assert [(one["kind"], one["place"], one["cosmetic"]) for one in found["changes"]] == [
        ("reworded", ["items", "OP-02", "description"], "folding"),
        ("added", ["items", "EX-08"], None),
    ]
    assert (found["substantive"], found["reconfirm"]) == (True, [])
    same = depipe("master", "diff", "durable-execution", "durable-execution", cwd=folder)
    assert (same.status, "違いはありません" in same.out) == (0, True)
    assert depipe("master", "diff", "durable-execution", "9.9.9", cwd=folder).status == 2


def test_the_document_goes_round(folder: Path) -> None:
    """The document imported with the shipped master as its base, and exported, is the document, byte for byte."""
    (folder / "seed.md").write_bytes(SEED.encode())

    imported = depipe("master", "import", "seed.md", "--base", "durable-execution", "--output", "own.yaml", cwd=folder)
    exported = depipe("master", "export", "own.yaml", "--output", "again.md", cwd=folder)

    assert (imported.status, exported.status) == (0, 0), imported.out
    assert (folder / "again.md").read_bytes() == SEED.encode()
    assert load_master(folder / "own.yaml") == shipped_master()
    assert (folder / "own.yaml").read_text("utf-8") == SHIPPED.partition("\n")[2]


def test_a_master_is_changed_by_its_document(folder: Path) -> None:
    """An edited row changes one line of the YAML, and its version; a file that is not the base is not written over."""
    (folder / "seed.md").write_bytes(SEED.replace("ハング検知 |", "停止の検知 |").encode())
    own = ("--base", "master.yaml", "--output", "master.yaml")

    done = depipe("master", "import", "seed.md", *own, cwd=folder)

    assert done.status == 0
    text = (folder / "master.yaml").read_text("utf-8")
    assert text == SHIPPED.partition("\n")[2].replace("ハング検知\n", "停止の検知\n").replace("1.0.0\n", "1.1.0\n", 1)
    other = depipe("master", "import", "seed.md", "--output", "master.yaml", cwd=folder)
    assert (other.status, "--base" in other.err) == (2, True)
    assert (folder / "master.yaml").read_text("utf-8") == text


def test_what_is_not_understood_is_named_and_not_written(folder: Path) -> None:
    """Every line with its number; nothing is written until they are gone or --even-so is given; errors stand always."""
    lines = SEED.split("\n")
    (folder / "seed.md").write_text("\n".join([*lines[:60], "", "余分な段落", *lines[60:]]), "utf-8", newline="\n")
    call = ("master", "import", "seed.md", "--output", "new.yaml", "--lang", "en")

    refused = depipe(*call, cwd=folder)
    assert refused.status == 1
    assert "seed.md: line 62: not understood: 余分な段落\n" in refused.out
    assert not (folder / "new.yaml").exists()

    assert depipe(*call, "--even-so", cwd=folder).status == 0
    assert load_master(folder / "new.yaml").id == "new"

    (folder / "bad.md").write_text(SEED.replace("| EX-02 |", "| EX-01 |", 1), "utf-8", newline="\n")
    wrong = depipe("master", "import", "bad.md", "--output", "bad.yaml", "--even-so", cwd=folder)
    assert (wrong.status, (folder / "bad.yaml").exists()) == (1, False)
    assert "EX-01" in wrong.out

    (folder / "minutes.md").write_text("# Minutes\n\n- present: A\n\nTo be seen.\n", "utf-8", newline="\n")
    other = depipe("master", "import", "minutes.md", "--output", "minutes.yaml", "--lang", "en", cwd=folder)
    [sentence] = other.out.splitlines()
    assert (other.status, (folder / "minutes.yaml").exists()) == (1, False)
    assert "minutes.md does not seem to be a master's document" in sentence
    assert "(2 line(s) not understood)" in sentence


def test_a_master_of_ones_own_begins_with_show(folder: Path) -> None:
    """What `show --json` writes is a master: it is checked without a problem, grows, and issues workbooks."""
    shown = depipe("master", "show", "--json", cwd=folder)
    (folder / "own.yaml").write_text(shown.out, "utf-8", newline="\n")

    assert depipe("master", "check", "own.yaml", "--json", cwd=folder).json() == {"problems": []}
    new = ("--category", "OP", "--name", "引っ越し", "--description", "ほかの基盤へ移れるか")
    added = depipe("master", "add-item", "own.yaml", *new, cwd=folder)
    assert added.status == 0, added.err
    assert json.loads((folder / "own.yaml").read_text("utf-8"))["version"] == "1.1.0"
    issued = depipe("generate-workbook", "--master", "own.yaml", "--evaluator", "Evaluator A", cwd=folder)
    assert issued.status == 0, issued.err


def test_without_a_ledger_there_are_no_proposals(folder: Path) -> None:
    """The list says that there is no ledger; an item can be added all the same, and no ledger is made."""
    listed = depipe("master", "proposals", cwd=folder)
    added = depipe(
        "master", "add-item", "master.yaml", "--category", "EX", "--name", "監査", "--description", "?", cwd=folder
    )

    assert (listed.status, added.status) == (1, 0)
    assert not (folder / "workbooks").exists()
