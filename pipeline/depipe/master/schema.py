"""The JSON Schema that editors use while somebody writes a master: `python -m depipe.master.schema` writes it again."""

import json
from pathlib import Path
from typing import Final

from depipe.master.model import Master

FILE_NAME: Final = "master.schema.json"
FIRST_LINE: Final = f"# yaml-language-server: $schema={FILE_NAME}"
"""How a master beside the schema begins, so that editors complete and check it."""


def schema_text() -> str:
    """Return the JSON Schema of a master's YAML, generated from the model."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Master.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    (Path(__file__).parents[3] / "schemas" / FILE_NAME).write_text(schema_text(), "utf-8", newline="\n")
