"""Posts and comments of Reddit."""
