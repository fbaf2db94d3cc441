"""The catalogue of findings, and how findings are ordered, grouped and shown."""

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from depipe.findings import CATALOGUE, Finding, FindingKind, as_json, findings_json, grouped, in_order
from depipe.findings.document import document
from depipe.findings.kind import SHOWN
from depipe.language import Language, Text
from depipe.workbook.preflight import Limits

CONTRACT = {
    "error": (
        "file.not-xlsx file.encrypted file.legacy-xls file.corrupt file.macros file.unsafe file.not-depipe "
        "master.unknown layout.unsupported context.differs sheet.missing header.missing tool.missing tool.duplicate "
        "item.missing item.duplicate item.unknown stars.invalid stars.out-of-range stars.fraction stars.date "
        "stars.boolean stars.formula stars.error-value stars.merged parameter.missing parameter.invalid "
        "evaluator.missing tool-version.missing verified-on.invalid verified-on.future text.too-long rating.stale-base"
    ),
    "warning": (
        "identity.not-issued identity.conflict context.out-of-scope notes.missing locked.edited tool-version.number "
        "evaluator.similar verified-on.missing evidence.missing evidence.image text.formula text.error-value "
        "proposal.incomplete proposal.category-unknown rating.superseded"
    ),
    "note": "identity.partial extra.ignored stars.normalised stars.blank parameter.other",
}
"""The codes that users' scripts may rely on, by severity."""

FULL = {
    "sheet": "評価",
    "cell": "E12",
    "item_id": "EX-01",
    "tool": "Temporal",
    "found": "FOUND",
    "expected": "EXPECTED",
    "name": "Duration",
}
LANGUAGES: tuple[Language, ...] = ("ja", "en")


def finding(code: str = "stars.invalid", cell: str | None = "E2", found: str | None = "x", **more: str) -> Finding:
    """Return a finding on 評価."""
    return Finding(code=code, sheet="評価", cell=cell, found=found, **more)  # type: ignore[arg-type]  # texts alone


def bare(kind: FindingKind) -> Finding:
    """Return a finding that says no more than its kind requires."""
    return Finding(code=kind.code, **{field: FULL[field] for field in kind.requires})  # type: ignore[arg-type]


def test_the_catalogue_holds_exactly_the_contract() -> None:
    """Every code has the severity that is promised, and there are no others."""
    assert {code: kind.severity for code, kind in CATALOGUE.items()} == {
        code: severity for severity, codes in CONTRACT.items() for code in codes.split()
    }


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.code)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_renders(kind: FindingKind, language: Language) -> None:
    """With all fields, and with the required ones alone, a message is whole sentences without leftovers."""
    for one in (bare(kind), Finding(code=kind.code, **FULL)):  # type: ignore[arg-type]  # texts alone
        message = one.message(language)

        assert not re.search(r"[{}\[\]]|None", message)
        assert message.endswith("。" if language == "ja" else ".")
        assert not re.search(r"\s\s|。。|\.\.", message)
        assert bool(re.search("[ぁ-ん]", message)) == (language == "ja")


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.code)
def test_every_kind_says_what_and_what_next(kind: FindingKind) -> None:
    """Both languages have what was found and a next step, and the brackets of optional parts are paired."""
    for text in (*kind.what, *kind.next_step):
        assert text.strip() == text != ""
        assert re.sub(r"\[[^\[\]]*\]", "", text).count("[") == 0
    assert kind.mentions <= set(FULL)
    for language in LANGUAGES:
        for template in (kind.what, kind.next_step):
            fields = [set(re.findall(r"\{(\w+)", text)) for text in template]
            assert fields[0] == fields[1], f"{kind.code} says different things in {language}"


@pytest.mark.parametrize("kind", [kind for kind in CATALOGUE.values() if kind.requires], ids=lambda kind: kind.code)
def test_a_finding_without_what_its_message_needs_is_refused(kind: FindingKind) -> None:
    """A field that a template needs cannot be left out."""
    for field in kind.requires:
        with pytest.raises(ValueError, match=rf"{kind.code} needs {field}"):
            Finding(code=kind.code, **{other: FULL[other] for other in kind.requires - {field}})  # type: ignore[arg-type]


def test_an_unknown_code_is_refused() -> None:
    """The catalogue is closed."""
    with pytest.raises(ValueError, match=r"stars\.odd"):
        Finding(code="stars.odd")


def test_a_message_says_what_was_found_and_what_was_meant() -> None:
    """The message of a date in a star cell names the date, what was typed, and what to do."""
    one = Finding(code="stars.date", sheet="評価", cell="E2", found="2026-03-05", expected="3/5")

    assert one.message("ja") == (
        "星の欄に日付や時刻（2026-03-05）が入っています（3/5 と入力しましたか）。"
        "一覧から「-」か ⭐〜⭐⭐⭐⭐⭐ を選び直してください（1〜5 の数字でもかまいません）。"
    )
    assert one.message("en") == (
        "The star cell holds a date or a time, 2026-03-05 (did you type 3/5?). "
        "Choose “-” or one to five ⭐ from the list (the digits 1 to 5 are fine too)."
    )


def test_limits_are_named_in_words() -> None:
    """file.unsafe says which limit was crossed, in the reader's language, with the part of the file."""
    one = Finding(code="file.unsafe", found="rows: Sheet1", expected="<= 20,000")

    assert "（いちばん下の行: Sheet1、上限 <= 20,000）" in one.message("ja")
    assert "(last row: Sheet1; the limit is <= 20,000)" in one.message("en")
    assert as_json(one)["found"] == "rows: Sheet1"
    assert "(a new limit)" in Finding(code="file.unsafe", found="a new limit").message("en")


def test_every_limit_of_the_preflight_has_its_words() -> None:
    """No limit is named to people by its name in the code; the grace of a ratio is no limit of its own."""
    limits = {field.name for field in dataclasses.fields(Limits)} - {"ratio_grace"}

    assert limits - set(CATALOGUE["file.unsafe"].terms) == set()


def test_an_optional_part_needs_its_fields() -> None:
    """What is not known is not said."""
    assert "入力しましたか" not in finding("stars.date").message("ja")


def test_a_blank_is_called_so() -> None:
    """An empty text, or one of spaces, reads as a blank cell in both languages."""
    for empty in ("", " \u3000"):
        one = finding("context.differs", found=empty, expected="Go", name="Language")

        assert "「Go」から空欄に" in one.message("ja")
        assert "issued as “Go” and is now blank" in one.message("en")


def test_long_and_many_lined_texts_are_cut() -> None:
    """What was found is one line of at most 60 characters, in messages and in JSON."""
    one = finding(found="一行目\n" + "x" * 200)

    assert len(str(as_json(one)["found"])) == SHOWN == 60
    assert f"「{as_json(one)['found']}」" in one.message("ja")
    assert "\n" not in one.message("ja")


def test_what_looks_like_a_template_is_not_filled() -> None:
    """Braces and brackets in people's text stay what they are."""
    assert "“{expected}[x]”" in finding(found="{expected}[x]", expected="y").message("en")


def test_a_severity_can_be_raised() -> None:
    """An option makes an error of a warning."""
    assert Finding(code="identity.not-issued", found="w").severity == "warning"
    assert Finding(code="identity.not-issued", found="w", raised="error").severity == "error"


@pytest.mark.parametrize(
    ("one", "ja", "en"),
    [
        (finding(item_id="EX-01", tool="Temporal"), "評価!E2（EX-01、Temporal）", "評価!E2 (EX-01, Temporal)"),
        (finding(), "評価!E2", "評価!E2"),
        (Finding(code="item.missing", sheet="評価", item_id="EX-01"), "評価（EX-01）", "評価 (EX-01)"),
        (Finding(code="file.encrypted"), "ファイル全体", "whole file"),
    ],
)
def test_places(one: Finding, ja: str, en: str) -> None:
    """A place is sheet and cell, with item and tool where there are some."""
    assert one.place("ja") == ja
    assert one.place("en") == en


def test_the_order_is_errors_first_and_then_by_place() -> None:
    """Errors, warnings, notes; each by sheet, row and column as numbers, those without a cell first."""
    ordered = [
        finding(cell="E2"),
        finding(cell="AA2"),
        finding(cell="E9"),
        finding(cell="B10"),
        finding("evidence.missing", cell="E1"),
        finding("identity.partial", cell=None),
        finding("stars.blank", cell="E1", expected="-"),
    ]
    first = Finding(code="file.corrupt")

    assert in_order([*reversed(ordered), first]) == (first, *ordered)


def test_equal_findings_are_grouped_with_their_cells() -> None:
    """Same code, found and expected are said once; others apart."""
    cells = ("C4", "C9", "C11", "C12", "C13", "D4", "D5")
    same = [finding(cell=cell, item_id=f"EX-{cell}") for cell in reversed(cells)]
    other = finding(cell="C10", found="y", item_id="EX-01")

    one, two = grouped([*same, other])

    assert one.cells("ja") == "C4, C9, C11–C13, D4, D5"
    assert one.place("en") == "評価!C4, C9, C11–C13, D4, D5"
    assert (one.severity, one.code) == ("error", "stars.invalid")
    assert one.message("ja") == same[0].message("ja")
    assert two.place("ja") == "評価!C10（EX-01）"


def test_groups_read_the_same() -> None:
    """Findings whose messages differ, or that lie on different sheets, are not grouped."""
    gone = [Finding(code="tool.missing", sheet="評価", tool=tool) for tool in ("A", "B")]
    sheets = [Finding(code="sheet.missing", expected=sheet) for sheet in ("評価", "追加項目")]
    apart = [Finding(code="text.formula", sheet=sheet, cell="A1", found="x") for sheet in ("評価", "追加項目")]
    days = [finding("verified-on.missing", cell=cell, tool=tool) for cell, tool in (("C20", "A"), ("C21", "B"))]

    assert [len(group.findings) for group in grouped([*gone, *sheets, *apart, *days])] == [1] * 8


def test_a_long_list_of_cells_is_cut() -> None:
    """Twenty cells or runs are named, the rest is counted in cells."""
    single = [finding(cell=f"C{2 * row}") for row in range(1, 23)]
    run = [finding(cell=f"D{row}") for row in range(1, 11)]

    [group] = grouped([*single, *run])

    assert group.cells("ja").endswith("C38, C40 ほか 12 か所")
    assert group.cells("en").endswith("C38, C40 and 12 more")


def test_a_group_of_the_file_has_no_cells() -> None:
    """Equal findings without a place are one about the whole file."""
    [group] = grouped([Finding(code="extra.ignored"), Finding(code="extra.ignored")])

    assert group.place("ja") == "ファイル全体"


def test_json_has_the_fields_of_the_contract() -> None:
    """A finding's JSON has these keys, in this order, and its message in the language that was asked for."""
    one = Finding(code="identity.not-issued", found="w1", raised="error")

    assert as_json(one, "en") == {
        "code": "identity.not-issued",
        "severity": "error",
        "sheet": None,
        "cell": None,
        "item_id": None,
        "tool": None,
        "found": "w1",
        "expected": None,
        "message": one.message("en"),
    }
    keys = "code severity sheet cell item_id tool found expected message"
    assert " ".join(as_json(one)) == keys
    assert json.loads(findings_json([one])) == [as_json(one)]


def test_blanks_and_quotes() -> None:
    """A kind can be filled on its own: quotation marks by language, none where the template asks for none."""
    kind = FindingKind("x", "note", "file", "", Text("{found}は {found:bare}", "{found} is {found:bare}"), Text("", ""))

    assert kind.say("ja", {"found": "a"}) == "「a」は a"
    assert kind.say("en", {"found": "a"}) == "“a” is a"


def test_the_documentation_is_current() -> None:
    """docs/findings.md is what the catalogue renders: `python -m depipe.findings > docs/findings.md`."""
    written = Path(__file__).parents[1].joinpath("docs", "findings.md").read_text("utf-8")
    done = subprocess.run([sys.executable, "-m", "depipe.findings"], capture_output=True, check=True)

    assert written == document(CATALOGUE.values())
    assert done.stdout.decode().replace("\r\n", "\n") == written


def test_every_code_is_documented() -> None:
    """Each code has a row in the table and a section of its own."""
    page = document(CATALOGUE.values())

    for code in CATALOGUE:
        assert page.count(f"| [`{code}`](#{code.replace('.', '')})") == 1
        assert page.count(f"\n## `{code}`\n") == 1


def test_findings_are_light() -> None:
    """Reading workers import findings: nothing but the standard library comes along."""
    heavy = "{'polars', 'pandera', 'pydantic', 'sqlalchemy', 'openpyxl', 'xlsxwriter', 'lxml', 'click', 'rich'}"
    code = f"import sys, depipe.findings; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
