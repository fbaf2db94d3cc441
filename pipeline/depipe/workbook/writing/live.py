"""What the live formulas show when a workbook is issued: their cached values, for viewers that do not compute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from depipe.language import Text
from depipe.master.model import Gate
from depipe.stars import SPELLINGS, tidy
from depipe.workbook.identity import Answer
from depipe.workbook.layout import NOTE_FIELDS
from depipe.workbook.writing import summary_wording as words
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.summary_formulas import EVIDENCE_FROM

Status = Literal["bonus", "unverified", "failed", "passed"]
Cap = Literal["certain", "provisional", "none"]

_NO_VERSION: Final = frozenset(spelling for spelling, stars in SPELLINGS.items() if stars is None)


@dataclass(frozen=True, slots=True)
class Live:
    """One tool's figures, from the answers that the workbook is issued with."""

    stars: Mapping[str, int]
    """Item id -> stars, 0 for unverified."""
    unnoted: Mapping[str, bool]
    bonus: Mapping[str, bool]
    """Gate's item id -> whether it is one."""
    statuses: Mapping[str, Status]
    counts: Mapping[str, int]
    sums: Mapping[str, int]
    means: Mapping[str, float | None]
    """Category id -> bonus items left out, left out, and counted where they help."""
    evidence_missing: int
    raw: float | None
    cap: Cap
    final: float | None

    blank: int
    """Required cells of 前提パラメータ that are empty: those of all tools, and the version where the tool is rated."""

    @property
    def rated(self) -> int:
        """How many items have stars."""
        return sum(stars > 0 for stars in self.stars.values())


def live(plan: Plan, tool: str) -> Live:
    """Return what the formulas show for *tool*."""
    master, answers = plan.master, plan.issuance.answers
    given = {item.id: answers.get((item.id, tool), Answer()) for item in master.items}
    stars = {item_id: answer.stars or 0 for item_id, answer in given.items()}
    unnoted = {item_id: not any(answer.note(field) for field in NOTE_FIELDS) for item_id, answer in given.items()}
    bonus = {gate.item: _is_bonus(plan, gate, tool) for gate in master.fail_close.gates}
    statuses = {item_id: _status(plan, stars[item_id], is_bonus=bonus[item_id]) for item_id in bonus}
    counts, sums, means = _categories(plan, stars, bonus)
    known = [(mean, category.weight) for category in master.categories if (mean := means[category.id]) is not None]
    raw = sum(mean * weight for mean, weight in known) / sum(weight for _, weight in known) if known else None
    cap = _cap(plan, statuses)
    return Live(
        stars=stars,
        unnoted=unnoted,
        bonus=bonus,
        statuses=statuses,
        counts=counts,
        sums=sums,
        means=means,
        evidence_missing=sum(
            unnoted[item_id] and (level >= EVIDENCE_FROM or (level > 0 and item_id in bonus))
            for item_id, level in stars.items()
        ),
        raw=raw,
        cap=cap,
        final=raw if raw is None or cap == "none" else min(raw, master.fail_close.cap),
        blank=sum(blank_entries(plan)) + has_blank_version(plan, tool),
    )


def status(plan: Plan, figures: Sequence[Live]) -> str:
    """Return what the line on top of 集計 says."""
    language = plan.language
    blank = sum(blank_entries(plan)) + sum(has_blank_version(plan, tool) for tool in plan.tools)
    unnoted = sum(one.evidence_missing for one in figures)
    if blank:
        before, behind = (text.within(language) for text in words.NEEDED_CONTEXT)
        return f"{words.NEEDED.within(language)}{before}{blank}{behind}"
    if not any(one.rated for one in figures):
        return words.NOTHING_YET.within(language)
    if unnoted:
        before, behind = (text.within(language) for text in words.EVIDENCE_FIRST)
        return f"{before}{unnoted}{behind}"
    return words.READY.within(language)


def cap_reason(plan: Plan, figures: Live) -> str:
    """Return the gates that cap a tool."""
    asked: list[tuple[Status, Text]] = [("failed", words.FAILED)]
    if plan.master.fail_close.unverified == "capped":
        asked.append(("unverified", words.UNVERIFIED))
    listed = (
        (word, [item for item, standing in figures.statuses.items() if standing == status]) for status, word in asked
    )
    return "\n".join(f"{word.within(plan.language)}: {' '.join(items)}" for word, items in listed if items)


def blank_entries(plan: Plan) -> list[bool]:
    """Return which of the evaluator and the parameters are empty."""
    identity = plan.identity
    return [not identity.evaluator, *(not (identity.context or {}).get(name) for name in plan.master.parameter_names)]


def has_blank_version(plan: Plan, tool: str) -> bool:
    """Tell whether a tool is rated and has no version."""
    rated = any(answer.stars for (_, rated), answer in plan.issuance.answers.items() if rated == tool)
    return rated and tidy(plan.issuance.versions.get(tool, "")) in _NO_VERSION


def _is_bonus(plan: Plan, gate: Gate, tool: str) -> bool:
    identity = plan.identity
    return not plan.master.gate_applies(gate, identity.context or {}, identity.attributes.get(tool, {}))


def _status(plan: Plan, stars: int, *, is_bonus: bool) -> Status:
    if is_bonus:
        return "bonus"
    if not stars:
        return "unverified"
    return "failed" if stars <= plan.master.fail_close.threshold else "passed"


def _cap(plan: Plan, statuses: Mapping[str, Status]) -> Cap:
    if "failed" in statuses.values():
        return "certain"
    capped = plan.master.fail_close.unverified == "capped" and "unverified" in statuses.values()
    return "provisional" if capped else "none"


def _categories(
    plan: Plan, stars: Mapping[str, int], bonus: Mapping[str, bool]
) -> tuple[dict[str, int], dict[str, int], dict[str, float | None]]:
    counts: dict[str, int] = {}
    sums: dict[str, int] = {}
    means: dict[str, float | None] = {}
    for category in plan.master.categories:
        items = [item.id for item in plan.master.items if item.category == category.id and stars[item.id]]
        base = [stars[item_id] for item_id in items if not bonus.get(item_id)]
        count, total = counts[category.id], sums[category.id] = len(base), sum(base)
        mean = total / count if count else None
        for extra in sorted((stars[item_id] for item_id in items if bonus.get(item_id)), reverse=True):
            if mean is not None and extra > mean:
                count, total = count + 1, total + extra
                mean = total / count
        means[category.id] = mean
    return counts, sums, means
