"""How the added sheet looks: the same calm formats as the workbook's own sheets."""

from depipe import palette
from depipe.sheets import FONT
from depipe.workbook.marking.marks import INKS
from depipe.workbook.marking.styles import Styles


class Looks:
    """The formats of the added sheet."""

    def __init__(self, styles: Styles) -> None:
        """Add the formats to *styles* where they are missing."""
        line = palette.LINE.lstrip("#")
        sides = "".join(f'<{s} style="thin"><color rgb="FF{line}"/></{s}>' for s in ("left", "right", "top", "bottom"))
        box = f"<border>{sides}<diagonal/></border>"
        wrap = '<alignment horizontal="left" vertical="top" wrapText="1" indent="1"/>'
        centred = '<alignment horizontal="center" vertical="top" wrapText="1"/>'
        middle = '<alignment vertical="center" wrapText="1"/>'
        head = '<alignment horizontal="left" vertical="center" wrapText="1" indent="1"/>'
        self.heading = styles.look(
            font=_font(palette.ACCENT, size=16, bold=True), align='<alignment vertical="center"/>'
        )
        self.lead = styles.look(font=_font(palette.INK), align=middle)
        self.counts = styles.look(font=_font(palette.MUTED), align=middle)
        self.header = styles.look(
            font=_font(palette.HEADER_INK, bold=True), fill=_fill(palette.HEADER), border=box, align=head
        )
        self.number = styles.look(font=_font(palette.MUTED), border=box, align=centred, plain=True)
        self.text = styles.look(font=_font(palette.INK), border=box, align=wrap)
        self.link = styles.look(font=_font(palette.ACCENT, underlined=True), border=box, align=wrap)
        self.note = styles.look(font=_font(palette.MUTED), fill=_fill(palette.PANEL), border=box, align=centred)
        self.asking = {
            severity: styles.look(font=_font(ink.line, bold=True), fill=_fill(ink.tint), border=box, align=centred)
            for severity, ink in INKS.items()
        }


def _font(colour: str, *, size: int = 10, bold: bool = False, underlined: bool = False) -> str:
    signs = "<b/>" * bold + "<u/>" * underlined
    return f'<font>{signs}<sz val="{size}"/><color rgb="FF{colour.lstrip("#")}"/><name val="{FONT}"/></font>'


def _fill(colour: str) -> str:
    rgb = f'rgb="FF{colour.lstrip("#")}"'
    return f'<fill><patternFill patternType="solid"><fgColor {rgb}/><bgColor indexed="64"/></patternFill></fill>'
