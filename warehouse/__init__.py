"""The warehouse: one writer, tables, marts and the published snapshot; the only code that opens DuckDB."""
