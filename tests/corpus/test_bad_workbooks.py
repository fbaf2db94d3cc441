"""Bad workbooks through the real path: bytes, worker processes, ledger, findings. One cause, one finding, one cell.

`pytest -s tests/corpus/test_bad_workbooks.py` prints what there is.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

import pytest

from depipe.findings import CATALOGUE, in_order
from depipe.flow.ingest import FileResult, ingest_files
from support.corpus import File, check_small, check_values, files, said_by, small_ledger, value_files, written

LATER = {"rating.superseded", "rating.stale-base", "identity.repeated"}
"""Findings that only other returns give: those of the ledger, and of the same batch."""
NO_FILE = {"file.unreadable"}
"""Findings about what no file holds: tests/flow/test_reading_walls.py."""

DECIDING = {"header.duplicate", *(code for code in CATALOGUE if code.startswith("decision."))}
"""Findings of the other kind of workbook: tests/workbook/test_read_decisions.py and tests/flow/test_adjudication.py."""

Results = Mapping[str, FileResult]

ALL: tuple[File, ...] = (*files(), *(file for _, file in value_files()))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Check the whole corpus, a batch for each of its two ledgers."""
    folder = tmp_path_factory.mktemp("corpus")
    small = check_small(folder / "a", files())
    values = check_values(folder / "b", value_files())
    return {file.name: result for file, result in zip(ALL, [*small, *values], strict=True)}


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in ALL])
def test_each_file_gets_its_findings_and_no_other(file: File, results: Results) -> None:
    """Exactly the codes and cells of its causes: neither less nor, by a cascade, more."""
    found = results[file.name].findings

    assert said_by(found) == tuple(sorted(file.said))
    if file.findings is not None:
        assert found == in_order(file.findings)


def test_no_refusal_without_a_reason_and_something_to_do(results: Results) -> None:
    """A file is rejected exactly when a finding is an error, and each finding says in both languages what to do."""
    for result in results.values():
        errors = [finding for finding in result.findings if finding.severity == "error"]
        assert (result.status == "rejected") == bool(errors), result
        assert result.status in {"rejected", "accepted"}
        for finding in result.findings:
            for language in ("ja", "en"):
                assert len(finding.message(language)) > 20, finding
            assert finding.kind.next_step.ja
            assert finding.sheet or finding.tool or CATALOGUE[finding.code].place == "file", finding


def test_what_the_corpus_holds() -> None:
    """At least 150 files; two causes for every code that a check can give; no cause in more than three files."""
    causes = defaultdict(set)
    for file in ALL:
        for code, where in file.said:
            causes[code].add((file.cause, where))
    print(f"\n{len(ALL)} files, {len({file.cause for file in ALL})} causes")  # noqa: T201 - asked for with -s
    for code in sorted(causes):
        for cause, where in sorted(causes[code]):
            print(f"{code:<24} {cause:<60} {where}")  # noqa: T201 - the same

    assert len(ALL) >= 150
    assert len({file.name for file in ALL}) == len(ALL)
    assert set(causes) == set(CATALOGUE) - LATER - NO_FILE - DECIDING
    assert {code for code in causes if len({cause for cause, _ in causes[code]}) < 2} == set()
    assert [one for one in Counter(file.cause for file in ALL).most_common(1) if one[1] > 3] == []


@pytest.mark.parametrize("name", ["identity: issued from another ledger", "identity: an id in other letters"])
def test_a_stranger_is_kept_out_where_that_is_asked(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With issued_only, a workbook that the ledger never issued is rejected, for that one reason."""
    folder = tmp_path_factory.mktemp("strangers")
    file = next(file for file in files() if file.name == name)
    with small_ledger(folder) as ledger:
        [result] = ingest_files(written(folder, [file]), ledger=ledger, masters=ledger.masters(), issued_only=True)

        assert (result.status, said_by(result.findings)) == ("rejected", (("identity.not-issued", ""),))
        assert ledger.submissions() == []
