"""Master data in bulk: every table that a person keeps, as CSV, XLSX and JSON."""
