"""docs/findings.md, written from the catalogue so that it cannot go stale."""

import re
from collections.abc import Iterable
from typing import Final

from depipe.findings.kind import FindingKind, Wording
from depipe.language import Language

_HEAD: Final = """\
# Findings

What depipe can say about a returned workbook. This page is written from the catalogue:
`python -m depipe.findings > docs/findings.md`.

- **error**: the whole file is kept out until it is mended.
- **warning**: the file is let in, and the finding is shown.
- **note**: says what depipe did; nothing needs mending.

Every finding names the sheet and the cell of the returned file, and the item and the tool where there are some. Those
that read the same are shown once with all their cells, and so are all notes of one code; `--json` has each by itself.
The terminal shows the notes of a file that is read alone; of several files it says how many it left out.
Below, ‹found› and ‹expected› stand for what the finding fills in, and what stands in [brackets] is said only where it
is known. Some cases of a code have words of their own.
"""


def _template(words: Wording, language: Language) -> str:
    texts = (text.within(language) for text in words)
    return re.sub(r"\{(\w+)(?::\w+)?\}", r"‹\1›", ("" if language == "ja" else " ").join(texts))


def _row(kind: FindingKind) -> str:
    anchor = kind.code.replace(".", "")
    return f"| [`{kind.code}`](#{anchor}) | {kind.severity} | {kind.when} |"


def _section(kind: FindingKind) -> str:
    words = Wording(kind.what, kind.next_step)
    parts = [f"## `{kind.code}`", f"**{kind.severity}.** {kind.when}", _quoted(words)]
    cases: dict[Wording, list[str]] = {}
    for case, words in kind.cases.items():
        cases.setdefault(words, []).append(f"`{case}`")
    for words, names in cases.items():
        parts += [f"Where it is {', '.join(names)}:", _quoted(words)]
    return "\n\n".join(parts)


def _quoted(words: Wording) -> str:
    return f"> {_template(words, 'ja')}\n>\n> {_template(words, 'en')}"


def document(kinds: Iterable[FindingKind]) -> str:
    """Return the page as Markdown."""
    listed = list(kinds)
    table = "\n".join(("| code | severity | when |", "|---|---|---|", *map(_row, listed)))
    return "\n\n".join((_HEAD.rstrip(), table, *map(_section, listed))) + "\n"
