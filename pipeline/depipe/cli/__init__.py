"""The command line: it only translates. Each command is a module, imported when it runs, so that help is instant."""

import atexit
import gc
import os
import sys

from depipe.quiet import quieten_libraries


def main() -> None:
    """Run the command line and exit with its status."""
    # A hundred and fifty thousand objects are imported and none of them is garbage: looking through them again and
    # again while importing and at the end would take a quarter of a short command's time.
    gc.set_threshold(1_000_000)
    atexit.register(gc.freeze)
    # pandera asks polars hundreds of small questions; its streaming engine takes three times as long to answer one.
    os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
    # NumPy starts a thread a core for products of matrices, of which there are none: they spin while others would work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # pydantic reads about every installed package whether it is a plugin of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    quieten_libraries()
    try:
        # A reading worker imports the program again, to find what it is to run: without click, then.
        from depipe.cli.group import main as run

        run()
    except KeyboardInterrupt:  # before there was a command to say so
        sys.exit(130)
