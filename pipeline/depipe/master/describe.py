"""A master at a glance, for whoever shows it."""

from dataclasses import dataclass

from depipe.language import Language
from depipe.master.model import Category, Master


@dataclass(frozen=True, slots=True)
class CategorySummary:
    """One category: how many items it has, and which of them are gates or have a rubric (their ids)."""

    id: str
    name: str
    layer: str
    weight: float
    items: int
    gates: tuple[str, ...]
    rubrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """A master at a glance; lists are in the master's order, items counts all of them."""

    id: str
    version: str
    digest: str
    title: str
    language: Language
    tools: tuple[str, ...]
    parameters: tuple[str, ...]
    tool_attributes: tuple[str, ...]
    categories: tuple[CategorySummary, ...]
    items: int


def describe(master: Master) -> Description:
    """Return *master* at a glance; everything that it says is in `master.model_dump_json()`."""
    return Description(
        id=master.id,
        version=master.version,
        digest=master.digest,
        title=master.title,
        language=master.language,
        tools=master.tools,
        parameters=master.parameter_names,
        tool_attributes=tuple(attribute.name for attribute in master.tool_attributes),
        categories=tuple(_summary(master, category) for category in master.categories),
        items=len(master.items),
    )


def _summary(master: Master, category: Category) -> CategorySummary:
    ids = [item.id for item in master.items if item.category == category.id]
    return CategorySummary(
        id=category.id,
        name=category.name,
        layer=category.layer,
        weight=category.weight,
        items=len(ids),
        gates=tuple(item_id for item_id in ids if item_id in master.gates_by_item),
        rubrics=tuple(item_id for item_id in ids if item_id in master.rubrics_by_item),
    )
