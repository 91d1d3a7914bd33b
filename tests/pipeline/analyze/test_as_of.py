"""Reports of the past: weekly runs and one run over all weeks write the same bytes; what was known then can be had again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from tests.pipeline.weeks_world import heard, posts_of, week_of, workspace
from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.analyze.as_of import snapshot_of
from voxpop.pipeline.housekeeping.integrity import integrity
from voxpop.pipeline.report.receipt import receipt
from voxpop.pipeline.report.revisions import revisions
from voxpop.pipeline.report.run import build_report, reports
from voxpop.post import Gone, Post


def written(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    """Twelve weekly runs, and the same twelve weeks loaded and analysed in one go."""
    weekly = workspace(tmp_path_factory.mktemp("weekly"))
    for number in range(12):
        heard(weekly, number)
        analyze.analyze(weekly)
        reports(weekly, None, str(week_of(number)), None)
    at_once = workspace(tmp_path_factory.mktemp("once"))
    for number in range(12):
        heard(at_once, number)
    analyze.analyze(at_once)
    return weekly, at_once


def test_twelve_weeks_in_one_go_equal_twelve_weekly_runs_byte_for_byte(twelve, tmp_path):
    weekly, at_once = twelve
    for number in range(12):
        known = week_of(number).window("Europe/Berlin").end + timedelta(hours=1)
        reports(at_once, None, str(week_of(number)), tmp_path, known.isoformat())
    ours, theirs = written(weekly.reports), written(tmp_path)
    assert len([name for name in ours if name.endswith("report.html")]) == 24
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_past_states_keep_every_rule_of_the_tables_and_what_is_planted_in_one_is_found(twelve):
    _, at_once = twelve
    for number in range(0, 12, 3):
        for known in (None, week_of(number + 1).window("Europe/Berlin").start + timedelta(hours=2)):
            with snapshot_of(at_once, week_of(number), known) as snapshot:
                assert snapshot.check() == []
    away = str(at_once.landing.root)  # this world was loaded without one
    assert [problem for problem in integrity(at_once) if problem.fails and problem.place != away] == []
    copy = warehouse.past_states(at_once.snapshots)[-1]
    with duckdb.connect(copy) as con:
        con.execute("delete from posts where post_id = (select min(post_id) from posts)")
    (found, *_) = [problem for problem in integrity(at_once) if problem.place == str(copy) and "ledger" in problem.said]
    assert found.fails
    copy.unlink()


def test_a_past_week_is_read_with_the_themes_of_then(twelve):
    _, at_once = twelve
    early, late = (build_report(at_once, "everyone", week_of(n)) for n in (5, 11))
    assert not any("app" in row.label.lower() or "android" in row.label.lower() for row in early.themes)
    assert len(late.themes) > len(early.themes)
    with snapshot_of(at_once, week_of(11)) as snapshot:
        assert snapshot.last_week() == week_of(11).monday
    with snapshot_of(at_once, week_of(5)) as snapshot:
        assert snapshot.last_week() == week_of(5).monday


def test_receipts_of_a_past_week_say_what_was_printed(twelve):
    _, at_once = twelve
    week = week_of(7)
    reports(at_once, "everyone", str(week), None)
    shown = receipt(at_once, "net.week", "everyone", str(week), 3)
    assert shown.same
    theme = next(id_ for id_ in json.loads((at_once.reports / "everyone" / str(week) / "receipts.json").read_text()) if id_.startswith("theme."))  # fmt: skip
    assert receipt(at_once, theme, "everyone", str(week), 3).same


def test_what_came_late_was_edited_moved_or_labelled_later_is_not_known_yet(tmp_path):
    there = workspace(tmp_path)
    week = week_of(0)
    heard(there, 0)
    known = week.window("Europe/Berlin").end + timedelta(hours=2)
    analyze.analyze(there)
    before = build_report(there, "admins", week)
    late = datetime(2026, 9, 20, 12, tzinfo=UTC)
    first = next(p for p in posts_of(0) if "backup" in p.text)
    edited = Post(source="archive", post_id=first.post_id, text="never mind, solved", author_id=first.author_id, created_at=first.created_at)  # fmt: skip
    more = [Post(source="archive", post_id=f"late{n}", text=f"the upgrade fails again, terrible, late{n} word{n}", author_id=f"b{n}", created_at=first.created_at) for n in range(30)]  # fmt: skip
    heard(there, 0, [edited, *more], at=late)
    analyze.analyze(there)
    now = build_report(there, "admins", week)
    assert now.net.n_posts > before.net.n_posts + 20
    assert build_report(there, "admins", week, known) == before
    assert build_report(there, "admins", week, late + timedelta(hours=1)).net == now.net


def test_what_was_deleted_is_in_no_report_of_any_time(tmp_path):
    there = workspace(tmp_path)
    heard(there, 0)
    known = week_of(0).window("Europe/Berlin").end + timedelta(hours=2)
    doomed = posts_of(0)[3]
    heard(there, 0, [Gone(source="archive", post_id=doomed.post_id, gone_at=known + timedelta(days=1), reason="deleted")], at=known + timedelta(days=1))  # fmt: skip
    analyze.analyze(there)
    with snapshot_of(there, week_of(0), known) as snapshot:
        found = snapshot.con.execute(
            "select text, deleted_at is not null from posts where post_id = ?", [doomed.post_id]
        )
        assert found.fetchall() == [("", True)]
        assert snapshot.con.execute("select count(*) from opinions where post_id = ?", [doomed.post_id]).fetchall() == [
            (0,)
        ]


def test_a_newer_snapshot_makes_past_weeks_anew_and_a_moment_needs_a_folder(twelve):
    _, at_once = twelve
    with snapshot_of(at_once, week_of(3)):
        pass
    assert list((at_once.snapshots / "weeks").glob("*.duckdb"))
    with warehouse.writer(at_once.warehouse_path) as writer:
        writer.publish(at_once.snapshots)
    assert not (at_once.snapshots / "weeks").exists()
    with pytest.raises(UsageError, match="say with --out where it goes"):
        reports(at_once, None, None, None, "2026-11-01T06:00")


def test_revisions_list_each_figure_that_differs_and_why(tmp_path):
    there = workspace(tmp_path)
    week = week_of(0)
    heard(there, 0)
    analyze.analyze(there)
    reports(there, "everyone", str(week), None)
    known = week.window("Europe/Berlin").end + timedelta(hours=1)
    assert revisions(there, "everyone", str(week)).figures == ()
    first, second, gone = posts_of(0)[:3]
    later = known + timedelta(days=3)
    records = [
        replace(first, text="never mind, this was solved"),
        Gone(source="archive", post_id=gone.post_id, gone_at=later, reason="deleted"),
        *(replace(second, post_id=f"late{n}", author_id=f"b{n}", text=f"terrible, the upgrade fails and late{n} breaks{n}") for n in range(20)),
    ]  # fmt: skip
    heard(there, 0, records, at=later)
    analyze.analyze(there)
    found = revisions(there, "everyone", str(week))
    assert found.known == known
    assert found.reasons == {"n_late": 20, "n_changed": 1, "n_deleted": 1, "n_labels": 0, "n_decisions": 0}
    by_id = {row.id: row for row in found.figures}
    assert by_id["net.week"].after < by_id["net.week"].before
    assert by_id["net.posts"].after - by_id["net.posts"].before == 20, "the deleted one is in neither"
    half = revisions(there, "everyone", str(week), known.isoformat(), (later - timedelta(hours=1)).isoformat())
    assert (half.figures, half.reasons["n_late"]) == ((), 0)
    with pytest.raises(UsageError, match="is not after"):
        revisions(there, "everyone", str(week), later.isoformat(), known.isoformat())
    with pytest.raises(UsageError, match="say since when"):
        revisions(there, "admins", str(week))
