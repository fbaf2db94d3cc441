"""集計, computed by a real LibreOffice, against a plain computation from the same answers."""

import random
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from depipe.master.load import shipped_master
from depipe.master.model import AttributeCondition, Gate, GateCondition, Master, ParameterCondition
from depipe.stars import SPELLINGS
from depipe.workbook.identity import Answer
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import (
    LABEL_ANSWERED,
    LABEL_CAP,
    LABEL_CAP_REASON,
    LABEL_CONTEXT_BLANK,
    LABEL_EVALUATOR,
    LABEL_EVIDENCE_MISSING,
    LABEL_FINAL,
    LABEL_LEFT,
    LABEL_RATED,
    LABEL_RAW,
    LABEL_UNREADABLE,
    SHEET_CONTEXT,
    SHEET_LISTS,
    SHEET_RATINGS,
)
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT, DAY, opened, remade, saved
from support.libreoffice import convert, needs_libreoffice
from support.masters import second_master
from support.summaries import Notes, Typed, sort_rows, status_of, summary_of, type_entries, type_in

pytestmark = needs_libreoffice

WORDS = {
    "ja": {"bonus": "加点扱い", "unverified": "未検証", "failed": "未達", "passed": "達成", "none": "なし"},
    "en": {"bonus": "bonus", "unverified": "unverified", "failed": "failed", "passed": "passed", "none": "none"},
}
VERSIONS: Sequence[tuple[str | float, bool]] = (
    ("1.10", True),
    (1.5, True),
    ("2", True),
    ("", False),
    ("\u3000", False),
    (" - ", False),
    ("未検証", False),
)
"""What may stand as a version, and whether it is one."""
DISGUISES: Sequence[Callable[[str], str]] = (
    lambda text: text,
    lambda text: f" {text} ",
    lambda text: f"\u3000{text}\u00a0",
    lambda text: "".join(sign + "\ufe0f" for sign in text),
    lambda text: f"\u200b{text}\ufeff",
    lambda text: f"{text}\n",
    lambda text: f"\t{text}",
)
UNREADABLE = ("6", "4.5", "⭐⭐⭐⭐⭐⭐", "good", "⭐ ⭐", 0, 4.5, "TRUE", "2026/3/5")


def conditional_master() -> Master:
    """Return the shipped master with three gates of EX that may be a bonus, and weights."""
    master = shipped_master()
    conditions = {
        "EX-01": GateCondition(when=ParameterCondition(parameter="Duration", values=("日〜月",))),
        "EX-03": GateCondition(unless=AttributeCondition(attribute="短命ジョブ専用", value="はい")),
        "EX-05": GateCondition(when=ParameterCondition(parameter="Duration", values=("分〜時間", "日〜月"))),
    }
    kept = [gate for gate in master.fail_close.gates if gate.item not in conditions]
    gates = [Gate(item=item, reason="…", applies="…", condition=made) for item, made in conditions.items()]
    categories = [category.model_copy(update={"weight": 1 + n / 2}) for n, category in enumerate(master.categories)]
    closed = master.fail_close.model_copy(update={"gates": (*gates, *kept), "unverified": "open"})
    return remade(master, fail_close=closed, categories=categories)


def typed_answers(master: Master, tools: Sequence[str], chance: random.Random, *, readable: bool = True) -> Typed:
    """Return random answers in random spellings."""
    spellings = list(SPELLINGS)
    typed: Typed = {}
    for item in master.items:
        for tool in tools:
            spelling = chance.choice(spellings)
            stars = SPELLINGS[spelling]
            text: str | float = chance.choice(DISGUISES)(spelling)
            if stars is not None and chance.random() < 0.2:
                text = stars
            if not readable and chance.random() < 0.1:
                stars, text = None, chance.choice(UNREADABLE)
            typed[item.id, tool] = stars, text
    return typed


def expected(
    master: Master,
    typed: Typed,
    notes: Notes,
    tool: str,
    bonus: frozenset[str],
) -> dict[str, object]:
    """Compute the figures of one tool in the plainest way; *bonus* are the gates that are one for this tool."""
    words = WORDS[master.language]
    stars = {item.id: typed[item.id, tool][0] for item in master.items}
    gates = [gate.item for gate in master.fail_close.gates]
    rated = {item_id: level for item_id, level in stars.items() if level is not None}
    figures: dict[str, object] = {
        LABEL_ANSWERED: len(rated) / len(stars),
        LABEL_RATED: len(rated),
        LABEL_LEFT: len(stars) - len(rated),
        LABEL_UNREADABLE: sum(any(typed[item_id, tool][1] is bad for bad in UNREADABLE) for item_id in stars),
        LABEL_EVIDENCE_MISSING: sum(
            (level >= 4 or item_id in gates) and not any(text.strip() for text in notes.get((item_id, tool), ()))
            for item_id, level in rated.items()
        ),
    }
    means: list[tuple[float, float]] = []
    for category in master.categories:
        mine = [item.id for item in master.items if item.category == category.id and item.id in rated]
        base = [rated[item_id] for item_id in mine if item_id not in bonus]
        extras = sorted((rated[item_id] for item_id in mine if item_id in bonus), reverse=True)
        if base:
            mean = max(statistics.fmean(base + extras[:taken]) for taken in range(len(extras) + 1))
            means.append((mean, category.weight))
        figures[category.id] = mean if base else "-"
    for gate in gates:
        level = stars[gate]
        word = "unverified" if level is None else "failed" if level <= master.fail_close.threshold else "passed"
        figures[gate] = words["bonus" if gate in bonus else word]
    statuses = [figures[gate] for gate in gates]
    certain = words["failed"] in statuses
    provisional = master.fail_close.unverified == "capped" and words["unverified"] in statuses
    raw = sum(mean * weight for mean, weight in means) / sum(weight for _, weight in means) if means else None
    capped = certain or provisional
    figures[LABEL_RAW] = "-" if raw is None else raw
    figures[LABEL_CAP_REASON] = (
        "\n".join(
            f"{words[word]}: {' '.join(ids)}"
            for word in ("failed", "unverified")[: 2 if master.fail_close.unverified == "capped" else 1]
            if (ids := [gate for gate in gates if figures[gate] == words[word]])
        )
        or None
    )
    figures[LABEL_FINAL] = "-" if raw is None else min(raw, master.fail_close.cap) if capped else raw
    return figures


def random_notes(typed: Typed, chance: random.Random) -> Notes:
    """Return notes for most of the answers; some of them are blank but for spaces."""
    choices = (("", "", ""), ("https://example.com", "", ""), ("", "", "ログ"), (" ", "\u3000", ""), ("=1+1", "", ""))
    return {key: chance.choice(choices) for key in typed if chance.random() < 0.7}


def close(shown: object, wanted: object) -> bool:
    """Tell whether a shown figure is the wanted one."""
    if isinstance(wanted, str) or isinstance(shown, str):
        return shown == wanted
    return shown == pytest.approx(wanted, abs=1e-12)


TOOLS = ("Temporal", "Restate", "Inngest")
SHORT = {"Restate": {"短命ジョブ専用": "はい"}}
SECONDS = CONTEXT | {"Duration": "ミリ秒〜秒"}
ONE = frozenset({"VR-01"})


@dataclass(frozen=True)
class Case:
    """A workbook, who typed what into it, and which gates are a bonus for which tool."""

    master: Master
    context: Mapping[str, str] | None
    attributes: Mapping[str, Mapping[str, str]]
    bonus: Mapping[str, frozenset[str]]
    readable: bool = True
    duration: str | None = None
    """Typed into an open context."""
    entered: dict[str, tuple[str | float, bool]] = field(default_factory=dict)
    """Label or tool -> what was typed beside it, and whether it says anything."""
    typed: Typed = field(default_factory=dict)
    notes: dict[tuple[str, str], Sequence[str]] = field(default_factory=dict)

    def book(self, chance: random.Random) -> bytes:
        """Issue the workbook, type random answers into it and sort its rows."""
        issuance = new_issuance(self.master, context=self.context, attributes=self.attributes, issued_on=DAY)
        book = opened(write_workbook(self.master, issuance, show_verdict=True))
        self.typed.update(typed_answers(self.master, self.master.tools, chance, readable=self.readable))
        self.notes.update(random_notes(self.typed, chance))
        self.entered.update({tool: chance.choice(VERSIONS) for tool in self.master.tools})
        self.entered[LABEL_EVALUATOR] = chance.choice((("Evaluator A", True), (" \u200b", False)))
        if self.context is None:
            asked = self.master.parameter_names
            self.entered.update({name: chance.choice((("", False), ("other", True))) for name in asked})
        if self.duration is not None:
            self.entered["Duration"] = self.duration, True
        type_entries(book[SHEET_CONTEXT], {label: value for label, (value, _) in self.entered.items()})
        type_in(book[SHEET_RATINGS], self.typed, self.notes)
        sort_rows(book[SHEET_RATINGS], chance)
        return saved(book)

    def blank(self, tool: str) -> int:
        """Return how many required cells are blank for a tool that is rated."""
        labels = (LABEL_EVALUATOR, *(self.master.parameter_names if self.context is None else ()), tool)
        return sum(not said for label, (_, said) in self.entered.items() if label in labels)


CASES = {
    "mandatory": Case(shipped_master(), CONTEXT, SHORT, {"Restate": ONE}),
    "bonus by context": Case(shipped_master(), SECONDS, {}, dict.fromkeys(TOOLS, ONE)),
    "bonus as Windows types it": Case(
        shipped_master(), None, {}, dict.fromkeys(TOOLS, ONE), duration=" ミリ秒\u200b～秒\u3000"
    ),
    "context left open": Case(shipped_master(), None, SHORT, {"Restate": ONE}, readable=False),
    "context unknown": Case(shipped_master(), None, {}, {}, readable=False, duration="三日"),
    "several bonus items, weights, open": Case(
        conditional_master(),
        SECONDS,
        SHORT,
        {tool: frozenset({"EX-01", "EX-05", "VR-01"}) for tool in TOOLS}
        | {"Restate": frozenset({"EX-01", "EX-03", "EX-05", "VR-01"})},
    ),
    "another master": Case(second_master(), None, {}, {}),
}


def prefilled() -> tuple[Master, bytes]:
    """Return a workbook that is issued with answers, some of them without stars or notes."""
    master, chance = conditional_master(), random.Random(3)  # noqa: S311 - a fixed seed
    notes = (None, "https://example.com", "ログ")
    answers = {
        (item.id, tool): Answer(chance.choice((None, 1, 2, 3, 4, 5)), doc=chance.choice(notes))
        for item in master.items
        for tool in master.tools
        if chance.random() < 0.8
    }
    issuance = new_issuance(master, context=SECONDS, attributes=SHORT, issued_on=DAY, mode="prefill", answers=answers)
    return master, write_workbook(master, issuance, show_verdict=True)


def broken_books() -> Iterator[tuple[str, Workbook]]:
    """Yield workbooks that people broke, by what they did."""
    good = write_workbook(shipped_master(), new_issuance(shipped_master(), issued_on=DAY), show_verdict=True)
    for name in ("row gone", "id twice", "lists gone"):
        book = opened(good)
        type_in(book[SHEET_RATINGS], {(item.id, tool): (5, 5) for item in shipped_master().items for tool in TOOLS}, {})
        if name == "row gone":
            for cell in book[SHEET_RATINGS][5]:
                cell.value = None
        elif name == "id twice":
            book[SHEET_RATINGS]["B6"] = "EX-03"
        else:
            del book[SHEET_LISTS]
        yield name, book


@pytest.fixture(scope="module")
def computed() -> dict[str, bytes]:
    """Return every workbook of this module as LibreOffice computed it: it is started once."""
    chance = random.Random(7)  # noqa: S311 - a fixed seed
    books = {name: case.book(chance) for name, case in CASES.items()}
    books |= {name: saved(book) for name, book in broken_books()}
    return convert(books | {"prefilled": prefilled()[1]}, "xlsx")


@pytest.mark.parametrize("name", CASES)
def test_libreoffice_computes_what_the_answers_say(name: str, computed: dict[str, bytes]) -> None:
    """Random answers in every spelling and sorted rows give the figures of a plain computation."""
    case, shown = CASES[name], summary_of(computed[name])

    differing = [
        (tool, label, shown[label][tool], figure)
        for tool in case.master.tools
        for label, figure in (
            expected(case.master, case.typed, case.notes, tool, case.bonus.get(tool, frozenset()))
            | {LABEL_CONTEXT_BLANK: case.blank(tool)}
        ).items()
        if not close(shown[label][tool], figure)
    ]
    assert differing == []
    capped = {tool: shown[LABEL_CAP][tool] != WORDS[case.master.language]["none"] for tool in case.master.tools}
    assert capped == {tool: shown[LABEL_CAP_REASON][tool] is not None for tool in case.master.tools}


def test_issued_figures_are_those_that_libreoffice_computes(computed: dict[str, bytes]) -> None:
    """The values that a workbook is issued with are what its formulas give, for every formula of every sheet."""
    _, data = prefilled()
    formulas, issued, after = opened(data), opened(data, values=True), opened(computed["prefilled"], values=True)

    compared = [
        (
            sheet.title,
            cell.coordinate,
            issued[sheet.title][cell.coordinate].value,
            after[sheet.title][cell.coordinate].value,
        )
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.data_type == "f"
    ]
    assert len(compared) > 58 * 3 * 2
    assert [one for one in compared if not close(one[3] or "", one[2] or "")] == []


def test_a_row_that_is_gone_fails_closed(computed: dict[str, bytes]) -> None:
    """Without its row a gate is unverified and caps, the item is not counted, and the sheet says so."""
    for name, gate, rated in (("row gone", "EX-01", 57), ("id twice", "EX-01", 58)):
        shown = summary_of(computed[name])
        assert "行が変わっています" in status_of(computed[name])
        assert shown[LABEL_RATED]["Temporal"] == rated
        assert shown[gate]["Temporal"] == ("未検証" if name == "row gone" else "達成")
        assert shown[LABEL_FINAL]["Temporal"] == (2 if name == "row gone" else 5)


def test_a_workbook_without_its_lists_says_that_it_cannot_compute(computed: dict[str, bytes]) -> None:
    """No error value and no figure is left on 集計: gates are unverified, the rest is a hint."""
    shown = summary_of(computed["lists gone"])

    assert {shown[gate.item]["Inngest"] for gate in shipped_master().fail_close.gates} == {"未検証"}
    assert {shown[label]["Inngest"] for label in (LABEL_RATED, LABEL_ANSWERED, LABEL_RAW, LABEL_FINAL, "EX")} == {
        "計算できません"
    }
    assert not any(str(value).startswith("#") for row in shown.values() for value in row.values())
