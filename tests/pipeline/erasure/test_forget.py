"""Forgetting: nothing of the fifty posts and ten authors is left in any byte, and nothing comes back."""

import csv
import errno
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from tests.pipeline.kept_world import START, WINDOW, installation, landed, reddit, said, x_page
from tests.places import ROOT
from voxpop import durable, warehouse
from voxpop.errors import RetentionError, VoxpopError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.erasure.proof import contents, files_of
from voxpop.pipeline.explore import search
from voxpop.pipeline.housekeeping import retention as keep
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.report import run as report
from voxpop.window import Week

PEOPLE = 40
FORGOTTEN = [f"rider{n}" for n in range(5)] + [f"flyer{n}" for n in range(3)] + [f"walker{n}" for n in range(2)]
SINGLE = list(range(100, 150))


def archive(folder, numbers):
    with (folder / "posts.csv").open("w", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["id", "said", "who", "at"])
        for n in numbers:
            sheet.writerow(
                [f"s{n}", said(f"walker{n % 10}", n), f"walker{n % 10}", (START + timedelta(hours=n)).isoformat()]
            )


def world(folder):
    workspace = installation(folder)
    landed(workspace, "talk", [reddit(n, f"rider{n % PEOPLE}") for n in range(300)])
    landed(
        workspace,
        "talk",
        [reddit(n, f"rider{n % PEOPLE}", selftext=said(f"rider{n % PEOPLE}", n, "edited")) for n in range(0, 300, 7)],
    )
    landed(workspace, "wire", [x_page(range(page * 50, page * 50 + 50)) for page in range(4)])
    archive(folder, range(100))
    collect.land(workspace, "survey", WINDOW)
    return workspace


def holding(workspace, words):
    """The files that hold any of the words, looked for in bytes, unpacked, and in every column."""
    found = set()
    for path in files_of(workspace):
        if any(word.encode() in block for block in contents(path) for word in words):
            found.add(path.name)
        if path.suffix == ".duckdb" and warehouse.find_traces(path, words):
            found.add(path.name)
    return found


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """Everything heard, analysed and reported once."""
    workspace = world(tmp_path_factory.mktemp("heard"))
    load.load(workspace)
    analyze.analyze(workspace)
    report.report(workspace, "everyone", Week.parse("2026-W45"))
    return workspace


def copied(workspace, folder):
    """An installation of its own to forget in."""
    import shutil

    from voxpop.pipeline.workspace import Workspace

    shutil.copytree(workspace.config.base_dir, folder)
    return Workspace.open(folder / "voxpop.yaml")


def count(workspace, query):
    con = warehouse.connect(workspace.snapshots)
    try:
        return con.execute(query).fetchall()[0][0]
    finally:
        con.close()


def words_of_the_forgotten():
    mine = {said(f"rider{n % PEOPLE}", n) for n in range(300) if f"rider{n % PEOPLE}" in FORGOTTEN or n in SINGLE}
    mine |= {f"Question number {n} that rider{n % PEOPLE} asked about Acme" for n in SINGLE}
    mine |= {said(f"flyer{n % 20}", n) for n in range(200) if f"flyer{n % 20}" in FORGOTTEN}
    mine |= {said(f"walker{n % 10}", n) for n in range(100) if f"walker{n % 10}" in FORGOTTEN}
    return mine


def found_by_words(workspace, words):
    """Which of the sentences the index of words can still put together."""
    return [text for text in sorted(words)[::20] if search.search(workspace, f'"{text}"').n_posts]


def test_no_byte_is_left_of_ten_authors_and_fifty_posts_and_fetching_again_brings_none_back(heard, tmp_path):
    workspace = copied(heard, tmp_path / "w")
    words = words_of_the_forgotten()
    assert {"items.jsonl.zst", "items.parquet", "warehouse.duckdb"} <= holding(workspace, words), (
        "the search finds them before"
    )
    sources = {"rider": "reddit:", "flyer": "x:", "walker": "archive:survey/"}
    authors = [f"{sources[name.rstrip('0123456789')]}{name}" for name in FORGOTTEN]
    posts = [f"reddit:t3_{n:06x}" for n in SINGLE]
    before = count(workspace, "select count(*) from posts")
    assert found_by_words(workspace, words)
    counts, proof = forget.forget(workspace, authors, posts)
    assert proof.found == []
    assert proof.words > 100
    assert holding(workspace, words) == set()
    assert not found_by_words(workspace, words), "nor can the index put their sentences together again"
    left = "select count(*) from search_places as i anti join search_posts as s using (post)"
    assert count(workspace, left) == 0
    assert count(workspace, "select count(*) from search_words anti join search_places using (word)") == 0
    assert not any(b'flyer1"' in block for path in files_of(workspace) for block in contents(path))
    after = count(workspace, "select count(*) from posts")
    assert before - after == counts["posts"] > 100
    load.load(world(workspace.config.base_dir))
    assert count(workspace, "select count(*) from posts") == after
    assert holding(workspace, words) == set(), "what was fetched again left landing too"
    assert count(workspace, "select sum(n_refused) from tombstones") > 100
    with warehouse.writer(workspace.warehouse_path) as writer:
        assert [f for f in writer.check() if f.fails] == []
        told = writer.con.execute("select kind, counts, finished_at is not null from erasures").fetchall()
    assert told[0][0] == "request"
    assert told[0][2]
    assert not set(json.loads(told[0][1])) & words


def test_a_dry_run_changes_nothing(heard, tmp_path):
    workspace = copied(heard, tmp_path / "w")
    before = {path: path.read_bytes() for path in files_of(workspace) if path.suffix in (".zst", ".parquet", ".html")}
    counts, proof = forget.forget(workspace, ["reddit:u/Rider1"], [], dry_run=True)
    assert counts["posts"] == 8
    assert proof is None
    assert all(path.read_bytes() == held for path, held in before.items())
    with warehouse.writer(workspace.warehouse_path) as writer:
        assert writer.erasures.read_tombstones() == {"author": frozenset(), "post": frozenset(), "title": frozenset()}


@pytest.mark.parametrize("step", ["clean", "compact", "publish", "rebuild"])
def test_an_erasure_that_was_cut_off_is_finished_by_housekeeping(heard, tmp_path, monkeypatch, step):
    workspace = copied(heard, tmp_path / "w")
    places = {
        "clean": ("voxpop.landing.erase.replace_items", 0),
        "compact": ("voxpop.warehouse.compact.compact", 0),
        "publish": ("voxpop.warehouse.publish.publish", 0),
        "rebuild": ("voxpop.pipeline.erasure.forget._rebuild", 0),
    }

    def cut(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(places[step][0], cut)
        with pytest.raises(KeyboardInterrupt):
            forget.forget(workspace, ["reddit:rider3"], ["reddit:t3_000064"])
    keep.tidy(workspace)
    words = {said("rider3", n) for n in range(3, 300, PEOPLE)}
    assert holding(workspace, words) == set()
    with warehouse.writer(workspace.warehouse_path) as writer:
        assert writer.erasures.list_unfinished() == []


def test_what_its_author_deleted_leaves_landing_snapshots_and_reports_with_housekeeping(heard, tmp_path):
    workspace = copied(heard, tmp_path / "w")
    deleted = reddit(41, "[deleted]", title="[deleted by user]", selftext="[deleted]", author_fullname=None)
    deleted["data"]["author"] = "[deleted]"
    landed(workspace, "talk", [deleted])
    words = {said("rider1", 41)}
    counts = keep.tidy(workspace)
    assert counts["gone"] == 1
    assert counts["landing items"] >= 1
    assert holding(workspace, words) == set()
    assert keep.tidy(workspace).get("landing items") is None, "done once"


def test_titles_and_accounts_that_others_carry_along_go_too(tmp_path):
    workspace = installation(tmp_path)
    mine = reddit(1, "rider1")
    answer = {"kind": "t1", "data": {"id": "zz1", "name": "t1_zz1", "body": "I see the same, and restarting helps", "author": "other",
              "author_fullname": "t2_other", "created_utc": START.timestamp(), "link_id": "t3_000001", "parent_id": "t3_000001",
              "link_title": mine["data"]["title"], "permalink": "/r/acme/x", "subreddit": "acme"}}  # fmt: skip
    landed(workspace, "talk", [mine, answer])
    load.load(workspace)
    forget.forget(workspace, ["reddit:rider1"], [])
    assert holding(workspace, {mine["data"]["title"], said("rider1", 1)}) == set()
    assert count(workspace, "select count(*) from posts") == 1
    landed(workspace, "talk", [mine, answer])
    assert load.load(workspace)["erased"] == 1
    assert holding(workspace, {mine["data"]["title"]}) == set()


def test_retention_takes_posts_by_source_and_kind_and_wordings(heard, tmp_path):
    workspace = copied(heard, tmp_path / "w")
    old = (datetime.now(UTC) - START).days - 1
    text = (workspace.config.base_dir / "voxpop.yaml").read_text()
    rules = f"retention: {{posts: [{{days: {max(1, old)}, source: [reddit]}}], versions_days: 1}}\n"
    (workspace.config.base_dir / "voxpop.yaml").write_text(text + rules)
    from voxpop.pipeline.workspace import Workspace

    workspace = Workspace.open(workspace.config.base_dir / "voxpop.yaml")
    counts = keep.tidy(workspace)
    assert counts["expired posts"] == 300 + 43, "posts and their other wordings"
    assert count(workspace, "select count(*) from posts where source = 'reddit'") == 0
    assert count(workspace, "select count(*) from posts where source = 'x'") == 200
    with warehouse.writer(workspace.warehouse_path) as writer:
        assert [finding for finding in writer.check() if finding.fails] == []
    assert keep.tidy(workspace)["expired posts"] == 0


def test_a_request_that_names_nobody_is_refused_and_an_unknown_one_is_kept_out_all_the_same(heard, tmp_path):
    with pytest.raises(VoxpopError, match="names nobody"):
        forget.forget(heard, ["rider1"], [])
    workspace = installation(tmp_path)
    load.load(workspace)
    forget.forget(workspace, ["reddit:rider9"], [])
    landed(workspace, "talk", [reddit(n, f"rider{n}") for n in range(20)])
    assert load.load(workspace)["new"] == 19


def test_the_command_asks_first_and_says_what_it_searched(heard, tmp_path):
    workspace = copied(heard, tmp_path / "w")
    command = [sys.executable, "-m", "voxpop.pipeline.command.main", "forget", "--post", "reddit:t3_000001"]
    root = ROOT
    run = {"cwd": workspace.config.base_dir, "capture_output": True, "text": True}
    import os

    run["env"] = os.environ | {"PYTHONPATH": str(root)}
    refused = subprocess.run(command, input="n\n", check=False, **run)
    assert refused.returncode == 1
    done = subprocess.run([*command, "--yes"], check=False, **run)
    assert done.returncode == 0, done.stderr
    assert "looked for in" in done.stdout
    with duckdb.connect(workspace.warehouse_path, read_only=True) as con:
        assert con.execute("select count(*) from posts where post_id = 't3_000001'").fetchall() == [(0,)]


@pytest.mark.parametrize("command", [load.load, load.publish, analyze.analyze, keep.tidy])
def test_what_a_dead_reader_of_another_tool_spilled_stops_no_command_and_goes(heard, tmp_path, command):
    workspace = copied(heard, tmp_path / "own")
    spilled = warehouse.newest(workspace.snapshots).with_suffix(".duckdb.tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_text(said("rider0", 0))
    command(workspace)
    assert not spilled.exists()


@pytest.mark.parametrize("command", [load.load, load.publish, keep.tidy])
def test_an_erasure_that_an_old_snapshot_stopped_says_so_and_the_next_command_finishes_it(
    heard, tmp_path, command, monkeypatch
):
    workspace = copied(heard, tmp_path / "own")
    spilled = warehouse.newest(workspace.snapshots).with_suffix(".duckdb.tmp")
    spilled.mkdir()
    (spilled / "block").write_text(said("rider0", 0))
    with monkeypatch.context() as broken:
        delete = durable.delete
        broken.setattr(
            durable, "delete", lambda path: _refuse(path) if path.name.endswith(".duckdb.tmp") else delete(path)
        )
        with pytest.raises(RetentionError, match="the erasure stays open"):
            forget.forget(workspace, ["reddit:rider0"], [])
    assert holding(workspace, [said("rider0", 0)])
    command(workspace)
    assert not holding(workspace, [said("rider0", 0)])
    with warehouse.writer(workspace.warehouse_path) as writer:
        assert not writer.erasures.list_unfinished()


def _refuse(path):
    raise PermissionError(errno.EACCES, "Permission denied", str(path))
