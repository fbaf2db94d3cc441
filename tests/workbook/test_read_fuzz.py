"""Damaged and shuffled files: whatever the bytes, reading ends in findings, and never in the last resort."""

import random
from collections.abc import Callable

import pytest

from depipe.findings import CATALOGUE
from support.packages import as_ods, entries_of, packed, parts_of, raw_archive
from support.readings import excel, openpyxl, read_back

PIECES = (
    r"<",
    r">",
    r"/>",
    r'"',
    r"&",
    r"</c>",
    r"<c>",
    r'<c@r="A1"/>',
    r'<row@r="3">',
    r"<v>",
    r"</v>",
    r"<f>1</f>",
    r'@r="ZZ9"',
    r'@t="e"',
    r'@t="s"',
    r'@t="inlineStr"',
    r"<is><t>x</t></is>",
    r"-1",
    r"9999999",
    r"1e308",
    r"NaN",
    r"<!--",
    r"-->",
    r"<![CDATA[",
    r"]]>",
    r"<?x?>",
    r"⭐",
    r'<mergeCell@ref="A1:C9"/>',
    r'@s="99999"',
    r"#REF!",
)
"""What is thrown into XML."""


def piece(chance: random.Random) -> bytes:
    """Return one of the pieces; `@` stands for a space."""
    return chance.choice(PIECES).replace("@", " ").encode()


def bits_turned(data: bytes, chance: random.Random) -> bytes:
    """Turn a few bits over, anywhere in the file."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_or_doubled(data: bytes, chance: random.Random) -> bytes:
    """Take a stretch out of the file, or repeat one."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 2_000))
    return data[:start] + data[end:] if chance.random() < 0.5 else data[:end] + data[start:]


def xml_shuffled(data: bytes, chance: random.Random) -> bytes:
    """Damage the XML of one part, and pack it properly again."""
    parts = parts_of(data)
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    content = bytearray(parts[name])
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            content[start : start + chance.randint(1, 40)] = b""
        elif kind == 1:
            content[start:start] = piece(chance)
        elif kind == 2:
            end = start + chance.randint(1, 300)
            content[end:end] = content[start:end]
        else:
            tags = [at for at in range(len(content)) if content[at : at + 1] == b"<"]
            at = chance.choice(tags or [0])
            content[at:at] = piece(chance)
    parts[name] = bytes(content)
    return packed(parts)


def parts_swapped(data: bytes, chance: random.Random) -> bytes:
    """Give parts the content of others, or lose some."""
    entries = entries_of(data)
    one, other = chance.choice(entries), chance.choice(entries)
    one.name, other.name = other.name, one.name
    if chance.random() < 0.3:
        entries.remove(chance.choice(entries))
    return raw_archive(entries)


WAYS = {way.__name__: way for way in (bits_turned, cut_or_doubled, xml_shuffled, parts_swapped)}
SOURCES: dict[str, Callable[[], bytes]] = {"excel": excel, "openpyxl": openpyxl, "ods": lambda: as_ods(openpyxl())}


def check(source: str, way: str, seed: int) -> None:
    """Read one damaged file and check what came of it."""
    chance = random.Random(f"{source} {way} {seed}")  # noqa: S311 - the same damage in every run
    returned = read_back(WAYS[way](SOURCES[source](), chance))

    assert all(finding.code in CATALOGUE for finding in returned.findings), seed
    assert not [finding for finding in returned.findings if finding.found == "reader"], seed
    assert returned.findings or len(returned.cells) > 0, seed
    assert len({len(column) for column in returned.cells.lists().values()}) == 1, seed


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("source", SOURCES)
def test_damage_ends_in_findings(source: str, way: str) -> None:
    """Twenty-five damaged files of each kind: nothing is raised, and no file reaches the last resort."""
    for seed in range(25):
        check(source, way, seed)


@pytest.mark.fuzz
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("source", SOURCES)
def test_much_damage_ends_in_findings(source: str, way: str, request: pytest.FixtureRequest) -> None:
    """The same for thousands of files, when asked for with `-m fuzz`."""
    if "fuzz" not in request.config.getoption("markexpr"):
        pytest.skip("takes minutes: run it with -m fuzz")
    for seed in range(25, 4_000):
        check(source, way, seed)
