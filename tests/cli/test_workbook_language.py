"""The language of an issued workbook: the master's, unless the user names one."""

from pathlib import Path

import pytest

from depipe.workbook.layout import SHEET_START
from support.cli import depipe
from support.issued import opened
from support.masters import DATA

SECOND = str(DATA / "second-master.yaml")
JAPANESE, ENGLISH = "記入の手順", "What to do"


@pytest.mark.parametrize(
    ("options", "env", "heading"),
    [
        pytest.param([], {}, JAPANESE, id="the master's"),
        pytest.param(["--master", SECOND], {}, ENGLISH, id="another master's"),
        pytest.param(["--lang", "en"], {}, ENGLISH, id="asked for"),
        pytest.param(["--master", SECOND, "--lang", "ja"], {}, JAPANESE, id="asked for, as the terminal's own"),
        pytest.param([], {"DEPIPE_LANG": "en"}, ENGLISH, id="by the environment"),
        pytest.param(["--master", SECOND], {"DEPIPE_LANG": "ja"}, JAPANESE, id="by the environment, the other"),
    ],
)
def test_a_workbook_speaks_the_language_that_was_asked_for(
    tmp_path: Path, options: list[str], env: dict[str, str], heading: str
) -> None:
    """`--lang` and DEPIPE_LANG decide; without them it is the master's language."""
    done = depipe("generate-workbook", *options, "--output", "out.xlsx", cwd=tmp_path, env=env)

    assert done.status == 0, done.err
    start = opened((tmp_path / "out.xlsx").read_bytes())[SHEET_START]
    assert heading in {cell.value for row in start.iter_rows() for cell in row}
