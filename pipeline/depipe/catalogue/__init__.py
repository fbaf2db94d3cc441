"""The catalogue of findings: what depipe can say about a returned workbook, each with its next step.

`files` and `structure` hold what the reader says, `values` what validation and the ledger say. Nothing here knows
where the trouble is: the place is added by whoever shows a finding.
"""
