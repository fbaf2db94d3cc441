"""Scoring: from what the returns say to the tables that a comparison is made of. Pure polars: frames in, frames out."""
