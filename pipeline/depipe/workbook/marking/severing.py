"""Formulas that read another file, once the links to other files are gone."""

import re
from typing import Final

from depipe.workbook.marking.book import Book
from depipe.workbook.marking.relations import drop_unreached, reachable
from depipe.workbook.marking.trees import Element, children, local, prune, remove

_OTHER_FILE: Final = re.compile(r"\[[0-9]+\]")
"""How a formula names another file."""


def forget_other_files(book: Book) -> None:
    """Let cells keep what they showed where their formula reads another file, and drop rules that read one."""
    calculated = False
    for name in book.parts.names:
        if not name.endswith(".xml") or not re.search(rb"\[[0-9]+\]", book.parts.content(name)):
            continue
        root = book.parts.tree(name)
        kind = local(root)
        if kind == "worksheet":
            calculated |= _mend_sheet(root)
        elif kind == "chartSpace":
            _mend_chart(root)
        else:
            continue
        book.parts.change(name)
    chain = {relation.id for relation in book.relations if relation.kind == "calcchain"}
    if calculated and chain:
        reached = reachable(book.parts)
        book.relations.remove(chain)
        drop_unreached(book.parts, reached)


def reads_other_file(formula: Element) -> bool:
    """Tell whether a formula, or a name's meaning, is about another file."""
    return _OTHER_FILE.search(formula.text or "") is not None


def _mend_sheet(root: Element) -> bool:
    formulas = [cell_formula for cell in root.iter("{*}c") for cell_formula in children(cell, "f")]
    reading = {formula for formula in formulas if reads_other_file(formula)}
    shared = {formula.get("si") for formula in reading if formula.get("t") == "shared"}
    for formula in formulas:
        if formula in reading or (formula.get("t") == "shared" and formula.get("si") in shared):
            remove(formula)
    rules = [
        rule
        for rule in root.iter("{*}dataValidation", "{*}cfRule")
        if any(reads_other_file(part) for part in rule.iter() if isinstance(part.tag, str))
    ]
    for rule in rules:
        prune(rule)
    return bool(reading)


def _mend_chart(root: Element) -> None:
    for formula in root.iter("{*}f"):
        if reads_other_file(formula):
            formula.text = "#REF!"
