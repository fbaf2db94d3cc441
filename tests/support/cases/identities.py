"""Workbooks with other identities in their three places, what is said of them, and whose they are."""

from collections.abc import Callable
from dataclasses import replace

from openpyxl import Workbook

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_IDENTITY
from support.issued import identity_cell
from support.packages import edited, patched
from support.readings import ISSUANCE, found, openpyxl


def saying(sheet: str | None = None, properties: str | None = None, ratings: str | None = None) -> bytes:
    """Return the workbook with other identities in its three places (None: as it is, empty: gone)."""

    def edit(book: Workbook) -> None:
        if sheet is not None:
            book[SHEET_IDENTITY]["A1"] = sheet or None
        if ratings is not None:
            identity_cell(book).value = ratings or None

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
