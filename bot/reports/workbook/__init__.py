"""A round as a workbook for analysts: sheets as plain data, and what writes them."""
