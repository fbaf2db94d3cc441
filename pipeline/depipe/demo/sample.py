"""The shipped sample answers as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

from ruamel.yaml import YAML

from depipe.master.model import Master
from depipe.stars import UNRATED
from depipe.workbook.identity import Answer

EVIDENCE_FROM = 4
"""From so many stars on an evaluator notes where to look; so does one who rates a gate."""


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


def load_sample(master: Master) -> Sample:
    """Return the shipped sample for the shipped *master*."""
    text = (resources.files("depipe") / "demo" / "answers.yaml").read_text("utf-8")
    raw = YAML(typ="safe", pure=True).load(text)
    answers: dict[str, dict[tuple[str, str], Answer]] = {}
    for position, evaluator in enumerate(raw["evaluators"]):
        answers[evaluator] = {
            (item_id, tool): _answer(master, item_id, tool, sign, raw["evidence"].get(item_id, {}).get(tool))
            for item_id, columns in raw["stars"].items()
            for tool, sign in zip(raw["versions"], str(columns[position]), strict=True)
        }
    return Sample(raw["notice"], raw["context"], raw["versions"], raw["verified_on"], answers)


def _answer(master: Master, item_id: str, tool: str, sign: str, evidence: str | None) -> Answer:
    if sign == UNRATED:
        return Answer()
    stars = int(sign)
    place = f"{tool.lower()}/{item_id.lower()}"
    noted = stars >= EVIDENCE_FROM or item_id in master.gates_by_item or evidence is not None
    return Answer(
        stars=stars,
        doc=f"https://example.com/{place}" if noted else None,
        repro=f"samples/{place}.py" if noted else None,
        evidence=evidence,
    )
