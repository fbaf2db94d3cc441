"""The JSON Schema that editors use while somebody writes a master.

`python -m depipe.master.schema > schemas/master.schema.json` writes it again after the model has changed.
"""

import json
import sys
from typing import Final

from depipe.master.model import Master

FIRST_LINE: Final = "# yaml-language-server: $schema="
"""How a master begins; the path to the schema follows."""


def schema_text() -> str:
    """Return the JSON Schema of a master's YAML, generated from the model; ASCII, so that any console can pass it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Master.model_json_schema()
    return json.dumps(schema, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
