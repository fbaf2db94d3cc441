"""What the lead decides when issuing: context and tool attributes, checked against the master."""

from collections.abc import Mapping, Sequence

from depipe.errors import UsageError
from depipe.folding import fold
from depipe.master.model import Master, Parameter


def chosen_context(master: Master, given: Mapping[str, str]) -> dict[str, str] | None:
    """Return the whole context in the master's spelling, or None when nothing is given.

    A context is all of the parameters or none: ratings of different contexts are never mixed.
    Raises UsageError naming every unknown, missing or wrong value.
    """
    if not given:
        return None
    values = {fold(name): value for name, value in given.items()}
    entries = master.parameters.entries
    unknown = [name for name in given if fold(name) not in {fold(entry.name) for entry in entries}]
    missing = [entry.name for entry in entries if not values.get(fold(entry.name), "").strip()]
    wrong = [entry for entry in entries if entry.name not in missing and not _accepts(entry, values[fold(entry.name)])]
    if unknown or missing or wrong:
        names = " / ".join(master.parameter_names)
        raise UsageError(
            "\n".join(
                [f"「{name}」という前提パラメータはありません（あるのは {names}）。" for name in unknown]
                + [f"前提パラメータ {name} の値がありません。--context {name}=… を加えてください。" for name in missing]
                + [f"{entry.name} は次のどれかです: {' / '.join(entry.options)}" for entry in wrong]
            ),
            "\n".join(
                [f"There is no parameter “{name}” (there are {names})." for name in unknown]
                + [f"The parameter {name} has no value: add --context “{name}=…”." for name in missing]
                + [f"{entry.name} is one of: {' / '.join(entry.options)}" for entry in wrong]
            ),
        )
    return {entry.name: _spelled(entry, values[fold(entry.name)]) for entry in entries}


def chosen_attributes(
    master: Master, tools: Sequence[str], given: Mapping[tuple[str, str], str]
) -> dict[str, dict[str, str]]:
    """Return every attribute of every tool: what was *given* as (tool, attribute) -> value, else the default.

    Raises UsageError naming every unknown tool, attribute or option.
    """
    chosen = {tool: {attribute.name: attribute.default for attribute in master.tool_attributes} for tool in tools}
    tools_by_fold = {fold(tool): tool for tool in tools}
    attributes = {fold(attribute.name): attribute for attribute in master.tool_attributes}
    problems: list[tuple[str, str]] = []
    for (tool_text, name_text), value in given.items():
        tool, attribute = tools_by_fold.get(fold(tool_text)), attributes.get(fold(name_text))
        options = {fold(option): option for option in attribute.options} if attribute else {}
        if tool is None:
            problems.append(
                (f"「{tool_text}」は評価対象のツールではありません。", f"“{tool_text}” is no tool to rate.")
            )
        elif attribute is None:
            problems.append((f"「{name_text}」というツール属性はありません。", f"There is no attribute “{name_text}”."))
        elif fold(value) not in options:
            listed = " / ".join(attribute.options)
            problems.append((f"{attribute.name} は次のどれかです: {listed}", f"{attribute.name} is one of: {listed}"))
        else:
            chosen[tool][attribute.name] = options[fold(value)]
    if problems:
        raise UsageError("\n".join(ja for ja, _ in problems), "\n".join(en for _, en in problems))
    return chosen


def _accepts(entry: Parameter, value: str) -> bool:
    return not entry.closed or fold(value) in {fold(option) for option in entry.options}


def _spelled(entry: Parameter, value: str) -> str:
    return {fold(option): option for option in entry.options}.get(fold(value), " ".join(value.split()))


def key_values(pairs: Sequence[str]) -> dict[str, str]:
    """Return `KEY=VALUE` texts as a mapping; raises UsageError for one without `=`."""
    split = [pair.partition("=") for pair in pairs]
    wrong = [pair for pair, (_, equals, _) in zip(pairs, split, strict=True) if not equals]
    if wrong:
        raise UsageError(
            f"KEY=VALUE の形ではありません: {', '.join(wrong)}", f"Not of the form KEY=VALUE: {', '.join(wrong)}"
        )
    return {key.strip(): value.strip() for key, _, value in split}


def attribute_pairs(texts: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return `TOOL:NAME=VALUE` texts as (tool, attribute) -> value; raises UsageError for one of another form."""
    pairs = {}
    for key, value in key_values(texts).items():
        tool, colon, name = key.rpartition(":")
        if not colon:
            raise UsageError(
                f"TOOL:NAME=VALUE の形ではありません: {key}={value}", f"Not of the form TOOL:NAME=VALUE: {key}={value}"
            )
        pairs[tool.strip(), name.strip()] = value
    return pairs
