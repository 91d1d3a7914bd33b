"""Loopback servers that speak the wire formats of X, Reddit, Discourse and feeds."""
