"""What people see in the terminal: tables and verdicts, right in a pipe and in a narrow window."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Rich

from depipe.cli.pipes import PipedConsole
from depipe.cli.prose import show_prose
from depipe.cli.steering import printable
from depipe.comparison.wording import mean_range
from depipe.language import Language, Text
from depipe.stars import shown, star_row

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.comparison.model import Verdict
    from depipe.flow.compare import Written
    from depipe.ledger.records import SubmissionRecord
    from depipe.master.describe import Description

CONTRASTS_SHOWN = 5
"""Tools whose overalls in several contexts are shown."""

PIPE_WIDTH = 2_000
"""Columns of output that goes to no terminal."""
_FOLDED = 16
"""How wide a folded column is at least."""
_GAP = 2
"""Between columns."""
_LEFT_OUT = Text("幅が足りないため省いた列: ", "Columns left out for want of width: ")


def open_console() -> Console:
    """Return the terminal, or the pipe, that people's text is printed to."""
    # Text is shown as it is: a name between colons is no emoji, and their table is not read for every heading.
    console = PipedConsole(highlight=False, emoji=False)
    # In a pipe nothing is wrapped: a line stays a line for whatever reads it.
    return console if console.is_terminal else PipedConsole(highlight=False, emoji=False, width=PIPE_WIDTH)


def show_table(
    console: Console,
    headers: Sequence[Text],
    rows: Sequence[Sequence[Rich]],
    language: Language,
    *,
    folded: int | None = None,
    spare: Sequence[int] = (),
) -> None:
    """Print a table where it fits, else each row as a record: ids and dates are never broken.

    Where the table is too wide, the column at the place *folded*, of names or the like, is broken over lines; where
    that is not enough, the columns at the places *spare* are left out, one by one, and named below the table.
    """
    named = [header.within(language) for header in headers]
    widths = [max(map(cell_len, (name, *(row[at].plain for row in rows)))) for at, name in enumerate(named)]
    narrowest = [min(width, _FOLDED) if at == folded else width for at, width in enumerate(widths)]
    for left_out in (spare[:count] for count in range(len(spare) + 1)):
        places = [at for at in range(len(named)) if at not in left_out]
        if sum(narrowest[at] + _GAP for at in places) - _GAP <= console.width:
            console.print(_table(named, rows, places, folded))
            if left_out:
                missing = ", ".join(named[at] for at in left_out)
                show_prose(console, Rich(_LEFT_OUT.within(language) + missing, style="dim"))
            return
    for row in rows:
        for name, cell in zip(named, row, strict=True):
            if cell.plain:
                console.print(Rich(f"{name}: ", style="dim").append_text(cell) if name else cell)
        console.print()


def _table(headers: Sequence[str], rows: Sequence[Sequence[Rich]], places: Sequence[int], folded: int | None) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    for at in places:
        table.add_column(headers[at], no_wrap=at != folded, overflow="fold")
    for row in rows:
        table.add_row(*(row[at] for at in places))
    return table


def beyond(count: int) -> Text:
    """Return that a list goes on for so many more."""
    return Text(f"ほか {count} 件（--json ですべて表示）", f"and {count} more (--json shows all)")


def verdicts(written: "Sequence[Written]", language: Language) -> None:
    """Show the ranking of every context and where its comparison lies."""
    console = open_console()
    for place, one in enumerate(written):
        if place:
            console.print()
        _verdict(console, one, language)
    _contrasts(console, written, language)


def _contrasts(console: Console, written: "Sequence[Written]", language: Language) -> None:
    """Show how far the tools of several contexts are apart, those that are furthest first."""
    told = dict.fromkeys(line for one in written if one.comparison.contrast for line in one.comparison.contrast.lines)
    if not told:
        return
    heading = Text("前提による違い（シート 前提の違い）", "What differs between contexts (sheet 前提の違い)")
    console.print()
    console.print(Rich(heading.within(language), style="bold"))
    for line in list(told)[:CONTRASTS_SHOWN]:
        show_prose(console, Rich(printable(line)))


def _verdict(console: Console, one: "Written", language: Language) -> None:
    comparison = one.comparison
    console.print(Rich(printable(comparison.heading), style="bold"))
    headers = (
        Text("順位", "rank"),
        Text("ツール", "tool"),
        Text("総合評価", "overall"),
        Text("", ""),
        Text("上限適用前", "before the cap"),
        Text("検証済み", "rated"),
    )
    rows = [
        (
            Rich(str(verdict.rank or "-")),
            Rich(printable(verdict.tool)),
            Rich(star_row(verdict.final)),
            Rich(_interval(verdict, language)),
            Rich(shown(verdict.raw)),
            Rich(f"{verdict.rated}/{verdict.items}"),
        )
        for verdict in comparison.ranking
    ]
    show_table(console, headers, rows, language)
    for verdict in comparison.ranking:
        why = verdict.reason if verdict.rank else f"{verdict.rank_words} {verdict.reason}"
        show_prose(console, Rich(f"{printable(verdict.tool)}: ", style="bold").append(printable(why), style="not bold"))
    for warning in comparison.warnings:
        show_prose(console, Rich(f"⚠ {printable(warning)}", style="yellow"))
    console.print(Rich("\n".join(map(str, one.files))), soft_wrap=True)


def _interval(verdict: "Verdict", language: Language) -> str:
    final, bounds = shown(verdict.final), mean_range(verdict.low, verdict.high, language)
    if not verdict.provisional or bounds == final:
        return final
    return Text(f"{final}（{bounds}）", f"{final} ({bounds})").within(language)


def bundle(path: Path, sha256: str, language: Language) -> None:
    """Show where the bundle lies, its digest, and how it is verified."""
    console = open_console()
    console.print(Rich(f"{path}\nSHA-256 {sha256}"))
    words = Text(
        "バンドルは検証済みです。受け取った人は depipe verify で、すべての数値を原本から確かめられます。",
        "The bundle is verified: whoever has it derives every figure from the originals with depipe verify.",
    )
    console.print(Rich(words.within(language)))


def submissions(records: "Sequence[SubmissionRecord]", language: Language) -> None:
    """Show every submission; withdrawn ones with their reason."""
    headers = (
        Text("提出", "submission"),
        Text("受領（UTC）", "received (UTC)"),
        Text("評価者", "evaluator"),
        Text("ファイル", "file"),
        Text("前提", "context"),
        Text("取り下げ", "withdrawn"),
    )
    withdrawn = Text("取り下げ済み: ", "withdrawn: ").within(language)
    decides = Text("（裁定）", " (decisions)").within(language)
    rows = [
        (
            Rich(record.submission_id),
            day_shown(record.received_at),
            Rich(printable(record.evaluator) + (decides if record.decides else "")),
            Rich(printable(record.file)),
            Rich(record.context_id),
            Rich(f"{withdrawn}{printable(record.reason or '')}" if record.withdrawn else "-"),
        )
        for record in records
    ]
    reasons = any(record.withdrawn for record in records)
    spare = (4,) if reasons else (5, 4)
    show_table(open_console(), headers, rows, language, folded=5 if reasons else 3, spare=spare)


def master(description: "Description", language: Language) -> None:
    """Show a master at a glance."""
    console = open_console()
    console.print(Rich(description.title, style="bold"))
    console.print(Rich(f"{description.id} {description.version}  {description.digest[:12]}"))
    facts = (
        (Text("ツール", "tools"), description.tools),
        (Text("前提パラメータ", "parameters"), description.parameters),
        (Text("ツール属性", "tool attributes"), description.tool_attributes),
    )
    for label, values in facts:
        console.print(Rich(f"{label.within(language)}: {' / '.join(values) or '-'}"))
    headers = (
        Text("ID", "id"),
        Text("カテゴリ", "category"),
        Text("層", "layer"),
        Text("項目数", "items"),
        Text("重み", "weight"),
        Text("必須項目", "gates"),
        Text("段階定義", "rubrics"),
    )
    rows = [
        (
            Rich(one.id),
            Rich(one.name),
            Rich(one.layer),
            Rich(str(one.items)),
            Rich(f"{one.weight:g}"),
            Rich(", ".join(one.gates) or "-"),
            Rich(", ".join(one.rubrics) or "-"),
        )
        for one in description.categories
    ]
    show_table(console, headers, rows, language)
    console.print(Text(f"合計 {description.items} 項目", f"{description.items} items in all").within(language))


def day_shown(value: date | datetime | None) -> Rich:
    """Return a day, or a moment in UTC, as the comparison has it: whoever shows it says so; `-` for none."""
    if value is None:
        return Rich("-")
    return Rich(f"{value.astimezone(UTC):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat())
