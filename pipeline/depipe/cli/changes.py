"""What `depipe history` shows: every change of every rating, and what was withdrawn."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text as Rich

from depipe.cli.decided import decision_json, show_decisions
from depipe.cli.render import open_console, show_table
from depipe.cli.steering import document, printable
from depipe.flow.instants import said
from depipe.language import Language, Text
from depipe.stars import written

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.history import Change, Timeline, Withdrawn

_NONE = Text("該当する変更はありません。", "There are no such changes.")
_WITHDRAWN = Text("取り下げられた提出（評価には数えません）", "Withdrawn submissions (they count nowhere)")


def as_json(timeline: "Timeline") -> str:
    """Return everything as one document."""
    said = {
        "as_of": timeline.as_of and timeline.as_of.isoformat(),
        "changes": [
            {
                "context_id": one.context_id,
                "evaluator": one.evaluator,
                "tool": one.tool,
                "item_id": one.item_id,
                "changed_at": one.changed_at.isoformat(),
                "from_stars": one.from_stars,
                "to_stars": one.to_stars,
                "from_version": one.from_version,
                "to_version": one.to_version,
                "verified_on": one.verified_on.isoformat(),
                "submission_id": one.submission_id,
                "workbook_id": one.workbook_id,
                "file": one.file,
            }
            for one in timeline.changes
        ],
        "decisions": [decision_json(one) for one in timeline.decisions],
        "withdrawn": [
            {
                "submission_id": one.submission_id,
                "workbook_id": one.workbook_id,
                "context_id": one.context_id,
                "evaluator": one.evaluator,
                "file": one.file,
                "received_at": one.received_at.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat(),
                "reason": one.reason,
            }
            for one in timeline.withdrawn
        ],
    }
    return document(said)


def show(timeline: "Timeline", language: Language) -> None:
    """Show it in the terminal; times are UTC, as `--as-of` takes them."""
    console = open_console()
    if timeline.as_of is not None:
        console.print(Rich(said(timeline.as_of).within(language), style="bold"))
    if timeline.changes:
        several = len({one.context_id for one in timeline.changes}) > 1
        headers = (
            Text("検証日", "verified"),
            Text("評価者", "evaluator"),
            Text("ツール", "tool"),
            Text("項目", "item"),
            Text("星", "stars"),
            Text("バージョン", "version"),
            Text("受領（UTC）", "received (UTC)"),
            Text("提出", "submission"),
            Text("ファイル", "file"),
            *((Text("前提", "context"),) if several else ()),
        )
        rows = [_change(one, context=several) for one in timeline.changes]
        show_table(console, headers, rows, language, folded=8, spare=(7, 8, 6))
    elif not timeline.decisions:
        console.print(_NONE.within(language))
    if timeline.decisions:
        console.print()
        show_decisions(console, timeline.decisions, language)
    if timeline.withdrawn:
        console.print()
        console.print(Rich(_WITHDRAWN.within(language), style="bold"))
        headers = (
            Text("提出", "submission"),
            Text("評価者", "evaluator"),
            Text("受領（UTC）", "received (UTC)"),
            Text("取り下げ（UTC）", "withdrawn (UTC)"),
            Text("理由", "reason"),
            Text("ファイル", "file"),
        )
        show_table(console, headers, [_gone(one) for one in timeline.withdrawn], language, folded=4, spare=(5, 2))


def _change(one: "Change", *, context: bool) -> list[Rich]:
    cells = [
        one.verified_on.isoformat(),
        printable(one.evaluator),
        printable(one.tool),
        one.item_id,
        f"{written(one.from_stars)} → {written(one.to_stars)}",
        printable(_versions(one)),
        _moment(one.changed_at),
        one.submission_id,
        printable(one.file),
    ]
    return [Rich(cell) for cell in (*cells, *((one.context_id,) if context else ()))]


def _versions(one: "Change") -> str:
    """Return the version, and the one before where that is another."""
    if one.from_version is None or one.from_version == one.to_version:
        return one.to_version or "-"
    return f"{one.from_version} → {one.to_version or '-'}"


def _gone(one: "Withdrawn") -> list[Rich]:
    cells = (one.evaluator, _moment(one.received_at), _moment(one.withdrawn_at), one.reason, one.file)
    return [Rich(one.submission_id), *(Rich(printable(cell)) for cell in cells)]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
