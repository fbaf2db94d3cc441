"""depipe with the deadly reader: `python -m support.deadly_cli ingest ...`; DEADLY_SECONDS is the time for a file."""

import os

from depipe.cli import main
from depipe.flow import reading
from depipe.flow.worker import Walls

if __name__ == "__main__":
    seconds = float(os.environ.get("DEADLY_SECONDS", "1.5"))
    reading.WALLS = Walls(memory_bytes=1 << 29, seconds=seconds, reader="support.deadly_reader")
    main()
