"""Reading a master's YAML: values, lines, and what is refused."""

from pathlib import Path

import pytest

from depipe.errors import DataError, SurroundingsError
from depipe.master.lint import check
from depipe.master.load import load_master
from depipe.master.reading import MAX_BYTES, read
from depipe.master.stored import master_from_json
from support.masters import DATA

SECOND = DATA / "second-master.yaml"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("進行保証", "進行保証"),
        ("'1'", "1"),
        ('"a\\nb"', "a\nb"),
        ("!!str 1", "1"),
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("5", 5),
        ("-5", -5),
        ("2.0", 2.0),
        ("1e3", 1000.0),
        ("1.0.0", "1.0.0"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-05-01", "2026-05-01"),
        (".NET", ".NET"),
        ("〜100", "〜100"),
        ("|\n  a\n  b\n", "a\nb"),
        (">\n  a\n  b\n", "a b"),
        ("[1, 二]", [1, "二"]),
        ("{x: 1}", {"x": 1}),
    ],
)
def test_values_are_what_people_mean(written: str, value: object) -> None:
    """Words and numbers of YAML 1.2 are what they are; dates, times and everything else is text."""
    document = read(f"key: {written}\n")
    assert document.data == {"key": value}
    assert not document.problems


def test_lines_are_those_of_the_file() -> None:
    """A value's line is that of its key or its dash; what is absent has the line of what it would stand in."""
    document = read("a: 1\n\nb:\n  # comment\n  - x: 1\n    y: |\n      text\n  - 2\n")
    lines = [document.line(path) for path in (("a",), ("b",), ("b", 0, "y"), ("b", 1), ("b", 0, "z"), ("c",))]
    assert lines == [1, 3, 6, 8, 5, 1]


@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_never_closed_is_told_where_it_begins(quote: str) -> None:
    """A quotation mark is missed at the end of the file, but mended where it was opened."""
    (problem,) = read(f"id: x\nname: {quote}進行保証\n\nversion: 1.0.0\nnotes: y\n").problems
    assert problem.line == 2


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """Windows editors begin UTF-8 files with a mark; it is left out."""
    assert read("\ufeffid: x".encode()).data == {"id": "x"}


def test_aliases_stand_for_their_values() -> None:
    """Whoever knows anchors may use them."""
    assert read("a: &a [1, 2]\nb: *a\n").data == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("text", "line", "place", "fragment"),
    [
        ("id: x\ntitle: a\nid: y\n", 3, "id", "on line 1"),
        ("a: [1\nb: 2\n", 2, "", "cannot be read as YAML"),
        ("a: b: c\n", 1, "", "mapping values are not allowed"),
        ("x: 1\n\ty: 2\n", 2, "", "cannot be read as YAML"),
        ("a: 'open\n", 1, "", "cannot be read as YAML"),
        ("a: 1\nb: \x07\n", 2, "", "cannot be read as YAML"),
        ("a: 1\n---\nb: 2\n", 2, "", "more than one document"),
        ("a: 1\nb: *b\n", 2, "b", "points at nothing"),
        ("a: &a [*a]\n", 1, "a[0]", "points at nothing"),
        ("a: !!python/object x\n", 1, "a", "tag"),
        ("a: !!set {x}\n", 1, "a", "tag"),
        ("[a]: 1\n", 1, "", "key must be text"),
        ('a: 1\nb: "\\ud800"\n', 2, "b", "no character"),
    ],
)
def test_doubtful_yaml_is_refused(text: str, line: int, place: str, fragment: str) -> None:
    """What cannot be read, or could be read in two ways, is a problem with its line and in both languages."""
    (problem,) = read(text).problems
    assert (problem.line, problem.place) == (line, place)
    assert fragment in problem.message.en
    assert problem.message.ja != problem.message.en


def laughs() -> str:
    """Return nine lists of ten aliases each: a billion values."""
    names = "abcdefghij"
    lists = [f"{name}: &{name} [{', '.join([f'*{names[n - 1]}'] * 10)}]" for n, name in enumerate(names) if n]
    return "\n".join([f"a: &a [{', '.join('x' * 10)}]", *lists])


@pytest.mark.parametrize(
    ("data", "fragment"),
    [
        (b"", "must be a mapping"),
        (b"- a\n", "must be a mapping"),
        (b"PK\x03\x04\xff\xfe\x00", "not text in UTF-8"),
        ("id: x".encode("utf-16"), "not text in UTF-8"),
        (b"\n" * (MAX_BYTES + 1), "Too large"),
        (laughs().encode(), "too many values"),
        (b"- x\n" * 30_000, "too many values"),
        (b"[" * 100_000, "Nested too deeply"),
        (b"{a: " * 100_000, "Nested too deeply"),
        (b"- " * 100_000, "Nested too deeply"),
        (b"? " * 100_000, "Nested too deeply"),
    ],
    ids=range(11),
)
def test_hostile_files_are_one_problem(tmp_path: Path, data: bytes, fragment: str) -> None:
    """Whatever the bytes, reading ends soon and says one thing."""
    path = tmp_path / "master.yaml"
    path.write_bytes(data)
    (problem,) = check(path)
    assert fragment in problem.message.en
    with pytest.raises(DataError, match=fragment):
        load_master(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A master that is not there, or is a folder, is the user's data, with its name."""
    with pytest.raises(DataError, match=r"There is no master .*gone\.yaml"):
        load_master(tmp_path / "gone.yaml")
    with pytest.raises(DataError, match="There is no master"):
        check(tmp_path)


def test_a_file_that_cannot_be_read_is_the_surroundings(tmp_path: Path) -> None:
    """What the system refuses for another reason is not the user's data."""
    with pytest.raises(SurroundingsError, match="cannot be read"):
        load_master(tmp_path / ("x" * 300))


def test_all_problems_come_in_one_message() -> None:
    """Loading lists every problem, misshapen or contradictory, by line, in both languages."""
    text = SECOND.read_text("utf-8").replace("version: 2.1.0", "version: 2.1").replace("item: T2", "item: T9")
    with pytest.raises(DataError) as raised:
        load_master(text)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "version: " in line or "item: T9" in line]
    en, ja = (raised.value.message(language).splitlines() for language in ("en", "ja"))
    assert en[0] == "The master has 2 problem(s):"
    assert [line.partition(":")[0] for line in en[1:]] == [
        f"  line {lines[0]} version",
        f"  line {lines[1]} rubrics[0].item",
    ]
    assert ja[0] == "マスタに問題が2件あります。"
    assert ja[1].startswith(f"  {lines[0]}行目 version: ")


def test_stored_masters_are_checked() -> None:
    """A stored text that is no master is refused with a sentence."""
    with pytest.raises(DataError, match="stored master"):
        master_from_json('{"id": 1}')
