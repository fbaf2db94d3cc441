"""What a marked copy never carries on: macros, links to other files, embedded objects, connections, controls.

A part goes with every reference to it, so that the copy opens without repair.
"""

import re
from typing import Final

from depipe.workbook.marking.book import Book
from depipe.workbook.marking.parts import Parts
from depipe.workbook.marking.relations import (
    CONTENT_TYPES,
    PACKAGE,
    ContentTypes,
    Relation,
    Relations,
    drop_unreached,
    reachable,
)
from depipe.workbook.marking.severing import forget_other_files, reads_other_file
from depipe.workbook.marking.trees import (
    Element,
    StructureError,
    is_relationship_id,
    local,
    only_children,
    prune,
    truth,
    unset,
)

_MACROS: Final = frozenset(
    {
        "vbaproject",
        "vbaprojectsignature",
        "vbaprojectsignatureagile",
        "vbaprojectsignaturev3",
        "wordvbadata",
        "attachedtoolbars",
        "extensibility",
        "usercustomization",
        "webextension",
        "webextensiontaskpanes",
    }
)
_OTHER_FILES: Final = frozenset({"externallink", "externallinkpath", "xlexternallinkpath", "externallinklong"})
_CONNECTIONS: Final = frozenset({"connections", "querytable", "powerpivotdata", "volatiledependencies"})
_OBJECTS: Final = frozenset({"oleobject", "package", "control", "activexcontrolbinary", "activexcontrol"})
_SIGNATURES: Final = frozenset({"origin", "signature"})
"""Of the package: a changed file no longer matches them."""
_NEVER: Final = _MACROS | _OTHER_FILES | _CONNECTIONS | _OBJECTS | _SIGNATURES
_PIVOTS: Final = frozenset(
    {"pivotcachedefinition", "pivottable", "slicer", "slicercache", "timeline", "timelinecache", "timelines"}
)
"""They may rest on a connection, and go with it."""
_MACRO_SHEETS: Final = frozenset({"xlmacrosheet", "xlintlmacrosheet", "dialogsheet"})

_FOLDERS: Final = re.compile(
    r"(^|/)(vbaproject[^/]*\.bin|externallinks/|embeddings/|activex/|macrosheets/|connections\.xml|querytables/"
    r"|customui/|webextensions/|_xmlsignatures/|xl/model/)",
    re.IGNORECASE,
)
"""Where such parts lie when nothing leads to them."""
_PICTURE_BINARY: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"


def strip(book: Book) -> None:
    """Take out of *book* what is never carried on; raises StructureError for sheets that are macros themselves."""
    parts = book.parts
    reached = reachable(parts)
    sources = [PACKAGE, *(name for name in parts.names if name.casefold() in reached)]
    held = {source: list(Relations(parts, source)) for source in sources}
    kinds = {relation.kind for relations in held.values() for relation in relations}
    if kinds & _MACRO_SHEETS:
        raise StructureError("a macro sheet")
    unwanted = _NEVER | (_PIVOTS if "connections" in kinds else frozenset())
    found = False
    for source, relations in held.items():
        ids = {relation.id for relation in relations if _unwanted(relation, unwanted)}
        if ids:
            found = True
            Relations(parts, source).remove(ids)
            _forget(parts, source, ids)
    if found:
        drop_unreached(parts, reached)
    found |= _drop_strays(parts)
    if found:
        _mend_types(parts)
        _mend_names(book, other_files=bool(kinds & _OTHER_FILES))
    if kinds & _OTHER_FILES:
        forget_other_files(book)


def _unwanted(relation: Relation, unwanted: frozenset[str]) -> bool:
    linked_picture = relation.kind == "image" and relation.target is None
    return relation.kind in unwanted or linked_picture


def _forget(parts: Parts, source: str, ids: set[str]) -> None:
    """Remove from *source* the elements that name a relationship with one of these ids."""
    if not source:
        return
    try:
        root = parts.tree(source)
    except StructureError:
        return  # no XML that a program would read names by
    named = [(element, attribute) for element in root.iter() for attribute in _references(element, ids)]
    if named:
        parts.change(source)
    for element, attribute in named:
        if local(element) == "blip" and len(_relationship_attributes(element)) > 1:
            unset(element, attribute)  # a picture that is also embedded stays
        else:
            prune(element)
    if local(root) == "table" and root.get("tableType") == "queryTable":
        parts.change(source)
        unset(root, "tableType")
        for column in root.iter("{*}tableColumn"):
            unset(column, "queryTableFieldId")


def _relationship_attributes(element: Element) -> list[str]:
    return [str(name) for name in element.attrib if is_relationship_id(str(name))]


def _references(element: Element, ids: set[str]) -> list[str]:
    if not isinstance(element.tag, str):
        return []
    return [name for name in _relationship_attributes(element) if element.get(name) in ids]


def _drop_strays(parts: Parts) -> bool:
    strays = [name for name in parts.names if _FOLDERS.search(name)]
    for name in strays:
        parts.drop(name)
        ContentTypes(parts).remove(name)
    return bool(strays)


def _mend_types(parts: Parts) -> None:
    """Let no ending stand for macros any more; other binary parts are printer settings."""
    root = parts.tree(CONTENT_TYPES)
    for element in only_children(root):
        content_type = element.get("ContentType", "").casefold()
        if "vbaproject" in content_type or "activex" in content_type:
            parts.change(CONTENT_TYPES)
            if local(element) == "Default":
                element.set("ContentType", _PICTURE_BINARY)
            else:
                root.remove(element)


def _mend_names(book: Book, *, other_files: bool) -> None:
    for name in book.names():
        is_macro = any(truth(name.get(flag)) for flag in ("vbProcedure", "xlm", "function"))
        if is_macro or (other_files and reads_other_file(name)):
            book.change()
            prune(name)
