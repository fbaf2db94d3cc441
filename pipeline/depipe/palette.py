"""The colours that every sheet shares: calm, printable, and told apart without telling red from green.

Levels run from orange over cream to blue, so that they differ in lightness or hue for every kind of colour vision; no
meaning is carried by colour alone. Values are XlsxWriter colours (`#RRGGBB`).
"""

from typing import Final

INK: Final = "#1F2933"
"""Text."""
MUTED: Final = "#5F6B76"
"""Text that stands back: hints, units, sources."""
LINE: Final = "#D3D9DE"
"""Borders and grid lines."""
PAPER: Final = "#FFFFFF"
PANEL: Final = "#F4F6F8"
"""Behind labels, and what is not for typing."""

HEADER: Final = "#24506E"
"""Behind header rows, with HEADER_INK on it."""
HEADER_INK: Final = "#FFFFFF"
ACCENT: Final = "#24506E"
"""Titles, links, what one looks at first."""

WARNING: Final = "#9A4A00"
"""Text of a warning, of a cap, of a mandatory item."""
WARNING_TINT: Final = "#FDEBD9"

APPENDIX_TAB: Final = "#A6A6A6"
"""The tab of a sheet that is not for the meeting."""

BANDS: Final = ("#E8F0F5", "#F3EFE6", "#ECF2EA", "#F1ECF3")
"""Tints behind tools, in turn: `BANDS[index % len(BANDS)]`."""
OPEN_BANDS: Final = ("#CFDBE5", "#E0D7C6", "#D0DDCB", "#DCD0E2")
"""The same tints, deeper: behind a tool's stars that are not yet given, between notes and levels in lightness."""

LEVELS: Final = ("#F3B48B", "#FADDC3", "#FBF6DF", "#CFE3EF", "#94C3DE")
"""Behind stars, one to five: `LEVELS[stars - 1]`."""
UNRATED: Final = "#ECEEF0"
"""Behind `-`."""

TOOLS: Final = (
    "#6A3D9A",
    "#1B9E77",
    "#C51B7D",
    "#4D4D4D",
    "#8A8D00",
    "#B294D1",
    "#6CC3A0",
    "#7A4A2B",
)
"""One a tool, of hues that no level of the scale has: everywhere else orange is bad and blue good."""
BEFORE: Final = "#C3CAD0"
"""Bars of the overall before the cap."""
AFTER: Final = "#4F7289"
"""Bars of the overall; light enough for whiskers to show on it."""
