"""Thirteen weeks through servers that fail in every way we know."""
