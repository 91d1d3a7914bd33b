"""Every mart and report query on small cases: tests/sql/<query>/<case>/posts.yaml in, expect.yaml out.

`posts.yaml` gives rows by table; what a row leaves out takes the default below. A key `parameters` is passed to the
query, `time_zone` is the company's. `expect.yaml` lists the rows in order, with the columns that the case is about.
"""

from datetime import UTC, date, datetime
from importlib.resources import files

import duckdb
import pytest
import yaml

from tests.places import ROOT
from tests.warehouse.rows_world import DEFAULTS
from voxpop.warehouse.marts import MARTS, VIEWS, fill
from voxpop.warehouse.sql_files import query as sql_of

CASES = sorted((ROOT / "tests" / "sql").glob("*/*/*/posts.yaml"))
OF_STEPS = {"as_of_cut", "as_of_posts", "revision_reasons"}
"""Queries beside the report's own inputs, tested with the steps that ask them."""
BESIDE = ("post_channels", "voices", "sentiment", "post_themes", "post_audiences")


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parents[2].name}/{p.parents[1].name}: {p.parent.name}")
def test_query(path, tables):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    con = world(tables, case)
    folder, query = path.parents[2].name, path.parents[1].name
    sql = sql_of(query, folder if folder in {"marts", "views"} else f"queries/{folder}")
    if query in {
        "author_weeks",
        "theme_mentions",
        "not_quoted",
        "rating_posts",
        "ratings",
    }:  # whoever reads them orders what is read
        sql = f"from ({sql}) order by all"
    found = con.sql(sql, params=case.get("parameters", {})).to_arrow_table().to_pylist()
    expected = yaml.safe_load((path.parent / "expect.yaml").read_text(encoding="utf-8"))
    columns = expected[0].keys() if expected else []
    assert [{name: plain(row[name]) for name in columns} for row in found] == [
        {name: plain(value) for name, value in row.items()} for row in expected
    ]


def test_every_query_of_the_report_has_a_case():
    reports = {p.name[:-4] for p in (files("voxpop.warehouse") / "queries" / "report").iterdir()} - OF_STEPS
    cases = {(p.parents[2].name, p.parents[1].name) for p in CASES}
    assert {("report", name) for name in reports} <= cases
    assert {("marts", name) for name in MARTS} | {("views", name) for name in VIEWS} <= cases


@pytest.fixture
def tables(migrated):
    """A database with all tables, empty."""
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach '{migrated}' as migrated (read_only)")
        con.execute("copy from database migrated to memory")
        con.execute("detach migrated")
        yield con


def world(con, case):
    """The tables with the case's rows, and the marts."""
    con.execute("begin")
    for name, rows in rows_of(case).items():
        for row in rows:
            columns = ", ".join(f'"{column}"' for column in row)
            con.execute(f"insert into {name} ({columns}) values ({', '.join('?' * len(row))})", list(row.values()))
    con.execute("commit")
    fill(con, case.get("time_zone", "Europe/Berlin"))
    return con


def rows_of(case):
    """Rows by table. A post brings a row of each table beside it; its own keys there go under the table's name."""
    tables = {name: [] for name in DEFAULTS}
    for given in case.get("posts", []):
        post = {key: value for key, value in given.items() if key not in BESIDE}
        tables["posts"].append({**DEFAULTS["posts"], **post})
        key = {"source": tables["posts"][-1]["source"], "post_id": post["post_id"]}
        for name in BESIDE:
            wanted = given.get(name, {})
            for row in [] if wanted is None else wanted if isinstance(wanted, list) else [wanted]:
                tables[name].append({**DEFAULTS[name], **key, **row})
    for name in DEFAULTS.keys() - {"posts"}:
        tables[name] += [{**DEFAULTS[name], **row} for row in case.get(name, [])]
    return tables


def plain(value):
    """As YAML reads it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 4) if isinstance(value, float) else value


def test_marts_that_an_older_version_stored_become_views(tables):
    con = world(tables, {})
    con.execute("drop view opinions; create table opinions as select 'old' as text")
    fill(con, "UTC")
    assert con.execute("select count(*) from opinions").fetchall() == [(0,)]
    assert not con.execute("from duckdb_tables() where table_name = 'opinions'").fetchall()
