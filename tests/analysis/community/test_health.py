"""Figures of a community: intervals against the textbook, parts that add up, cohorts by hand."""

from datetime import date

import pandas as pd
import pytest

from voxpop.analysis.community.health import Share, health, retention

PEOPLE = {"n_active": 100, "n_before": 90, "n_new": 20, "n_stayed": 70, "n_back": 10, "n_lost": 20}
HELPERS = pd.DataFrame({"n_questions": [30, 10, 5, 5, 40], "own": [False, False, False, False, True]})


def test_wilsons_interval_is_that_of_the_textbook():
    low, high = Share(part=8, whole=10).interval
    assert (round(low, 1), round(high, 1)) == (49.0, 94.3)
    assert Share(part=0, whole=0).value is None
    assert Share(part=0, whole=20).interval[0] == pytest.approx(0)


def test_members_and_our_own_are_counted_apart():
    rows = [
        {"is_recent": False, "n_questions": 40, "n_answered": 20, "n_by_members": 5, "n_accepted": 2},
        {"is_recent": True, "n_questions": 60, "n_answered": 45, "n_by_members": 30, "n_accepted": 9},
    ]
    found = health(PEOPLE, rows, HELPERS)
    assert (found.n_helpers, found.helper_factor, found.n_own_helpers, found.own_factor) == (4, 1, 1, 1)
    assert (found.now.answered.value, found.earlier.answered.value) == (75, 50)
    assert found.now.by_members.value == pytest.approx(100 * 30 / 45)
    assert found.kept == Share(part=70, whole=90)


def test_nobody_asked_and_nobody_answered():
    found = health(dict.fromkeys(PEOPLE, 0), [], HELPERS[:0])
    assert (found.n_helpers, found.helper_factor, found.now.answered.value, found.kept.interval) == (0, 0, None, None)


def test_cohorts_know_which_periods_are_not_over():
    cohorts = pd.DataFrame(
        {
            "first_monday": [date(2026, 9, 7)] * 2 + [date(2026, 10, 5)] * 2 + [date(2026, 11, 2)],
            "age": [0, 2, 0, 1, 0],
            "n_active": [10, 4, 8, 6, 5],
            "n_authors": [10, 10, 8, 8, 5],
        }
    )
    found = retention(cohorts).set_index("first_monday")
    assert found.loc[date(2026, 9, 7)].to_list() == [10, 0, 40], "nobody came in the middle period"
    assert found.loc[date(2026, 10, 5), "after 4 weeks"] == 75
    assert found.loc[date(2026, 11, 2)].isna().sum() == 2
    assert retention(cohorts[:0]).empty
