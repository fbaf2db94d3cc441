"""`python -m depipe`."""

from depipe.cli import main

main()
