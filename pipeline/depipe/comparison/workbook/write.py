"""The comparison workbook: what people read, sort, filter and print."""

from typing import Final

from depipe import palette
from depipe.comparison import labels
from depipe.comparison.model import Comparison
from depipe.comparison.ratings import SECTION_NAMES
from depipe.comparison.workbook.categories import write_categories
from depipe.comparison.workbook.changes import write_changes
from depipe.comparison.workbook.contrast import write_contrast
from depipe.comparison.workbook.evaluators import write_evaluators
from depipe.comparison.workbook.evidence import write_evidence
from depipe.comparison.workbook.gates import write_gates
from depipe.comparison.workbook.items import item_targets, write_items
from depipe.comparison.workbook.overview import write_overview
from depipe.comparison.workbook.places import Places
from depipe.comparison.workbook.premises import write_premises
from depipe.comparison.workbook.sections import plan_section, write_section
from depipe.comparison.workbook.sensitivity import write_sensitivity
from depipe.sheets import Book, Sheet

SHEETS: Final = (
    labels.SHEET_OVERVIEW,
    labels.SHEET_CATEGORIES,
    labels.SHEET_ITEMS,
    *SECTION_NAMES.values(),
    labels.SHEET_GATES,
    labels.SHEET_EVALUATORS,
    labels.SHEET_CONTEXTS,
    labels.SHEET_SENSITIVITY,
    labels.SHEET_EVIDENCE,
    labels.SHEET_CHANGES,
    labels.SHEET_PREMISES,
)
"""Every sheet in its order, the appendix last; those that would be empty are left out."""


def write_comparison(comparison: Comparison) -> bytes:
    """Return the workbook: the same comparison gives the same bytes. Evaluators' text stays text.

    Raises WritingError when XlsxWriter refuses something.
    """
    present = _present(comparison)
    with Book(comparison.as_of.replace(tzinfo=None)) as book:
        # Sheets are added in the order in which people see them; where what stands is known before any is written.
        sheets = {name: _sheet(book, name) for name in present}
        plans = [plan_section(comparison, rows) for rows in comparison.sections if rows.rows]
        places = Places(
            items=item_targets(comparison),
            gates={},
            sections={plan.rows.section: plan.places for plan in plans},
        )
        for plan in plans:
            write_section(book, comparison, sheets[plan.name], plan, places)
        profile = write_categories(book, comparison, sheets[labels.SHEET_CATEGORIES])
        write_items(book, comparison, sheets[labels.SHEET_ITEMS], places)
        if comparison.gates:
            places = places._replace(gates=write_gates(book, comparison, sheets[labels.SHEET_GATES], places))
        if comparison.discussion:
            write_evaluators(book, comparison, sheets[labels.SHEET_EVALUATORS], places)
        if comparison.contrast:
            write_contrast(book, comparison, sheets[labels.SHEET_CONTEXTS], comparison.contrast, places)
        if comparison.is_asked:
            write_sensitivity(book, comparison, sheets[labels.SHEET_SENSITIVITY], places)
        if comparison.evidence.notes:
            write_evidence(book, comparison, sheets[labels.SHEET_EVIDENCE], comparison.evidence, places)
        if comparison.changes or comparison.rulings:
            write_changes(book, comparison, sheets[labels.SHEET_CHANGES], places)
        write_premises(book, comparison, sheets[labels.SHEET_PREMISES])
        write_overview(book, comparison, sheets[labels.SHEET_OVERVIEW], profile, places, present[1:])
        return book.close()


def _sheet(book: Book, name: str) -> Sheet:
    sheet = book.sheet(name)
    if name in labels.APPENDIX:
        sheet.raw.set_tab_color(palette.APPENDIX_TAB)
    return sheet


def _present(comparison: Comparison) -> list[str]:
    empty = {SECTION_NAMES[rows.section] for rows in comparison.sections if not rows.rows}
    if not comparison.gates:
        empty.add(labels.SHEET_GATES)
    if not comparison.discussion:
        empty.add(labels.SHEET_EVALUATORS)
    if not comparison.contrast:
        empty.add(labels.SHEET_CONTEXTS)
    if not comparison.is_asked:
        empty.add(labels.SHEET_SENSITIVITY)
    if not comparison.evidence.notes:
        empty.add(labels.SHEET_EVIDENCE)
    if not (comparison.changes or comparison.rulings):
        empty.add(labels.SHEET_CHANGES)
    return [name for name in SHEETS if name not in empty]
