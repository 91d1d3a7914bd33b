"""The same themes again: in samples of the posts, and over weeks."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from tests.analysis.themes.theme_world import SUBJECTS, posts
from voxpop.analysis.themes.groups import find_groups
from voxpop.analysis.themes.model import ThemeModel


@pytest.fixture(scope="module")
def world():
    return posts(1000, seed=7)


def ids(model, table):
    return model.predict(table)["theme_id"].to_pylist()


def test_themes_of_a_sample_are_those_of_all_posts(world):
    table = world[0]
    whole = np.array(ids(ThemeModel(n_themes=8).fit(table), table))
    kept = np.sort(np.random.default_rng(1).permutation(table.num_rows)[: table.num_rows * 4 // 5])
    sample = table.take(pa.array(kept))
    assert adjusted_rand_score(whole[kept], ids(ThemeModel(n_themes=8).fit(sample), sample)) > 0.85


def test_ten_weeks_leave_posts_of_planted_themes_in_their_theme(world):
    model = ThemeModel(n_themes=8, embedding="words").fit(world[0])
    first = ids(model, world[0])
    home = {
        subject: Counter(one for one, truth in zip(first, world[1], strict=True) if truth == subject).most_common(1)[0]
        for subject in SUBJECTS
    }
    fresh = [posts(120, weeks=1, seed=70 + week, start=4 + week) for week in range(10)]
    kept = total = 0
    for table, truth in fresh:
        found = ids(model.update(table), table)
        kept += sum(one == home[subject][0] for one, subject in zip(found, truth, strict=True))
        total += len(found)
    assert kept / total > 0.97 * sum(n for _, n in home.values()) / len(first)


def test_groups_are_the_same_whatever_else_the_machine_does(monkeypatch):
    rng = np.random.default_rng(3)
    middles = rng.normal(size=(12, 40))
    vectors = middles[rng.integers(0, 12, 3000)] + 0.8 * rng.normal(size=(3000, 40))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    with threadpool_limits(1):
        several = find_groups(vectors, None, (4, 30), 10, 2026)
        monkeypatch.setattr("os.cpu_count", lambda: 1)
        assert np.array_equal(find_groups(vectors, None, (4, 30), 10, 2026), several)
    assert len(several) == 12
