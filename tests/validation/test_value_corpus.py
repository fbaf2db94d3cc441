"""Everything that people put into cells: the exact codes and cells, and nothing besides."""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl
import pytest
from pandera.errors import SchemaError

from depipe.findings import CATALOGUE
from depipe.validation import rules, tables
from depipe.validation.rules import Checked
from depipe.validation.tables import Table
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


def rules_of_tables() -> Iterator[tuple[str, str]]:
    """Yield every rule as the name of its table in `tables` and its code.

    Those of workbooks for decisions alone have cases and mutants of their own: `workbook/test_read_decisions.py`.
    """
    for name, table in vars(tables).items():
        if isinstance(table, Table) and name not in {"STARS", "DECISIONS", "REASONS"}:
            yield from ((name, code) for code in table.rules)


def test_the_rules_of_the_tables_are_the_codes_of_values() -> None:
    """Each code that validation gives about values is that of a rule."""
    assert {code for _, code in rules_of_tables()} == VALUE_CODES


@pytest.mark.parametrize(("table", "code"), list(rules_of_tables()))
def test_without_one_rule_the_corpus_fails(table: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a single rule always holds, a case of the corpus goes without its finding."""
    whole: Table = getattr(tables, table)
    monkeypatch.setattr(tables, table, whole.with_rules({**whole.rules, code: pl.lit(value=True)}))
    # What the mutant lets through need not make a submission.
    monkeypatch.setattr(rules, "submissions", lambda *_: {})

    lacking = [set(case.said) - set(said(one)) for case, one in zip(cases(), corpus_checked(), strict=True)]

    assert {lost for one in lacking for lost, _ in one} == {code}


def test_a_frame_of_another_shape_is_never_a_finding() -> None:
    """A column of another type is a bug that stops, whatever its rows hold: nobody who filled in a workbook made it."""
    wrong = pl.DataFrame({"kind": ["error"], "units": [40_000]}, schema={"kind": tables.KINDS, "units": pl.UInt64})

    with pytest.raises(SchemaError, match="other columns than its contract"):
        tables.TEXTS.failures(wrong)
