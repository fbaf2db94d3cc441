"""`depipe explain` as a person runs it: the verdict, the very cells it came from, what lifts it, how sure it is."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from depipe.master.load import shipped_master
from depipe.stars import shown, written
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from support.cli import Done, depipe
from support.issued import CONTEXT


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the demonstration ran."""
    folder = tmp_path_factory.mktemp("explained")
    assert depipe("demo", cwd=folder).status == 0
    return folder / "output" / "demo"


def explain(folder: Path, *arguments: str) -> Done:
    """Explain a tool of the demonstration's ledger."""
    return depipe("explain", *arguments, "--store", "sqlite:///ledger.db", cwd=folder)


@pytest.fixture(scope="module")
def inngest(demo: Path) -> dict[str, Any]:
    """Return the document about the tool that is capped for certain."""
    done = explain(demo, "Inngest", "--json")
    assert (done.status, done.err) == (0, "")
    document: dict[str, Any] = done.json()
    return document


def test_every_gate_names_the_cells_that_its_stars_stand_in(demo: Path, inngest: dict[str, Any]) -> None:
    """Each evaluator's stars of each mandatory item, read from that cell of that returned file."""
    assert [gate["item_id"] for gate in inngest["gates"]] == list(shipped_master().gates_by_item)
    books = {path.name: openpyxl.load_workbook(path) for path in (demo / "returned").iterdir()}
    for gate in inngest["gates"]:
        assert [source["evaluator"] for source in gate["sources"]] == ["Evaluator A", "Evaluator B"]
        for source in gate["sources"]:
            assert books[source["file"]][source["sheet"]][source["cell"]].value == written(source["stars"])


def test_text_says_what_the_document_says(demo: Path, inngest: dict[str, Any]) -> None:
    """Verdict, reason, lift, cells, categories, range, sureness and the master's warning, in one reading."""
    done = explain(demo, "Inngest")

    assert done.status == 0
    text = done.out
    assert text.splitlines()[0] == "Inngest  3位  ⭐⭐ 2.00"
    assert f"上限適用前 {shown(inngest['raw'])} → 上限⭐⭐（確定） → 総合評価 2.00" in text
    assert inngest["reason"] in text
    assert inngest["lift"]["words"] in inngest["reason"]
    assert inngest["lift"]["gates"] == ["VR-01"]
    for gate in inngest["gates"]:
        assert f"{gate['item_id']} {gate['name']}  {gate['words']}" in text
        assert all(f"{one['sheet']}!{one['cell']}  {one['file']}" in text for one in gate["sources"])
    strongest = inngest["categories"][0]
    assert f"{strongest['category_id']} {strongest['name']} {shown(strongest['mean'])}" in text
    assert "未検証は58項目のうち2項目" in text
    assert "上限はなくなりません（確定）" in text
    assert inngest["sureness"]["words"] in text
    assert "Evaluator A を除く: 3位" in text
    assert all(f"⚠ {warning}" in text for warning in inngest["warnings"])
    (warning,) = inngest["warnings"]
    assert "DX-03（ローカル開発）が ⭐⭐ 以下の場合、開発効率への影響が極めて大きい。" in warning


def test_pulls_add_up_to_nothing_and_shares_to_one(inngest: dict[str, Any]) -> None:
    """What some categories lift the others lower; the tool has one rank in every draw."""
    assert sum(one["effect"] for one in inngest["categories"]) == pytest.approx(0, abs=1e-9)
    assert sum(inngest["sureness"]["rank_shares"]) == pytest.approx(1)


def test_english_has_the_same_figures(demo: Path) -> None:
    """In English, whatever the master's language."""
    text = explain(demo, "inngest", "--lang", "en").out

    assert text.splitlines()[0] == "Inngest  3  ⭐⭐ 2.00"
    assert "Once VR-01 is verified at ⭐⭐⭐ or more, the cap goes:" in text
    assert "How sure the rank is" in text


def test_unknown_tool_names_those_there_are(demo: Path) -> None:
    """Exit status 1 and one sentence; case and width are passed over."""
    done = explain(demo, "Conductor")

    assert (done.status, done.out) == (1, "")
    assert done.err == "ツール「Conductor」はありません（あるのは Temporal、Restate、Inngest）。\n"
    assert explain(demo, "ＴＥＭＰＯＲＡＬ").status == 0


def test_before_anything_came_in_there_is_nothing_to_explain(demo: Path) -> None:
    """With --as-of, what was known then."""
    done = explain(demo, "Temporal", "--as-of", "2020-01-01")

    assert done.status == 1
    assert "2020-01-01 UTC 時点" in done.err


def test_of_several_contexts_one_must_be_named(tmp_path: Path) -> None:
    """Exit status 2 with the contexts there are; each has a verdict of its own."""
    returned = tmp_path / "returned"
    returned.mkdir()
    for language, stars in (("Python", 4), ("Go", 2)):
        context = [
            part
            for name, value in (CONTEXT | {"Language": language}).items()
            for part in ("--context", f"{name}={value}")
        ]
        asked = ("--evaluator", "Evaluator A", "--tool", "Temporal", *context, "--output", language)
        (issued,) = depipe("generate-workbook", *asked, "--json", cwd=tmp_path).json()["workbooks"]
        told = {(item.id, "Temporal"): Answer(stars, evidence="log") for item in shipped_master().items}
        data = fill((tmp_path / issued["file"]).read_bytes(), tools={"Temporal": ("1", date(2026, 5, 1))}, answers=told)
        (returned / f"{language}.xlsx").write_bytes(data)
    taken = depipe("ingest", "returned", "--json", cwd=tmp_path).json()
    contexts = {one["context"]["Language"]: one["context_id"] for one in taken["comparisons"]}

    refused = depipe("explain", "Temporal", cwd=tmp_path)
    chosen = depipe("explain", "Temporal", "--context-id", contexts["Go"], "--json", cwd=tmp_path)

    assert refused.status == 2
    assert "--context-id" in refused.err
    assert all(one in refused.err for one in contexts.values())
    assert (chosen.json()["context"]["Language"], chosen.json()["cap"]) == ("Go", "certain")


def test_help_teaches_by_example(tmp_path: Path) -> None:
    """It stands among the commands to look with, and shows how it is called."""
    told = depipe("explain", "--help", cwd=tmp_path).out
    listed = depipe("--help", cwd=tmp_path).out

    assert "depipe explain Temporal\n" in told
    assert listed.index("Looking:") < listed.index("explain") < listed.index("Keeping:")
