"""Bundles: a comparison with everything that it was computed from, which anybody can derive again."""
