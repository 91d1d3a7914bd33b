"""Backup, restore and the check of the whole: what is damaged is found, what is restored goes on exactly."""

import shutil

import pytest

from tests.pipeline.kept_world import installation, landed, reddit, said
from voxpop import warehouse
from voxpop.errors import UsageError, VoxpopError
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.housekeeping import backup
from voxpop.pipeline.housekeeping.integrity import integrity
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.load import quarantine


@pytest.fixture
def heard(tmp_path):
    """Twenty posts, loaded and published."""
    workspace = installation(tmp_path / "w")
    landed(workspace, "talk", [reddit(n, f"rider{n % 5}") for n in range(20)])
    load.load(workspace)
    return workspace


def rows(workspace):
    con = warehouse.connect(workspace.snapshots)
    try:
        return con.execute("select post_id, text from posts order by all").fetchall()
    finally:
        con.close()


def test_a_restored_installation_goes_on_exactly(heard, tmp_path):
    backup.backup(heard, tmp_path / "saved")
    before = rows(heard)
    landed(heard, "talk", [reddit(n, "later") for n in range(20, 30)])
    load.load(heard)
    other = installation(tmp_path / "other")
    backup.restore(other, tmp_path / "saved")
    assert rows(other) == before
    assert load.load(other)["fetches"] == 0
    landed(other, "talk", [reddit(n, "later") for n in range(20, 30)])
    load.load(other)
    assert rows(other) == rows(heard)
    assert [p for p in integrity(other) if p.fails] == []


def test_nothing_is_overwritten_unasked_and_a_damaged_backup_is_refused(heard, tmp_path):
    saved = tmp_path / "saved"
    backup.backup(heard, saved)
    with pytest.raises(UsageError, match="exists already"):
        backup.backup(heard, saved)
    with pytest.raises(UsageError, match="is not empty"):
        backup.restore(heard, saved)
    path = saved / "warehouse.duckdb"
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(bytes(held))
    before = rows(heard)
    with pytest.raises(VoxpopError, match="missing or damaged"):
        backup.restore(heard, saved, force=True)
    assert rows(heard) == before
    (heard.config.base_dir / ".env").write_text("VOXPOP_AUTHOR_KEY=" + "cd" * 32 + "\n")
    backup.backup(heard, saved, force=True)
    (heard.config.base_dir / ".env").write_text("VOXPOP_AUTHOR_KEY=" + "ab" * 32 + "\n")
    with pytest.raises(UsageError, match="another VOXPOP_AUTHOR_KEY"):
        backup.restore(heard, saved, force=True)


def test_what_was_forgotten_since_a_backup_does_not_come_back_with_it(heard, tmp_path):
    backup.backup(heard, tmp_path / "saved")
    forget.forget(heard, ["reddit:rider1"], [])
    assert backup.restore(heard, tmp_path / "saved", force=True)["posts erased again"] == 4
    assert not any("rider1 " in text for _, text in rows(heard))
    assert not any(
        said("rider1", 1) in item.payload["data"]["selftext"] for f in heard.landing.fetches() for item in f.items()
    )


def test_the_check_finds_what_is_damaged(heard):
    assert [problem.place for problem in integrity(heard)] == ["marts"]
    fetch = heard.landing.fetches()[0]
    held = (fetch.path / "items.jsonl.zst").read_bytes()
    (fetch.path / "items.jsonl.zst").write_bytes(held[: len(held) // 2])
    with warehouse.writer(heard.warehouse_path) as writer:
        writer.con.execute("delete from posts where post_id = 't3_000001'")
    landed(heard, "wire", [])
    failing = {problem.place for problem in integrity(heard) if problem.fails}
    assert failing == {str(fetch.path), "table coverage"}
    assert any("1 fetches are not loaded" in problem.said for problem in integrity(heard))
    shutil.rmtree(heard.snapshots)
    assert str(heard.snapshots) in {problem.place for problem in integrity(heard) if problem.fails}


def test_quarantined_records_are_mended_retried_and_dismissed_once(heard):
    broken = [
        reddit(40, "rider1", created_utc="never"),
        reddit(41, "rider2", created_utc="never"),
        reddit(42, "rider3"),
    ]
    landed(heard, "talk", broken)
    assert load.load(heard)["refused"] == 2
    first, second = quarantine.list_refused(heard)
    with pytest.raises(UsageError, match="still refused"):
        quarantine.fix(heard, first.id, ["score=3"])
    assert quarantine.fix(heard, first.id[:10], ["created_utc=1762000000"]) == {"mended": 1, "new": 1}
    assert quarantine.retry(heard) == {"tried": 1, "mended": 0, "new": 0, "not in landing": 0}
    assert quarantine.dismiss(heard, [second.id]) == 1
    assert quarantine.list_refused(heard) == []
    assert len(rows(heard)) == 22
    with warehouse.writer(heard.warehouse_path) as writer:
        assert [finding for finding in writer.check() if finding.fails] == []
