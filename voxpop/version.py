"""The version of this package: the one place that says it. pyproject.toml, `voxpop --version` and every report read it here."""

__version__ = "0.2.0"
