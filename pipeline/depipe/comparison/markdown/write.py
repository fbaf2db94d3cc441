"""The comparison as Markdown, in the template that masters of this kind end with: parameters, Good, Not Good.

Then what the template leaves to its reader: verdicts and why, what is unverified, what to mind, and what it rests on.
"""

from collections.abc import Iterator
from typing import Final

import depipe
from depipe.comparison import labels
from depipe.comparison.markdown.escaping import escaped
from depipe.comparison.markdown.evaluators import evaluators
from depipe.comparison.markdown.markup import bullets, table
from depipe.comparison.model import Comparison, Verdict
from depipe.comparison.ratings import SectionRows
from depipe.comparison.wording import listed, mean_range
from depipe.language import COMMA, SPACE, Language, Text
from depipe.stars import half_up, shown, star_row, written

_RESULTS: Final = Text("評価結果", "Results")
_NONE: Final = Text("該当する項目はありません。", "There are none.")


def write_markdown(comparison: Comparison) -> str:
    """Return the comparison as Markdown (CommonMark with tables). Evaluators' text never becomes markup."""
    return "\n\n".join(_blocks(comparison)) + "\n"


def _blocks(comparison: Comparison) -> Iterator[str]:
    say = comparison.say
    yield f"# {escaped(comparison.heading)}"
    if comparison.notice:
        yield f"> ⚠ {escaped(comparison.notice)}"
    yield escaped(_summary(comparison))
    yield f"## {say(_RESULTS)}"
    yield f"### {say(labels.CONTEXT_TITLE)}"
    yield table([say(labels.PARAMETER), say(labels.VALUE)], comparison.context)
    parts = {rows.section: rows for rows in comparison.sections}
    yield from _section(comparison, parts["good"])
    yield from _section(comparison, parts["not_good"])
    yield f"### {say(labels.FINAL)}"
    yield _verdicts(comparison)
    yield f"### {say(labels.REASON)}"
    yield "\n".join(_explained(comparison, verdict) for verdict in comparison.ranking)
    yield from _section(comparison, parts["unverified"])
    if comparison.warnings:
        yield f"### {say(labels.WARNINGS)}"
        yield bullets(f"⚠ {warning}" for warning in comparison.warnings)
    if comparison.contrast:
        yield f"### {say(labels.CONTRAST_TITLE)}"
        yield bullets(comparison.contrast.lines)
    yield f"### {say(labels.CATEGORIES_TITLE)}"
    yield _categories(comparison)
    if comparison.gates:
        yield f"### {say(labels.GATES_TITLE)}"
        yield _gates(comparison)
    yield from evaluators(comparison)
    yield f"### {say(labels.SCALE_TITLE)}"
    yield _scale(comparison)
    yield f"### {say(labels.METHOD_TITLE)}"
    yield bullets(comparison.master.method)
    yield _source(comparison)


def _summary(comparison: Comparison) -> str:
    """Return the ranking in one paragraph."""
    told = [
        comparison.say(
            Text(
                f"{verdict.rank_words} {verdict.tool} {shown(verdict.final)}（上限適用前 {shown(verdict.raw)}、"
                f"{verdict.cap_words if verdict.cap != 'none' else '上限なし'}）",
                f"{verdict.rank_words} {verdict.tool} {shown(verdict.final)} (before the cap {shown(verdict.raw)}, "
                f"{verdict.cap_words if verdict.cap != 'none' else 'no cap'})",
            )
        )
        for verdict in comparison.ranking
    ]
    names = listed(told, comparison.language)
    day = comparison.as_of.date().isoformat()
    return comparison.say(
        Text(
            f"総合評価の順位は、{names}。理由は「判定の理由」の節にあります（最終受領 {day} UTC）。",
            f"Ranking by overall: {names}. The section Why says so (last receipt {day} UTC).",
        )
    )


def _section(comparison: Comparison, rows: SectionRows) -> Iterator[str]:
    say = comparison.say
    yield f"### {say(labels.SECTION_TITLES[rows.section])}"
    if not rows.rows:
        yield say(_NONE)
        return
    noted = rows.section != "unverified"
    header = [say(labels.CATEGORY), "ID", say(labels.ITEM), *comparison.tools]
    yield table(
        [*header, say(labels.REMARKS)] if noted else header,
        (
            [
                row.item.category_id,
                row.item.item_id,
                row.item.name,
                *row.words,
                *(["\n".join(remark.line(comparison.language) for remark in row.remarks)] if noted else []),
            ]
            for row in rows.rows
        ),
    )


def _explained(comparison: Comparison, verdict: Verdict) -> str:
    """Return why the tool stands where it stands, and below it how sure that is."""
    sure = verdict.sureness
    words = comparison.say(SPACE).join(filter(None, (sure.words, sure.edge_words)))
    lines = [f"- {escaped(f'{verdict.tool}: {verdict.reason}')}"]
    if words:
        lines.append(f"  - {escaped(f'{comparison.say(labels.SURENESS)}: {words}')}")
    return "\n".join(lines)


def _verdicts(comparison: Comparison) -> str:
    names = (
        labels.RANK,
        labels.TOOL,
        labels.FINAL,
        labels.RAW,
        labels.CAP,
        labels.RANGE,
        labels.RANKS,
        labels.COVERAGE,
        labels.WARNINGS,
    )
    header = [comparison.say(name).replace("\n", comparison.say(SPACE)) for name in names]
    return table(header, (_verdict(verdict, comparison.language) for verdict in comparison.ranking))


def _verdict(verdict: Verdict, language: Language) -> list[str]:
    final = shown(verdict.final) if verdict.final is None else f"{star_row(verdict.final)} {shown(verdict.final)}"
    return [
        verdict.rank_words,
        verdict.tool,
        final,
        shown(verdict.raw),
        verdict.cap_words,
        mean_range(verdict.low, verdict.high, language) if verdict.provisional else "",
        verdict.rank_range,
        f"{half_up(100 * verdict.coverage, 1)}% ({verdict.rated}/{verdict.items})",
        COMMA.within(language).join(verdict.warnings),
    ]


def _categories(comparison: Comparison) -> str:
    say = comparison.say
    return table(
        [say(labels.CATEGORY), "ID", say(labels.WEIGHT), *comparison.tools],
        (
            [row.name, row.category_id, f"{row.weight:g}", *(shown(cell.mean) for cell in row.cells)]
            for row in comparison.categories
        ),
    )


def _gates(comparison: Comparison) -> str:
    return table(
        ["ID", comparison.say(labels.MANDATORY_ITEM), *comparison.tools],
        ([gate.item_id, gate.name, *(cell.words for cell in gate.cells)] for gate in comparison.gates),
    )


def _scale(comparison: Comparison) -> str:
    names = (labels.ITEM_STARS, Text("ラベル", "Label"), Text("定義", "Definition"))
    return table(
        map(comparison.say, names),
        ([written(level.stars), level.label, level.definition] for level in comparison.master.scale),
    )


def _source(comparison: Comparison) -> str:
    master = comparison.master
    name = f"{escaped(master.master_id)} {master.version}"
    received = f"{comparison.as_of:%Y-%m-%d %H:%M} UTC"
    context = comparison.context_id
    return comparison.say(
        Text(
            f"マスタ {name}（SHA-256: {master.digest}）、前提の ID {context}、"
            f"最終受領 {received}、depipe {depipe.__version__}",
            f"Master {name} (SHA-256: {master.digest}), context {context}, last receipt {received}, "
            f"depipe {depipe.__version__}",
        )
    )
