"""The deadly reader on a system that knows neither alarms nor limits of memory, as Windows is."""

import signal
import sys

from support.deadly_reader import read

for _name in ("SIGALRM", "setitimer", "alarm"):
    if hasattr(signal, _name):
        delattr(signal, _name)
sys.modules["resource"] = None  # type: ignore[assignment]  # what `import resource` finds there

__all__ = ["read"]
