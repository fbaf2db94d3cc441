"""Gnumeric saves the workbook again: every rating and note comes back from each of its formats."""

from pathlib import Path

import pytest

from support.resaved import SOURCES, program, ran, read_again, what_it_says

FORMATS = {
    "Gnumeric_Excel:xlsx2": "xlsx",
    "Gnumeric_Excel:xlsx": "xlsx",
    "Gnumeric_OpenCalc:odf": "ods",
    "Gnumeric_OpenCalc:openoffice": "ods",
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("exporter", FORMATS)
def test_every_answer_survives__ok(source: str, exporter: str, tmp_path: Path) -> None:
    """Nothing is said but that openpyxl's document properties are gone."""
    (tmp_path / "in.xlsx").write_bytes(SOURCES[source]())
    target = tmp_path / f"out.{FORMATS[exporter]}"
    ran(program("ssconvert", "Gnumeric"), "--export-type", exporter, "in.xlsx", target, folder=tmp_path)

    said, findings = read_again(target.read_bytes())

    assert said == what_it_says(source)
    assert {(finding.code, finding.found) for finding in findings} <= {("identity.partial", "docProps")}


def test_its_old_format_is_named(tmp_path: Path) -> None:
    """A workbook saved as .xls is refused as such."""
    (tmp_path / "in.xlsx").write_bytes(SOURCES["small, as Excel saves it"]())
    ran(
        program("ssconvert", "Gnumeric"),
        "--export-type",
        "Gnumeric_Excel:excel_biff8",
        "in.xlsx",
        "out.xls",
        folder=tmp_path,
    )

    said, findings = read_again((tmp_path / "out.xls").read_bytes())

    assert (said, [finding.code for finding in findings]) == (None, ["file.legacy-xls"])
