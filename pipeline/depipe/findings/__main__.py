"""`python -m depipe.findings > docs/findings.md` writes the catalogue's documentation."""

import sys

from depipe.findings import CATALOGUE
from depipe.findings.document import document

sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a TextIO in general; here Python's own stdout
sys.stdout.write(document(CATALOGUE.values()))
