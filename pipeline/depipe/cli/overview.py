"""What `depipe status` shows: who has returned what, what should be verified again, where evaluators differ."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text as Rich

from depipe.cli.decided import decision_json, show_decisions
from depipe.cli.prose import show_prose
from depipe.cli.render import day_shown, open_console, show_table
from depipe.cli.steering import document, printable
from depipe.comparison.agreeing import alpha_words
from depipe.comparison.wording import listed
from depipe.language import Language, Text
from depipe.stars import shown

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.differences import Differences
    from depipe.flow.status import Status, ToolStatus

ITEMS_SHOWN = 1
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
                "rated": one.rated,
                "items": one.items,
                "gates_open": list(one.gates_open),
            }
            for one in status.tools
        ],
        "contexts": [_differences_json(one) for one in status.differences],
        "decisions": [decision_json(one) for one in status.decisions],
        "deciding": [
            {"context_id": one.context_id, "decider": one.decider, "issued_on": one.issued_on.isoformat()}
            for one in status.deciding
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
        "to_reconfirm": list(one.to_reconfirm),
    }


def _differences_json(one: "Differences") -> dict[str, object]:
    return {
        "context_id": one.context_id,
        "agreement": {"alpha": one.alpha, "lack": one.lack, "raters": one.raters, "units": one.units},
        "open_disagreements": [
            {
                "item_id": point.item_id,
                "tool": point.tool,
                "kind": point.kind,
                "spread": point.spread,
                "effect": point.effect,
            }
            for point in one.points
        ],
    }


def show(status: "Status", language: Language) -> None:
    """Show it in the terminal."""
    console = open_console()
    columns = [column for column in _COLUMNS if column.needed is None or any(map(column.needed, status.rows))]
    rows = [[column.cell(one, language) for column in columns] for one in status.rows]
    spare = [place for kind in _SPARE for place, column in enumerate(columns) if column.header == kind]
    folded = next(place for place, column in enumerate(columns) if column.header == _GATES)
    show_table(console, [column.header for column in columns], rows, language, folded=folded, spare=spare)
    for text in _agreement(status):
        console.print(Rich(printable(text.within(language))))
    for text in (*_again(status), *_to_reconfirm(status), *_uneven(status), *_open(status), *_deciding(status)):
        show_prose(console, Rich(f"⚠ {printable(text.within(language))}", style="yellow"))
    if status.decisions:
        console.print()
        show_decisions(console, status.decisions, language)


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
_RETURNED = Text("受領（UTC）", "returned (UTC)")
_VERIFIED = Text("検証日", "verified")
_GATES = Text("未検証の必須項目", "open gates")
_CONTEXT = Text("前提", "context")

_COLUMNS = (
    _Column(Text("評価者", "evaluator"), lambda one, speak: Rich(printable(one.evaluator or _UNNAMED.within(speak)))),
    _Column(Text("ツール", "tool"), lambda one, _: Rich(printable(one.tool))),
    _Column(_ISSUED, lambda one, _: day_shown(one.issued_on)),
    _Column(_RETURNED, lambda one, _: day_shown(one.returned_at)),
    _Column(Text("バージョン", "version"), lambda one, _: Rich(printable(one.version or "-"))),
    _Column(_VERIFIED, lambda one, _: day_shown(one.verified_on)),
    _Column(Text("検証済み", "rated"), lambda one, _: Rich(f"{one.rated}/{one.items}")),
    _Column(_GATES, lambda one, _: Rich(", ".join(one.gates_open) or "-")),
    _Column(
        Text("別バージョン", "other versions"),
        lambda one, _: Rich(_some(one.other_version)),
        lambda one: one.other_version,
    ),
    _Column(
        Text("要再確認", "to confirm again"),
        lambda one, _: Rich(_some(one.to_reconfirm)),
        lambda one: one.to_reconfirm,
    ),
    _Column(
        Text("再検証の返送待ち", "out again since"),
        lambda one, _: day_shown(one.waiting_since),
        lambda one: one.waiting_since,
    ),
    _Column(_CONTEXT, lambda one, _: Rich(one.context_id or "-")),
)

_SPARE = (_CONTEXT, _ISSUED, _VERIFIED, _RETURNED)
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


def _to_reconfirm(status: "Status") -> Iterable[Text]:
    """Yield how many ratings are of items that the master puts otherwise since."""
    count = sum(len(one.to_reconfirm) for one in status.rows)
    if count:
        yield Text(
            f"マスタの項目の文や星の定義が変わったため、確認し直す評価が {count} 件あります"
            "（depipe generate-workbook --prefill で再検証を頼めます）。",
            f"The master puts items or stars otherwise since they were rated: {count} rating(s) to confirm again "
            "(have them verified with depipe generate-workbook --prefill).",
        )


def _uneven(status: "Status") -> Iterable[Text]:
    """Yield in which contexts the tools were rated by different numbers of people."""
    for context_id, tools in status.uneven.items():
        ja = "、".join(f"{one.tool} {one.evaluators}人" for one in tools)
        en = ", ".join(f"{one.tool} {one.evaluators}" for one in tools)
        text = Text(
            f"評価者の人数がツールによって違います（{ja}）。",
            f"The number of evaluators differs between tools ({en}).",
        )
        yield _of_context(text, context_id, status)


def _agreement(status: "Status") -> Iterable[Text]:
    """Yield how far the evaluators of each context agree, where there are several of them."""
    for one in status.differences:
        if one.units:
            words = alpha_words(one.alpha, one.lack, one.units)
            figure = "" if one.alpha is None else f" {shown(one.alpha)}"
            text = Text(
                f"評価者の一致度 α{figure}: {words.ja}（{one.raters}人、{one.units}組）。",
                f"Agreement of evaluators, alpha{figure}: {words.en} ({one.raters} people, {one.units} pairs).",
            )
            yield _of_context(text, one.context_id, status)


def _open(status: "Status") -> Iterable[Text]:
    """Yield what evaluators should settle in each context, the most important first."""
    for one in status.differences:
        if one.points:
            names = [f"{point.item_id} {point.tool}" for point in one.points]
            ja, en = listed(names, "ja"), listed(names, "en")
            text = Text(
                f"話し合う項目が {len(names)} 件あります: {ja}（比較の評価者間シート）。",
                f"Points to settle: {len(names)} ({en}), on the comparison's sheet 評価者間.",
            )
            yield _of_context(text, one.context_id, status)


def _deciding(status: "Status") -> Iterable[Text]:
    """Yield which workbooks for decisions are still out."""
    for one in status.deciding:
        who = Text(one.decider or _UNNAMED.ja, one.decider or _UNNAMED.en)
        yield Text(
            f"裁定のワークブックが戻っていません: {who.ja}（{one.issued_on} 発行）。",
            f"A workbook for decisions is still out: {who.en}, issued {one.issued_on}.",
        )


def _of_context(text: Text, context_id: str, status: "Status") -> Text:
    """Return *text* with the context that it is about, where there are several."""
    if len({one.context_id for one in status.tools}) <= 1:
        return text
    return Text(f"{text.ja} 前提 {context_id}", f"{text.en} Context {context_id}")
