"""Suggestions from stock, matrix and presence: each where it is due, none where all is well."""

from datetime import UTC, date, datetime, timedelta

from voxpop.analysis.community.inventory import Cell, Stock, matrix, suggestions
from voxpop.analysis.community.presence import Finding, Thin

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MONDAY = date(2026, 11, 16)


def stock(name, channel="c", **changes):
    values = {
        "kind": "forum",
        "owner": "",
        "audience": None,
        "usd_per_month": None,
        "last_asked": NOW,
        "last_post": NOW,
    }
    return Stock(name=name, channel=channel, **values | changes)


def said(stock_=(), cells=None, badly=None, names=None):
    found = suggestions(stock_, cells or {}, badly or {}, names or {}, NOW)
    return [(s.urgency, s.about, s.said) for s in found]


def test_all_is_well():
    cells = {("a", "c"): Cell(now=9, before=9), ("a", "d"): Cell(now=3, before=3)}
    assert said([stock("Forum")], cells, names={"a": "Admins"}) == []


def test_an_audience_heard_nowhere_gets_the_place_where_nobody_listens():
    found = said([stock("Portal", None, audience="p")], {("p", "c"): Cell(now=0, before=4)}, names={"p": "Partners"})
    assert found == [
        (1, "Partners", "Nobody was heard in 4 weeks. Portal would be a place to listen."),
        (3, "Portal", "Run by us, and nobody listens. It serves Partners."),
    ]


def test_one_channel_only_and_a_silence():
    cells = {("p", "c"): Cell(now=2, before=4)}
    lost = Finding(thin=Thin.ONE_CHANNEL, n_authors=5, n_weeks=4, channel="c", lost=("x",))
    silent = Finding(thin=Thin.SILENT, n_authors=0, n_weeks=2, usual=14.2)
    found = said((), cells, {"p": [lost, silent]}, {"p": "Partners"})
    assert [s for *_, s in found] == [
        "Silent for 2 weeks; 14 authors a week were usual.",
        "Fell silent on x, which was heard before.",
        "Heard through one channel only, 'c'.",
    ]


def test_dead_channels_and_noisy_queries():
    dead = stock("Blog", last_post=NOW - timedelta(days=60))
    never = stock("Wiki", last_asked=None, last_post=None)
    noisy = stock("X", n_posts=100, n_off_topic=25, n_flagged=10)
    few = stock("Y", n_posts=10, n_off_topic=9)
    assert [(a, s) for _, a, s in said([dead, never, noisy, few])] == [
        ("Blog", "Collected, and no post since 2026-09-24. Close or revive it."),
        ("Wiki", "Configured, and never collected."),
        ("X", "35 % of 100 posts are off topic, floods or bots. Narrow its query."),
    ]


def test_the_matrix_is_authors_a_week_with_a_trend():
    rows = [("a", "c", MONDAY - timedelta(weeks=n), 12 if n < 4 else 4) for n in range(10)]
    rows += [("a", "x", MONDAY - timedelta(weeks=5), 8)]
    cells = matrix(rows, MONDAY)
    assert (cells["a", "c"].now, cells["a", "c"].before, cells["a", "c"].trend) == (12, 4, "up")
    assert (cells["a", "x"].now, cells["a", "x"].before, cells["a", "x"].trend) == (0, 2, "down")
    assert Cell(now=0.3, before=0.1).trend == ""
