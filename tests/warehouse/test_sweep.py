"""How often a known post is asked for again: each night where it is free, ever less often where it costs."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import duckdb
import pytest

from voxpop.warehouse import rows_of
from voxpop.warehouse.migrate import migrate

BORN = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    migrate(con)
    con.execute(
        "insert into posts by name select 'x' as source, 'p1' as post_id, 'post' as kind, 'a text' as text, $born as created_at, "
        "$seen as fetched_at, $seen as first_fetched_at, 'f' as fetch_id, 'h' as content_hash",
        {"born": BORN, "seen": BORN + timedelta(minutes=30)},
    )
    con.execute("insert into post_channels values ('x', 'p1', 'brand', $1)", [BORN])
    yield con
    con.close()


def nights_asked(con, *, costs):
    """The nights of five weeks in which the post was due; being asked for, it is read."""
    asked = []
    for night in range(1, 36):
        now = BORN + timedelta(days=night, hours=-5)
        if rows_of(con, "sweep/posts", {"channel": "brand", "now": now, "costs": costs}).num_rows:
            asked.append(night)
            con.execute("update posts set fetched_at = ?", [now])
    return asked


def test_where_reading_is_free_every_night_of_four_weeks(con):
    assert nights_asked(con, costs=False) == list(range(1, 29))


def test_where_reading_costs_ever_less_often(con):
    asked = nights_asked(con, costs=True)
    assert 4 <= len(asked) <= 6
    steps = [b - a for a, b in pairwise(asked)]
    assert steps == sorted(steps)
    assert asked[0] <= 2
    assert asked[-1] >= 14


def test_what_is_gone_is_not_asked_for(con):
    con.execute("update posts set deleted_at = ?", [BORN])
    assert nights_asked(con, costs=False) == []
