"""What an issued workbook must hold, checked with openpyxl: each broken promise is one sentence with its place."""
