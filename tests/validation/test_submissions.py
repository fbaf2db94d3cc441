"""What an accepted workbook says, and by what it is judged."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from depipe.findings import Finding
from depipe.master.load import shipped_master
from depipe.master.model import Master
from depipe.validation.rules import Checked, Known, check
from depipe.validation.submission import AnswerRow, Answers, Proposal, Submission, ToolReturn
from depipe.workbook.cells import Kind, Returned
from depipe.workbook.identity import Identity, Issuance
from depipe.workbook.layout import NOTE_FIELDS
from support.masters import second_master
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
    returned,
    scope_cell,
    star_cell,
    text,
    version_cell,
)
from support.value_corpus import said

MASTER = shipped_master()
TODAY = date(2026, 5, 3)
T, R, N = MASTER.tools


def known(
    *issuances: Issuance, masters: tuple[Master, ...] = (MASTER,), evaluators: frozenset[str] = frozenset()
) -> Known:
    """Return what a ledger with these issuances and names knows."""
    return Known(
        masters={master.digest: master for master in masters},
        issuances={issuance.identity.workbook_id: issuance for issuance in issuances},
        evaluators=evaluators,
        today=TODAY,
    )


def accepted(workbook: Returned, what: Known) -> Submission:
    """Return the submission of a workbook that must be accepted."""
    [checked] = check([workbook], what)
    assert checked.submission is not None, checked.findings
    return checked.submission


@pytest.fixture
def identity() -> Identity:
    """Return the identity of a workbook with an open context."""
    return identity_of(MASTER)


def test_a_good_workbook_is_kept_whole(identity: Identity) -> None:
    """A workbook as issued and filled says who, what for, which versions and days, and every rating with its place."""
    what = accepted(returned(MASTER, identity), known(issued(identity)))

    assert (what.workbook_id, what.master_id, what.master_version) == ("w1", MASTER.id, MASTER.version)
    assert what.master_digest == MASTER.digest
    assert what.parameters == open_context(MASTER)
    assert what.context_id == MASTER.context_id(open_context(MASTER))
    assert what.evaluator == "Evaluator A"
    assert what.tools == tuple(
        ToolReturn(tool, "1.24.0", date(2026, 5, 1), None, identity.attributes[tool]) for tool in MASTER.tools
    )
    assert len(what.answers) == len(MASTER.items) * len(MASTER.tools)
    assert tuple(what.answers)[1] == AnswerRow("EX-01", R, 3, "https://example.com/EX-01/1", None, None, "評価", "F2")
    assert what.proposals == ()
    assert (what.file, what.program) == ("返送.xlsx", "Microsoft Excel 16")
    assert len(what.digest) == 64


def test_another_master_works_unchanged() -> None:
    """A master of another subject and language is validated by its own items, gates, parameters and options."""
    master = second_master()
    identity = identity_of(master)
    gate = next(iter(master.gates_by_item))
    [good, odd] = check(
        [
            returned(master, identity),
            returned(
                master,
                identity,
                changed={
                    note_cell(master, identity, gate, master.tools[0], "doc"): BLANK,
                    parameter_cell(master, "Power"): text("110 V"),
                    parameter_cell(master, "Milk"): text("oat"),
                },
            ),
        ],
        known(issued(identity), masters=(master, MASTER)),
    )

    assert good.findings == ()
    assert good.submission is not None
    assert said(odd) == [
        ("evidence.missing", star_cell(master, identity, gate, master.tools[0])),
        ("parameter.invalid", parameter_cell(master, "Power")),
    ]


def test_a_batch_of_two_masters_is_judged_by_each() -> None:
    """Two masters in one batch do not share gates, options or parameters."""
    other = second_master()
    one, two = identity_of(MASTER), identity_of(other, workbook_id="w2")
    gates = {star_cell(MASTER, one, "EX-01", T): text("⭐"), note_cell(MASTER, one, "EX-01", T, "doc"): BLANK}

    first, second = check(
        [returned(MASTER, one, changed=gates), returned(other, two)],
        known(issued(one), issued(two), masters=(MASTER, other)),
    )

    assert said(first) == [("evidence.missing", star_cell(MASTER, one, "EX-01", T))]
    assert second.findings == ()
    assert second.submission is not None
    assert list(second.submission.parameters) == list(other.parameter_names)


def test_only_what_holds_stars_or_a_note_is_an_answer(identity: Identity) -> None:
    """Unverified items are no answers, unless they have a note."""
    changed = {
        star_cell(MASTER, identity, item, tool): text("-") for item in MASTER.items_by_id for tool in MASTER.tools
    }
    changed |= {
        note_cell(MASTER, identity, item, tool, "doc"): BLANK for item in MASTER.items_by_id for tool in MASTER.tools
    }
    changed[note_cell(MASTER, identity, "EX-02", N, "repro")] = text("make test")
    changed[star_cell(MASTER, identity, "EX-04", T)] = ("number", "2")

    what = accepted(returned(MASTER, identity, changed=changed), known(issued(identity)))

    assert tuple(what.answers) == (
        AnswerRow("EX-02", N, None, None, "make test", None, "評価", "G3"),
        AnswerRow("EX-04", T, 2, None, None, None, "評価", "E5"),
    )


def test_answers_are_kept_in_the_same_text_whoever_writes_it(identity: Identity) -> None:
    """Whatever characters notes hold: polars writes them as the standard library does, so that documents are equal."""
    planes = ["".join(map(chr, range(first, first + 0x1000))) for first in (0, 0xF000, 0x1F000)]
    notes = {
        note_cell(MASTER, identity, "EX-01", T, name): text(note)
        for name, note in zip(NOTE_FIELDS, planes, strict=True)
    }

    what = accepted(returned(MASTER, identity, changed=notes), known(issued(identity)))

    assert what.answers == Answers.of(what.answers)
    assert next(iter(what.answers)).evidence == planes[2]


def test_notes_are_kept_as_typed(identity: Identity) -> None:
    """Inner newlines and spaces stay, Windows newlines become plain, outer blanks go, other kinds become text."""
    cells = {name: note_cell(MASTER, identity, "EX-01", T, name) for name in ("doc", "repro", "evidence")}
    changed = {
        cells["doc"]: text("\u3000first  line \r\n\r\n  second\rthird \n"),
        cells["repro"]: ("number", "12.5"),
        cells["evidence"]: ("error", "#N/A"),
    }

    answer, *_ = accepted(returned(MASTER, identity, changed=changed), known(issued(identity))).answers

    assert (answer.doc, answer.repro, answer.evidence) == ("first  line \n\n  second\nthird", "12.5", "#N/A")


def test_values_are_kept_in_the_masters_spelling(identity: Identity) -> None:
    """What folds like an option is kept as that option, anything else as typed."""
    changed = {
        parameter_cell(MASTER, "Duration"): text(" 日～月"),
        parameter_cell(MASTER, "Language"): text(" Ｒｕｓｔ "),
    }

    what = accepted(returned(MASTER, identity, changed=changed), known(issued(identity)))

    assert what.parameters["Duration"] == "日〜月"
    assert what.parameters["Language"] == "Ｒｕｓｔ"


def test_the_issued_context_counts() -> None:
    """Where the lead gave the context, the issued values are kept, in the issued spelling."""
    context = open_context(MASTER) | {"Language": "Zig 0.16"}
    identity = identity_of(MASTER, context=context)
    changed = {parameter_cell(MASTER, "Language"): text("Ｚｉｇ  0.16")}

    what = accepted(returned(MASTER, identity, changed=changed), known(issued(identity)))

    assert what.parameters == context
    assert what.context_id == MASTER.context_id(context)


def test_the_record_counts_and_not_what_the_file_says_of_itself() -> None:
    """Context, attributes and tools are the issuance's, even where the returned file's identity was changed."""
    context = open_context(MASTER)
    recorded = identity_of(MASTER, tools=(T, R), context=context)
    tampered = identity_of(MASTER, tools=(T, R, N), context=context | {"Language": "Java"})
    tampered.attributes[N]["短命ジョブ専用"] = "はい"  # type: ignore[index]  # what a person could do to the file

    [checked] = check([returned(MASTER, tampered)], known(issued(recorded)))

    assert said(checked) == [("context.differs", parameter_cell(MASTER, "Language"))]

    mended = returned(MASTER, tampered, changed={parameter_cell(MASTER, "Language"): text(context["Language"])})
    what = accepted(mended, known(issued(recorded)))
    assert [tool.tool for tool in what.tools] == [T, R]
    assert {answer.tool for answer in what.answers} == {T, R}
    assert what.parameters == context


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (("date", "2026-05-01"), date(2026, 5, 1)),
        (("date", "2026-05-01T12:30:00"), date(2026, 5, 1)),
        (("text", "2026/5/1"), date(2026, 5, 1)),
        (("blank", None), None),
    ],
)
def test_days_are_kept_as_days(written: tuple[str, str | None], kept: date | None, identity: Identity) -> None:
    """A typed day is kept as a date without its time; a blank one as none."""
    workbook = returned(MASTER, identity, changed={day_cell(identity, T): written})  # type: ignore[dict-item]

    assert accepted(workbook, known(issued(identity))).tools[0].verified_on == kept


def test_versions_are_kept_as_text(identity: Identity) -> None:
    """A version is trimmed and of plain width; one of an unrated tool may be absent."""
    changed = {star_cell(MASTER, identity, item, N): text("-") for item in MASTER.items_by_id}
    changed |= {version_cell(identity, T): text(" １．２４ beta\u200b"), version_cell(identity, N): BLANK}

    tools = accepted(returned(MASTER, identity, changed=changed), known(issued(identity))).tools

    assert [tool.version for tool in tools] == ["1.24 beta", "1.24.0", None]


def test_scopes_are_kept(identity: Identity) -> None:
    """A prefilled workbook says for each tool what was verified again; a blank one says no more than it must."""
    changed = {scope_cell(identity, T): text("全項目"), scope_cell(identity, R): BLANK}

    tools = accepted(returned(MASTER, identity, changed=changed, prefilled=True), known(issued(identity))).tools

    assert [tool.scope for tool in tools] == ["all", "changed", "changed"]


def test_proposals_are_kept_with_the_masters_category(identity: Identity) -> None:
    """A proposal is kept as typed, its category as the master's id where it is one."""
    rows = {
        2: {"category": text("ex: Execution Semantics"), "name": text(" 新しい項目 "), "general": text("はい")},
        5: {"category": text("Security"), "description": text("一行目\r\n二行目")},
        7: {"name": text("  ")},
    }

    what = accepted(returned(MASTER, identity, proposals=rows), known(issued(identity)))

    assert what.proposals == (
        Proposal("EX", "新しい項目", None, None, "はい"),
        Proposal("Security", None, "一行目\n二行目", None, None),
    )


def evaluators(*names: str, ledger: frozenset[str] = frozenset(), issued_to: str | None = None) -> list[str]:
    """Return how the evaluators of a batch are kept."""
    identities = [identity_of(MASTER, workbook_id=f"w{n}", evaluator=issued_to) for n, _ in enumerate(names)]
    batch = [
        returned(MASTER, identity, changed={EVALUATOR: text(name)})
        for identity, name in zip(identities, names, strict=True)
    ]
    found = check(batch, known(*map(issued, identities), evaluators=ledger))
    return [one.submission.evaluator for one in found if one.submission]


def test_evaluators_whose_names_fold_alike_are_one() -> None:
    """Width, outer spaces and dashes make no other person; the ledger's spelling wins, else the first one's."""
    assert evaluators(" Ｅvaluator  A ", "Evaluator A") == ["Evaluator A", "Evaluator A"]
    assert evaluators("A‐B", "A-B") == ["A‐B", "A‐B"]
    assert evaluators("A‐B", ledger=frozenset({"A-B"})) == ["A-B"]
    assert evaluators("データ") == ["データ"]


def about_names(
    *names: str, issued_to: Sequence[str | None] = (), ledger: frozenset[str] = frozenset()
) -> list[tuple[str, str | None, str | None]]:
    """Return what is said about the evaluators of a batch: code, found, expected."""
    identities = [
        identity_of(MASTER, workbook_id=f"w{number}", evaluator=to)
        for number, to in enumerate(issued_to or [None] * len(names))
    ]
    batch = [
        returned(MASTER, identity, changed={EVALUATOR: text(name)})
        for identity, name in zip(identities, names, strict=True)
    ]
    found = check(batch, known(*map(issued, identities), evaluators=ledger))
    assert all(one.submission for one in found)
    return [(f.code, f.found, f.expected) for one in found for f in one.findings]


def test_only_the_odd_one_of_similar_evaluators_is_told() -> None:
    """The spelling that was issued, that the ledger has or that most have is right; only another one is warned."""
    similar = ("evaluator.similar", "evaluatorA", "Evaluator A")

    assert about_names("evaluatorA", "Evaluator A", "Evaluator A") == [similar]
    assert about_names("Evaluator A", "evaluatorA") == [similar]
    assert about_names("evaluatorA", ledger=frozenset({"Evaluator A"})) == [similar]
    assert about_names("evaluatorA", "evaluatorA", "Evaluator A", ledger=frozenset({"Evaluator A"})) == [similar] * 2
    issued_to = ("Evaluator A", None, None)
    assert about_names("Evaluator A", "evaluatorA", "evaluatorA", issued_to=issued_to) == [similar] * 2
    assert about_names("Evaluator A", issued_to=("Evaluator A",), ledger=frozenset({"evaluatorA"})) == []
    assert about_names("Evaluator A", "evaluatorA", ledger=frozenset({"Evaluator A", "evaluatorA"})) == [similar]
    assert about_names("Evaluator A", "Evaluator B") == []


def test_a_workbook_that_was_issued_to_somebody_else_is_told() -> None:
    """The name that was typed counts, and the finding names both; a slip in the issued name is said once."""
    differs = ("evaluator.differs", "Bさん", "Evaluator B")

    assert about_names("Bさん", issued_to=("Evaluator B",)) == [differs]
    assert about_names("evaluator b", issued_to=("Evaluator B",)) == [
        ("evaluator.differs", "evaluator b", "Evaluator B")
    ]
    assert about_names("Ｅvaluator  B", issued_to=("Evaluator B",)) == []
    assert evaluators("Ｅvaluator  B", issued_to="Evaluator B") == ["Evaluator B"]
    assert about_names("knownperson", issued_to=("Evaluator B",), ledger=frozenset({"Known Person"})) == [
        ("evaluator.differs", "knownperson", "Evaluator B"),
        ("evaluator.similar", "knownperson", "Known Person"),
    ]


def returns(*makes: Mapping[str, Written], files: Sequence[str] = ()) -> list[list[Finding]]:
    """Return what is said of several returns of one workbook, each with other cells changed."""
    identity = identity_of(MASTER)
    batch = [
        returned(MASTER, identity, changed=changed, file=(files or "abcdef")[number])
        for number, changed in enumerate(makes)
    ]
    return [list(one.findings) for one in check(batch, known(issued(identity)))]


def test_the_returns_of_one_workbook_say_which_of_them_counts(identity: Identity) -> None:
    """All but the last one with its own answers are warned, naming it: by the day of verification, then by reading."""
    star = star_cell(MASTER, identity, "EX-02", T)
    two, one = {star: text("⭐⭐")}, {star: text("⭐")}
    later: dict[str, Written] = two | {day_cell(identity, T): ("date", "2026-05-02")}
    undated: dict[str, Written] = one | {day_cell(identity, tool): BLANK for tool in MASTER.tools}

    def said_of(last: str) -> list[Finding]:
        return [Finding(code="identity.repeated", expected=last)]

    assert returns({}, two) == [said_of("b"), []]
    assert returns({}, {}) == [[], []]
    assert returns(later, {}) == [[], said_of("a")]
    assert returns({}, one, two, one) == [said_of("d"), [], said_of("d"), []]
    assert [[f.code for f in found] for found in returns(undated, two)] == [
        ["verified-on.missing"] * len(MASTER.tools),
        ["identity.repeated"],
    ]
    assert returns({}, two, files=["返送.xlsx", "返送 (2).xlsx"])[0][0].message("ja") == (
        "同じブックの回答がもう一つ届いていて（「返送 (2).xlsx」）、内容が違います。検証日が新しいほう、同じ日なら"
        "後から読み取ったほうを使うため、いまの回答は「返送 (2).xlsx」のものです。"
        "こちらが正しいときは、検証日を直してもう一度お送りください。"
    )


def test_only_returns_of_the_same_workbook_and_person_are_repeated(identity: Identity) -> None:
    """Another evaluator, another workbook, and a return that is kept out take nobody's place."""
    star = star_cell(MASTER, identity, "EX-02", T)
    other = {star: text("⭐⭐")}

    assert [[f.code for f in found] for found in returns({}, other | {EVALUATOR: text("Evaluator B")})] == [[], []]
    assert [[f.code for f in found] for found in returns({}, {star: text("?")})] == [[], ["stars.invalid"]]
    second = identity_of(MASTER, workbook_id="w2")
    batch = [returned(MASTER, identity), returned(MASTER, second, changed=other)]
    assert [one.findings for one in check(batch, known(issued(identity), issued(second)))] == [(), ()]


def test_a_parameter_is_shown_as_it_was_typed(identity: Identity) -> None:
    """What was found is what stands in the cell, with its own wave dash and width."""
    context = open_context(MASTER)
    strict = identity_of(MASTER, workbook_id="w2", context=context)
    scale, duration = parameter_cell(MASTER, "Scale"), parameter_cell(MASTER, "Duration")
    batch = [
        returned(MASTER, identity, changed={scale: text(" ～10k"), duration: text("１～２年")}),
        returned(MASTER, strict, changed={scale: text("～１０k")}),
    ]

    one, two = check(batch, known(issued(identity), issued(strict)))

    assert [(f.code, f.found) for f in one.findings] == [
        ("parameter.invalid", "１～２年"),
        ("parameter.other", "～10k"),
    ]
    assert [(f.code, f.found) for f in two.findings] == [("context.differs", "～１０k")]


def test_who_chose_a_context_out_of_scope_is_said() -> None:
    """Where the lead issued it, there is nothing for the evaluator to do; where it was open, the evaluator chose it."""
    outside = open_context(MASTER) | {"Duration": "ミリ秒〜秒"}
    chosen, open_one = identity_of(MASTER, workbook_id="w1", context=outside), identity_of(MASTER, workbook_id="w2")
    typed = {parameter_cell(MASTER, "Duration"): text("ミリ秒〜秒")}

    found = check(
        [returned(MASTER, chosen), returned(MASTER, open_one, changed=typed)], known(issued(chosen), issued(open_one))
    )

    [by_lead], [by_evaluator] = [one.findings for one in found]
    assert (by_lead.code, by_lead.severity, by_lead.case) == ("context.out-of-scope", "warning", "issued")
    assert "評価者が直すところはありません" in by_lead.message("ja")
    assert (by_evaluator.code, by_evaluator.case) == ("context.out-of-scope", None)
    assert "評価者が直すところ" not in by_evaluator.message("ja")


def test_tools_whose_notes_cannot_be_told_apart_lack_no_evidence(identity: Identity) -> None:
    """Evidence that depipe could not read is not called missing: that the columns are unclear was said."""
    unclear = [
        Finding(
            code="notes.duplicate", sheet="評価", cell="H4", tool=T, found="Restate Doc", expected="x", case="unclear"
        )
    ]
    absent = {note_cell(MASTER, identity, item, T, "doc") for item in MASTER.items_by_id}
    [one] = check([returned(MASTER, identity, absent=absent, findings=unclear)], known(issued(identity)))

    assert [finding.code for finding in one.findings] == ["notes.duplicate"]


def test_issued_only_refuses_a_workbook_that_nobody_issued(identity: Identity) -> None:
    """identity.not-issued is a warning, and an error on demand."""
    workbook = returned(MASTER, identity)
    [let_in] = check([workbook], known())
    strict = Known(known().masters, {}, frozenset(), TODAY, issued_only=True)
    [kept_out] = check([workbook], strict)

    assert [(f.code, f.severity) for f in let_in.findings] == [("identity.not-issued", "warning")]
    assert let_in.submission is not None
    assert [(f.code, f.severity) for f in kept_out.findings] == [("identity.not-issued", "error")]
    assert kept_out.submission is None


def test_what_the_reader_refused_is_said_once() -> None:
    """A file without an identity or a known master gets no findings about values."""
    identity = identity_of(MASTER)
    refused = Finding(code="file.encrypted")
    unknown = Finding(code="master.unknown", found="x 1.0.0")
    stranger = identity_of(second_master(), workbook_id="w9")
    batch = [
        Returned("a.xlsx", "0", findings=[refused]),
        Returned("b.xlsx", "0"),
        Returned("c.xlsx", "0", identity=identity, findings=[unknown]),
        returned(second_master(), stranger),
    ]

    found = check(batch, Known({}, {"w1": issued(identity), "w9": issued(stranger)}, frozenset(), TODAY))

    assert [[f.code for f in one.findings] for one in found] == [
        ["file.encrypted"],
        ["file.not-depipe"],
        ["master.unknown"],
        ["master.unknown"],
    ]
    assert all(one.submission is None for one in found)


def test_a_file_that_contradicts_its_record_is_kept_out() -> None:
    """A workbook that was read by another master, or without one of the tools it was issued with, is not accepted."""
    recorded = identity_of(MASTER)
    other = identity_of(second_master())
    fewer = identity_of(MASTER, tools=(T, R))

    by_other, by_fewer = check(
        [returned(second_master(), other), returned(MASTER, fewer)],
        known(issued(recorded), masters=(MASTER, second_master())),
    )

    assert [(f.code, f.severity) for f in by_other.findings] == [("identity.conflict", "error")]
    assert [(f.code, f.tool) for f in by_fewer.findings] == [("tool.missing", N)]
    assert by_other.submission is None
    assert by_fewer.submission is None


def test_cells_without_a_value_are_never_a_crash(identity: Identity) -> None:
    """Whatever kind a cell without a value has, checking says something or nothing, but does not fail."""
    cells = [star_cell(MASTER, identity, "EX-02", T), day_cell(identity, T), version_cell(identity, T), EVALUATOR]
    cells += [parameter_cell(MASTER, "Duration"), parameter_cell(MASTER, "Language"), scope_cell(identity, T)]
    cells += [note_cell(MASTER, identity, "EX-02", T, "doc")]
    kinds: tuple[Kind, ...] = ("blank", "text", "boolean", "date", "duration", "error", "formula", "merged")

    for value in (None, ""):
        batch = [
            returned(MASTER, identity, changed=dict.fromkeys(cells, (kind, value)), prefilled=True) for kind in kinds
        ]
        for one in check(batch, known(issued(identity))):
            assert one.submission is None
            assert all(f.message("ja") and f.message("en") for f in one.findings)


def test_an_empty_batch_is_nothing() -> None:
    """No workbooks, no findings."""
    assert check([], known()) == []


def test_files_of_a_batch_do_not_mix(identity: Identity) -> None:
    """Each file of a batch keeps its own findings, at its own place in the batch."""
    identities = [identity_of(MASTER, workbook_id=f"w{number}") for number in range(4)]
    cells = {number: star_cell(MASTER, identity, f"EX-0{number + 1}", T) for number in range(4)}
    batch: list[Returned] = []
    for number, one in enumerate(identities):
        batch += [returned(MASTER, one, changed={cells[number]: ("date", f"2026-0{number + 1}-05")})]
    batch.insert(2, Returned("refused.xlsx", "0", findings=[Finding(code="file.corrupt")]))

    found: list[Checked] = check(batch, known(*map(issued, identities)))

    assert [said(one) for one in found] == [
        [("stars.date", cells[0])],
        [("stars.date", cells[1])],
        [("file.corrupt", "")],
        [("stars.date", cells[2])],
        [("stars.date", cells[3])],
    ]
    assert [f.found for one in found for f in one.findings if f.found] == [f"2026-0{n}-05" for n in (1, 2, 3, 4)]


def test_names_that_only_polars_would_trip_over(identity: Identity) -> None:
    """Texts with quotation marks, braces, NUL-like escapes and emoji come through unharmed."""
    odd = "a\"b'c{found}[x]$1\\1 𝔘𝔫𝔦 👩‍🔬 _x000D_"
    changed = {note_cell(MASTER, identity, "EX-01", T, "doc"): text(odd)}

    answer, *_ = accepted(returned(MASTER, identity, changed=changed), known(issued(identity))).answers

    assert answer.doc == odd
