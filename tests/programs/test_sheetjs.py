"""SheetJS, a library of another language, saves the workbook again: every rating and note comes back."""

import json
from pathlib import Path

import pytest

from support.node import run_script
from support.resaved import SOURCES, read_again, what_it_says

HERE = Path(__file__).parent
FORMATS = {
    "xlsx": "xlsx",
    "xlsx+": "xlsx",
    "xlsm": "xlsm",
    "ods": "ods",
    "xlsb": "xlsb",
    "biff8": "xls",
    "fods": "fods",
}
"""SheetJS's name of a format -> suffix of the file."""
REFUSED = {
    "xlsb": ("file.not-xlsx", "Excel Binary Workbook (.xlsb)"),
    "biff8": ("file.legacy-xls", None),
    "fods": ("file.not-xlsx", "Flat OpenDocument (.fods)"),
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Save each workbook in each format."""
    folder = tmp_path_factory.mktemp("sheetjs")
    files: dict[tuple[str, str], bytes] = {}
    for number, (name, make) in enumerate(SOURCES.items()):
        source = folder / f"{number}.xlsx"
        source.write_bytes(make())
        targets = {kind: folder / f"{number}-{place}.{suffix}" for place, (kind, suffix) in enumerate(FORMATS.items())}
        wanted = [part for kind, target in targets.items() for part in (kind, target)]
        run_script(HERE / "save-again.mjs", source, *wanted, folder=folder)
        files |= {(name, kind): target.read_bytes() for kind, target in targets.items()}
    return files


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in REFUSED])
@pytest.mark.parametrize("source", SOURCES)
def test_every_answer_survives__ok(source: str, kind: str, saved: dict[tuple[str, str], bytes]) -> None:
    """Dropdowns, formats and protection are gone; the answers are there, and only the lost properties are noted."""
    said, findings = read_again(saved[source, kind])

    assert said == what_it_says(source)
    assert [(finding.code, finding.found) for finding in findings] == [("identity.partial", "docProps")]


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("source", SOURCES)
def test_other_formats_are_named(source: str, kind: str, saved: dict[tuple[str, str], bytes]) -> None:
    """A workbook in a format that depipe does not read is refused with the format's name."""
    said, findings = read_again(saved[source, kind])

    assert (said, [(finding.code, finding.found) for finding in findings]) == (None, [REFUSED[kind]])


def test_the_lock_file_names_no_registry() -> None:
    """Packages are locked by their digests, wherever they come from."""
    text = (HERE / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]

    assert "http" not in text
    assert all("integrity" in package for name, package in packages.items() if name)
