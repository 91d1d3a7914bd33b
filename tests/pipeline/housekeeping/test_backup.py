"""Backup, restore and the check of the whole: what is damaged is found, what is restored goes on exactly."""

import json
import os
import shutil

import pytest

from tests.pipeline.kept_world import holding, installation, landed, reddit, rows, said
from tests.pipeline.killing import changes_of, kill_at
from voxpop import warehouse
from voxpop.errors import UsageError, VoxpopError
from voxpop.pipeline.erasure import forget, ledger
from voxpop.pipeline.housekeeping import backup
from voxpop.pipeline.housekeeping.integrity import integrity
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.load import quarantine


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


@pytest.mark.parametrize("lost", ["warehouse", "snapshots", "both"])
def test_whoever_was_forgotten_is_known_from_whatever_is_left(heard, tmp_path, lost):
    backup.backup(heard, tmp_path / "saved")
    forget.forget(heard, ["reddit:rider1"], [])
    if lost in {"warehouse", "both"}:
        heard.warehouse_path.write_bytes(b"no database at all")
    if lost in {"snapshots", "both"}:
        shutil.rmtree(heard.snapshots)
    backup.restore(heard, tmp_path / "saved", force=True)
    assert not any("rider1 " in text for _, text in rows(heard))
    assert holding(heard, said("rider1", 1)) == set()


def test_a_restore_over_a_damaged_warehouse_of_which_nothing_else_is_known_says_so(heard, tmp_path):
    backup.backup(heard, tmp_path / "saved")
    heard.warehouse_path.write_bytes(b"no database at all")
    shutil.rmtree(heard.snapshots)
    with pytest.raises(VoxpopError, match="nobody knows who was forgotten"):
        backup.restore(heard, tmp_path / "saved", force=True)
    heard.warehouse_path.unlink()
    backup.restore(heard, tmp_path / "saved", force=True)
    assert len(rows(heard)) == 20


def test_what_a_source_deleted_since_a_backup_does_not_come_back_with_it(heard, tmp_path):
    backup.backup(heard, tmp_path / "saved")
    blanked = reddit(3, "[deleted]", title="[deleted by user]", selftext="[deleted]", author_fullname=None)
    landed(heard, "talk", [blanked])
    load.load(heard)
    backup.restore(heard, tmp_path / "saved", force=True)
    assert dict(rows(heard))["t3_000003"] == ""
    assert holding(heard, said("rider3", 3)) == set()


def test_a_restore_killed_at_any_change_and_run_again_brings_nobody_back(heard, tmp_path):
    saved = tmp_path / "saved"
    backup.backup(heard, saved)
    kept = [row for row in rows(heard) if "rider1 " not in row[1]]
    forget.forget(heard, ["reddit:rider1"], [])
    landed(heard, "talk", [reddit(n, "later") for n in range(20, 30)])
    load.load(heard)

    def step():
        backup.restore(heard, saved, force=True)

    n_changes = changes_of(step)
    assert n_changes > 100
    every = max(1, n_changes // int(os.environ.get("VOXPOP_KILLS", "4")))
    for number in range(every // 2, n_changes, every):
        kill_at(number, step)
        live = [path for path in holding(heard, said("rider1", 1)) if saved not in path.parents]
        assert all(".tmp" in str(path) for path in live), "what took its place never held them"
        step()
        assert rows(heard) == kept, f"killed at change {number}"
        assert holding(heard, said("rider1", 1)) == set(), f"killed at change {number}"


def test_a_restore_that_was_cut_off_while_it_replaced_files_is_finished_first(heard, tmp_path):
    backup.backup(heard, tmp_path / "saved")
    warehouse.restoring(heard.warehouse_path).write_text(f"{tmp_path / 'saved'}\n")
    with pytest.raises(VoxpopError, match="a restore was cut off"):
        load.load(heard)
    backup.restore(heard, tmp_path / "saved", force=True)
    assert load.load(heard)["fetches"] == 0


def test_a_backup_holds_what_people_decided_and_what_was_learned(heard, tmp_path):
    base = heard.config.base_dir
    files = {"themes.yaml": "- {do: pin, theme: t001}\n", "demand.yaml": "- {do: hide, demand: d001}\n"}
    for name, text in files.items():
        (base / name).write_text(text)
    (base / "adapted.npz").write_bytes(b"PK of numbers")
    backup.backup(heard, tmp_path / "saved")
    assert (tmp_path / "saved" / "voxpop.yaml").read_text() == (base / "voxpop.yaml").read_text()
    assert not (tmp_path / "saved" / ".env").exists()
    other = installation(tmp_path / "other")
    backup.restore(other, tmp_path / "saved")
    assert {name: (other.config.base_dir / name).read_text() for name in files} == files
    assert (other.config.base_dir / "adapted.npz").read_bytes() == b"PK of numbers"
    (base / "themes.yaml").unlink()
    backup.backup(heard, tmp_path / "without")
    backup.restore(other, tmp_path / "without", force=True)
    assert not (other.config.base_dir / "themes.yaml").exists()


def test_a_backup_of_the_first_version_takes_no_decisions_away(heard, tmp_path):
    backup.backup(heard, tmp_path / "saved")
    manifest = json.loads((tmp_path / "saved" / "manifest.json").read_text())
    del manifest["holds"]
    (tmp_path / "saved" / "manifest.json").write_text(json.dumps(manifest))
    (heard.config.base_dir / "themes.yaml").write_text("- {do: pin, theme: t001}\n")
    backup.restore(heard, tmp_path / "saved", force=True)
    assert (heard.config.base_dir / "themes.yaml").exists()


def test_force_replaces_backups_and_nothing_else(heard, tmp_path):
    base = heard.config.base_dir
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "beach.jpg").write_bytes(b"picture")
    (tmp_path / "file").write_text("words")
    (tmp_path / "link").symlink_to(tmp_path / "holiday")
    refused = {
        tmp_path / "holiday": "no backup of Voxpop's", tmp_path / "file": "is no folder", tmp_path / "link": "is no folder",
        base: "holds data", tmp_path: "holds data", base / "voxpop-data": "holds data", base / "voxpop-data/landing": "holds data",
        base / "voxpop-data/landing/talk": "lies in", base / "voxpop-data/snapshots": "holds data", heard.warehouse_path: "holds data",
    }  # fmt: skip
    before = sorted(tmp_path.rglob("*"))
    for place, said_so in refused.items():
        with pytest.raises(UsageError, match=said_so):
            backup.backup(heard, place, force=True)
    assert sorted(tmp_path.rglob("*")) == before
    backup.backup(heard, tmp_path / "saved")
    backup.backup(heard, tmp_path / "saved", force=True)


def test_a_backup_killed_at_any_change_leaves_the_old_one_whole_and_nothing_of_whoever_is_forgotten(heard, tmp_path):
    saved = tmp_path / "saved"
    backup.backup(heard, saved)

    def step():
        backup.backup(heard, saved, force=True)

    n_changes = changes_of(step)
    every = max(1, n_changes // int(os.environ.get("VOXPOP_KILLS", "4")))
    for number in range(every // 2, n_changes, every):
        kill_at(number, step)
        assert backup.verify(saved)["files"], f"killed at change {number}"
    shutil.rmtree(saved)
    (tmp_path / ".saved.tmp").mkdir(exist_ok=True)
    (tmp_path / ".saved.tmp" / "warehouse.duckdb").write_text(said("rider1", 1))
    forget.forget(heard, ["reddit:rider1"], [])
    assert list(tmp_path.glob(".saved*")) == []


def test_what_is_written_down_names_nobody(heard):
    forget.forget(heard, ["reddit:rider1"], ["reddit:t3_000002"])
    text = ledger.place_of(heard).read_text()
    assert "rider1" not in text
    assert "t3_000002" not in text
    assert len(json.loads(text)) == 1


def test_the_check_finds_what_is_damaged(heard):
    assert [problem.place for problem in integrity(heard)] == ["marts"]
    fetch = heard.landing.fetches()[0]
    held = (fetch.path / "items.jsonl.zst").read_bytes()
    (fetch.path / "items.jsonl.zst").write_bytes(held[: len(held) // 2])
    with warehouse.writer(heard.warehouse_path) as writer:
        writer.con.execute("delete from posts where post_id = 't3_000001'")
    landed(heard, "wire", [])
    failing = {problem.place for problem in integrity(heard) if problem.fails}
    assert failing == {str(fetch.path), "table coverage", "table posts"}
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
