"""Reports from a workspace: together or one by one the same bytes; a receipt from the command line."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.report import run as reporting
from voxpop.pipeline.report.receipt import receipt
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week, Window

WEEK = Week.parse("2026-W47")
START = datetime(2026, 10, 12, tzinfo=UTC)
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
brands: [{name: Larkspur}]
rivals: [{name: Sage, terms: [sage]}]
channels:
  - {id: survey, source: archive, path: p.csv, columns: {post_id: id, handle: who, text: t, created_at: at, category: c}, time_format: iso}
audiences:
  - {id: admins, name: Admins, match: [{category: [admin]}]}
  - {id: partners, name: Partners, match: [{category: [partner]}]}
analysis: {sentiment: fast}
"""
SAID = ("The dashboard export of larkspur is great and saves us hours", "How do I set a role for the billing team?",
        "The upgrade failed again with an error, this is awful", "Sage has a calendar that larkspur lacks, sadly")  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    rng = np.random.default_rng(4)
    rows = [
        (
            f"p{n}",
            f"author{rng.integers(0, 250)}",
            f"{SAID[rng.integers(0, 4)]}, case {n} of {rng.integers(0, 10_000)}",
            (START + timedelta(minutes=float(rng.uniform(0, 6 * 7 * 24 * 60)))).isoformat(),
            ("admin", "partner")[rng.integers(0, 2)],
        )
        for n in range(1200)
    ]
    with (folder / "p.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "who", "t", "at", "c"), *rows])
    (folder / "voxpop.yaml").write_text(CONFIG)
    there = Workspace.open(folder / "voxpop.yaml")
    collect.land(there, "survey", Window(START, START + timedelta(weeks=6)))
    load.load(there)
    analyze.analyze(there)
    return there


def contents(root):
    return {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.name != "index.html"}


def test_all_at_once_or_one_by_one_the_same_bytes(workspace, tmp_path):
    reporting.reports(workspace, None, str(WEEK), tmp_path / "all")
    for audience in workspace.config.audience_ids:
        reporting.report(workspace, audience, WEEK, tmp_path / "each")
    together = contents(tmp_path / "all")
    assert together == contents(tmp_path / "each")
    assert len(together) == 3 * 12
    reporting.reports(workspace, None, str(WEEK), tmp_path / "all")
    assert contents(tmp_path / "all") == together


def test_every_receipt_of_every_audience_comes_to_the_printed_figure(workspace):
    reporting.reports(workspace, None, str(WEEK), None)
    n = 0
    for audience in workspace.config.audience_ids:
        known = json.loads((workspace.reports / audience / str(WEEK) / "receipts.json").read_text())
        for id_ in known:
            shown = receipt(workspace, id_, audience, str(WEEK), 3)
            assert shown.same, (audience, id_, shown.printed, shown.now)
            n += 1
    assert n > 30


def test_a_receipt_from_the_command_line(workspace):
    reporting.reports(workspace, None, str(WEEK), None)
    command = [
        Path(sys.executable).with_name("voxpop"),
        "receipt",
        "net.week",
        "--week",
        str(WEEK),
        "--config",
        workspace.lines.path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "The same as printed." in done.stdout
    assert "select" in done.stdout
    found = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
    assert found["same"]
    assert len(found["posts"]) == 10


def test_an_unknown_receipt_names_what_there_is(workspace):
    reporting.reports(workspace, None, str(WEEK), None)
    with pytest.raises(UsageError, match=r"no receipt 'net.wek'; there are \d+, such as net.week"):
        receipt(workspace, "net.wek", "everyone", str(WEEK), 3)
    with pytest.raises(UsageError, match="voxpop report --audience admins --week 2026-W30"):
        receipt(workspace, "net.week", "admins", "2026-W30", 3)
