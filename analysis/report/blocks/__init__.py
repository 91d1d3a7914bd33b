"""What the report says: one module a block, each from the figures it needs."""
