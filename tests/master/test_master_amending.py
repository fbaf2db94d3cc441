"""A master's YAML changed in place: what is said otherwise changes, everything else stays byte for byte."""

import json
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depipe.errors import DataError
from depipe.master.amending import amended
from depipe.master.load import load_master, shipped_master
from depipe.master.model import Master
from support.masters import DATA, second_master

SECOND = (DATA / "second-master.yaml").read_text("utf-8")
SHIPPED = (Path(__file__).parents[2] / "schemas" / "durable-execution.yaml").read_text("utf-8")
WAYS = {
    "second": SECOND,
    "shipped": SHIPPED,
    "with Windows' line ends": SECOND.replace("\n", "\r\n"),
    "with a byte order mark": "\ufeff" + SECOND,
    "without a last line end": SECOND.rstrip("\n"),
    "JSON": second_master().model_dump_json(indent=2),
    "JSON on one line": second_master().model_dump_json(),
}


def lines(old: str, new: str) -> list[str]:
    """Return the lines that went (`-`) and came (`+`), in order."""
    found = unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]


def edited(text: str, **parts: Any) -> str:  # noqa: ANN401 - plain data
    """Return the YAML of a master with other top-level values; a function is called with the old one."""
    old = load_master(text)
    data = old.model_dump(mode="json")
    for name, part in parts.items():
        data[name] = part(data[name]) if callable(part) else part
    return amended(text, old, Master.model_validate(data))


def test_nothing_changed_is_nothing_written() -> None:
    """A file whose master stays as it is stays as it is."""
    for text in WAYS.values():
        assert edited(text) == text


def test_a_text_is_written_over_in_its_own_style() -> None:
    """One line changes, its quotes and the comments around it stay."""
    new = edited(SECOND, version="2.2.0", title="Coffee: machines")
    assert lines(SECOND, new) == [
        "-version: 2.1.0",
        "-title: Coffee machines for the office",
        "+version: 2.2.0",
        "+title: 'Coffee: machines'",
    ]
    quoted = SECOND.replace("version: 2.1.0", "version: '2.1.0' # raised by hand")
    assert "version: '2.2.0' # raised by hand\n" in edited(quoted, version="2.2.0")


def test_an_element_is_written_where_it_belongs() -> None:
    """A new item stands after the one before it, apart by a blank line, above the comment of the next."""
    item = {"id": "T4", "category": "T", "name": "Cocoa", "description": "Whether it's hot: yes or no"}
    new = edited(SECOND, items=lambda items: [*items[:3], item, *items[3:]])

    at = new.index("  - id: T4")
    assert lines(SECOND, new) == [
        "+  - id: T4",
        "+    category: T",
        "+    name: Cocoa",
        '+    description: "Whether it\'s hot: yes or no"',
        "+",
    ]
    assert new[at:].split("\n\n")[1].startswith("  # A category whose only item is a gate.\n  - id: CLEAN-1\n")


def test_elements_come_first_and_last_too() -> None:
    """What comes before the first or after the last entry of a list stands there."""
    new = edited(SECOND, tools=lambda tools: ["First", *tools, "Last"])
    assert "tools:\n  - First\n  - Drip & Drop\n" in new
    assert "  - +Brew\n  - Last\n\nscale:" in new


def test_an_element_goes_with_its_blank_line() -> None:
    """A removed item leaves no gap behind, wherever it stood."""
    for n, name in enumerate(("T1", "T3", "cost_1")):
        new = edited(SECOND, items=lambda items, name=name: [item for item in items if item["id"] != name])
        assert len(lines(SECOND, new)) == 5, n
        assert "\n\n\n" not in new.partition("\nitems:")[2]


def test_a_list_comes_and_goes() -> None:
    """A list that a file left out is written behind the rest; one that is emptied is taken out."""
    assert edited(SECOND, design_basis=["a", "b: c"]).removeprefix(SECOND) == "\ndesign_basis:\n  - a\n  - 'b: c'\n"
    without = edited(SECOND, warnings=[])
    assert "warnings:" not in without
    assert "+" not in {line[0] for line in lines(SECOND, without)}


def test_what_is_left_at_its_default_goes_on_being_left_out() -> None:
    """A new entry has no keys that say nothing, and old ones get none."""
    new = edited(SECOND, fail_close=lambda rule: rule | {"gates": [*rule["gates"], {**gate("T1"), "condition": None}]})
    assert [line for line in lines(SECOND, new) if line.strip("+ ")] == [
        "+    - item: T1",
        "+      reason: It must.",
        "+      applies: always",
    ]


def gate(item: str) -> dict[str, Any]:
    """Return a gate as plain data."""
    return {"item": item, "reason": "It must.", "applies": "always"}


def test_a_text_over_several_lines_is_replaced_whole() -> None:
    """A block of text becomes a line, and a line a block."""
    longer = edited(SECOND, notes=lambda notes: notes | {"doc": "The page\nof the manual"})
    assert "notes:\n  doc: |\n    The page\n    of the manual\n  repro:" in longer or '"The page\\nof' in longer
    shorter = edited(
        SECOND, items=lambda items: [one | {"description": "Froth"} if one["id"] == "T2" else one for one in items]
    )
    assert "    name: Milk froth\n    description: Froth\n\n  - id: T3" in shorter


def test_json_stays_json() -> None:
    """A master that is JSON, as `depipe master show --json` writes it, stays JSON and keeps its lines."""
    text = second_master().model_dump_json(indent=2)
    item = {"id": "T4", "category": "T", "name": "Cocoa", "description": "Hot"}
    new = edited(text, version="2.2.0", items=lambda items: [*items[:3], item, *items[3:]])

    assert json.loads(new)["items"][3] == item
    assert [line for line in lines(text, new) if line.startswith("-")] == ['-  "version": "2.1.0",']
    assert sorted(line.strip("+ ") for line in lines(text, new) if line.startswith("+")) == sorted(
        [
            '"version": "2.2.0",',
            "{",
            '"id": "T4",',
            '"category": "T",',
            '"name": "Cocoa",',
            '"description": "Hot"',
            "},",
        ]
    )


def test_what_contradicts_itself_is_refused() -> None:
    """A change that the master's own rules forbid is told with its line, and nothing is written."""
    with pytest.raises(DataError, match=r"line 148 items\[0\]\.category: There is no category X\."):
        edited(SECOND, items=lambda items: [items[0] | {"category": "X"}, *items[1:]])


def test_a_file_that_says_a_thing_once_for_two_is_refused() -> None:
    """Where an anchor lends one text to two places, one of them cannot change alone."""
    shared = SECOND.replace("definition: Nobody complains", "definition: &same Nobody complains").replace(
        "definition: People come back for a second cup", "definition: *same"
    )
    with pytest.raises(DataError, match="edit it by hand"):
        edited(
            shared, scale=lambda scale: {**scale, "levels": [*scale["levels"][:3], other(scale), scale["levels"][4]]}
        )


def other(scale: dict[str, Any]) -> dict[str, Any]:
    """Return the fourth level with another meaning."""
    level: dict[str, Any] = scale["levels"][3]
    return level | {"definition": "Something else"}


TEXTS = st.sampled_from(["new: text", "x", "line 1\nline 2", "# a", "- b", "改訂した文", "'q'", "1.0"])


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a choice for each part that may change."""
    return {
        "texts": draw(st.dictionaries(st.integers(0, 7), TEXTS, max_size=2)),
        "added": draw(st.lists(st.integers(0, 8), max_size=2)),
        "gates": draw(st.permutations([0, 1]).map(lambda order: order[: draw(st.integers(0, 2))])),
        "tools": draw(st.lists(st.sampled_from(["Drip & Drop", "+Brew", "New", "Käffchen"]), min_size=1, unique=True)),
        "points": draw(st.lists(TEXTS, max_size=2)),
        "options": draw(st.lists(st.sampled_from(["100+", "1000+", "up to 20"]), max_size=3, unique=True)),
        "cap": draw(st.sampled_from([1.0, 2.0, 2.5])),
        "warnings": draw(st.booleans()),
        "introduction": draw(st.none() | TEXTS),
    }


def carried_out(change: dict[str, Any], data: dict[str, Any]) -> None:
    """Bring a drawn change into a master's plain data."""
    data["version"] = "3.0.0"
    for n, text in change["texts"].items():
        data["items"][n]["description"] = text
    for n, at in enumerate(change["added"]):
        data["items"].insert(at, {"id": f"N{n}", "category": "T", "name": f"New {n}", "description": "?"})
    data["fail_close"] |= {"cap": change["cap"], "gates": [data["fail_close"]["gates"][n] for n in change["gates"]]}
    data["tools"] = change["tools"]
    data["scale"]["judging_points"] = change["points"]
    data["parameters"]["entries"][1]["options"] = change["options"]
    data["warnings"] = data["warnings"] if change["warnings"] else []
    data["rules"]["new_items_introduction"] = change["introduction"]


@pytest.mark.parametrize("way", [way for way in WAYS if way != "shipped"])
@settings(max_examples=15)  # the machine may be busy
@given(change=changes())
def test_any_change_arrives_and_every_comment_stays(way: str, change: dict[str, Any]) -> None:
    """However a file is written, it becomes the wanted one; line ends stay, and comments but those of what went."""
    text = WAYS[way]
    old = load_master(text)
    data = old.model_dump(mode="json")
    carried_out(change, data)
    wanted = Master.model_validate(data)

    new = amended(text, old, wanted)

    assert load_master(new) == wanted
    comments = [line for line in text.splitlines() if line.lstrip().startswith("# ") and "# Only the" not in line]
    assert [line for line in new.splitlines() if line in comments] == comments
    assert new.count("\r\n") == (new.count("\n") if "\r\n" in text else 0)


def test_the_shipped_file_changes_in_one_place() -> None:
    """A word in a large file is one line, and undoing it gives the file again, byte for byte."""
    old = shipped_master()
    new = edited(SHIPPED, notes=lambda notes: notes | {"doc": "文書のページ"})

    assert lines(SHIPPED, new) == ["-  doc: 該当するドキュメントページ", "+  doc: 文書のページ"]
    assert amended(new, load_master(new), old) == SHIPPED
