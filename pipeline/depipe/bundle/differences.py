"""What a bundle and its derivation differ in: the first cell of a table, or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from depipe.language import Text

Plain = str | int | float | bool | None

Why = Literal["digest", "missing", "unexpected", "derived", "original", "record", "order", "archive"]

_WHY: Final[Mapping[Why, Text]] = {
    "digest": Text("マニフェストのダイジェストと違います", "is not what the manifest's digest says"),
    "missing": Text("がありません", "is missing"),
    "unexpected": Text("は余分なファイルです", "does not belong there"),
    "derived": Text("作り直したものと違います", "is not what is derived"),
    "original": Text("今の規則では受け付けられません", "would not be accepted today"),
    "record": Text("受領したときのファイルではありません", "is not the file that was received"),
    "order": Text("行の並びが作り直したものと違います", "has its rows in another order than what is derived"),
    "archive": Text(
        "zip の中身以外の部分（見出し、並び、余白など）が depipe の書くものと違います",
        "differs from what depipe writes outside of its files (headers, order, padding)",
    ),
}


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that the bundle and the derivation have differently: the table, the row's key, the column, both values.

    A row that only one of them has: its key, without a column. A column that only one has, or of another type: without
    a key; `was` and `now` are the types.
    """

    table: str
    key: tuple[tuple[str, Plain], ...]
    column: str | None
    was: Plain
    now: Plain

    @property
    def words(self) -> Text:
        """The difference in a sentence."""
        place = ", ".join(f"{name}={_shown(value)}" for name, value in self.key)
        was, now = _shown(self.was), _shown(self.now)
        if self.column is None:
            return Text(
                f"表 {self.table}、行 {place}: バンドルでは{was}、作り直すと{now}",
                f"table {self.table}, row {place}: {was} in the bundle, {now} when derived",
            )
        row = Text(f"、行 {place}", f", row {place}") if place else Text("", "")
        return Text(
            f"表 {self.table}{row.ja}、列 {self.column}: バンドルでは {was}、作り直すと {now}",
            f"table {self.table}{row.en}, column {self.column}: {was} in the bundle, {now} when derived",
        )


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A file of the bundle that is not as it should be."""

    path: str
    why: Why
    detail: str = field(default="")

    @property
    def words(self) -> Text:
        """The difference in a sentence."""
        why = _WHY[self.why]
        detail = f" ({self.detail})" if self.detail else ""
        return Text(f"{self.path}: {why.ja}{detail}", f"{self.path} {why.en}{detail}")


Difference = CellDifference | FileDifference


def _shown(value: Plain) -> str:
    return "null" if value is None else str(value)
