"""What `depipe history` shows: what changed, what was rated at first, what was decided, and what was withdrawn."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text as Rich

from depipe.cli.decided import decision_json, show_decisions
from depipe.cli.prose import show_prose
from depipe.cli.render import open_console, show_table
from depipe.cli.steering import document, printable
from depipe.flow.instants import said
from depipe.language import Language, Text
from depipe.stars import written

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.history import Change, Timeline, Withdrawn

_NONE = Text("該当する変更はありません。", "There are no such changes.")
_CHANGES = Text("変更", "Changes")
_UNCHANGED = Text("最初の評価からの変更はありません。", "No rating has changed since it was first given.")
_FIRSTS = Text("最初の評価", "First ratings")
_ALL = Text("項目ごとの星は --all か --json で表示します。", "--all or --json shows the stars of each item.")
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


def show(timeline: "Timeline", language: Language, *, in_full: bool) -> None:
    """Show it in the terminal; times are UTC, as `--as-of` takes them.

    First ratings are counted, a line for each return and tool, unless all are to be shown *in_full*: among hundreds of
    them nobody finds what changed.
    """
    console = open_console()
    if timeline.as_of is not None:
        console.print(Rich(said(timeline.as_of).within(language), style="bold"))
    firsts, changed = _apart(timeline.changes)
    if in_full and timeline.changes:
        _show_changes(console, timeline.changes, language)
    elif timeline.changes:
        console.print(Rich(_CHANGES.within(language), style="bold"))
        if changed:
            _show_changes(console, changed, language)
        else:
            console.print(_UNCHANGED.within(language))
        console.print()
        console.print(Rich(_FIRSTS.within(language), style="bold"))
        _show_firsts(console, firsts, language)
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


def _apart(changes: "Sequence[Change]") -> "tuple[list[Change], list[Change]]":
    """Return the first rating of every item by everybody, and the changes that came later."""
    known: set[tuple[str, str, str, str]] = set()
    firsts: list[Change] = []
    changed: list[Change] = []
    for one in changes:
        rated = (one.context_id, one.evaluator, one.tool, one.item_id)
        (changed if rated in known else firsts).append(one)
        known.add(rated)
    return firsts, changed


def _show_changes(console: Console, changes: "Sequence[Change]", language: Language) -> None:
    several = _is_of_several_contexts(changes)
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
    rows = [_change(one, context=several) for one in changes]
    show_table(console, headers, rows, language, folded=8, spare=(7, 8, 6))


def _show_firsts(console: Console, firsts: "Sequence[Change]", language: Language) -> None:
    """Show a line for each return and tool: how many items it was the first to rate."""
    several = _is_of_several_contexts(firsts)
    headers = (
        Text("検証日", "verified"),
        Text("評価者", "evaluator"),
        Text("ツール", "tool"),
        Text("評価した項目", "items rated"),
        Text("バージョン", "version"),
        Text("受領（UTC）", "received (UTC)"),
        Text("提出", "submission"),
        Text("ファイル", "file"),
        *((Text("前提", "context"),) if several else ()),
    )
    together: dict[tuple[str, str], list[Change]] = {}
    for one in firsts:
        together.setdefault((one.submission_id, one.tool), []).append(one)
    rows = [_first(ones[0], len(ones), context=several) for ones in together.values()]
    show_table(console, headers, rows, language, folded=7, spare=(6, 7, 5))
    show_prose(console, Rich(_ALL.within(language), style="dim"))


def _is_of_several_contexts(changes: "Sequence[Change]") -> bool:
    return len({one.context_id for one in changes}) > 1


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


def _first(one: "Change", items: int, *, context: bool) -> list[Rich]:
    cells = [
        one.verified_on.isoformat(),
        printable(one.evaluator),
        printable(one.tool),
        str(items),
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
