"""Emerging themes: bursts are found, ordinary weeks and seasons are not."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from voxpop.analysis.themes.bursts import bursts

MONDAY = date(2025, 1, 6)


def week(n):
    return MONDAY + timedelta(weeks=n)


def history(n_weeks, *, themes=12, people=300, seed=1, spread=1.0, rate=None, last=None):
    """People of each theme by week, and all people by week; `rate(theme, week)` multiplies what is usual."""
    rng = np.random.default_rng(seed)
    usual = np.linspace(5, 40, themes)
    rows, totals = [], {}
    for n in range(n_weeks):
        busy = last if last and n == n_weeks - 1 else rng.uniform(0.7, 1.4)
        for theme in range(themes):
            mean = usual[theme] * busy * (rate(theme, n) if rate else 1.0)
            mean = rng.gamma(mean / spread, spread)
            rows.append({"theme_id": f"t{theme:03d}", "week": week(n), "n_authors": rng.poisson(mean)})
        totals[week(n)] = round(people * busy)
    return pd.DataFrame(rows), pd.Series(totals)


def emerging(people, totals, n):
    return {row.theme_id: row.emerging for row in bursts(people, totals, week(n)) if row.emerging}


def test_a_burst_is_found_and_a_new_theme_is_new():
    for seed in range(10):
        people, totals = history(16, seed=seed, rate=lambda theme, n: 3.0 if theme == 5 and n == 15 else 1.0)
        new = pd.DataFrame([{"theme_id": "t900", "week": week(15), "n_authors": 12}])
        found = emerging(pd.concat([people, new]), totals, 15)
        assert found["t005"] == "burst"
        assert found["t900"] == "new"


def test_ordinary_weeks_hardly_ever_call_anything_emerging():
    false = sum(bool(emerging(*history(14, seed=seed), 13)) for seed in range(200))
    assert false <= 0.06 * 200


def test_a_busy_week_raises_no_theme():
    people, totals = history(14, seed=3, last=4.0)
    assert totals[week(13)] > 2 * totals[week(12)]
    assert emerging(people, totals, 13) == {}


def test_what_comes_every_year_is_expected_once_there_was_a_year():
    def rate(theme, n):
        return 3.0 if theme == 8 and n % 52 in {13, 14, 15} else 1.0

    people, totals = history(67, seed=5, rate=rate)
    first = {row.theme_id: row for row in bursts(people, totals, week(13))}
    again = {row.theme_id: row for row in bursts(people, totals, week(65))}
    assert first["t008"].emerging == "burst"
    assert again["t008"].emerging is None
    assert again["t008"].season > 1.7
    assert again["t003"].season == pytest.approx(1.0, abs=0.4)


def test_few_people_and_short_histories_are_nothing():
    people, totals = history(14, seed=7)
    new = pd.DataFrame([{"theme_id": "t900", "week": week(13), "n_authors": 4}])
    assert "t900" not in emerging(pd.concat([people, new]), totals, 13)
    assert emerging(*history(2), 1) == {}
    assert bursts(people[:0], totals[:0], week(0)) == []


def test_later_weeks_do_not_count():
    people, totals = history(20, seed=9)
    until = people[people["week"] <= week(13)]
    assert bursts(people, totals, week(13)) == bursts(until, totals[:14], week(13))
