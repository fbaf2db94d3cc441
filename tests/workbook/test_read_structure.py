"""Workbooks whose structure is broken: each cause gives its one finding, at the returned file's own cell."""

from datetime import date

import pytest

from depipe.findings import Finding
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import (
    SHEET_CONTEXT,
    SHEET_PROPOSALS,
)
from depipe.workbook.write import write_workbook
from support.cases.structure import CASES, C, deleting, removing
from support.packages import (
    Edit,
    edited,
    in_context,
    in_ratings,
)
from support.readings import (
    MASTER,
    answers,
    differences,
    found,
    openpyxl,
    read_back,
)


@pytest.mark.parametrize(("edit", "expected"), CASES.values(), ids=CASES)
def test_broken_structure__error(edit: Edit, expected: list[Finding]) -> None:
    """One cause gives its one finding, and nothing besides."""
    assert read_back(edited(openpyxl(), edit)).findings == expected


def test_answers_under_an_overtyped_id_are_read() -> None:
    """A row whose id was typed over is read as the item that its texts name."""
    returned = read_back(edited(openpyxl(), in_ratings(B7="I-0001")))

    assert differences(returned) == {}


def test_answers_beside_an_edited_text_are_read() -> None:
    """An edited locked cell changes no answer."""
    returned = read_back(edited(openpyxl(), in_ratings(C5="x", D6="y", A7="z")))

    assert differences(returned) == {}
    assert [finding.code for finding in returned.findings] == ["locked.edited"] * 3


def test_a_range_of_verification_is_read_in_a_prefilled_workbook() -> None:
    """A prefilled workbook has a further column, and its cells are read; without it that is said."""
    issuance = new_issuance(MASTER, issued_on=date(2026, 4, 1), workbook_id="w-9", mode="prefill")
    data = write_workbook(MASTER, issuance)
    scopes = {key: content for key, content in answers(read_back(data)).items() if key[0] == "scope"}
    without = read_back(edited(data, deleting(SHEET_CONTEXT, column=5)))

    assert scopes == {("scope", None, tool, None): ("text", "変更した項目だけ") for tool in ("Tool 1", "Tool 2")}
    assert without.findings == [found("header.missing", C, was="再検証の範囲")]


def test_one_cause_is_said_once_among_many() -> None:
    """Several causes in one file give one finding each."""
    data = edited(
        openpyxl(),
        in_ratings(B7="I-0001", E4="Tool A", C5="x", M4="メモ", N20="y"),
        in_context(A5="規模"),
        removing(SHEET_PROPOSALS),
    )

    assert sorted(finding.code for finding in read_back(data).findings) == [
        "extra.ignored",
        "extra.ignored",
        "item.duplicate",
        "locked.edited",
        "locked.edited",
        "sheet.missing",
        "tool.missing",
    ]
