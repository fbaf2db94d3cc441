"""Where the table of 追加項目 stands."""

from typing import Final

HEADER_ROW: Final = 3
"""From 0: below the title, the hint, and what each column is for."""
