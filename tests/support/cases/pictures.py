"""Pictures and text boxes, with what is said of them."""

from collections.abc import Callable

from depipe.findings import Finding
from depipe.workbook.layout import SHEET_RATINGS as R
from support.packages import RATINGS, patched, replacing, with_cell
from support.readings import excel, found

DRAWING = '<xdr:wsDr xmlns:xdr="urn:xdr" xmlns:a="urn:a">{}</xdr:wsDr>'
ANCHOR = "<xdr:{0}><xdr:from><xdr:col>{1}</xdr:col><xdr:row>{2}</xdr:row></xdr:from>{3}</xdr:{0}>"
PICTURE = "<xdr:to><xdr:col>99</xdr:col><xdr:row>99</xdr:row></xdr:to><xdr:pic><a:blip/></xdr:pic>"
BOX = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"


def drawn(*anchors: str) -> bytes:
    """Return the workbook with a drawing over 評価."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return patched(
        excel(),
        {
            RATINGS: replacing("</worksheet>", f'<drawing r:id="rId7" xmlns:r="{rels}"/></worksheet>'),
            "xl/worksheets/_rels/sheet3.xml.rels": f'<Relationships><Relationship Id="rId7" Type="{rels}/drawing" '
            'Target="../drawings/drawing1.xml"/></Relationships>',
            "xl/drawings/drawing1.xml": DRAWING.format("".join(anchors)),
        },
    )


PICTURES: dict[str, tuple[Callable[[], bytes], list[Finding]]] = {
    "over an answer": (
        lambda: drawn(ANCHOR.format("twoCellAnchor", 8, 5, PICTURE)),
        [found("evidence.image", f"{R}!I6", item="I-0002", tool="Tool 1")],
    ),
    "over one cell": (
        lambda: drawn(ANCHOR.format("oneCellAnchor", 4, 4, PICTURE)),
        [found("evidence.image", f"{R}!E5", item="I-0001", tool="Tool 1")],
    ),
    "beside everything": (
        lambda: drawn(ANCHOR.format("twoCellAnchor", 30, 40, PICTURE)),
        [found("evidence.image", f"{R}!AE41")],
    ),
    "two on one cell": (
        lambda: drawn(*[ANCHOR.format("twoCellAnchor", 8, 5, PICTURE)] * 2),
        [found("evidence.image", f"{R}!I6", item="I-0002", tool="Tool 1")],
    ),
    "a text box": (
        lambda: drawn(ANCHOR.format("twoCellAnchor", 8, 5, BOX.format("見て"))),
        [found("extra.ignored", f"{R}!I6", shown="見て", case="box")],
    ),
    "an arrow": (lambda: drawn(ANCHOR.format("twoCellAnchor", 8, 5, BOX.format(""))), []),
    "in a cell, as Excel keeps it": (
        lambda: patched(excel(), {RATINGS: with_cell("I5", ' t="e" vm="1"', "<v>#VALUE!</v>")}),
        [found("evidence.image", f"{R}!I5", item="I-0001", tool="Tool 1")],
    ),
    "in a cell, as WPS keeps it": (
        lambda: patched(
            excel(), {RATINGS: with_cell("I5", ' t="str"', '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>')}
        ),
        [found("evidence.image", f"{R}!I5", item="I-0001", tool="Tool 1")],
    ),
    "in a cell, by its address": (
        lambda: patched(
            excel(), {RATINGS: with_cell("I5", ' t="e"', '<f>_xlfn.IMAGE("https://a.example/p.png")</f><v>#NAME?</v>')}
        ),
        [found("evidence.image", f"{R}!I5", item="I-0001", tool="Tool 1")],
    ),
}
