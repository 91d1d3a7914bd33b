"""`push` and `pull` through a real server that speaks S3: cut at any request, nothing is lost, doubled or half there."""

import shutil
from datetime import UTC, datetime

import pytest

from tests.pipeline.kept_world import installation, landed, reddit, rows
from tests.pipeline.mirror.s3 import needs_server, s3
from voxpop import warehouse
from voxpop.errors import ConfigError, UsageError
from voxpop.pipeline import tasks
from voxpop.pipeline.erasure.forget import forget
from voxpop.pipeline.housekeeping.backup import backup
from voxpop.pipeline.housekeeping.integrity import integrity
from voxpop.pipeline.load import fetches as loading
from voxpop.pipeline.mirror import copies
from voxpop.pipeline.mirror.pull import pull_landing, pull_snapshot
from voxpop.pipeline.mirror.push import push
from voxpop.pipeline.mirror.store import MirrorError, Store
from voxpop.pipeline.workspace import Workspace


def mirrored(folder, url, endpoint=None):
    there = installation(folder)
    config = folder / "voxpop.yaml"
    more = f", endpoint: '{endpoint}'" if endpoint else ""
    config.write_text(f"storage: {{mirror: {{url: '{url}'{more}}}}}\n{config.read_text()}")
    return Workspace.open(there.lines.path)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with s3(tmp_path_factory.mktemp("s3") / "server.log") as running:
        yield running


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key-of-the-test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-test")


@pytest.fixture
def shared(tmp_path, server):
    """Three machines that share a store alone: one lands, one loads, one reads."""
    url, cut = server
    cut.after(None)
    place = f"s3://voxpop-test/{tmp_path.name}"
    yield [mirrored(tmp_path / name, place, url) for name in ("lands", "loads", "reads")], cut
    cut.after(None)


def held(there):
    """The bytes of every file of every fetch."""
    return {
        f"{one.fetch_id}/{path.name}": path.read_bytes()
        for one in there.landing.fetches()
        for path in copies.files_of(one.path)
    }


def items_of(there):
    return "".join(str(item.payload) for fetch in there.landing.fetches() for item in fetch.items())


def until_done(step, cut, check):
    """Cut a step at its first request, its second, and so on until one run needs no more; `check` after each. How often."""
    for n in range(200):
        cut.after(n)
        try:
            step()
        except MirrorError:
            cut.after(None)
            check()
            continue
        cut.after(None)
        return n
    raise AssertionError("never done")


@needs_server
def test_cut_at_any_request_nothing_is_lost_doubled_or_half_there(shared):
    (lands, loads, reads), cut = shared
    for number in range(3):
        landed(lands, "talk", [reddit(number * 10 + n, f"writer{n}") for n in range(4)])
    whole = held(lands)

    def only_whole():
        pull_landing(loads)
        got = held(loads)
        assert got.items() <= whole.items()
        assert all(
            f"{one.fetch_id}/{name}" in got
            for one in loads.landing.fetches()
            for name in ("coverage.json", "items.jsonl.zst")
        )

    assert until_done(lambda: push(lands), cut, only_whole) >= 2
    assert push(lands)["fetches copied"] == 0
    shutil.rmtree(loads.landing.root)
    assert until_done(lambda: pull_landing(loads), cut, lambda: None) >= 2
    assert held(loads) == whole
    assert pull_landing(loads)["fetches"] == 0
    assert loading.load(loads)["new"] == 12
    shutil.rmtree(loads.landing.root / "talk")  # as the retention does
    assert pull_landing(loads)["fetches"] == 0

    def readers_are_well():
        if Store.of(reads).read(copies.NEWEST) is not None:
            pull_snapshot(reads)
            assert rows(reads) == rows(loads)

    assert until_done(lambda: push(loads), cut, readers_are_well) >= 2
    assert copies.list_copies(Store.of(loads)) == {}  # loaded, and gone from landing
    until_done(lambda: pull_snapshot(reads), cut, lambda: None)
    assert rows(reads) == rows(loads)
    assert pull_snapshot(reads) == {"snapshots": 0}
    assert push(loads) == {"fetches copied": 0, "replaced": 0, "removed": 0, "snapshots": 0}


@needs_server
def test_an_erasure_reaches_the_store_and_a_worker_does_not_bring_it_back(shared):
    (lands, loads, reads), cut = shared
    landed(lands, "talk", [reddit(n, f"writer{n}") for n in range(4)])
    push(lands)
    pull_landing(loads)
    loading.load(loads)
    push(loads)
    pull_snapshot(reads)
    cut.after(0)
    with pytest.raises(MirrorError, match="it is erased here, and copies in the mirror may still hold it"):
        forget(loads, ["reddit:writer1"], [])
    cut.after(None)
    assert push(loads)["replaced"] == 1
    assert push(lands) == {"fetches copied": 0, "replaced": 0, "removed": 0, "snapshots": 0}  # still has them
    assert "writer1" in items_of(lands)
    until_done(lambda: pull_landing(lands), cut, lambda: None)
    assert "writer1" not in items_of(lands)
    assert held(lands) == held(loads)
    fresh = mirrored(
        lands.config.base_dir.parent / "fresh", loads.config.storage.mirror.url, loads.config.storage.mirror.endpoint
    )
    pull_landing(fresh)
    assert held(fresh) == held(loads)
    pull_snapshot(reads)
    assert rows(reads) == rows(loads)
    assert len(rows(reads)) == 3
    assert len(list(reads.snapshots.glob("*.duckdb"))) == 1


@needs_server
def test_an_erasure_reaches_what_nobody_loaded_and_a_copy_that_left_landing_leaves_the_workers(shared):
    (lands, loads, _), cut = shared
    first = landed(lands, "talk", [reddit(1, "writer1")])
    push(lands)
    loading.load(loads)
    forget(loads, ["reddit:writer1"], [])  # it is only in the store
    assert "writer1" not in items_of(loads)
    pull_landing(lands)
    assert held(lands) == held(loads)
    loading.load(loads)
    shutil.rmtree(loads.landing.root / "talk")  # as the retention does
    until_done(lambda: push(loads), cut, lambda: pull_landing(lands))
    second = landed(lands, "talk", [reddit(2, "writer2")])
    pull_landing(lands)
    assert [one.fetch_id for one in lands.landing.fetches()] == [second.fetch_id]
    assert push(lands)["fetches copied"] == 1
    assert first.fetch_id not in str(copies.list_copies(Store.of(loads)).keys())


@needs_server
def test_check_counts_the_copies_and_a_backup_has_what_waits_in_the_store(shared, tmp_path):
    (lands, loads, _), cut = shared
    for number in range(2):
        landed(lands, "talk", [reddit(number, "one")])
    push(lands)
    loading.load(loads)

    def said():
        return [one.said for one in integrity(loads) if one.place == loads.config.storage.mirror.url]

    assert [one.partition(",")[0] for one in said()] == ["2 copies wait to be loaded", "its snapshot is none"]
    backup(loads, tmp_path / "saved")
    assert len(list((tmp_path / "saved" / "landing" / "talk").iterdir())) == 2
    loading.load(loads)
    assert push(loads) == {"fetches copied": 0, "replaced": 0, "removed": 0, "snapshots": 1}
    assert said() == []
    store = Store.of(loads)
    one = min(name for name in store.sizes("landing") if name.endswith(".zst"))
    store.put(f"landing/{one}", b"half")
    assert said()[0].startswith("1 of 2 fetches here have a copy of other files or sizes, talk/")
    cut.after(0)
    assert said()[0].startswith("cannot be compared")


def table_of(there):
    con = warehouse.connect(there.snapshots)
    try:
        return con.execute("select post_id, text, author_id from posts order by all").fetchall()
    finally:
        con.close()


@needs_server
def test_tasks_carry_what_they_land_and_load_through_the_store(shared, monkeypatch):
    """A worker without the warehouse lands, another machine loads: the store cut at any request, then whole."""
    (lands, loads, alone), cut = shared
    for there in (lands, loads, alone):
        folder = there.config.base_dir
        text = "".join(line for line in there.lines.path.read_text().splitlines(keepends=True) if "- {id:" not in line)
        there.lines.path.write_text(text if there is not alone else text.partition("\n")[2])
        (folder / "posts.csv").write_text(
            "id,said,who,at\n" + "".join(f"{n},The export stopped {n},w{n},2026-11-03T0{n}:00:00Z\n" for n in range(5))
        )

    def on(there):
        monkeypatch.setenv("VOXPOP_CONFIG", str(there.lines.path))

    window = {"from": "2026-11-02", "to": "2026-11-16"}
    on(alone)
    tasks.load([tasks.land("survey", window, None, None)])
    assert tasks.push() == 0
    reports, begun = [], datetime.now(UTC)

    def land():
        on(lands)
        reports.append(tasks.land("survey", window, None, None, begun))
        tasks.demand_heard(reports[-1])

    def load():
        on(loads)
        tasks.load(reports)

    assert until_done(land, cut, lambda: None) >= 3
    assert until_done(load, cut, lambda: None) >= 2
    assert table_of(Workspace.open(loads.lines.path)) == table_of(Workspace.open(alone.lines.path))
    on(loads)
    assert tasks.push() == 1
    assert tasks.push() == 0


@needs_server
def test_a_bucket_that_is_not_there_is_an_error_and_not_an_empty_one(shared, server):
    other = mirrored(shared[0][0].config.base_dir.parent / "other", "s3://voxpop-misspelt/x", server[0])
    for step in (push, pull_landing):
        with pytest.raises(MirrorError, match="there is no bucket 'voxpop-misspelt'"):
            step(other)


def test_a_folder_serves_as_a_store_and_damage_is_told(tmp_path):
    lands, loads = (mirrored(tmp_path / name, f"file://{tmp_path}/store") for name in ("lands", "loads"))
    for number in range(2):
        landed(lands, "talk", [reddit(number, "one")])
    push(lands)
    items = sorted((tmp_path / "store").rglob("items.jsonl.zst"))
    assert sorted(path.read_bytes() for path in items) == sorted(
        v for k, v in held(lands).items() if k.endswith(".zst")
    )
    items[0].write_bytes(b"half")
    with pytest.raises(MirrorError, match=r"1 fetches came, 1 did not: .*is damaged"):
        pull_landing(loads)
    assert len(loads.landing.fetches()) == 1
    assert not list((loads.landing.root / ".tmp").iterdir())
    (tmp_path / "store" / "landing" / "talk" / ".." / "stray.txt").write_text("x")
    with pytest.raises(MirrorError, match="holds no snapshot yet"):
        pull_snapshot(loads)
    (tmp_path / "store" / "snapshots").mkdir()
    (tmp_path / "store" / "snapshots" / "current.json").write_text("{}")
    with pytest.raises(MirrorError, match="is not whole"):
        pull_snapshot(loads)
    with warehouse.writer(loads.warehouse_path), pytest.raises(UsageError, match="publishes snapshots of its own"):
        pull_snapshot(loads)


def test_what_is_missing_is_said(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="no mirror is configured"):
        push(installation(tmp_path / "none"))
    there = mirrored(tmp_path / "keys", "s3://bucket/here")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(UsageError, match="needs AWS_SECRET_ACCESS_KEY in the environment"):
        push(there)
    for wrong in ("s3://key:secret@bucket/x", "gs://bucket", "bucket/prefix"):
        with pytest.raises(ConfigError, match=r"mirror\.url"):
            mirrored(tmp_path / "wrong", wrong)
