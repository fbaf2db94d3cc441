"""depipe: evaluation masters to locked workbooks, returned workbooks to a comparison."""

__version__ = "0.1.0"
