"""The notebooks' DataFrames hold the figures of the reports, with the columns that the docs name."""

import json

import pytest

from tests.pipeline.reports_world import WEEK
from voxpop.errors import UsageError
from voxpop.pipeline.explore.snapshot import ESTIMATE, open_snapshot
from voxpop.pipeline.report import run as reporting


@pytest.fixture(scope="module")
def snapshot(reported):
    found = open_snapshot(reported.lines.path)
    yield found
    found.close()


@pytest.fixture(scope="module")
def report(reported):
    reporting.reports(reported, "admins", str(WEEK), None)
    return json.loads((reported.reports / "admins" / str(WEEK) / "report.json").read_text())


def test_figures_are_those_of_the_report(snapshot, report):
    net = snapshot.net("admins").set_index("week")
    assert list(net.columns) == ESTIMATE
    assert net.loc[WEEK.monday, "value"] == pytest.approx(report["net"]["value"])
    assert net.loc[WEEK.monday, "low"] == pytest.approx(report["net"]["low"])
    change = snapshot.change("admins", WEEK).iloc[0]
    assert change["value"] == pytest.approx(report["change"]["value"])
    assert change["verdict"] == report["change"]["verdict"]
    themes = snapshot.themes("admins", str(WEEK)).set_index("theme_id")
    for row in report["themes"]:
        assert themes.loc[row["id"], "value"] == pytest.approx(row["share"]["value"])
        assert themes.loc[row["id"], "theme"] == row["label"]


def test_drivers_add_up_to_the_change(snapshot):
    for by in ("theme_id", "channel"):
        found = snapshot.drivers("admins", WEEK, by=by)
        assert found["total"].sum() == pytest.approx(snapshot.change("admins", WEEK).loc[0, "value"])


def test_sql_takes_parameters_and_cannot_write(snapshot):
    import duckdb

    found = snapshot.sql("select count(*) as n from opinions where audience = $audience", audience="admins")
    assert found.loc[0, "n"] > 0
    with pytest.raises(duckdb.Error, match="read-only"):
        snapshot.sql("delete from posts")


def test_a_mistake_is_said(snapshot):
    with pytest.raises(UsageError, match="there is no audience 'nobody'"):
        snapshot.net("nobody")
    with pytest.raises(UsageError, match="not by 'author'"):
        snapshot.net(by="author")


def test_labels_are_empty_before_anybody_judged(snapshot):
    assert {"text", "value", "label", "negative"} <= set(snapshot.labels().columns)
