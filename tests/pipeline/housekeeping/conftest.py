"""An installation that has heard something."""

import pytest

from tests.pipeline.kept_world import installation, landed, reddit
from voxpop.pipeline.load import fetches as load


@pytest.fixture
def heard(tmp_path):
    """Twenty posts, loaded and published."""
    workspace = installation(tmp_path / "w")
    landed(workspace, "talk", [reddit(n, f"rider{n % 5}") for n in range(20)])
    load.load(workspace)
    return workspace
