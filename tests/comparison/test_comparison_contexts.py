"""前提の違い: what the same tool comes out as under other parameters, in every context's own workbook."""

import pytest
from openpyxl import Workbook

from depipe.comparison.contrast import Contrast
from depipe.comparison.model import Comparison
from depipe.comparison.view import build
from depipe.comparison.workbook.write import write_comparison
from depipe.master.load import shipped_master
from support.comparisons import leaving, links, read, table, texts
from support.tables import CONTEXT, Case, scored

MASTER = shipped_master()
IDS = [item.id for item in MASTER.items]
OTHER = CONTEXT | {"Duration": "〜秒", "Scale": "〜1M"}
APART = {
    # A gate falls: the cap.
    ("Temporal", "EX-03"): 2,
    # One star, two stars.
    ("Temporal", "DX-01"): 5,
    ("Restate", "OB-02"): 2,
    # Not verified there.
    ("Inngest", "AI-01"): None,
}


@pytest.fixture(scope="module")
def told() -> Case:
    """Return a ledger of two contexts: four stars everywhere, but for *APART* in the second one."""
    return scored(
        MASTER,
        [lambda *_: 4, lambda _, tool, place: APART.get((tool, IDS[place]), 4)],
        contexts=(CONTEXT, OTHER),
        notes={("Evaluator A", "Temporal", "EX-01"): ("https://example.com/", None, None)},
    )


def comparison_of(told: Case, number: int) -> Comparison:
    """Return the comparison of one of the contexts."""
    return build(told.master, told.tables, told.tables.contexts["context_id"][number], told.submissions)


@pytest.fixture(scope="module")
def second(told: Case) -> Comparison:
    """Return the second context's comparison."""
    return comparison_of(told, 1)


@pytest.fixture(scope="module")
def contrast(second: Comparison) -> Contrast:
    """Return what it says of the contexts."""
    assert second.contrast is not None
    return second.contrast


@pytest.fixture(scope="module")
def book(second: Comparison) -> Workbook:
    """Return its workbook as openpyxl reads it."""
    return read(write_comparison(second))


def test_the_contexts_are_told_apart(contrast: Contrast, book: Workbook) -> None:
    """By number, file and the parameters that differ, with a link to the other workbook, not to this one."""
    rows = list(table(book["前提の違い"], "前提", "ファイル"))

    assert contrast.names == ("Duration", "Scale")
    assert [row["前提"] for row in rows] == ["前提 1", "前提 2（この比較）"]
    assert [row["ファイル"] for row in rows] == ["comparison-1.xlsx", "comparison-2.xlsx"]
    assert [row["Duration"] for row in rows] == ["分〜時間", "〜秒"]
    assert list(leaving(book["前提の違い"]).values()) == ["comparison-1.xlsx"]


def test_tools_that_are_furthest_apart_come_first(told: Case, contrast: Contrast, book: Workbook) -> None:
    """Every figure is the table's own, by context; the gap is that of the overalls."""
    overall = {(row["context_id"], row["tool"]): row for row in told.tables.overall.iter_rows(named=True)}
    contexts = [context.context_id for context in contrast.contexts]

    assert [one.tool for one in contrast.tools] == ["Temporal", "Restate", "Inngest"]
    for one in contrast.tools:
        rows = [overall[context, one.tool] for context in contexts]
        assert [standing and standing.final for standing in one.standings] == [row["final_stars"] for row in rows]
        assert [standing and standing.raw for standing in one.standings] == [row["raw_stars"] for row in rows]
        assert [standing and standing.rank for standing in one.standings] == [row["rank"] for row in rows]
        assert one.gap == abs(rows[0]["final_stars"] - rows[1]["final_stars"])
    first = next(row for row in table(book["前提の違い"], "ツール", "差", "前提 1"))
    assert (first["ツール"], first["差"], first["前提 1"], first["前提 2\n（この比較）"]) == ("Temporal", 2.0, 4.0, 2.0)
    assert contrast.lines[0] == "Temporal: 前提 1 で 4.00／前提 2 で 2.00、確定の上限"


def test_items_whose_stars_differ_are_listed_gates_first(contrast: Contrast, book: Workbook) -> None:
    """Mandatory items, then the widest gap; what is unverified in one of them is counted, not listed."""
    assert [(one.tool, one.item_id, one.stars) for one in contrast.items] == [
        ("Temporal", "EX-03", (4, 2)),
        ("Restate", "OB-02", (4, 2)),
        ("Temporal", "DX-01", (4, 5)),
    ]
    assert contrast.one_sided == 1
    sheet = book["前提の違い"]
    assert "一部の前提だけで検証されている組が 1 件あります（- は未検証）。" in texts(sheet)
    led = {str(sheet[cell].value): place for cell, place in links(sheet).items() if place[0] == "項目比較"}
    assert {item: book[name][address].value for item, (name, address) in led.items()} == {
        item: item for item in ("EX-03", "OB-02", "DX-01")
    }


def test_category_means_that_differ_are_listed(told: Case, contrast: Contrast) -> None:
    """Only those, with the table's own values, the widest gap first."""
    rows = told.tables.category_summary.iter_rows(named=True)
    means = {(row["context_id"], row["tool"], row["category_id"]): row["mean_stars"] for row in rows}
    contexts = [context.context_id for context in contrast.contexts]

    assert {(one.tool, one.category_id) for one in contrast.categories} == {
        ("Temporal", "EX"),
        ("Temporal", "DX"),
        ("Restate", "OB"),
    }
    for one in contrast.categories:
        assert one.means == tuple(means[context, one.tool, one.category_id] for context in contexts)
    gaps = [one.gap for one in contrast.categories]
    assert gaps == sorted(gaps, reverse=True)


def test_both_workbooks_say_the_same_of_each_other(told: Case, contrast: Contrast) -> None:
    """The other context's workbook differs in what it calls its own, and in nothing else."""
    other = comparison_of(told, 0).contrast

    assert other is not None
    assert other.items == contrast.items
    assert [one._replace(here=False) for one in other.contexts] == [
        one._replace(here=False) for one in contrast.contexts
    ]
    assert [one.here for one in other.contexts] == [True, False]


def test_tools_without_two_overalls_have_no_line() -> None:
    """A tool that one of the contexts has no rating of is on the sheet, and says nothing in the terminal."""
    made = scored(
        MASTER,
        [lambda *_: 4, lambda _, tool, __: None if tool == "Inngest" else 3],
        contexts=(CONTEXT, OTHER),
    )
    told = comparison_of(made, 0).contrast

    assert told is not None
    assert [one.tool for one in told.tools if not one.comparable] == ["Inngest"]
    assert [line.split(":")[0] for line in told.lines] == ["Temporal", "Restate"]


def test_one_context_has_no_such_sheet() -> None:
    """It is left out, and not in the contents, where there is nothing to compare with."""
    assert "前提の違い" not in read(write_comparison(scored(MASTER, lambda *_: 4).comparison())).sheetnames
