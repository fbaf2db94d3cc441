"""Agreement between evaluators: Krippendorff's alpha, and where there is none."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depipe.scoring.agreement import agreement
from depipe.scoring.consensus import counted
from support import oracle_agreement
from support.oracle import comparable
from support.random_masters import small_master

ITEMS = {"A": [f"A-{n}" for n in range(1, 13)], "B": [f"B-{n}" for n in range(1, 9)]}
MASTER = small_master(ITEMS)
CATEGORY = {item: category for category, items in ITEMS.items() for item in items}
RATINGS = pl.Schema(
    {name: pl.String() for name in ("context_id", "evaluator", "tool", "item_id", "category_id")} | {"stars": pl.Int8()}
)
TOOLS = pl.DataFrame({"context_id": ["here", "here", "there"], "tool": ["Alpha", "Beta", "Alpha"]})

# Krippendorff's own example of four observers and twelve units (Computing Krippendorff's Alpha-Reliability, 2011,
# section D), whose ordinal alpha he gives as .815.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def ratings(votes: Mapping[tuple[str, str, str], Sequence[int | None]]) -> pl.DataFrame:
    """Return a frame of ratings: (context, tool, item) -> the stars of the first, second, ... evaluator."""
    rows = [
        (context_id, f"Evaluator {place}", tool, item, CATEGORY[item], stars)
        for (context_id, tool, item), given_stars in votes.items()
        for place, stars in enumerate(given_stars)
        if stars is not None
    ]
    return pl.DataFrame(rows, RATINGS, orient="row")


def measured(frame: pl.DataFrame) -> pl.DataFrame:
    """Return what agreement says of a frame of ratings."""
    return agreement(frame.lazy(), counted(frame.lazy()), TOOLS, MASTER)


def row(frame: pl.DataFrame, scope: str, name: str) -> dict[str, Any]:
    """Return a row of the context `here`."""
    (found,) = measured(frame).filter(context_id="here", scope=scope, name=name).to_dicts()
    return found


def test_the_example_of_the_source_gives_its_figure() -> None:
    """Twelve items as Krippendorff prints them: .815, of four raters, eleven pairable units and their 40 ratings."""
    votes = {("here", "Alpha", item): [own[place] for own in OBSERVERS] for place, item in enumerate(ITEMS["A"])}

    found = row(ratings(votes), "category", "A")

    assert round(found["alpha"], 3) == 0.815
    assert (found["raters"], found["units"], found["ratings"]) == (4, 11, 40)


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["here", "there"]), st.sampled_from(["Alpha", "Beta"]), st.sampled_from([*CATEGORY])),
        st.lists(st.sampled_from([None, 1, 2, 2, 3, 4, 4, 5]), min_size=1, max_size=4),
        min_size=15,
        max_size=60,
    )
)
def test_every_alpha_is_that_of_the_definition(votes: dict[tuple[str, str, str], list[int | None]]) -> None:
    """Whoever rated what: alpha, raters, units and reasons come out as pair by pair arithmetic has them."""
    votes = {unit: stars for unit, stars in votes.items() if unit[:2] in TOOLS.rows()}
    frame = ratings(votes)

    found = measured(frame).to_dicts()

    assert found == comparable(oracle_agreement.rows(MASTER, TOOLS.rows(), frame.to_dicts()))


@pytest.mark.parametrize(
    ("votes", "lack", "raters", "units"),
    [
        (dict.fromkeys(ITEMS["A"], (4,)), "no_pairs", 0, 0),
        (dict.fromkeys(ITEMS["A"][:9], (4, 5)), "few_units", 2, 9),
        (dict.fromkeys(ITEMS["A"], (4, 4)), "no_variation", 2, 12),
    ],
    ids=["one evaluator", "nine items", "the same stars throughout"],
)
def test_where_alpha_says_nothing_there_is_none(
    votes: dict[str, tuple[int, ...]], lack: str, raters: int, units: int
) -> None:
    """The reason stands in its place, with what there is."""
    frame = ratings({("here", "Alpha", item): stars for item, stars in votes.items()})

    for scope, name in (("all", "all"), ("category", "A"), ("tool", "Alpha")):
        found = row(frame, scope, name)
        assert (found["alpha"], found["lack"], found["raters"], found["units"]) == (None, lack, raters, units)


def test_ten_items_of_which_one_differs_are_enough() -> None:
    """The border: ten pairable units and two different stars give a figure, and whoever shares no item stays out."""
    votes: dict[tuple[str, str, str], tuple[int | None, ...]]
    votes = {("here", "Alpha", item): (4, 4, None) for item in ITEMS["A"][:9]}
    votes |= {("here", "Alpha", "A-10"): (4, 5, None), ("here", "Alpha", "A-11"): (None, None, 1)}

    found = row(ratings(votes), "tool", "Alpha")

    assert found["alpha"] == pytest.approx(float(oracle_agreement.alpha([[4, 4]] * 9 + [[4, 5]])))
    assert (found["lack"], found["raters"], found["units"], found["ratings"]) == (None, 2, 10, 20)


def test_full_agreement_is_one_and_systematic_disagreement_is_below_zero() -> None:
    """Alpha is 1 where nobody differs, and negative where evaluators differ more than by chance."""
    agreeing = {("here", "Alpha", item): (1 + n % 5,) * 2 for n, item in enumerate(ITEMS["A"])}
    opposed = {("here", "Alpha", item): (1, 5) if n % 2 else (5, 1) for n, item in enumerate(ITEMS["A"])}

    assert row(ratings(agreeing), "all", "all")["alpha"] == pytest.approx(1)
    assert row(ratings(opposed), "all", "all")["alpha"] < 0


def test_contexts_are_never_mixed() -> None:
    """What evaluators say in another context does not count here."""
    frame = ratings({("there", "Alpha", item): (1, 5) for item in ITEMS["A"]})

    assert row(frame, "all", "all")["lack"] == "no_pairs"
    assert measured(frame).filter(context_id="there", scope="all")["units"].to_list() == [12]


def test_commands_that_compute_no_alpha_do_not_import_its_library() -> None:
    """Scoring a ledger in which nobody shares an item starts without krippendorff, and so without NumPy."""
    code = (
        "import sys, polars as pl\n"
        "from depipe.master.load import shipped_master\n"
        "from depipe.scoring.agreement import agreement\n"
        "from depipe.scoring.consensus import counted\n"
        "master = shipped_master()\n"
        "rows = [('c', 'A', 'T', item.id, item.category, 4) for item in master.items]\n"
        "names = ('context_id', 'evaluator', 'tool', 'item_id', 'category_id', 'stars')\n"
        "ratings = pl.LazyFrame(rows, names, orient='row')\n"
        "tools = ratings.select('context_id', 'tool').unique().collect()\n"
        "agreement(ratings, counted(ratings), tools, master)\n"
        "print(sorted({'krippendorff', 'numpy'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
