"""Whatever was answered, a prefilled workbook that nobody touched says nothing, and one that was changed says that."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.identity import Answer
from depipe.workbook.layout import SCOPE_ALL
from support.libreoffice import convert, needs_libreoffice
from support.masters import second_master, synthetic_master
from support.reverifying import APRIL, MARCH, A, Team

MASTER = shipped_master()
# What openpyxl, which stands in for a person here, does not keep itself is not among them (`_x0041_`).
ODD = [
    "=1+1",
    "+1",
    "-",
    "@x",
    "https://example.com/a?b=1#c",
    "一行目\n二行目\n\n四行目",
    "⭐️ 🎉 👩‍💻 𠮷",
    "p. 1〜2 ～ ~",
    "<b> & \"quotes\" 'x'",
    "0123",
    "TRUE",
    "2026/05/01",
    "  outer  blanks  ",
    "tab\tinside",
    "あ" * 500,
]
NOTES = st.one_of(
    st.none(),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=60),
)
ANSWERS = st.builds(Answer, st.integers(1, 5), NOTES, NOTES, NOTES)
PLACES = st.tuples(st.sampled_from(tuple(MASTER.items_by_id)), st.just("Temporal"))


def sent_back(team: Team, answers: Mapping[tuple[str, str], Answer], changed: Mapping[tuple[str, str], Answer]) -> str:
    """Let A rate, and send the prefilled workbook back with what changed; return its status."""
    assert team.send(team.issued(), answers, version="1.24", day=MARCH).status == "accepted"
    workbook = team.prefilled()
    if not changed:
        return team.send(workbook).status
    return team.send(workbook, changed, version="1.25", day=APRIL).status


# An example takes a second: shrinking one would take minutes.
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.dictionaries(PLACES, ANSWERS, min_size=1, max_size=40), st.data())
def test_only_what_was_changed_is_verified_again(answers: dict[tuple[str, str], Answer], data: st.DataObject) -> None:
    """Untouched it is unchanged; with some stars moved, exactly those are of the new version."""
    moved = data.draw(st.sets(st.sampled_from(sorted(answers))), label="moved")
    changed = {place: Answer((answers[place].stars or 0) % 5 + 1, doc="seen") for place in moved}
    with TemporaryDirectory() as name, Team(Path(name)) as team:
        assert sent_back(team, answers, changed) == ("accepted" if changed else "unchanged")
        versions = {item: version for item, (_, version, _) in team.in_force().items()}
        assert versions == {item: "1.25" if (item, tool) in changed else "1.24" for item, tool in answers}


def test_every_odd_note_comes_back_as_it_was(tmp_path: Path) -> None:
    """Texts that programs take for something else are still the texts that were issued."""
    items = list(MASTER.items_by_id)
    answers = {(item, "Temporal"): Answer(3, note, note, note) for item, note in zip(items, ODD, strict=False)}
    with Team(tmp_path) as team:
        assert sent_back(team, answers, {}) == "unchanged"


@needs_libreoffice
def test_a_workbook_that_libreoffice_saved_is_still_untouched(tmp_path: Path) -> None:
    """Another program's spelling of the same file changes nothing; nothing counts as verified again."""
    items = list(MASTER.items_by_id)
    answers = {(item, "Temporal"): Answer(3, note, note, note) for item, note in zip(items, ODD, strict=False)}
    with Team(tmp_path) as team:
        team.send(team.issued(), answers, version="1.24", day=MARCH)
        saved = tmp_path / "saved.xlsx"
        saved.write_bytes(convert({"prefilled": team.prefilled()}, "xlsx")["prefilled"])
        [result] = team.ingest(saved)

        assert result.status == "unchanged"
        assert team.changes() == [(item, None, 3, None, "1.24") for item, _ in answers]
        assert [one.code for one in result.findings if one.severity != "note"] == []


@pytest.mark.parametrize(
    "master",
    [
        pytest.param(second_master(), id="another-subject"),
        pytest.param(synthetic_master(items=60, tools=60), id="60-items-60-tools"),
        pytest.param(synthetic_master(items=500, tools=1), id="500-items-1-tool"),
    ],
)
def test_another_master_is_verified_again_just_the_same(tmp_path: Path, master: Master) -> None:
    """Any subject and size: rated, prefilled, one answer changed under 全項目, everything at the new version."""
    answers = {(item, tool): Answer(3, doc="page") for item in master.items_by_id for tool in master.tools}
    first = (master.items[0].id, master.tools[0])
    with Team(tmp_path, master) as team:
        team.ingest(team.returned(team.issued(), answers, version="1", day=MARCH, tools=master.tools))
        workbook = team.prefilled(A)
        back = team.returned(
            workbook, {first: Answer(5, doc="new")}, version="2", day=APRIL, scope=SCOPE_ALL, tools=master.tools
        )
        [result] = team.ingest(back)

        ratings = team.table("ratings")
        assert result.status == "accepted"
        assert set(ratings["tool_version"]) == {"2"}
        assert (ratings.height, ratings["stars"].sum()) == (len(answers), 3 * len(answers) + 2)
