"""The demonstration's comparison: it says that it is fiction, and its evaluators write as two people would."""

import openpyxl
import pytest

from depipe.demo.run import Demonstration, demonstrate
from depipe.demo.sample import Sample, load_sample
from depipe.language import Language
from depipe.master.load import shipped_master
from support.comparisons import printed, texts

NOTICES: dict[Language, str] = {
    "ja": "これは depipe の動きを見せるための作り話です。実在のツールの評価ではありません。",
    "en": "This is fiction, made up to show depipe at work. It judges no real tool.",
}


@pytest.fixture(scope="module")
def sample() -> Sample:
    """Return the shipped sample answers."""
    return load_sample(shipped_master())


@pytest.fixture(scope="module", params=["ja", "en"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Demonstration]:
    """Return a run of the demonstration in each language."""
    language: Language = request.param
    return language, demonstrate(tmp_path_factory.mktemp("demo") / language, language)


def test_workbook_and_markdown_say_that_they_are_fiction(ran: tuple[Language, Demonstration]) -> None:
    """Before anything else, in the language of the run, on every sheet, on paper and in the Markdown."""
    language, demonstration = ran
    [written] = demonstration.written
    book = openpyxl.load_workbook(written.workbook)

    assert book["総合"]["A2"].value == f"⚠ {NOTICES[language]}"
    assert all(f"⚠ {NOTICES[language]}" in texts(sheet)[:4] for sheet in book)
    assert all(f"⚠ {NOTICES[language]}" in printed(sheet) for sheet in book)
    assert written.markdown.read_text("utf-8").splitlines()[2] == f"> ⚠ {NOTICES[language]}"


def test_sample_evaluators_write_their_own_notes(sample: Sample) -> None:
    """Nobody's evidence is the other's word for word, and they looked in different places."""
    [one, other] = sample.answers.values()
    told = {answer.evidence for answer in one.values() if answer.evidence}

    assert told
    assert not told & {answer.evidence for answer in other.values()}
    assert not any(
        (answer.doc, answer.repro) == (other[key].doc, other[key].repro)
        for key, answer in one.items()
        if answer.evidence and other[key].evidence
    )


def test_every_sample_note_is_marked_as_an_example(sample: Sample) -> None:
    """Each note says 例示: a line that is copied somewhere still tells that it was made up."""
    noted = [
        answer
        for answers in sample.answers.values()
        for answer in answers.values()
        if answer.doc or answer.repro or answer.evidence
    ]

    assert noted
    assert all((answer.evidence or "").startswith("例示：") for answer in noted)


def test_sample_answers_leave_nothing_to_warn_about(ran: tuple[Language, Demonstration]) -> None:
    """Whoever gives many stars or rates a mandatory item says why: the demonstration has no findings."""
    assert [finding for result in ran[1].results for finding in result.findings] == []
