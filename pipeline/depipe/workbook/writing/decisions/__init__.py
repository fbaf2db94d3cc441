"""The workbook for decisions: what its sheets say and where."""
