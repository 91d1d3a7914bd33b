"""Badly heard audiences are found, quiet healthy ones are never called so, and an outage is no silence."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from voxpop.analysis.community.presence import Finding, Thin, findings

MONDAY = date(2026, 11, 16)


def always(channel, week):
    return True


def heard(means, weeks=52, seed=0, until=None):
    """Authors by week and channel; `until` maps a channel to the last week (counted back from now) it was heard in."""
    rng = np.random.default_rng(seed)
    rows = []
    for back in range(weeks - 1, -1, -1):
        for channel, mean in means.items():
            if until and back < until.get(channel, 0):
                continue
            rows += [
                (MONDAY - timedelta(weeks=back), channel, f"a{author}")
                for author in rng.choice(5000, rng.poisson(mean), replace=False)
            ]
    return pd.DataFrame(rows, columns=["week", "channel", "author_id"])


@pytest.mark.parametrize(
    "means", [{"forum": 30, "x": 2.2}, {"forum": 4, "x": 4}, {"forum": 12, "x": 1, "reddit": 0.3}, {"forum": 9}]
)
def test_no_false_alarm_in_52_quiet_weeks_of_five_communities(means):
    for seed in range(5):
        rows = heard(means, weeks=64, seed=seed)
        for back in range(52):
            week = MONDAY - timedelta(weeks=back)
            assert findings(rows[rows["week"] <= week], always, list(means), week) == [], (seed, back)


PLANTED = [
    ({"forum": 20}, {"forum": 1}, Thin.SILENT),
    ({"forum": 3}, {"forum": 4}, Thin.SILENT),
    ({"forum": 12, "x": 5}, {"forum": 1, "x": 1}, Thin.SILENT),
    ({"forum": 100, "x": 40, "reddit": 9}, {"forum": 2, "x": 2, "reddit": 2}, Thin.SILENT),
    ({"forum": 15, "x": 6}, {"x": 4}, Thin.ONE_CHANNEL),
    ({"forum": 40, "x": 9, "reddit": 8}, {"x": 5, "reddit": 4}, Thin.ONE_CHANNEL),
    ({"forum": 3, "x": 30}, {"forum": 4}, Thin.ONE_CHANNEL),
    ({"forum": 0.2}, {}, Thin.FEW),
    ({"forum": 0.3, "x": 0.3}, {}, Thin.FEW),
    ({}, {}, Thin.NEVER),
]


@pytest.mark.parametrize(("means", "until", "thin"), PLANTED)
def test_ten_planted_ones_are_found(means, until, thin):
    found = findings(heard(means, seed=3, until=until), always, list(means) or ["forum"], MONDAY)
    assert thin in [f.thin for f in found]


def test_an_outage_is_no_silence():
    means = {"forum": 20, "x": 10}
    rows = heard(means, until={"forum": 3, "x": 3})

    def out(channel, week):
        return week <= MONDAY - timedelta(weeks=3)

    assert findings(rows, out, list(means), MONDAY) == []
    assert findings(rows, always, list(means), MONDAY)[0].thin is Thin.SILENT


def test_one_channel_that_was_not_collected_is_not_lost():
    means = {"forum": 20, "x": 10}
    rows = heard(means, until={"x": 4})
    assert findings(rows, lambda channel, week: channel != "x", list(means), MONDAY) == []
    found = findings(rows, always, list(means), MONDAY)
    assert [(f.channel, f.lost) for f in found] == [("forum", ("x",))]


def test_a_finding_says_how_long_and_how_much_was_usual():
    found = findings(heard({"forum": 20}, seed=1, until={"forum": 2}), always, ["forum"], MONDAY)
    assert isinstance(found[0], Finding)
    assert found[0].n_weeks == 2
    assert found[0].usual == pytest.approx(20, rel=0.3)
