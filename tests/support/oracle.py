"""An independent reading of the rules of scoring, in plain Python: loops, fractions and statistics by hand.

Written from the rules (docs/scoring.md), not from the frames that compute them; slow and literal on purpose. Property
tests hold the two against each other.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

import pytest

from depipe.folding import fold
from depipe.master.model import Gate, Master
from support import oracle_agreement
from support.oracle_decisions import decisions_of
from support.oracle_replay import history, last_of_each, line_up, rating_order, ratings_row, replay
from support.random_ledgers import Ledger, Row

EPSILON = Fraction(1, 10**9)


class Verdict(NamedTuple):
    """One tool's verdict in one case."""

    raw: Fraction | None
    final: Fraction | None
    cap: str


def tables(master: Master, ledger: Ledger) -> dict[str, list[Row]]:
    """Return every table as a list of rows in the order in which people read them."""
    said = replay(master, ledger)
    in_force = {key: made for key, made in last_of_each(said).items() if made.stars is not None}
    everyone = line_up(ledger)
    ruled = decisions_of(master, ledger, everyone, in_force)
    rulings = {
        (row["context_id"], row["tool"], row["item_id"]): row["stars"] for row in ruled if row["status"] == "in_force"
    }
    agreed = {
        (*pair, item.id): settled(
            consensus_of(
                master, [made.stars for key, made in in_force.items() if (key[0], key[2], key[3]) == (*pair, item.id)]
            ),
            rulings.get((*pair, item.id)),
        )
        for pair in everyone
        for item in master.items
    }
    statuses = {
        (*pair, gate.item): gate_status(master, ledger, gate, pair, agreed[*pair, gate.item])
        for pair in everyone
        for gate in master.fail_close.gates
    }
    ratings = [ratings_row(master, in_force[key]) for key in rating_order(master, in_force)]
    return {
        "ratings": ratings,
        "consensus": [
            {
                "context_id": pair[0],
                "tool": pair[1],
                "item_id": item.id,
                "category_id": item.category,
                **{name: agreed[*pair, item.id][name] for name in ("stars", "level", "evaluators", "spread")},
                "decided": (*pair, item.id) in rulings,
            }
            for pair in everyone
            for item in master.items
        ],
        "category_summary": [
            summary_row(master, pair, category.id, agreed, statuses)
            for pair in everyone
            for category in master.categories
        ],
        "gates": [
            {"context_id": pair[0], "tool": pair[1], "item_id": gate.item, "status": statuses[*pair, gate.item]}
            for pair in everyone
            for gate in master.fail_close.gates
        ],
        "overall": overall(master, everyone, agreed, statuses),
        "agreement": oracle_agreement.rows(master, everyone, ratings),
        "decisions": ruled,
        "changes": history(said),
        "contexts": wide_contexts(master, ledger),
        "tool_attributes": [
            {
                "context_id": c,
                "tool": tool,
                "name": attribute.name,
                "value": attributes_of(master, ledger, c, tool)[attribute.name],
            }
            for c, tool in everyone
            for attribute in master.tool_attributes
        ],
    }


# ---- 3. Consensus


def consensus_of(master: Master, stars: list[int | None]) -> Row:
    """Return the consensus of some evaluators' stars, with the two medians that gates look at."""
    votes = sorted(n for n in stars if n is not None)
    if not votes:
        return {"stars": None, "level": None, "evaluators": 0, "spread": None, "lower": None, "upper": None}
    lower, upper = votes[(len(votes) - 1) // 2], votes[len(votes) // 2]
    if master.scoring.consensus == "min":
        lower = upper = votes[0]
    elif master.scoring.consensus == "max":
        lower = upper = votes[-1]
    return {
        "stars": lower,
        "level": Fraction(lower + upper, 2),
        "evaluators": len(votes),
        "spread": votes[-1] - votes[0],
        "lower": lower,
        "upper": upper,
    }


def settled(agreed: Row, ruling: int | None) -> Row:
    """Return the consensus with a decision in place of what the evaluators' stars come to."""
    if ruling is None:
        return agreed
    return agreed | {"stars": ruling, "level": Fraction(ruling), "lower": ruling, "upper": ruling}


# ---- 4. Gates


def attributes_of(master: Master, ledger: Ledger, context_id: str, tool: str) -> dict[str, str]:
    """Return the attributes of a tool: the master's defaults, overridden by what was set."""
    set_ones = {r["name"]: r["value"] for r in ledger.attributes if (r["context_id"], r["tool"]) == (context_id, tool)}
    return {attribute.name: attribute.default for attribute in master.tool_attributes} | set_ones


def gate_status(master: Master, ledger: Ledger, gate: Gate, pair: tuple[str, str], agreed: Row) -> str:
    """Return how one tool stands with one gate."""
    condition = gate.condition
    if condition and condition.unless:
        value = attributes_of(master, ledger, *pair).get(condition.unless.attribute, "")
        if fold(value) == fold(condition.unless.value):
            return "bonus"
    if condition and condition.when:
        (value,) = (
            r["value"] for r in ledger.contexts if (r["context_id"], r["name"]) == (pair[0], condition.when.parameter)
        )
        (options,) = (p.options for p in master.parameters.entries if p.name == condition.when.parameter)
        if fold(value) in map(fold, options) and fold(value) not in map(fold, condition.when.values):
            return "bonus"
    if agreed["evaluators"] == 0:
        return "unverified"
    if agreed["upper"] <= master.fail_close.threshold:
        return "failed"
    return "passed" if agreed["lower"] > master.fail_close.threshold else "disputed"


# ---- 5. Category means


def mean(values: list[Fraction]) -> Fraction:
    """Return the mean."""
    return sum(values, Fraction(0)) / len(values)


def category_mean(ordinary: list[Fraction], bonus: list[Fraction]) -> Fraction | None:
    """Return the mean; a bonus item counts exactly when it lies above the mean of the others that count."""
    if not ordinary:
        return None
    found = set()
    for size in range(len(bonus) + 1):
        for chosen in combinations(range(len(bonus)), size):
            counted = ordinary + [bonus[n] for n in chosen]
            fair = all(
                (level > mean([*ordinary, *(bonus[m] for m in chosen if m != n)])) == (n in chosen)
                for n, level in enumerate(bonus)
            )
            if fair:
                found.add(mean(counted))
    (only,) = found
    return only


def means_of(
    master: Master,
    pair: tuple[str, str],
    level_of: Callable[[str], Fraction | None],
    statuses: dict[tuple[str, str, str], str],
) -> dict[str, Fraction | None]:
    """Return category id -> mean of one tool."""
    result = {}
    for category in master.categories:
        ordinary: list[Fraction] = []
        bonus: list[Fraction] = []
        for item in master.items:
            level = level_of(item.id)
            if item.category == category.id and level is not None:
                (bonus if statuses.get((*pair, item.id)) == "bonus" else ordinary).append(level)
        result[category.id] = category_mean(ordinary, bonus)
    return result


def summary_row(
    master: Master,
    pair: tuple[str, str],
    category_id: str,
    agreed: dict[tuple[str, str, str], Row],
    statuses: dict[tuple[str, str, str], str],
) -> Row:
    """Return the row of category_summary."""
    items = [item.id for item in master.items if item.category == category_id]
    rated = sum(agreed[*pair, item]["evaluators"] > 0 for item in items)
    return {
        "context_id": pair[0],
        "tool": pair[1],
        "category_id": category_id,
        "mean_stars": means_of(master, pair, lambda item: agreed[*pair, item]["level"], statuses)[category_id],
        "rated": rated,
        "items": len(items),
        "coverage": Fraction(rated, len(items)),
    }


# ---- 6. to 10. Overall


def verdict(master: Master, means: dict[str, Fraction | None], statuses: Iterable[str]) -> Verdict:
    """Return the verdict that these category means and gates give."""
    there = [(Fraction(str(c.weight)), m) for c in master.categories if (m := means[c.id]) is not None]
    raw = sum((w * m for w, m in there), Fraction(0)) / sum(w for w, _ in there) if there else None
    now = set(statuses)
    cap = "none"
    if "failed" in now:
        cap = "certain"
    elif now & {"unverified", "disputed"} and master.fail_close.unverified == "capped":
        cap = "provisional"
    final = raw if raw is None or cap == "none" else min(raw, Fraction(str(master.fail_close.cap)))
    return Verdict(raw, final, cap)


def completed(
    master: Master,
    pair: tuple[str, str],
    agreed: dict[tuple[str, str, str], Row],
    statuses: dict[tuple[str, str, str], str],
    *,
    stars: int,
    disputes: str,
) -> Verdict:
    """Return the verdict if every unverified item had *stars* and every disputed gate came out as *disputes*."""
    unverified = "passed" if stars > master.fail_close.threshold else "failed"
    outcome = {"unverified": unverified, "disputed": disputes}
    after = {key: outcome.get(status, status) for key, status in statuses.items() if key[:2] == pair}

    def level(item: str) -> Fraction:
        known: Fraction | None = agreed[*pair, item]["level"]
        return Fraction(stars) if known is None else known

    return verdict(master, means_of(master, pair, level, statuses), after.values())


def ranking_key(judged: Verdict) -> tuple[int, int, int]:
    """Return what ranks, the greater the better."""
    if judged.raw is None or judged.final is None:
        return (-1, 0, 0)
    caps = ("certain", "provisional", "none")
    return (hundredths(judged.final), caps.index(judged.cap), hundredths(judged.raw))


def hundredths(value: Fraction) -> int:
    """Return *value* in hundredths, half up."""
    return (value * 100 + Fraction(1, 2) + EPSILON).__floor__()


def overall(
    master: Master,
    everyone: list[tuple[str, str]],
    agreed: dict[tuple[str, str, str], Row],
    statuses: dict[tuple[str, str, str], str],
) -> list[Row]:
    """Return the rows of overall."""
    means = {p: means_of(master, p, lambda item, p=p: agreed[*p, item]["level"], statuses) for p in everyone}  # type: ignore[misc]
    now = {p: verdict(master, means[p], [s for k, s in statuses.items() if k[:2] == p]) for p in everyone}
    low = {p: completed(master, p, agreed, statuses, stars=1, disputes="failed") for p in everyone}
    high = {p: completed(master, p, agreed, statuses, stars=5, disputes="passed") for p in everyone}
    rows = []
    for pair in everyone:
        others = [other for other in everyone if other[0] == pair[0] and other != pair]
        ranked = [other for other in others if None not in means[other].values()]
        key = ranking_key(now[pair])
        mine = {gate.item: statuses[*pair, gate.item] for gate in master.fail_close.gates}
        rated = sum(agreed[*pair, item.id]["evaluators"] > 0 for item in master.items)
        judged = now[pair]
        still_open = "failed" not in mine.values() and bool({"unverified", "disputed"} & set(mine.values()))
        rows.append(
            {
                "context_id": pair[0],
                "tool": pair[1],
                "raw_stars": judged.raw,
                "final_stars": judged.final,
                "low": low[pair].final,
                "high": high[pair].final,
                "cap": judged.cap,
                "capped": judged.raw is not None and judged.final is not None and judged.final < judged.raw,
                "provisional": still_open or rated < len(master.items),
                "coverage": Fraction(rated, len(master.items)),
                "rank": None
                if None in means[pair].values()
                else 1 + sum(ranking_key(now[other]) > key for other in ranked),
                "rank_best": 1 + sum(ranking_key(low[other]) > ranking_key(high[pair]) for other in others),
                "rank_worst": 1 + sum(ranking_key(high[other]) > ranking_key(low[pair]) for other in others),
                "gates_failed": [item for item, status in mine.items() if status == "failed"],
                "gates_open": [item for item, status in mine.items() if status in {"unverified", "disputed"}],
                "warnings": [
                    item.id
                    for item in master.items
                    if any(
                        warning.item == item.id
                        and agreed[*pair, item.id]["stars"] is not None
                        and agreed[*pair, item.id]["stars"] <= warning.threshold
                        for warning in master.warnings
                    )
                ],
            }
        )
    return rows


def wide_contexts(master: Master, ledger: Ledger) -> list[Row]:
    """Return the rows of contexts: a column a parameter."""
    rows: dict[str, dict[str, Any]] = {}
    for row in sorted(ledger.contexts, key=lambda row: int(row["sequence"])):
        rows.setdefault(row["context_id"], {"context_id": row["context_id"]})[row["name"]] = row["value"]
    return [{name: row.get(name, "") for name in ("context_id", *master.parameter_names)} for row in rows.values()]


def comparable(rows: list[Row]) -> list[Row]:
    """Return *rows* with each fraction as what a float is compared with."""
    return [
        {
            name: pytest.approx(float(value), abs=1e-9) if isinstance(value, Fraction) else value
            for name, value in row.items()
        }
        for row in rows
    ]
