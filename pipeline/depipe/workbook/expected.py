"""What a workbook of a master holds, taken from the master: the one step of reading that knows it."""

from depipe.master.model import Master
from depipe.stars import written
from depipe.workbook.cells import Expected
from depipe.workbook.locked import plain


def expected_of(master: Master) -> Expected:
    """Return what the reader looks for in a workbook of *master*."""
    return Expected(
        master_id=master.id,
        master_digest=master.digest,
        items=tuple((item.id, item.category, plain(item.name), plain(item.description)) for item in master.items),
        parameters=master.parameter_names,
        attributes=tuple(attribute.name for attribute in master.tool_attributes),
        scale=tuple(
            (written(level.stars), plain(level.label), plain(level.definition), plain(level.criterion))
            for level in master.scale.levels
        ),
        rubrics=tuple((rubric.item, tuple(map(plain, rubric.levels))) for rubric in master.rubrics),
    )
