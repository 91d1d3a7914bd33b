"""Migrations run once, in order, each whole or not at all, and keep what is there."""

import re

import duckdb
import pytest

from tests.warehouse.loading import START, batch, post
from voxpop import warehouse
from voxpop.errors import WarehouseError
from voxpop.warehouse import migrate

FIRST = migrate.migrations()
NUMBERS = [number for number, _ in FIRST]
NEXT, LAST = NUMBERS[-1] + 1, NUMBERS[-1] + 2
LATER = [
    (NEXT, "alter table posts add column mood varchar; create table moods (name varchar);"),
    (LAST, "insert into moods select 'calm'; update posts set mood = 'calm';"),
]


@pytest.fixture
def path(tmp_path):
    """A warehouse of the first schema with a post in it."""
    place = tmp_path / "w.duckdb"
    with warehouse.writer(place) as writer:
        writer.load(batch("f1", START, [post(1, "one")]))
    return place


def versions(place):
    with duckdb.connect(place) as con:
        return [row[0] for row in con.execute("select version from schema_version order by all").fetchall()]


def test_numbers_rise():
    assert sorted(set(NUMBERS)) == NUMBERS


def test_a_migration_whose_number_was_passed_over_is_made_up_for(path, monkeypatch):
    monkeypatch.setattr(migrate, "migrations", lambda: [*FIRST, LATER[1]])
    with pytest.raises(WarehouseError), warehouse.writer(path):
        pass
    aside = (LAST, "create table aside (name varchar);")
    monkeypatch.setattr(migrate, "migrations", lambda: [*FIRST, aside])
    with warehouse.writer(path):
        pass
    monkeypatch.setattr(migrate, "migrations", lambda: [*FIRST, LATER[0], aside])
    with warehouse.writer(path) as writer:
        assert writer.con.execute("from moods").fetchall() == []
    assert versions(path) == [*NUMBERS, NEXT, LAST]


def test_a_warehouse_of_an_older_voxpop_is_brought_up_to_date_once(path, monkeypatch):
    monkeypatch.setattr(migrate, "migrations", lambda: FIRST + LATER)
    for _ in range(2):
        with warehouse.writer(path) as writer:
            assert writer.con.execute("select text, mood from posts").fetchall() == [("one", "calm")]
            assert writer.con.execute("from moods").fetchall() == [("calm",)]
    assert versions(path) == [*NUMBERS, NEXT, LAST]


def test_a_migration_that_fails_changes_nothing_and_can_be_mended(path, monkeypatch):
    broken = (LAST, "insert into moods select 'calm'; update posts set no_such_column = 1;")
    monkeypatch.setattr(migrate, "migrations", lambda: [*FIRST, LATER[0], broken])
    with (
        pytest.raises(
            WarehouseError, match=rf"w\.duckdb: migration {LAST} failed and changed nothing: .*no_such_column"
        ),
        warehouse.writer(path),
    ):
        pass
    assert versions(path) == [*NUMBERS, NEXT]
    monkeypatch.setattr(migrate, "migrations", lambda: FIRST + LATER)
    with warehouse.writer(path) as writer:
        assert writer.con.execute("from moods").fetchall() == [("calm",)]


def test_a_newer_warehouse_is_refused_and_left_as_it_is(path, monkeypatch):
    with monkeypatch.context() as later:
        later.setattr(migrate, "migrations", lambda: FIRST + LATER)
        with warehouse.writer(path):
            pass
    before = path.read_bytes()
    said = re.escape(f"{path}: the warehouse has schema {LAST}, this Voxpop knows up to {FIRST[-1][0]}. Upgrade Voxpop")
    with pytest.raises(WarehouseError, match=said), warehouse.writer(path):
        pass
    assert path.read_bytes() == before


def test_every_column_of_every_table_says_what_it_means(path):
    with duckdb.connect(path) as con:
        silent = con.execute(
            "select table_name, column_name from duckdb_columns() "
            "where not internal and comment is null and table_name != 'schema_version'"
        ).fetchall()
    assert silent == []
