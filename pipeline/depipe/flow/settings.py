"""What the lead decides when issuing: context and tool attributes, checked against the master."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeVar

from depipe.errors import UsageError
from depipe.flow.roster import Recipient, unrepeated
from depipe.folding import fold
from depipe.language import Text
from depipe.master.lint import check_tools
from depipe.master.model import Master, Parameter

_NOTHING: Final[Mapping[tuple[str, str], str]] = MappingProxyType({})


def chosen_context(master: Master, given: Mapping[str, str]) -> dict[str, str] | None:
    """Return the whole context in the master's spelling, or None when nothing is given.

    A context is all of the parameters or none: ratings of different contexts are never mixed.
    Raises UsageError naming every unknown, missing or wrong value.
    """
    if not given:
        return None
    values = {fold(name): value for name, value in given.items()}
    entries = master.parameters.entries
    problems = [
        *(_unknown(master, name) for name in given if fold(name) not in {fold(entry.name) for entry in entries}),
        *(problem for entry in entries for problem in _wrong(entry, values.get(fold(entry.name), ""))),
    ]
    if problems:
        raise UsageError("\n".join(ja for ja, _ in problems), "\n".join(en for _, en in problems))
    return {entry.name: _spelled(entry, values[fold(entry.name)]) for entry in entries}


def usable_tools(master: Master, recipients: Sequence[Recipient]) -> tuple[str, ...]:
    """Return every tool of the *recipients* once; raises UsageError when one's name cannot be used."""
    every_tool = unrepeated(tool for recipient in recipients for tool in recipient.tools)
    problems = check_tools(master, every_tool)
    if problems:
        said = [
            (every_tool[int(problem.path[1])], problem.message) for problem in problems
        ]  # `tools[1]` is typed nowhere
        raise UsageError(
            "\n".join(["ツールの名前に問題があります。", *(f"  {tool}: {message.ja}" for tool, message in said)]),
            "\n".join(["The tools' names cannot be used:", *(f"  {tool}: {message.en}" for tool, message in said)]),
        )
    return every_tool


def chosen_attributes(
    master: Master,
    tools: Sequence[str],
    given: Mapping[tuple[str, str], str],
    *,
    known: Mapping[tuple[str, str], str] = _NOTHING,
) -> dict[str, dict[str, str]]:
    """Return every attribute of every tool: what was *given* as (tool, attribute) -> value, else *known*, else default.

    Raises UsageError naming every unknown tool, attribute or option that was given.
    """
    chosen = {
        tool: {one.name: known.get((tool, one.name), one.default) for one in master.tool_attributes} for tool in tools
    }
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
            options_listed = " / ".join(attribute.options)
            problems.append(
                (
                    f"{attribute.name} は次のどれかです: {options_listed}",
                    f"{attribute.name} is one of: {options_listed}",
                )
            )
        else:
            chosen[tool][attribute.name] = options[fold(value)]
    if problems:
        raise UsageError("\n".join(ja for ja, _ in problems), "\n".join(en for _, en in problems))
    return chosen


def _unknown(master: Master, name: str) -> Text:
    names = " / ".join(master.parameter_names)
    return Text(
        f"「{name}」という前提パラメータはありません（あるのは {names}）。",
        f"There is no parameter “{name}” (there are {names}).",
    )


def _wrong(entry: Parameter, value: str) -> list[Text]:
    """Return what is wrong with a parameter's *value*, naming the options; nothing when it can be used."""
    options = " / ".join(entry.options) + entry.suffix
    if not value.strip():
        example = entry.options[0] if entry.options else "…"
        return [
            Text(
                f"{entry.name} の値がありません。"
                f'--context "{entry.name}={example}" のように加えてください（{options}）。',
                f'{entry.name} has no value: add --context "{entry.name}={example}" or another one ({options}).',
            )
        ]
    if entry.closed and fold(value) not in {fold(option) for option in entry.options}:
        return [
            Text(
                f"{entry.name} は「{value}」にできません。次のどれかです: {options}",
                f"{entry.name} cannot be “{value}”; it is one of: {options}",
            )
        ]
    return []


def _spelled(entry: Parameter, value: str) -> str:
    return {fold(option): option for option in entry.options}.get(fold(value), " ".join(value.split()))


def key_values(pairs: Sequence[str]) -> dict[str, str]:
    """Return `KEY=VALUE` texts as a mapping; raises UsageError for one without `=`, or two values for a key."""
    split = [pair.partition("=") for pair in pairs]
    wrong = [pair for pair, (_, equals, _) in zip(pairs, split, strict=True) if not equals]
    if wrong:
        raise UsageError(
            f"--context は KEY=VALUE の形で指定してください。= がありません: {', '.join(wrong)}",
            f"--context takes KEY=VALUE; there is no = in {', '.join(wrong)}",
        )
    return _single((key.strip(), value.strip()) for key, _, value in split)


def attribute_pairs(texts: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return `TOOL:NAME=VALUE` texts as (tool, attribute) -> value.

    Raises UsageError for one of another form, or two values for a tool's attribute.
    """
    pairs = []
    for text in texts:
        key, equals, value = text.partition("=")
        tool, colon, name = key.rpartition(":")
        if not (equals and colon):
            raise UsageError(f"TOOL:NAME=VALUE の形ではありません: {text}", f"Not of the form TOOL:NAME=VALUE: {text}")
        pairs.append(((tool.strip(), name.strip()), value.strip()))
    return _single(pairs)


_Key = TypeVar("_Key", str, tuple[str, str])


def _single(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, str]:
    """Return *pairs* as a mapping; raises UsageError where keys that are equal after folding have different values."""
    chosen: dict[_Key, str] = {}
    values: dict[str, str] = {}
    for key, value in pairs:
        name = key if isinstance(key, str) else ":".join(key)
        if fold(values.setdefault(fold(name), value)) != fold(value):
            first = values[fold(name)]
            raise UsageError(
                f"{name} の値が二つあります（{first} と {value}）。一つにしてください。",
                f"{name} has two values ({first} and {value}). Give it one.",
            )
        chosen[key] = value
    return chosen


def unlisted_tools(master: Master, tools: Iterable[str]) -> tuple[str, ...]:
    """Return those of *tools* that the master does not name: other tools to rate, or misspelt ones."""
    known = {fold(tool) for tool in master.tools}
    return tuple(tool for tool in unrepeated(tools) if fold(tool) not in known)
