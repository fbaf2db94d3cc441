"""Validation: from flat cells to findings, and to the submission where none of them is an error."""
