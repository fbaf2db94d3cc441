"""XML as lxml trees: parsed without reaching outside, changed in place, written with prefixes and order kept."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from xml.parsers import expat

from lxml import etree
from lxml.etree import _Element as Element

__all__ = [
    "MAIN",
    "RELATIONSHIP_IDS",
    "Element",
    "Shape",
    "StructureError",
    "add",
    "check",
    "child",
    "children",
    "fragment",
    "is_relationship_id",
    "local",
    "namespace",
    "only_children",
    "parse",
    "place",
    "prune",
    "relationship_id",
    "remove",
    "serialise",
    "shape",
    "truth",
    "unset",
]

MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""Namespaces of workbooks: transitional and strict."""
RELATIONSHIP_IDS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""Namespaces of `r:id`: transitional and strict."""

_ENCODINGS: Final = frozenset({"UTF-8", "UTF8", "US-ASCII", "ASCII"})


class StructureError(ValueError):
    """A part is not what it should be."""


def parse(content: bytes) -> Element:
    """Return the root of a document; raises StructureError for what is no XML or has a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise StructureError(str(error)) from error
    about: etree.DocInfo = root.getroottree().docinfo
    if about.internalDTD is not None or (about.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise StructureError("a document type, or another encoding than UTF-8")
    return root


def check(content: bytes) -> None:
    """Raise StructureError for what is no XML or has a document type; faster than a tree."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise StructureError("a document type")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - takes it by position only
    except (expat.ExpatError, LookupError) as error:
        raise StructureError(str(error)) from error


def serialise(root: Element) -> bytes:
    """Return the document of *root* as spreadsheets write theirs: UTF-8, standalone."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """Return the namespace of an element's name."""
    return etree.QName(element).namespace or ""


def only_children(parent: Element) -> list[Element]:
    """Return the child elements, without comments."""
    return [element for element in parent if isinstance(element.tag, str)]


def children(parent: Element, name: str) -> list[Element]:
    """Return the children of that name in the parent's own namespace."""
    return parent.findall(f"{{{namespace(parent)}}}{name}")


def child(parent: Element, name: str) -> Element | None:
    """Return the first child of that name in the parent's own namespace."""
    return parent.find(f"{{{namespace(parent)}}}{name}")


def add(parent: Element, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> Element:
    """Append an element in the parent's namespace."""
    made = etree.SubElement(parent, f"{{{namespace(parent)}}}{name}", dict(attributes or {}))
    made.text = text
    return made


def fragment(parent: Element, xml: str) -> Element:
    """Return the element that *xml* describes, in the parent's namespace, not yet placed."""
    return etree.fromstring(f'<f xmlns="{namespace(parent)}">{xml}</f>')[0]


def place(parent: Element, name: str, order: Sequence[str]) -> Element:
    """Insert a new element *name* before its equals and after all that *order* puts before it."""
    earlier = set(order[: order.index(name)])
    position = max((i for i, element in enumerate(parent, 1) if local(element) in earlier), default=0)
    made = add(parent, name)
    parent.insert(position, made)
    return made


def truth(value: str | None) -> bool:
    """Tell whether an XML boolean is true."""
    return value in {"1", "true", "on"}


def relationship_id(element: Element, name: str = "id") -> str | None:
    """Return an element's `r:id`."""
    return next(filter(None, (element.get(f"{{{namespace}}}{name}") for namespace in RELATIONSHIP_IDS)), None)


class Shape(NamedTuple):
    """What makes two elements equal: name, attributes, children; texts and comments aside."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    inside: tuple["Shape", ...]


def is_relationship_id(name: str) -> bool:
    """Tell whether the attribute *name* holds the id of a relationship."""
    return name.partition("}")[0].removeprefix("{") in RELATIONSHIP_IDS


def shape(element: Element) -> Shape:
    """Return the shape of an element."""
    attributes = sorted((str(name), str(value)) for name, value in element.attrib.items())
    return Shape(str(element.tag), tuple(attributes), tuple(map(shape, only_children(element))))


def unset(element: Element, *names: str) -> None:
    """Remove attributes, where they are there."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def remove(element: Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def prune(element: Element) -> None:
    """Remove *element*, and every element around it that holds nothing then."""
    while (parent := element.getparent()) is not None:
        parent.remove(element)
        if only_children(parent):
            _recount(parent)
            return
        element = parent


def _recount(parent: Element) -> None:
    if parent.get("count") is not None:
        parent.set("count", str(len(only_children(parent))))
