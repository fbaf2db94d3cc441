"""The JSON Schema that editors use is the model's, and every master names it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from depipe.master.model import Master
from depipe.master.schema import FIRST_LINE, schema_text
from support.masters import DATA

SCHEMAS = Path(__file__).parents[2] / "schemas"
MASTERS = sorted([*SCHEMAS.glob("*.yaml"), *DATA.glob("*master*.yaml")])


def properties(schema: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Return every property of the schema's models with what the schema says of it."""
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    for name, model in {"Master": schema, **definitions}.items():
        assert model["description"], name
        for field, said in model["properties"].items():
            yield f"{name}.{field}", said


def test_the_schema_file_is_current() -> None:
    """schemas/master.schema.json is what the model gives: `python -m depipe.master.schema` writes it."""
    assert (SCHEMAS / "master.schema.json").read_text("utf-8") == schema_text()


def test_the_module_writes_the_schema() -> None:
    """Running the module prints the schema and nothing else, on a console of any encoding."""
    done = subprocess.run([sys.executable, "-m", "depipe.master.schema"], capture_output=True, check=True)
    assert done.stdout.decode("ascii").replace("\r\n", "\n") == schema_text()


def test_every_field_is_described() -> None:
    """Whoever points at a key in an editor is told what it is for, in a sentence."""
    described = dict(properties(json.loads(schema_text())))
    assert len(described) > 70
    assert not [field for field, said in described.items() if not str(said.get("description", "")).endswith(".")]


def test_the_schema_refuses_unknown_keys() -> None:
    """A misspelt key is marked in the editor."""
    schema = Master.model_json_schema()
    assert schema["additionalProperties"] is False
    assert all(model["additionalProperties"] is False for model in schema["$defs"].values())


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.name)
def test_every_master_names_the_schema(path: Path) -> None:
    """The first line of every master leads an editor to the schema file."""
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith(FIRST_LINE)
    assert (path.parent / first.removeprefix(FIRST_LINE)).resolve() == SCHEMAS / "master.schema.json"


def test_there_are_masters_to_look_at() -> None:
    """The shipped master and the second one are among those that must name the schema."""
    assert {"durable-execution.yaml", "second-master.yaml"} <= {path.name for path in MASTERS}
