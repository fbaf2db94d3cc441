"""Changing a master's YAML as a careful person would: what is said otherwise is written over, the rest stays.

Comments (but those inside of what goes), order, quotes, blank lines and line ends are kept. Every change is a piece of
text put in place of another one, where the YAML parser says; the outcome is read again and has to be what was wanted.
"""

import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, TypeGuard

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from depipe.errors import DataError
from depipe.master.lint import examined
from depipe.master.model import Master
from depipe.master.parts import keys
from depipe.master.pieces import Pieces
from depipe.master.problem import listed
from depipe.master.reading import read
from depipe.master.writing import STEP, Style, block, element, scalar

_QUOTED: Final[Mapping[str | None, Style]] = {"'": "'", '"': '"'}
_OVER_LINES: Final = frozenset({"|", ">"})


def amended(text: str, old: Master, new: Master) -> str:
    """Return *text*, the YAML of *old*, changed to be that of *new* and nothing else.

    Raises DataError where *new* contradicts itself, or where the file is written in a way that cannot be followed.
    """
    changed = _followed(text, old.model_dump(mode="json"), new.model_dump(mode="json"))
    master, problems = examined(read(changed))
    errors = [problem for problem in problems if problem.severity == "error"]
    if master == new and errors:
        raise DataError(
            f"変更後のマスタに問題が{len(errors)}件あるため、変更しませんでした。\n{listed(errors, 'ja')}",
            f"Nothing was changed: the master would have {len(errors)} problem(s).\n{listed(errors, 'en')}",
        )
    if master != new:
        raise DataError(
            "この YAML の書き方（アンカーなど）では、ほかの所を変えずに書き換えられません。手で書き換えてください。",
            "This YAML is written in a way (anchors, say) that cannot be changed in one place alone: edit it by hand.",
        )
    return changed


def _followed(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    pieces = Pieces(text)
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        return text
    if isinstance(node, MappingNode):
        _Amending(pieces).mapping(node, old, new)
    return pieces.outcome()


class _Amending:
    """Walks over the nodes of a document together with what they say and what they are to say."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    def mapping(self, node: MappingNode, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Write every difference of two mappings; what a mapping leaves at its default it goes on leaving out."""
        names = [key.value for key, _ in node.value]
        for name in (name for name in new if old.get(name) != new[name]):
            if name not in names:
                self._add_entry(node, name, new[name])
            elif new[name] in (None, [], {}):
                self._remove_entry(node, names.index(name))
            else:
                self._entry(node, names.index(name), old[name], new[name])

    def _entry(self, parent: MappingNode, n: int, old: object, new: object) -> None:
        key, node = parent.value[n]
        if isinstance(node, MappingNode) and isinstance(old, Mapping) and isinstance(new, Mapping):
            self.mapping(node, old, new)
        elif isinstance(node, SequenceNode) and isinstance(old, list) and isinstance(new, list) and old:
            self._sequence(node, key.value, old, new)
        elif _is_on_one_line(node, new):
            self._scalar(node, new, flow=parent.flow_style)
        else:
            self._pieces.put(key.start_mark.index, self._pieces.end(node), self._spelled(parent, key.value, new))

    def _scalar(self, node: ScalarNode, new: object, *, flow: bool) -> None:
        style: Style = '"' if flow else _QUOTED.get(node.style, "plain")
        self._pieces.put(node.start_mark.index, node.end_mark.index, scalar(new, style))

    def _spelled(self, parent: MappingNode, name: str, value: object) -> str:
        """Return `name: value` as it stands in *parent*, its first line not indented."""
        column = parent.value[0][0].start_mark.column
        if parent.flow_style:
            return f"{json.dumps(name)}: {_json(value, column)}"
        return "\n".join(_indented(block({name: _told(value)}), column)).lstrip(" ")

    def _add_entry(self, node: MappingNode, name: str, value: object) -> None:
        """Write an entry after the last one."""
        pieces, text = self._pieces, self._spelled(node, name, value)
        end = pieces.end(node.value[-1][1])
        if node.flow_style:
            pieces.put(end, end, pieces.comma(node) + text)
        else:
            column = node.value[0][0].start_mark.column
            blank = "\n" if column == 0 and isinstance(value, Mapping | list) else ""
            pieces.put(pieces.line_end(end), pieces.line_end(end), f"{blank}\n{' ' * column}{text}")

    def _remove_entry(self, node: MappingNode, n: int) -> None:
        key, value = node.value[n]
        if node.flow_style:
            self._pieces.cut([(one.start_mark.index, self._pieces.end(other)) for one, other in node.value], n, n + 1)
        else:
            start = self._pieces.line_start(key.start_mark.index)
            self._pieces.put(start, self._pieces.next_line(self._pieces.end(value)), "")

    def _sequence(self, node: SequenceNode, name: str, old: Sequence[Any], new: Sequence[Any]) -> None:
        """Write what changed between two lists: elements that are known by a key are followed by it."""
        known = isinstance(old[0], Mapping)
        before, after = (keys(name, one) if known else [str(text) for text in one] for one in (old, new))
        for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            same = min(end - start, last - first) if tag == "equal" or not known else 0
            for n in range(same):
                self._element(node, start + n, old[start + n], new[first + n])
            self._elements(node, start + same, end, new[first + same : last])

    def _element(self, parent: SequenceNode, n: int, old: object, new: object) -> None:
        node = parent.value[n]
        if old == new:
            return
        if isinstance(node, MappingNode) and isinstance(old, Mapping) and isinstance(new, Mapping):
            self.mapping(node, old, new)
        elif _is_on_one_line(node, new):
            self._scalar(node, new, flow=parent.flow_style)
        else:
            self._elements(parent, n, n + 1, [new])

    def _elements(self, node: SequenceNode, start: int, end: int, entries: Sequence[object]) -> None:
        """Write *entries* in place of the elements from *start* to *end*."""
        if node.flow_style:
            self._flowing(node, start, end, entries)
            return
        pieces = self._pieces
        gap = "\n\n" if pieces.spaced(node) else "\n"
        text = gap.join("\n".join(_indented(element(_told(entry)), node.start_mark.column)) for entry in entries)
        if start < end and entries:
            pieces.put(pieces.dash(node, start), pieces.line_end(pieces.end(node.value[end - 1])), text)
        elif start < end:
            pieces.put(*pieces.lines_of(node, start, end), "")
        elif entries and start:
            place = pieces.line_end(pieces.end(node.value[start - 1]))
            pieces.put(place, place, gap + text)
        elif entries:
            pieces.put(pieces.dash(node, 0), pieces.dash(node, 0), text + gap)

    def _flowing(self, node: SequenceNode, start: int, end: int, entries: Sequence[object]) -> None:
        pieces = self._pieces
        spans = [(one.start_mark.index, pieces.end(one)) for one in node.value]
        comma = pieces.comma(node)
        text = comma.join(_json(entry, node.value[0].start_mark.column) for entry in entries)
        if start < end and entries:
            pieces.put(spans[start][0], spans[end - 1][1], text)
        elif start < end:
            pieces.cut(spans, start, end)
        elif entries and start:
            pieces.put(spans[start - 1][1], spans[start - 1][1], comma + text)
        elif entries:
            pieces.put(spans[0][0], spans[0][0], text + comma)


def _is_on_one_line(node: Node, new: object) -> TypeGuard[ScalarNode]:
    return isinstance(node, ScalarNode) and node.style not in _OVER_LINES and not isinstance(new, Mapping | list)


def _indented(lines: Sequence[str], column: int) -> list[str]:
    return [" " * column + line if line else "" for line in lines]


def _told(value: Any) -> Any:  # noqa: ANN401 - plain data of any kind
    """Return plain data without what says nothing."""
    if isinstance(value, Mapping):
        return {name: _told(inner) for name, inner in value.items() if inner}
    return [_told(inner) for inner in value] if isinstance(value, list) else value


def _json(value: object, column: int) -> str:
    return json.dumps(_told(value), ensure_ascii=False, indent=STEP).replace("\n", "\n" + " " * column)
