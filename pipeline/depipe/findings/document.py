"""docs/findings.md, written from the catalogue so that it cannot go stale."""

import re
from collections.abc import Iterable
from typing import Final

from depipe.findings.kind import FindingKind
from depipe.language import Language

_HEAD: Final = """\
# Findings

What depipe can say about a returned workbook. This page is written from the catalogue:
`python -m depipe.findings > docs/findings.md`.

- **error**: the whole file is kept out until it is mended.
- **warning**: the file is let in, and the finding is shown.
- **note**: says what depipe did; nothing needs mending.

Every finding names the sheet and the cell of the returned file, and the item and the tool where there are some; equal
ones are shown once with all their cells. Below, ‹found› and ‹expected› stand for what the finding fills in, and what
stands in [brackets] is said only where it is known.
"""


def _template(kind: FindingKind, language: Language) -> str:
    texts = (text.within(language) for text in (kind.what, kind.next_step))
    return re.sub(r"\{(\w+)(?::bare)?\}", r"‹\1›", ("" if language == "ja" else " ").join(texts))


def _row(kind: FindingKind) -> str:
    anchor = kind.code.replace(".", "")
    return f"| [`{kind.code}`](#{anchor}) | {kind.severity} | {kind.when} |"


def _section(kind: FindingKind) -> str:
    return "\n".join(
        (
            f"## `{kind.code}`",
            "",
            f"**{kind.severity}.** {kind.when}",
            "",
            f"> {_template(kind, 'ja')}",
            ">",
            f"> {_template(kind, 'en')}",
        )
    )


def document(kinds: Iterable[FindingKind]) -> str:
    """Return the page as Markdown."""
    listed = list(kinds)
    table = "\n".join(("| code | severity | when |", "|---|---|---|", *map(_row, listed)))
    return "\n\n".join((_HEAD.rstrip(), table, *map(_section, listed))) + "\n"
