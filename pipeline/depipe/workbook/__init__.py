"""The workbook that travels: its layout, writing it, proving it, and reading it back."""
