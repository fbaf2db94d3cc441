"""A master's Markdown read back: the document's own texts, the base's rest, and every line that was not understood."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depipe.master.diff import difference
from depipe.master.headings import HEADINGS
from depipe.master.importing.document import Imported, import_markdown
from depipe.master.load import shipped_master
from depipe.master.markdown import export
from depipe.master.model import Master
from support.markdown_masters import lending, markdown_masters
from support.masters import DATA, second_master, synthetic_master

SEED = (DATA / "durable-execution.md").read_text("utf-8")
LINES = SEED.split("\n")
BASE = shipped_master()


def edited(*edits: tuple[str, str], document: str = SEED) -> str:
    """Return the document with each old text, which stands in it once, replaced."""
    for old, new in edits:
        assert document.count(old) == 1, old
        document = document.replace(old, new)
    return document


def line_of(text: str, document: str = SEED) -> int:
    """Return the number of the first line that holds *text*."""
    return next(number for number, line in enumerate(document.split("\n"), 1) if text in line)


def master_of(found: Imported) -> Master:
    """Return the master that came of a document without anything to say about it."""
    assert found.problems == ()
    assert found.unread == ()
    assert found.master is not None
    return found.master


def said(found: Imported, severity: str = "error") -> list[tuple[int | None, str]]:
    """Return the problems of a severity as line and English sentence."""
    return [(one.line, one.message.en) for one in found.problems if one.severity == severity]


def test_the_document_is_the_shipped_master() -> None:
    """The document that the shipped master was made from gives it again, and its export is the document."""
    master = master_of(import_markdown(SEED, BASE))

    assert master == BASE
    assert export(master) == SEED


@pytest.mark.parametrize("master", [second_master(), synthetic_master()], ids=lambda one: one.id)
def test_other_masters_come_back(master: Master) -> None:
    """A master of another subject, language and make, and a large one, come back from their own documents."""
    assert master_of(import_markdown(export(master), master)) == master


def test_what_shows_nothing_says_nothing() -> None:
    """Carriage returns, more blank lines, rulers and an empty quote change nothing."""
    spaced = SEED.replace("\n\n", "\n\n\n").replace("> **警告**", ">\n\n---\n\n> **警告**")
    for document in (spaced, SEED.replace("\n", "\r\n"), SEED.rstrip("\n")):
        assert master_of(import_markdown(document, BASE)) == BASE


@settings(max_examples=60)  # the machine may be busy
@given(markdown_masters())
def test_every_text_comes_from_the_document(master: Master) -> None:
    """Whatever texts a master has, its document gives them again to a base that has others."""
    document = export(master)

    own = import_markdown(document, master)
    assert (own.master, own.unread, said(own)) == (master, (), [])
    lent = import_markdown(document, lending(master), version=master.version)
    assert (lent.master, lent.unread, said(lent)) == (master, (), [])
    assert export(master) == document


def test_a_changed_row_comes_through() -> None:
    """An item reworded in its table is that one change, and the version goes up by a minor."""
    master = master_of(import_markdown(edited(("の生存確認、ハング検知", "が生きているか")), BASE))

    [change] = difference(BASE, master).changes
    assert (change.kind, change.place) == ("reworded", ("items", "RT-04", "description"))
    assert change.after == "長時間Activityが生きているか"
    assert master.version == "1.1.0"


def test_a_cosmetic_change_is_a_patch() -> None:
    """An edit that is equal after folding raises the last number, and a given version goes before that."""
    document = edited(("ハング検知", "ハング検知  "), ("〜100 / 〜10K", "～100 / ～10K"))

    assert master_of(import_markdown(document, BASE)).version == "1.0.1"
    assert master_of(import_markdown(document, BASE, version="3.0.0")).version == "3.0.0"


def test_rows_come_and_go() -> None:
    """A new item, gate, category and tool are read; what repeats them wrongly elsewhere is told with its line."""
    row = "| RT-05 | 期限 | 全体の期限 |"
    document = edited(
        ("| RT-04 | Heartbeat | 長", f"{row}\n| RT-04 | Heartbeat | 長"),
        ("| OP-02 ワークフロー管理API | 本番", "| RT-05 期限 | 要る | 常に必須 |\n| OP-02 ワークフロー管理API | 本番"),
    ).replace("| Inngest | 備考", "| DBOS | 備考")
    found = import_markdown(document, BASE)

    assert found.master is not None
    assert found.master.items_by_id["RT-05"].description == "全体の期限"
    assert [gate.item for gate in found.master.fail_close.gates][-2:] == ["RT-05", "OP-02"]
    assert found.master.tools[-1] == "DBOS"
    counts = [(line, text) for line, text in said(found, "warning") if "items (here" in text]
    assert counts == [
        (line_of("| RT | 4 |", document), "RT has 5 items (here 4)."),
        (line_of("| **合計** |", document), "合計 has 59 items (here 58)."),
    ]


def test_columns_are_known_by_their_names() -> None:
    """A table with its columns in another order says the same."""
    start = line_of("#### RT:")
    table = [line for line in LINES[start : start + 12] if line.startswith("| ")]
    swapped = SEED
    for row in table:
        one, two, three = [cell.strip() for cell in row.strip("|").split("|")]
        before, after = swapped.split("#### RT:")
        swapped = before + "#### RT:" + after.replace(row, f"| {three} | {one} | {two} |", 1)

    assert len(table) == 5
    assert master_of(import_markdown(swapped, BASE)) == BASE


def test_without_a_base_there_are_defaults() -> None:
    """What Markdown does not hold is at its default, a condition in words is told, and the texts are all there."""
    found = import_markdown(SEED, master_id="my-master")

    assert found.master is not None
    assert (found.master.id, found.master.version, found.master.language) == ("my-master", "1.0.0", "ja")
    assert [entry.closed for entry in found.master.parameters.entries] == [False] * 6
    assert found.master.parameters.entries[-1].suffix == " 等"
    assert found.master.warnings == BASE.warnings
    assert found.master.fail_close.gates[3].condition is None
    assert (found.master.tool_attributes, found.master.fail_close.scope) == ((), None)
    assert said(found, "warning") == [
        (40, "The condition of VR-01, “Duration >= 分”, was read as words: write a `condition` into the YAML.")
    ]
    assert export(found.master) == SEED


def test_without_an_id_there_is_no_master() -> None:
    """Somebody has to name the master: the document does not."""
    found = import_markdown(SEED)
    assert (found.master, said(found)) == (None, [(None, "This is required, and missing.")])


def test_a_condition_stays_and_its_words_are_told() -> None:
    """Words of a condition that changed are told: what decides is still the base's."""
    found = import_markdown(edited(("| Duration >= 分 |", "| Duration >= 時間 |")), BASE)

    assert found.master is not None
    assert found.master.fail_close.gates[3].condition == BASE.fail_close.gates[3].condition
    assert said(found, "warning") == [
        (40, "The condition of VR-01 reads otherwise now; the `condition` that decides is as it was.")
    ]


@pytest.mark.parametrize(
    "strange",
    [
        "余分な段落",
        "- 余分な箇条書き",
        "| 余分 | な | 表 |\n|---|---|---|\n| 1 | 2 | 3 |",
        "> 余分な引用",
        "```\n余分なコード\n```",
        "<p>余分な HTML</p>",
        "[余分]: http://example.com",
        "    字下げした余分な行",
    ],
)
@pytest.mark.parametrize("after", ["## 星評価の基準（全項目共通）", "### カテゴリ一覧", "| AI-06 | Tool", "## 注記"])
def test_every_line_that_is_not_understood_is_named(strange: str, after: str) -> None:
    """Whatever does not belong is named line by line with its number; the master is that of the rest."""
    at = line_of(after)
    document = "\n".join([*LINES[:at], "", strange, "", *LINES[at:]])
    found = import_markdown(document, BASE)

    expected = [(at + 2 + n, line.strip()) for n, line in enumerate(strange.split("\n"))]
    assert [(one.line, one.text) for one in found.unread] == expected
    assert found.master == BASE


def test_what_is_under_another_heading_is_named() -> None:
    """Everything between a heading that nobody knows and the next one is named."""
    at = line_of("### 将来拡張候補")
    document = "\n".join([*LINES[: at - 1], "### 別の話", "", "段落", "- 箇条", "", *LINES[at - 1 :]])
    found = import_markdown(document, BASE)

    assert [(one.line, one.text) for one in found.unread] == [(at, "### 別の話"), (at + 2, "段落"), (at + 3, "- 箇条")]
    assert found.master == BASE


MARK = "ZZZ"


@settings(max_examples=80)  # the machine may be busy
@given(st.sampled_from([BASE, second_master()]), st.data())
def test_nothing_is_lost_in_silence(base: Master, data: st.DataObject) -> None:
    """A word written into any line is in the master, or its line is named, or there is no master at all."""
    lines = export(base).split("\n")
    at = data.draw(st.sampled_from([n for n, line in enumerate(lines) if line.strip()]))
    place = data.draw(st.integers(0, len(lines[at])))
    lines[at] = lines[at][:place] + MARK + lines[at][place:]

    found = import_markdown("\n".join(lines), base)

    named = {problem.line for problem in found.problems} | {one.line for one in found.unread}
    assert found.master is None or MARK in found.master.model_dump_json() or at + 1 in named


@settings(max_examples=60)  # the machine may be busy
@given(st.data())
def test_no_document_is_too_odd(data: st.DataObject) -> None:
    """However a document is torn, reading it ends with a master or with what is wrong."""
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.integers(0, 4)):
            case 0:
                del lines[at : at + data.draw(st.integers(1, 60))]
            case 1:
                lines.insert(at, lines[data.draw(st.integers(0, len(lines) - 1))])
            case 2:
                lines[at] = lines[at][: data.draw(st.integers(0, 20))]
            case 3:
                lines[at] = lines[at].replace("|", "", 1)
            case _:
                lines.insert(at, data.draw(st.sampled_from(["#", "# x", "> ", "- ", "1. x", "|-|", "```", "\x00"])))
        lines = lines or [""]

    found = import_markdown("\n".join(lines), data.draw(st.sampled_from([None, BASE, second_master()])))

    assert (found.master is None) == bool(found.errors)


@pytest.mark.parametrize("text", ["", "\n", "#", "# a", "text", "|a|\n|-|", "\ufeff# a", "## b\n# a"])
def test_what_is_no_master_is_told(text: str) -> None:
    """A document that holds next to nothing lacks what a master needs."""
    found = import_markdown(text, BASE)
    assert found.master is None
    assert found.errors


WRONG = [
    (
        "# Durable Execution 評価マスタ",
        "Durable Execution 評価マスタ",
        "There is no title: a heading that begins with #.",
    ),
    ("### フェイルクローズルール", "### 別の見出し", "There is no heading “フェイルクローズルール”."),
    (
        "| 星 | ラベル | 定義 |",
        "| 星 | ラベル | 意味 |",
        "There is no table with the columns 星 | ラベル | 定義 | 判定基準.",
    ),
    (
        "| RT-03 | サーキット",
        "| RT-03 | サーキット | x ",
        "The table has 3 columns and this row 4: a | inside of a text is written \\|.",
    ),
    ("| ⭐ | 未対応 |", "| 無 | 未対応 |", "This must be a whole number."),
    ("**正しさ**: 進行", "正しさ: 進行", "A responsibility is written `**one word**: one line`."),
    ("| EX-02 | 副作用保証 |", "| EX-01 | 副作用保証 |", "“EX-01” repeats “EX-01”."),
    ("| EX-03 冪等 / 重複排除 | リ", "| EX-93 冪等 / 重複排除 | リ", "There is no item EX-93."),
    ("| ⭐⭐ | 既存実行", "| ⭐⭐⭐ | 既存実行", "The levels go from 1 to 5 stars, in order (here 2)."),
    (
        "| Duration | |",
        "| Duration | 日〜月 |",
        "The value of Duration, “日〜月”, is no part of a master: issue with --context.",
    ),
    (
        "| EX | EX-01 | 進行保証 | | | | |",
        "| EX | EX-01 | 進行保証 | ⭐⭐ | | | |",
        "Ratings are no part of a master: they belong into a workbook.",
    ),
    ("- **Doc**: 該当", "- Doc: 該当", "There is no line “- **Doc**: …”."),
    (
        "**警告**: DX-03（ローカル開発）が",
        "**警告**: これが",
        "Which item is this warning about? Name its id in the text.",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG, ids=[sentence for *_, sentence in WRONG])
def test_what_keeps_a_master_out_has_its_line(old: str, new: str, sentence: str) -> None:
    """Each error is told in both languages with the line of the Markdown document, and there is no master."""
    document = edited((old, new))
    found = import_markdown(document, BASE)

    assert found.master is None
    [problem] = found.errors
    assert problem.message.en == sentence
    assert problem.message.ja != sentence
    if not sentence.startswith(("There is no title", "There is no heading", "There is no table", "There is no line")):
        assert problem.line == line_of(new, document)


ODD = [
    (
        "| EX-01 進行保証 | クラ",
        "| EX-01 進行の保証 | クラ",
        "EX-01 is called “進行保証” in the table of items, which was used.",
    ),
    (
        "#### EX: Execution Semantics",
        "#### EX: Semantics",
        "The table “カテゴリ一覧” says “Execution Semantics”, which was used.",
    ),
    ("**責務: 正しさ** — ", "**責務: 正確さ** — ", "The table “カテゴリ一覧” says “正しさ”, which was used."),
    ("| WF | 6 |", "| WF | 7 |", "WF has 6 items (here 7)."),
    ("| Side Effects | |", "| Effects | |", "The table of parameters has no “Effects”."),
    ("| EX | EX-01 | 進行保証 |", "| EX | EX-01 | 保証 |", "The table of items has no EX EX-01 保証."),
]


@pytest.mark.parametrize(("old", "new", "sentence"), ODD, ids=[sentence for *_, sentence in ODD])
def test_what_the_document_repeats_wrongly_is_told(old: str, new: str, sentence: str) -> None:
    """A repetition that says otherwise is a warning with its line: the next export writes it anew."""
    document = edited((old, new))
    found = import_markdown(document, BASE)

    assert said(found, "warning") == [(line_of(new, document), sentence)]
    assert found.master == BASE


def test_an_option_that_a_condition_needs_is_missed() -> None:
    """An option taken out of the document that the base's condition names is an error of the outcome."""
    found = import_markdown(edited(("分〜時間 / 日〜月", "分〜時間")), BASE)

    assert (40, "“日〜月” is none of the options (ミリ秒〜秒 / 分〜時間).") in said(found)


def test_a_warning_keeps_its_item_by_its_text() -> None:
    """A warning that names no id is known by the base's text; its threshold is the base's too."""
    master = second_master()
    assert "cost_2" not in "".join(master.warnings[0].text)
    assert master_of(import_markdown(export(master), master)).warnings == master.warnings


@pytest.mark.parametrize(
    ("document", "is_other"),
    [
        ("# Minutes\n\n- present: A\n\n## Next time\n\nTo be seen.\n", True),
        ("", True),
        (export(second_master()).replace("## ", "## My "), True),
        ("# Minutes\n\n## 評価テンプレート\n\nTo be seen.\n", False),
        ("# Minutes\n\n## " + HEADINGS["en"].template + "\n", False),
        (edited(("| EX-02 | 副作用保証 |", "| EX-01 | 副作用保証 |")), False),
    ],
)
def test_a_document_without_any_heading_of_a_masters_is_something_else(document: str, *, is_other: bool) -> None:
    """With a single one it is a master with errors, whichever language the heading is in."""
    found = import_markdown(document, BASE)

    assert (found.master, found.is_other) == (None, is_other)


def test_what_is_imported_does_not_change() -> None:
    """The outcome is a value: another one is made, never edited."""
    found = import_markdown(SEED, BASE)
    assert replace(found, unread=()) == found
