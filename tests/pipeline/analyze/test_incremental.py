"""An analysis computes what is new, and ends with what a full one ends with; where nothing is new it does nothing."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.pipeline.analyze.history_world import KEPT, differing, live, tables
from tests.pipeline.weeks_world import heard, posts_of, week_of, workspace
from voxpop import warehouse
from voxpop.decisions.labels import Label
from voxpop.decisions.themes import Decision, append
from voxpop.pipeline.analyze import assigning, inputs
from voxpop.pipeline.analyze import labels as label
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.analyze.as_of import snapshot_of
from voxpop.post import Gone
from voxpop.warehouse.erasure import tables as erasure


def copy_of(there, folder, forget=()):
    """The workspace in another folder, without the rows of some tables."""
    shutil.copytree(there.config.base_dir, folder, dirs_exist_ok=True)
    other = type(there).open(folder / "voxpop.yaml")
    with warehouse.writer(other.warehouse_path) as writer:
        for table in forget:
            writer.con.execute(f"delete from {table}")
        writer.publish(other.snapshots)
    return other


@pytest.mark.parametrize("seed", [1, 2])
def test_any_history_ends_with_what_reading_everything_anew_finds(tmp_path, seed):
    there = workspace(tmp_path / "lived")
    live(there, seed)
    anew = copy_of(there, tmp_path / "anew", KEPT)
    analyze.analyze(anew, again=True)
    analyze.analyze(there, again=True)
    ours, theirs = tables(there.warehouse_path), tables(anew.warehouse_path)
    assert ours["post_themes"]
    assert ours["post_further_themes"]
    assert differing(ours, theirs) == []


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    there = workspace(tmp_path_factory.mktemp("analysed"))
    for number in range(5):
        heard(there, number, posts_of(number, 130))
    analyze.analyze(there)
    return there


def test_nothing_new_is_nothing_done(analysed, tmp_path, monkeypatch):
    there = copy_of(analysed, tmp_path)
    analyze.analyze(there)
    before = warehouse.newest(there.snapshots)
    monkeypatch.setattr(warehouse, "open_snapshot", None)
    monkeypatch.setattr(warehouse, "writer", None)
    said = analyze.analyze(there)
    assert warehouse.newest(there.snapshots) == before
    assert (said["posts"], said["newly scored"], said["names newly read"]) == (650, 0, 0)


def test_a_fetch_that_brought_nothing_changes_coverage_alone(analysed, tmp_path, monkeypatch):
    there = copy_of(analysed, tmp_path)
    analyze.analyze(there)
    before = tables(there.warehouse_path)
    heard(there, 4, [], at=posts_of(4)[0].created_at)
    monkeypatch.setattr("voxpop.pipeline.analyze.work.read", None)
    analyze.analyze(there)
    after = tables(there.warehouse_path)
    changed = {name for name in after if after[name] != before[name]}
    assert (
        {"coverage", "channel_hours"} <= changed <= {"coverage", "channel_days", "channel_hours", "loads", "analyses"}
    )
    monkeypatch.undo()
    analyze.analyze(there, again=True)
    assert differing(after, tables(there.warehouse_path)) == []


def edited(there):
    heard(there, 4, [replace(posts_of(4, 130)[3], text="the mail sync fails again")], at=posts_of(5)[0].created_at)


def deleted(there):
    post = posts_of(4, 130)[3]
    gone = Gone(source=post.source, post_id=post.post_id, gone_at=posts_of(5)[0].created_at, reason="deleted")
    heard(there, 4, [gone], at=gone.gone_at)


def decided(there):
    append(there.theme_decisions, Decision(do="rename", theme="t001", to="What people speak of"))


def labelled(there):
    post = label.sample(there, "ana")[0]
    there.labels.add(Label(source=post["source"], post_id=post["post_id"], content_hash=post["content_hash"], field="sentiment", value="neutral", labeler="ana", labelled_at=posts_of(5)[0].created_at))  # fmt: skip


def configured(there):
    path = there.config.base_dir / "voxpop.yaml"
    path.write_text(path.read_text().replace("terms: [upgrade", "terms: [invoice"))


@pytest.mark.parametrize("change", [edited, deleted, decided, labelled, configured])
def test_whatever_an_analysis_reads_makes_the_next_one_read_it(analysed, tmp_path, change):
    there = copy_of(analysed, tmp_path / "there")
    analyze.analyze(there)
    change(there)
    there = type(there).open(there.config.base_dir / "voxpop.yaml")
    assert inputs.standing(there) is None
    anew = copy_of(there, tmp_path / "anew", KEPT)
    before = tables(there.warehouse_path)
    analyze.analyze(there)
    analyze.analyze(anew, again=True)
    ours, theirs = tables(there.warehouse_path), tables(anew.warehouse_path)
    assert ours != before
    assert differing(ours, theirs) == []


def test_only_what_changed_is_read_for_its_theme(analysed, tmp_path, monkeypatch):
    there = copy_of(analysed, tmp_path)
    edited(there)
    read = []
    assign = assigning.assign
    monkeypatch.setattr("voxpop.pipeline.analyze.work.assign", lambda *given: read.append(assign(*given)) or read[-1])
    analyze.analyze(there)
    assert [one.n_read for one in read] == [1]


def test_states_of_all_weeks_share_their_words(analysed):
    con = duckdb.connect(analysed.warehouse_path, read_only=True)
    weeks = con.execute("select week, passed, octet_length(state), layers from model_states order by week").fetchall()
    assert [passed for _, passed, _, _ in weeks] == [True, False]
    layers = {layer for (_, _, _, layers) in weeks for layer in layers}
    assert {row[0] for row in con.execute("select layer from model_layers").fetchall()} == layers
    assert max(size for _, _, size, _ in weeks) < 60_000


def test_what_is_kept_of_posts_goes_with_them(analysed, tmp_path):
    there = copy_of(analysed, tmp_path / "w")
    con = duckdb.connect(there.warehouse_path, read_only=True)
    source, first, second = con.execute("select source, min(post_id), max(post_id) from post_meanings group by all").fetchall()[0]  # fmt: skip
    con.close()
    when = posts_of(6)[0].created_at
    heard(there, 4, [Gone(source=source, post_id=first, gone_at=when, reason="deleted")], at=when)
    with warehouse.writer(there.warehouse_path) as writer:
        writer.con.execute("create temp table doomed as select source, post_id, kind, created_at from posts where post_id = ?", [second])  # fmt: skip
        counts = erasure.take(writer.con)
        left = writer.con.execute("select count(*) from post_meanings where post_id in (?, ?)", [first, second])
        assert left.fetchall() == [(0,)]
    assert counts["post_meanings"] == counts["post_themes"] == 1
    assert Path(there.warehouse_path).exists()


def test_reading_needs_no_writer_and_writing_reads_nothing(analysed, tmp_path, monkeypatch):
    there, other = copy_of(analysed, tmp_path / "there"), copy_of(analysed, tmp_path / "other")
    edited(there)
    edited(other)
    with monkeypatch.context() as without:
        without.setattr(warehouse, "writer", None)
        folder = analyze.read(there)
    with monkeypatch.context() as without:
        without.setattr("voxpop.pipeline.analyze.work.read", None)
        said = analyze.conclude(there, folder)
    assert not folder.exists()
    assert analyze.read(there) is None
    assert analyze.conclude(there, None) == {**said, "newly scored": 0}
    assert analyze.analyze(other) == said
    assert differing(tables(other.warehouse_path), tables(there.warehouse_path)) == []


def test_what_was_found_goes_with_an_erasure_and_is_looked_for_again(analysed, tmp_path):
    there = copy_of(analysed, tmp_path)
    edited(there)
    folder = analyze.read(there)
    os.utime(folder, (time.time(),) * 2)  # the file's clock and ours may not be one
    with warehouse.writer(there.warehouse_path) as writer:
        writer.publish(there.snapshots)
        assert folder.is_dir()
        writer.publish(there.snapshots, erasing=True)
        assert not folder.exists()
    assert analyze.conclude(there, folder)["newly scored"] == 1


def test_a_past_week_has_the_themes_that_finding_them_anew_gives(tmp_path):
    there = workspace(tmp_path / "there")
    for number in range(6):
        heard(there, number, posts_of(number, 130))
    analyze.analyze(there)
    anew = copy_of(there, tmp_path / "anew", ("model_states", "model_layers"))
    with warehouse.writer(there.warehouse_path) as writer:
        assert writer.con.execute("select week, passed from model_states order by week").fetchall() == [(week_of(number).monday, number < 5) for number in (3, 4, 5)]  # fmt: skip
    found = []
    for one in (there, anew):
        with warehouse.writer(one.warehouse_path) as writer:  # the newest week is not the one that is asked for
            writer.con.execute("insert into model_states (name, version, saved_at, state, week) select 'themes', '', now(), '', ?", [week_of(6).monday])  # fmt: skip
            writer.publish(one.snapshots)
        with snapshot_of(one, week_of(4)) as snapshot:
            names = ("post_themes", "post_further_themes", "themes", "theme_events", "post_demands", "opinions")
            found.append({name: snapshot.con.execute(f"select * from {name} order by all").fetchall() for name in names})  # fmt: skip
    assert found[0] == found[1]
    assert "t001" in {row[2] for row in found[0]["post_themes"]}


def test_a_past_week_can_be_had_from_a_snapshot_of_an_older_version(analysed, tmp_path):
    there = copy_of(analysed, tmp_path)
    place = warehouse.newest(there.snapshots)
    place.chmod(0o600)
    with duckdb.connect(place) as con:
        con.execute("drop table post_meanings")
        con.execute("delete from schema_version where version = (select max(version) from schema_version)")
    with snapshot_of(there, week_of(3)) as snapshot:
        assert snapshot.rows("report/themes").num_rows
