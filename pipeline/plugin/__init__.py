"""Packages of others: a template to begin with, and what of theirs is installed."""
