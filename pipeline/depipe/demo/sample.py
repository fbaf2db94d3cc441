"""The shipped sample answers as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from itertools import cycle
from typing import Any

from ruamel.yaml import YAML

from depipe.language import Language
from depipe.master.model import Master
from depipe.stars import UNRATED
from depipe.workbook.identity import Answer

UNREMARKABLE = 3
"""So many stars an evaluator gives without a note, but for a gate."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the sample evaluators answered.

    answers: evaluator -> (item id, tool) -> answer.
    """

    notice: str
    context: Mapping[str, str]
    versions: Mapping[str, str]
    verified_on: date
    answers: Mapping[str, Mapping[tuple[str, str], Answer]]


def load_sample(master: Master, language: Language = "ja") -> Sample:
    """Return the shipped sample for the shipped *master*; its notice is in *language*."""
    text = (resources.files("depipe") / "demo" / "answers.yaml").read_text("utf-8")
    raw = YAML(typ="safe", pure=True).load(text)
    answers: dict[str, dict[tuple[str, str], Answer]] = {}
    for position, evaluator in enumerate(raw["evaluators"]):
        notebook = _Notebook(raw["notes"][evaluator])
        answers[evaluator] = {}
        for item_id, columns in raw["stars"].items():
            for tool, sign in zip(raw["versions"], str(columns[position]), strict=True):
                told = raw["evidence"].get(item_id, {}).get(tool)
                noted = item_id in master.gates_by_item or told is not None
                answers[evaluator][item_id, tool] = notebook.answer(
                    item_id, tool, sign, noted=noted, evidence=told and told[position]
                )
    return Sample(raw["notice"][language], raw["context"], raw["versions"], raw["verified_on"], answers)


class _Notebook:
    """How one sample evaluator takes notes: where to look, and what was seen, in turn."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._doc: str | None = raw.get("doc")
        self._repro: str | None = raw.get("repro")
        self._evidence = {stars: cycle(told) for stars, told in raw["evidence"].items()}

    def answer(self, item_id: str, tool: str, sign: str, *, noted: bool, evidence: str | None) -> Answer:
        """Return the answer that *sign* stands for, with notes where it is *noted* or has few or many stars."""
        if sign == UNRATED:
            return Answer()
        stars = int(sign)
        if not noted and stars == UNREMARKABLE:
            return Answer(stars=stars)
        doc, repro = (
            place and place.format(tool=tool.lower(), item=item_id.lower()) for place in (self._doc, self._repro)
        )
        return Answer(stars=stars, doc=doc, repro=repro, evidence=evidence or next(self._evidence[stars]))
