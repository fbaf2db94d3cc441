"""Random answers -> issued workbook -> filled -> ingested: the same ratings, notes included."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from depipe.folding import fold
from depipe.master.load import shipped_master
from depipe.workbook.identity import Answer
from support.pipeline import Filled, Ran, run

MASTER = shipped_master()
ITEMS = tuple(MASTER.items_by_id)

NOTES = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "=1+1",
            '=HYPERLINK("x")',
            "+1",
            "-",
            "@x",
            "file://x",
            "file:///x",
            "external:x",
            "internal:'評価'!A1",
            "https://example.com/a?b=1#c",
            "一行目\n二行目\n\n四行目",
            "⭐️ 🎉 👩‍💻 𠮷",
            "<script>alert(1)</script> & \"quotes\" 'x'",
            "_x000D_ _x0041_",
            "''",
            "0123",
            "1e5",
            "TRUE",
            "#N/A",
            "2026/05/01",
            "あ" * 32_767,
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=200),
)
ANSWERS = st.builds(Answer, st.one_of(st.none(), st.integers(1, 5)), NOTES, NOTES, NOTES)


def kept(text: str | None) -> str | None:
    """Return a note as it is kept: without blanks around it, None when nothing visible is left."""
    return (text or "").strip() if fold(text or "") else None


def ratings(ran: Ran) -> dict[tuple[str, str], tuple[int, str | None, str | None, str | None]]:
    """Return the ratings table as (item id, tool) -> stars and notes."""
    rows = ran.table("ratings").select("item_id", "tool", "stars", "doc", "repro", "evidence").rows()
    return {(item, tool): (stars, doc, repro, evidence) for item, tool, stars, doc, repro, evidence in rows}


# An example takes half a second: shrinking one would take minutes.
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.dictionaries(st.tuples(st.sampled_from(ITEMS), st.sampled_from(MASTER.tools)), ANSWERS, max_size=40))
def test_what_is_answered_is_what_is_rated(answers: Mapping[tuple[str, str], Answer]) -> None:
    """Every star and every note arrives as it was typed, and nothing else does."""
    expected = {
        place: (answer.stars, kept(answer.doc), kept(answer.repro), kept(answer.evidence))
        for place, answer in answers.items()
        if answer.stars is not None
    }
    if not expected:
        return
    with TemporaryDirectory() as name:
        ran = run(Path(name), MASTER, [Filled("Evaluator A", answers)])

        assert [result.status for result in ran.results] == ["accepted"]
        assert ratings(ran) == expected


def test_a_long_history_of_evaluators_gives_one_rating_each(tmp_path: Path) -> None:
    """Ten evaluators who rate the same item are ten current ratings and one consensus."""
    filled = [
        Filled(f"Evaluator {letter}", {("EX-01", "Temporal"): Answer(1 + place % 5, evidence="log")})
        for place, letter in enumerate("ABCDEFGHIJ")
    ]

    ran = run(tmp_path, MASTER, filled)

    consensus = ran.table("consensus").filter(pl.col("item_id") == "EX-01", pl.col("tool") == "Temporal")
    assert ran.table("ratings").height == 10
    assert consensus.select("stars", "level", "evaluators", "spread").rows() == [(3, 3.0, 10, 4)]
