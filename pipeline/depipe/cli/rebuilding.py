"""What `depipe ledger rebuild` shows: which submissions, findings and verdicts move."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text as Rich

from depipe.cli.render import beyond, open_console, show_table
from depipe.cli.steering import document, printable
from depipe.comparison.labels import CAPS
from depipe.findings import Finding
from depipe.language import Language, Text
from depipe.stars import shown

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.rebuild import Move, Rebuilt, Verdict
    from depipe.flow.rereading import Review, Status, Told

_STATUS: "dict[Status, Text]" = {
    "same": Text("変わらない", "the same"),
    "moved": Text("変わる", "different"),
    "rejected": Text("今の規則では受け付けない", "not acceptable today"),
}

FINDINGS_SHOWN = 20
"""Findings of one submission that are listed; `--json` has all."""


def as_json(rebuilt: "Rebuilt") -> str:
    """Return everything as one document; submissions that read the same are counted, not listed."""
    counts = Counter(review.status for review in rebuilt.reviews)
    found = {
        "kept": rebuilt.kept,
        "submissions": {status: counts[status] for status in _STATUS},
        "moved": [_review_json(review) for review in rebuilt.reviews if review.status != "same"],
        "verdicts": [
            {
                "context_id": move.context_id,
                "tool": move.tool,
                "before": move.before and move.before._asdict(),
                "after": move.after and move.after._asdict(),
            }
            for move in rebuilt.moves
        ],
    }
    return document(found)


def _review_json(review: "Review") -> dict[str, Any]:
    return {
        "submission_id": review.record.submission_id,
        "file": review.record.file,
        "evaluator": review.record.evaluator,
        "status": review.status,
        "answers": review.answers,
        "appeared": [asdict(told) for told in review.appeared],
        "gone": [asdict(told) for told in review.gone],
    }


def show(rebuilt: "Rebuilt", language: Language) -> None:
    """Show what moves, submissions first, then verdicts, then whether it is kept."""
    console = open_console()
    counts = Counter(review.status for review in rebuilt.reviews)
    listed = [f"{words.within(language)} {counts[status]}" for status, words in _STATUS.items()]
    read = Text(f"{len(rebuilt.reviews)} 件を読み直しました", f"{len(rebuilt.reviews)} submission(s) read again")
    console.print(Rich(f"{read.within(language)}: {', '.join(listed)}"))
    for review in rebuilt.reviews:
        if review.status != "same":
            _show_review(console, review, language)
    if rebuilt.moves:
        console.print()
        _show_moves(console, rebuilt.moves, language)
    console.print()
    console.print(Rich(_closing(rebuilt, moved=counts["moved"]).within(language)))


def _show_review(console: Console, review: "Review", language: Language) -> None:
    record, status = review.record, _STATUS[review.status].within(language)
    console.print()
    line = Rich(f"{record.submission_id}  {printable(record.file)}  {printable(record.evaluator)}", style="bold")
    console.print(line.append(f"  {status}", style="yellow"))
    if review.answers:
        words = Text(f"違って読める回答: {review.answers}", f"answers that read differently: {review.answers}")
        console.print(Rich(f"  {words.within(language)}"))
    for sign, findings in (("+", review.appeared), ("-", review.gone)):
        for told in findings[:FINDINGS_SHOWN]:
            place = " ".join(filter(None, (told.sheet, told.cell, told.item_id, told.tool)))
            said = f"  {sign} {told.code}  {place}  {_words(told, language)}"
            console.print(Rich(printable(said.replace("\n", " "))))
        if (more := len(findings) - FINDINGS_SHOWN) > 0:
            console.print(Rich(f"  {sign} {beyond(more).within(language)}"))


def _words(told: "Told", language: Language) -> str:
    """Return the message in *language*; as it was kept, where this depipe no longer has such a finding."""
    fields = ("code", "sheet", "cell", "item_id", "tool", "found", "expected")
    try:
        return Finding(**{name: getattr(told, name) for name in fields}).message(language)
    except ValueError:
        return told.message


def _show_moves(console: Console, moves: "Sequence[Move]", language: Language) -> None:
    headers = (
        Text("前提", "context"),
        Text("ツール", "tool"),
        Text("総合評価", "overall"),
        Text("上限", "cap"),
        Text("順位", "rank"),
    )
    rows = [
        [Rich(move.context_id), Rich(printable(move.tool)), *(Rich(cell) for cell in _cells(move, language))]
        for move in moves
    ]
    show_table(console, headers, rows, language)


def _cells(move: "Move", language: Language) -> list[str]:
    before, after = (_verdict(verdict, language) for verdict in (move.before, move.after))
    return [was if was == now else f"{was} → {now}" for was, now in zip(before, after, strict=True)]


def _verdict(verdict: "Verdict | None", language: Language) -> tuple[str, str, str]:
    if verdict is None:
        return ("-", "-", "-")
    return shown(verdict.final), CAPS[verdict.cap].within(language), str(verdict.rank or "-")


def _closing(rebuilt: "Rebuilt", *, moved: int) -> Text:
    if not moved:
        return Text("保存することはありません。", "There is nothing to keep.")
    if rebuilt.kept:
        return Text(
            f"{moved} 件の読み直しを保存しました。depipe compare で比較を作り直してください。",
            f"{moved} revision(s) kept. Run depipe compare to write the comparison again.",
        )
    return Text(
        "まだ何も保存していません。--keep を付けて実行すると保存します（前の読み取りも台帳に残ります）。",
        "Nothing is kept yet: with --keep it is, and what was read before stays in the ledger.",
    )
