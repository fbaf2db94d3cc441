"""Where an imported master goes: into the base's own file or a new one, whole or not at all."""

from pathlib import Path

import pytest

from depipe.errors import DataError, UsageError
from depipe.flow.importing import Source, import_master
from depipe.master.load import load_master, shipped_master, shipped_text
from depipe.master.markdown import export
from support.issued import remade
from support.masters import DATA, second_master

SECOND = (DATA / "second-master.yaml").read_text("utf-8")
CHANGED = ("Nobody finishes the cup", "Everybody leaves the cup")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return the second master's document with one text changed."""
    path = tmp_path / "document.md"
    path.write_text(export(second_master()).replace(*CHANGED), "utf-8", newline="\n")
    return path


def test_the_base_is_followed(document: Path, tmp_path: Path) -> None:
    """In the base's own file one text and the version change; comments stay."""
    own = tmp_path / "own.yaml"
    own.write_bytes(SECOND.encode())

    outcome = import_master(Source(path=document, base=str(own)), own)

    assert (outcome.is_written, outcome.rewritten) == (True, False)
    rest = SECOND.partition("\n")[2]  # the schema is not beside it
    assert own.read_text("utf-8") == rest.replace(*CHANGED).replace("version: 2.1.0", "version: 2.2.0")


def test_editors_are_led_to_the_schema_where_it_is(document: Path, tmp_path: Path) -> None:
    """The first line stays where its path leads to the schema, comes where the schema is beside, and else goes."""
    (tmp_path / "master.schema.json").write_text("{}", "utf-8")
    own = tmp_path / "own.yaml"
    own.write_bytes(SECOND.replace("../../schemas/", "").encode())
    new = tmp_path / "new.yaml"
    elsewhere = tmp_path / "deeper" / "new.yaml"

    import_master(Source(path=document, base=str(own)), own)
    for output in (new, elsewhere):
        import_master(Source(path=DATA / "durable-execution.md"), output)

    line = "# yaml-language-server: $schema=master.schema.json\n"
    assert own.read_text("utf-8").startswith(line + "#\n# A master of quite another kind")
    assert new.read_text("utf-8").startswith(line + "\nid: new\n")
    assert elsewhere.read_text("utf-8").startswith("id: new\n")


def test_a_base_that_cannot_be_followed_is_written_anew(document: Path, tmp_path: Path) -> None:
    """Where an anchor lends a changed text to two places, the master is written without the base's comments."""
    own = tmp_path / "own.yaml"
    old = "definition: Nobody finishes the cup"
    text = SECOND.replace(old, "definition: &same Nobody finishes the cup")
    text = text.replace("criterion: Most cups are left standing", "criterion: *same")
    own.write_bytes(text.encode())
    master = remade(load_master(text), title="x")
    document.write_text(export(master).replace(CHANGED[0], CHANGED[1], 1), "utf-8", newline="\n")

    outcome = import_master(Source(path=document, base=str(own), version="3.0.0"), own)

    assert (outcome.is_written, outcome.rewritten) == (True, True)
    written = load_master(own)
    assert (written.version, written.scale.levels[0].definition) == ("3.0.0", CHANGED[1])
    assert written.scale.levels[0].criterion == CHANGED[0]


def test_a_shipped_master_lends_by_its_id(tmp_path: Path) -> None:
    """The shipped file itself is followed, so that its comments are in the new one."""
    output = tmp_path / "own.yaml"
    import_master(Source(path=DATA / "durable-execution.md", base="durable-execution", master_id="own"), output)

    text = shipped_text(shipped_master()).partition("\n")[2]
    assert output.read_text("utf-8") == text.replace("id: durable-execution\n", "id: own\n")
    with pytest.raises(LookupError):
        shipped_text(second_master())


def test_nobodys_file_is_written_over(document: Path, tmp_path: Path) -> None:
    """A file that is there is changed only where it is the base, by whatever path it is named."""
    own, other = tmp_path / "own.yaml", tmp_path / "other.yaml"
    own.write_bytes(SECOND.encode())
    other.write_bytes(b"mine")
    for base in (None, str(own), "durable-execution"):
        with pytest.raises(UsageError, match="exists already"):
            import_master(Source(path=document, base=base), other)
    assert other.read_bytes() == b"mine"
    (tmp_path / "x").mkdir()
    assert import_master(Source(path=document, base=str(tmp_path / "x" / ".." / "own.yaml")), own).is_written


def test_what_is_wrong_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """Errors, and unread lines without leave, write nothing; what can be named is named."""
    output, document = tmp_path / "own.yaml", tmp_path / "document.md"
    document.write_bytes((DATA / "durable-execution.md").read_bytes())
    wrong = import_master(Source(path=document, version="one"), output, even_so=True)
    assert [problem.place for problem in wrong.imported.errors] == ["version"]
    document.write_text(document.read_text("utf-8") + "\nand more\n", "utf-8", newline="\n")
    unread = import_master(Source(path=document), output)
    assert [line.text for line in unread.imported.unread] == ["and more"]
    assert (wrong.is_written, unread.is_written, output.exists()) == (False, False, False)


@pytest.mark.parametrize(
    ("data", "words"), [("題名".encode("cp932"), "not text in UTF-8"), (b"# x\n" * 600_000, "too large")]
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """A file of another encoding, or of no reasonable size, is refused in a sentence."""
    path = tmp_path / "document.md"
    path.write_bytes(data)
    with pytest.raises(DataError, match=words):
        import_master(Source(path=path), tmp_path / "own.yaml")
