"""Workspaces that several modules read; each has a copy of its own to write to."""

import pytest

from tests.pipeline.reports_world import six_weeks
from tests.pipeline.themed_world import four_weeks
from voxpop.pipeline.workspace import Workspace


@pytest.fixture(scope="module")
def reported(copy_of):
    """A workspace of six weeks, ready for its reports."""
    return Workspace.open(copy_of(six_weeks) / "voxpop.yaml")


@pytest.fixture(scope="module")
def themed(copy_of):
    """A workspace of four weeks on planted subjects."""
    return Workspace.open(copy_of(four_weeks) / "voxpop.yaml")
