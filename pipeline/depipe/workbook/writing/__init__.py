"""Writing the workbook that travels: one module a sheet, and the plan of where everything stands."""
