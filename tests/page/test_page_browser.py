"""The page in a real Chromium: at two widths, by day and in the dark, by keyboard, printed, and with hostile notes."""

import json
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from depipe.comparison.page.write import write_page
from depipe.comparison.ratings import ItemRow
from depipe.master.load import shipped_master
from support.node import run_script
from support.page import full_comparison, parsed
from support.resaved import program
from support.tables import large_case

HERE: Final = Path(__file__).parent
COMPARISON: Final = full_comparison()
LOOKS: Final = ("desktop-light", "desktop-dark", "phone-light", "phone-dark")
ELSEWHERE: Final = ("https://depipe.invalid/a.png", "https://depipe.invalid/a.css")
FORBIDDEN: Final = (
    '<p style="color: red">x</p><script>window.owned = 1</script>'
    f'<img src="{ELSEWHERE[0]}"><link rel="stylesheet" href="{ELSEWHERE[1]}">'
)

Told = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the browser writes."""
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def told(folder: Path) -> Told:
    """Return what the browser tells of the page: started once for all tests."""
    page, many, spoilt = (folder / f"{name}.html" for name in ("comparison", "many", "spoilt"))
    tools = tuple(f"Tool {number:02} with a longer name" for number in range(60))
    master = shipped_master().model_copy(update={"tools": tools})
    many.write_text(write_page(large_case(master, evaluators=2).comparison()), "utf-8")
    page.write_text(write_page(COMPARISON), "utf-8")
    spoilt.write_text(write_page(COMPARISON).replace("</main>", f"{FORBIDDEN}</main>"), "utf-8")
    chromium = program("chromium", "chromium")
    said = run_script(
        HERE / "browse.mjs", page, many, spoilt, folder, folder=folder, environment={"CHROMIUM": chromium}
    )
    made: Told = json.loads(said.strip().splitlines()[-1])
    return made


def items_where(wanted: Callable[[ItemRow], bool]) -> list[str]:
    """Return the ids of the items that the comparison itself says are *wanted*."""
    return [item.item_id for item in COMPARISON.items if wanted(item)]


def count_words(shown: int) -> str:
    """Return what the page says of how many items it shows."""
    return f"{len(COMPARISON.items)}項目のうち{shown}項目を表示しています"


@pytest.mark.parametrize("look", LOOKS)
def test_no_barrier(look: str, told: Told) -> None:
    """With every section there and opened, axe-core finds no violation (contrast, names, landmarks, order)."""
    shown = parsed(write_page(COMPARISON)).xpath("//main/section/@id")

    assert shown == [
        "overview",
        "categories",
        "gates",
        "sensitivity",
        "items",
        "evaluators",
        "contrast",
        "evidence",
        "changes",
        "premises",
    ]
    assert told["looks"][look]["checked"] == "axe-core"
    assert told["looks"][look]["violations"] == []


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_scrolls_sideways(look: str, told: Told) -> None:
    """The page is no wider than its window, on a phone of 360 pixels as well, notes of 32,767 signs included."""
    assert told["looks"][look]["scrolled"] == 0


def test_sixty_tools_do_not_widen_the_page(told: Told) -> None:
    """Wide tables scroll by themselves; the page does not."""
    assert told["wide"] == {"desktop": 0, "phone": 0}


def test_the_dark_is_dark(told: Told, folder: Path) -> None:
    """The page follows the reader's choice of colours, and there is a picture of each."""
    assert {look: told["looks"][look]["background"] for look in LOOKS} == {
        "desktop-light": "rgb(255, 255, 255)",
        "desktop-dark": "rgb(20, 26, 32)",
        "phone-light": "rgb(255, 255, 255)",
        "phone-dark": "rgb(20, 26, 32)",
    }
    assert len({(folder / f"{look}.png").read_bytes() for look in LOOKS}) == len(LOOKS)


def test_no_request_leaves_the_page_and_nothing_complains(told: Told, folder: Path) -> None:
    """In all that, the browser loaded the one file, logged nothing, opened no dialog, and ran no hostile note."""
    assert told["calm"] == {
        "requests": [(folder / "comparison.html").as_uri()],
        "troubles": [],
        "refused": [],
    }
    assert told["owned"] is None


def test_the_policy_stops_what_does_not_belong(told: Told, folder: Path) -> None:
    """Style attributes, scripts, pictures and sheets from elsewhere are refused, and the browser says so."""
    alarmed = told["alarmed"]

    assert alarmed["owned"] is None
    assert sorted(alarmed["requests"]) == [(folder / "spoilt.html").as_uri(), *sorted(ELSEWHERE)]
    assert sorted(alarmed["refused"]) == [[address, "csp"] for address in sorted(ELSEWHERE)]
    for kind in ("inline style", "inline script", "image", "stylesheet"):
        assert any("Content Security Policy" in trouble and kind in trouble for trouble in alarmed["troubles"]), kind


def test_text_filters_by_keyboard(told: Told) -> None:
    """Words typed into the search are found in names, descriptions and notes, whatever their width and case."""

    def has(item: ItemRow) -> bool:
        remarks = (
            remark.line("ja")
            for section in COMPARISON.sections
            for row in section.rows
            if row.item.item_id == item.item_id
            for remark in row.remarks
        )
        text = unicodedata.normalize("NFKC", " ".join([item.name, item.description, *remarks])).lower()
        return "idempotency" in text and "key" in text

    found = items_where(has)

    assert len(found) > 1
    assert told["steps"]["all"] == {"items": items_where(lambda _: True), "count": count_words(58)}
    assert told["steps"]["text"] == {"items": found, "count": count_words(len(found))}


def test_tool_section_category_and_gates_filter_by_keyboard(told: Told) -> None:
    """Each choice narrows what the one before left: one tool's stars, its sections, one category, mandatory items."""
    steps, place = told["steps"], COMPARISON.tools.index("Restate")
    without_good = items_where(lambda item: item.cells[place].section != "good")

    assert steps["tool"] == {"items": items_where(lambda _: True), "chips": ["Restate"]}
    assert steps["toolNotGood"]["items"] == without_good
    assert steps["category"]["items"] == [item_id for item_id in without_good if item_id.startswith("EX-")]
    assert steps["gates"] == {"items": [], "none": True, "count": count_words(0)}
    assert steps["cleared"]["items"] == items_where(lambda _: True)


def test_disagreement_filters_and_links_lead_to_hidden_items(told: Told) -> None:
    """Where evaluators differ is a filter; a link to an item that it hides shows, opens and focuses that item."""
    steps = told["steps"]
    uneven = items_where(lambda item: any(cell.uneven for cell in item.cells))

    assert steps["uneven"]["items"] == uneven
    assert "EX-03" not in uneven
    assert steps["followed"] == {"items": items_where(lambda _: True), "focused": "item-EX-03"}
    assert steps["closed"] is False


def test_print_has_every_note_and_no_controls(told: Told, folder: Path) -> None:
    """Printed on A4, closed items are open: the notes are on paper, the filter and the menu are not."""
    assert told
    text = subprocess.run(
        ["pdftotext", "-layout", folder / "printed.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout

    for words in (
        "Temporal",
        "4.18",
        "docker compose kill worker",
        "run-0412.txt",
        "window.owned=1",
        "取り込んだ評価表",
    ):
        assert words in text
    for words in ("文字で探す", "すべて開く"):
        assert words not in text


def test_without_scripts_everything_is_there(told: Told) -> None:
    """Where scripts are off, every item is shown and no filter promises anything."""
    assert told["bare"] == {"items": len(COMPARISON.items), "filter": False}
