"""What libraries log and warn about is for developers: people get sentences from depipe itself."""

import logging
import os
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def quieten_libraries() -> None:
    """Keep log records and warnings of libraries, and what became of Ctrl-C in them, from stderr, where people read.

    Without a handler Python prints records from WARNING on. With `DEPIPE_DEBUG` all are shown, and warnings are
    whatever `-W` or `PYTHONWARNINGS` say where somebody says anything.
    """
    if os.environ.get("DEPIPE_DEBUG"):
        return
    logging.getLogger().addHandler(logging.NullHandler())
    sys.unraisablehook = _lost
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _lost(told: "UnraisableHookArgs") -> None:
    """Tell of what could not be raised, unless it is Ctrl-C that struck a finalizer: whoever pressed it knows."""
    if not issubclass(told.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(told)
