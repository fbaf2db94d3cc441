"""The comparison workbook: one module a sheet, on the common paper; `write` puts them together."""
