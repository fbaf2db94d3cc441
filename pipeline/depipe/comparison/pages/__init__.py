"""The sheets of the comparison workbook: one module a sheet, on the common paper."""
