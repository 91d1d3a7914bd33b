"""Promises of our own accounts: flagged on the first missed day, never while kept, never where nobody listened."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxpop.analysis.community.promises import absence_factor, is_dormant, judge
from voxpop.config import Promise

MONDAY = date(2026, 10, 12)
FIVE_A_DAY = Promise(posts=5, per="day", start=MONDAY)


def day(n):
    return MONDAY + timedelta(days=n)


def always(_day):
    return True


def test_one_post_of_five_is_flagged_on_the_first_day():
    found = judge(FIVE_A_DAY, {day(0): 1}, always, day(0), day(0))
    assert found.broken
    assert found.missed == (day(0),)


def test_before_its_first_day_and_after_its_last_nothing_is_owed():
    promise = Promise(posts=5, per="day", start=day(2), until=day(3))
    assert judge(promise, {}, always, day(0), day(6)).missed == (day(2), day(3))


def test_what_nobody_listened_to_is_neither_kept_nor_missed():
    found = judge(FIVE_A_DAY, {day(1): 5}, lambda d: d != day(0), day(0), day(2))
    assert (found.kept, found.missed, found.unheard) == ((day(1),), (day(2),), (day(0),))
    assert judge(FIVE_A_DAY, {day(0): 5}, lambda _: False, day(0), day(0)).kept == (day(0),), "what was heard was heard"


def test_a_week_is_judged_once_it_is_over_and_only_whole():
    promise = Promise(posts=2, per="week", start=day(2))
    assert judge(promise, {}, always, day(0), day(12)) == judge(promise, {}, always, day(7), day(12))
    assert judge(promise, {}, always, day(0), day(13)).missed == (day(7),)
    assert judge(promise, {day(8): 1, day(13): 1}, always, day(0), day(13)).kept == (day(7),)


@given(st.lists(st.integers(5, 12), min_size=364, max_size=364))
def test_a_feed_that_keeps_its_promise_is_never_flagged_in_52_weeks(counts):
    posts = {day(n): count for n, count in enumerate(counts)}
    weekly = Promise(posts=35, per="week", start=MONDAY)
    for last in range(0, 364, 13):
        assert not judge(FIVE_A_DAY, posts, always, MONDAY, day(last)).broken
        assert not judge(weekly, posts, always, MONDAY, day(last)).broken


@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.sets(st.integers(0, 39)))
def test_every_day_is_one_of_the_three(counts, deaf):
    posts = {day(n): count for n, count in enumerate(counts)}
    heard = {day(n) for n in range(40)} - {day(n) for n in deaf}
    found = judge(FIVE_A_DAY, posts, heard.__contains__, MONDAY, day(len(counts) - 1))
    assert sorted((*found.kept, *found.missed, *found.unheard)) == [day(n) for n in range(len(counts))]
    assert all(posts[d] < 5 and d in heard for d in found.missed)


def test_a_month_of_silence_is_dormant():
    assert is_dormant(None, MONDAY)
    assert is_dormant(day(-31), MONDAY)
    assert not is_dormant(day(-30), MONDAY)


@pytest.mark.parametrize(("counts", "factor"), [([], 0), ([0], 0), ([7], 1), ([1, 1, 1, 1], 2), ([50, 30, 20], 1), ([40, 30, 30], 2)])  # fmt: skip
def test_the_absence_factor_is_how_few_made_half(counts, factor):
    assert absence_factor(counts) == factor
