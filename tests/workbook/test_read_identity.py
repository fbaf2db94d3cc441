"""Who a returned workbook says it is: one of three places is enough, and what is gone or differs is said."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import Workbook

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_IDENTITY, SHEET_RATINGS
from depipe.workbook.read import read
from support.packages import edited, patched
from support.readings import ISSUANCE, excel, found, openpyxl, read_back


def saying(sheet: str | None = None, properties: str | None = None, ratings: str | None = None) -> bytes:
    """Return the workbook with other identities in its three places (None: as it is, empty: gone)."""

    def edit(book: Workbook) -> None:
        if sheet is not None:
            book[SHEET_IDENTITY]["A1"] = sheet or None
        if ratings is not None:
            book[SHEET_RATINGS]["A1"] = ratings or None

    data = edited(openpyxl(), edit)
    if properties is None:
        return data
    quoted = properties.replace('"', "&quot;")
    text = f'<property name="depipe-1"><lpwstr>{quoted}</lpwstr></property>' if properties else ""
    return patched(data, {"docProps/custom.xml": f"<Properties>{text}</Properties>"})


def without_sheet(book: Workbook) -> None:
    """Delete the hidden sheet."""
    del book[SHEET_IDENTITY]


THIS = ISSUANCE.identity
OTHER = replace(THIS, workbook_id="w-2")
NEWER = OTHER.encode().replace('"layout":1', '"layout":2')

IDENTITIES: dict[str, tuple[Callable[[], bytes], list[Finding], str | None]] = {
    "all there": (saying, [], "w-1"),
    "no hidden sheet": (
        lambda: edited(openpyxl(), without_sheet),
        [found("identity.partial", shown="_depipe")],
        "w-1",
    ),
    "no cell on it": (lambda: saying(sheet=""), [found("identity.partial", shown="_depipe")], "w-1"),
    "no properties": (lambda: saying(properties=""), [found("identity.partial", shown="docProps")], "w-1"),
    "no plain cell": (lambda: saying(ratings=""), [found("identity.partial", shown="評価")], "w-1"),
    "the hidden sheet alone": (
        lambda: saying(properties="", ratings=""),
        [found("identity.partial", shown="docProps, 評価")],
        "w-1",
    ),
    "the properties alone": (
        lambda: saying(sheet="", ratings=""),
        [found("identity.partial", shown="_depipe, 評価")],
        "w-1",
    ),
    "the plain cell alone": (
        lambda: saying(sheet="", properties=""),
        [found("identity.partial", shown="_depipe, docProps")],
        "w-1",
    ),
    "a damaged one": (lambda: saying(sheet="depipe:{"), [found("identity.partial", shown="_depipe")], "w-1"),
    "of a newer layout, once": (lambda: saying(sheet=NEWER), [found("identity.partial", shown="_depipe")], "w-1"),
    "the plain cell of another": (
        lambda: saying(ratings=OTHER.encode()),
        [found("identity.conflict", shown="評価: workbook_id w-2", was="workbook_id w-1")],
        "w-1",
    ),
    "the hidden sheet of another": (
        lambda: saying(sheet=OTHER.encode()),
        [found("identity.conflict", shown="_depipe: workbook_id w-2", was="workbook_id w-1")],
        "w-1",
    ),
    "all of different ones": (
        lambda: saying(sheet=OTHER.encode(), ratings=replace(THIS, workbook_id="w-3").encode()),
        [
            found("identity.conflict", shown="docProps: workbook_id w-1", was="workbook_id w-2"),
            found("identity.conflict", shown="評価: workbook_id w-3", was="workbook_id w-2"),
        ],
        "w-2",
    ),
    "none": (lambda: saying("", "", ""), [found("file.not-depipe")], None),
    "none that can be read": (lambda: saying("depipe:", "depipe:{}", "depipe:[]"), [found("file.not-depipe")], None),
    "of a newer layout": (lambda: saying(NEWER, "", ""), [found("layout.unsupported", shown="2")], None),
}


@pytest.mark.parametrize(("make", "expected", "workbook_id"), IDENTITIES.values(), ids=IDENTITIES)
def test_who_it_says_it_is(make: Callable[[], bytes], expected: list[Finding], workbook_id: str | None) -> None:
    """One of the three places is enough; what is gone or differs is said."""
    returned = read_back(make())

    assert (returned.findings, returned.identity and returned.identity.workbook_id) == (expected, workbook_id)


def test_a_master_that_nobody_knows__error() -> None:
    """A workbook of a master that is not expected is not read, and the finding names the master."""
    returned = read("x.xlsx", excel(), {})

    assert returned.findings == [found("master.unknown", shown="synthetic 1.0.0")]
    assert (len(returned.cells), returned.identity) == (0, ISSUANCE.identity)


UNSOUND = {
    "workbook_id": 1,
    "master_digest": ["x"],
    "tools": "Tool 1",
    "tools ": [],
    "tools  ": ["a", "a"],
    "tools   ": [1],
    "evaluator": 3,
    "language": "fr",
    "mode": "x",
    "context": {"Size": 1},
    "context ": "large",
    "attributes": [],
    "attributes ": {"Tool 1": "x"},
    "issued_on": "yesterday",
    "unknown": 1,
}


@pytest.mark.parametrize("field", UNSOUND)
def test_identities_of_another_shape__error(field: str) -> None:
    """An identity whose fields are not what they should be is none."""
    plain = json.loads(THIS.encode().removeprefix("depipe:")) | {field.strip(): UNSOUND[field]}
    text = "depipe:" + json.dumps(plain)

    assert read_back(saying(text, text, text)).findings == [found("file.not-depipe")]
