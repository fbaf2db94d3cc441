"""Decisions (裁定) in the terminal and as JSON: what `depipe status` and `depipe history` show of them."""

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text as Rich

from depipe.cli.render import show_table
from depipe.cli.steering import printable
from depipe.comparison.discussing import STANDING_WORDS
from depipe.language import Language, Text
from depipe.stars import written

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.decided import Decision

_TITLE: Final = Text("裁定", "Decisions")


def decision_json(one: "Decision") -> dict[str, object]:
    """Return a decision as JSON has it."""
    return {
        "context_id": one.context_id,
        "tool": one.tool,
        "item_id": one.item_id,
        "stars": one.stars,
        "reason": one.reason,
        "decided_by": one.decided_by,
        "decided_at": one.decided_at.isoformat(),
        "status": one.status,
        "reopened_at": one.reopened_at and one.reopened_at.isoformat(),
        "moved": list(one.moved),
        "submission_id": one.submission_id,
        "workbook_id": one.workbook_id,
        "file": one.file,
    }


def show_decisions(console: Console, decisions: Sequence["Decision"], language: Language) -> None:
    """Show decisions in a table, and below it what reopened them."""
    console.print(Rich(_TITLE.within(language), style="bold"))
    several = len({one.context_id for one in decisions}) > 1
    headers = (
        Text("ツール", "tool"),
        Text("項目", "item"),
        Text("決定", "decision"),
        Text("状態", "state"),
        Text("決定者", "decided by"),
        Text("受領（UTC）", "received (UTC)"),
        Text("理由", "reason"),
        *((Text("前提", "context"),) if several else ()),
    )
    rows = [_row(one, language, context=several) for one in decisions]
    show_table(console, headers, rows, language, folded=6, spare=(6, 5))
    for one in decisions:
        if one.moved:
            when = f" ({one.reopened_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)" if one.reopened_at else ""
            told = f"{one.item_id} {one.tool}: {', '.join(one.moved)}{when}"
            console.print(Rich(f"⚠ {STANDING_WORDS['reopened'].within(language)} {printable(told)}", style="yellow"))


def _row(one: "Decision", language: Language, *, context: bool) -> list[Rich]:
    cells = (
        printable(one.tool),
        one.item_id,
        written(one.stars),
        STANDING_WORDS[one.status].within(language),
        printable(one.decided_by),
        f"{one.decided_at.astimezone(UTC):%Y-%m-%d %H:%M}",
        printable(one.reason),
        *((one.context_id,) if context else ()),
    )
    return [Rich(cell) for cell in cells]
