"""Tools of a prefilled workbook that came back just as they were issued: nothing was verified, so nothing is said.

Without this, the day of receipt would stand in for the day of verification that nobody gave, and what was left as it
was issued would look newer than what is verified later on an earlier day.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from depipe.folding import fold
from depipe.validation.assembly import Frames
from depipe.validation.submission import Answers, Submission
from depipe.workbook.identity import Answer, Issuance
from depipe.workbook.layout import NOTE_FIELDS

_NOTHING: Final = (None, "", "", "")


def idle_tools(frames: Frames, prefilled: Mapping[int, Issuance]) -> set[tuple[int, str]]:
    """Return the (file, tool) pairs of *prefilled* workbooks without a day of verification, and unchanged otherwise.

    Answers are compared but for spelling. A tool whose every item was verified again (全項目) is not idle.
    """
    undated = [
        (typed.file, typed.tool)
        for typed, said in frames.entered.values()
        if typed.file in prefilled and typed.field == "verified_on" and typed.tool and said.valid is None
    ]
    if not undated:
        return set()
    entered = {key: said.kept for key, (_, said) in frames.entered.items()}
    returned = _returned(frames.ratings.filter(pl.col("file").is_in(list(prefilled))))
    return {
        (file, tool)
        for file, tool in undated
        if entered.get((file, "scope", tool, None)) != "all"
        and entered.get((file, "version", tool, None)) == prefilled[file].versions.get(tool)
        and returned.get((file, tool), {}) == _issued(prefilled[file], tool)
    }


def without_tools(submission: Submission, tools: Collection[str]) -> Submission:
    """Return *submission* as if it said nothing of *tools*."""
    return replace(
        submission,
        tools=tuple(tool for tool in submission.tools if tool.tool not in tools),
        answers=Answers.of(answer for answer in submission.answers if answer.tool not in tools),
    )


def _returned(ratings: pl.DataFrame) -> dict[tuple[int, str], dict[str, tuple[object, ...]]]:
    """Return by (file, tool) what each item was answered; only those that hold anything."""
    found: dict[tuple[int, str], dict[str, tuple[object, ...]]] = {}
    for file, tool, item, *answer in ratings.select("file", "tool", "item_id", "level", *NOTE_FIELDS).iter_rows():
        said = _folded(Answer(*answer))
        if said != _NOTHING:
            found.setdefault((file, tool), {})[item] = said
    return found


def _issued(issuance: Issuance, tool: str) -> dict[str, tuple[object, ...]]:
    return {item: _folded(answer) for (item, about), answer in issuance.answers.items() if about == tool}


def _folded(answer: Answer) -> tuple[object, ...]:
    return (answer.stars, *(fold(answer.note(field) or "") for field in NOTE_FIELDS))
