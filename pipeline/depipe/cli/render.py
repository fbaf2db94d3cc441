"""What people see in the terminal: tables, findings and verdicts, right in a pipe and in a narrow window."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Rich

from depipe.findings import FindingGroup, Severity, grouped
from depipe.language import Language, Text
from depipe.stars import shown, star_row

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.compare import Written
    from depipe.flow.ingest import FileResult
    from depipe.flow.status import ToolStatus
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

GROUPS_SHOWN = 20
"""Groups of findings that one file shows in the terminal; `--json` has all."""


def _console() -> Console:
    console = Console(highlight=False)
    # In a pipe nothing is wrapped: a line stays a line for whatever reads it.
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def _table(*headers: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def results(results: "Sequence[FileResult]", language: Language, *, checking: bool = False) -> None:
    """Show what became of every file, then the findings of each, errors first."""
    console = _console()
    table = _table(
        *(
            text.within(language)
            for text in (
                Text("ファイル", "file"),
                Text("結果", "result"),
                Text("評価者", "evaluator"),
                Text("指摘", "findings"),
            )
        )
    )
    for result in results:
        words, colour = _STATUS[result.status]
        said = _CHECKED if checking and result.status == "accepted" else words
        table.add_row(
            Rich(result.path.name),
            Rich(said.within(language), style=colour),
            Rich(result.evaluator or ""),
            Rich(_counts(result, language)),
        )
    console.print(table)
    for result in results:
        _findings(console, result, language)


def _counts(result: "FileResult", language: Language) -> str:
    counted = Counter(finding.severity for finding in result.findings)
    return "  ".join(
        f"{words.within(language)} {counted[severity]}"
        for severity, (words, _) in _SEVERITY.items()
        if counted[severity]
    )


def _findings(console: Console, result: "FileResult", language: Language) -> None:
    groups = grouped(result.findings)
    if not groups:
        return
    console.print()
    console.print(Rich(result.path.name, style="bold"))
    if result.marked:
        console.print(Rich(f"  → {result.marked}"))
    for group in groups[:GROUPS_SHOWN]:
        _group(console, group, language)
    if (beyond := len(groups) - GROUPS_SHOWN) > 0:
        more = Text(f"  ほか {beyond} 件（--json ですべて表示）", f"  and {beyond} more (--json shows all)")
        console.print(Rich(more.within(language), style="dim"))


def _group(console: Console, group: FindingGroup, language: Language) -> None:
    words, colour = _SEVERITY[group.severity]
    line = Rich("  ")
    line.append(words.within(language), style=colour)
    line.append(f"  {group.place(language)}", style="bold")
    line.append(f"  {group.code}", style="dim")
    console.print(line)
    console.print(Padding(Rich(group.message(language)), (0, 0, 0, 4), expand=False))


def verdicts(written: "Sequence[Written]", language: Language) -> None:
    """Show the ranking of every context and where its comparison lies."""
    console = _console()
    for one in written:
        comparison = one.comparison
        console.print()
        console.print(Rich(" — ".join(filter(None, (comparison.title, comparison.subtitle))), style="bold"))
        headers = (
            Text("順位", "rank"),
            Text("ツール", "tool"),
            Text("総合評価", "overall"),
            Text("", ""),
            Text("上限前", "raw"),
            Text("検証率", "coverage"),
        )
        table = _table(*(header.within(language) for header in headers))
        for verdict in comparison.ranking:
            table.add_row(
                Rich(str(verdict.rank) if verdict.rank else verdict.rank_words),
                Rich(verdict.tool),
                Rich(star_row(verdict.final)),
                Rich(_interval(verdict.final, verdict.low, verdict.high, provisional=verdict.provisional)),
                Rich(shown(verdict.raw)),
                Rich(f"{verdict.rated}/{verdict.items}"),
            )
        console.print(table)
        for verdict in comparison.ranking:
            console.print(Rich(f"{verdict.tool}: ", style="bold").append(verdict.reason, style="not bold"))
        for warning in comparison.warnings:
            console.print(Rich(warning, style="yellow"))
        console.print(Rich(f"{one.workbook}\n{one.markdown}"))


def _interval(final: float | None, low: float | None, high: float | None, *, provisional: bool) -> str:
    return f"{shown(final)} ({shown(low)}–{shown(high)})" if provisional else shown(final)


def status(statuses: "Sequence[ToolStatus]", language: Language) -> None:
    """Show who has returned what, and how complete it is."""
    headers = (
        Text("評価者", "evaluator"),
        Text("ツール", "tool"),
        Text("発行", "issued"),
        Text("受領", "returned"),
        Text("バージョン", "version"),
        Text("検証日", "verified"),
        Text("検証率", "coverage"),
        Text("未検証の必須項目", "open gates"),
        Text("前提", "context"),
    )
    table = _table(*(header.within(language) for header in headers))
    for one in statuses:
        table.add_row(
            Rich(one.evaluator or Text("（未記名）", "(unnamed)").within(language)),
            Rich(one.tool),
            _day(one.issued_on),
            _day(one.returned_at),
            Rich(one.version or "-"),
            _day(one.verified_on),
            f"{one.rated}/{one.items}",
            Rich(", ".join(one.gates_open) or "-"),
            one.context_id or "-",
        )
    _console().print(table)


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
    table = _table(*(header.within(language) for header in headers))
    for record in records:
        table.add_row(
            record.submission_id,
            _day(record.received_at),
            Rich(record.evaluator),
            Rich(record.file),
            record.context_id,
            Rich(record.reason or "-"),
        )
    _console().print(table)


def master(description: "Description", language: Language) -> None:
    """Show a master at a glance."""
    console = _console()
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
    table = _table(*(header.within(language) for header in headers))
    for one in description.categories:
        table.add_row(
            Rich(one.id),
            Rich(one.name),
            Rich(one.layer),
            str(one.items),
            f"{one.weight:g}",
            Rich(", ".join(one.gates) or "-"),
            Rich(", ".join(one.rubrics) or "-"),
        )
    console.print(table)
    console.print(Text(f"合計 {description.items} 項目", f"{description.items} items in all").within(language))


def _day(value: date | datetime | None) -> str:
    if value is None:
        return "-"
    return f"{value.astimezone():%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()
