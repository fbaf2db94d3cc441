"""The page's colours as CSS variables: the palette by day, and what stands for it in the dark.

Behind stars the palette's own colours stay in the dark as well, under dark ink: a level must look the same everywhere.
"""

from typing import Final

from depipe import palette

LIGHT: Final = {
    "ink": palette.INK,
    "muted": palette.MUTED,
    "line": palette.LINE,
    "paper": palette.PAPER,
    "panel": palette.PANEL,
    "header": palette.HEADER,
    "header-ink": palette.HEADER_INK,
    "accent": palette.ACCENT,
    "warning": palette.WARNING,
    "warning-tint": palette.WARNING_TINT,
    "before": palette.BEFORE,
    "after": palette.AFTER,
    "after-ink": "#FFFFFF",
    "before-ink": palette.INK,
}
DARK: Final = {
    "ink": "#E7ECF0",
    "muted": "#AAB6C0",
    "line": "#3A4752",
    "paper": "#141A20",
    "panel": "#1D252D",
    "header": "#1B3A50",
    "header-ink": "#FFFFFF",
    "accent": "#9CC9E8",
    "warning": "#F7BE84",
    "warning-tint": "#3B2A18",
    "before": "#5E6B76",
    "after": "#9CC9E8",
    "after-ink": "#10202C",
    "before-ink": "#FFFFFF",
}
LEVELS: Final = palette.LEVELS
UNRATED: Final = palette.UNRATED
LEVEL_INK: Final = palette.INK
TOOLS: Final = palette.TOOLS
TOOLS_DARK: Final = ("#B79AE0", "#55C9A6", "#F07CC4", "#C8C8C8", "#D3D64A", "#D9C6EC", "#9FE3C8", "#C98F62")
"""The tools' colours, light enough for a dark page."""
