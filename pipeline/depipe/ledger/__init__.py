"""The ledger: the append-only record of what was issued and what came back."""
