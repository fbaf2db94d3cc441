"""What stands next to the verdicts: the master's warnings, and what makes tools hard to compare."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from depipe.comparison.model import Caution, Return
from depipe.comparison.ratings import ItemCell, ItemRow
from depipe.comparison.wording import GATE_WORDS, bold_dropped, listed
from depipe.folding import fold
from depipe.language import Language, Text
from depipe.master.model import ItemWarning, Master
from depipe.stars import written

_UNVERIFIED: Final = GATE_WORDS["unverified"]


def concerning(master: Master, items: Sequence[ItemRow], position: int, language: Language) -> dict[str, str]:
    """Return the master's warnings that the tool at *position* has, as short as `DX-03 ⭐⭐`, by the item's id."""
    cells = {item.item_id: item.cells[position] for item in items}
    return {
        warning.item: f"{warning.item} {_standing(cells[warning.item], language)}"
        for warning in master.warnings
        if _concerns(warning, cells[warning.item])
    }


def cautions(
    master: Master,
    context: Mapping[str, str],
    tools: Sequence[str],
    items: Sequence[ItemRow],
    *,
    evaluators: Mapping[str, int],
    returns: Sequence[Return],
    reopened: Sequence[tuple[str, str]],
    agenda: Sequence[tuple[str, str]],
    language: Language,
) -> tuple[Caution, ...]:
    """Return the warnings of a whole comparison as sentences, the gravest first.

    *reopened*: item id and tool of the decisions that count no more, since a rating under them has changed. *agenda*:
    item id and tool of what is to be settled, in its order; every pair that is far apart is on it.
    """
    return (
        *(Caution(text.within(language)) for text in _out_of_scope(master, context)),
        *_of_items(master, tools, items, language),
        *(Caution(text.within(language)) for text in _uneven(tools, evaluators, language)),
        *_reopened(reopened, language),
        *_disagreements(tools, items, agenda, language),
        *(Caution(text.within(language)) for text in _older_masters(master, returns)),
        *_to_reconfirm(tools, items, language),
    )


def _concerns(warning: ItemWarning, cell: ItemCell) -> bool:
    return cell.stars is None or cell.stars <= warning.threshold


def _standing(cell: ItemCell, language: Language) -> str:
    return _UNVERIFIED.within(language) if cell.stars is None else written(cell.stars)


def _of_items(master: Master, tools: Sequence[str], items: Sequence[ItemRow], language: Language) -> Iterator[Caution]:
    """Yield the master's own words once per item, after the tools that they concern."""
    rows = {item.item_id: item for item in items}
    for warning in master.warnings:
        row = rows[warning.item]
        concerned = [
            Text(f"{tool}（{_standing(cell, language)}）", f"{tool} ({_standing(cell, language)})").within(language)
            for tool, cell in zip(tools, row.cells, strict=True)
            if _concerns(warning, cell)
        ]
        if concerned:
            text = "".join(map(bold_dropped, warning.text))
            names = listed(concerned, language)
            # The master's words name the item themselves, as a rule.
            if row.item_id not in text:
                names = f"{row.item_id} {row.name}: {names}"
            yield Caution(Text(f"{names}: {text}", f"{names}: {text}").within(language), row.item_id)


def _out_of_scope(master: Master, context: Mapping[str, str]) -> Iterator[Text]:
    """Yield that the master does not cover this context, where its value is one of the other options."""
    scope = master.fail_close.scope
    if scope is None:
        return
    value = context.get(scope.parameter, "")
    options = next((p.options for p in master.parameters.entries if p.name == scope.parameter), ())
    others = {fold(option) for option in options} - {fold(covered) for covered in scope.values}
    if fold(value) in others:
        assumption = "".join(map(bold_dropped, master.fail_close.assumptions[:1]))
        yield Text(
            f"この前提（{scope.parameter}: {value}）は、マスタの対象外です。{assumption}",
            f"The master does not cover this context ({scope.parameter}: {value}). {assumption}".rstrip(),
        )


def _uneven(tools: Sequence[str], evaluators: Mapping[str, int], language: Language) -> Iterator[Text]:
    counts = [evaluators.get(tool, 0) for tool in tools]
    if len(set(counts)) > 1:
        names = listed(
            [
                Text(f"{tool} {count}人", f"{tool} {count}").within(language)
                for tool, count in zip(tools, counts, strict=True)
            ],
            language,
        )
        yield Text(
            f"評価者の人数がツールによって違います（{names}）。",
            f"The number of evaluators differs between tools ({names}).",
        )


def _reopened(reopened: Sequence[tuple[str, str]], language: Language) -> Iterator[Caution]:
    """Yield which decisions count no more."""
    if reopened:
        names = listed([f"{item_id} {tool}" for item_id, tool in reopened], language)
        text = Text(
            f"裁定のあとで評価が変わったため、その裁定は効かなくなりました（再審議）: {names}。",
            f"Decided, but rated otherwise since, so the decision counts no more: {names}.",
        )
        yield Caution(text.within(language), reopened[0][0])


def _disagreements(
    tools: Sequence[str], items: Sequence[ItemRow], agenda: Sequence[tuple[str, str]], language: Language
) -> Iterator[Caution]:
    """Yield how many pairs of an item and a tool are split, and where evaluators are two stars or more apart.

    Those that can do most to the verdict come first: a sentence names only some.
    """
    cells = {(item.item_id, tool): cell for item in items for tool, cell in zip(tools, item.cells, strict=True)}
    split = sum(cell.split for cell in cells.values())
    apart = [pair for pair in agenda if cells[pair].far_apart]
    if not apart:
        return
    names = listed([f"{item_id} {tool}" for item_id, tool in apart], language)
    text = Text(
        f"評価者の星が2つ以上離れています: {names}（星が分かれているのは全部で{split}件）。",
        f"Evaluators are two stars or more apart: {names} (their stars differ in {split} places in all).",
    )
    yield Caution(text.within(language), apart[0][0])


def _to_reconfirm(tools: Sequence[str], items: Sequence[ItemRow], language: Language) -> Iterator[Caution]:
    """Yield how many ratings were given for an item that the master puts otherwise since, and for which."""
    pairs = [
        (item.item_id, tool, len(cell.to_reconfirm))
        for item in items
        for tool, cell in zip(tools, item.cells, strict=True)
        if cell.to_reconfirm
    ]
    if pairs:
        names = listed([f"{item_id} {tool}" for item_id, tool, _ in pairs], language)
        count = sum(number for *_, number in pairs)
        text = Text(
            f"評価のあとでマスタの項目の文や星の定義が変わり、確認し直す必要のある評価が {count} 件あります: {names}。",
            f"The master puts items or stars otherwise since they were rated; to confirm again: {count} ({names}).",
        )
        yield Caution(text.within(language), pairs[0][0])


def _older_masters(master: Master, returns: Sequence[Return]) -> Iterator[Text]:
    older = sorted({one.master_version for one in returns if not one.withdrawn} - {master.version})
    if older:
        versions = ", ".join(older)
        yield Text(
            f"マスタの別の版（{versions}）で答えた評価が含まれます。その版にない項目は未検証です。",
            f"Some answers are to another version of the master ({versions}); items that it lacks are unverified.",
        )
