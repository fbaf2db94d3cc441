"""The proof: a good workbook passes it, and each broken promise is seen."""

from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from depipe.errors import ProofError
from depipe.master.load import shipped_master
from depipe.workbook.identity import Answer
from depipe.workbook.prove import Prover, _shape, prove
from depipe.workbook.write import write_workbook
from support.issued import CONTEXT, issuance_of, opened, saved
from support.masters import second_master, synthetic_master

ANSWERS = {("EX-01", "Temporal"): Answer(4, doc="https://example.com/ex-01"), ("EX-02", "Restate"): Answer(2)}
ISSUANCE = issuance_of(mode="prefill", answers=ANSWERS, versions={"Temporal": "1.24"})
FIRST = 5
"""The rows of the first and of the last item on 評価."""


def locked(value: bool) -> Protection:  # noqa: FBT001 - reads like the attribute
    """Return a cell's protection."""
    return Protection(locked=value)


def rule_of(sheet: Worksheet, cell: str) -> DataValidation:
    """Return the validation that *cell* is under."""
    rules: list[DataValidation] = sheet.data_validations.dataValidation
    return next(rule for rule in rules if cell in rule.sqref)


def change(path: str, /, **attributes: object) -> Callable[[Workbook], None]:
    """Return a change of attributes of one cell, named as `sheet!A1`."""
    sheet, cell = path.split("!")

    def apply(book: Workbook) -> None:
        for name, value in attributes.items():
            setattr(book[sheet][cell], name, value)

    return apply


def change_rule(path: str, /, **attributes: object) -> Callable[[Workbook], None]:
    """Return a change of attributes of the validation that one cell is under."""
    sheet, cell = path.split("!")

    def apply(book: Workbook) -> None:
        for name, value in attributes.items():
            setattr(rule_of(book[sheet], cell), name, value)

    return apply


def change_lock(sheet: str, /, **attributes: object) -> Callable[[Workbook], None]:
    """Return a change of a sheet's protection."""

    def apply(book: Workbook) -> None:
        for name, value in attributes.items():
            setattr(book[sheet].protection, name, value)

    return apply


def drop_rule(book: Workbook) -> None:
    """Take the dropdown away from the first item."""
    book["評価"].data_validations.dataValidation.remove(rule_of(book["評価"], "E5"))


def double_rule(book: Workbook) -> None:
    """Put a second validation over one star cell."""
    book["評価"].add_data_validation(DataValidation(type="list", formula1="depipe_stars", sqref="F9"))


def stray_rule(book: Workbook) -> None:
    """Put a validation over a note cell."""
    book["評価"].add_data_validation(DataValidation(type="whole", formula1="1", formula2="2", sqref="H5"))


def widen_name(book: Workbook) -> None:
    """Let the list of stars hold a blank."""
    book.defined_names["depipe_stars"].attr_text = "_lists!$A$2:$A$13"


def drop_name(book: Workbook) -> None:
    """Take a named range away."""
    del book.defined_names["depipe_scope"]


def add_name(book: Workbook) -> None:
    """Define a name that nobody asked for."""
    book.defined_names["other"] = DefinedName("other", attr_text="_lists!$A$1")


def change_property(book: Workbook) -> None:
    """Change a part of the identity in the document properties."""
    properties = book.custom_doc_props  # type: ignore[attr-defined] # the stubs lack it
    properties.props[0] = StringProperty(name="depipe-1", value="depipe:{")


def unlock_column(book: Workbook) -> None:
    """Unlock a column of 集計 where no cell was written."""
    book["集計"].column_dimensions["F"].protection = locked(value=False)


def drop_colour(book: Workbook) -> None:
    """Take away the colour of Temporal's missing notes."""
    held = book["評価"].conditional_formatting
    del held[next(one.sqref for one in held if str(one.sqref) == "H5:J62")]


def change_colour(book: Workbook) -> None:
    """Let one level's colour mean another condition."""
    held = next(one for one in book["評価"].conditional_formatting if str(one.sqref) == "E5:E62")
    held.rules[3].formula = ["TRUE"]


def add_colour(book: Workbook) -> None:
    """Colour a cell that nobody is told about."""
    rule = Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(font=Font(bold=True)))
    book["集計"].conditional_formatting.add("C5", rule)


def swap_colours(book: Workbook) -> None:
    """Try the plain colour of a level before the one that says that a note is missing."""
    held = next(one for one in book["評価"].conditional_formatting if str(one.sqref) == "E5:E62")
    first, second = held.rules[1], held.rules[2]
    first.priority, second.priority = second.priority, first.priority


def lead_astray(path: str) -> Callable[[Workbook], None]:
    """Return a change of where the link of a cell leads."""
    sheet, cell = path.split("!")

    def apply(book: Workbook) -> None:
        book[sheet][cell].hyperlink.location = "'評価'!A1"

    return apply


def show_hidden(book: Workbook) -> None:
    """Show the sheet of the identity."""
    book["_depipe"].sheet_state = "visible"


BREAKS: dict[str, tuple[Callable[[Workbook], None], str]] = {
    "star cell locked": (change("評価!E5", protection=locked(value=True)), "評価!E5: the answer cell is locked"),
    "last note locked": (change("評価!P62", protection=locked(value=True)), "評価!P62: the answer cell is locked"),
    "evaluator locked": (change("前提パラメータ!B4", protection=locked(value=True)), "B4: the answer cell is locked"),
    "proposal locked": (
        change("追加項目!C20", protection=locked(value=True)),
        "追加項目!C20: the answer cell is locked",
    ),
    "item unlocked": (change("評価!C9", protection=locked(value=False)), "評価!C9: the cell is not locked"),
    "formula unlocked": (change("集計!C5", protection=locked(value=False)), "集計!C5: the cell is not locked"),
    "column unlocked": (unlock_column, "集計!F1: the column is not locked"),
    "star format": (change("評価!G62", number_format="General"), "評価!G62: the number format is General"),
    "note format": (change("評価!H5", number_format="General"), "評価!H5: the number format is General"),
    "version format": (change("前提パラメータ!B14", number_format="0.0"), "B14: the number format is 0.0"),
    "answer": (change("評価!E5", value="⭐"), "評価!E5: it holds '⭐', not '⭐⭐⭐⭐'"),
    "answer missing": (change("評価!E7", value=None), "評価!E7: it holds None, not '-'"),
    "note": (change("評価!H5", value="x"), "評価!H5: it holds 'x'"),
    "version": (change("前提パラメータ!B14", value="2"), "B14: it holds '2', not '1.24'"),
    "no dropdown": (drop_rule, "評価!E5: it is under 0 validations"),
    "two dropdowns": (double_rule, "評価!F9: it is under 2 validations"),
    "stray validation": (stray_rule, "評価!H5: it is under 1 validations"),
    "star dropdown suggests": (change_rule("評価!E5", errorStyle="warning"), "評価!E5: its validation lets other"),
    "star dropdown is silent": (change_rule("評価!E5", showErrorMessage=False), "評価!E5: its validation lets other"),
    "star dropdown and blanks": (change_rule("評価!E5", allow_blank=True), "評価!E5: its validation lets other"),
    "wrong dropdown": (change_rule("評価!E5", formula1="depipe_scope"), "its dropdown shows depipe_scope"),
    "wrong validation": (change_rule("評価!E5", type="whole"), "its validation is of type whole"),
    "no prompt": (change_rule("評価!E5", prompt=None), "評価!E5: it has no prompt"),
    "long prompt": (change_rule("評価!E5", prompt="⭐" * 256), "its prompt is longer than Excel takes"),
    "open parameter refuses": (change_rule("前提パラメータ!B6", errorStyle="stop"), "B6: its validation keeps other"),
    "date refuses": (change_rule("前提パラメータ!C14", errorStyle="stop"), "C14: its validation keeps other"),
    "blank among the stars": (widen_name, "name depipe_stars: its range holds"),
    "name missing": (drop_name, "name depipe_scope: it is not defined"),
    "name too many": (add_name, "name other: nobody asked for it"),
    "list changed": (change("_lists!A3", value="★"), "name depipe_stars: its range holds"),
    "header": (change("評価!E4", value="Temporal "), "評価 |Temporal: it reads 'Temporal '"),
    "item text": (change("評価!D5", value="…"), "評価 EX-01|評価内容: it reads '…'"),
    "item id": (change("評価!B62", value="AI-6"), "評価 AI-06|ID: it reads 'AI-6'"),
    "label": (change("前提パラメータ!A5", value="duration"), "|Duration: it reads"),
    "attribute": (
        change("前提パラメータ!D14", value="はい"),
        "前提パラメータ Temporal|短命ジョブ専用: it reads 'はい'",
    ),
    "scale": (change("星の基準!C6", value="…"), "星の基準 ⭐⭐|定義: it reads '…'"),
    "proposal header": (change("追加項目!D4", value="訳"), "追加項目 |理由: it reads '訳'"),
    "last parsed star": (change("_lists!U62", value=0), "_lists!U62: the formula is 0"),
    "category mean": (change("集計!C12", value=None), "集計!C12: the formula is None"),
    "unverified": (change("評価!E2", value=58), "評価!E2: the formula is 58"),
    "missing notes": (change("評価!H3", value=0), "評価!H3: the formula is 0"),
    "ready": (change("集計!A2", value="返送できます。"), "集計!A2: the formula is"),
    "blank entry": (change("_lists!AV3", value=0), "_lists!AV3: the formula is 0"),
    "protection off": (change_lock("集計", sheet=False), "集計: the sheet is not protected"),
    "password": (change_lock("評価", password="secret"), "評価: there is a password"),  # noqa: S106 - not one
    "no filter": (change_lock("評価", autoFilter=True), "評価: people may not filter, resize or select"),
    "identity on 評価": (change("評価!T1", value="depipe:{}"), "評価: the identity is not there"),
    "identity on _depipe": (change("_depipe!A1", value="depipe:{}"), "_depipe: the identity is not there"),
    "identity in the properties": (change_property, "the document properties do not hold the identity"),
    "digest": (change("_depipe!C9", value="000000000000"), "_depipe: the digests of the locked cells are others"),
    "hidden sheet shown": (show_hidden, "sheets are"),
    "colour of missing notes gone": (drop_colour, "評価!H5:J62: the colour where"),
    "colour of something else": (change_colour, "評価!E5:E62: the colour where"),
    "colour too many": (add_colour, "集計: there are 4 conditional formats, not 3"),
    "colours in another order": (swap_colours, "評価: its conditional formats stand in another order"),
    "first link astray": (lead_astray("はじめに!C11"), "はじめに: its links do not lead where they should"),
    "link to a rubric astray": (lead_astray("評価!B26"), "'評価'!B26: it leads to '評価'!A1"),
    "link back astray": (lead_astray("星の基準!A32"), "'星の基準'!A32: it leads to '評価'!A1"),
}


@pytest.fixture(scope="module")
def good() -> bytes:
    """Return a good workbook after openpyxl saved it."""
    return saved(opened(write_workbook(shipped_master(), ISSUANCE)))


def test_saving_again_alone_breaks_nothing(good: bytes) -> None:
    """What the breaks below find is the break, not what openpyxl does to a file."""
    prove(good, shipped_master(), ISSUANCE)


@pytest.mark.parametrize("name", BREAKS)
def test_each_broken_promise_is_seen(name: str, good: bytes) -> None:
    """A workbook that breaks one promise is refused with a sentence that names the place."""
    break_it, sentence = BREAKS[name]
    book = opened(good)
    break_it(book)

    with pytest.raises(ProofError) as refused:
        prove(saved(book), shipped_master(), ISSUANCE)

    assert sentence in refused.value.message("en")
    assert sentence in refused.value.message("ja")


@pytest.mark.parametrize("verdict", [False, True])
@pytest.mark.parametrize("context", [None, CONTEXT])
def test_what_is_written_holds_its_promises(context: dict[str, str] | None, *, verdict: bool) -> None:
    """The shipped master's workbook passes, with and without a context, an evaluator and a verdict."""
    master = shipped_master()
    issuance = issuance_of(context=context, evaluator=None if verdict else "Evaluator A")

    prove(write_workbook(master, issuance, show_verdict=verdict), master, issuance)


def test_other_masters_workbooks_hold_their_promises() -> None:
    """Another subject and language pass, and one item with one tool, without gates."""
    for master in (second_master(), synthetic_master(items=1, tools=1, categories=1, gates=0)):
        issuance = issuance_of(master)
        prove(write_workbook(master, issuance, show_verdict=True), master, issuance)


def test_what_is_no_workbook_is_refused() -> None:
    """Bytes that openpyxl cannot open break a promise; they do not break the proof."""
    with pytest.raises(ProofError, match="openpyxl cannot open it"):
        prove(b"nothing", shipped_master(), ISSUANCE)


def test_an_issuance_of_other_cells_is_refused() -> None:
    """The workbook of one issuance does not pass as that of another."""
    data = write_workbook(shipped_master(), issuance_of())

    with pytest.raises(ProofError, match="the identity is not there"):
        prove(data, shipped_master(), issuance_of(evaluator="Evaluator B"))


def test_copies_of_a_proved_layout_are_proved_by_being_alike() -> None:
    """A second evaluator's copy passes; the same copy with one more change anywhere is seen."""
    master, prover = shipped_master(), Prover(shipped_master())
    prover.prove(write_workbook(master, issuance_of()), issuance_of())
    other = issuance_of(evaluator="Evaluator B", workbook_id="99999999-2222-4333-8444-555555555555")
    data = write_workbook(master, other)
    book = opened(data)
    book["評価"]["E5"].protection = locked(value=True)

    prover.prove(data, other)

    with pytest.raises(ProofError, match="the answer cell is locked"):
        prover.prove(saved(book), other)
    with pytest.raises(ProofError, match="the identity is not there"):
        prover.prove(data, issuance_of(evaluator="Evaluator C"))


def test_copies_have_one_shape() -> None:
    """Copies for two evaluators differ in nothing but whose they are; another tool or a formula is another shape."""
    master = shipped_master()
    shapes = []
    for issuance in (issuance_of(), issuance_of(evaluator="Evaluator B"), issuance_of(tools=["Temporal"])):
        data = write_workbook(master, issuance)
        shapes.append(_shape(data, issuance.identity.encode(), issuance.identity.evaluator))
    first = issuance_of()
    shown = write_workbook(master, first, show_verdict=True)
    shapes.append(_shape(shown, first.identity.encode(), "Evaluator A"))

    assert shapes[0] == shapes[1]
    assert len(set(shapes)) == 3
    assert None not in shapes
    assert _shape(shown, first.identity.encode() + " ", "Evaluator A") is None
