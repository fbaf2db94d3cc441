"""The comparison in a real LibreOffice: it opens, keeps its values, prints without clipped figures."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from depipe.comparison.workbook.write import write_comparison
from support.libreoffice import convert, needs_libreoffice
from support.tables import case

pytestmark = needs_libreoffice


@pytest.fixture(scope="module")
def data() -> bytes:
    """Return the workbook of the case to look at."""
    return write_comparison(case().comparison())


def test_libreoffice_opens_and_saves_it_with_every_value(data: bytes) -> None:
    """Saved again by LibreOffice, every sheet holds the same values, and the charts are still there."""
    saved = convert({"comparison": data}, "xlsx")["comparison"]
    before, after = (openpyxl.load_workbook(io.BytesIO(one)) for one in (data, saved))

    assert after.sheetnames == before.sheetnames
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                value = after[sheet.title][cell.coordinate].value
                if isinstance(cell.value, float):
                    assert value == pytest.approx(cell.value)
                elif isinstance(cell.value, str):
                    assert str(value).replace("_x005F_", "_") == cell.value.replace("_x005F_", "_")
                else:
                    assert value == cell.value
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        assert sum(bool(re.search(r"charts/chart\d", name)) for name in package.namelist()) == 2


def test_printed_pages_show_every_figure(data: bytes, tmp_path: Path) -> None:
    """No column is too narrow for its number, 総合 is one page, and the ranking is on it."""
    pdf = tmp_path / "comparison.pdf"
    pdf.write_bytes(convert({"comparison": data}, "pdf")["comparison"])
    pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout.split(
        "\f"
    )

    assert "###" not in "".join(pages)
    for words in ("Temporal", "Restate", "Inngest", "4.18", "2.00", "確定", "DX-03", "カテゴリ平均"):
        assert words in pages[0]
    assert "カテゴリ比較" in pages[1].splitlines()[0]
