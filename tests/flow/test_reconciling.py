"""Nothing that was filled in is dropped in silence: what is filled, read, used and said adds up."""

from collections import Counter

from depipe.validation.rules import check
from depipe.workbook.read import read
from support.fuzzing import KNOWN
from support.readings import EXPECTATIONS
from support.reconciling import WAYS, filled, unaccounted, worked_over

SEED = 20260501
FILES = 120


def test_every_filled_cell_is_used_or_spoken_of() -> None:
    """After anything that people do, each filled cell of an accepted workbook is in the submission, or a finding's."""
    made = [worked_over(number, SEED) for number in range(FILES)]
    returned = [read("a.xlsx", data, EXPECTATIONS) for data, _ in made]
    checked = check(returned, KNOWN)

    lost = {
        number: left
        for number, ((data, _), one, judged) in enumerate(zip(made, returned, checked, strict=True))
        if (left := unaccounted(data, one, judged))
    }
    assert lost == {}
    assert Counter(judged.submission is None for judged in checked)[False] > FILES // 2
    assert {way for _, ways in made for way in ways} == {*WAYS, "merged"}


def test_what_is_dropped_would_be_noticed() -> None:
    """Without what is said of a file, the account does not add up."""
    data, _ = next(made for made in (worked_over(number, SEED) for number in range(FILES)) if made[1] == ["types"])
    returned = read("a.xlsx", data, EXPECTATIONS)
    [judged] = check([returned], KNOWN)
    assert judged.submission is not None
    assert judged.findings

    silent = type(judged)((), judged.submission)

    assert unaccounted(data, returned, judged) == []
    assert unaccounted(data, returned, silent)
    assert len(list(filled(data))) > len(unaccounted(data, returned, silent))
