"""Parameters and attributes that decide something: their options, and the conditions that use them."""

from collections.abc import Iterator

from depipe.folding import fold
from depipe.master.document import Document, Place
from depipe.master.names import repeated
from depipe.master.problem import Problem


def condition_problems(document: Document) -> Iterator[Problem]:
    """Return what is wrong with options, defaults, and the conditions of gates and of the scope."""
    yield from _options(document)
    yield from _defaults(document)
    for pattern in ("fail_close.scope", "fail_close.gates[].condition.when"):
        for condition in document.each(pattern):
            yield from _parameter_condition(document, condition)
    for condition in document.each("fail_close.gates[].condition.unless"):
        yield from _attribute_condition(document, condition)


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
        options = [text for _, text in document.texts("options[]", owner)]
        for path, default in document.texts("default", owner):
            if default not in options:
                yield _no_option(document, (path, default), options)


def _parameter_condition(document: Document, condition: Place) -> Iterator[Problem]:
    """Check that the parameter is one of the master's, closed, and has these options."""
    for path, name in document.texts("parameter", condition):
        owner = _named(document, "parameters.entries[]", name)
        if owner is None:
            yield document.problem(path, f"前提パラメータ「{name}」がありません。", f"There is no parameter “{name}”.")
            continue
        if [place.value for place in document.each("closed", owner)] != [True]:
            yield document.problem(
                path,
                f"条件に使う前提パラメータ「{name}」は closed: true にしてください。",
                f"The parameter “{name}” decides a condition, so it must be closed.",
            )
        options = [text for _, text in document.texts("options[]", owner)]
        for value in document.texts("values[]", condition):
            if value.text not in options:
                yield _no_option(document, value, options)


def _attribute_condition(document: Document, condition: Place) -> Iterator[Problem]:
    """Check that the attribute is one of the master's and has this option."""
    for path, name in document.texts("attribute", condition):
        owner = _named(document, "tool_attributes[]", name)
        if owner is None:
            yield document.problem(
                path, f"ツールの属性「{name}」がありません。", f"There is no tool attribute “{name}”."
            )
            continue
        options = [text for _, text in document.texts("options[]", owner)]
        for value in document.texts("value", condition):
            if value.text not in options:
                yield _no_option(document, value, options)


def _named(document: Document, pattern: str, name: str) -> Place | None:
    owners = document.each(pattern)
    return next((owner for owner in owners for _, text in document.texts("name", owner) if text == name), None)


def _no_option(document: Document, value: tuple[tuple[str | int, ...], str], options: list[str]) -> Problem:
    path, text = value
    listed = " / ".join(options)
    return document.problem(
        path, f"「{text}」は選択肢にありません（{listed}）。", f"“{text}” is none of the options ({listed})."
    )
