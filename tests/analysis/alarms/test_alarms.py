"""Alarms: people are counted, quiet weeks are quiet, what is planted is found, and one event is one cause."""

from dataclasses import replace

import numpy as np
import pytest

from voxpop.analysis.alarms import (
    WORD,
    Bar,
    Cause,
    Direction,
    Heard,
    Measure,
    Quiet,
    Span,
    Voices,
    calibrate,
    count_people,
    find,
    join,
)
from voxpop.analysis.alarms.find import size
from voxpop.analysis.alarms.measures import earlier, judge, worth_judging
from voxpop.analysis.alarms.quiet import permute

DAYS, LEAST = 84, 5
TALK, BILLING, SEARCH = 0, 1, 2
WEEKEND = np.arange(DAYS) % 7 >= 5


def measure(rule, track, *, subject=None, span=Span.DAY, audience="everyone", **more):
    kind = "theme" if subject else ""
    return Measure(
        rule=rule,
        audience=audience,
        kind=kind,
        subject=subject,
        span=span,
        direction=Direction.RISE,
        tracks=(track,),
        **more,
    )


MEASURES = (
    measure("voices", TALK),
    measure("voices", TALK, span=Span.HOUR),
    measure("themes", BILLING, subject="t1"),
    measure("themes", SEARCH, subject="t2"),
)


def voices(rows, days=DAYS):
    """Rows of track, person, channel, day, hour."""
    track, person, channel, day, hour = np.array(rows, np.int64).reshape(-1, 5).T
    return Voices(track, person, channel, day, hour, np.zeros_like(day), WEEKEND[:days], 3)


def talk(rng, a_day=30):
    """Twelve quiet weeks: people by day's rhythm, fewer at weekends, a third on each theme and a third on none."""
    rows = []
    for day in range(DAYS):
        for person in rng.choice(400, size=rng.poisson(a_day * (0.5 if WEEKEND[day] else 1)), replace=False):
            hour = int(rng.integers(7, 23))
            rows.append((TALK, person, person % 3, day, hour))
            if (theme := int(rng.integers(3))) < 2:
                rows.append((BILLING + theme, person, person % 3, day, hour))
    return rows


def plant(people, day, hour, theme=BILLING, first=1000):
    at = [(1000 * 0 + first + n, n % 3, day + (hour + n % 6) // 24, (hour + n % 6) % 24) for n in range(people)]
    return [(track, *one) for one in at for track in (TALK, theme)]


@pytest.fixture(scope="module")
def quiet_talk():
    return talk(np.random.default_rng(1))


@pytest.fixture(scope="module")
def heard():
    return Heard(("everyone",), np.ones((1, DAYS, 24), bool))


@pytest.fixture(scope="module")
def bars(quiet_talk, heard):
    return calibrate(voices(quiet_talk).until(70), heard.until(70), MEASURES, 8, LEAST, made=60)


def test_a_person_counts_once_in_a_window_however_much_they_write():
    loud = [(TALK, 7, 0, 2, hour) for hour in range(24)]
    counts = count_people(voices([*loud, (TALK, 8, 0, 2, 3), (TALK, 8, 0, 3, 2)]), 24)
    assert counts[TALK].max() == 2
    assert counts[TALK, 3, 2] == 2  # 8 wrote at 3 the day before, which is just outside, and again now
    assert counts[TALK, 4, 1] == 1
    assert counts[TALK, 4, 2] == 0
    assert count_people(voices([*loud]), 1)[TALK].sum() == 24
    assert not count_people(voices([]), 24).any()


def test_days_are_set_beside_days_of_their_kind():
    beside = earlier(WEEKEND, Span.DAY, circular=False)
    assert (beside[49].sum(), beside[48].sum()) == (30, 12)  # a Monday, a Sunday
    assert not beside[49][WEEKEND].any()
    assert not beside[48][~WEEKEND].any()
    assert earlier(WEEKEND, Span.WEEK, circular=False)[60].nonzero()[0].tolist() == [4, 11, 18, 25, 32, 39, 46, 53]


def test_permuted_weeks_hold_the_same_people_and_hours(quiet_talk, heard):
    before = voices(quiet_talk)
    moods = {one.label: 0.1 for one in MEASURES}
    after = permute(before, heard, moods, MEASURES, np.random.default_rng(3))
    assert (after.person == before.person).all()
    assert (after.hour == before.hour).all()
    assert (WEEKEND[after.day] == WEEKEND[before.day]).all()
    assert (after.day != before.day).mean() > 0.9
    days = {}
    for old, person, new in zip(before.day.tolist(), before.person.tolist(), after.day.tolist(), strict=True):
        assert days.setdefault((old, person), new) == new, "a person's day stays together"


def test_quiet_weeks_are_silent_and_an_event_is_found_with_its_size(quiet_talk, heard, bars):
    assert find(voices(quiet_talk), heard, MEASURES, bars, range(24 * 70, 24 * DAYS), LEAST) == []
    planted = voices([*quiet_talk, *plant(25, 76, 9)])
    (cause,) = join(find(planted, heard, MEASURES, bars, range(24 * 70, 24 * DAYS), LEAST))
    subjects = {alarm.measure.subject for alarm in cause.alarms}
    assert "t1" in subjects
    assert "t2" not in subjects
    assert 24 * 76 + 9 <= cause.first <= 24 * 76 + 13
    alarm = next(a for a in cause.alarms if a.measure.subject == "t1")
    assert alarm.low <= 25 <= alarm.high
    assert alarm.spread == 3


def test_one_loud_author_and_four_people_raise_nothing(quiet_talk, heard, bars):
    loud = [(BILLING, 999, 0, 76, hour % 24) for hour in range(200)]
    few = plant(LEAST - 1, 76, 3, theme=SEARCH, first=2000)
    fresh = voices([row for row in quiet_talk if row[3] != 76] + loud + few)
    assert find(fresh, heard, MEASURES, bars, range(24 * 76, 24 * 77), LEAST) == []


def test_hours_that_were_not_heard_are_not_usual(quiet_talk, heard, bars):
    deaf = Heard(heard.of, heard.whole.copy())
    deaf.whole[0, 48:75] = False
    empty = voices([row for row in quiet_talk if not 48 <= row[3] < 75])
    assert find(empty, deaf, MEASURES, bars, range(24 * 75, 24 * 78), LEAST) == []


def test_a_short_history_is_not_judged(quiet_talk, heard):
    short = voices([row for row in quiet_talk if row[3] < 20], days=20)
    assert calibrate(short, Heard(heard.of, heard.whole[:, :20]), MEASURES, 8, LEAST) is None


def test_a_mean_falls_by_people(heard):
    rng = np.random.default_rng(4)
    rows = [
        (int(rng.integers(3)), 1000 * day + n, 0, day, int(rng.integers(8, 20)))
        for day in range(DAYS)
        for n in range(40)
    ]
    net = replace(measure("tone", 0), tracks=(0, 1, 2), values=(1.0, 0.0, -1.0), direction=Direction.FALL)
    quiet = Quiet({net.label: Bar(9.0, 0.05)}, 12, 0.1)
    assert find(voices(rows), heard, [net], quiet, range(24 * 70, 24 * 80), LEAST) == []
    fallen = [
        (2, person, channel, day, hour) if day == 77 else (track, person, channel, day, hour)
        for track, person, channel, day, hour in rows
    ]
    (alarm,) = find(voices(fallen), heard, [net], quiet, range(24 * 77, 24 * 80), LEAST)
    assert alarm.now < -0.8
    assert abs(alarm.usual) < 0.2


def test_two_events_at_other_times_are_two_causes_and_all_that_moves_with_one_is_one(quiet_talk, heard, bars):
    rows = [*quiet_talk, *plant(25, 76, 9), *plant(25, 80, 9, theme=SEARCH, first=3000)]
    found = find(voices(rows), heard, MEASURES, bars, range(24 * 70, 24 * DAYS), LEAST)
    causes = join(found)
    assert len(found) > len(causes) == 2
    named = [{a.measure.subject for a in cause.alarms} - {None} for cause in causes]
    assert named == [{"t1"}, {"t2"}]
    assert isinstance(causes[0], Cause)


def test_the_size_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    usual, mood, true = 20.0, 0.1, 15
    now = rng.poisson(usual * rng.gamma(1 / mood, mood, 120)) + rng.poisson(true, 120)
    held = [low <= true <= high for low, high in (size(float(n), usual, mood) for n in now)]
    assert np.mean(held) >= 0.9


def test_words_are_looked_at_by_the_hundred_and_none_that_could_pass_is_left_out(quiet_talk, heard, bars):
    rng = np.random.default_rng(6)
    said = [
        (3 + int(word), person, channel, day, hour)
        for track, person, channel, day, hour in quiet_talk
        if track == TALK
        for word in set((150 * rng.random(4) ** 3).astype(int).tolist())
    ]
    named = [(3 + 140, *one[1:]) for one in plant(9, 76, 9, first=4000) if one[0] == TALK]
    rows = voices([*quiet_talk, *said, *named])
    rows = replace(rows, n_tracks=153)
    words = [measure("words", 3 + n, subject=f"word {n}", span=span) for n in range(150) for span in Span]
    words = [replace(one, kind=WORD) for one in words]
    of = worth_judging(rows, words, LEAST)
    assert 0 < len(of) < len(words) / 2
    moods = {one.label: 0.05 for one in words}
    as_words = judge(rows, heard, words, moods, LEAST)
    as_themes = judge(rows, heard, [replace(one, kind="theme") for one in words], moods, LEAST)
    assert (as_words.surprise == as_themes.surprise[of]).all()
    assert not np.delete(as_themes.surprise, of, axis=0).any()
    quiet = Quiet({**bars.bars, **{one.label: Bar(14.0, 0.05) for one in words}}, 10, bars.level)
    (cause,) = join(find(rows, heard, [*MEASURES, *words], quiet, range(24 * 70, 24 * DAYS), LEAST))
    assert {alarm.measure.subject for alarm in cause.alarms} == {"word 140"}, (
        "no theme and no audience shows nine people"
    )
    assert len(cause.alarms[0].people & set(range(4000, 4009))) >= LEAST
