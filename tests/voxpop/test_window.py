"""Windows and weeks."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxpop.errors import UsageError
from voxpop.window import Week, Window

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize("hours", [0, -1])
def test_an_empty_window_is_refused(hours):
    start = datetime(2026, 11, 16, tzinfo=UTC)
    with pytest.raises(UsageError, match="window is empty"):
        Window(start, start + timedelta(hours=hours))


def test_a_time_without_zone_is_refused():
    with pytest.raises(UsageError, match="no time zone"):
        Window(datetime(2026, 11, 16), datetime(2026, 11, 17))


def test_times_become_utc():
    berlin = timezone(timedelta(hours=1))
    window = Window(datetime(2026, 11, 16, tzinfo=berlin), datetime(2026, 11, 17, tzinfo=berlin))
    assert str(window) == "2026-11-15T23:00:00Z/2026-11-16T23:00:00Z"


@given(MOMENTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=40)))
def test_days_cover_the_window_without_overlap(start, length):
    window = Window(start, start + length)
    days = window.days()
    assert days[0].start == window.start
    assert days[-1].end == window.end
    assert all(a.end == b.start for a, b in pairwise(days))
    assert all(day.end - day.start <= timedelta(days=1) for day in days)


@pytest.mark.parametrize(
    ("week", "hours"), [("2026-W43", 169), ("2026-W13", 167), ("2026-W47", 168)], ids=["autumn", "spring", "plain"]
)
def test_a_week_has_as_many_hours_as_the_clocks_give_it(week, hours):
    window = Week.parse(week).window("Europe/Berlin")
    assert window.end - window.start == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["2026-W47", "2026-11-16", "2026-11-22"])
def test_a_week_is_read_by_name_or_by_day(text):
    week = Week.parse(text)
    assert (week.monday, week.sunday, str(week)) == (date(2026, 11, 16), date(2026, 11, 22), "2026-W47")


@pytest.mark.parametrize("text", ["2026-W60", "47", "last week", ""])
def test_what_is_not_a_week_is_refused_with_an_example(text):
    with pytest.raises(UsageError, match="2026-W47"):
        Week.parse(text)


def test_iso_years_are_right_at_new_year():
    assert str(Week.of(date(2027, 1, 2))) == "2026-W53"
