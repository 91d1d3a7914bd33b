"""Themes beside their peers: quality, births, stability, speed."""
