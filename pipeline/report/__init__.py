"""Reports, their receipts and revisions."""
