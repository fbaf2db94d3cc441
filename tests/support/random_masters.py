"""Random masters for property tests: any number of categories, gates with conditions, weights, kinds of consensus."""

from hypothesis import strategies as st

from depipe.master.model import (
    AttributeCondition,
    Category,
    FailClose,
    Gate,
    GateCondition,
    Item,
    ItemWarning,
    Level,
    Master,
    NotesRule,
    Parameter,
    ParameterCondition,
    ParameterSheet,
    Scale,
    Scoring,
    ToolAttribute,
)

SCALE = Scale(
    levels=tuple(
        Level(stars=n, label=f"level {n}", definition=f"means {n}", criterion=f"shows {n}") for n in range(1, 6)
    )
)

SPAN = Parameter(name="Span", description="How long it runs.", options=("short", "medium", "long"), closed=True)
PLACE = Parameter(name="Place", description="Where it runs.", options=("here", "there"))
SHORT_LIVED = ToolAttribute(
    name="Short-lived only", description="Runs nothing long.", options=("no", "yes"), default="no"
)


def small_master(
    categories: dict[str, list[str]],
    *,
    gates: tuple[Gate, ...] = (),
    threshold: int = 2,
    cap: float = 2.0,
    unverified: str = "capped",
    weights: dict[str, float] | None = None,
    consensus: str = "median",
    warnings: tuple[ItemWarning, ...] = (),
    attributes: tuple[ToolAttribute, ...] = (SHORT_LIVED,),
    tools: tuple[str, ...] = ("Alpha", "Beta"),
) -> Master:
    """Return a master with the given item ids by category, in order, and as little else as a master can have."""
    return Master(
        id="small",
        version="1.0.0",
        title="A small master",
        language="en",
        tools=tools,
        scale=SCALE,
        fail_close=FailClose.model_validate(
            {"rule": "Mandatory.", "threshold": threshold, "cap": cap, "unverified": unverified, "gates": gates}
        ),
        warnings=warnings,
        parameters=ParameterSheet(entries=(SPAN, PLACE)),
        tool_attributes=attributes,
        categories=tuple(
            Category(
                id=name,
                name=name,
                focus="focus",
                responsibility="everything",
                layer="core",
                weight=(weights or {}).get(name, 1.0),
            )
            for name in categories
        ),
        items=tuple(
            Item(id=item, category=name, name=item, description="What it does.")
            for name, items in categories.items()
            for item in items
        ),
        notes=NotesRule(doc="The page.", repro="The command.", evidence="The log."),
        scoring=Scoring.model_validate({"consensus": consensus}),
    )


def gate(item: str, condition: GateCondition | None = None) -> Gate:
    """Return a gate on *item*."""
    return Gate(item=item, reason="It must hold.", applies="always", condition=condition)


UNLESS_SHORT_LIVED = AttributeCondition(attribute=SHORT_LIVED.name, value="yes")
WHEN_LONGER = ParameterCondition(parameter=SPAN.name, values=("medium", "long"))

conditions = st.sampled_from(
    [
        None,
        GateCondition(when=WHEN_LONGER),
        GateCondition(unless=UNLESS_SHORT_LIVED),
        GateCondition(when=WHEN_LONGER, unless=UNLESS_SHORT_LIVED),
    ]
)


@st.composite
def masters(draw: st.DrawFn) -> Master:
    """Draw a master of one to four categories with one to four items each, and up to four tools."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    categories = {f"C{c}": [f"C{c}-{i:02}" for i in range(1, size + 1)] for c, size in enumerate(sizes)}
    items = [item for members in categories.values() for item in members]
    mandatory = draw(st.lists(st.sampled_from(items), unique=True, max_size=4))
    warned = draw(st.lists(st.tuples(st.sampled_from(items), st.integers(1, 4)), max_size=3))
    return small_master(
        categories,
        gates=tuple(gate(item, draw(conditions)) for item in mandatory),
        threshold=draw(st.sampled_from([2, 2, 2, 1, 3, 4, 5])),
        cap=draw(st.sampled_from([2.0, 2.0, 1.0, 3.5])),
        unverified=draw(st.sampled_from(["capped", "capped", "open"])),
        weights={name: draw(st.sampled_from([1.0, 1.0, 0.5, 2.0, 0.3])) for name in categories},
        consensus=draw(st.sampled_from(["median", "median", "median", "min", "max"])),
        warnings=tuple(ItemWarning(item=item, threshold=n, text=("Beware.",)) for item, n in warned),
        tools=tuple(["Alpha", "Beta", "Gamma", "Delta"][: draw(st.integers(1, 4))]),
    )
