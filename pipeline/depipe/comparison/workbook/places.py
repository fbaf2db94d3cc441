"""Where things stand in the workbook: sheets link to each other's rows before those are written."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from depipe.scoring.consensus import Section

_GRAVEST_FIRST: Final[tuple[Section, ...]] = ("not_good", "good", "unverified")


class Places(NamedTuple):
    """The targets of links (`internal:'Sheet'!A1`) by item id: on 項目比較, フェイルクローズ and in each section."""

    items: Mapping[str, str]
    gates: Mapping[str, str]
    sections: Mapping[Section, Mapping[str, str]]

    def decisive(self, item_id: str) -> str | None:
        """Return where the notes on the item's lowest rating are."""
        found = (self.sections.get(section, {}).get(item_id) for section in _GRAVEST_FIRST)
        return next(filter(None, found), None)

    def notes(self, section: Section, item_id: str) -> str | None:
        """Return where the item stands in a section; None where it does not."""
        return self.sections.get(section, {}).get(item_id)
