"""Every problem that a master can have is found, with its line, by an edit that brings it in."""

from dataclasses import dataclass

import pytest

from depipe.errors import DataError
from depipe.master import names, texts
from depipe.master.document import Document
from depipe.master.lint import check, check_tools, problems
from depipe.master.load import load_master, shipped_master
from depipe.workbook import layout
from support.masters import DATA, second_master, synthetic_master

SECOND = (DATA / "second-master.yaml").read_text("utf-8")


@dataclass(frozen=True)
class Case:
    """An edit of the second master, the places where problems are then found, and words of the first message.

    Each edit is (old, new): old stands once in the file, and every `§` in new marks the line of one problem.
    """

    edits: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    words: str

    def __str__(self) -> str:
        """Return what the test is called."""
        return f"{self.places[0]}: {self.words}"


def case(places: str, words: str, *edits: tuple[str, str]) -> Case:
    """Return a case; *places* are separated by spaces."""
    return Case(edits, tuple(places.split(" ")), words)


def edited(one: Case) -> tuple[str, list[int]]:
    """Return the second master after the case's edits, and the marked lines."""
    text = SECOND
    for old, new in one.edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    lines = [number for number, line in enumerate(text.splitlines(), 1) for _ in range(line.count("§"))]
    return text.replace("§", ""), lines


SHAPE = [
    case("id", "and missing", ("id: coffee-machines\nversion", "§version")),
    case("titel", "did you mean title?", ("title: C", "titel: §C")),
    case("title heading", "and missing", ("id: coffee", "§id: coffee"), ("title: C", "heading: §C")),
    case("id", "quotes", ("id: coffee-machines", "id: §12")),
    case("id", "must begin with a letter or digit", ("id: coffee-machines", "id: §コーヒー")),
    case("id", "is empty", ("id: coffee-machines", "id: §''")),
    case("id", "At most 40", ("id: coffee-machines", f"id: §{'x' * 41}")),
    case("version", "quotes", ("version: 2.1.0", "version: §2.1")),
    case("version", "1.0.0", ("version: 2.1.0", "version: §v2.1.0")),
    case("language", "'ja' or 'en'", ("language: en", "language: §fr")),
    case("title", "is empty", ("title: Coffee machines for the office", "title: '§ '")),
    case("tools[0]", "quotes", ("  - Drip & Drop", "  - §12")),
    case("scale.judging_points", "must be a list", ("scale:\n", "scale:\n  judging_points: §x\n")),
    case("scoring", "must be a mapping", ("scoring:\n  consensus: min", "scoring: §min")),
    case("scoring.consensus", "'median', 'min' or 'max'", ("consensus: min", "consensus: §mean")),
    case("scale.levels[1].stars", "1 or more", ("stars: 2", "stars: §0")),
    case("scale.levels[1].stars", "5 or less", ("stars: 2", "stars: §6")),
    case("scale.levels[1].stars", "whole number", ("stars: 2", "stars: §'2'")),
    case("scale.levels[0].stars", "whole number", ("stars: 1", "stars: §true")),
    case("scale.levels[1].stars", "whole number", ("stars: 2", "stars: §2.5")),
    case("scale.levels[1].stars", "whole number", ("stars: 2", "stars: §[2]")),
    case("fail_close.cap", "must be a number", ("cap: 2.5", "cap: §high")),
    case("fail_close.cap", "must be a number", ("cap: 2.5", "cap: §[1]")),
    case("fail_close.cap", "5.0 or less", ("cap: 2.5", "cap: §5.5")),
    case("fail_close.unverified", "'capped' or 'open'", ("unverified: open", "unverified: §shut")),
    case("parameters.entries[2].closed", "true or false", ("name: Milk\n", "name: Milk\n      closed: §maybe\n")),
    case("parameters.entries[2].closed", "true or false", ("name: Milk\n", "name: Milk\n      closed: §[]\n")),
    case("categories[0].weight", "greater than 0", ("weight: 3", "weight: §0")),
    case("categories[0].weight", "must be a number", ("weight: 3", f"weight: §{'9' * 400}")),
    case("rubrics[0].levels", "At least 5", ("levels:\n      - No froth", "levels:§")),
    case("rubrics[0].levels", "At most 5", ("levels:\n      - No froth", "levels:§\n      - None\n      - No froth")),
]

PARTS = [
    case("items[7].id", "“cost_2” repeats “COST_2”", ("id: cost_1", "id: COST_2"), ("- id: cost_2", "- id: §cost_2")),
    case(
        "categories[2].id",
        "“clean” repeats “CLEAN”",
        ("- id: safe\n", "- id: §clean\n"),
        ("id: safe.earth\n    category: safe", "id: safe.earth\n    category: clean"),
        ("id: safe.steam\n    category: safe", "id: safe.steam\n    category: clean"),
    ),
    case("fail_close.gates[1].item", "repeats", ("- item: CLEAN-1\n      reason", "- item: §safe.earth\n      reason")),
    case("rubrics[1].item", "repeats", ("\nnotes:\n", "\n  - item: §T2\n    levels: [a, b, c, d, e]\n\nnotes:\n")),
    case(
        "categories[1].id items[3].category",
        "CLEAN has no items",
        ("  - id: CLEAN\n", "  - id: CLEAN§\n"),
        ("category: CLEAN", "category: §clean"),
    ),
    case("items[0].category", "There is no category X", ("id: T1\n    category: T", "id: T1\n    category: §X")),
    case(
        "categories[4].id",
        "no items",
        ("items:\n", "  - {id: E§, name: Empty, focus: f, responsibility: r, layer: l}\n\nitems:\n"),
    ),
    case(
        "fail_close.gates[0].item", "There is no item", ("- item: safe.earth\n      reason", "- item: §x\n      reason")
    ),
    case("warnings[0].item", "There is no item", ("- item: cost_2", "- item: §cost_9")),
    case("rubrics[0].item", "There is no item", ("- item: T2", "- item: §t2")),
    case("boundaries[0].between[1].item", "There is no item", ("- item: safe.steam", "- item: §safe.stream")),
    case("scale.levels[1].stars", "in order (here 2)", ("stars: 2", "stars: §3")),
    case(
        "parameters.entries[0].options[1]",
        "“２３０ V” repeats “230 V”",
        ("        - 12 V\n", "        - 230 V\n"),
        ("- 230 V\n        - 400 V\n\n    - name: C", "- §２３０ V\n        - 400 V\n\n    - name: C"),
    ),
    case("tool_attributes[1].options[2]", "repeats", ("      - both", "      - §tank")),
    case("parameters.entries[2].closed", "needs some", ("name: Milk\n", "name: Milk\n      closed: §true\n")),
    case(
        "tool_attributes[1].default", "none of the options (tank / mains / both)", ("default: tank", "default: §well")
    ),
    case(
        "fail_close.gates[0].condition.when.parameter",
        "There is no parameter",
        ("          parameter: Power", "          parameter: §power"),
    ),
    case(
        "fail_close.scope.parameter",
        "must be closed",
        (
            "  scope:\n    parameter: Power\n    values:\n      - 230 V\n      - 400 V",
            "  scope:\n    parameter: §Cups a day\n    values:\n      - 100+",
        ),
    ),
    case(
        "fail_close.gates[0].condition.when.values[0]",
        "none of the options",
        ("            - 230 V", "            - §110 V"),
    ),
    case(
        "fail_close.scope.values[0]",
        "none of the options",
        ("    values:\n      - 230 V", "    values:\n      - §230V"),
    ),
    case(
        "fail_close.gates[1].condition.unless.attribute", "no tool attribute", ("attribute: Self", "attribute: §self")
    ),
    case(
        "fail_close.gates[1].condition.unless.value",
        "none of the options",
        ('value: "yes, by itself"', "value: §by itself"),
    ),
]

NAMES = [
    case("tools[0]", "Remove the spaces", ("- Drip & Drop", "- '§Drip '")),
    case("tools[0]", "no line break", ("- Drip & Drop", '- "§Drip\\nDrop"')),
    case("tools[0]", "control character", ("- Drip & Drop", '- "§Drip\\x1fDrop"')),
    case("tools[0]", "no visible", ("- Drip & Drop", '- "§\\u200b"')),
    case("tools[0]", "at most 255", ("- Drip & Drop", f"- §{'⭐' * 256}")),
    case("tools[0]", "at most 255", ("- Drip & Drop", f"- §{'😀' * 128}")),
    case("tools[0]", "holds no =", ("- Drip & Drop", "- §Drip=Drop")),
    case("parameters.entries[2].name", "holds no =", ("name: Milk\n", "name: §Milk=\n")),
    case("tool_attributes[1].name", "holds no = :", ("name: Water", "name: §Water:in")),
    case("tools[1]", "repeats", ("- Moka <Mk II>", "- §ＤＲＩＰ  & drop")),
    case("parameters.entries[2].name", "repeats", ("name: Milk\n", "name: §ＰＯＷＥＲ\n")),
    case("tool_attributes[1].name", "repeats", ("name: Water", "name: §self‐cleaning")),
    case("categories[2].name", "repeats", ("name: Safety", "name: §taste")),
    case("items[0].name", "Remove the spaces", ("name: Espresso", "name: §' Espresso'")),
    case("parameters.entries[1].options[2]", "Remove the spaces", ("- 100+", "- §'100+ '")),
    case("tool_attributes[1].options[1]", "no line break", ("- mains", '- §"mains\\tpipe"')),
    case("title", "no line break", ("title: Coffee machines", 'title: §"Coffee\\nmachines"\n# x')),
    *(
        case("tools[0]", f"a header “{header}”", ("- Drip & Drop", f"- §{header}"))
        for header in (
            "カテゴリ",
            "ID",
            "項目",
            "評価内容",
            "ツール",
            "バージョン",
            "検証日",
            "再検証の範囲",
            "評価者",
            "備考",
            "Water",
            "Milk",
        )
    ),
    *(
        case("tools[0]", f"a header “+Brew {note}”", ("- Drip & Drop", f"- §+brew {note}"))
        for note in ("Doc", "Repro", "Evidence")
    ),
    *(
        case("parameters.entries[2].name", "a header", ("name: Milk\n", f"name: §{label}\n"))
        for label in ("評価者", "ツール", "Context_ID")
    ),
    *(case("tool_attributes[1].name", "a header", ("name: Water", f"name: §{label}")) for label in names.TOOL_HEADERS),
]

TEXTS = [
    case(
        "items[0].description",
        "Too long",
        ('"Taste of a plain espresso: body, crema | bitterness"', f"§{'x' * 32_768}"),
    ),
    case(
        "items[0].description",
        "Too long",
        ('"Taste of a plain espresso: body, crema | bitterness"', f"§{'😀' * 16_384}"),
    ),
    case("notes.doc", "control character", ("doc: The page", 'doc: §"The\\x07page"\n# ')),
    case("notes.doc", "control character", ("doc: The page", 'doc: §"The\\uffffpage"\n# ')),
    case(
        "rubrics[0].levels", "will be shortened (", ("levels:\n      - No froth\n", f"levels:§\n      - {'x' * 200}\n")
    ),
]


@pytest.mark.parametrize("one", [*SHAPE, *PARTS, *NAMES, *TEXTS], ids=str)
def test_every_problem_has_its_line(one: Case) -> None:
    """The edit's problems are found where they are, in both languages, and nothing else is."""
    text, lines = edited(one)
    found = check(text)
    assert sorted((problem.line, problem.place) for problem in found) == sorted(zip(lines, one.places, strict=True))
    (first,) = (problem for problem in found if problem.place == one.places[0])
    assert one.words in first.message.en
    assert first.message.ja != first.message.en
    assert "{" not in first.message.ja + first.message.en


@pytest.mark.parametrize(
    "text", [SECOND, (DATA.parent.parent / "schemas" / "durable-execution.yaml").read_text("utf-8")]
)
def test_good_masters_have_no_problems(text: str) -> None:
    """Neither the second nor the shipped master has a problem, not even a warning."""
    assert check(text) == []


def test_all_problems_come_in_one_pass() -> None:
    """A misshapen master's contradictions are found together with its shape, by line."""
    one = case(
        "version scale.levels[3].sars rubrics[0].item",
        "quotes",
        ("version: 2.1.0", "version: §2"),
        ("- stars: 4", "- §sars: 4"),
        ("- item: T2", "- item: §T9"),
    )
    text, lines = edited(one)
    assert {(problem.line, problem.place) for problem in check(text)} == set(zip(lines, one.places, strict=True))
    assert [problem.line for problem in check(text)] == lines


def test_only_errors_keep_a_master_out() -> None:
    """A rubric that a prompt cannot show whole is a warning: the master loads."""
    text, _ = edited(TEXTS[-1])
    (problem,) = check(text)
    assert problem.severity == "warning"
    assert "(warning)" in problem.sentence("en")
    assert len(load_master(text).items) == 8


def test_the_shipped_rubrics_fit_into_a_prompt() -> None:
    """VR-01's rubric fills the prompt but for four characters; a fifth is told."""
    rubric = shipped_master().rubrics_by_item["VR-01"]
    longer = shipped_master().model_dump(mode="json")
    for more, places in (("。以上で", []), ("。以上です", ["rubrics[0].levels"])):
        longer["rubrics"][0]["levels"] = [*rubric.levels[:4], rubric.levels[4] + more]
        assert [problem.place for problem in problems(Document(longer))] == places


def test_a_master_without_a_file_has_no_lines() -> None:
    """A stored master is checked by the same rules, without lines."""
    data = second_master().model_dump(mode="json")
    data["items"][0]["category"] = "X"
    (problem,) = problems(Document(data))
    assert (problem.line, problem.sentence("en")) == (None, "items[0].category: There is no category X.")
    assert problem.sentence("ja") == "items[0].category: カテゴリ X がありません。"


def test_large_masters_are_fine() -> None:
    """A master of 500 items and 60 tools, and one of a single item, have no problems."""
    for master in (synthetic_master(), synthetic_master(items=1, tools=1)):
        assert problems(Document(master.model_dump(mode="json"))) == []


@pytest.mark.parametrize(
    ("tools", "places"),
    [
        (("Temporal", "Restate"), []),
        (("DBOS", "DBOS"), ["tools[1]"]),
        (("DBOS", "ｄｂｏｓ"), ["tools[1]"]),
        (("Temporal", "Temporal  evidence"), ["tools[1]"]),
        (("Temporal evidence",), []),
        (("項目",), ["tools[0]"]),
        (("duration",), ["tools[0]"]),
        (("短命ジョブ専用",), ["tools[0]"]),
        (("A=B", " ", "C\n"), ["tools[0]", "tools[1]", "tools[2]"]),
    ],
)
def test_tools_of_the_command_line_are_checked(tools: tuple[str, ...], places: list[str]) -> None:
    """Tools named when issuing follow the rules of the master's own, beside its parameters and attributes."""
    assert [problem.place for problem in check_tools(shipped_master(), tools)] == places


def test_the_rules_know_the_workbook() -> None:
    """The headers, labels and limits that names are checked against are those of the workbook's layout."""
    assert names.RATING_HEADERS == layout.ITEM_HEADERS
    assert names.TOOL_HEADERS == (
        layout.HEADER_TOOL,
        layout.HEADER_VERSION,
        layout.HEADER_VERIFIED_ON,
        layout.HEADER_SCOPE,
    )
    assert names.EVALUATOR_LABEL == layout.LABEL_EVALUATOR
    assert tuple(layout.NOTE_NAMES.values()) == names.NOTE_NAMES
    assert all(layout.note_header("A", field) == f"A {layout.NOTE_NAMES[field]}" for field in layout.NOTE_FIELDS)
    assert texts.MAX_TEXT == layout.MAX_TEXT
    assert [texts.utf16_units(text) for text in ("", "a⭐", "😀〜")] == [
        layout.utf16_length(text) for text in ("", "a⭐", "😀〜")
    ]


def test_loading_refuses_what_lint_refuses() -> None:
    """A well-shaped master that contradicts itself does not load."""
    with pytest.raises(DataError, match=r"rubrics\[0\]\.item: There is no item T9"):
        load_master(SECOND.replace("- item: T2", "- item: T9"))
