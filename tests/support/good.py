"""Good workbooks that look odd: what people and programs did to them, and all that is read from them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from depipe.findings import Finding
from depipe.flow.reading import read_chunks
from depipe.master.model import Master
from depipe.validation.rules import Known, check
from depipe.validation.submission import Proposal, Submission
from depipe.workbook.expected import expected_of
from depipe.workbook.identity import Answer, Issuance
from depipe.workbook.layout import SHEET_RATINGS
from support import readings
from support.cases import opendocument, people, programs
from support.corpus import alone, edits
from support.packages import as_ods
from support.returned import BLANK, EVALUATOR, Written, open_context, text
from support.value_corpus import MASTER as SHIPPED
from support.value_corpus import Case, R, Said, T, day, note, parameter, stars, version
from support.value_files import file_of, issuance_of_case, said_of

Make = Callable[[], bytes]


@dataclass(frozen=True)
class Says:
    """All that is read from a workbook, without places."""

    evaluator: str
    parameters: Mapping[str, str]
    versions: Mapping[str, str | None]
    days: Mapping[str, date | None]
    answers: Mapping[tuple[str, str], Answer]
    proposals: Sequence[Proposal] = ()


@dataclass(frozen=True)
class Good:
    """A file that is accepted, what is said of it (codes and places), and what is read from it."""

    name: str
    make: Make
    says: Says
    said: tuple[Said, ...] = ()


def says(submission: Submission) -> Says:
    """Return what an accepted workbook says."""
    return Says(
        evaluator=submission.evaluator,
        parameters=dict(submission.parameters),
        versions={tool.tool: tool.version for tool in submission.tools},
        days={tool.tool: tool.verified_on for tool in submission.tools},
        answers={(row.item_id, row.tool): Answer(*row[2:6]) for row in submission.answers},
        proposals=submission.proposals,
    )


# The small workbook: structure and programs

SMALL: Final = Says(
    evaluator="Evaluator A",
    parameters={"Size": "large", "Place": "here"},
    versions={"Tool 1": "1.10", "Tool 2": "2.0"},
    days=dict.fromkeys(readings.TOOLS, readings.DAY),
    answers=readings.ANSWERS,
    proposals=(Proposal("C0", "速さ", "速く動くか", "大切", "はい"),),
)


def same() -> Iterator[Good]:
    """Yield the files that say just what the small workbook says."""
    for name, make in programs.CASES.items():
        yield Good(f"program: {name}", make, SMALL)
    yield Good("OpenDocument", lambda: as_ods(readings.openpyxl()), SMALL)
    for name, make in opendocument.MANNERS.items():
        yield Good(f"OpenDocument: {name}", make, SMALL)
    beside = people.on(SHEET_RATINGS, ("merge_cells", "H5:I5"))
    yield Good("people: a note merged with a blank one of the same item", edits(beside), SMALL)
    for name, (edit, changed, said) in people.CASES.items():
        if not changed:
            places = tuple((code, place) for code, place in (one.split(" ", 1) for one in said))
            yield Good(f"people: {name}", edits(edit), SMALL, places)


# The shipped master's workbook: values

LINK: Final = "https://example.com/{}/{}"


@cache
def whole() -> Says:
    """Return what the shipped master's workbook says where nothing was changed."""
    return Says(
        evaluator="Evaluator A",
        parameters=open_context(SHIPPED),
        versions=dict.fromkeys((T, R), "1.24.0"),
        days=dict.fromkeys((T, R), date(2026, 5, 1)),
        answers={
            (item, tool): Answer(3, LINK.format(item, place))
            for item in SHIPPED.items_by_id
            for place, tool in enumerate((T, R))
        },
    )


def _valued(name: str, changed: Mapping[str, Written], *codes: str, **other: Any) -> Good:  # noqa: ANN401 - Says' fields
    """Return the workbook with cells changed; *codes* are said of the first of them, *other* is what is read."""
    where = next(iter(changed))
    case = Case(name, tuple((code, where) for code in codes), {"changed": changed})
    return Good(f"value: {name}", partial(file_of, case), replace(whole(), **other), said_of(case))


def _answered(name: str, changed: Mapping[str, Written], answer: Answer, *codes: str) -> Good:
    """Return the workbook with EX-02 answered in another way for the first tool."""
    return _valued(name, changed, *codes, answers={**whole().answers, ("EX-02", T): answer})


_FOUR: Final[Mapping[str, Written]] = {
    "a number": ("number", "4"),
    "a number with zeros": ("number", "4.000"),
    "a digit": ("text", "4"),
    "a full-width digit": ("text", "４"),
    "a decimal": ("text", "4.0"),
    "a full-width decimal": ("text", "４．０"),
    "black stars": ("text", "★★★★"),
    "black stars and white ones": ("text", "★★★★☆"),
    "emoji with selectors": ("text", "⭐️⭐️⭐️⭐️"),
    "glowing stars": ("text", "🌟🌟🌟🌟"),
    "blanks around": ("text", "\u3000⭐⭐⭐⭐ "),
    "a line break behind": ("text", "⭐⭐⭐⭐\n"),
    "invisible characters between": ("text", "⭐\u200b⭐⭐\ufeff⭐"),
    "a no-break space before": ("text", "\u00a04"),
}
_NONE: Final[Mapping[str, Written]] = {
    "nothing": BLANK,
    "blanks": ("text", " \u3000"),
    "a full-width dash": ("text", "－"),
    "a long vowel mark": ("text", "ー"),
    "an en dash": ("text", "–"),
    "an em dash": ("text", "—"),
    "a minus sign": ("text", "−"),
    "the word": ("text", "未検証"),
    "a dash and a blank": ("text", "- "),
}
_NOTES: Final[Mapping[str, tuple[Written, str]]] = {
    "many lines": (text("一行目\n\n  二行目\t続き"), "一行目\n\n  二行目\t続き"),
    "what looks like a formula": (text("=1+1"), "=1+1"),
    "what looks like a command": (text("+cmd|' /C calc'!A0"), "+cmd|' /C calc'!A0"),
    "emoji and joiners": (text("👩‍💻✅ 🇯🇵"), "👩‍💻✅ 🇯🇵"),
    "right to left": (text("\u202eabc\u202c עברית"), "\u202eabc\u202c עברית"),
    "an escape that is none": (text("_x0041_ と _x000D_"), "_x0041_ と _x000D_"),
    "markup": (text("<b>&amp;</b> <script>"), "<b>&amp;</b> <script>"),
    "a full cell": (text("あ" * 32_767), "あ" * 32_767),
    "a number": (("number", "12.5"), "12.5"),
    "a date": (("date", "2026-05-01"), "2026-05-01"),
    "a truth value": (("boolean", "TRUE"), "TRUE"),
}
_DAYS: Final[Mapping[str, Written]] = {
    "in Japanese": text("2026年5月2日"),
    "in years of the era": text("令和8年5月2日"),
    "in years of the era, shortly": text("R8.5.2"),
    "in Japanese, with the day of the week": text("2026年5月2日（土）"),
    "with slashes": text("2026/5/2"),
    "with full-width digits": text("２０２６／０５／０２"),
    "with hyphens": text("2026-05-02"),
    "with dots": text("2026.5.2"),
    "with a time": text("2026/5/2 9:30"),
    "in one number": ("number", "20260502"),
    "as a serial number": ("number", "46144"),
    "as a moment": ("date", "2026-05-02T23:59:59"),
}
_DURATIONS: Final = ("分～時間", "分~時間", " 分∼時間\u3000", "分〜時間")
"""Windows types U+FF5E where the master has U+301C."""


def values() -> Iterator[Good]:
    """Yield the files in which something is spelled in another way."""
    at, link = stars("EX-02"), LINK.format("EX-02", 0)
    for name, cell in _FOUR.items():
        yield _answered(f"four stars as {name}", {at: cell}, Answer(4, link), "stars.normalised")
    for name, cell in _NONE.items():
        yield _answered(f"unverified as {name}", {at: cell}, Answer(None, link), "stars.blank")
    for name, (cell, kept) in _NOTES.items():
        noted = {note("EX-02", "repro"): cell}
        yield _answered(f"a note of {name}", noted, Answer(3, link, repro=kept))
    for name, cell in _DAYS.items():
        yield _valued(f"a day {name}", {day(T): cell}, days={T: date(2026, 5, 2), R: date(2026, 5, 1)})
    for name in _DURATIONS:
        context = open_context(SHIPPED) | {"Duration": "分〜時間"}
        yield _valued(f"a wave dash {name!r}", {parameter("Duration"): text(name)}, parameters=context)
    names = {T: "1.24", R: "1.24.0"}
    yield _valued("a full-width version", {version(T): text("１．２４")}, versions=names)
    yield _valued("a version of a number", {version(T): ("number", "1.24")}, "tool-version.number", versions=names)
    yield _valued("a full-width name", {EVALUATOR: text(" Ｅｖａｌｕａｔｏｒ　A ")})
    language = open_context(SHIPPED) | {"Language": "Rust"}
    yield _valued("another language", {parameter("Language"): text("Rust")}, "parameter.other", parameters=language)


# The real path


def read_and_check(
    folder: Path, goods: Sequence[Good], master: Master, issuances: Sequence[Issuance]
) -> list[tuple[tuple[Finding, ...], Submission | None]]:
    """Read the files in worker processes, check them as one batch, and return findings and submissions in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, good in enumerate(goods):
        path = folder / f"{number:03}.xlsx"
        path.write_bytes(good.make())
        paths.append(path)
    chunks = read_chunks(paths, {master.digest: expected_of(master)}, workers=2)
    known = Known(
        masters={master.digest: master},
        issuances={issuance.identity.workbook_id: issuance for issuance in issuances},
        evaluators=frozenset(),
        today=date(2026, 5, 3),
    )
    batch = [file.returned for files in chunks for file in files]
    return [(alone(checked.findings), checked.submission) for checked in check(batch, known)]


def shipped_issuances() -> list[Issuance]:
    """Return the issuance of the shipped master's workbook."""
    return [issuance_of_case(Case("plain", ()))]
