"""A world to ask, and what a question's words mean in the demo's."""

import re
from datetime import date

import pytest

from tests.pipeline.ask.ask_world import nine_weeks
from voxpop.pipeline.ask import open_world
from voxpop.pipeline.ask.vocabulary import vocabulary_of
from voxpop.pipeline.ask.weeks import Now
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week

THEMES = (
    "CRM, demo & decision", "Page, manual & documentation", "Slow list & load", "Mobile app", "API & token", "Report & forecast chart",
    "Cost, cloud & contract", "Import & rows", "Mail scheduler", "Conference, community & translations", "Role, permissions & sign-on",
    "Upgrade & migration", "Dashboard", "Contribution merged & saved",
)  # fmt: skip


@pytest.fixture(scope="session")
def now():
    """Monday after the last week of the demo."""
    return Now(date(2026, 11, 23), Week.parse("2026-W47"))


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory):
    """What the demo's installation can name; a theme's id is its label."""
    from importlib import resources

    text = resources.files("voxpop.pipeline.demo").joinpath("larkspur.yaml").read_text(encoding="utf-8")
    place = tmp_path_factory.mktemp("larkspur") / "voxpop.yaml"
    place.write_text(re.sub(r"\$\{\w+\}", "https://forum.example.org", text), encoding="utf-8")
    return vocabulary_of(Workspace.open(place).config, [(theme, theme) for theme in THEMES])


@pytest.fixture(scope="session")
def asked_folder(copy_of):
    """A folder with nine weeks of a community."""
    return copy_of(nine_weeks)


@pytest.fixture(scope="session")
def world(asked_folder):
    """Its newest snapshot, to ask."""
    found = open_world(asked_folder / "voxpop.yaml")
    yield found
    found.snapshot.close()
