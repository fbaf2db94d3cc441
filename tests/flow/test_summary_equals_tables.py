"""What an evaluator sees in 集計 is what depipe computes: LibreOffice's figures against output/tables."""

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.workbook.identity import Answer
from depipe.workbook.layout import LABEL_FINAL, LABEL_RAW, SHEET_SUMMARY
from support.libreoffice import needs_libreoffice, recalculated
from support.masters import second_master
from support.pipeline import Filled, Ran, run

pytestmark = needs_libreoffice


def summary(workbook: bytes, tools: tuple[str, ...]) -> dict[tuple[str, str], Any]:
    """Return 集計 as (label, tool) -> value, as LibreOffice computes it anew."""
    sheet = openpyxl.load_workbook(BytesIO(recalculated(workbook)), data_only=True)[SHEET_SUMMARY]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if set(tools) <= set(row))
    return {(str(row[0]), tool): row[header.index(tool)] for row in rows for tool in tools if row[0] is not None}


def computed(ran: Ran) -> dict[tuple[str, str], float | None]:
    """Return the same figures from the tables."""
    means = ran.table("category_summary").select("category_id", "tool", "mean_stars").rows()
    overall = ran.table("overall").select("tool", "raw_stars", "final_stars").rows()
    return (
        {(category, tool): mean for category, tool, mean in means}
        | {(LABEL_RAW, tool): raw for tool, raw, _ in overall}
        | {(LABEL_FINAL, tool): final for tool, _, final in overall}
    )


@pytest.mark.parametrize(
    ("master", "seed", "share"),
    [
        pytest.param(shipped_master(), 1, 1.0, id="all-rated"),
        pytest.param(shipped_master(), 2, 0.6, id="half-rated"),
        pytest.param(shipped_master(), 3, 0.05, id="hardly-rated"),
        pytest.param(second_master(), 4, 0.8, id="another-subject"),
    ],
)
def test_the_live_summary_equals_the_tables(tmp_path: Path, master: Master, seed: int, share: float) -> None:
    """Every category mean, the raw overall and the final one are equal to the last shown digit and beyond."""
    chance = random.Random(seed)  # noqa: S311 - the same answers in every run
    answers = {
        (item, tool): Answer(chance.randint(1, 5), doc="doc")
        for item in master.items_by_id
        for tool in master.tools
        if chance.random() < share
    }
    ran = run(tmp_path, master, [Filled("Evaluator A", answers)], show_verdict=True)
    (returned,) = (tmp_path / "returned").iterdir()

    shown = summary(returned.read_bytes(), master.tools)

    differing = [
        (place, value, shown[place])
        for place, value in computed(ran).items()
        if (shown[place] if isinstance(shown[place], (int, float)) else None) != pytest.approx(value, abs=1e-9)
    ]
    assert ran.table("ratings").filter(pl.col("stars").is_not_null()).height == len(answers)
    assert differing == []
