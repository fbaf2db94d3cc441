"""A small returned workbook and what must be read from it, whatever programs and people did to the file."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from depipe.findings import Finding, Severity
from depipe.workbook.cells import Returned
from depipe.workbook.expected import expected_of
from depipe.workbook.fill import fill
from depipe.workbook.identity import Answer
from depipe.workbook.issue import new_issuance
from depipe.workbook.read import read
from depipe.workbook.write import write_workbook
from support.masters import synthetic_master
from support.packages import CONTEXT, PROPOSALS, chained, patched, serial, with_cell

MASTER = synthetic_master(items=6, tools=2, categories=2, gates=1)
EXPECTATIONS = {MASTER.digest: expected_of(MASTER)}
ITEMS = tuple(item.id for item in MASTER.items)
TOOLS = ("Tool 1", "Tool 2")
DAY = date(2026, 5, 1)
ANSWERS = {
    (item, tool): Answer(
        None if (number, tool) == (5, "Tool 2") else (number + place) % 5 + 1,
        f"https://example.com/{item}/{place}",
        f"{item} を {tool} で再現" if place == 0 else None,
        None if place == 0 else f"記録 {number}",
    )
    for number, item in enumerate(ITEMS)
    for place, tool in enumerate(TOOLS)
}
"""評価: items in rows 5 to 10; stars in E and F, notes of Tool 1 in G to I, of Tool 2 in J to L."""

Key = tuple[str, str | None, str | None, str | None]
"""Field, item, tool, name."""
Content = tuple[str, str | None]
"""Kind and value."""

FIRST_ROW = 5
ISSUANCE = new_issuance(
    MASTER,
    evaluator="Evaluator A",
    context={"Size": "large", "Place": "here"},
    issued_on=date(2026, 4, 1),
    workbook_id="w-1",
    answers=ANSWERS,
    versions={"Tool 1": "1.10", "Tool 2": "2.0"},
)


@cache
def excel() -> bytes:
    """Return the workbook filled in, in the form of Excel: shared strings, dates as numbers, one proposal in row 5."""
    dated = chained(*(with_cell(cell, "", f"<v>{serial(DAY)}</v>") for cell in ("C10", "C11")))
    text = '<is><t xml:space="preserve">{}</t></is>'
    cells = {"A5": "C0", "B5": "速さ", "C5": "速く動くか", "D5": "大切", "E5": "はい"}
    proposed = chained(*(with_cell(c, ' t="inlineStr"', text.format(said)) for c, said in cells.items()))
    return patched(write_workbook(MASTER, ISSUANCE), {CONTEXT: dated, PROPOSALS: proposed})


@cache
def openpyxl() -> bytes:
    """Return the same workbook filled in with openpyxl: inline strings, no cached values."""
    return fill(
        write_workbook(MASTER, ISSUANCE),
        tools=dict.fromkeys(TOOLS, (None, DAY)),
        proposals=[
            {"category": "C0", "name": "速さ", "description": "速く動くか", "reason": "大切", "general": "はい"}
        ],
    )


def text(value: str | None) -> Content:
    """Return the content of a cell of text, or of a blank one."""
    return ("blank", None) if value is None else ("text", value)


def said() -> dict[Key, Content]:
    """Return what the workbook says, straight from what it was made of."""
    found: dict[Key, Content] = {
        ("evaluator", None, None, None): text("Evaluator A"),
        ("parameter", None, None, "Size"): text("large"),
        ("parameter", None, None, "Place"): text("here"),
    }
    for tool, version in (("Tool 1", "1.10"), ("Tool 2", "2.0")):
        found["version", None, tool, None] = text(version)
        found["verified_on", None, tool, None] = ("date", DAY.isoformat())
        found["attribute", None, tool, "Toy"] = text("no")
    for (item, tool), answer in ANSWERS.items():
        found["stars", item, tool, None] = text("⭐" * answer.stars if answer.stars else "-")
        found["doc", item, tool, None] = text(answer.doc)
        found["repro", item, tool, None] = text(answer.repro)
        found["evidence", item, tool, None] = text(answer.evidence)
    fields = {"category": "C0", "name": "速さ", "description": "速く動くか", "reason": "大切", "general": "はい"}
    for field, value in fields.items():
        found[f"proposal.{field}", None, None, "5"] = text(value)
    return found


def read_back(data: bytes) -> Returned:
    """Return what the reader makes of a file."""
    return read("返送.xlsx", data, EXPECTATIONS)


def answers(returned: Returned) -> dict[Key, Content]:
    """Return what was read, without the places."""
    return {(c.field, c.item_id, c.tool, c.name): (c.kind, c.value) for c in returned.cells}


def spot(finding: Finding) -> str:
    """Return a finding's code, place and subject in short: `item.missing 評価 I-0001`."""
    place = "!".join(filter(None, (finding.sheet, finding.cell)))
    return " ".join(filter(None, (finding.code, place, finding.item_id, finding.tool)))


def spots(returned: Returned) -> list[str]:
    """Return all findings in short, sorted."""
    return sorted(map(spot, returned.findings))


def differences(returned: Returned, changed: Mapping[Key, Content] | None = None) -> dict[Key, tuple[object, object]]:
    """Return where the reading differs from what the workbook says but for *changed*: (expected, read)."""
    expected, found = said() | dict(changed or {}), answers(returned)
    return {
        key: (expected.get(key), found.get(key))
        for key in expected.keys() | found.keys()
        if expected.get(key) != found.get(key)
    }


def found(
    code: str,
    place: str = "",
    *,
    item: str | None = None,
    tool: str | None = None,
    was: str | None = None,
    shown: str | None = None,
    case: str | None = None,
    raised: Severity | None = None,
) -> Finding:
    """Return a finding; *place* is `sheet!cell`, `sheet` or nothing, *shown* what stands there, *was* what should."""
    sheet, _, cell = place.partition("!")
    return Finding(
        code=code,
        sheet=sheet or None,
        cell=cell or None,
        item_id=item,
        tool=tool,
        found=shown,
        expected=was,
        case=case,
        raised=raised,
    )
