"""What `depipe status` shows: who has returned what, what should be verified again, how many rated each tool."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text as Rich

from depipe.cli.render import day_shown, open_console, show_table
from depipe.cli.steering import document, printable
from depipe.language import Language, Text

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.status import Status, ToolStatus

ITEMS_SHOWN = 3
"""Items that a cell names; `--json` has all."""

_UNNAMED = Text("（未記名）", "(unnamed)")


def as_json(status: "Status") -> str:
    """Return everything as one document."""
    found = {
        "status": [_row_json(one) for one in status.rows],
        "tools": [
            {
                "context_id": one.context_id,
                "tool": one.tool,
                "evaluators": one.evaluators,
                "newest_version": one.newest_version,
                "last_verified_on": one.last_verified_on and one.last_verified_on.isoformat(),
            }
            for one in status.tools
        ],
        "uneven_contexts": list(status.uneven),
    }
    return document(found)


def _row_json(one: "ToolStatus") -> dict[str, object]:
    return {
        "evaluator": one.evaluator,
        "tool": one.tool,
        "context_id": one.context_id,
        "issued_on": one.issued_on and one.issued_on.isoformat(),
        "returned_at": one.returned_at and one.returned_at.isoformat(),
        "version": one.version,
        "verified_on": one.verified_on and one.verified_on.isoformat(),
        "rated": one.rated,
        "items": one.items,
        "gates_open": list(one.gates_open),
        "other_version": list(one.other_version),
        "waiting_since": one.waiting_since and one.waiting_since.isoformat(),
    }


def show(status: "Status", language: Language) -> None:
    """Show it in the terminal."""
    console = open_console()
    columns = [column for column in _COLUMNS if column.needed is None or any(map(column.needed, status.rows))]
    rows = [[column.cell(one, language) for column in columns] for one in status.rows]
    spare = [place for kind in _SPARE for place, column in enumerate(columns) if column.header == kind]
    folded = next(place for place, column in enumerate(columns) if column.header == _GATES)
    show_table(console, [column.header for column in columns], rows, language, folded=folded, spare=spare)
    for text in (*_again(status), *_uneven(status)):
        console.print(Rich(f"⚠ {printable(text.within(language))}", style="yellow"))


class _Column(NamedTuple):
    """A column of the table: its header, its cells, and what says whether a row needs it (None: every one does)."""

    header: Text
    cell: "Callable[[ToolStatus, Language], Rich]"
    needed: "Callable[[ToolStatus], object] | None" = None


def _some(items: Iterable[str]) -> str:
    """Return how many there are, and the first ones."""
    every = list(items)
    return f"{len(every)} ({', '.join(every[:ITEMS_SHOWN])}{'…' if len(every) > ITEMS_SHOWN else ''})" if every else "-"


_ISSUED = Text("発行", "issued")
_VERIFIED = Text("検証日", "verified")
_GATES = Text("未検証の必須項目", "open gates")
_CONTEXT = Text("前提", "context")

_COLUMNS = (
    _Column(Text("評価者", "evaluator"), lambda one, speak: Rich(printable(one.evaluator or _UNNAMED.within(speak)))),
    _Column(Text("ツール", "tool"), lambda one, _: Rich(printable(one.tool))),
    _Column(_ISSUED, lambda one, _: day_shown(one.issued_on)),
    _Column(Text("受領", "returned"), lambda one, _: day_shown(one.returned_at)),
    _Column(Text("バージョン", "version"), lambda one, _: Rich(printable(one.version or "-"))),
    _Column(_VERIFIED, lambda one, _: day_shown(one.verified_on)),
    _Column(Text("検証済み", "rated"), lambda one, _: Rich(f"{one.rated}/{one.items}")),
    _Column(_GATES, lambda one, _: Rich(", ".join(one.gates_open) or "-")),
    _Column(
        Text("別バージョンの評価", "at other versions"),
        lambda one, _: Rich(_some(one.other_version)),
        lambda one: one.other_version,
    ),
    _Column(
        Text("再検証の返送待ち", "out again since"),
        lambda one, _: day_shown(one.waiting_since),
        lambda one: one.waiting_since,
    ),
    _Column(_CONTEXT, lambda one, _: Rich(one.context_id or "-")),
)

_SPARE = (_CONTEXT, _ISSUED, _VERIFIED)
"""What a narrow terminal does without, first to last."""


def _again(status: "Status") -> Iterable[Text]:
    """Yield for which tools some ratings are of another version than the newest one that was verified."""
    for tool in status.tools:
        behind = [
            one
            for one in status.rows
            if (one.context_id, one.tool) == (tool.context_id, tool.tool)
            if one.other_version
        ]
        if behind:
            count = sum(len(one.other_version) for one in behind)
            day = tool.last_verified_on
            yield Text(
                f"{tool.tool}: 最後の検証はバージョン {tool.newest_version}（{day}）です。"
                f"ほかのバージョンで検証した評価が {count} 件あります。",
                f"{tool.tool}: last verified at version {tool.newest_version} ({day}); "
                f"{count} rating(s) are of other versions.",
            )


def _uneven(status: "Status") -> Iterable[Text]:
    """Yield in which contexts the tools were rated by different numbers of people."""
    for context_id, tools in status.uneven.items():
        ja = "、".join(f"{one.tool} {one.evaluators}人" for one in tools)
        en = ", ".join(f"{one.tool} {one.evaluators}" for one in tools)
        several = len({one.context_id for one in status.tools}) > 1
        yield Text(
            f"評価者の人数がツールによって違います（{ja}）。" + (f" 前提 {context_id}" if several else ""),
            f"The number of evaluators differs between tools ({en})." + (f" Context {context_id}" if several else ""),
        )
