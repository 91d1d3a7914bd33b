"""What a change is made of: parts add up, planted shifts of mix and tone are found where they are, intervals hold the truth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxpop.analysis.estimates.drivers import REST, drivers
from voxpop.analysis.estimates.estimate import change

THEMES = np.array(["a", "b", "c"])
TONES = np.array([[0.6, 0.3, 0.1], [0.2, 0.6, 0.2], [0.1, 0.3, 0.6]])


def week(rng, n, mix, tones, pool=3000):
    posts = np.minimum(np.ceil(rng.pareto(1.5, n)), 40).astype(int)
    author = np.repeat(rng.choice(pool, n, replace=False), posts)
    theme = rng.choice(3, len(author), p=mix)
    tone = (rng.random(len(author))[:, None] > tones[theme].cumsum(axis=1)[:, :2]).sum(axis=1)
    counts = {f"n_{name}": (tone == k).astype(int) for k, name in enumerate(("negative", "neutral", "positive"))}
    return pd.DataFrame({"author_id": author, "theme_id": THEMES[theme], "n_posts": 1, "n_scored": 1, **counts})


rows = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from("abcdef"), st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)),
    min_size=1,
    max_size=60,
).filter(lambda made: any(n + u + p for *_, n, u, p in made))


def frame(made):
    found = pd.DataFrame(made, columns=["author_id", "theme_id", "n_negative", "n_neutral", "n_positive"])
    scored = found[["n_negative", "n_neutral", "n_positive"]].sum(axis=1)
    return found.assign(n_scored=scored, n_posts=scored)


@given(rows, rows)
@settings(max_examples=150, deadline=None)
def test_parts_add_up_to_the_change(this, before):
    this, before = frame(this), frame(before)
    found = drivers(this, before, "theme_id")
    moved = change(this, before, 0).value
    assert sum(d.total.value for d in found) == pytest.approx(moved, abs=1e-9)
    assert all(d.total.value == pytest.approx(d.mix.value + d.tone.value, abs=1e-9) for d in found)
    few = drivers(this, before, "theme_id", most=2)
    assert len(few) <= 3
    assert sum(d.total.value for d in few) == pytest.approx(moved, abs=1e-9)


def test_a_planted_shift_is_found_where_it_is():
    rng = np.random.default_rng(1)
    louder = drivers(week(rng, 2000, (0.6, 0.2, 0.2), TONES), week(rng, 3000, (0.2, 0.4, 0.4), TONES), "theme_id")
    assert louder[0].name == "a"
    assert louder[0].clear
    assert louder[0].mix.high < 0 < louder[0].tone.high
    angrier = np.array([[0.6, 0.3, 0.1], [0.6, 0.3, 0.1], [0.1, 0.3, 0.6]])
    found = drivers(week(rng, 2000, (0.3, 0.4, 0.3), angrier), week(rng, 3000, (0.3, 0.4, 0.3), TONES), "theme_id")
    assert found[0].name == "b"
    assert found[0].tone.high < 0
    assert [d.name for d in found if d.clear] == ["b"]


def test_intervals_hold_the_truth():
    rng = np.random.default_rng(2)
    mix0, mix1, tones1 = np.array([0.2, 0.4, 0.4]), np.array([0.35, 0.35, 0.3]), TONES.copy()
    tones1[1] = [0.35, 0.5, 0.15]
    net0, net1 = TONES @ [-1, 0, 1], tones1 @ [-1, 0, 1]
    middle = (mix0 @ net0 + mix1 @ net1) / 2
    mix, tone = 100 * (mix1 - mix0) * ((net0 + net1) / 2 - middle), 100 * (mix0 + mix1) / 2 * (net1 - net0)
    hit = []
    for _ in range(150):
        found = {d.name: d for d in drivers(week(rng, 300, mix1, tones1), week(rng, 1200, mix0, TONES), "theme_id")}
        hit += [
            part.low <= truth <= part.high
            for k, name in enumerate(THEMES)
            for part, truth in ((found[name].mix, mix[k]), (found[name].tone, tone[k]))
        ]
    assert 0.92 <= np.mean(hit) <= 0.99


def test_small_groups_and_posts_without_a_theme_are_the_rest():
    rng = np.random.default_rng(3)
    this = week(rng, 200, (0.5, 0.5, 0), TONES)
    this["theme_id"] = this["theme_id"].where(np.arange(len(this)) % 7 > 0)
    this.loc[0, "theme_id"] = "rare"
    assert {d.name for d in drivers(this, this, "theme_id")} == {"a", "b", REST}


def test_nothing_scored_has_no_drivers():
    rng = np.random.default_rng(4)
    this = week(rng, 50, (0.5, 0.5, 0), TONES)
    assert drivers(this, this.assign(n_scored=0), "theme_id") == []
