"""Sweeps, retention, backups and checks."""
