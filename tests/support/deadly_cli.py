"""depipe with the deadly reader: `python -m support.deadly_cli ingest ...`."""

from depipe.cli import main
from depipe.flow import reading
from depipe.flow.worker import Walls

if __name__ == "__main__":
    reading.WALLS = Walls(memory_bytes=1 << 29, seconds=1.5, reader="support.deadly_reader")
    main()
