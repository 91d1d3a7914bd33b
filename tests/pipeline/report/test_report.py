"""Reports from a workspace: together or one by one the same bytes; a receipt from the command line."""

import json

import pytest

from tests.command import run
from tests.pipeline.reports_world import WEEK
from voxpop.analysis.report.rules import broken_rules
from voxpop.errors import UsageError
from voxpop.pipeline.report import run as reporting
from voxpop.pipeline.report.receipt import receipt


def contents(root):
    return {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.name != "index.html"}


def test_all_at_once_or_one_by_one_the_same_bytes(reported, tmp_path):
    reporting.reports(reported, None, str(WEEK), tmp_path / "all")
    for audience in reported.config.audience_ids:
        reporting.report(reported, audience, WEEK, tmp_path / "each")
    together = contents(tmp_path / "all")
    assert together == contents(tmp_path / "each")
    assert len(together) == 3 * 13
    reporting.reports(reported, None, str(WEEK), tmp_path / "all")
    assert contents(tmp_path / "all") == together


def test_every_receipt_of_every_audience_comes_to_the_printed_figure(reported):
    reporting.reports(reported, None, str(WEEK), None)
    n = 0
    for audience in reported.config.audience_ids:
        known = json.loads((reported.reports / audience / str(WEEK) / "receipts.json").read_text())
        for id_ in known:
            shown = receipt(reported, id_, audience, str(WEEK), 3)
            assert shown.same, (audience, id_, shown.printed, shown.now)
            n += 1
    assert n > 30


def test_reports_of_every_audience_keep_the_rules(reported):
    reporting.reports(reported, None, str(WEEK), None)
    for audience in reported.config.audience_ids:
        said = json.loads((reported.reports / audience / str(WEEK) / "report.json").read_text(encoding="utf-8"))
        assert broken_rules(said) == [], audience


def test_a_receipt_from_the_command_line(reported):
    reporting.reports(reported, None, str(WEEK), None)
    words = ["receipt", "net.week", "--week", str(WEEK), "--config", reported.lines.path]
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "The same as printed." in done.stdout
    assert "select" in done.stdout
    found = json.loads(run(*words, "--json").stdout)
    assert found["same"]
    assert len(found["posts"]) == 10


def test_an_unknown_receipt_names_what_there_is(reported):
    reporting.reports(reported, None, str(WEEK), None)
    with pytest.raises(UsageError, match=r"no receipt 'net.wek'; there are \d+, such as net.week"):
        receipt(reported, "net.wek", "everyone", str(WEEK), 3)
    with pytest.raises(UsageError, match="voxpop report --audience admins --week 2026-W30"):
        receipt(reported, "net.week", "admins", "2026-W30", 3)
