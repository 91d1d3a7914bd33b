"""The pytest plugin: failures of inherited tests show their values, and the head of a run says what is installed."""

from __future__ import annotations

import pytest

from voxpop import plugins
from voxpop.plugins import Group
from voxpop.version import __version__

for module in ("layout", "source", "target"):
    pytest.register_assert_rewrite(f"voxpop.pipeline.testing.{module}")


def pytest_report_header() -> list[str]:
    """One line for Voxpop, one for each thing that an installed package brings to it."""
    brought = [thing for group in Group for thing in plugins.list_brought(group)]
    return [f"voxpop {__version__}", *(f"voxpop {t.group.word} {t.name}: {t.value} of {t.package}" for t in brought)]
