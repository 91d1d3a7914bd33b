"""A snapshot opens in what analysts have: pandas, Arrow, polars, and the DuckDB and its shell of version 1.5."""

import csv
import io
import json
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pytest

from tests.pipeline.reports_world import WEEK
from tests.places import ROOT
from voxpop import warehouse
from voxpop.warehouse.marts import MARTS, VIEWS

TOOLS = ROOT / ".venv-tools"
NET = f"select audience, week, n_posts, net from weekly_net where week = date '{WEEK.monday}' order by audience"
tools = pytest.mark.skipif(not TOOLS.exists(), reason="needs the environment of `make .venv-tools/.ready`")


@pytest.fixture(scope="module")
def con(reported):
    found = warehouse.connect(reported.snapshots)
    yield found
    found.close()


@pytest.fixture(scope="module")
def newest(reported):
    return reported.snapshots / (reported.snapshots / "current").read_text()


def test_pandas_and_arrow_read_the_same(con):
    table, frame = con.sql(NET).to_arrow_table(), con.sql(NET).df()
    assert isinstance(table, pa.Table)
    assert isinstance(frame, pd.DataFrame)
    assert frame["net"].tolist() == table["net"].to_pylist()
    assert frame["n_posts"].sum() > 300


@tools
def test_polars_reads_the_same(con, monkeypatch):
    packages = next((TOOLS / "lib").glob("python*")) / "site-packages"
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])  # last: DuckDB stays ours
    assert con.sql(NET).pl()["net"].to_list() == con.sql(NET).df()["net"].tolist()


@tools
def test_duckdb_of_version_1_reads_every_table_mart_and_view(con, newest):
    program = f"""
import json, duckdb
con = duckdb.connect({str(newest)!r}, read_only=True)
names = con.execute("select table_name from information_schema.tables order by all").fetchall()
print(json.dumps([duckdb.__version__, {{name: con.table(name).count("*").fetchall()[0][0] for (name,) in names}}]))
"""
    done = subprocess.run([TOOLS / "bin" / "python", "-c", program], capture_output=True, text=True, check=True)
    version, rows = json.loads(done.stdout)
    assert version.startswith("1.5")
    assert rows.keys() >= {*MARTS, *VIEWS, "posts"}
    assert rows == {name: con.table(name).count("*").fetchall()[0][0] for name in rows}


@tools
def test_the_shell_of_version_1_reads_the_same(con, newest):
    shell = [TOOLS / "bin" / "duckdb", "-readonly", "-csv", newest, NET]
    said = subprocess.run(shell, capture_output=True, text=True, check=True).stdout
    found = [(row["audience"], int(row["n_posts"])) for row in csv.DictReader(io.StringIO(said))]
    assert found == [(row[0], row[2]) for row in con.sql(NET).fetchall()]
