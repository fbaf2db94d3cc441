"""The shipped master says what the document it was made from says."""

import re
from collections import Counter

import pytest

from depipe.master.load import shipped_master, shipped_masters
from depipe.master.markdown import export
from depipe.shipped import schemas_root
from support.masters import DATA

DOCUMENT = (DATA / "durable-execution.md").read_text("utf-8")
LINES = DOCUMENT.splitlines()
DURATIONS = ("ミリ秒〜秒", "分〜時間", "日〜月")


def cells(line: str) -> list[str]:
    """Return the cells of a table row."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows(header: str) -> list[list[str]]:
    """Return the rows below every table head that begins with *header*."""
    found: list[list[str]] = []
    for start, line in enumerate(LINES):
        if line.startswith(header):
            end = next((n for n in range(start, len(LINES)) if not LINES[n].startswith("|")), len(LINES))
            found += [cells(row) for row in LINES[start + 2 : end]]
    return found


def test_the_export_is_the_document() -> None:
    """The export of the shipped master is the document that it was made from, byte for byte."""
    assert export(shipped_master()) == DOCUMENT


def test_every_line_and_cell_comes_back() -> None:
    """Each line and each table cell of the document stands in the export, in its order."""
    exported = export(shipped_master()).splitlines()
    assert [cells(line) for line in exported] == [cells(line) for line in LINES]
    assert exported == LINES


def test_every_item_is_verbatim() -> None:
    """The 58 items have the document's ids, names and descriptions, in its order."""
    items = [[item.id, item.name, item.description] for item in shipped_master().items]
    assert items == rows("| ID | 項目 |")
    assert len(items) == 58


def test_every_category_is_verbatim() -> None:
    """The eleven categories have the document's names, responsibilities and layers, and as many items as it counts."""
    master = shipped_master()
    assert [
        [category.id, category.name, f"**{category.focus}**: {category.responsibility}", category.layer]
        for category in master.categories
    ] == rows("| ID | カテゴリ |")
    counts = Counter(item.category for item in master.items)
    assert [[category, str(count)] for category, count in counts.items()] == rows("| カテゴリ | 項目数 |")[:-1]


def test_the_scale_is_verbatim() -> None:
    """The five levels have the document's labels, definitions and criteria."""
    levels = shipped_master().scale.levels
    assert [["⭐" * one.stars, one.label, one.definition, one.criterion] for one in levels] == rows("| 星 | ラベル |")


def test_the_rubrics_are_verbatim() -> None:
    """VR-01 and AI-02 have the document's five meanings each."""
    rubrics = shipped_master().rubrics
    assert [rubric.item for rubric in rubrics] == ["VR-01", "AI-02"]
    levels = [["⭐" * stars, text] for rubric in rubrics for stars, text in enumerate(rubric.levels, 1)]
    assert levels == rows("| 星 | 判定基準 |")


def test_the_parameters_are_verbatim() -> None:
    """The six parameters have the document's options; only Duration takes nothing else."""
    entries = shipped_master().parameters.entries
    assert [
        [f"**{entry.name}**", entry.description, " / ".join(entry.options) + entry.suffix] for entry in entries
    ] == rows("| パラメータ | 内容 |")
    assert [entry.name for entry in entries if entry.closed] == ["Duration"]
    assert entries[0].options == DURATIONS


def test_the_gates_are_verbatim() -> None:
    """The five gates have the document's reasons and conditions in words, and cap at two stars."""
    rule = shipped_master().fail_close
    names = shipped_master().items_by_id
    assert [[f"{gate.item} {names[gate.item].name}", gate.reason, gate.applies] for gate in rule.gates] == rows(
        "| 必須項目 |"
    )
    assert (rule.threshold, rule.cap, rule.unverified) == (2, 2.0, "capped")


@pytest.mark.parametrize(
    ("duration", "short_lived", "mandatory"),
    [
        ("ミリ秒〜秒", "いいえ", False),
        ("分〜時間", "いいえ", True),
        ("日〜月", "いいえ", True),
        ("分～時間", "いいえ", True),  # as Windows types the wave dash
        ("ミリ秒～秒", "いいえ", False),
        ("分〜時間", "はい", False),
        ("ミリ秒〜秒", "はい", False),
        ("", "いいえ", True),
        ("未定", "いいえ", True),
    ],
)
def test_versioning_is_mandatory_for_minutes_and_more(duration: str, short_lived: str, *, mandatory: bool) -> None:
    """VR-01 is a bonus only where Duration is another option or the tool is for short jobs; the others always gate."""
    master = shipped_master()
    for item, gate in master.gates_by_item.items():
        applies = master.gate_applies(gate, {"Duration": duration}, {"短命ジョブ専用": short_lived})
        assert applies is (mandatory if item == "VR-01" else True)


@pytest.mark.parametrize(("duration", "covered"), [("ミリ秒〜秒", False), ("分〜時間", True), ("日〜月", True)])
def test_the_master_covers_minutes_and_more(duration: str, *, covered: bool) -> None:
    """A context of milliseconds is outside what the master was made for."""
    assert shipped_master().covers({"Duration": duration}) is covered


def test_the_tool_attribute_has_a_default() -> None:
    """短命ジョブ専用 is いいえ unless the lead says はい."""
    attributes = [(one.name, one.options, one.default) for one in shipped_master().tool_attributes]
    assert attributes == [("短命ジョブ専用", ("いいえ", "はい"), "いいえ")]


def test_the_warning_is_about_local_development() -> None:
    """DX-03 at two stars or fewer is warned about in the document's words."""
    (warning,) = shipped_master().warnings
    assert (warning.item, warning.threshold) == ("DX-03", 2)
    assert "\n> ".join(warning.text) in DOCUMENT


def test_six_items_have_a_boundary() -> None:
    """The three pairs of overlapping items know each other."""
    assert sorted(shipped_master().boundaries_by_item) == ["CP-02", "EX-07", "OB-03", "OP-02", "RT-02", "RT-04"]


def test_the_yaml_holds_every_phrase_once_and_readable() -> None:
    """The file is block style without escapes or anchors, and has no line break inside a text."""
    text = (schemas_root() / "durable-execution.yaml").read_text("utf-8")
    values = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in values if re.search(r"\\[nuxU]|[&*][a-z]|: [|>{\[]|^\s*- [|>{\[]", line)]


def test_every_shipped_master_is_found() -> None:
    """Every YAML file in schemas/ is a shipped master."""
    files = [file.name for file in schemas_root().iterdir() if file.name.endswith(".yaml")]
    assert len(shipped_masters()) == len(files)
    assert shipped_master() in shipped_masters()
