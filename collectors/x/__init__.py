"""Posts of X."""
