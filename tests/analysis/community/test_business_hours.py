"""Hours of work against hand-computed ones: nights, weekends, holidays, clock changes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxpop.analysis.community.business_hours import BusinessHours

BERLIN = ZoneInfo("Europe/Berlin")
WORK = BusinessHours(BERLIN, holidays=frozenset({date(2026, 12, 25)}))


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("asked", "answered", "hours"),
    [
        ("2026-11-17T10:00", "2026-11-17T11:30", 1.5),
        ("2026-11-17T16:00", "2026-11-18T10:00", 2.0),  # over a night
        ("2026-11-20T18:00", "2026-11-23T09:30", 0.5),  # asked on Friday evening, answered on Monday
        ("2026-11-21T12:00", "2026-11-22T12:00", 0.0),  # a weekend
        ("2026-12-24T16:00", "2026-12-28T10:00", 2.0),  # Thursday, a holiday, a weekend, Monday
        ("2026-03-27T16:00", "2026-03-30T10:00", 2.0),  # clocks go forward in between
        ("2026-10-23T16:00", "2026-10-26T10:00", 2.0),  # and back
        ("2026-11-17T05:00", "2026-11-17T20:00", 8.0),  # a whole day and no more
        ("2026-11-18T10:00", "2026-11-17T10:00", 0.0),
    ],
)
def test_hours_are_those_that_a_person_counts(asked, answered, hours):
    assert WORK.between(at(asked), at(answered)) == pytest.approx(hours)


def test_a_night_shift_over_a_clock_change_has_an_hour_less_and_one_more():
    every = BusinessHours(BERLIN, weekdays=frozenset(range(7)), opens=time(0), closes=time(23, 59))
    spring = every.between(at("2026-03-29T00:00"), at("2026-03-29T23:59"))
    autumn = every.between(at("2026-10-25T00:00"), at("2026-10-25T23:59"))
    assert (round(spring, 2), round(autumn, 2)) == (22.98, 24.98)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@given(moments, moments, moments)
def test_hours_add_up_and_never_pass_the_clock(one, two, three):
    a, b, c = sorted([one, two, three])
    assert WORK.between(a, b) + WORK.between(b, c) == pytest.approx(WORK.between(a, c))
    assert 0 <= WORK.between(a, c) <= (c - a).total_seconds() / 3600 + 1e-9
