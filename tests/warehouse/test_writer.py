"""One writer at a time, migrations, snapshots, audiences by rule, and rules that the tables keep."""

import subprocess
import sys
import textwrap
import threading

import duckdb
import pytest

from tests.warehouse.loading import START, batch, gone, post
from voxpop import warehouse
from voxpop.config import Config
from voxpop.errors import UsageError, WarehouseError
from voxpop.warehouse.lock import writing
from voxpop.warehouse.migrate import migrations


def held(path):
    """A process that holds the lock until its standard input ends."""
    code = f"""
        import sys
        from pathlib import Path
        from voxpop.warehouse.lock import writing
        with writing(Path({str(path)!r})):
            print("held", flush=True)
            sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_says_who_is_writing(tmp_path):
    path = tmp_path / "w.duckdb"
    holder = held(path)
    try:
        with pytest.raises(WarehouseError, match=f"process {holder.pid} has been writing"), writing(path, 0.2):
            pass
    finally:
        holder.kill()
        holder.wait()


def test_a_second_writer_waits_and_a_dead_one_leaves_no_lock(tmp_path):
    path = tmp_path / "w.duckdb"
    waited = held(path)
    threading.Timer(0.5, waited.stdin.close).start()
    with warehouse.writer(path, wait=1000) as writer:
        assert writer.loads() == set()
    waited.wait()
    killed = held(path)
    killed.kill()
    killed.wait()
    with warehouse.writer(path, wait=1000):
        pass


def test_a_fresh_warehouse_has_the_newest_schema_and_comments(tmp_path):
    path = tmp_path / "w.duckdb"
    for _ in range(2):
        with warehouse.writer(path) as writer:
            assert writer.con.execute("select max(version) from schema_version").fetchall() == [(migrations()[-1][0],)]
            bare = writer.con.execute(
                "select table_name from duckdb_tables() where comment is null and table_name != 'schema_version'"
            ).fetchall()
            assert bare == []


def test_a_warehouse_of_a_newer_voxpop_is_left_alone(tmp_path):
    path = tmp_path / "w.duckdb"
    with warehouse.writer(path) as writer:
        writer.con.execute("insert into schema_version values (99, now())")
    with pytest.raises(WarehouseError, match="has schema 99, this Voxpop knows up to"), warehouse.writer(path):
        pass


def test_a_file_that_is_no_warehouse_is_explained(tmp_path):
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"certainly not a database" * 400)
    with pytest.raises(WarehouseError, match=r"w\.duckdb"), warehouse.writer(path):
        pass
    assert path.read_bytes().startswith(b"certainly")


def test_readers_keep_their_snapshot_while_newer_ones_come_and_go(tmp_path):
    snapshots = tmp_path / "snapshots"
    with pytest.raises(WarehouseError, match="nothing has been published yet"):
        warehouse.connect(snapshots)
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f0", START, [post(0, "one")]))
        writer.publish(snapshots, keep=2)
        con = warehouse.connect(snapshots)
        for n in range(1, 5):
            writer.load(batch(f"f{n}", START, [post(n, "more")]))
            writer.publish(snapshots, keep=2)
    assert con.execute("select count(*) from posts").fetchall() == [(1,)]
    con.close()
    assert len(list(snapshots.glob("*.duckdb"))) == 2
    assert warehouse.sql(snapshots, "select count(*) as n from posts").to_pylist() == [{"n": 5}]


@pytest.mark.parametrize(
    "query",
    [
        "insert into posts (source) values ('x')",
        "drop table posts",
        "select * from read_csv('/etc/passwd')",
        "copy posts to '/tmp/stolen.csv'",
        "attach '/tmp/other.duckdb' as other",
        "set enable_external_access = true",
        "select nothing",
    ],
)
def test_a_query_can_neither_write_nor_reach_files(tmp_path, query):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.publish(tmp_path / "snapshots")
    with pytest.raises(UsageError, match="the query failed"):
        warehouse.sql(tmp_path / "snapshots", query)


POSTS = [
    post(1, "The upgrade to Acme failed", category="Admins", author_flair="Admin"),
    post(2, "Upgrades are not the upgrade path", author_groups=("Partners",), tags=("Help",)),
    post(3, "nothing of note", community="acme", author_domain="corp.example"),
    post(4, "the acme of perfection is a mountain top", lang="de"),
    post(5, "Acme CRM UPGRADE-2026", kind="question"),
]


def config(match, exclude=(), brand=None):
    return Config.model_validate(
        {
            "company": {"name": "Acme"},
            "brands": [{"name": "Acme"} | (brand or {})],
            "channels": [{"id": "forum", "source": "feed", "url": "http://127.0.0.1/"}],
            "audiences": [{"id": "a", "name": "A", "match": match, "exclude": list(exclude)}],
        }
    )


@pytest.mark.parametrize(
    ("match", "exclude", "expected"),
    [
        ([{"channel": ["forum"]}], [], {1, 2, 3, 4, 5}),
        ([{"category": ["admins"]}], [], {1}),
        ([{"flair": ["ADMIN"]}, {"group": ["partners"]}], [], {1, 2}),
        ([{"tag": ["help"]}], [], {2}),
        ([{"community": ["Acme"]}], [], {3}),
        ([{"domain": ["corp.example"]}], [], {3}),
        ([{"terms": ["upgrade"]}], [], {1, 2, 5}),
        ([{"terms": ["upgrade path"]}], [], {2}),
        ([{"terms": ["upgrade"], "kind": ["question"]}], [], {5}),
        ([{"channel": ["forum"]}], [{"lang": ["de"]}, {"category": ["Admins"]}], {2, 3, 5}),
        ([{"source": ["reddit"]}], [], set()),
    ],
)
def test_audiences_are_whom_the_rules_say(tmp_path, match, exclude, expected):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f1", START, POSTS))
        writer.findings.store_audiences(config(match, exclude))
        rows = writer.con.execute("select audience, post_id from post_audiences").fetchall()
    assert {int(post_id[1:]) for audience, post_id in rows if audience == "a"} == expected
    assert len([audience for audience, _ in rows if audience == "everyone"]) == len(POSTS)


@pytest.mark.parametrize(
    ("brand", "kept"),
    [
        ({}, {1, 2, 3, 4, 5}),
        ({"exclude": ["mountain"]}, {1, 2, 3, 5}),
        ({"require": ["crm", "upgrade"]}, {1, 2, 3, 5}),
    ],
)
def test_another_meaning_of_the_brand_is_nobody(tmp_path, brand, kept):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f1", START, POSTS))
        writer.findings.store_audiences(config([{"channel": ["forum"]}], brand=brand))
        found = writer.con.execute("select post_id from post_audiences where audience = 'everyone'").fetchall()
    assert {int(row[0][1:]) for row in found} == kept


def test_broken_rules_are_found(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f1", START, [post(1, "one"), gone(2, START)]))
        assert writer.check() == []
        writer.con.execute("insert into posts from posts")
        assert "every post is there once" in [finding.rule for finding in writer.check() if finding.fails]


def test_the_file_opens_with_plain_duckdb(tmp_path):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f1", START, [post(1, "one")]))
        place = writer.publish(tmp_path / "snapshots")
    with duckdb.connect(place, read_only=True) as con:
        assert con.execute("select text from posts").fetchall() == [("one",)]
