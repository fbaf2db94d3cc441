"""What a master's Markdown says a second time: counts and the template. The tools stand nowhere else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from depipe.folding import fold
from depipe.master.importing.blocks import Said, Table
from depipe.master.importing.reader import Reader, Section
from depipe.master.markdown import MORE

Tree = dict[str, Any]


def counts(reader: Reader, top: Section | None, items: Sequence[Tree]) -> None:
    """Take the counts, and note where they are not those of the items."""
    section = reader.section(top, reader.headings.counts)
    (category, _), (number, _) = reader.headings.count_table
    per_category = Counter(str(item["category"]) for item in items)
    actual = {**per_category, f"**{reader.headings.total}**": per_category.total()}
    for row in reader.table(section, reader.headings.count_table, needed=False):
        count = actual.get(row[category].text, 0)
        if row[number].text.strip("*") != str(count):
            name = row[category].text.strip("*")
            reader.odd(
                row[number].line,
                f"{name} の項目数は {count} です（ここでは {row[number].text.strip('*')}）。",
                f"{name} has {count} items (here {row[number].text.strip('*')}).",
            )


def tools(reader: Reader, top: Section | None, parameters: Sequence[Tree], items: Sequence[Tree]) -> list[Said]:
    """Return the tools, which the template's tables name; take what the template repeats."""
    section = reader.needed(top, reader.headings.template)
    _context(reader, section, [entry["name"].text for entry in parameters])
    names = {item["id"].text: (str(item["category"]), item["name"].text) for item in items}
    good, not_good = (
        _tools(reader, reader.section(section, title), names)
        for title in (reader.headings.good, reader.headings.not_good)
    )
    if section and section.title and not good:
        reader.wrong(
            section.title.line,
            f"「{reader.headings.good}」の表からツール名を読み取れません。",
            f"The table “{reader.headings.good}” names no tools.",
        )
    if good and not_good and [one.text for one in good] != [one.text for one in not_good]:
        reader.odd(
            not_good[0].line,
            f"ツールの列が「{reader.headings.good}」の表と違います。そちらを使いました。",
            f"The tools are not those of the table “{reader.headings.good}”, which were used.",
        )
    return good


def _context(reader: Reader, template: Section | None, names: Sequence[str]) -> None:
    section = reader.section(template, reader.headings.context)
    (name, _), (value, _) = reader.headings.context_table
    rows = reader.table(section, reader.headings.context_table, needed=False)
    filled = [row for row in rows if row[value].text]
    for row in filled:
        reader.wrong(
            row[value].line,
            f"{row[name].text} の値「{row[value].text}」はマスタに入りません（発行時に --context で指定します）。",
            f"The value of {row[name].text}, “{row[value].text}”, is no part of a master: issue with --context.",
        )
    for row in rows:
        if fold(row[name].text) not in map(fold, names):
            reader.odd(
                row[name].line,
                f"「{row[name].text}」は前提パラメータの表にありません。",
                f"The table of parameters has no “{row[name].text}”.",
            )


def _tools(reader: Reader, section: Section | None, names: Mapping[str, tuple[str, str]]) -> list[Said]:
    fixed = [fold(name) for name, _ in reader.headings.rating_table]
    remarks = [fold(name) for name, _ in reader.headings.remarks_column]
    for block in section.blocks if section else ():
        if not isinstance(block, Table):
            continue
        head = [fold(cell.text) for cell in block.head]
        if head[: len(fixed)] == fixed and head[-1:] == remarks:
            reader.take_table(block)
            for row in block.rows:
                _sample(reader, row, names)
            return list(block.head[len(fixed) : -1])
    return []


def _sample(reader: Reader, row: Sequence[Said], names: Mapping[str, tuple[str, str]]) -> None:
    """Note a row that is no mere sample: ratings are no part of a master."""
    cells = [cell.text for cell in row]
    if set(cells) == {MORE}:
        return
    if any(cells[3:]):
        reader.wrong(
            row[0].line,
            "評価の記入はマスタには入りません。ワークブックに記入してください。",
            "Ratings are no part of a master: they belong into a workbook.",
        )
    elif [cells[0], fold(cells[2])] != list(map(fold, names.get(cells[1], ()))):
        item = " ".join(cells[:3])
        reader.odd(row[0].line, f"{item} は項目の表にありません。", f"The table of items has no {item}.")
