"""depipe with a library that logs and warns while a ledger is opened: `python -m support.noisy_cli ledger list`."""

import logging
import warnings
from typing import Any

from depipe.cli import main
from depipe.ledger import store

RECORD, WARNING = "a record of the driver's", "a warning of the driver's"


def noisy(*args: Any, **kwargs: Any) -> store.Ledger:  # noqa: ANN401 - whatever open_ledger takes
    """Open a ledger as ever, and speak as libraries do."""
    logging.getLogger("psycopg").error(RECORD)
    warnings.warn(WARNING, UserWarning, stacklevel=1)
    return opened(*args, **kwargs)


if __name__ == "__main__":
    opened = store.open_ledger
    store.open_ledger = noisy
    main()
