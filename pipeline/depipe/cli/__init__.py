"""The command line: it only translates. Each command is a module, imported when it runs, so that help is instant."""

import atexit
import gc
import os
import sys
from typing import Final

from depipe.quiet import quieten_libraries

_ENVIRONMENT: Final = {
    # pandera asks polars hundreds of small questions; its streaming engine takes three times as long to answer one.
    "POLARS_ENGINE_AFFINITY": "in-memory",
    # polars' allocator keeps what was freed for half a second and more, in four arenas a core: of a batch, another
    # 50 MiB. In one arena a core, another thread gets what one has freed, and less is asked of the system anew.
    "_RJEM_MALLOC_CONF": "narenas_ratio:1,dirty_decay_ms:200,muzzy_decay_ms:0",
    # NumPy starts a thread a core for products of matrices, of which there are none: they spin while others would work.
    "OPENBLAS_NUM_THREADS": "1",
    # pydantic reads about every installed package whether it is a plugin of its own.
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
}
"""What libraries are told before they are imported."""


def prepare_process() -> None:
    """Tell this process how it is used, before any library is imported."""
    # A hundred and fifty thousand objects are imported and none of them is garbage: looking through them again and
    # again while importing would take a quarter of a short command's time.
    gc.set_threshold(1_000_000)
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def main() -> None:
    """Run the command line and exit with its status."""
    prepare_process()
    atexit.register(gc.freeze)  # nor is anything garbage at the end
    quieten_libraries()
    try:
        # A reading worker imports the program again, to find what it is to run: without click, then.
        from depipe.cli.group import main as run

        run()
    except KeyboardInterrupt:  # before there was a command to say so
        sys.exit(130)
    finally:
        # Python remembers a KeyboardInterrupt that went through the `exec` of a text, as named tuples and dataclasses
        # are made by, and ends `python -m depipe` by a signal instead of a status. Another `exec` makes it forget.
        exec("")  # noqa: S102 - see above
