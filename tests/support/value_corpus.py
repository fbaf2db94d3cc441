"""What people put into cells, and what depipe has to say about it: the corpus of value findings.

A case is one returned workbook of the shipped master with two tools, good but for what the case changes. The whole
corpus is checked as one batch, as an ingest does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final

from depipe.findings import Finding
from depipe.master.load import shipped_master
from depipe.validation.rules import Checked, Known, check
from depipe.workbook.cells import Returned
from depipe.workbook.identity import Identity
from depipe.workbook.layout import MAX_TEXT
from support.returned import (
    BLANK,
    EVALUATOR,
    Written,
    day_cell,
    identity_of,
    issued,
    note_cell,
    open_context,
    parameter_cell,
    proposal_cell,
    returned,
    scope_cell,
    star_cell,
    text,
    version_cell,
)

MASTER: Final = shipped_master()
TODAY: Final = date(2026, 5, 3)
KNOWN_EVALUATORS: Final = frozenset({"Known Person", "Known Again"})
T, R = "Temporal", "Restate"
_PLAIN: Final = identity_of(MASTER, tools=(T, R))

Said = tuple[str, str]
"""A code and where: `評価!E2`, a sheet alone where the cell is absent, or "" for the file."""


@dataclass(frozen=True)
class Case:
    """A workbook and everything that is said about it; cases of one cause differ in the spelling alone."""

    name: str
    said: tuple[Said, ...]
    build: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, str] | None = None
    recorded: bool = True
    cause: str = ""
    issued_to: str | None = None


def stars(item_id: str, tool: str = T) -> str:
    """Return the address of a star cell."""
    return star_cell(MASTER, _PLAIN, item_id, tool)


def note(item_id: str, name: str = "doc", tool: str = T) -> str:
    """Return the address of a note."""
    return note_cell(MASTER, _PLAIN, item_id, tool, name)


def parameter(name: str) -> str:
    """Return the address of a parameter."""
    return parameter_cell(MASTER, name)


def version(tool: str = T) -> str:
    """Return the address of a tool's version."""
    return version_cell(_PLAIN, tool)


def day(tool: str = T) -> str:
    """Return the address of a tool's day of verification."""
    return day_cell(_PLAIN, tool)


def unrated(tool: str) -> dict[str, Written]:
    """Return every star cell of a tool as unverified."""
    return {stars(item_id, tool): text("-") for item_id in MASTER.items_by_id}


def _cell(code: str, where: str, kind: str, value: str | None, cause: str = "") -> Case:
    typed = f"{kind} {value!r:.30}"
    name = f"{code} {typed} {where}"
    build = {"changed": {where: (kind, value)}}
    return Case(name, ((code, where),), build, cause=f"{code} {cause or typed}")


STAR_CAUSES: Final[Mapping[str, Mapping[str, tuple[Written, ...]]]] = {
    "stars.invalid": {
        "a fraction of five": (("text", "3/5"),),
        "a word": (("text", "未対応"),),
        "a word for what is not rated": (("text", "N/A"), ("text", "対象外"), ("text", "？")),
        "two decimals": (("text", "4.00"),),
        "spaces between": (("text", "⭐ ⭐ ⭐"),),
        "a truth value as text": (("text", "TRUE"),),
        "a percentage as text": (("text", "50%"), ("text", "100%")),
        "empty stars only": (("text", "☆☆☆"),),
        "a date as text": (("text", "2026-03-05"),),
        "stars and more": (("text", "⭐⭐⭐ https://example.com <https://example.com>"),),
    },
    "stars.out-of-range": {
        "a number above": (("number", "6"), ("number", "1e+20"), ("number", "inf")),
        "zero": (("number", "0"),),
        "below zero": (("number", "-1"),),
        "digits above": (("text", "６"), ("text", "10")),
        "six stars": (("text", "⭐⭐⭐⭐⭐⭐"), ("text", "★★★★★★")),
    },
    "stars.fraction": {
        "between two levels": (("number", "3.5"), ("text", "3.5"), ("text", "３．５")),
        "a percentage": (("number", "0.5"),),
        "above the levels": (("number", "7.5"),),
    },
    "stars.date": {
        "a date": (("date", "2026-03-05"),),
        "a moment": (("date", "2026-03-05T00:00:00"),),
        "a time": (("date", "03:05:00"), ("duration", "03:05:00")),
    },
    "stars.boolean": {"true": (("boolean", "TRUE"),), "false": (("boolean", "FALSE"),)},
    "stars.formula": {
        "that shows stars": (("formula", "⭐⭐⭐"), ("formula", "3")),
        "that shows nothing": (("formula", None),),
    },
    "stars.error-value": {
        "of Excel": (("error", "#N/A"), ("error", "#REF!")),
        "of Google Sheets": (("error", "#ERROR!"),),
    },
    "stars.merged": {"under another cell": (("merged", None), ("merged", ""))},
    "stars.normalised": {
        "a number": (("number", "4"),),
        "a digit": (("text", "4"), ("text", "４"), ("text", "４．０")),
        "other stars": (("text", "★★★★"), ("text", "⭐️⭐️⭐️⭐️"), ("text", "★★★★☆")),
        "blanks around": (("text", " ⭐⭐⭐⭐\u3000"),),
    },
    "stars.blank": {
        "nothing": (("blank", None), ("text", ""), ("text", " \u3000")),
        "another dash": (("text", "－"), ("text", "ー"), ("text", "- ")),
        "the word": (("text", "未検証"),),
    },
}
"""Code -> cause -> what stands in the star cell."""


def _star_cases() -> Iterator[Case]:
    where = stars("EX-02")
    for code, causes in STAR_CAUSES.items():
        for cause, cells in causes.items():
            yield from (_cell(code, where, kind, value, cause) for kind, value in cells)
    for value in ("-", "⭐", "⭐⭐", "⭐⭐⭐", "⭐⭐⭐⭐", "⭐⭐⭐⭐⭐"):
        yield Case(f"good stars {value}", (), {"changed": {where: text(value)}})
    both = {stars("EX-02"): ("merged", None), stars("EX-03", R): ("merged", None)}
    yield Case(
        "merged twice", (("stars.merged", stars("EX-02")), ("stars.merged", stars("EX-03", R))), {"changed": both}
    )


def _evidence_cases() -> Iterator[Case]:
    for item_id, rating, bare in (
        ("EX-02", "⭐⭐⭐⭐", True),
        ("EX-02", "⭐⭐⭐⭐⭐", True),
        ("EX-02", "⭐⭐⭐", False),
        ("EX-02", "-", False),
        ("EX-01", "⭐", True),
        ("VR-01", "⭐⭐⭐", True),
        ("EX-01", "-", False),
    ):
        said: tuple[Said, ...] = (("evidence.missing", stars(item_id)),) if bare else ()
        changed = {stars(item_id): text(rating), note(item_id): BLANK}
        yield Case(f"no notes on {item_id} {rating}", said, {"changed": changed})
        for name in ("repro", "evidence"):
            noted = changed | {note(item_id, name): text("log")}
            yield Case(f"only {name} on {item_id} {rating}", (), {"changed": noted})
    high = {stars("EX-02"): text("⭐⭐⭐⭐")}
    for kind, value in (("text", " \n\u3000"), ("merged", None)):
        empty = high | {note("EX-02"): (kind, value)}
        yield Case(f"empty note {kind}", (("evidence.missing", stars("EX-02")),), {"changed": empty})
    digits = {stars("EX-02"): ("number", "5"), note("EX-02"): BLANK}
    said = (("evidence.missing", stars("EX-02")), ("stars.normalised", stars("EX-02")))
    yield Case("digits without notes", said, {"changed": digits})
    gone = Finding(code="notes.missing", sheet="評価", tool=T, expected="Temporal Doc")
    absent = {note(item_id) for item_id in MASTER.items_by_id}
    build: Mapping[str, Any] = {"changed": high, "absent": absent, "findings": [gone]}
    yield Case("column of notes gone", (("notes.missing", "評価"),), build)


def _text_cases() -> Iterator[Case]:
    doc = note("EX-02")
    yield _cell("text.too-long", doc, "text", "x" * (MAX_TEXT + 1))
    yield _cell("text.too-long", doc, "text", "😀" * (MAX_TEXT // 2 + 1))
    yield _cell("text.too-long", doc, "formula", "x" * (MAX_TEXT + 1))
    yield _cell("text.too-long", EVALUATOR, "text", "x" * (MAX_TEXT + 1))
    yield Case("just short enough", (), {"changed": {doc: text("あ" * MAX_TEXT)}})
    yield _cell("text.formula", doc, "formula", "https://example.com")
    yield _cell("text.formula", note("EX-02", "repro"), "formula", None)
    yield _cell("text.formula", EVALUATOR, "formula", "Evaluator A")
    yield _cell("text.formula", version(), "formula", "1.24.0")
    yield _cell("text.formula", day(), "formula", "2026-05-01")
    yield _cell("text.formula", parameter("Language"), "formula", "Go")
    yield _cell("text.error-value", doc, "error", "#N/A")
    yield _cell("text.error-value", note("EX-02", "evidence"), "error", "#DIV/0!")
    yield _cell("text.merged", doc, "merged", "別の記録")
    yield _cell("text.merged", note("EX-03", "evidence", R), "merged", "https://example.com/1")
    rated = {stars("EX-02"): text("⭐⭐⭐⭐"), doc: ("merged", "上の項目と同じ資料")}
    yield Case("evidence under a merged cell", (("text.merged", doc),), {"changed": rated})
    for kind, value in (("number", "12.5"), ("date", "2026-05-01"), ("boolean", "TRUE"), ("merged", None)):
        yield Case(f"note {kind}", (), {"changed": {doc: (kind, value)}})


def _parameter_cases() -> Iterator[Case]:
    language, duration = parameter("Language"), parameter("Duration")
    for kind, value in (("blank", None), ("text", " \u3000"), ("merged", None), ("formula", None)):
        yield _cell("parameter.missing", language, kind, value)
    yield _cell("parameter.missing", duration, "blank", None)
    yield Case("parameter row gone", (("parameter.missing", "前提パラメータ"),), {"absent": {language}})
    for kind, value in (("text", "1 年"), ("number", "3"), ("error", "#N/A"), ("formula", "1 年"), ("text", "-")):
        yield _cell("parameter.invalid", duration, kind, value)
    yield _cell("parameter.invalid", language, "error", "#REF!")
    for kind, value in (("text", "Rust"), ("number", "3"), ("boolean", "TRUE")):
        yield _cell("parameter.other", language, kind, value)
    yield _cell("context.out-of-scope", duration, "text", "ミリ秒〜秒")
    yield _cell("context.out-of-scope", duration, "text", "ミリ秒～秒 ")
    for value in ("分〜時間", "分～時間", " 分~時間 "):
        yield Case(f"good Duration {value}", (), {"changed": {duration: text(value)}})

    context = open_context(MASTER)
    for kind, value in (("text", "Rust"), ("blank", None), ("error", "#N/A"), ("formula", "Rust"), ("merged", None)):
        build: dict[str, Any] = {"changed": {language: (kind, value)}}
        yield Case(f"issued context {kind}", (("context.differs", language),), build, context)
    yield Case("issued context as issued", (), {}, context)
    yield Case("issued context folded", (), {"changed": {duration: text("分 ～ 時間".replace(" ", ""))}}, context)
    edited = Finding(
        code="locked.edited", sheet="前提パラメータ", cell=language.split("!")[1], found="Rust", expected="Go"
    )
    build = {"changed": {language: text("Rust")}, "findings": [edited]}
    yield Case("said once", (("context.differs", language),), build, context)
    outside = context | {"Duration": "ミリ秒〜秒"}
    yield Case("issued out of scope", (("context.out-of-scope", duration),), {}, outside)
    other = context | {"Language": "Rust"}
    yield Case("issued with another value", (), {}, other)

    scope = scope_cell(_PLAIN, T)
    for kind, value in (("text", "全部"), ("number", "1"), ("error", "#N/A")):
        build = {"changed": {scope: (kind, value)}, "prefilled": True}
        yield Case(f"scope {value}", (("parameter.invalid", scope),), build)
    for kind, value in (("text", "全項目"), ("text", " 変更した項目だけ"), ("blank", None)):
        yield Case(f"good scope {value}", (), {"changed": {scope: (kind, value)}, "prefilled": True})


def _evaluator_cases() -> Iterator[Case]:
    for kind, value in (("blank", None), ("text", "\u200b "), ("error", "#NAME?"), ("formula", None), ("merged", None)):
        yield _cell("evaluator.missing", EVALUATOR, kind, value)
    yield Case("evaluator row gone", (("evaluator.missing", "前提パラメータ"),), {"absent": {EVALUATOR}})
    for value in ("known person", "KnownPerson", "Ｋｎｏｗｎ　ｐｅｒｓｏｎ"):
        yield _cell("evaluator.similar", EVALUATOR, "text", value)
    for kind, value in (("number", "5"), ("date", "2026-05-01"), ("boolean", "TRUE")):
        yield _cell("evaluator.missing", EVALUATOR, kind, value)
    for value in ("Bさん", "evaluator b"):
        one = _cell("evaluator.differs", EVALUATOR, "text", value)
        yield replace(one, issued_to="Evaluator B")
    issued: dict[str, Any] = {"changed": {EVALUATOR: text("Ｅｖａｌｕａｔｏｒ　B")}}
    yield Case("good evaluator as issued", (), issued, issued_to="Evaluator B")
    for value in ("Known Again", "Ｋｎｏｗｎ　 Again", "評価者データ"):
        yield Case(f"good evaluator {value}", (), {"changed": {EVALUATOR: text(value)}})


def _tool_cases() -> Iterator[Case]:
    for kind, value in (
        ("blank", None),
        ("text", " "),
        ("text", "-"),
        ("text", "未検証"),
        ("error", "#N/A"),
        ("merged", None),
    ):
        yield _cell("tool-version.missing", version(), kind, value)
    yield Case("version row gone", (("tool-version.missing", "前提パラメータ"),), {"absent": {version(R)}})
    for kind, value in (("number", "1.1"), ("number", "24"), ("date", "2026-02-01"), ("boolean", "TRUE")):
        yield _cell("tool-version.number", version(), kind, value)
    bare = unrated(R) | {version(R): BLANK, day(R): BLANK}
    yield Case("unrated tool", (), {"changed": bare})

    for kind, value in (("blank", None), ("text", "-"), ("merged", None)):
        yield _cell("verified-on.missing", day(), kind, value)
    yield Case("day row gone", (("verified-on.missing", "前提パラメータ"),), {"absent": {day(R)}})
    for kind, value in (
        ("text", "3/5"),
        ("text", "05/06/2026"),
        ("text", "26/5/1"),
        ("text", "2026/2/30"),
        ("text", "来週"),
        ("text", "2026-05"),
        ("number", "2026"),
        ("number", "-5"),
        ("number", "1e+300"),
        ("boolean", "TRUE"),
        ("duration", "03:05:00"),
        ("date", "03:05:00"),
        ("error", "#VALUE!"),
    ):
        yield _cell("verified-on.invalid", day(), kind, value)
    yield Case(
        "unreadable though unrated", (("verified-on.invalid", day(R)),), {"changed": bare | {day(R): text("3/5")}}
    )
    for kind, value in (("date", "2026-05-05"), ("text", "2030年1月1日"), ("number", "99999")):
        yield _cell("verified-on.future", day(), kind, value)
    yield Case("tomorrow", (), {"changed": {day(): ("date", "2026-05-04")}})


def _proposal_cases() -> Iterator[Case]:
    full = {
        "category": text("EX"),
        "name": text("新しい項目"),
        "description": text("何を見るか"),
        "reason": text("どのツールにもあるため"),
    }

    def case(name: str, changes: Mapping[str, Written], *said: tuple[str, str]) -> Case:
        places = tuple((code, proposal_cell(2, at)) for code, at in said)
        return Case(name, places, {"proposals": {2: {**full, **changes}}})

    yield case("good proposal", {})
    for named in ("ex", "Execution Semantics", "EX: Execution Semantics", "ＥＸ（正しさ）"):
        yield case(f"category {named}", {"category": text(named)})
    for lacking in ("category", "name", "description", "reason"):
        yield case(f"proposal without {lacking}", {lacking: BLANK}, ("proposal.incomplete", lacking))
    yield case(
        "proposal of a name alone",
        dict.fromkeys(full, BLANK) | {"name": text("?")},
        ("proposal.incomplete", "category"),
    )
    for named in ("Security", "EXX", "-"):
        yield case(f"unknown category {named}", {"category": text(named)}, ("proposal.category-unknown", "category"))
    for name, description in (
        ("リトライ戦略", "別の話"),
        ("ﾘﾄﾗｲ 戦略", "別の話"),
        ("リトライの戦略", "失敗時に指数バックオフで再試行できるか"),
    ):
        again = {"name": text(name), "description": text(description)}
        yield case(f"proposal of {name}", again, ("proposal.similar", "name"))
    yield case("formula", {"name": ("formula", "項目")}, ("text.formula", "name"))
    yield case("error value", {"general": ("error", "#N/A")}, ("text.error-value", "general"))
    yield case("long", {"reason": text("x" * (MAX_TEXT + 1))}, ("text.too-long", "reason"))
    yield case("blank row", dict.fromkeys(full, text(" ")))


def _file_cases() -> Iterator[Case]:
    yield Case("as issued", ())
    yield Case("not issued", (("identity.not-issued", ""),), recorded=False)
    gone = Finding(code="sheet.missing", expected="前提パラメータ")
    sheet = {EVALUATOR, *map(parameter, MASTER.parameter_names), *map(version, (T, R)), *map(day, (T, R))}
    yield Case("sheet gone", (("sheet.missing", ""),), {"absent": sheet, "findings": [gone]})
    missing = Finding(code="item.missing", sheet="評価", item_id="EX-02")
    build = {"findings": [missing], "changed": {stars("EX-03"): ("date", "2026-03-05")}, "absent": {stars("EX-02")}}
    yield Case("all in one pass", (("item.missing", "評価"), ("stars.date", stars("EX-03"))), build)
    note_of_reader = Finding(code="extra.ignored", sheet="評価", cell="Z1", found="メモ")
    yield Case("reader's note stays", (("extra.ignored", "評価!Z1"),), {"findings": [note_of_reader]})


@cache
def cases() -> tuple[Case, ...]:
    """Return every case of the corpus."""
    parts = (
        _file_cases,
        _star_cases,
        _evidence_cases,
        _text_cases,
        _parameter_cases,
        _evaluator_cases,
        _tool_cases,
        _proposal_cases,
    )
    return tuple(case for part in parts for case in part())


def _identity(number: int, case: Case) -> Identity:
    return identity_of(
        MASTER, tools=(T, R), workbook_id=f"case-{number}", context=case.context, evaluator=case.issued_to
    )


@cache
def _batch() -> tuple[tuple[Returned, ...], Known]:
    identities = [_identity(number, case) for number, case in enumerate(cases())]
    pairs = list(zip(identities, cases(), strict=True))
    known = Known(
        masters={MASTER.digest: MASTER},
        issuances={identity.workbook_id: issued(identity) for identity, case in pairs if case.recorded},
        evaluators=KNOWN_EVALUATORS,
        today=TODAY,
    )
    return tuple(returned(MASTER, identity, **case.build) for identity, case in pairs), known


def corpus_checked() -> list[Checked]:
    """Return what checking the whole corpus as one batch gives."""
    return check(*_batch())


def said(checked: Checked) -> list[Said]:
    """Return what was said, as codes and places, sorted."""
    return sorted((finding.code, "!".join(filter(None, (finding.sheet, finding.cell)))) for finding in checked.findings)
