"""What `depipe verify` shows: whether a bundle holds, and what differs if it does not."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text as Rich

from depipe.cli.progress import progress
from depipe.cli.render import beyond, open_console
from depipe.cli.steering import document, printable
from depipe.language import Language, Text

if TYPE_CHECKING:  # what is shown is made of values that the command has already imported
    from depipe.bundle.differences import Difference
    from depipe.bundle.verify import Progress, Verification

_EVALUATORS, _EVERYBODY = Text("評価者", "evaluators"), Text("評価者と決定者", "evaluators and deciders")

DIFFERENCES_SHOWN = 20
"""Differences that are listed; `--json` has all."""


def rereading(language: Language) -> "Progress":
    """Return the progress bar for originals that are read again."""
    label = Text("原本を読み直しています", "Reading originals again").within(language)
    return lambda total: progress(total, label)


def as_json(path: Path, found: "Verification", language: Language) -> str:
    """Return everything as one document."""
    manifest = found.manifest
    return document(
        {
            "file": str(path),
            "sha256": found.sha256,
            "verified": found.verified,
            "versions": {name: {"bundle": there, "here": here} for name, (there, here) in found.versions.items()},
            "settings": manifest.settings.model_dump(mode="json"),
            "counts": manifest.counts.model_dump(),
            "derived": list(found.derived),
            "undecided": list(found.undecided),
            "differences": [_difference(one, language) for one in found.differences],
        }
    )


def _difference(one: "Difference", language: Language) -> dict[str, Any]:
    plain = asdict(one)
    if "table" in plain:
        plain["key"] = dict(plain["key"])
    return plain | {"message": one.words.within(language)}


def show(path: Path, found: "Verification", language: Language) -> None:
    """Show what the bundle is, and whether it holds."""
    console = open_console()
    console.print(Rich(printable(str(path)), style="bold"))
    for line in _facts(found):
        console.print(Rich(f"  {printable(line.within(language))}"))
    for note in _versions(found):
        console.print(Rich(f"  ⚠ {printable(note.within(language))}", style="yellow"))
    console.print()
    if found.verified:
        console.print(Rich(f"✔ {_holds(found).within(language)}", style="green"))
        return
    console.print(Rich(f"✘ {Text('一致しません。', 'It does not hold.').within(language)}", style="red"))
    for one in found.differences[:DIFFERENCES_SHOWN]:
        console.print(Rich(f"  {printable(one.words.within(language))}"))
    if (more := len(found.differences) - DIFFERENCES_SHOWN) > 0:
        console.print(Rich(f"  {beyond(more).within(language)}"))


def _facts(found: "Verification") -> list[Text]:
    from depipe.bundle.manifest import counts_deciders

    manifest, counts = found.manifest, found.manifest.counts
    master = f"{manifest.master.id} {manifest.master.version}"
    until = manifest.settings.as_of
    moment = f"{until:%Y-%m-%d %H:%M} UTC" if until else ""
    who = _EVERYBODY if counts_deciders(manifest.format_version) else _EVALUATORS
    return [
        Text(f"depipe {manifest.depipe}、マスタ {master}", f"depipe {manifest.depipe}, master {master}"),
        Text(
            f"{who.ja} {counts.evaluators} 人、提出 {counts.submissions} 件（取り下げ {counts.withdrawn} 件）"
            + (f"、{moment} 時点" if moment else ""),
            f"{who.en}: {counts.evaluators}, submissions: {counts.submissions} (withdrawn: {counts.withdrawn})"
            + (f", as of {moment}" if moment else ""),
        ),
        Text(f"SHA-256 {found.sha256}", f"SHA-256 {found.sha256}"),
    ]


def _versions(found: "Verification") -> list[Text]:
    """Return what there is to say where other versions made the bundle than are here."""
    if not found.versions:
        return []
    listed = ", ".join(f"{name} {there or '-'} → {here or '-'}" for name, (there, here) in found.versions.items())
    told = [Text(f"作成したときと版が違います: {listed}", f"Made with other versions than are here: {listed}")]
    if not found.verified:
        told.append(
            Text(
                "下の違いは、版の違いによるものかもしれません。作成したときの版でも確かめてください。",
                "What differs below may come from that: verify with the bundle's own versions as well.",
            )
        )
    if found.undecided:
        names = ", ".join(found.undecided)
        told.append(
            Text(
                f"版が違うため、作り直したものと同じかを決められません: {names}（ダイジェストは一致しています）",
                f"Not decided, as other versions wrote them: {names} (their digests hold)",
            )
        )
    return told


def _holds(found: "Verification") -> Text:
    tables = sum(name.endswith(".parquet") for name in found.derived)
    outputs = len(found.derived) - tables - len(found.undecided)
    read = found.manifest.counts.submissions - found.manifest.counts.withdrawn
    return Text(
        f"検証できました。原本 {read} 件を読み直し、表 {tables} 個の全セルと出力 {outputs} 個が一致しました。",
        f"Verified: {read} originals were read again; every cell of {tables} tables and {outputs} outputs agree.",
    )
