"""What an evaluator sees in 集計 is what depipe computes: LibreOffice's figures against output/tables."""

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from depipe.flow.generate import generate, issuances_for
from depipe.flow.roster import Recipient
from depipe.ledger.store import open_ledger
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.stars import SPELLINGS
from depipe.workbook.layout import LABEL_ANSWERED, LABEL_FINAL, LABEL_RATED, LABEL_RAW, SHEET_CONTEXT, SHEET_RATINGS
from support.issued import opened, saved
from support.libreoffice import convert, needs_libreoffice
from support.masters import second_master
from support.pipeline import Ran, any_context, ingest_and_compare
from support.summaries import Typed, sort_rows, summary_of, type_entries, type_in

pytestmark = needs_libreoffice

RATED = [text for text, stars in SPELLINGS.items() if stars is not None]
UNRATED = [text for text, stars in SPELLINGS.items() if stars is None]
GATES = {
    "ja": {"bonus": "加点扱い", "unverified": "未検証", "failed": "未達", "passed": "達成"},
    "en": {"bonus": "bonus", "unverified": "unverified", "failed": "failed", "passed": "passed"},
}


@dataclass(frozen=True)
class Case:
    """A master, and the share of its items that are rated."""

    master: Master
    share: float


CASES = {
    "all rated": Case(shipped_master(), 1.0),
    "half rated": Case(shipped_master(), 0.6),
    "hardly rated": Case(shipped_master(), 0.05),
    "another subject": Case(second_master(), 0.8),
}


def typed(case: Case, chance: random.Random) -> Typed:
    """Return answers in every spelling that ingest accepts, each at least once where all items are rated."""
    spellings = [*RATED, *(chance.choice(RATED) for _ in range(len(case.master.items) * len(case.master.tools)))]
    pairs = [(item.id, tool) for tool in case.master.tools for item in case.master.items]
    return {
        pair: (SPELLINGS[text], text)
        for pair, spelling in zip(pairs, spellings, strict=False)
        for text in (spelling if chance.random() < case.share else chance.choice(UNRATED),)
    }


def returned(case: Case, folder: Path, chance: random.Random) -> tuple[bytes, Ran, int]:
    """Issue a workbook, type answers into it, sort its rows and ingest it; return it with what became of it.

    The last figure is how many ratings were typed.
    """
    master, answers = case.master, typed(case, chance)
    with open_ledger(f"sqlite:///{folder / 'ledger.db'}") as ledger:
        recipients = [Recipient("Evaluator A", master.tools)]
        issuances = issuances_for(master, recipients, context=any_context(master), attributes={})
        (issued,) = generate(master, issuances, ledger=ledger, output=folder / "issued", show_verdict=True)
        book = opened(issued.path.read_bytes())
        type_entries(book[SHEET_CONTEXT], dict.fromkeys(master.tools, "1.0"))
        type_in(book[SHEET_RATINGS], answers, {})
        sort_rows(book[SHEET_RATINGS], chance)
        path = folder / "returned.xlsx"
        path.write_bytes(data := saved(book))
        ran = ingest_and_compare(ledger, [path], folder / "output", master)
    return data, ran, sum(stars is not None for stars, _ in answers.values())


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Ran, int, dict[str, dict[str, object]]]]:
    """Return for each case what depipe made of the workbook, its ratings, and 集計 as LibreOffice computes it."""
    chance = random.Random(1)  # noqa: S311 - the same answers in every run
    made = {name: returned(case, tmp_path_factory.mktemp("case"), chance) for name, case in CASES.items()}
    shown = convert({name: data for name, (data, _, _) in made.items()}, "xlsx")
    return {name: (ran, count, summary_of(shown[name])) for name, (_, ran, count) in made.items()}


def computed(ran: Ran, words: dict[str, str]) -> dict[tuple[str, str], object]:
    """Return the figures of 集計 from the tables: (label, tool) -> value."""
    overall = ran.table("overall").select("tool", "raw_stars", "final_stars", "coverage").rows()
    means = ran.table("category_summary").select("category_id", "tool", "mean_stars").rows()
    gates = ran.table("gates").select("item_id", "tool", "status").rows()
    found: dict[tuple[str, str], object] = {(category, tool): mean for category, tool, mean in means}
    found |= {(item, tool): words[status] for item, tool, status in gates}
    for tool, raw, final, coverage in overall:
        found |= {(LABEL_RAW, tool): raw, (LABEL_FINAL, tool): final, (LABEL_ANSWERED, tool): coverage}
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_live_summary_equals_the_tables(
    name: str, figures: dict[str, tuple[Ran, int, dict[str, dict[str, object]]]]
) -> None:
    """In every spelling and after a sort: each category mean, gate, coverage, the raw overall and the final one."""
    ran, count, shown = figures[name]

    differing = [
        (place, value, found)
        for place, value in computed(ran, GATES[CASES[name].master.language]).items()
        if (found := shown[place[0]][place[1]])
        != ("-" if value is None else value if isinstance(value, str) else pytest.approx(value, abs=1e-9))
    ]
    assert [result.status for result in ran.results] == ["accepted"]
    assert ran.table("ratings").height == count == sum(map(int, map(str, shown[LABEL_RATED].values())))
    assert differing == []


def test_every_spelling_was_typed() -> None:
    """The answers hold each spelling of stars that there is."""
    texts = {text for _, text in typed(CASES["all rated"], random.Random(1)).values()}  # noqa: S311 - fixed answers

    assert texts == set(RATED)
