"""The master as frozen values: pydantic models that the YAML, the JSON Schema and everything else agree on.

The shape alone is decided here; what must hold between its parts (known ids, usable names) is `lint`'s.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from depipe.folding import fold
from depipe.language import Language

Line = Annotated[str, Field(pattern=r"\S", description="One line of text; Markdown emphasis is allowed.")]
Stars = Annotated[int, Field(strict=True, ge=1, le=5, description="A number of stars, 1 to 5.")]
Identifier = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        description="Letters, digits, `.`, `_` and `-`; never changed once workbooks were issued.",
    ),
]

Version = Annotated[str, Field(max_length=40, pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


class _Value(BaseModel):
    # The validators are built once, with the master's: building each of them costs more than loading a master.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Level(_Value):
    """One level of the star scale."""

    stars: Stars
    label: Line = Field(description="The level's name.")
    definition: Line = Field(description="What the level means.")
    criterion: Line = Field(description="How to tell that the level is reached.")


class Scale(_Value):
    """What each number of stars means for every item without a rubric of its own."""

    levels: tuple[Level, ...] = Field(min_length=5, max_length=5, description="The five levels, one star first.")
    judging_points: tuple[Line, ...] = Field(default=(), description="Hints for the borders between levels.")
    same_since: Version | None = Field(
        default=None,
        description="Ratings given since this version of the master still hold: later edits of the scale are wording.",
    )


class ParameterCondition(_Value):
    """Holds where the context's value of a parameter is one of *values*."""

    parameter: Line = Field(description="The name of a closed parameter.")
    values: tuple[Line, ...] = Field(min_length=1, description="Some of that parameter's options.")


class AttributeCondition(_Value):
    """Holds where a tool's attribute has this value."""

    attribute: Line = Field(description="The name of a tool attribute.")
    value: Line = Field(description="One of that attribute's options.")


class GateCondition(_Value):
    """When an item is mandatory; a gate without one always is."""

    when: ParameterCondition | None = Field(default=None, description="Mandatory only in these contexts.")
    unless: AttributeCondition | None = Field(default=None, description="Not mandatory for tools with this attribute.")


class Gate(_Value):
    """A mandatory item: at the threshold or below, it caps the tool's overall."""

    item: Identifier = Field(description="The id of the mandatory item.")
    reason: Line = Field(description="Why nothing else can make up for this item.")
    applies: Line = Field(description="The condition in words, as people read it.")
    condition: GateCondition | None = Field(
        default=None, description="The condition as depipe decides it; left out: always mandatory."
    )


class FailClose(_Value):
    """The rule that caps a verdict."""

    rule: Line = Field(description="The rule in one sentence, as people read it.")
    threshold: Stars = Field(default=2, description="A gate with this many stars or fewer has failed.")
    cap: float = Field(default=2.0, strict=True, ge=1, le=5, description="What the overall is capped at, in stars.")
    unverified: Literal["capped", "open"] = Field(
        default="capped",
        description="capped: what was not shown to hold does not hold. open: an unverified gate does not cap.",
    )
    gates: tuple[Gate, ...] = Field(default=(), description="The mandatory items.")
    assumptions: tuple[Line, ...] = Field(default=(), description="What the rule presupposes, in words.")
    scope: ParameterCondition | None = Field(
        default=None, description="The contexts that the master covers; others are warned about."
    )


class ItemWarning(_Value):
    """A sentence that stands next to the verdict when an item has *threshold* stars or less."""

    item: Identifier = Field(description="The id of the item that is warned about.")
    threshold: Stars = Field(default=2, description="At this many stars or fewer the warning is shown.")
    text: tuple[Line, ...] = Field(min_length=1, description="The warning, line by line.")


class Parameter(_Value):
    """A fact about the planned use that changes the result."""

    name: Line = Field(description="The label in the workbook; also a column of the tables.")
    description: Line = Field(description="What the parameter tells.")
    options: tuple[Line, ...] = Field(default=(), description="What people choose from.")
    suffix: str = Field(default="", description="What follows the options where they are listed, as ` 等`.")
    closed: bool = Field(
        default=False, strict=True, description="True: only the options are accepted; else they are suggestions."
    )


class ParameterSheet(_Value):
    """The parameters with the text that introduces them."""

    introduction: tuple[Line, ...] = Field(default=(), description="Why the parameters are asked, line by line.")
    entries: tuple[Parameter, ...] = Field(min_length=1, description="The parameters, in the order people see.")


class ToolAttribute(_Value):
    """A fact about a tool that a gate's condition may use; the lead sets it, evaluators see it."""

    name: Line = Field(description="The label in the workbook.")
    description: Line = Field(description="What the attribute tells.")
    options: tuple[Line, ...] = Field(min_length=2, description="The values that it can have.")
    default: Line = Field(description="The option that holds unless the lead sets another.")


class Category(_Value):
    """A category of items with its responsibility in one word and one line."""

    id: Identifier
    name: Line = Field(description="The category's name.")
    focus: Line = Field(description="The responsibility in one word.")
    responsibility: Line = Field(description="The responsibility in one line.")
    layer: Line = Field(description="The layer that the category belongs to.")
    weight: float = Field(
        default=1.0,
        strict=True,
        gt=0,
        allow_inf_nan=False,
        description="How much the category's mean counts in the overall.",
    )


class Item(_Value):
    """One thing to evaluate."""

    id: Identifier
    category: Identifier = Field(description="The id of the item's category.")
    name: Line = Field(description="The item's name.")
    description: Line = Field(description="What is evaluated.")
    same_since: Version | None = Field(
        default=None,
        description="Ratings given since this version of the master still hold: later edits of the item, its rubric "
        "and its boundaries are wording.",
    )
    proposal: Identifier | None = Field(
        default=None, description="The proposal that the item was made from, as `depipe master proposals` names it."
    )


class Rubric(_Value):
    """An item's own meaning of each star, one to five."""

    item: Identifier = Field(description="The id of the item.")
    levels: tuple[Line, ...] = Field(min_length=5, max_length=5, description="The five meanings, one star first.")


class BoundarySide(_Value):
    """One of the items that a boundary tells apart, with the short name used there."""

    item: Identifier = Field(description="The id of the item.")
    label: Line = Field(description="The short name used there.")


class Boundary(_Value):
    """How the same fact is scored once where two items could claim it."""

    between: tuple[BoundarySide, ...] = Field(min_length=2, description="The items that could claim the same fact.")
    rule: Line = Field(description="Which of them is about what.")


class NotesRule(_Value):
    """What an evaluator writes beside the stars."""

    introduction: tuple[Line, ...] = Field(default=(), description="Why notes are written, line by line.")
    doc: Line = Field(description="What belongs into Doc.")
    repro: Line = Field(description="What belongs into Repro.")
    evidence: Line = Field(description="What belongs into Evidence.")


class FutureCategory(_Value):
    """A category that was considered and left for later."""

    name: Line = Field(description="The category as it would be called.")
    content: Line = Field(description="What it would hold.")
    reason: Line = Field(description="Why it was left for later.")


class Rules(_Value):
    """The written rules around the catalogue, line by line."""

    rubrics: tuple[Line, ...] = Field(default=(), description="Why some items have a rubric.")
    boundaries: tuple[Line, ...] = Field(default=(), description="Introduces the boundaries.")
    new_items_introduction: Line | None = Field(default=None, description="Introduces the rules for new items.")
    new_items: tuple[Line, ...] = Field(default=(), description="What to do about an item that the master lacks.")
    updates: tuple[Line, ...] = Field(default=(), description="How ratings are kept up to date.")


class Scoring(_Value):
    """The choices that a master may make about scoring."""

    consensus: Literal["median", "min", "max"] = Field(
        default="median", description="What an item has over all its evaluators."
    )


class Master(_Value):
    """A catalogue of items with its scale, gates, parameters and rules: everything that is asked."""

    id: Identifier = Field(description="What the master is called in workbooks and the ledger; never changed.")
    version: Version = Field(description="MAJOR.MINOR.PATCH, raised with every change.")
    title: Line = Field(description="The title that people read.")
    language: Language = Field(default="ja", description="The language of the master's texts.")
    design_basis: tuple[Line, ...] = Field(default=(), description="What the catalogue is based on.")
    tools: tuple[Line, ...] = Field(min_length=1, description="The default tools.")
    scale: Scale = Field(description="What the stars mean.")
    fail_close: FailClose = Field(description="What caps a verdict, however good the means are.")
    warnings: tuple[ItemWarning, ...] = Field(default=(), description="What is said beside a verdict without a cap.")
    parameters: ParameterSheet = Field(description="The facts about the planned use that change the result.")
    tool_attributes: tuple[ToolAttribute, ...] = Field(default=(), description="Facts about tools that gates use.")
    categories: tuple[Category, ...] = Field(min_length=1, description="The categories, in the order people see.")
    items: tuple[Item, ...] = Field(min_length=1, description="The items, in the order people see.")
    rubrics: tuple[Rubric, ...] = Field(default=(), description="The items with star meanings of their own.")
    notes: NotesRule = Field(description="What is written beside the stars.")
    rules: Rules = Field(default=Rules(), description="The written rules around the catalogue.")
    boundaries: tuple[Boundary, ...] = Field(default=(), description="Which item scores what two could claim.")
    future_categories: tuple[FutureCategory, ...] = Field(default=(), description="Categories left for later.")
    scoring: Scoring = Field(default=Scoring(), description="The master's choices about scoring.")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the master's canonical JSON: two masters with the same digest ask the same.

        Defaults are left out, so that a later depipe with one more optional field finds the same digest again; a
        default, once shipped, therefore never changes.
        """
        plain = self.model_dump(mode="json", exclude_defaults=True)
        canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def items_by_id(self) -> Mapping[str, Item]:
        """The items by id, in the master's order."""
        return {item.id: item for item in self.items}

    @cached_property
    def gates_by_item(self) -> Mapping[str, Gate]:
        """The gates by the id of their item."""
        return {gate.item: gate for gate in self.fail_close.gates}

    @cached_property
    def rubrics_by_item(self) -> Mapping[str, Rubric]:
        """The rubrics by the id of their item."""
        return {rubric.item: rubric for rubric in self.rubrics}

    @cached_property
    def boundaries_by_item(self) -> Mapping[str, tuple[Boundary, ...]]:
        """The boundaries that concern an item, by its id; items without any are absent."""
        found: dict[str, tuple[Boundary, ...]] = {}
        for boundary in self.boundaries:
            for side in boundary.between:
                found[side.item] = (*found.get(side.item, ()), boundary)
        return found

    @cached_property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(parameter.name for parameter in self.parameters.entries)

    def context_id(self, context: Mapping[str, str]) -> str:
        """Return the id of *context*: 12 hexadecimal digits of the SHA-256 of its folded values, newline-joined."""
        values = "\n".join(fold(context[name]) for name in self.parameter_names)
        return hashlib.sha256(values.encode()).hexdigest()[:12]

    def gate_applies(self, gate: Gate, context: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
        """Tell whether *gate* is mandatory for a tool with *attributes* in *context*; where it cannot know, it is.

        It is a bonus only where the parameter's value is another one of the options, or the attribute's value says so.
        """
        condition = gate.condition
        if condition is None:
            return True
        if condition.unless and fold(attributes.get(condition.unless.attribute, "")) == fold(condition.unless.value):
            return False
        return condition.when is None or not self._is_another_option(condition.when, context)

    def covers(self, context: Mapping[str, str]) -> bool:
        """Tell whether *context* is one that the master was made for; where it cannot know, it is."""
        return self.fail_close.scope is None or not self._is_another_option(self.fail_close.scope, context)

    def _is_another_option(self, condition: ParameterCondition, context: Mapping[str, str]) -> bool:
        options = next(p.options for p in self.parameters.entries if p.name == condition.parameter)
        others = {fold(option) for option in options} - {fold(wanted) for wanted in condition.values}
        return fold(context.get(condition.parameter, "")) in others


def version_key(version: str) -> tuple[int, ...]:
    """Return what orders versions: 1.10.0 comes after 1.9.0."""
    return tuple(map(int, version.split(".")))


def numbered(levels: Sequence[str]) -> str:
    """Return a rubric's levels as the prompt of a star cell holds them: a line a level, each with its number."""
    return "\n".join(f"{stars} {text}" for stars, text in enumerate(levels, 1))
