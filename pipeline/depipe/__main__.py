"""`python -m depipe`."""

from depipe.cli import main

if __name__ == "__main__":  # reading workers import the main module again
    main()
