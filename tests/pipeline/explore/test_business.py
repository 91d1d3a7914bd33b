"""Figures of the business beside the community's: read from a file, by week, with clear words where a file is wrong."""

import sqlite3
from datetime import timedelta

import pytest

from tests.pipeline.weeks_world import heard, week_of, workspace
from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.explore.business import business
from voxpop.pipeline.explore.figures import days_of, numbers_of, read_figures
from voxpop.pipeline.explore.snapshot import open_snapshot
from voxpop.pipeline.workspace import Workspace

SERIES = """
business:
  - {id: members, name: Members, file: members.csv, week: last}
  - {id: sales, name: Sales, unit: EUR, file: sales.csv, date: day, value: eur}
  - {id: half, name: Half, file: crm.sqlite, date: day, value: half, query: 'select day, eur / 2.0 as half from sales'}
"""


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    made = workspace(tmp_path_factory.mktemp("business"))
    for number in range(3):
        heard(made, number)
    analyze.analyze(made)
    folder = made.config.base_dir
    days = [week_of(0).monday + timedelta(days=n) for n in range(21)]
    (folder / "members.csv").write_text("date,value\n" + "".join(f"{day},{100 + n}\n" for n, day in enumerate(days)))
    (folder / "sales.csv").write_text("day,eur\n" + "".join(f"{day},10\n" for day in days))
    con = sqlite3.connect(folder / "crm.sqlite")
    con.execute("create table sales (day text, eur real)")
    con.executemany("insert into sales values (?, 10)", [(str(day),) for day in days])
    con.commit()
    con.close()
    path = folder / "voxpop.yaml"
    path.write_text(path.read_text() + SERIES)
    return Workspace.open(path)


def test_weeks_stand_beside_each_other(there):
    found = business(there)
    assert found.weeks["monday"].tolist() == [week_of(n).monday for n in range(3)]
    assert found.weeks["members"].tolist() == [106, 113, 120]
    assert found.weeks["sales"].tolist() == [70, 70, 70]
    assert found.weeks["half"].tolist() == [35, 35, 35]
    con = warehouse.connect(there.snapshots)
    people = con.sql(
        "select count(distinct author_id) from opinions where audience = 'everyone' group by week order by week"
    )
    assert found.weeks["people"].tolist() == [row[0] for row in people.fetchall()]
    con.close()
    assert all(lag.r is None for one in found.beside for lag in one.lags), "three weeks say nothing"
    snapshot = open_snapshot(there.lines.path)
    assert snapshot.business()["sales"].sum() == 210
    snapshot.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,eur\nsoon,10\n", "business 'sales'"),
        ("tag,eur\n2026-09-01,10\n", "there is no column 'day'; it has: tag, eur"),
        ("day,eur\n2026-09-01,much\n", "business 'sales'"),
    ],
)
def test_a_wrong_file_is_said(there, text, said):
    path = there.config.base_dir / "sales.csv"
    before = path.read_text()
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        business(there)
    path.unlink()
    with pytest.raises(UsageError, match="is not there"):
        business(there)
    path.write_text(before)


@pytest.mark.parametrize(
    "query", ["delete from sales", "select day, half from nowhere", "create table x (a)", "nonsense"]
)
def test_a_query_only_reads(there, query):
    path = there.lines.path
    before = path.read_text()
    path.write_text(before.replace("select day, eur / 2.0 as half from sales", query))
    with pytest.raises(UsageError, match="business 'half'"):
        business(Workspace.open(path))
    path.write_text(before)
    assert business(there).weeks["half"].sum() == 105


def test_without_series_it_says_where_to_write_them(tmp_path):
    with pytest.raises(UsageError, match="no series is configured under 'business'"):
        business(workspace(tmp_path))


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("sep=;\r\nday;eur\r\n{};1.234,50\r\n{};0,5\r\n", "utf-16"),
        ("Umsatz je Tag\n\nday;eur\n{};1.234,50\n{};0,5\n", "cp1252"),
        ("day\teur\n{}\t1234.5\n{}\t0.5\n", "utf-8-sig"),
    ],
)
def test_figures_as_programs_for_tables_write_them(there, text, charset):
    path = there.config.base_dir / "sales.csv"
    before = path.read_bytes()
    days = [f"{int(day[8:])}.{day[5:7]}.{day[:4]}" for day in before.decode().split()[1:3] for day in [day[:10]]]
    path.write_bytes(text.format(*days).encode(charset))
    try:
        business(there)
        rows = numbers_of(read_figures(path, "day")["eur"])
        assert rows.tolist() == [1234.5, 0.5]
        assert [f"{day:%Y-%m-%d}" for day in days_of(read_figures(path, "day")["day"])] == [
            line[:10] for line in before.decode().split()[1:3]
        ]
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("text", ["1,234", "much"])
def test_a_doubtful_number_is_said(text):
    with pytest.raises(ValueError, match=text):
        numbers_of([text])
