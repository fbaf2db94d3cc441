"""What a marked copy never carries on: macros, other files, objects, connections; and it still opens."""

import re
from functools import cache

import pytest
from lxml import etree

from depipe.workbook.layout import SHEET_MENDING
from depipe.workbook.mark import UnmarkableError
from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.relations import reachable
from support.issued import opened
from support.libreoffice import convert, needs_libreoffice
from support.marking import marked_cells, mended, wrong
from support.packages import CONTEXT, RATINGS, WORKBOOK, chained, parts_of, patched, replacing
from support.readings import answers, excel, read_back

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK_LINKS = "xl/_rels/workbook.xml.rels"
SHEET_LINKS = "xl/worksheets/_rels/sheet3.xml.rels"
CALCULATION = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"


def relation(number: int, kind: str, target: str, *, external: bool = False, family: str = OFFICE) -> str:
    """Return a relationship."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId{number}" Type="{family}/{kind}" Target="{target}"{mode}/>'


def relations(*inside: str) -> str:
    """Return a relationships part."""
    return f'<Relationships xmlns="{PACKAGE}">{"".join(inside)}</Relationships>'


@cache
def loaded() -> bytes:
    """Return the workbook with one of everything that must not travel."""
    macros = relation(60, "vbaProject", "vbaProject.bin", family=MICROSOFT)
    link = relation(61, "externalLink", "externalLinks/externalLink1.xml")
    connections = relation(62, "connections", "connections.xml")
    chain = relation(63, "calcChain", "calcChain.xml")
    return patched(
        excel(),
        {
            TYPES: chained(
                replacing(
                    r"openxmlformats-officedocument\.spreadsheetml\.sheet\.main", "ms-excel.sheet.macroEnabled.main"
                ),
                replacing(
                    "<Override",
                    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                    f'<Override PartName="/xl/calcChain.xml" ContentType="{CALCULATION}"/>'
                    '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.'
                    'openxmlformats-officedocument.spreadsheetml.externalLink+xml"/><Override',
                ),
            ),
            BOOK_LINKS: replacing("</Relationships>", f"{macros}{link}{connections}{chain}</Relationships>"),
            WORKBOOK: chained(
                replacing(
                    "<definedNames>",
                    '<externalReferences><externalReference r:id="rId61"/></externalReferences><definedNames>'
                    '<definedName name="elsewhere">[1]Prices!$A$1</definedName>'
                    '<definedName name="Auto_Open" vbProcedure="1" function="1">0</definedName>',
                )
            ),
            "xl/vbaProject.bin": b"\xd0\xcf macro",
            "xl/_rels/vbaProject.bin.rels": relations(
                relation(1, "vbaProjectSignature", "vbaSig.bin", family=MICROSOFT)
            ),
            "xl/vbaSig.bin": b"signature",
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                relation(1, "externalLinkPath", "file:///C:/prices.xlsx", external=True)
            ),
            "xl/connections.xml": f'<connections xmlns="{MAIN}"/>',
            "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="E6" i="3"/></calcChain>',
            RATINGS: chained(
                replacing(
                    r'<c r="E6"( s="\d+").*?</c>',
                    r'<c r="E6"\1 t="str"><f t="shared" si="0" ref="E6:E7">[1]Prices!A1</f><v>⭐⭐</v></c>',
                ),
                replacing(
                    r'<c r="E7"( s="\d+").*?</c>', r'<c r="E7"\1 t="str"><f t="shared" si="0"/><v>⭐⭐⭐</v></c>'
                ),
                replacing(r'<c r="F7"( s="\d+").*?</c>', r'<c r="F7"\1 t="str"><f>"⭐"</f><v>⭐</v></c>'),
                replacing(
                    r"(<dataValidations.*?>)",
                    r'\1<dataValidation type="list" sqref="Z1"><formula1>[1]Prices!$A$1</formula1></dataValidation>',
                ),
                replacing(
                    "</worksheet>",
                    '<oleObjects><oleObject progId="Word.Document.12" shapeId="1025" r:id="rId1"/></oleObjects>'
                    '<controls><control shapeId="1026" r:id="rId2" name="Button"/></controls></worksheet>',
                ),
            ),
            SHEET_LINKS: relations(
                relation(1, "oleObject", "../embeddings/oleObject1.bin"),
                relation(2, "control", "../activeX/activeX1.xml"),
                relation(3, "printerSettings", "../printerSettings/printerSettings1.bin"),
                relation(4, "hyperlink", "https://docs.example.com/", external=True),
            ),
            "xl/embeddings/oleObject1.bin": b"object",
            "xl/activeX/activeX1.xml": "<ocx/>",
            "xl/activeX/_rels/activeX1.xml.rels": relations(
                relation(1, "activeXControlBinary", "activeX1.bin", family=MICROSOFT)
            ),
            "xl/activeX/activeX1.bin": b"control",
            "xl/printerSettings/printerSettings1.bin": b"printer",
            "customUI/customUI.xml": "<customUI/>",
        },
    )


@cache
def stripped() -> dict[str, bytes]:
    """Return the parts of its marked copy."""
    return parts_of(mended(loaded(), wrong("E6")))


def test_no_part_that_acts_or_reaches_out_is_carried_on() -> None:
    """Macros with their signature, links, connections, objects and controls are gone, with all that they lead to."""
    gone = set(parts_of(loaded())) - set(stripped())

    assert gone == {
        "xl/vbaProject.bin",
        "xl/_rels/vbaProject.bin.rels",
        "xl/vbaSig.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        "xl/connections.xml",
        "xl/calcChain.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.xml",
        "xl/activeX/_rels/activeX1.xml.rels",
        "xl/activeX/activeX1.bin",
        "customUI/customUI.xml",
    }


def test_nothing_speaks_of_what_is_gone() -> None:
    """No relationship leads nowhere, no element names a relationship that is gone, no type stands for macros."""
    parts = Parts(mended(loaded(), wrong("E6")))
    text = {name: content.decode() for name, content in stripped().items() if name.endswith((".xml", ".rels"))}

    assert reachable(parts) >= {name.casefold() for name in stripped() if not name.startswith(("[", "docProps/c"))}
    assert not re.search("macro|vbaProject|externalLink|calcChain", text[TYPES])
    assert not re.search(r"rId6[0-9]", text[BOOK_LINKS])
    assert not re.search("externalReference|elsewhere|Auto_Open", text[WORKBOOK])
    assert not re.search("oleObject|control |controls", text[RATINGS])
    assert re.findall('Id="(.*?)"', text[SHEET_LINKS]) == ["rId3", "rId4"]


def test_cells_keep_what_they_showed_where_their_formula_read_another_file() -> None:
    """Their formulas go, shared ones with their master; the workbook's own formulas stay; rules on other files go."""
    before, after = (etree.fromstring(part) for part in (parts_of(loaded())[RATINGS], stripped()[RATINGS]))
    cells = {cell.get("r"): cell for cell in after.iter("{*}c")}

    assert [(cells[name].findtext("{*}f"), cells[name].findtext("{*}v")) for name in ("E6", "E7", "F7")] == [
        (None, "⭐⭐"),
        (None, "⭐⭐⭐"),
        ('"⭐"', "⭐"),
    ]
    rules = [len(root.findall(".//{*}dataValidation")) for root in (before, after)]
    assert rules == [len(after.findall(".//{*}dataValidation")) + 1, rules[0] - 1]
    assert after.find("{*}dataValidations").get("count") == str(rules[1])  # type: ignore[union-attr]


def test_links_that_evaluators_wrote_stay() -> None:
    """A link to a page is evidence."""
    assert b"https://docs.example.com/" in stripped()[SHEET_LINKS]


@needs_libreoffice
def test_the_stripped_copy_opens() -> None:
    """LibreOffice opens it without its former company and finds marks and answers."""
    saved = convert({"copy": mended(loaded(), wrong("E8"))}, "xlsx", recalculate=False)["copy"]

    assert opened(saved).sheetnames[0] == SHEET_MENDING
    assert set(marked_cells(saved)) == {"評価!E8"}
    assert answers(read_back(saved))["stars", "I-0002", "Tool 1", None] == ("text", "⭐⭐")


def test_formulas_of_ones_own_and_their_order_of_calculation_stay() -> None:
    """Without links to other files the chain of calculation is right, and keeps its bytes."""
    own = patched(
        excel(),
        {
            "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"/>',
            BOOK_LINKS: replacing("</Relationships>", relation(63, "calcChain", "calcChain.xml") + "</Relationships>"),
        },
    )

    assert "xl/calcChain.xml" in parts_of(mended(own, wrong("E6")))


def test_a_picture_from_elsewhere_is_not_asked_for() -> None:
    """A picture that would be fetched when the file opens goes; one that is embedded stays."""
    picture = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE}">'
        '<a:blip r:embed="rId1" r:link="rId2"/><a:pic><a:blip r:link="rId2"/></a:pic><a:pic><a:blip r:embed="rId1"/>'
        "</a:pic></xdr:wsDr>"
    )
    drawn = patched(
        excel(),
        {
            RATINGS: replacing("</worksheet>", '<drawing r:id="rId1"/></worksheet>'),
            SHEET_LINKS: relations(relation(1, "drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": picture,
            "xl/drawings/_rels/drawing1.xml.rels": relations(
                relation(1, "image", "../media/image1.png"),
                relation(2, "image", "https://tracker.example.com/x.png", external=True),
            ),
            "xl/media/image1.png": b"png",
        },
    )

    parts = parts_of(mended(drawn, wrong("E6")))

    assert b"tracker" not in parts["xl/drawings/_rels/drawing1.xml.rels"]
    assert re.findall("r:(?:embed|link)=.*?>", parts["xl/drawings/drawing1.xml"].decode()) == [
        'r:embed="rId1"/>',
        'r:embed="rId1"/>',
    ]
    assert parts["xl/media/image1.png"] == b"png"


@pytest.mark.parametrize("kind", ["xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"])
def test_sheets_of_macros_are_not_patched(kind: str) -> None:
    """A workbook with sheets that are macros themselves gets a fresh copy instead."""
    sheet = patched(excel(), {BOOK_LINKS: replacing(r"relationships/worksheet\"", f'relationships/{kind}"')})

    with pytest.raises(UnmarkableError):
        mended(sheet, wrong("E6"))


def test_a_signature_does_not_outlive_the_change() -> None:
    """The package's signature would call the copy forged."""
    signed = patched(
        excel(),
        {
            "_rels/.rels": replacing(
                "</Relationships>",
                relation(9, "digital-signature/origin", "_xmlsignatures/origin.sigs", family=PACKAGE)
                + "</Relationships>",
            ),
            "_xmlsignatures/origin.sigs": b"",
        },
    )

    parts = parts_of(mended(signed, wrong("E6")))

    assert "_xmlsignatures/origin.sigs" not in parts
    assert b"origin" not in parts["_rels/.rels"]
    assert parts[CONTEXT] == parts_of(excel())[CONTEXT]
