"""What people see of returned files: what became of each, and what there is to say about it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text as Rich

from depipe.cli.prose import show_prose
from depipe.cli.render import beyond, day_shown, open_console, show_table
from depipe.cli.steering import printable
from depipe.findings import FindingGroup, Severity, grouped
from depipe.language import Language, Text

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.ingest import FileResult
    from depipe.ledger.records import SubmissionRecord

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
_COLUMNS: dict[Severity, Text] = {
    "error": Text("直す", "mend"),
    "warning": Text("確認", "check"),
    "note": Text("知らせ", "note"),
}
"""How the counts of a file's findings are headed."""

_OWNERS = {
    frozenset({False}): Text("評価者", "evaluator"),
    frozenset({True}): Text("決定者", "decider"),
    frozenset({False, True}): Text("評価者・決定者", "evaluator or decider"),
}
"""Whose the files are, by whether they are workbooks for decisions."""

_RANK = {"rejected": 0, "accepted": 1, "unchanged": 2}

FILES_LISTED = 30
"""Of more files, only those are listed that somebody must look at."""

GROUPS_SHOWN = 20
"""Groups of findings that one file shows in the terminal; `--json` has all."""


def show_results(
    results: "Sequence[FileResult]", others: Sequence[Path], language: Language, *, checking: bool = False
) -> None:
    """Show what became of every file, rejected ones first, then what there is to say, errors first.

    Of many files, those that are well are only counted, and of several the notes. *others* are the files that were
    passed over.
    """
    console = open_console()
    ordered = sorted(results, key=lambda result: _RANK[result.status])
    many = len(results) > FILES_LISTED
    named = _names(results)
    listed = [result for result in ordered if not many or result.status == "rejected" or _warned(result)]
    _overview(console, listed, named, language, checking=checking)
    for result in listed:
        if result.status != "unchanged":
            _findings(console, result, named[result.path], language, notes=len(results) == 1)
    if len(results) > 1:
        console.print()
        console.print(Rich(_totals(results, language, checking=checking), style="bold"))
        _left_out(console, results, language, checking=checking)
    if others:
        said = Text("読まなかったファイル: ", "Not read: ").within(language)
        show_prose(console, Rich(said + printable(", ".join(str(path) for path in others)), style="dim"))


def _overview(
    console: Console, listed: "Sequence[FileResult]", named: dict[Path, str], language: Language, *, checking: bool
) -> None:
    """Show a line for each file; a severity that nothing has takes no column."""
    counted = [Counter(finding.severity for finding in result.findings) for result in listed]
    found = [severity for severity in _SEVERITY if any(counts[severity] for counts in counted)]
    heads = (
        Text("ファイル", "file"),
        Text("結果", "result"),
        Text("評価者", "evaluator"),
        *(_COLUMNS[severity] for severity in found),
    )
    rows = [
        (
            Rich(named[result.path]),
            _status(result, language, checking=checking),
            Rich(printable(result.evaluator or "")),
            *(Rich(str(counts[severity] or "-"), style=_SEVERITY[severity][1], justify="right") for severity in found),
        )
        for result, counts in zip(listed, counted, strict=True)
    ]
    show_table(console, heads, rows, language, folded=0)


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
    shown = (_CHECKED if checking and result.status == "accepted" else words).within(language)
    return Rich(shown + (_decided(result).within(language) if result.decisions else ""), style=colour)


def _decided(result: "FileResult") -> Text:
    """Return how much a workbook for decisions that is not rejected decides, and how much it takes back."""
    decided, undone, pairs = result.decided, result.taken_back, len(result.decisions)
    if not decided and not undone:
        return Text("（裁定の記入なし）", " (nothing decided)")
    back = Text(f"、取り消し {undone} 件", f", {undone} taken back") if undone else Text("", "")
    return Text(f"（裁定 {decided}/{pairs} 件{back.ja}）", f" ({decided} of {pairs} decided{back.en})")


def _totals(results: "Sequence[FileResult]", language: Language, *, checking: bool) -> str:
    counted: Counter[str] = Counter(result.status for result in results)
    parts = [
        f"{(_CHECKED if checking and status == 'accepted' else words).within(language)} {counted[status]}"
        for status, (words, _) in _STATUS.items()
        if counted[status]
    ]
    return "  ".join(parts) + Text(f"（全{len(results)}件）", f" ({len(results)} in all)").within(language)


def _left_out(console: Console, results: "Sequence[FileResult]", language: Language, *, checking: bool) -> None:
    """Say how many notes of several files were not shown, and where they are."""
    count = sum(finding.severity == "note" for one in results if one.status != "unchanged" for finding in one.findings)
    if not count:
        return
    said = (
        Text(
            f"お知らせ{count}件は省いています。ファイルを一つずつ depipe check すると出ます。",
            f"Notes left out: {count}. depipe check shows them when it is given one file.",
        )
        if checking
        else Text(  # a file that was taken in is unchanged when it is checked: only --json still lists its notes
            f"お知らせ{count}件は省いています。depipe check --json で見られます。",
            f"Notes left out: {count}. depipe check --json has them.",
        )
    )
    show_prose(console, Rich(said.within(language), style="dim"))


def _findings(console: Console, result: "FileResult", name: str, language: Language, *, notes: bool) -> None:
    """Show one file's findings; its *notes* only where it is the only file."""
    groups = grouped(finding for finding in result.findings if notes or finding.severity != "note")
    if not groups:
        return
    console.print()
    console.print(Rich(name, style="bold"))
    if result.standing:
        show_prose(console, Rich(printable(_standing(result.standing, language)), style="green"), indent=2)
    if result.marked:
        console.print(Rich(f"  → {printable(str(result.marked))}"), soft_wrap=True)
    for group in groups[:GROUPS_SHOWN]:
        _group(console, group, language)
    if (more := len(groups) - GROUPS_SHOWN) > 0:
        console.print(Rich(f"  {beyond(more).within(language)}", style="dim"))


def _standing(record: "SubmissionRecord", language: Language) -> str:
    """Return that a return of the same workbook counts, and when there is nothing to do."""
    received = day_shown(record.received_at).plain
    return Text(
        f"同じワークブックの返送 {record.file}（{received} UTC 受領、提出 {record.submission_id}）が台帳にあり、"
        "そのまま有効です。このファイルのほうが古ければ、することはありません。新しければ、直してもらってください。",
        f"A return of the same workbook, {record.file} (received {received} UTC, submission {record.submission_id}), "
        "is in the ledger and counts: nothing of it is lost. If this file is the older one, there is nothing to do; "
        "if it is the newer one, let it be mended.",
    ).within(language)


def show_sending_back(results: "Sequence[FileResult]", language: Language) -> None:
    """Say where the marked copies are and whose they are, unless a return of each workbook counts already."""
    sent = [one for one in results if one.status == "rejected" and one.marked and not one.standing]
    folders = [printable(str(one.marked.parent)) for one in sent if one.marked]
    if folders:
        count, folder, whose = len(folders), folders[0], _OWNERS[frozenset(one.decides for one in sent)]
        words = Text(
            f"差し戻した{count}件の修正用コピーは {folder} にあります。それぞれの{whose.ja}に送り返し、"
            "直したものが戻ってきたら depipe ingest で取り込んでください。",
            f"Marked copies of {count} rejected file(s) are in {folder}: send each back to its {whose.en}, and run "
            "depipe ingest on what comes back mended.",
        )
        show_prose(open_console(), Rich(words.within(language), style="bold"))


def _group(console: Console, group: FindingGroup, language: Language) -> None:
    words, colour = _SEVERITY[group.severity]
    line = Rich().append(words.within(language), style=colour)
    line.append(f"  {printable(group.place(language))}", style="bold")
    line.append(f"  {group.code}", style="dim")
    show_prose(console, line, indent=2)
    show_prose(console, Rich(printable(group.message(language))), indent=4)
