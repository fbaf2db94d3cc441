"""What people see in the terminal: tables, findings and verdicts, right in a pipe and in a narrow window."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Rich

from depipe.cli.steering import printable
from depipe.findings import FindingGroup, Severity, grouped
from depipe.language import Language, Text
from depipe.stars import shown, star_row

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.comparison.model import Verdict
    from depipe.flow.compare import Written
    from depipe.flow.ingest import FileResult
    from depipe.ledger.records import SubmissionRecord
    from depipe.master.describe import Description

_STATUS = {
    "accepted": (Text("取り込みました", "accepted"), "green"),
    "unchanged": (Text("変更なし", "unchanged"), "dim"),
    "rejected": (Text("差し戻し", "rejected"), "red"),
}
_CHECKED = Text("問題なし", "would be accepted")
_SEVERITY: dict[Severity, tuple[Text, str]] = {
    "error": (Text("直してください", "to mend"), "red"),
    "warning": (Text("ご確認ください", "please check"), "yellow"),
    "note": (Text("お知らせ", "note"), "dim"),
}
PIPE_WIDTH = 2_000
"""Columns of output that goes to no terminal."""

_RANK = {"rejected": 0, "accepted": 1, "unchanged": 2}

FILES_LISTED = 30
"""Of more files, only those are listed that somebody must look at."""

GROUPS_SHOWN = 20
"""Groups of findings that one file shows in the terminal; `--json` has all."""


def open_console() -> Console:
    """Return the terminal, or the pipe, that people's text is printed to."""
    console = Console(highlight=False)
    # In a pipe nothing is wrapped: a line stays a line for whatever reads it.
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def show_table(console: Console, headers: Sequence[str], rows: Sequence[Sequence[Rich]]) -> None:
    """Print a table where it fits, else each row as a record: ids and dates are never broken."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, no_wrap=True)
    for row in rows:
        table.add_row(*row)
    # Measured as if there were room for all of it: else it is said to be as wide as the terminal, whatever it is.
    if console.measure(table, options=console.options.update(width=PIPE_WIDTH)).maximum <= console.width:
        console.print(table)
        return
    for row in rows:
        for header, cell in zip(headers, row, strict=True):
            if cell.plain:
                console.print(Rich(f"{header}: ", style="dim").append_text(cell) if header else cell)
        console.print()


def results(
    results: "Sequence[FileResult]", others: Sequence[Path], language: Language, *, checking: bool = False
) -> None:
    """Show what became of every file, rejected ones first, then what there is to say, errors first.

    Of many files, those that are well are only counted. *others* are the files that were passed over.
    """
    console = open_console()
    ordered = sorted(results, key=lambda result: _RANK[result.status])
    many = len(results) > FILES_LISTED
    named = _names(results)
    listed = [result for result in ordered if not many or result.status == "rejected" or _warned(result)]
    headers = (
        Text("ファイル", "file"),
        Text("結果", "result"),
        Text("評価者", "evaluator"),
        Text("指摘", "findings"),
    )
    rows = [
        (
            Rich(named[result.path]),
            _status(result, language, checking=checking),
            Rich(printable(result.evaluator or "")),
            Rich(_counts(result, language)),
        )
        for result in listed
    ]
    show_table(console, [header.within(language) for header in headers], rows)
    for result in listed:
        if result.status != "unchanged":
            _findings(console, result, named[result.path], language, notes=len(results) == 1)
    if len(results) > 1:
        console.print()
        console.print(Rich(_totals(results, language, checking=checking), style="bold"))
    if others:
        said = Text("読まなかったファイル: ", "Not read: ").within(language)
        console.print(Rich(said + printable(", ".join(str(path) for path in others)), style="dim"))


def _names(results: "Sequence[FileResult]") -> dict[Path, str]:
    """Return how each file is called: by its name, or by its path where two have the same name."""
    counted = Counter(result.path.name for result in results)
    return {
        result.path: printable(result.path.name if counted[result.path.name] == 1 else str(result.path))
        for result in results
    }


def _warned(result: "FileResult") -> bool:
    return result.status != "unchanged" and any(finding.severity == "warning" for finding in result.findings)


def _status(result: "FileResult", language: Language, *, checking: bool) -> Rich:
    words, colour = _STATUS[result.status]
    return Rich((_CHECKED if checking and result.status == "accepted" else words).within(language), style=colour)


def _totals(results: "Sequence[FileResult]", language: Language, *, checking: bool) -> str:
    counted: Counter[str] = Counter(result.status for result in results)
    parts = [
        f"{(_CHECKED if checking and status == 'accepted' else words).within(language)} {counted[status]}"
        for status, (words, _) in _STATUS.items()
        if counted[status]
    ]
    return "  ".join(parts) + Text(f"（全{len(results)}件）", f" ({len(results)} in all)").within(language)


def _counts(result: "FileResult", language: Language) -> str:
    counted = Counter(finding.severity for finding in result.findings)
    return "  ".join(
        f"{words.within(language)} {counted[severity]}"
        for severity, (words, _) in _SEVERITY.items()
        if counted[severity]
    )


def _findings(console: Console, result: "FileResult", name: str, language: Language, *, notes: bool) -> None:
    """Show one file's findings; its *notes* only where it is the only file."""
    groups = grouped(finding for finding in result.findings if notes or finding.severity != "note")
    if not groups:
        return
    console.print()
    console.print(Rich(name, style="bold"))
    if result.marked:
        console.print(Rich(f"  → {printable(str(result.marked))}"))
    for group in groups[:GROUPS_SHOWN]:
        _group(console, group, language)
    if (beyond := len(groups) - GROUPS_SHOWN) > 0:
        more = Text(f"  ほか {beyond} 件（--json ですべて表示）", f"  and {beyond} more (--json shows all)")
        console.print(Rich(more.within(language), style="dim"))


def _group(console: Console, group: FindingGroup, language: Language) -> None:
    words, colour = _SEVERITY[group.severity]
    line = Rich("  ")
    line.append(words.within(language), style=colour)
    line.append(f"  {printable(group.place(language))}", style="bold")
    line.append(f"  {group.code}", style="dim")
    console.print(line)
    console.print(Padding(Rich(printable(group.message(language))), (0, 0, 0, 4), expand=False))


def verdicts(written: "Sequence[Written]", language: Language) -> None:
    """Show the ranking of every context and where its comparison lies."""
    console = open_console()
    for place, one in enumerate(written):
        if place:
            console.print()
        _verdict(console, one, language)


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
    show_table(console, [header.within(language) for header in headers], rows)
    for verdict in comparison.ranking:
        why = verdict.reason if verdict.rank else f"{verdict.rank_words} {verdict.reason}"
        console.print(Rich(f"{printable(verdict.tool)}: ", style="bold").append(printable(why), style="not bold"))
    for warning in comparison.warnings:
        console.print(Rich(f"⚠ {printable(warning)}", style="yellow"))
    console.print(Rich("\n".join(map(str, one.files))))


def _interval(verdict: "Verdict", language: Language) -> str:
    if not verdict.provisional:
        return shown(verdict.final)
    bounds = Text("〜", "–").within(language).join((shown(verdict.low), shown(verdict.high)))
    return Text(f"{shown(verdict.final)}（{bounds}）", f"{shown(verdict.final)} ({bounds})").within(language)


def submissions(records: "Sequence[SubmissionRecord]", language: Language) -> None:
    """Show every submission; withdrawn ones with their reason."""
    headers = (
        Text("提出", "submission"),
        Text("受領", "received"),
        Text("評価者", "evaluator"),
        Text("ファイル", "file"),
        Text("前提", "context"),
        Text("取り下げ", "withdrawn"),
    )
    withdrawn = Text("取り下げ済み: ", "withdrawn: ").within(language)
    rows = [
        (
            Rich(record.submission_id),
            day_shown(record.received_at),
            Rich(printable(record.evaluator)),
            Rich(printable(record.file)),
            Rich(record.context_id),
            Rich(f"{withdrawn}{printable(record.reason or '')}" if record.withdrawn else "-"),
        )
        for record in records
    ]
    show_table(open_console(), [header.within(language) for header in headers], rows)


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
    show_table(console, [header.within(language) for header in headers], rows)
    console.print(Text(f"合計 {description.items} 項目", f"{description.items} items in all").within(language))


def day_shown(value: date | datetime | None) -> Rich:
    """Return a day, or a moment in the local time zone; `-` for none."""
    if value is None:
        return Rich("-")
    return Rich(f"{value.astimezone():%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat())
