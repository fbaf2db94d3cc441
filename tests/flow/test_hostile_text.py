"""What a hostile evaluator writes stays text on its whole way: file, ledger, tables, comparison, marked copy, terminal.

The files are written part by part, so that they can hold what no program writes. The command line runs as a process,
once into a pipe and once on a terminal of its own.
"""

import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from depipe.flow.marking import TITLES
from depipe.workbook.issue import new_issuance
from depipe.workbook.naming import marked_name
from depipe.workbook.write import write_workbook
from support.cli import Done, depipe
from support.corpus import small_ledger
from support.issued import opened
from support.packages import CONTEXT, PROPOSALS, RATINGS, chained, parts_of, patched, serial, with_cell
from support.page import parsed
from support.readings import DAY, FIRST_ROW, ISSUANCE, ITEMS, MASTER, TOOLS

NOTES: Final = (
    "=1+1",
    '=HYPERLINK("http://evil.example","click")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "{=1+1}",
    "file://server/share/x.exe",
    "file:///etc/passwd",
    "external:other.xlsx!A1",
    "internal:評価!A1",
    "javascript:alert(1)",
    "https://docs.example.com/a_b?x=1&y=2 と www.example.com",
    "mailto:a@example.com",
    "<script>alert('x')</script>",
    "<img src=x onerror=alert(1)> <!-- x --> <?php x ?>",
    "[x](javascript:alert(1)) ![y](http://evil.example/y.png)",
    "[ref]: http://evil.example\n[ref]",
    "<http://evil.example> http://evil.example",
    "`code` ``more`` **bold** _em_ ~~gone~~ $math$ &amp; &#65;",
    "```sh\nrm -rf /\n```",
    "# heading\n- list\n> quote\n    indented\n***",
    "a | b \\| c\n|---|\n| x |",
    "<r><t>rich</t></r>",
    "_x0041_ と _x001B_[31m",
    "\u202egnp.exe\u202c עברית",
    "👩‍💻 𠮷野家 ⭐️",
    "\u3000",
    "あ" * 32_767,
)
"""What stands in the notes, as it is typed."""
CONTROLS: Final = "赤_x001B_[35;7m字_x001B_]0;owned_x0007__x0008__x009B_31m\u009b31m"
"""Escapes that spreadsheets turn into control characters, and one that XML carries as it is."""
NAME: Final = f"=1+1 [x](http://evil.example) <b>{CONTROLS}"
FILE: Final = "赤\x1b[35;7m\x9b31m\u202egnp.xlsx"

_CELLS: Final = [(item, tool, note) for item in ITEMS for tool in TOOLS for note in ("doc", "repro", "evidence")]
PLACED: Final = dict(zip(_CELLS, (*NOTES, CONTROLS), strict=False))
"""(item, tool, note) -> text."""


def typed(said: str) -> str:
    """Return a text as a spreadsheet program writes it."""
    return escape(re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", said), quote=False)


def inline(reference: str, written: str) -> Mapping[str, str]:
    """Return the change that writes XML into a cell as its text."""
    return {
        "reference": reference,
        "attributes": ' t="inlineStr"',
        "content": f'<is><t xml:space="preserve">{written}</t></is>',
    }


def hostile(stars: str = "⭐⭐⭐") -> bytes:
    """Return the small workbook as a hostile person returns it: every text is an attack."""
    issuance = new_issuance(MASTER, issued_on=ISSUANCE.identity.issued_on, workbook_id="hostile")
    context = [
        inline("B4", NAME.replace("<", "&lt;")),
        inline("B5", "large"),
        inline("B6", typed("[x](javascript:alert(1)) =1+1")),
        *(inline(f"B{row}", typed("=1+1 <script>")) for row in (10, 11)),
    ]
    ratings = []
    for row, item in enumerate(ITEMS, FIRST_ROW):
        for place, tool in enumerate(TOOLS):
            ratings.append(inline(f"{'EF'[place]}{row}", stars if (row, place) == (FIRST_ROW, 0) else "⭐⭐⭐"))
            for column, name in enumerate(("doc", "repro", "evidence"), 6 + 3 * place):
                said = PLACED.get((item, tool, name))
                if said is not None:
                    xml = said if said == CONTROLS else typed(said)
                    ratings.append(inline(f"{'ABCDEFGHIJKL'[column]}{row}", xml))
    days = [with_cell(f"C{row}", "", f"<v>{serial(DAY)}</v>") for row in (10, 11)]
    proposals = [inline(f"{letter}5", typed(text)) for letter, text in zip("ABCDE", NOTES[14:19], strict=True)]
    return patched(
        write_workbook(MASTER, issuance),
        {
            CONTEXT: chained(*(with_cell(**one) for one in context), *days),
            RATINGS: chained(*(with_cell(**one) for one in ratings)),
            PROPOSALS: chained(*(with_cell(**one) for one in proposals)),
        },
    )


def kept(said: str) -> str | None:
    """Return what is kept of a text: without control characters, with plain line breaks, without outer blanks."""
    known = re.sub(r"_x00(?:1B|07|08|9B)_", "", said) if said == CONTROLS else said
    return known.strip() or None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace: a ledger that issued the workbook, a good return and one with a hostile star."""
    folder = tmp_path_factory.mktemp("hostile")
    with small_ledger(folder) as ledger:
        issuance = new_issuance(MASTER, issued_on=ISSUANCE.identity.issued_on, workbook_id="hostile")
        ledger.record_issuances([issuance], MASTER, at=datetime.now(UTC))
    (folder / "returned").mkdir()
    (folder / "returned" / FILE).write_bytes(hostile())
    (folder / "returned" / f"bad-{FILE}").write_bytes(hostile(CONTROLS))
    return folder


STORE: Final = ("--store", "sqlite:///small.db")


@pytest.fixture(scope="module")
def ingested(folder: Path) -> Done:
    """Ingest both."""
    return depipe("ingest", "returned", *STORE, cwd=folder)


@pytest.mark.usefixtures("ingested")
def test_the_tables_hold_the_texts_as_they_were_typed(folder: Path) -> None:
    """Every note stands in the Parquet table, sign by sign, with its evaluator and version."""
    ratings = pl.read_parquet(folder / "output" / "tables" / "ratings.parquet")
    found = {
        (row["item_id"], row["tool"], note): row[note]
        for row in ratings.iter_rows(named=True)
        for note in ("doc", "repro", "evidence")
    }

    assert found == {place: kept(PLACED[place]) if place in PLACED else None for place in _CELLS}
    [name] = ratings["evaluator"].unique()
    assert name.startswith("=1+1 [x](http://evil.example) <b>赤[35;7m字]0;owned31m")
    assert set(ratings["tool_version"]) == {"=1+1 <script>"}


def texts(data: bytes) -> Iterator[str]:
    """Yield the text of every cell of a workbook; fail for a formula, and for a link outside but 根拠's to the web."""
    for name, content in parts_of(data).items():
        xml = content.decode("utf-8", "replace")
        if name.startswith("xl/worksheets/sheet"):
            assert "<f>" not in xml, name
        for relation in re.findall('<Relationship [^>]*TargetMode="External"[^>]*>', xml):
            assert re.search(' Target="https?://', relation), relation
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if cell.hyperlink is not None and cell.hyperlink.target is not None:
                    assert (sheet.title, cell.value) == ("根拠", cell.hyperlink.target), cell.coordinate
                if isinstance(cell.value, str):
                    yield cell.value


@pytest.mark.usefixtures("ingested")
def test_the_comparison_holds_no_formula_and_no_link_but_evidence(folder: Path) -> None:
    """Openpyxl opens it, cells are texts or numbers, 根拠 alone links to the web as it says, the notes stand there."""
    said = "\n".join(texts((folder / "output" / "comparison.xlsx").read_bytes()))

    for text in PLACED.values():
        for line in (kept(text) or "").replace("\u009b", "").split("\n"):
            assert line.strip()[:200] in said.replace("\u009b", ""), line


@pytest.mark.usefixtures("ingested")
def test_the_markdown_holds_text_alone(folder: Path) -> None:
    """A parser of Markdown finds neither link nor picture, HTML (but our line breaks) nor code."""

    def all_of(tokens: list[Token]) -> Iterator[Token]:
        for token in tokens:
            yield token
            yield from all_of(token.children or [])

    markdown = (folder / "output" / "comparison.md").read_text("utf-8")
    tokens = list(all_of(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)))

    forbidden = {"link_open", "image", "html_block", "code_inline", "code_block", "fence", "em_open", "s_open", "hr"}
    assert not forbidden.intersection(token.type for token in tokens)
    assert {token.content for token in tokens if token.type == "html_inline"} <= {"<br>", "<!-- -->"}


@pytest.mark.usefixtures("ingested")
def test_the_page_holds_text_and_links_to_the_web_alone(folder: Path) -> None:
    """A parser of HTML finds the notes as text, one style and one script, no attribute that acts, http links alone."""
    page = parsed((folder / "output" / "comparison.html").read_text("utf-8"))
    tags = [node.tag for node in page.iter() if isinstance(node.tag, str)]
    said = "\n".join(node.text_content() for node in page.xpath("//bdi"))

    assert (tags.count("script"), tags.count("style")) == (1, 1)
    assert not {"img", "iframe", "object", "embed", "link", "base"}.intersection(tags)
    assert page.xpath("//@*[starts-with(name(), 'on') or name() = 'style' or name() = 'src']") == []
    assert all(re.match("#|https?://", address) for address in page.xpath("//@href"))
    for text in PLACED.values():
        for line in (kept(text) or "").replace("\u009b", "").split("\n"):
            assert line in said.replace("\u009b", ""), line


@pytest.mark.usefixtures("ingested")
def test_the_marked_copy_holds_text_alone(folder: Path) -> None:
    """The copy of the rejected file opens, its list of what to mend is text, and its answers are as they were."""
    data = (folder / "output" / "marked" / marked_name(f"bad-{FILE}", TITLES[0])).read_bytes()
    listed = opened(data)[TITLES[0]]

    assert all(cell.data_type != "f" for row in listed.iter_rows() for cell in row)
    assert all(not cell.hyperlink.target for row in listed.iter_rows() for cell in row if cell.hyperlink)
    assert "赤" in "".join(str(cell.value) for row in listed.iter_rows() for cell in row)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert all("\x1b" not in archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "check": ("check", "returned", *STORE),
    "check in English": ("check", "returned", *STORE, "--lang", "en"),
    "check as JSON": ("check", "returned", *STORE, "--json"),
    "check a file that is not there": ("check", FILE, *STORE),
    "ingest": ("ingest", "returned", *STORE),
    "compare": ("compare", *STORE),
    "status": ("status", *STORE),
    "history": ("history", *STORE),
    "ledger list": ("ledger", "list", *STORE),
    "ledger list as JSON": ("ledger", "list", *STORE, "--json"),
    "proposals": ("master", "proposals", *STORE),
}
STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, and marks that turn the direction of what follows."""


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_text_steers_a_terminal(folder: Path, command: tuple[str, ...]) -> None:
    """In a pipe no command prints a control character or a mark of direction, whatever people wrote."""
    done = depipe(*command, cwd=folder)

    assert done.status in {0, 1, 2}
    assert STEERING.findall(done.out + done.err) == []
    if "--json" in command:
        json.loads(done.out)


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize("name", ["check", "status", "ledger list", "history"])
def test_a_terminal_gets_colours_and_nothing_else(folder: Path, name: str) -> None:
    """On a terminal the only escapes are depipe's own colours and its progress bar's lines."""
    printed = on_terminal([sys.executable, "-m", "depipe", *COMMANDS[name]], folder)
    own = re.compile(r"\x1b\[(?:\?25[lh]|[12]?K|1A|[0-9;]*m)|\r")

    assert "赤" in printed
    assert STEERING.findall(own.sub("", printed)) == []
    assert "\x1b[35;7m" not in printed


def on_terminal(command: list[str], folder: Path) -> str:
    """Run a command on a terminal of its own and return all that it printed."""
    ours, theirs = pty.openpty()
    own = {name: value for name, value in os.environ.items() if not name.startswith("DEPIPE_") and name != "NO_COLOR"}
    with subprocess.Popen(
        command, cwd=folder, env=own | {"TERM": "xterm-256color", "COLUMNS": "120"}, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        pieces = []
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # the terminal is gone with the process
                break
            if not piece:
                break
            pieces.append(piece)
    os.close(ours)
    assert process.returncode in {0, 1}
    return b"".join(pieces).decode("utf-8", "replace")
