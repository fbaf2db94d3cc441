"""Random masters whose every text can stand in a Markdown document, and masters that lend what cannot."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from depipe.master.model import Master
from support.random_masters import masters

KEPT: Final = frozenset(
    {"id", "version", "language", "category", "item", "parameter", "attribute", "value", "values", "default"}
    | {"options", "suffix", "unverified", "consensus", "same_since", "proposal", "tool_attributes"}
)
"""What decides, or is named from elsewhere: not a text of the document."""
_NAMES: Final = frozenset({"name", "title", "tools", "label"})

_SIGNS: Final = "あ漢aB1 |<>*`_~〜⭐\\\"'&[](){}#.:;/!?=+-—"
_ONE_LINE: Final = st.text(alphabet=_SIGNS, max_size=10)
_LINES: Final = st.text(alphabet=_SIGNS + "\n", max_size=14).filter(lambda text: "\\\n" not in text)
"""A backslash at the end of a line would read as an escaped `<`; the document cannot tell the two apart."""


def _text(tail: str) -> str:
    """Return a text that neither begins as another block of Markdown does nor ends in what ends a line."""
    return f"文{tail}。"


@st.composite
def markdown_masters(draw: st.DrawFn) -> Master:
    """Draw a master with texts of every kind, all of which its Markdown document can hold."""
    master = draw(masters())
    data = master.model_dump(mode="json")
    items = [item["id"] for item in data["items"]]
    lines = st.lists(st.just("?"), max_size=2)
    data |= {
        "language": draw(st.sampled_from(["ja", "en"])),
        "design_basis": draw(lines),
        "rubrics": [
            {"item": item, "levels": ["?"] * 5} for item in draw(st.lists(st.sampled_from(items), unique=True))
        ],
        "boundaries": draw(st.lists(st.just(_boundary(items[0], items[-1])), max_size=2)),
        "future_categories": draw(st.lists(st.just({"name": "?", "content": "?", "reason": "?"}), max_size=2)),
        "rules": {name: draw(lines) for name in ("rubrics", "boundaries", "new_items", "updates")}
        | {"new_items_introduction": draw(st.none() | st.just("?"))},
    }
    data["scale"]["judging_points"] = draw(lines)
    data["fail_close"]["assumptions"] = draw(lines)
    data["warnings"] = list({one["item"]: one for one in data["warnings"]}.values())
    data["items"][0] |= {
        "same_since": draw(st.sampled_from([None, "0.1.0"])),
        "proposal": draw(st.sampled_from([None, "p-1"])),
    }
    data = _dressed(data, lambda name: draw(_ONE_LINE if name in _NAMES else _LINES))
    for one in data["warnings"]:
        one["text"][0] = f"{one['item']} {one['text'][0]}"
    return _told_apart(data)


def _boundary(one: str, other: str) -> dict[str, Any]:
    return {"between": [{"item": one, "label": "?"}, {"item": other, "label": "?"}], "rule": "?"}


def _told_apart(data: dict[str, Any]) -> Master:
    """Return the data as a master, with a number in each name that has to differ, and in the conditions that use it."""
    for entries in (data["parameters"]["entries"], data["categories"]):
        for n, entry in enumerate(entries):
            entry["name"] = f"{n}{entry['name'].replace('=', '')}"
    data["tools"] = [f"T{n}{tool.replace('=', '')}" for n, tool in enumerate(data["tools"])]
    span = data["parameters"]["entries"][0]["name"]
    for gate in data["fail_close"]["gates"]:
        if gate["condition"] and gate["condition"]["when"]:
            gate["condition"]["when"]["parameter"] = span
    for category in data["categories"]:
        category["focus"] = category["focus"].replace("*", "")
    return Master.model_validate(data)


def lending(master: Master) -> Master:
    """Return a master that lends what the document of *master* does not hold, with every text another one."""
    data = _dressed(master.model_dump(mode="json"), lambda _: "other")
    for own, entry in zip(master.parameters.entries, data["parameters"]["entries"], strict=True):
        entry["name"] = own.name
    return Master.model_validate(data)


def _dressed(data: Mapping[str, Any], text: Callable[[str], str]) -> dict[str, Any]:
    """Return plain data with another text wherever a text stands; *text* is called with the name of the field."""

    def dressed(name: str, value: object) -> object:
        if name in KEPT:
            return value
        if isinstance(value, dict):
            return {inner: dressed(inner, one) for inner, one in value.items()}
        if isinstance(value, list):
            return [dressed(name, one) for one in value]
        return _text(text(name)) if isinstance(value, str) else value

    return {name: dressed(name, value) for name, value in data.items()}
