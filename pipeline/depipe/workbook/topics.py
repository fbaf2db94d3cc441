"""What the rows of 裁定 say: why a pair is to be decided, and each evaluator's rating with its notes.

The writer writes it, and a returned workbook is held against it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from depipe.language import Language, Text
from depipe.stars import shown, written
from depipe.workbook.identity import Topic, Voice
from depipe.workbook.layout import NOTE_FIELDS, NOTE_NAMES

LONGEST_NOTE: Final = 1_000
"""Characters of a note that are shown: a row is at most 409 points high. The comparison has them whole."""

_KINDS: Final = {
    "disputed_gate": Text("必須項目の合否が割れています", "Gate disputed"),
    "spread": Text("評価が離れています", "Ratings far apart"),
}


def evaluators_of(topics: Iterable[Topic]) -> tuple[str, ...]:
    """Return the names of everybody who rated one of *topics*, in order."""
    return tuple(sorted({voice.evaluator for topic in topics for voice in topic.voices}))


def tools_of(topics: Iterable[Topic]) -> tuple[str, ...]:
    """Return the tools of *topics*, each once."""
    return tuple(dict.fromkeys(topic.tool for topic in topics))


def issue(topic: Topic, language: Language) -> str:
    """Return why a pair is to be decided, and how far its tool's overall depends on it."""
    stars = [voice.stars for voice in topic.voices]
    spread = Text(f"{written(min(stars))} 〜 {written(max(stars))}", f"{written(min(stars))} to {written(max(stars))}")
    lines = [_KINDS[topic.kind], spread, *_effects(topic)]
    return "\n".join(line.within(language) for line in lines)


def _effects(topic: Topic) -> Sequence[Text]:
    if topic.effect > 0:
        moves = shown(topic.effect)
        return [Text(f"総合評価が最大 {moves} 動く", f"moves the overall by up to {moves}")]
    if topic.effect_raw > 0:
        moves = shown(topic.effect_raw)
        return [Text(f"上限適用前の総合が最大 {moves} 動く", f"moves the overall before the cap by up to {moves}")]
    return []


def saying(voice: Voice, language: Language) -> str:
    """Return an evaluator's stars, version and day of verification, and below them the notes."""
    facts = [fact for fact in (voice.tool_version, voice.verified_on and voice.verified_on.isoformat()) if fact]
    told = Text(f"（{'、'.join(facts)}）", f" ({', '.join(facts)})").within(language) if facts else ""
    notes = ((NOTE_NAMES[field], voice.note(field)) for field in NOTE_FIELDS)
    return "\n".join([written(voice.stars) + told, *(f"{name}: {_short(text)}" for name, text in notes if text)])


def _short(text: str) -> str:
    text = "\n".join(text.splitlines())
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1].rstrip() + "…"


def sayings(topic: Topic, evaluators: Sequence[str], language: Language) -> list[str]:
    """Return what each of *evaluators* says about a pair, `-` for who did not rate it."""
    said = {voice.evaluator: saying(voice, language) for voice in topic.voices}
    return [said.get(name, "-") for name in evaluators]
