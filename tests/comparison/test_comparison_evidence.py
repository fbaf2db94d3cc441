"""根拠: every note that stands behind a rating in force, where its link leads, and what has no note at all."""

import polars as pl
import pytest
from openpyxl import Workbook

from depipe.comparison import evidence as notes
from depipe.comparison import people
from depipe.comparison.addresses import addresses
from depipe.comparison.plain import plain_lines
from depipe.comparison.workbook import evidence as page
from depipe.comparison.workbook.write import write_comparison
from depipe.master.load import shipped_master
from depipe.stars import written
from support.comparisons import leaving, links, read, table, texts
from support.tables import Case, case, scored

NOTES = ("doc", "repro", "evidence")


@pytest.fixture(scope="module")
def shipped() -> Case:
    """Return the case to look at."""
    return case()


@pytest.fixture(scope="module")
def book(shipped: Case) -> Workbook:
    """Return its workbook as openpyxl reads it."""
    return read(write_comparison(shipped.comparison()))


def test_every_note_is_there_with_its_rating(shipped: Case, book: Workbook) -> None:
    """Each Doc, Repro and Evidence of each rating, whole, with item, tool, evaluator, stars, version and day."""
    found: dict[tuple[object, ...], str] = {}
    for row in table(book["根拠"], "ID", "種別"):
        key = (*(row[name] for name in ("ID", "ツール", "評価者", "種別", "星", "バージョン")), str(row["検証日"])[:10])
        found[key] = found.get(key, "") + str(row["内容"] or "")

    expected = {}
    columns = ("item_id", "tool", "evaluator", "stars", "tool_version", "verified_on", *NOTES)
    for *where, stars, version, day, doc, repro, proof in shipped.tables.ratings.select(columns).collect().iter_rows():
        for kind, text in (("Doc", doc), ("Repro", repro), ("Evidence", proof)):
            if text:
                expected[*where, kind, written(stars), version, day.isoformat()] = plain_lines(text)
    assert found.keys() == expected.keys()
    for key, text in expected.items():
        assert found[key].replace("_x005F_", "_").replace("\n", "") == text.replace("\n", "")


def test_counts_are_those_of_the_table(shipped: Case, book: Workbook) -> None:
    """Per tool: ratings, those without any note, their share, and the mandatory items among them."""
    bare = pl.all_horizontal(pl.col(name).fill_null("") == "" for name in NOTES)
    gates = list(shipped.master.gates_by_item)
    rows = {row["ツール"]: row for row in table(book["根拠"], "ツール", "根拠なし")}
    for tool in shipped.comparison().tools:
        ratings = shipped.tables.ratings.filter(pl.col("tool") == tool).collect()
        without = ratings.filter(bare)
        assert (rows[tool]["評価"], rows[tool]["根拠なし"]) == (ratings.height, without.height)
        assert rows[tool]["割合"] == pytest.approx(without.height / ratings.height)
        named = [gate for gate in gates if gate in set(without["item_id"])]
        assert rows[tool]["根拠のない必須項目"] == "、".join(named)


def test_links_are_http_and_lead_where_they_say(book: Workbook) -> None:
    """A link's text is the address that it leads to, in the column for links alone; nothing else is followed."""
    sheet = book["根拠"]
    outward = leaving(sheet)

    assert {cell[0] for cell in outward} == {"G"}
    assert all(sheet[cell].value == address for cell, address in outward.items())
    assert all(address.startswith(("http://", "https://")) for address in outward.values())
    assert {"http://example.com/y.png", "https://docs.example.com/a_b?x=1&y=2"} <= set(outward.values())


def test_one_link_for_many_items_is_named() -> None:
    """A link of three items or more is listed with them, wherever in the notes; one of two items is not."""
    master = shipped_master()
    ids = [item.id for item in master.items]
    common, rare = "https://example.com/all?a=1#b", "https://example.com/two"
    said: dict[tuple[str, str, str], tuple[str | None, str | None, str | None]] = {}
    for item in ids[:4]:
        said["Evaluator A", "Temporal", item] = (f"（{common}）、{rare if item in ids[:2] else ''}", None, None)
    said["Evaluator B", "Restate", ids[0]] = (None, None, common)
    sheet = read(write_comparison(scored(master, lambda *_: 4, notes=said).comparison()))["根拠"]

    [row] = list(table(sheet, "項目数", "リンク"))
    assert (row["項目数"], row["件数"], row["ツール"]) == (4, 5, "Temporal、Restate")
    assert (row["項目"], row["リンク"]) == ("、".join(ids[:4]), common)


def test_gates_without_evidence_lead_to_their_sheet(book: Workbook) -> None:
    """The mandatory items that nobody gave evidence for lead to フェイルクローズ, shared links to 項目比較."""
    sheet = book["根拠"]
    led = {cell: place for cell, place in links(sheet).items() if place[0] == "フェイルクローズ"}

    assert len(led) == 3
    for cell, (name, address) in led.items():
        assert str(sheet[cell].value).startswith(str(book[name][address].value))


def test_the_sheet_is_left_out_without_any_note() -> None:
    """Where nobody wrote anything, there is nothing to list."""
    assert "根拠" not in read(write_comparison(scored(shipped_master(), lambda *_: 4).comparison())).sheetnames


def test_more_links_than_a_sheet_holds_are_text(shipped: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the format's limit an address is still there to read."""
    monkeypatch.setattr(page, "_LINKS", 1)
    sheet = read(write_comparison(shipped.comparison()))["根拠"]

    addressed = [row["リンク"] for row in table(sheet, "ID", "種別") if row["リンク"]]
    assert len(addressed) > 2
    assert len(leaving(sheet)) == 1


def test_of_very_many_notes_those_on_mandatory_items_are_listed(shipped: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheet says how many others there are and where; counts and shared links are of all of them."""
    whole = shipped.comparison().evidence
    monkeypatch.setattr(notes, "MOST", len(whole.notes) - 1)
    told = shipped.comparison().evidence
    sheet = read(write_comparison(shipped.comparison()))["根拠"]

    assert [note for note in whole.notes if note.item_id in shipped.master.gates_by_item] == list(told.notes)
    assert told.more_notes == len(whole.notes) - len(told.notes) > 0
    assert (told.counts, told.shared) == (whole.counts, whole.shared)
    assert any(f"ほかの {told.more_notes} 件は tables/ratings.parquet" in text for text in texts(sheet))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://a.example/b, and http://c.example.", ["https://a.example/b", "http://c.example"]),
        ("（https://a.example/日本）", ["https://a.example/"]),
        ("(https://a.example/x_(y)) [http://[::1]/]", ["https://a.example/x_(y)", "http://[::1]/"]),
        ("javascript://a.example xhttps://b.example ftp://c.example mailto:d@e.example", []),
        ("HTTPS://A.EXAMPLE/?q=1#f", ["HTTPS://A.EXAMPLE/?q=1#f"]),
        ("https://", []),
    ],
)
def test_addresses_end_where_the_sentence_goes_on(text: str, expected: list[str]) -> None:
    """Punctuation, brackets and Japanese around an address are not in it; other schemes are no address."""
    assert [address for _, address in addresses(text)] == expected
    assert all(text[start:].startswith(address) for start, address in addresses(text))


def test_nothing_rated_gives_nothing() -> None:
    """Tools that nobody rated are counted as such."""
    empty = case().tables.ratings.clear()

    told = notes.evidence(empty, ["Temporal"], ["EX-01"], ["EX-01"], people.place(empty.collect()))

    assert (told.notes, told.shared) == ((), ())
    assert [(one.tool, one.ratings, one.bare) for one in told.counts] == [("Temporal", 0, 0)]
