"""What people see of masters in the terminal: what changed, what is proposed, what was imported."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Rich

from depipe.cli.master.words import KINDS, WHY, where
from depipe.cli.render import open_console
from depipe.cli.steering import printable
from depipe.language import Language, Text

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.flow.importing import Outcome
    from depipe.flow.proposals import ProposalRecord
    from depipe.master.diff import Change, Difference
    from depipe.master.model import Master

_PROPOSED: Final[Mapping[str, Text]] = {
    "description": Text("評価内容", "description"),
    "reason": Text("理由", "reason"),
    "general": Text("他ツールでも該当", "for other tools too"),
}


def difference(old: "Master", new: "Master", found: "Difference", language: Language) -> None:
    """Show what changed between two masters: what is substantive, what is not, and which ratings to confirm again."""
    console = open_console()
    console.print(Rich(f"{old.id} {old.version} → {new.id} {new.version}", style="bold"))
    substantive = [change for change in found.changes if change.substantive]
    cosmetic = [change for change in found.changes if not change.substantive]
    if not found.changes:
        console.print(Text("内容に違いはありません。", "Nothing differs.").within(language))
        return
    for title, changes in (
        (Text("意味が変わる変更", "Substantive changes"), substantive),
        (Text("意味の変わらない変更", "Cosmetic changes"), cosmetic),
    ):
        if changes:
            console.print(Rich(f"\n{title.within(language)} ({len(changes)})", style="bold"))
        for change in changes:
            _change(console, change, language)
    console.print()
    if found.reconfirm:
        which = Text("評価を確認し直す項目", "Items whose ratings must be confirmed again").within(language)
        console.print(Rich(f"{which} ({len(found.reconfirm)}): {', '.join(found.reconfirm)}"))
    else:
        console.print(Text("これまでの評価はそのまま有効です。", "All ratings still hold.").within(language))
    if (old.id, old.version) == (new.id, new.version):
        same = Text(
            f"版が {new.version} のままです。上げてください。", f"The version is still {new.version}: raise it."
        )
        console.print(Rich(same.within(language), style="yellow"))


def _change(console: Console, change: "Change", language: Language) -> None:
    line = Rich(f"  {KINDS[change.kind].within(language)}  ").append(printable(where(change.place, language)), "bold")
    if change.cosmetic:
        line.append(f"  {WHY[change.cosmetic].within(language)}", style="dim")
    console.print(line)
    for sign, text in (("-", change.before), ("+", change.after)):
        if text is not None:
            console.print(Padding(Rich(f"{sign} {printable(text)}"), (0, 0, 0, 6), expand=False))


def proposals(master: "Master", found: "Sequence[ProposalRecord]", language: Language) -> None:
    """Show every proposal, what resembles it, and what became of it."""
    console = open_console()
    if not found:
        console.print(Text("追加項目の提案はありません。", "There are no proposals.").within(language))
    for one in found:
        head = Rich(one.proposal_id, style="bold")
        head.append(f"  {printable(one.category or '-')}  {printable(one.name or '-')}")
        day = f"{one.received_at.astimezone(UTC):%Y-%m-%d} UTC"
        console.print(head.append(f"  {printable(one.evaluator)}, {printable(one.file)}, {day}", style="dim"))
        for field, label in _PROPOSED.items():
            if text := getattr(one, field):
                console.print(Padding(Rich(f"{label.within(language)}: {printable(text)}"), (0, 0, 0, 4), expand=False))
        said, colour = _standing(master, one)
        console.print(Rich(f"    → {printable(said.within(language))}", style=colour))


def _standing(master: "Master", one: "ProposalRecord") -> tuple[Text, str]:
    """Return what the master has of a proposal, and the colour that says how urgent that is."""
    if one.added_as:
        return Text(f"{one.added_as} として追加済み", f"added as {one.added_as}"), "green"
    if one.closest is None:
        return Text("似ている項目はありません", "no item resembles it"), ""
    item = master.items_by_id[one.closest.item_id]
    named, degree = f"{item.id} {item.name}", f"{one.closest.degree:.2f}"
    if one.closest.close:
        return Text(f"既存の {named} に似ています（{degree}）", f"resembles {named} ({degree})"), "yellow"
    return Text(
        f"似ている項目はありません（最も近いのは {named}、{degree}）", f"new; closest is {named} ({degree})"
    ), ""


def imported(file: Path, output: Path, outcome: "Outcome", language: Language) -> None:
    """Show every problem and every line that was not understood, then what became of the document.

    A document that is no master at all is one sentence: it would be named line by line.
    """
    console = open_console()
    found = outcome.imported
    if found.is_other:
        count = len(found.unread)
        words = Text(
            f"{file} はマスタの文書ではないようです。マスタの見出しが一つもありません（読み取れない行: {count}）。"
            "書き出しませんでした。マスタの文書の形は depipe master export で確かめられます。",
            f"{file} does not seem to be a master's document: it has none of a master's headings ({count} line(s) not "
            "understood). Nothing was written. depipe master export shows what such a document looks like.",
        )
        console.print(Rich(printable(words.within(language))), soft_wrap=True)
        return
    for problem in found.problems:
        console.print(Rich(f"{file}: {printable(problem.sentence(language))}"), soft_wrap=True)
    for line in found.unread:
        not_read = Text(f"{line.line}行目: 読み取れません", f"line {line.line}: not understood").within(language)
        console.print(Rich(f"{file}: {not_read}: {printable(line.text)}"), soft_wrap=True)
    for text in _became(output, outcome):
        console.print(text.within(language), soft_wrap=True)


def _became(output: Path, outcome: "Outcome") -> list[Text]:
    found = outcome.imported
    if found.errors:
        return [Text("書き出しませんでした。上の誤りを直してください。", "Nothing was written: mend the errors above.")]
    if not outcome.is_written or found.master is None:
        count = len(found.unread)
        return [
            Text(
                f"読み取れない行が{count}行あり、書き出しませんでした（--even-so で、その行を除いて書き出します）。",
                f"Nothing was written: {count} line(s) were not understood. --even-so writes the master without them.",
            )
        ]
    master = found.master
    written = Text(
        f"{output} に書き出しました（{master.id} {master.version}、{len(master.items)} 項目）。",
        f"Written to {output} ({master.id} {master.version}, {len(master.items)} items).",
    )
    lost = Text(
        "--base の書き方に沿えなかったため、コメントは移していません。",
        "The comments of --base are not in it: its way of writing could not be followed.",
    )
    return [written, lost] if outcome.rewritten else [written]
