"""What is proposed to people: merges of themes that became alike, splits of those on two subjects; nothing is done."""

from collections import Counter

import numpy as np
import pytest

from tests.analysis.themes.theme_world import SUBJECTS, posts
from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.registry import Theme


@pytest.fixture(scope="module")
def world():
    return posts(1200)


def proposed(model, event):
    return [one for one in model.events.to_pylist() if one["event"] == event]


def subjects_of(model, table, truth):
    """For each theme the subjects of at least a quarter of its posts."""
    ids = model.predict(table)["theme_id"].to_pylist()
    pairs, sizes = Counter(zip(ids, truth, strict=True)), Counter(ids)
    return {one: [s for s in SUBJECTS if pairs[one, s] >= n / 4] for one, n in sizes.items()}


def test_a_theme_on_two_subjects_is_proposed_to_be_split_once_and_stays_as_it_is(world):
    table, truth = world
    model = ThemeModel(n_themes=5, embedding="taught").fit(table)
    before = model.themes
    model.update(table).update(table)
    double = {one for one, subjects in subjects_of(model, table, truth).items() if len(subjects) > 1}
    told = proposed(model, "two subjects")
    assert double
    assert {one["theme_id"] for one in told} <= double
    assert len(told) == len({one["theme_id"] for one in told}) > 0
    assert "consider splitting" in told[0]["reason"]
    assert model.themes["state"].equals(before["state"])


def test_themes_on_one_subject_each_are_left_alone(world):
    table, truth = world
    model = ThemeModel(n_themes=8, embedding="taught").fit(table).update(table)
    assert all(len(subjects) == 1 for subjects in subjects_of(model, table, truth).values())
    assert proposed(model, "two subjects") == proposed(model, "alike") == []


def test_two_themes_that_are_alike_are_proposed_to_be_merged_once(world):
    model = ThemeModel(n_themes=8, embedding="taught").fit(world[0])
    centre = model.registry.centres[0] + 0.02 * model.registry.centres[1]
    model.registry.born("Once more", (), (centre / np.linalg.norm(centre)).astype(np.float32), None, "for a test")
    model.update(world[0]).update(world[0])
    assert [one["theme_id"] for one in proposed(model, "alike")] == ["t009"]
    assert all(isinstance(theme, Theme) and theme.state == "active" for theme in model.registry.themes)
