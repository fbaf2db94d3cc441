"""Where the page's templates come from: compiled from the wheel, or from their text.

Compiling them takes twice as long as the rest of a page. So the wheel carries them compiled (`hatch_build.py`), by the
Jinja that built it; where there is another one, and in a checkout, their text is compiled, and kept beside Python's own
compiled modules where those may be written. This module imports Jinja alone, since a wheel is built without the rest.
"""

import os
import sys
from functools import cache
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, ModuleLoader, PackageLoader, StrictUndefined

COMPILED: Final = f"compiled/{jinja2.__version__}"
"""Where the wheel has the compiled templates, below this package."""


@cache
def environment() -> Environment:
    """Return what templates are taken from and rendered with: whatever is put into one is escaped."""
    here = Path(__file__).parent
    compiled = here / COMPILED
    return Environment(
        loader=ModuleLoader(compiled) if compiled.is_dir() else PackageLoader("depipe", "comparison/page/templates"),
        bytecode_cache=_kept(here / "__pycache__"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _kept(folder: Path) -> BytecodeCache | None:
    """Return the templates that are kept in *folder*; Jinja knows by their text when they are of another day."""
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    return FileSystemBytecodeCache(str(folder))
