"""What `depipe explain` shows: one verdict, where it comes from, what would change it, how sure it is."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.text import Text as Rich

from depipe.cli.prose import show_prose
from depipe.cli.render import beyond, open_console
from depipe.cli.steering import document, printable
from depipe.comparison.labels import MORE_RATINGS
from depipe.comparison.sure_words import change_effect, change_words, percent_words, without_words
from depipe.comparison.wording import mean_range
from depipe.language import COMMA, Language, Text
from depipe.stars import half_up, shown, star_row, written

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.comparison.model import GateCell, GateRow, Verdict
    from depipe.comparison.ratings import Decided
    from depipe.comparison.sureness import Pull, Source
    from depipe.flow.explain import Explained

PULLS_SHOWN: Final = 3
"""Categories named on either side; `--json` has all."""
CHANGES_SHOWN: Final = 10
"""Single changes that are listed; `--json` has all."""
_FIELDS: Final = (
    "tool",
    "rank",
    "rank_best",
    "rank_worst",
    "raw",
    "final",
    "low",
    "high",
    "cap",
    "capped",
    "cap_outlook",
    "provisional",
    "rated",
    "items",
    "coverage",
    "evaluators",
    "lacking",
    "reason",
)
"""Of a verdict, what stands in the document as it is."""
_TINY: Final = 0.005
"""An effect below this is no hundredth of a star."""


def as_json(explained: "Explained") -> str:
    """Return everything as one document."""
    comparison, verdict, sureness = explained.comparison, explained.verdict, explained.verdict.sureness
    return document(
        {
            "as_of": explained.as_of and explained.as_of.isoformat(),
            "context_id": comparison.context_id,
            "context": dict(comparison.context),
            **{name: getattr(verdict, name) for name in _FIELDS},
            "lift": verdict.lift and verdict.lift._asdict(),
            "gates": [_gate_json(gate, cell) for gate, cell in _gates(explained)],
            "categories": [pull._asdict() for pull in verdict.pulls],
            "sureness": {
                "words": sureness.words,
                "without": [one._asdict() for one in sureness.without],
                "changes": [one._asdict() for one in sureness.changes],
                "rank_shares": list(sureness.shares),
                "draws": comparison.draws,
                "gates_at_the_edge": list(sureness.edges),
            },
            "warnings": list(_warnings(explained)),
        }
    )


def show(explained: "Explained", language: Language) -> None:
    """Show it in the terminal."""
    console, verdict = open_console(), explained.verdict
    if explained.comparison.subtitle:
        console.print(Rich(printable(explained.comparison.subtitle), style="dim"))
    console.print(Rich(printable(_headline(verdict)), style="bold"))
    parts = (
        (Text("判定", "Verdict"), _verdict(verdict, language)),
        (
            Text("必須項目と、その星が書かれたセル", "Mandatory items, and the cells of their stars"),
            _told(explained, language),
        ),
        (Text("カテゴリ", "Categories"), _pulls(verdict, language)),
        (Text("まだ分かっていないこと", "What is not known yet"), _unknown(verdict, language)),
        (Text("順位の確かさ", "How sure the rank is"), _sure(explained, language)),
        (Text("警告", "Warnings"), [f"⚠ {text}" for text in _warnings(explained)]),
    )
    for title, lines in parts:
        _part(console, title.within(language), lines)


def _part(console: Console, title: str, lines: Iterable[str]) -> None:
    """Print a part; lines that begin with spaces are further in, however they wrap."""
    every = list(lines)
    if not every:
        return
    console.print()
    console.print(Rich(title, style="bold"))
    for line in every:
        text = line.lstrip(" ")
        show_prose(console, Rich(printable(text)), indent=2 + len(line) - len(text))


def _headline(verdict: "Verdict") -> str:
    final = f"{star_row(verdict.final)} {shown(verdict.final)}" if verdict.final is not None else shown(None)
    return f"{verdict.tool}  {verdict.rank_words}  {final}"


def _verdict(verdict: "Verdict", language: Language) -> Iterator[str]:
    raw, final = shown(verdict.raw), shown(verdict.final)
    cap = verdict.cap_words if verdict.cap != "none" else Text("上限なし", "no cap").within(language)
    yield Text(
        f"上限適用前 {raw} → {cap} → 総合評価 {final}", f"before the cap {raw} → {cap} → overall {final}"
    ).within(language)
    yield verdict.reason


def _gates(explained: "Explained") -> "Iterator[tuple[GateRow, GateCell]]":
    place = explained.comparison.tools.index(explained.verdict.tool)
    return ((gate, gate.cells[place]) for gate in explained.comparison.gates)


def _told(explained: "Explained", language: Language) -> Iterator[str]:
    """Yield each mandatory item, and below it who gave which stars in which cell, and what was decided."""
    for gate, cell in _gates(explained):
        yield f"{gate.item_id} {gate.name}  {cell.words}"
        for one in cell.sources:
            yield f"  {_source(one)}"
        if cell.more_sources:
            yield f"  {MORE_RATINGS.within(language).format(cell.more_sources)}"
        if cell.ruling is not None:
            yield f"  {cell.ruling.line(language)}{_place(cell.ruling)}"
        if cell.reopened is not None:
            yield f"  {cell.reopened.reopened_words().within(language)}{_place(cell.reopened)}"


def _place(one: "Decided") -> str:
    return f"  {one.sheet}!{one.cell}  {one.file}" if one.cell else ""


def _source(one: "Source") -> str:
    version = f" {one.version}" if one.version else ""
    return f"{written(one.stars)} {one.evaluator}  {one.sheet}!{one.cell}  {one.file}  ({one.verified_on}{version})"


def _pulls(verdict: "Verdict", language: Language) -> Iterator[str]:
    """Yield the categories that lift and lower the overall before the cap most."""
    raw = shown(verdict.raw)
    up = [one for one in verdict.pulls if one.effect >= _TINY][:PULLS_SHOWN]
    down = [one for one in verdict.pulls if one.effect <= -_TINY][:PULLS_SHOWN]
    if up:
        names = _listed(up, language)
        yield Text(f"上限適用前の {raw} を押し上げる: {names}", f"Lift the {raw} before the cap: {names}").within(
            language
        )
    if down:
        names = _listed(down, language)
        yield Text(f"上限適用前の {raw} を引き下げる: {names}", f"Lower the {raw} before the cap: {names}").within(
            language
        )


def _listed(pulls: "Iterable[Pull]", language: Language) -> str:
    told = (f"{one.category_id} {one.name} {shown(one.mean)} ({half_up(one.effect):+.2f})" for one in pulls)
    return COMMA.within(language).join(told)


def _unknown(verdict: "Verdict", language: Language) -> Iterator[str]:
    """Yield how much is unverified, how far that can move overall and rank, and whether a cap may come or go."""
    left, bounds = verdict.items - verdict.rated, mean_range(verdict.low, verdict.high, language)
    if verdict.provisional:
        yield Text(
            f"未検証は{verdict.items}項目のうち{left}項目。"
            f"取りうる総合評価は {bounds}、順位は{verdict.rank_range}です。",
            f"{left} of {verdict.items} items are unverified. Possible: overall {bounds}, rank {verdict.rank_range}.",
        ).within(language)
    else:
        yield Text(
            f"{verdict.items}項目すべて検証済みです。取りうる順位は{verdict.rank_range}です。",
            f"All {verdict.items} items are verified. Possible rank: {verdict.rank_range}.",
        ).within(language)
    if verdict.cap_prospect:
        yield verdict.cap_prospect


def _sure(explained: "Explained", language: Language) -> Iterator[str]:
    """Yield the sentence, then what it stands on: each evaluator, each change, each rank's share."""
    verdict, sureness = explained.verdict, explained.verdict.sureness
    yield sureness.words
    if sureness.edge_words:
        yield sureness.edge_words
    for one in sureness.without:
        yield f"  {without_words(one, language)}"
    for change in sureness.changes[:CHANGES_SHOWN]:
        owner = "" if change.tool == verdict.tool else f"{change.tool} "
        yield f"  {owner}{change_words(change)}: {change_effect(change, language)}"
    if (more := len(sureness.changes) - CHANGES_SHOWN) > 0:
        yield f"  {beyond(more).within(language)}"
    if sureness.shares:
        ranks = (
            Text(f"{rank}位 {percent_words(share).ja}", f"rank {rank} {percent_words(share).en}").within(language)
            for rank, share in enumerate(sureness.shares, 1)
            if share
        )
        told = COMMA.within(language).join(ranks)
        yield Text(
            f"  重みを無作為に{explained.comparison.draws:,}通り: {told}",
            f"  {explained.comparison.draws:,} random weightings: {told}",
        ).within(language)


def _warnings(explained: "Explained") -> Iterator[str]:
    """Yield the master's warnings about items that the tool has, in the master's words."""
    concerned = set(explained.verdict.warned_items)
    return (one.text for one in explained.comparison.cautions if one.item_id in concerned)


def _gate_json(gate: "GateRow", cell: "GateCell") -> dict[str, Any]:
    return {
        "item_id": gate.item_id,
        "name": gate.name,
        "status": cell.status,
        "words": cell.words,
        "ruling": cell.ruling and _decided_json(cell.ruling),
        "reopened": cell.reopened and _decided_json(cell.reopened),
        "sources": [one._asdict() | {"verified_on": one.verified_on.isoformat()} for one in cell.sources],
        "more_sources": cell.more_sources,
    }


def _decided_json(one: "Decided") -> dict[str, Any]:
    return one._asdict() | {"decided_at": one.decided_at.isoformat()}
