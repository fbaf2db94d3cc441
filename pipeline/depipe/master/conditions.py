"""Parameters and attributes that decide something: their options, and the conditions that use them."""

from collections.abc import Iterable, Iterator, Mapping

from depipe.folding import fold
from depipe.master.document import Document, Place, TextPlace
from depipe.master.names import repeated
from depipe.master.problem import Problem


def condition_problems(document: Document) -> Iterator[Problem]:
    """Return what is wrong with options, defaults, and the conditions of gates and of the scope."""
    yield from _options(document)
    yield from _defaults(document)
    parameters = _by_name(document, "parameters.entries[]")
    for pattern in ("fail_close.scope", "fail_close.gates[].condition.when"):
        for condition in document.each(pattern):
            yield from _parameter_condition(document, condition, parameters)
    attributes = _by_name(document, "tool_attributes[]")
    for condition in document.each("fail_close.gates[].condition.unless"):
        yield from _attribute_condition(document, condition, attributes)


def _options(document: Document) -> Iterator[Problem]:
    """Check that options are told apart after folding, and that a closed parameter has some."""
    for owner in (*document.each("parameters.entries[]"), *document.each("tool_attributes[]")):
        yield from repeated(document, document.texts("options[]", owner), fold)
    for owner in document.each("parameters.entries[]"):
        for path, closed in document.each("closed", owner):
            if closed is True and not document.each("options[]", owner):
                yield document.problem(
                    path,
                    "選択肢だけを受け付けるパラメータには、options が必要です。",
                    "A parameter that takes only its options needs some.",
                )


def _defaults(document: Document) -> Iterator[Problem]:
    for owner in document.each("tool_attributes[]"):
        yield from _known_options(document, document.texts("default", owner), owner)


def _parameter_condition(document: Document, condition: Place, parameters: Mapping[str, Place]) -> Iterator[Problem]:
    """Check that the parameter is one of the master's, closed, and has these options."""
    for path, name in document.texts("parameter", condition):
        owner = parameters.get(name)
        if owner is None:
            yield document.problem(path, f"前提パラメータ「{name}」がありません。", f"There is no parameter “{name}”.")
            continue
        if [place.value for place in document.each("closed", owner)] != [True]:
            yield document.problem(
                path,
                f"条件に使う前提パラメータ「{name}」は closed: true にしてください。",
                f"The parameter “{name}” decides a condition, so it must be closed.",
            )
        yield from _known_options(document, document.texts("values[]", condition), owner)


def _attribute_condition(document: Document, condition: Place, attributes: Mapping[str, Place]) -> Iterator[Problem]:
    """Check that the attribute is one of the master's and has this option."""
    for path, name in document.texts("attribute", condition):
        owner = attributes.get(name)
        if owner is None:
            yield document.problem(
                path, f"ツールの属性「{name}」がありません。", f"There is no tool attribute “{name}”."
            )
            continue
        yield from _known_options(document, document.texts("value", condition), owner)


def _by_name(document: Document, pattern: str) -> Mapping[str, Place]:
    return {name: owner for owner in document.each(pattern) for _, name in document.texts("name", owner)}


def _known_options(document: Document, values: Iterable[TextPlace], owner: Place) -> Iterator[Problem]:
    """Check that *values* are among the owner's options, in the very spelling: it is one document."""
    options = {text: None for _, text in document.texts("options[]", owner)}
    for path, text in values:
        if text not in options:
            listed = " / ".join(options)
            yield document.problem(
                path, f"「{text}」は選択肢にありません（{listed}）。", f"“{text}” is none of the options ({listed})."
            )
