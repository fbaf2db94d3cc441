"""The comparison: one context's slice of the tables, and the workbook, Markdown and Parquet files that people read."""
