"""The master as frozen values: pydantic models that the YAML, the JSON Schema and everything else agree on."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from depipe.folding import fold
from depipe.language import Language

Line = Annotated[str, Field(min_length=1, description="One line of text; Markdown emphasis is allowed.")]
Stars = Annotated[int, Field(ge=1, le=5)]
Identifier = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


class Level(_Value):
    """One level of the star scale."""

    stars: Stars
    label: Line
    definition: Line
    criterion: Line


class Scale(_Value):
    """What each number of stars means for every item without a rubric of its own."""

    levels: Annotated[tuple[Level, ...], Field(min_length=5, max_length=5)]
    judging_points: tuple[Line, ...] = Field(default=(), description="Hints for the borders between levels.")


class ParameterCondition(_Value):
    """Holds where the context's value of a parameter is one of *values*."""

    parameter: Line
    values: Annotated[tuple[Line, ...], Field(min_length=1)]


class AttributeCondition(_Value):
    """Holds where a tool's attribute has this value."""

    attribute: Line
    value: Line


class GateCondition(_Value):
    """When an item is mandatory; a gate without one always is."""

    when: ParameterCondition | None = None
    unless: AttributeCondition | None = None


class Gate(_Value):
    """A mandatory item: at the threshold or below, it caps the tool's overall."""

    item: Identifier
    reason: Line
    applies: Line = Field(description="The condition in words, as people read it.")
    condition: GateCondition | None = None


class FailClose(_Value):
    """The rule that caps a verdict."""

    rule: Line
    threshold: Stars = 2
    cap: Annotated[float, Field(ge=1, le=5)] = 2.0
    unverified: Literal["capped", "open"] = Field(
        default="capped",
        description="capped: what was not shown to hold does not hold. open: an unverified gate does not cap.",
    )
    gates: tuple[Gate, ...] = ()
    assumptions: tuple[Line, ...] = Field(default=(), description="What the rule presupposes, in words.")
    scope: ParameterCondition | None = Field(
        default=None, description="The contexts that the master covers; others are warned about."
    )


class ItemWarning(_Value):
    """A sentence that stands next to the verdict when an item has *threshold* stars or less."""

    item: Identifier
    threshold: Stars = 2
    text: Annotated[tuple[Line, ...], Field(min_length=1)]


class Parameter(_Value):
    """A fact about the planned use that changes the result."""

    name: Line
    description: Line
    options: tuple[Line, ...] = ()
    suffix: str = Field(default="", description="What follows the options where they are listed, as ` 等`.")
    closed: bool = Field(default=False, description="True: only the options are accepted; else they are suggestions.")


class ParameterSheet(_Value):
    """The parameters with the text that introduces them."""

    introduction: tuple[Line, ...] = ()
    entries: Annotated[tuple[Parameter, ...], Field(min_length=1)]


class ToolAttribute(_Value):
    """A fact about a tool that a gate's condition may use; the lead sets it, evaluators see it."""

    name: Line
    description: Line
    options: Annotated[tuple[Line, ...], Field(min_length=2)]
    default: Line


class Category(_Value):
    """A category of items with its responsibility in one word and one line."""

    id: Identifier
    name: Line
    focus: Line = Field(description="The responsibility in one word.")
    responsibility: Line
    layer: Line
    weight: Annotated[float, Field(gt=0)] = 1.0


class Item(_Value):
    """One thing to evaluate."""

    id: Identifier
    category: Identifier
    name: Line
    description: Line


class Rubric(_Value):
    """An item's own meaning of each star, one to five."""

    item: Identifier
    levels: Annotated[tuple[Line, ...], Field(min_length=5, max_length=5)]


class BoundarySide(_Value):
    """One of the items that a boundary tells apart, with the short name used there."""

    item: Identifier
    label: Line


class Boundary(_Value):
    """How the same fact is scored once where two items could claim it."""

    between: Annotated[tuple[BoundarySide, ...], Field(min_length=2)]
    rule: Line


class NotesRule(_Value):
    """What an evaluator writes beside the stars."""

    introduction: tuple[Line, ...] = ()
    doc: Line
    repro: Line
    evidence: Line


class FutureCategory(_Value):
    """A category that was considered and left for later."""

    name: Line
    content: Line
    reason: Line


class Rules(_Value):
    """The written rules around the catalogue, line by line."""

    rubrics: tuple[Line, ...] = Field(default=(), description="Why some items have a rubric.")
    boundaries: tuple[Line, ...] = Field(default=(), description="Introduces the boundaries.")
    new_items_introduction: Line | None = None
    new_items: tuple[Line, ...] = Field(default=(), description="What to do about an item that the master lacks.")
    updates: tuple[Line, ...] = Field(default=(), description="How ratings are kept up to date.")


class Scoring(_Value):
    """The choices that a master may make about scoring."""

    consensus: Literal["median", "min", "max"] = "median"


class Master(_Value):
    """A catalogue of items with its scale, gates, parameters and rules: everything that is asked."""

    id: Identifier
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: Line
    language: Language = "ja"
    design_basis: tuple[Line, ...] = ()
    tools: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(description="The default tools.")
    scale: Scale
    fail_close: FailClose
    warnings: tuple[ItemWarning, ...] = ()
    parameters: ParameterSheet
    tool_attributes: tuple[ToolAttribute, ...] = ()
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    rubrics: tuple[Rubric, ...] = ()
    notes: NotesRule
    rules: Rules = Rules()
    boundaries: tuple[Boundary, ...] = ()
    future_categories: tuple[FutureCategory, ...] = ()
    scoring: Scoring = Scoring()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the master's canonical JSON: two masters with the same digest ask the same."""
        canonical = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
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
        if condition.when is None:
            return True
        value = fold(context.get(condition.when.parameter, ""))
        options = next(p.options for p in self.parameters.entries if p.name == condition.when.parameter)
        others = {fold(option) for option in options} - {fold(wanted) for wanted in condition.when.values}
        return value not in others
