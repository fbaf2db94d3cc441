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
        "file.unreadable "
        "file.not-xlsx file.encrypted file.legacy-xls file.corrupt file.macros file.unsafe file.not-depipe "
        "master.unknown layout.unsupported context.differs sheet.missing header.missing header.duplicate tool.missing "
        "tool.duplicate "
        "item.missing item.duplicate item.unknown stars.invalid stars.out-of-range stars.fraction stars.date "
        "stars.boolean stars.formula stars.error-value stars.merged parameter.missing parameter.invalid "
        "evaluator.missing tool-version.missing verified-on.invalid verified-on.future text.too-long rating.stale-base "
        "decision.reason-missing"
    ),
    "warning": (
        "identity.not-issued identity.conflict context.out-of-scope notes.missing locked.edited tool-version.number "
        "evaluator.similar evaluator.differs verified-on.missing evidence.missing evidence.image text.formula "
        "text.error-value proposal.incomplete proposal.category-unknown proposal.similar rating.superseded "
        "notes.duplicate "
        "sheet.duplicate answer.misplaced identity.repeated text.merged "
        "decision.stars-missing decision.reopened decision.replaces decision.withdrawn"
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


CASES = [(kind, case) for kind in CATALOGUE.values() for case in (None, *kind.cases)]
"""Every kind of finding in each of its cases; a case is the finding's own, or what was found."""


def one_of(kind: FindingKind, case: str | None, **fields: str) -> Finding:
    """Return a finding of a kind in one of its cases."""
    if case is not None:
        fields |= {"case": case}
    return Finding(code=kind.code, **fields)  # type: ignore[arg-type]  # texts alone


def bare(kind: FindingKind, case: str | None = None) -> Finding:
    """Return a finding that says no more than its kind requires."""
    return one_of(kind, case, **{field: FULL[field] for field in kind.required(case, None)})


def test_the_catalogue_holds_exactly_the_contract() -> None:
    """Every code has the severity that is promised, and there are no others."""
    assert {code: kind.severity for code, kind in CATALOGUE.items()} == {
        code: severity for severity, codes in CONTRACT.items() for code in codes.split()
    }


@pytest.mark.parametrize(("kind", "case"), CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_renders(kind: FindingKind, case: str | None, language: Language) -> None:
    """With all fields, and with the required ones alone, a message is whole sentences without leftovers."""
    for one in (bare(kind, case), one_of(kind, case, **FULL)):
        message = one.message(language)

        assert not re.search(r"[{}\[\]]|None", message)
        assert message.endswith("。" if language == "ja" else ".")
        assert not re.search(r"\s\s|。。|\.\.", message)
        assert bool(re.search("[ぁ-ん]", message)) == (language == "ja")
        assert not re.search("[ 　][「（。、]|[」）。、] ", message), "Japanese signs have their own room"


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_every_kind_says_what_and_what_next(kind: FindingKind, case: str | None) -> None:
    """Both languages have what was found and a next step, and the brackets of optional parts are paired."""
    words = kind.wording(case, None)
    for text in (*words.what, *words.next_step):
        assert text.strip() == text != ""
        assert re.sub(r"\[[^\[\]]*\]", "", text).count("[") == 0
    assert kind.mentions <= {*FULL, "case"}
    for template in words:
        ja, en = (set(re.findall(r"\{(\w+)", text)) for text in template)
        assert ja == en, f"{kind.code} says different things in the two languages"


@pytest.mark.parametrize(("kind", "case"), [one for one in CASES if one[0].required(one[1], None)])
def test_a_finding_without_what_its_message_needs_is_refused(kind: FindingKind, case: str | None) -> None:
    """A field that a template needs cannot be left out."""
    required = kind.required(case, None)
    for field in required:
        with pytest.raises(ValueError, match=rf"{kind.code} needs {field}"):
            one_of(kind, case, **{other: FULL[other] for other in required - {field}})


def test_an_unknown_code_or_case_is_refused() -> None:
    """The catalogue is closed, and so are the cases of a code."""
    with pytest.raises(ValueError, match=r"stars\.odd"):
        Finding(code="stars.odd")
    with pytest.raises(ValueError, match="no case 'id'"):
        Finding(code="item.duplicate", sheet="評価", item_id="EX-01", case="id")


@pytest.mark.parametrize(
    ("one", "ja"),
    [
        (
            Finding(code="file.not-xlsx", found="PDF"),
            (
                "Excel ブック（.xlsx）ではないファイルです（PDF ファイルのようです）。"
                "評価を記入した Excel ブック（.xlsx）をお送りください。"
            ),
        ),
        (
            Finding(code="file.not-xlsx", found="Word (.docx)"),
            (
                "Excel ブック（.xlsx）ではないファイルです（Word 文書（.docx）のようです）。"
                "評価を記入した Excel ブック（.xlsx）をお送りください。"
            ),
        ),
        (
            Finding(code="file.not-xlsx", found="text"),
            (
                "Excel ブック（.xlsx）ではないファイルです（テキスト ファイルのようです）。"
                "評価を記入した Excel ブック（.xlsx）をお送りください。"
            ),
        ),
        (
            Finding(code="file.not-xlsx", found="?"),
            (
                "Excel ブック（.xlsx）ではないファイルです。何のファイルかは分かりませんでした。"
                "評価を記入した Excel ブック（.xlsx）をお送りください。"
            ),
        ),
        (
            Finding(code="file.not-xlsx", found="Excel Binary Workbook (.xlsb)"),
            (
                "Excel ブック（.xlsx）ではないファイルです（Excel バイナリ ブック（.xlsb）のようです）。"
                "Excel で開き、「名前を付けて保存」で「Excel ブック (*.xlsx)」を選んで保存し直し、"
                "もう一度お送りください。"
            ),
        ),
        (
            Finding(code="file.corrupt", found="0 B"),
            "空のファイルです（0 バイト）。元のファイルを Excel で開けるか確かめ、もう一度お送りください。",
        ),
        (
            Finding(code="file.corrupt", found="zeros: 4096 B"),
            (
                "中身が失われたファイルです（0 だけが並んでいます）。"
                "クラウドのフォルダーから取り出すときは、同期が終わってから、もう一度お送りください。"
            ),
        ),
        (
            Finding(code="file.corrupt", found="zip"),
            (
                "ファイルが途中で切れているか、壊れています。"
                "元のファイルを Excel で開けるか確かめ、もう一度お送りください。"
            ),
        ),
        (
            Finding(code="sheet.missing", expected="追加項目", raised="warning", case="proposals"),
            (
                "シート「追加項目」が見つかりません。項目の提案なしで取り込みます。"
                "提案を書いていなければ、このままでかまいません。書いていたときは、シートを戻してもう一度お送りください。"
            ),
        ),
        (
            finding("text.formula", cell="C14", found=""),
            (
                "セルに数式が入っています。保存したときに表示されていた内容（空欄）を読み取りました。"
                "違うときは、文字で入力し直してください。"
            ),
        ),
        (
            finding("item.unknown", cell="B30", found="EX-8"),
            (
                "評価マスタにない項目「EX-8」の行があります。"
                "新しい項目の提案は、この行を消してシート「追加項目」に書いてください。小計などの行は消してください。"
            ),
        ),
        (
            finding("item.missing", cell="B8", found=None, item_id="EX-04", case="id"),
            "項目「EX-04」の行から ID が消えています。B8 に EX-04 と入力してください。",
        ),
        (
            finding("tool.duplicate", cell="F4", tool="Temporal", expected="Restate", case="overtyped"),
            (
                "ツール「Temporal」の欄が二つ以上あります。F4 は、もともと「Restate」の欄でした。"
                "F4 を「Restate」に戻してください。"
            ),
        ),
        (
            finding("extra.ignored", cell="E6", found="確認中", case="comment"),
            (
                "セルのコメント「確認中」は読み取っていません。"
                "評価に関わる内容は、備考の列かシート「追加項目」に書いてください。"
            ),
        ),
        (
            finding("proposal.incomplete", cell="C5", found=None, expected="評価内容 | 理由"),
            "項目の提案に「評価内容」「理由」がありません。検討できるように、同じ行に書き足してください。",
        ),
        (
            finding("stars.fraction", found="3.5", expected="⭐⭐⭐ | ⭐⭐⭐⭐"),
            (
                "星に小数は使えませんが、「3.5」と入っています（⭐⭐⭐ か ⭐⭐⭐⭐ のつもりでしたか）。"
                "一覧から「-」か ⭐〜⭐⭐⭐⭐⭐ を選び直してください（1〜5 の数字でもかまいません）。"
            ),
        ),
    ],
)
def test_what_is_said_in_plain_words(one: Finding, ja: str) -> None:
    """Each case has the words that fit it, and lists read as Japanese does."""
    assert one.message("ja") == ja


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
    one = Finding(code="file.unsafe", found="rows: Sheet1", expected="20,000")

    assert "（いちばん下の行: Sheet1、上限 20,000）" in one.message("ja")
    assert "(last row: Sheet1; the limit is 20,000)" in one.message("en")
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


def test_what_looks_equal_is_grouped() -> None:
    """What differs only in what is not shown, as spaces around, reads the same and is said once."""
    [group] = grouped([finding(cell="C4", found="7"), finding(cell="C5", found=" 7 ")])

    assert group.place("ja") == "評価!C4, C5"


def test_notes_of_one_code_are_one_group() -> None:
    """However many notes a file has, each code is one group that counts them, with its cells sheet by sheet."""
    read = [
        finding("stars.normalised", cell=f"E{row}", found=str(level), expected="⭐" * level)
        for row, level in enumerate((3, 4, 5), 5)
    ]
    extra = [Finding(code="extra.ignored", sheet=sheet, cell="M4", found="メモ") for sheet in ("評価", "追加項目")]

    others, stars = grouped([*read, *extra])

    assert (stars.code, stars.place("ja")) == ("stars.normalised", "評価!E5–E7")
    assert stars.message("ja") == (
        "「3」を ⭐⭐⭐ と読み取りました。ほか 2 か所も同様です。違うときだけ直してください。"
    )
    assert (others.code, others.place("ja"), others.place("en")) == (
        "extra.ignored",
        "評価!M4、追加項目!M4",
        "評価!M4; 追加項目!M4",
    )
    assert others.message("en").startswith("What was added “メモ” was not read. The same goes for 1 other place. ")
    assert len(json.loads(findings_json([*read, *extra]))) == 5


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
