"""Who a returned workbook says it is: one of three places is enough, and what is gone or differs is said."""

import json
from collections.abc import Callable

import pytest

from depipe.findings import Finding
from depipe.workbook.read import read
from support.cases.identities import IDENTITIES, THIS, saying
from support.readings import ISSUANCE, excel, found, read_back


@pytest.mark.parametrize(("make", "expected", "workbook_id"), IDENTITIES.values(), ids=IDENTITIES)
def test_who_it_says_it_is(make: Callable[[], bytes], expected: list[Finding], workbook_id: str | None) -> None:
    """One of the three places is enough; what is gone or differs is said."""
    returned = read_back(make())

    assert (returned.findings, returned.identity and returned.identity.workbook_id) == (expected, workbook_id)


def test_a_master_that_nobody_knows__error() -> None:
    """A workbook of a master that is not expected is not read, and the finding names the master."""
    returned = read("x.xlsx", excel(), {})

    assert returned.findings == [found("master.unknown", shown="synthetic 1.0.0")]
    assert (len(returned.cells), returned.identity) == (0, ISSUANCE.identity)


UNSOUND = {
    "workbook_id": 1,
    "master_digest": ["x"],
    "tools": "Tool 1",
    "tools ": [],
    "tools  ": ["a", "a"],
    "tools   ": [1],
    "evaluator": 3,
    "language": "fr",
    "mode": "x",
    "context": {"Size": 1},
    "context ": "large",
    "attributes": [],
    "attributes ": {"Tool 1": "x"},
    "issued_on": "yesterday",
    "unknown": 1,
    "workbook_id ": "\ud800",
    "tools    ": ["Tool 1", "\ud800"],
    "evaluator ": "\x1b]0;x\x07",
    "context  ": {"Size": "large\0"},
    "attributes  ": {"Tool 1": {"\udfff": "no"}},
}


@pytest.mark.parametrize("field", UNSOUND)
def test_identities_of_another_shape__error(field: str) -> None:
    """An identity whose fields are not what they should be is none."""
    plain = json.loads(THIS.encode().removeprefix("depipe:")) | {field.strip(): UNSOUND[field]}
    text = "depipe:" + json.dumps(plain)

    assert read_back(saying(text, text, text)).findings == [found("file.not-depipe")]
