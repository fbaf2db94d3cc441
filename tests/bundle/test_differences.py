"""Verify names what is wrong: changed bytes by file, forged figures by cell, whoever made the digests hold again."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from depipe.bundle import cells
from depipe.bundle import verify as verifying
from depipe.bundle.archive import MANIFEST
from depipe.bundle.cells import first_difference
from depipe.bundle.differences import CellDifference, FileDifference
from depipe.bundle.manifest import FORMAT
from depipe.bundle.verify import verify
from depipe.bundle.write import write_bundle
from depipe.cli.group import group
from depipe.errors import DataError
from depipe.flow.compare import Settings, compared
from support.bundles import Change, contents, forged, packed, table_changed
from support.cli import depipe
from support.reverifying import MARCH, Team, rated


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bundle of two returns."""
    folder = tmp_path_factory.mktemp("bundle")
    with Team(folder) as team:
        team.send(team.issued("Evaluator A"), rated(EX_01=4, EX_02=2, RT_01=3), version="1.24", day=MARCH)
        team.send(team.issued("Evaluator B"), rated(EX_01=3), version="1.24", day=MARCH)
        outputs, _ = compared(team.ledger, folder / "output", Settings())
        write_bundle(team.ledger, outputs, folder / "output", folder / "b.zip")
    return folder / "b.zip"


# ---- changed by accident: one byte


def places(bundle: Path) -> list[int]:
    """Return offsets all over a bundle: three in every file's bytes, and some in every header and the directory."""
    whole = bundle.read_bytes()
    drawn = random.Random(5)  # noqa: S311 - a sample, not a secret
    found = []
    for data in contents(bundle).values():
        start = whole.index(data)
        found += [start, start + len(data) - 1, start + drawn.randrange(len(data)), start - drawn.randrange(1, 30)]
    directory = whole.rindex(b"PK\x05\x06")
    return sorted({*found, *range(directory, len(whole)), *(directory - drawn.randrange(1, 1500) for _ in range(20))})


def test_one_changed_byte_anywhere_is_found(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    """In any file, header, the directory or the end: it is no bundle any more, or a difference is named.

    (Every byte of a small archive is tried in test_archive; here deriving is left out, as the byte is found before.)
    """
    monkeypatch.setattr(verifying, "_derived", lambda *_, **__: None)
    assert verify(bundle).verified
    whole = bundle.read_bytes()
    tried = places(bundle)
    for offset in tried:
        changed = bytearray(whole)
        changed[offset] ^= 0x04
        (tmp_path / "b.zip").write_bytes(changed)
        try:
            found = verify(tmp_path / "b.zip")
        except DataError:
            continue
        assert not found.verified, f"a changed byte at {offset} was not found"
    record_property("counted", f"bundles with one changed byte: {len(tried)}, all found")


def test_a_changed_byte_is_named_by_its_file(bundle: Path, tmp_path: Path) -> None:
    """A byte of an output that is no table: the file whose digest differs, exit status 1."""
    whole, document = bytearray(bundle.read_bytes()), contents(bundle)["outputs/comparison.md"]
    whole[bytes(whole).index(document) + 100] ^= 1
    (tmp_path / "b.zip").write_bytes(whole)

    done = depipe("verify", "b.zip", "--json", "--lang", "en", cwd=tmp_path)

    assert (done.status, done.json()["verified"]) == (1, False)
    assert [(one["path"], one["why"]) for one in done.json()["differences"]] == [
        ("outputs/comparison.md", "digest"),
        ("outputs/comparison.md", "derived"),
    ]


def test_a_changed_original_is_named_with_the_cells_that_it_moves(bundle: Path, tmp_path: Path) -> None:
    """One that can no longer be read: the tables that lack what it said come first, then the file."""

    def damage(files: dict[str, bytes]) -> None:
        name = next(name for name in files if name.startswith("originals/000001"))
        files[name] = b"X" + files[name][1:]

    files = contents(bundle)
    damage(files)
    found = verify(packed(files, tmp_path / "b.zip"))

    assert isinstance(found.differences[0], CellDifference)
    assert {(one.path[:16], one.why) for one in found.differences if isinstance(one, FileDifference)} >= {
        ("originals/000001", "digest"),
        ("originals/000001", "record"),
        ("originals/000001", "original"),
    }


# ---- forged: everything in the bundle has its digest

EX_01 = (pl.col("evaluator") == "Evaluator A") & (pl.col("item_id") == "EX-01")


def starred(frame: pl.DataFrame) -> pl.DataFrame:
    """Give EX-01 another star, in the type of the column."""
    return frame.with_columns(pl.when(EX_01).then(pl.lit(5, pl.Int8)).otherwise("stars").alias("stars"))


@pytest.mark.parametrize(
    ("table", "change", "key", "column", "was", "now"),
    [
        ("ratings", starred, {"evaluator": "Evaluator A", "item_id": "EX-01"}, "stars", 5, 4),
        (
            "overall",
            lambda f: f.with_columns(raw_stars=pl.col("raw_stars") + 1e-9),
            {"tool": "Temporal"},
            "raw_stars",
            None,
            None,
        ),
        (
            "overall",
            lambda f: f.with_columns(gates_open=pl.lit(["EX-03"])),
            {"tool": "Temporal"},
            "gates_open",
            "EX-03",
            None,
        ),
        ("ratings", lambda f: f.remove(EX_01), {"evaluator": "Evaluator A", "item_id": "EX-01"}, None, "-", "+"),
        (
            "ratings",
            lambda f: pl.concat([f, f.head(1)]),
            {"evaluator": "Evaluator A", "item_id": "EX-01"},
            None,
            "+",
            "-",
        ),
        (
            "ratings",
            lambda f: pl.concat([f, f.head(1).with_columns(evaluator=pl.lit("Evaluator Z"))]),
            {"evaluator": "Evaluator Z"},
            None,
            "+",
            "-",
        ),
        ("ratings", lambda f: f.drop("doc"), {}, "doc", None, "String"),
        ("ratings", lambda f: f.with_columns(extra=pl.lit(1)), {}, "extra", "Int32", None),
        ("ratings", lambda f: f.with_columns(pl.col("stars").cast(pl.Int64)), {}, "stars", "Int64", "Int8"),
        (
            "ratings",
            lambda f: f.select(pl.all().repeat_by(150_000).explode()),
            {},
            "rows",
            600_000,
            4,
        ),
        (
            "changes",
            lambda f: f.with_columns(pl.col("changed_at").dt.offset_by("1us")),
            {"evaluator": "Evaluator A"},
            "changed_at",
            None,
            None,
        ),
    ],
)
def test_a_forged_figure_is_named_by_its_cell(
    bundle: Path,
    tmp_path: Path,
    *,
    table: str,
    change: Callable[[pl.DataFrame], pl.DataFrame],
    key: dict[str, object],
    column: str | None,
    was: object,
    now: object,
) -> None:
    """Table, row, column, what the bundle has and what the originals give; rows and columns that are there or not."""
    found = verify(forged(bundle, tmp_path / "b.zip", table_changed(table, change)))

    [cell] = [one for one in found.differences if isinstance(one, CellDifference)]
    assert found.differences[0] == cell
    assert (cell.table, cell.column) == (table, column)
    assert key.items() <= dict(cell.key).items()
    assert cell.was != cell.now
    if was is not None:
        assert (cell.was, cell.now) == (was, now if now is not None or column == "extra" else cell.now)


def test_a_table_that_would_fill_the_memory_differs_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A few kilobytes that are 1.2 GB of text end the process that reads them, in silence; others are still read."""
    derived, other, bomb = (tmp_path / f"{name}.parquet" for name in ("derived", "other", "bomb"))
    pl.DataFrame({"k": ["1"], "v": ["x"]}).write_parquet(derived)
    pl.DataFrame({"k": ["1"], "v": ["y"]}).write_parquet(other)
    pl.concat([pl.DataFrame({"k": ["1"], "v": ["y" * 100_000_000]})] * 12).write_parquet(bomb, row_group_size=1)
    monkeypatch.setattr(cells, "_MEMORY", 1 << 30)

    assert bomb.stat().st_size < 200_000
    assert first_difference("t", derived, other, ("k",), "t.parquet") == CellDifference(
        "t", (("k", "1"),), "v", "y", "x"
    )
    assert first_difference("t", derived, bomb, ("k",), "t.parquet") == FileDifference("t.parquet", "derived")
    assert capfd.readouterr().err == ""


def test_rows_in_another_order_differ(bundle: Path, tmp_path: Path) -> None:
    """All cells agree, and the table is not the one that was published."""
    found = verify(forged(bundle, tmp_path / "b.zip", table_changed("ratings", pl.DataFrame.reverse)))

    assert found.differences == (FileDifference("outputs/tables/ratings.parquet", "order"),)


def replaced(name: str, data: bytes) -> Change:
    """Return the change of one file."""
    return lambda files: files.update({name: data})


def told(change: Callable[[dict[str, object]], object]) -> Change:
    """Return the change of the first submission in the record."""

    def changed(files: dict[str, bytes]) -> None:
        record = json.loads(files["record.json"])
        change(record["submissions"][0])
        files["record.json"] = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()

    return changed


def removed(prefix: str) -> Change:
    """Return the removal of the first file of a folder."""
    return lambda files: files.__delitem__(next(name for name in files if name.startswith(prefix)))


def swapped(files: dict[str, bytes]) -> None:
    """Put each original in the other one's place."""
    one, other = (name for name in files if name.startswith("originals/"))
    files[one], files[other] = files[other], files[one]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (replaced("outputs/comparison.md", b"# Another verdict\n"), "outputs/comparison.md is not what is derived"),
        (replaced("outputs/comparison.xlsx", b"PK\x03\x04"), "outputs/comparison.xlsx is not what is derived"),
        (replaced("outputs/more.xlsx", b"x"), "outputs/more.xlsx does not belong there"),
        (replaced("notes.txt", b"x"), "notes.txt does not belong there"),
        (replaced("outputs/tables/gates.parquet", b"no table"), "outputs/tables/gates.parquet is not what is derived"),
        (removed("outputs/tables/gates"), "outputs/tables/gates.parquet is missing"),
        (removed("originals/000002"), "is missing"),
        (swapped, "is not the file that was received"),
        (told(lambda one: one.update(evaluator="Evaluator Z")), "column evaluator: Evaluator Z in the bundle"),
        (told(lambda one: one.update(received_at="2099-01-01T00:00:00Z")), "column changed_at"),
        (told(lambda one: one.update(file="other.xlsx")), "outputs/comparison.xlsx is not what is derived"),
        (told(lambda one: one.update(withdrawn=True)), "table ratings, row"),
    ],
)
def test_a_forged_file_is_named(bundle: Path, tmp_path: Path, change: Change, named: str) -> None:
    """Whatever was changed, something that follows from it, or it itself, does not agree."""
    found = verify(forged(bundle, tmp_path / "b.zip", change))

    assert not found.verified
    assert any(named in one.words.en for one in found.differences), [one.words.en for one in found.differences]


@pytest.mark.parametrize(
    "changed",
    [
        {"settings": {"as_of": None, "context_id": None, "language": "en", "notice": None, "anonymous": False}},
        {"counts": {"submissions": 3, "withdrawn": 0, "evaluators": 2, "issuances": 2}},
        {"comparisons": []},
    ],
)
def test_a_forged_manifest_is_named(bundle: Path, tmp_path: Path, changed: dict[str, object]) -> None:
    """What the manifest says of settings, counts and contexts is derived again as well."""
    assert not verify(forged(bundle, tmp_path / "b.zip", lambda _: None, told=changed)).verified


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (MANIFEST, b"[]"),
        (MANIFEST, b"["),
        (MANIFEST, b"[" * 100_000),
        ("record.json", b"{}"),
        ("record.json", b"\xff"),
        ("issuances/000001.json", b'{"identity": []}'),
        ("issuances/000001.json", b"[" * 100_000),
    ],
)
def test_what_cannot_be_read_is_a_sentence(bundle: Path, tmp_path: Path, name: str, data: bytes) -> None:
    """JSON of another shape, or none: exit status 1 and no traceback."""
    files = contents(bundle) | {name: data}
    target = tmp_path / "b.zip"
    if name == MANIFEST:
        packed(files, target)
    else:
        forged(bundle, target, replaced(name, data))

    done = CliRunner().invoke(group, ["verify", str(target), "--lang", "en"])

    assert (done.exit_code, name in done.stderr) == (1, True)


# ---- other versions


def test_another_version_is_said_and_its_outputs_are_not_decided(bundle: Path, tmp_path: Path) -> None:
    """Tables must agree whoever wrote them; outputs that differ are named, and prove nothing."""
    versions = json.loads(contents(bundle)[MANIFEST])["written_with"] | {"XlsxWriter": "0.0.1"}
    other = forged(
        bundle, tmp_path / "b.zip", replaced("outputs/comparison.xlsx", b"PK"), told={"written_with": versions}
    )

    found = verify(other)
    shown = CliRunner().invoke(group, ["verify", str(other), "--lang", "en"])

    assert found.verified
    assert found.undecided == ("outputs/comparison.xlsx",)
    assert shown.exit_code == 0
    assert "XlsxWriter 0.0.1 →" in shown.stdout
    assert "Not decided, as other versions wrote them: outputs/comparison.xlsx" in shown.stdout


def test_another_versions_figures_are_named_as_such(bundle: Path, tmp_path: Path) -> None:
    """A figure that differs under another depipe fails, and says that this may be why."""
    other = forged(bundle, tmp_path / "b.zip", table_changed("ratings", starred), told={"depipe": "0.0.1"})

    shown = CliRunner().invoke(group, ["verify", str(other), "--lang", "en"])

    assert shown.exit_code == 1
    assert "depipe 0.0.1 →" in shown.stdout
    assert "What differs below may come from that" in shown.stdout
    assert "column stars: 5 in the bundle, 4 when derived" in shown.stdout


def test_a_newer_format_is_said(bundle: Path, tmp_path: Path) -> None:
    """A bundle of a later depipe asks for that one."""
    other = forged(
        bundle, tmp_path / "b.zip", lambda _: None, told={"format_version": FORMAT + 1, "signature": "of a later day"}
    )

    done = CliRunner().invoke(group, ["verify", str(other), "--lang", "en"])

    assert (done.exit_code, "written by a newer depipe" in done.stderr) == (1, True)


def test_the_bundle_is_left_as_it_was(bundle: Path, tmp_path: Path) -> None:
    """Verifying reads, and leaves nothing behind beside the bundle."""
    shutil.copy(bundle, tmp_path / "b.zip")
    before = (tmp_path / "b.zip").read_bytes()

    assert verify(tmp_path / "b.zip").verified
    assert (tmp_path / "b.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]
