"""Where the shipped schemas live."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def schemas_root() -> Traversable:
    """Return the bundled schemas of an installed depipe, or the top-level ones of a checkout."""
    bundled = resources.files("depipe") / "bundled_schemas"
    return bundled if bundled.is_dir() else Path(__file__).parents[2] / "schemas"
