"""The comparison as Markdown, in the template that masters of this kind end with: parameters, Good, Not Good."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import depipe
from depipe.comparison import labels
from depipe.comparison.escaping import escaped
from depipe.comparison.model import Comparison, SectionRows, Verdict
from depipe.language import Text
from depipe.scoring.consensus import Section
from depipe.stars import half_up, shown, star_row

_RESULTS: Final = Text("評価結果", "Results")
_VERDICTS: Final = Text("総合評価", "Overall")
_NONE: Final = Text("該当する項目はありません。", "There are none.")
_TITLES: Final[Mapping[Section, Text]] = {
    "good": labels.GOOD_TITLE,
    "not_good": labels.NOT_GOOD_TITLE,
    "unverified": labels.UNVERIFIED,
}


def write_markdown(comparison: Comparison) -> str:
    """Return the comparison as Markdown (CommonMark with tables). Evaluators' text never becomes markup."""
    return "\n\n".join(_blocks(comparison)) + "\n"


def _blocks(comparison: Comparison) -> Iterator[str]:
    say = comparison.say
    yield f"# {escaped(comparison.heading)}"
    yield f"## {say(_RESULTS)}"
    yield f"### {say(labels.CONTEXT_TITLE)}"
    yield _table([say(labels.PARAMETER), say(labels.VALUE)], comparison.context)
    for rows in comparison.sections:
        yield f"### {say(_TITLES[rows.section])}"
        yield _section(comparison, rows) if rows.rows else say(_NONE)
    yield f"### {say(_VERDICTS)}"
    yield _verdicts(comparison)
    if comparison.warnings:
        yield "\n".join(f"- ⚠ {escaped(warning)}" for warning in comparison.warnings)
    yield f"### {say(labels.CATEGORIES_TITLE)}"
    yield _categories(comparison)
    if comparison.gates:
        yield f"### {say(labels.GATES_TITLE)}"
        yield _gates(comparison)
    yield _source(comparison)


def _section(comparison: Comparison, rows: SectionRows) -> str:
    say = comparison.say
    noted = rows.section != "unverified"
    header = [say(labels.CATEGORY), "ID", say(labels.ITEM), *comparison.tools]
    return _table(
        [*header, say(labels.REMARKS)] if noted else header,
        (
            [
                row.item.category_id,
                row.item.item_id,
                row.item.name,
                *row.words,
                *(["\n".join(remark.line() for remark in row.remarks)] if noted else []),
            ]
            for row in rows.rows
        ),
    )


def _verdicts(comparison: Comparison) -> str:
    names = (
        labels.RANK,
        labels.TOOL,
        labels.FINAL,
        labels.RAW,
        labels.CAP,
        labels.RANGE,
        labels.COVERAGE,
        labels.WARNINGS,
        labels.REASON,
    )
    return _table(map(comparison.say, names), map(_verdict, comparison.ranking))


def _verdict(verdict: Verdict) -> list[str]:
    final = shown(verdict.final) if verdict.final is None else f"{star_row(verdict.final)} {shown(verdict.final)}"
    return [
        verdict.rank_words,
        verdict.tool,
        final,
        shown(verdict.raw),
        verdict.cap_words,
        f"{shown(verdict.low)}〜{shown(verdict.high)}" if verdict.provisional else "",
        f"{half_up(100 * verdict.coverage, 1)}% ({verdict.rated}/{verdict.items})",
        ", ".join(verdict.warnings),
        verdict.reason,
    ]


def _categories(comparison: Comparison) -> str:
    return _table(
        [comparison.say(labels.CATEGORY), "ID", *comparison.tools],
        ([row.name, row.category_id, *(shown(cell.mean) for cell in row.cells)] for row in comparison.categories),
    )


def _gates(comparison: Comparison) -> str:
    return _table(
        ["ID", comparison.say(labels.MANDATORY_ITEM), *comparison.tools],
        ([gate.item_id, gate.name, *(cell.words for cell in gate.cells)] for gate in comparison.gates),
    )


def _source(comparison: Comparison) -> str:
    master = comparison.master
    name = f"{escaped(master.master_id)} {master.version}"
    received = f"{comparison.as_of:%Y-%m-%d %H:%M} UTC"
    context = comparison.context_id
    return comparison.say(
        Text(
            f"マスタ {name}（SHA-256: {master.digest}）、前提 {context}、"
            f"最終受領 {received}、depipe {depipe.__version__}",
            f"Master {name} (SHA-256: {master.digest}), context {context}, last receipt {received}, "
            f"depipe {depipe.__version__}",
        )
    )


def _table(header: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; every text is escaped here and nowhere else."""
    names = [escaped(name) for name in header]
    lines = [_row(names), "|" + "|".join("-" * max(len(name) + 2, 3) for name in names) + "|"]
    lines += [_row([escaped(cell) for cell in row]) for row in rows]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
