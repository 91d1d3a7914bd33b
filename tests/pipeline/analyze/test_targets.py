"""What posts say of each configured name: stored once, read again after an edit or a new name, gone with the post."""

import csv
from datetime import UTC, datetime

import pytest

from voxpop import warehouse
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.report import run as reporting
from voxpop.pipeline.report.receipt import recompute
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week, Window

START = datetime(2026, 11, 16, tzinfo=UTC)
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
brands: [{name: Larkspur}]
rivals: [{name: Sage, terms: [sage], require: [crm]}]
channels:
  - {id: survey, source: archive, path: p.csv, columns: {post_id: id, handle: who, text: t, created_at: at}, time_format: iso}
analysis: {sentiment: fast}
report: {min_authors: 2}
"""
SAID = {
    "p1": "Moved from the Sage CRM to Larkspur, so happy",
    "p2": "Sage and onion, what a horrible stuffing",
    "p3": "Larkspur is slower than the Sage CRM",
    "p4": "What a nice day",
    "p5": "Larkspur is wonderful, I love it. I love Quillbase too",
}


def write(folder, said, hour=10):
    with (folder / "p.csv").open("w", newline="") as file:
        rows = [(id_, f"author of {id_}", text, f"2026-11-17T{hour}:00:00Z") for id_, text in said.items()]
        csv.writer(file).writerows([("id", "who", "t", "at"), *rows])


@pytest.fixture
def workspace(tmp_path):
    write(tmp_path, SAID)
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    return run(tmp_path)


def run(folder):
    there = Workspace.open(folder / "voxpop.yaml")
    collect.land(there, "survey", Window(START, START.replace(day=23)))
    load.load(there)
    analyze.analyze(there)
    return there


def told(workspace):
    con = warehouse.connect(workspace.snapshots)
    try:
        return con.sql(
            "select split_part(post_id, '/', 2) as post_id, target, label, basis from post_targets order by all"
        ).fetchall()
    finally:
        con.close()


def test_names_are_stored_with_what_is_said_of_them(workspace):
    assert told(workspace) == [
        ("p1", "Larkspur", "positive", "move"),
        ("p1", "Sage", "negative", "move"),
        ("p3", "Larkspur", "negative", "comparison"),
        ("p3", "Sage", "positive", "comparison"),
        ("p5", "Larkspur", "positive", "post"),
    ]
    assert analyze.analyze(workspace)["names newly read"] == 0


def test_a_new_rival_is_looked_for_in_old_posts(workspace, tmp_path):
    before = told(workspace)
    (tmp_path / "voxpop.yaml").write_text(CONFIG.replace("rivals: [", "rivals: [{name: Quillbase}, "))
    analyze.analyze(Workspace.open(tmp_path / "voxpop.yaml"))
    now = told(workspace)
    assert ("p5", "Quillbase", "positive", "clause") in now
    assert {row[:3] for row in before} < {row[:3] for row in now}


def test_an_edit_is_read_anew_and_a_forgotten_post_is_gone(workspace, tmp_path):
    write(tmp_path, SAID | {"p3": "All is well now", "p5": "Larkspur is horrible and useless"})
    now = told(run(tmp_path))
    assert ("p5", "Larkspur", "negative", "post") in now
    assert "p3" not in {row[0] for row in now}
    forget.forget(workspace, (), ("archive:survey/p1",))
    assert {row[0] for row in told(workspace)} == {"p5"}


def test_the_report_tells_names_apart_and_its_receipts_agree(workspace):
    found = reporting.build_report(workspace, "everyone", Week.parse("2026-W47"))
    assert [(row.name, row.role, row.n_posts, row.net.value) for row in found.targets] == [
        ("Larkspur", "brand", 3, pytest.approx(100 / 3)),
        ("Sage", "rival", 2, 0),
    ]
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        for receipt in found.receipts:
            if receipt.query == "receipt_target":
                asked = {"query": receipt.query, "parameters": receipt.parameters, "minus": None}
                assert recompute(snapshot, asked)["value"] == pytest.approx(receipt.value)
