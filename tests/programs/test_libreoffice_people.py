"""People at work in a real LibreOffice: they type, sort, insert, delete, hide, paste; it saves, and all comes back."""

from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from depipe.stars import written
from depipe.workbook.cells import column_letters
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import SHEET_CONTEXT as C
from depipe.workbook.layout import SHEET_PROPOSALS as P
from depipe.workbook.layout import SHEET_RATINGS as R
from depipe.workbook.write import write_workbook
from support.corpus import said_by
from support.good import SMALL, Says, whole
from support.libreoffice import needs_libreoffice
from support.office import FILTERS, Action, Work, worked_on
from support.readings import ANSWERS, FIRST_ROW, ISSUANCE, ITEMS, MASTER, TOOLS, excel
from support.resaved import PLAIN, read_again
from support.value_corpus import Said
from support.value_files import file_of

pytestmark = needs_libreoffice


def blank() -> bytes:
    """Return the small workbook as it is issued to somebody who types everything."""
    issuance = new_issuance(
        MASTER,
        evaluator="Evaluator A",
        context=ISSUANCE.identity.context,
        issued_on=ISSUANCE.identity.issued_on,
        workbook_id=ISSUANCE.identity.workbook_id,
    )
    return write_workbook(MASTER, issuance)


SPELLINGS: Final = ("⭐⭐⭐", "3", "３", "★★★", "★★★☆☆")
"""How people type three stars."""


def typed_stars() -> Mapping[str, str]:
    """Return what a person types into each star cell: three stars in all spellings, the others as depipe does."""
    return {
        f"{'EF'[place]}{row}": SPELLINGS[row % len(SPELLINGS)] if level == 3 else written(level)
        for row, item in enumerate(ITEMS, FIRST_ROW)
        for place, tool in enumerate(TOOLS)
        for level in (ANSWERS[item, tool].stars,)
    }


def everything_typed() -> Iterator[Action]:
    """Yield what a person types to fill in the whole workbook."""
    for cell, text in {"B10": "1.10", "B11": "2.0", "C10": "2026-05-01", "C11": "2026年5月1日"}.items():
        yield "enter", C, cell, text
    for cell, text in typed_stars().items():
        yield "enter", R, cell, text
    for row, item in enumerate(ITEMS, FIRST_ROW):
        for place, tool in enumerate(TOOLS):
            answer = ANSWERS[item, tool]
            for column, note in enumerate((answer.doc, answer.repro, answer.evidence), 7 + 3 * place):
                if note:
                    yield "enter", R, f"{column_letters(column)}{row}", note
    for letter, text in zip("ABCDE", ("C0", "速さ", "速く動くか", "大切", "はい"), strict=True):
        yield "enter", P, f"{letter}5", text


DOUBTED: Final[Mapping[str, tuple[str, str]]] = {
    "E5": ("3/5", "stars.invalid"),
    "F5": ("50%", "stars.invalid"),
    "E6": ("=1+3", "stars.invalid"),
    "F6": ("6", "stars.out-of-range"),
    "E7": ("TRUE", "stars.invalid"),
    "F7": ("4.5", "stars.fraction"),
    "E8": ("まあまあ", "stars.invalid"),
}
"""What people type into star cells, which are formatted as text, and what is said of it."""

_OPEN: Final[tuple[Action, ...]] = (("unprotect", R), ("unprotect", C))

WORKS: Final[Mapping[str, tuple[Work, Says | None, tuple[Said, ...]]]] = {
    "saved again": (Work(excel(), ()), SMALL, ()),
    "saved again, 58 items": (Work(file_of(PLAIN), ()), whole(), ()),
    "everything typed": (
        Work(blank(), tuple(everything_typed())),
        SMALL,
        tuple(("stars.normalised", f"{R}!{cell}") for cell, text in typed_stars().items() if text in SPELLINGS[1:]),
    ),
    "typing over what is locked": (Work(excel(), (("enter", R, "A5", "X"),)), SMALL, ()),
    "rows sorted by stars": (Work(excel(), (*_OPEN, ("sort", R, "A5:L10", 4, True))), SMALL, ()),
    "rows sorted backwards by id": (Work(excel(), (*_OPEN, ("sort", R, "A5:L10", 1, False))), SMALL, ()),
    "tools sorted backwards": (Work(excel(), (*_OPEN, ("sort", C, "A10:D11", 0, False))), SMALL, ()),
    "rows and columns inserted": (
        Work(
            excel(),
            (*_OPEN, ("insert_columns", R, 5, 2), ("insert_rows", R, 7, 3), ("insert_rows", C, 5, 1)),
        ),
        SMALL,
        (),
    ),
    "rows and columns inserted and deleted": (
        Work(
            excel(),
            (
                *_OPEN,
                ("insert_columns", R, 5, 2),
                ("delete_columns", R, 5, 1),
                ("delete_rows", R, 2, 2),
                ("insert_rows", R, 6, 4),
                ("delete_rows", R, 7, 2),
            ),
        ),
        SMALL,
        (("locked.edited", "評価"),),
    ),
    "hidden and filtered": (
        Work(excel(), (*_OPEN, ("hide_row", R, 6), ("filter", R, "A4:L10", 4, "⭐⭐⭐⭐⭐"))),
        SMALL,
        (),
    ),
    "coloured to the right": (Work(excel(), (*_OPEN, ("colour", R, "A1:AMJ1"), ("colour", R, "A900:C900"))), SMALL, ()),
    "sheets moved and renamed": (
        Work(excel(), (("move_sheet", R, 0), ("rename_sheet", R, "記入済み"), ("rename_sheet", P, "提案"))),
        SMALL,
        (),
    ),
    "categories merged": (Work(excel(), (*_OPEN, ("merge", R, "A5:A7"))), SMALL, ()),
    "a row deleted": (Work(excel(), (*_OPEN, ("delete_rows", R, 7, 1))), None, (("item.missing", R),)),
    "a column deleted": (Work(excel(), (*_OPEN, ("delete_columns", R, 6, 1))), None, (("tool.missing", R),)),
    "a row copied over another": (
        Work(excel(), (*_OPEN, ("copy_cells", R, "A7:L7", "A8"))),
        None,
        (("item.duplicate", f"{R}!B8"),),
    ),
    "a date pasted": (
        Work(excel(), (*_OPEN, ("enter", R, "N20", "2026-03-05"), ("copy_cells", R, "N20:N20", "E6"))),
        None,
        (("extra.ignored", f"{R}!N20"), ("stars.date", f"{R}!E6")),
    ),
    "a formula pasted": (
        Work(excel(), (*_OPEN, ("enter", R, "N20", "=1+3"), ("copy_cells", R, "N20:N20", "E6"))),
        None,
        (("extra.ignored", f"{R}!N20"), ("stars.formula", f"{R}!E6")),
    ),
    "stars merged": (Work(excel(), (*_OPEN, ("merge", R, "E6:E7"))), None, (("stars.merged", f"{R}!E7"),)),
    "doubtful stars typed": (
        Work(excel(), tuple(("enter", R, cell, text) for cell, (text, _) in DOUBTED.items())),
        None,
        tuple((code, f"{R}!{cell}") for cell, (_, code) in DOUBTED.items()),
    ),
}
"""Name -> what is done, what is read from it (None: rejected), and what is said."""


Saved = Mapping[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def saved() -> Saved:
    """Let LibreOffice do all the work, in one run."""
    return worked_on({name: work for name, (work, _, _) in WORKS.items()})


@pytest.mark.parametrize("kind", FILTERS)
@pytest.mark.parametrize("name", WORKS)
def test_what_people_do_in_libreoffice(name: str, kind: str, saved: Saved) -> None:
    """As .xlsx and as .ods the same answers are read, and the same is said."""
    _, expected, said = WORKS[name]

    found, findings = read_again(saved[name, kind])

    assert said_by(findings) == tuple(sorted(said))
    assert found == expected
