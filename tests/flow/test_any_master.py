"""Nothing knows durable execution: other masters run through the whole pipeline."""

import random
from pathlib import Path

import openpyxl
import pytest

from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.identity import Answer
from support.masters import second_master, synthetic_master
from support.pipeline import Filled, any_context, run


def some_answers(master: Master, tools: tuple[str, ...], seed: int) -> dict[tuple[str, str], Answer]:
    """Return seeded answers to about nine of ten questions, always the first, each with a note."""
    chance = random.Random(seed)  # noqa: S311 - the same answers in every run
    return {
        (item, tool): Answer(chance.randint(1, 5), doc=f"doc {item}")
        for item in master.items_by_id
        for tool in tools
        if chance.random() < 0.9 or item == master.items[0].id
    }


@pytest.mark.parametrize(
    "master",
    [
        pytest.param(second_master(), id="another-subject"),
        pytest.param(synthetic_master(items=1, tools=1, categories=1, gates=1), id="1-item-1-tool"),
        pytest.param(synthetic_master(items=500, tools=1), id="500-items-1-tool"),
        pytest.param(synthetic_master(items=1, tools=60, categories=1, gates=0), id="1-item-60-tools"),
        pytest.param(synthetic_master(items=60, tools=60), id="60-items-60-tools"),
    ],
)
def test_another_master_works_unchanged(tmp_path: Path, master: Master) -> None:
    """Its workbook is issued, filled, ingested and compared; every rating arrives and every tool has a verdict."""
    answers = [some_answers(master, master.tools, seed) for seed in (1, 2)]
    filled = [Filled(f"Evaluator {name}", given) for name, given in zip("AB", answers, strict=True)]

    ran = run(tmp_path, master, filled)

    assert [result.status for result in ran.results] == ["accepted", "accepted"]
    assert ran.table("ratings").height == sum(map(len, answers))
    assert ran.table("consensus").height == len(master.items) * len(master.tools)
    assert ran.table("overall")["tool"].to_list() == list(master.tools)
    assert ran.table("contexts").columns == ["context_id", *master.parameter_names]
    sheets = openpyxl.load_workbook(ran.written[0].workbook, read_only=True).sheetnames
    assert sheets[0] == "総合"


def test_another_master_says_nothing_of_the_first(tmp_path: Path) -> None:
    """No name of the durable-execution master appears in another master's workbook or comparison."""
    master = second_master()
    ran = run(tmp_path, master, [Filled("Evaluator A", some_answers(master, master.tools, 3))])
    texts = {
        str(cell)
        for path in [*(tmp_path / "issued").iterdir(), ran.written[0].workbook]
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    }
    words = {*shipped_master().tools, shipped_master().title, "Durable", *shipped_master().items_by_id}

    assert [word for word in words if any(word in text for text in texts)] == []


def test_ratings_of_different_contexts_are_never_mixed(tmp_path: Path) -> None:
    """The same evaluator's answers under another context make a second comparison, and the first stays as it was."""
    master = second_master()
    first, second = any_context(master), any_context(master)
    changed = master.parameters.entries[0]
    second[changed.name] = changed.options[0]
    answers = some_answers(master, master.tools, 4)

    run(tmp_path, master, [Filled("Evaluator A", answers)], context=first)
    ran = run(tmp_path, master, [Filled("Evaluator A", answers)], context=second)

    assert [one.workbook.name for one in ran.written] == ["comparison-1.xlsx", "comparison-2.xlsx"]
    assert {path.name for path in ran.output.glob("comparison*")} == {
        f"comparison-{number}.{kind}" for number in (1, 2) for kind in ("xlsx", "md", "html")
    }
    assert ran.table("ratings").group_by("context_id").len()["len"].to_list() == [len(answers)] * 2
    assert changed.options[0] in ran.written[1].comparison.subtitle
