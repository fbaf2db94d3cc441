"""Marking what different programs wrote: namespaces, missing parts, inline strings, extensions."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO

import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from depipe.workbook.layout import SHEET_CONTEXT, SHEET_MENDING, SHEET_RATINGS
from depipe.workbook.mark import UnmarkableError
from depipe.workbook.marking.marks import TAG
from support.issued import opened
from support.libreoffice import convert, needs_libreoffice
from support.marking import doubtful, links_of, marked_cells, mended, rows_of, wrong
from support.packages import (
    RATINGS,
    STRINGS,
    WORKBOOK,
    chained,
    edited,
    minimal,
    packed,
    parts_of,
    patched,
    replacing,
    worksheet,
)
from support.readings import answers, excel, openpyxl, read_back, spots

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PURL = "http://purl.oclc.org/ooxml"
TYPES = "[Content_Types].xml"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
EXTENSIONS = (
    f'<extLst><ext xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations '
    f'xmlns:xm="{XM}" count="1"><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1"><x14:formula1>'
    "<xm:f>_lists!$A$1:$A$6</xm:f></x14:formula1><xm:sqref>E5:F10</xm:sqref></x14:dataValidation>"
    f'</x14:dataValidations></ext><ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
    f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{XM}"><x14:cfRule type="expression" '
    'priority="1" id="{00000000-0000-0000-0000-000000000001}"><xm:f>_lists!$A$1="x"</xm:f></x14:cfRule>'
    "<xm:sqref>E5:F10</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
IGNORABLE = (
    f'<worksheet xmlns="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable='
    '"x14ac xr" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{0-1}"'
)

Make = Callable[[], bytes]

openpyxl_looks = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
"""openpyxl would lose Excel's extensions if it saved; here it only looks."""


def everywhere(change: Callable[[str, str], str]) -> bytes:
    """Return the workbook with every part changed: name and text in, text out."""
    return packed({name: change(name, content.decode()).encode() for name, content in parts_of(excel()).items()})


def strict() -> bytes:
    """Return the workbook as Excel's "Strict Open XML" has it."""
    return everywhere(
        lambda _, text: text.replace(MAIN, f"{PURL}/spreadsheetml/main").replace(
            RELATIONSHIPS, f"{PURL}/officeDocument/relationships"
        )
    )


def prefixed() -> bytes:
    """Return the workbook with the main namespace under a prefix, as some SDKs write it."""

    def prefix(name: str, text: str) -> str:
        if not name.startswith("xl/") or name.endswith(".rels") or "theme" in name:
            return text
        return re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')

    return everywhere(prefix)


def with_extensions() -> bytes:
    """Return the workbook as Excel saves it: extensions, revisions and what may be ignored."""
    change = chained(
        replacing(rf'<worksheet xmlns="{MAIN}"', IGNORABLE), replacing("</worksheet>", f"{EXTENSIONS}</worksheet>")
    )
    return patched(excel(), {RATINGS: change})


def without_places() -> bytes:
    """Return the workbook with neither row nor cell references, as generators of plain tables write it."""

    def change(name: str, text: str) -> str:
        return re.sub(r'(<(?:row|c)) r="\w+"', r"\1", text) if name == RATINGS else text

    # A cell's place is then its position, so every row has to hold all cells up to its last one.
    return everywhere(lambda name, text: change(name, _filled_up(text) if name == RATINGS else text))


def _filled_up(text: str) -> str:
    def row(found: re.Match[str]) -> str:
        number = int(found[1])
        known = {match[1]: match[0] for match in re.finditer(r'<c r="([A-Z]+)\d+".*?(?:/>|</c>)', found[3])}
        letters = [get_column_letter(index) for index in range(1, 13)]
        return (
            f'<row r="{number}"{found[2]}>' + "".join(known.get(x, f'<c r="{x}{number}"/>') for x in letters) + "</row>"
        )

    return re.sub(r'<row r="(\d+)"([^>]*)>(.*?)</row>', row, text)


def without_lists_of_sheets() -> bytes:
    """Return the workbook without views, names and properties, as Google and small libraries write it."""
    return patched(
        excel(),
        {
            WORKBOOK: chained(
                replacing("<bookViews>.*?</bookViews>", ""), replacing("<definedNames>.*?</definedNames>", "")
            ),
            "docProps/app.xml": None,
            "_rels/.rels": replacing(r'<Relationship [^>]*extended-properties"[^>]*/>', ""),
            TYPES: replacing(r'<Override PartName="/docProps/app.xml"[^>]*/>', ""),
        },
    )


def with_backslashes() -> bytes:
    """Return the workbook with Windows paths in its archive."""
    return packed({name.replace("/", "\\"): content for name, content in parts_of(excel()).items()})


def as_xlsm() -> bytes:
    """Return the workbook as a macro workbook without macros, which Google makes of some files."""
    return patched(
        excel(),
        {
            TYPES: replacing(
                r"openxmlformats-officedocument\.spreadsheetml\.sheet\.main", "ms-excel.sheet.macroEnabled.main"
            )
        },
    )


PROGRAMS: Mapping[str, Make] = {
    "excel": excel,
    "openpyxl": openpyxl,
    "strict": strict,
    "prefixed": prefixed,
    "extensions": with_extensions,
    "no places": without_places,
    "no lists": without_lists_of_sheets,
    "backslashes": with_backslashes,
    "xlsm": as_xlsm,
}
FINDINGS = (wrong("E6"), doubtful("F7"), wrong("B4", sheet=SHEET_CONTEXT))


@cache
def marked(program: str) -> bytes:
    """Return the marked copy of what a program wrote."""
    return mended(PROGRAMS[program](), *FINDINGS)


@pytest.mark.parametrize("program", PROGRAMS)
def test_answers_stay_and_a_second_marking_changes_nothing(program: str) -> None:
    """Every program's file reads the same after the marking, and marking it again gives the same bytes."""
    assert answers(read_back(marked(program))) == answers(read_back(PROGRAMS[program]()))
    assert len(answers(read_back(marked(program)))) > 50
    assert mended(marked(program), *FINDINGS) == marked(program)


@openpyxl_looks
@pytest.mark.parametrize("program", [name for name in PROGRAMS if name != "strict"])
def test_every_programs_cells_are_marked(program: str) -> None:
    """The marks, the rows and the links are there whatever the program."""
    copy = marked(program)

    assert marked_cells(copy) == {
        f"{SHEET_CONTEXT}!B4": "error",
        f"{SHEET_RATINGS}!E6": "error",
        f"{SHEET_RATINGS}!F7": "warning",
    }
    assert [row[3] for row in rows_of(copy)] == ["B4", "E6", "F7"]
    assert opened(copy).sheetnames[0] == SHEET_MENDING


@openpyxl_looks
@needs_libreoffice
def test_libreoffice_opens_every_programs_copy() -> None:
    """A real spreadsheet opens each copy, strict and prefixed ones included, with the added sheet first and active."""
    programs = ("excel", "strict", "prefixed", "extensions", "no places", "no lists", "xlsm")
    saved = convert({name.replace(" ", "-"): marked(name) for name in programs}, "xlsx", recalculate=False)

    for name, data in saved.items():
        assert opened(data).sheetnames[0] == SHEET_MENDING, name
        active = opened(data).active
        assert active is not None
        assert active.title == SHEET_MENDING, name
        assert set(marked_cells(data)) == {f"{SHEET_CONTEXT}!B4", f"{SHEET_RATINGS}!E6", f"{SHEET_RATINGS}!F7"}, name
        assert answers(read_back(data)) == answers(read_back(excel())), name


def test_a_strict_workbook_stays_strict() -> None:
    """No transitional namespace gets into it."""
    text = "".join(content.decode() for content in parts_of(marked("strict")).values())

    assert MAIN not in text
    assert RELATIONSHIPS not in text
    assert CalamineWorkbook.from_filelike(BytesIO(marked("strict"))).sheet_names[0] == SHEET_MENDING


def test_excels_own_extensions_stay() -> None:
    """A dropdown that Excel keeps as an extension survives to the letter; so do ignorable namespaces."""
    after = parts_of(marked("extensions"))[RATINGS].decode()

    assert EXTENSIONS.replace('priority="1"', 'priority="3"') in after
    assert 'mc:Ignorable="x14ac xr"' in after
    assert 'xr:uid="{0-1}"' in after


def test_a_macro_workbook_becomes_a_plain_one() -> None:
    """The copy is called .xlsx, so its content type is that of one."""
    assert "macroEnabled" not in parts_of(marked("xlsm"))[TYPES].decode()


def test_styles_are_made_where_a_program_wrote_none() -> None:
    """The smallest workbook there is, without styles and sheet views, gets marks all the same."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>'
    )
    small = minimal(worksheet('<row r="2"><c r="B2" t="str"><v>x</v></c></row>'), extra={TYPES: types})
    small = patched(small, {WORKBOOK: replacing("<workbook", f'<workbook xmlns="{MAIN}"')})

    copy = mended(small, wrong("B2"), wrong("D4"), wrong("A1"))

    assert set(marked_cells(copy)) == {f"{SHEET_RATINGS}!{cell}" for cell in ("B2", "D4", "A1")}
    assert opened(copy)[SHEET_RATINGS]["B2"].value == "x"
    assert mended(copy, wrong("B2"), wrong("D4"), wrong("A1")) == copy


def test_missing_rows_and_cells_are_inserted_in_order() -> None:
    """Rows and cells that a program left out come where they belong, with the format that they had."""
    sparse = patched(
        excel(),
        {
            RATINGS: chained(
                replacing(r'<row r="7".*?</row>', ""),
                replacing(r'<c r="F8".*?(?:/>|</c>)', ""),
                replacing(r'(<row r="9"[^>]*?)>', r'\1 s="7" customFormat="1">'),
                replacing(r'<c r="Z9".*?(?:/>|</c>)|$', ""),
            )
        },
    )

    copy = mended(sparse, wrong("F7"), wrong("E7"), wrong("F8"), wrong("Z9"), wrong("E400"))
    text = parts_of(copy)[RATINGS].decode()

    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', text)]
    assert rows == sorted(rows)
    assert {7, 400} <= set(rows)
    assert re.findall(r'<c r="([A-Z]+)7"', text) == ["E", "F"]
    assert re.findall(r'<c r="([A-Z]+)8"', text)[4:7] == ["E", "F", "G"]
    assert opened(copy)[SHEET_RATINGS]["Z9"].font.name == opened(sparse)[SHEET_RATINGS]["Z9"].font.name
    assert len(marked_cells(copy)) == 5


def test_a_name_that_something_speaks_of_is_not_used() -> None:
    """The added sheet takes a part, an id and a relationship that nothing else claims."""
    taken = patched(
        excel(),
        {
            "xl/worksheets/sheet9.xml": "<other/>",
            TYPES: replacing(
                "</Types>", '<Override PartName="/xl/Worksheets/SHEET10.xml" ContentType="text/xml"/></Types>'
            ),
            WORKBOOK: replacing('sheetId="3"', 'sheetId="77"'),
            "xl/_rels/workbook.xml.rels": replacing(
                "</Relationships>",
                '<Relationship Id="rId90" Type="x/theme" Target="theme/theme1.xml"/></Relationships>',
            ),
        },
    )

    parts = parts_of(mended(taken, wrong("E6")))

    assert parts["xl/worksheets/sheet9.xml"] == b"<other/>"
    assert "xl/worksheets/sheet11.xml" in parts
    assert f'<sheet name="{SHEET_MENDING}" sheetId="78" r:id="rId91"/>' in parts[WORKBOOK].decode()


def test_shared_strings_are_left_alone() -> None:
    """The added sheet carries its own texts, so the strings of the workbook keep their bytes."""
    assert parts_of(marked("excel"))[STRINGS] == parts_of(excel())[STRINGS]


def test_an_openpyxl_workbook_keeps_its_inline_strings() -> None:
    """Formulas, strings and marks of another library's file live side by side."""
    copy = marked("openpyxl")

    assert 't="inlineStr"' in parts_of(copy)["xl/worksheets/sheet3.xml"].decode()
    assert spots(read_back(copy)) == spots(read_back(openpyxl()))
    assert TAG in parts_of(edited(copy))["xl/worksheets/sheet4.xml"].decode()
    assert links_of(copy)[0] == f"'{SHEET_CONTEXT}'!B4"


def _ods() -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


UNMARKABLE: Mapping[str, Make] = {
    "nothing": lambda: b"",
    "text": lambda: b"a,b\n1,2\n",
    "old excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "open document": _ods,
    "cut off": lambda: excel()[: len(excel()) // 2],
    "no workbook": lambda: patched(excel(), {WORKBOOK: None}),
    "a broken sheet": lambda: patched(excel(), {RATINGS: replacing("</worksheet>", "")}),
    "a broken sheet that is not marked": lambda: patched(excel(), {"xl/worksheets/sheet8.xml": "<worksheet>"}),
    "no styles although cells have some": lambda: patched(excel(), {"xl/styles.xml": None}),
    "a document type": lambda: patched(
        excel(), {RATINGS: replacing("<worksheet", '<!DOCTYPE x [<!ENTITY e "e">]><worksheet')}
    ),
    "another encoding": lambda: patched(excel(), {WORKBOOK: parts_of(excel())[WORKBOOK].decode().encode("utf-16")}),
    "binary": lambda: patched(
        excel(),
        {
            TYPES: replacing(
                r"openxmlformats-officedocument\.spreadsheetml\.sheet\.main\+xml",
                "ms-excel.sheet.binary.macroEnabled.main",
            )
        },
    ),
    "one sheet twice": lambda: patched(excel(), {WORKBOOK: replacing(r'(<sheet name="評価".*?/>)', r"\1\1")}),
    "no sheets": lambda: patched(excel(), {WORKBOOK: replacing("<sheets>.*?</sheets>", "")}),
    "styles of another kind": lambda: patched(excel(), {"xl/styles.xml": "no XML"}),
    "an entity file": lambda: patched(
        excel(),
        {"xl/styles.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><styleSheet>&e;</styleSheet>'},
    ),
}


@pytest.mark.parametrize("case", UNMARKABLE)
def test_what_cannot_be_patched_is_refused_in_one_way(case: str) -> None:
    """Whatever is wrong with a file, the one thing raised is UnmarkableError."""
    with pytest.raises(UnmarkableError):
        mended(UNMARKABLE[case](), wrong("E6"))
