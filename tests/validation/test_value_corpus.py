"""Everything that people put into cells: the exact codes and cells, and nothing besides."""

import copy
from collections import defaultdict
from collections.abc import Iterator

import pandera.polars as pa
import pytest

from depipe.findings import CATALOGUE
from depipe.validation import rules, tables
from depipe.validation.rules import RULES, Checked
from support.value_corpus import Case, cases, corpus_checked, said

VALUE_CODES = {
    code
    for code in CATALOGUE
    if code.split(".")[0]
    in {"stars", "context", "parameter", "evaluator", "tool-version", "verified-on", "text", "proposal"}
} | {"evidence.missing"}


@pytest.fixture(scope="module")
def checked() -> list[Checked]:
    """Return the corpus as checked."""
    return corpus_checked()


@pytest.mark.parametrize(("number", "case"), [pytest.param(n, c, id=c.name) for n, c in enumerate(cases())])
def test_each_cause_gives_its_finding_and_no_other(number: int, case: Case, checked: list[Checked]) -> None:
    """A workbook gets exactly the findings of its case, at the cells of its case."""
    assert said(checked[number]) == sorted(case.said)


def test_a_submission_is_there_exactly_without_an_error(checked: list[Checked]) -> None:
    """A workbook is kept out by an error and by nothing else."""
    for one in checked:
        assert (one.submission is None) == any(finding.severity == "error" for finding in one.findings)


def test_every_code_of_values_has_two_causes() -> None:
    """The corpus has at least two distinct causes for each code that validation gives."""
    causes = defaultdict(set)
    for case in cases():
        for code, where in case.said:
            causes[code].add((case.name, where))

    assert {code for code in VALUE_CODES if len(causes[code]) < 2} == set()


def schemas() -> Iterator[tuple[str, pa.DataFrameSchema]]:
    """Yield every table of values by its name in `tables`."""
    for name, table in vars(tables).items():
        if isinstance(table, pa.DataFrameSchema) and name != "CELLS":
            yield name, table


def single_checks() -> Iterator[tuple[str, str, int, str]]:
    """Yield (table, column, number of the check, code)."""
    for name, table in schemas():
        for column, told in table.columns.items():
            for number, one in enumerate(told.checks):
                yield name, column, number, str(one.error)


def test_the_checks_of_the_tables_are_the_codes_of_values() -> None:
    """Each code that validation gives about values is the error of a check, and each rule is demanded by a table."""
    codes = {code for *_, code in single_checks()}

    assert codes == VALUE_CODES
    assert set(RULES) <= codes


@pytest.mark.parametrize(("table", "column", "number", "code"), list(single_checks()))
def test_without_one_check_the_corpus_fails(
    table: str, column: str, number: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking a single check out of its table leaves a case of the corpus without its finding."""
    mutant = copy.deepcopy(getattr(tables, table))
    del mutant.columns[column].checks[number]
    monkeypatch.setattr(tables, table, mutant)
    # What the mutant lets through need not make a submission.
    monkeypatch.setattr(rules, "submissions", lambda *_: {})

    lacking = [set(case.said) - set(said(one)) for case, one in zip(cases(), corpus_checked(), strict=True)]

    assert {lost for one in lacking for lost, _ in one} == {code}
