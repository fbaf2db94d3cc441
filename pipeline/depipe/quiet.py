"""What libraries log and warn about is for developers: people get sentences from depipe itself."""

import logging
import os
import sys
import warnings


def quieten_libraries() -> None:
    """Keep log records and warnings of libraries from this process's stderr, where people read.

    Without a handler Python prints records from WARNING on. With `DEPIPE_DEBUG` both are shown, and warnings are
    whatever `-W` or `PYTHONWARNINGS` say where somebody says anything.
    """
    if os.environ.get("DEPIPE_DEBUG"):
        return
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
