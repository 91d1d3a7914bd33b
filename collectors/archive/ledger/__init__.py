"""What the ledger is told of an archive's files: how many rows, of which days, and what nothing reads."""
