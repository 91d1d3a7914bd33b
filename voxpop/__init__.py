"""Voxpop: listen to a community and report each week with honest numbers."""

__version__ = "0.1.0"
