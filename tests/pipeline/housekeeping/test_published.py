"""A warehouse that does not open is mended from the snapshot that was published last, and nobody comes back with it."""

import os
import shutil

import pytest

from tests.pipeline.kept_world import holding, landed, reddit, rows, said
from tests.pipeline.killing import changes_of, kill_at
from voxpop import warehouse
from voxpop.errors import UsageError, WarehouseError
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.housekeeping.integrity import integrity
from voxpop.pipeline.housekeeping.published import restore_published
from voxpop.pipeline.load import fetches as load


def tear(path):
    """Half of a write of the first block, which is one that DuckDB's checkpoint changes in place."""
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(os.urandom(4096))


def test_what_the_error_says_brings_all_posts_back(heard):
    landed(heard, "talk", [reddit(n, "later") for n in range(20, 30)])
    tear(heard.warehouse_path)
    with pytest.raises(WarehouseError, match="voxpop restore --published"):
        load.load(heard)
    assert restore_published(heard)["posts erased again"] == 0
    assert load.load(heard)["fetches"] == 1
    assert len(rows(heard)) == 30
    assert [problem for problem in integrity(heard) if problem.fails] == []


def test_whoever_was_forgotten_since_it_was_published_does_not_come_back(heard, tmp_path):
    shutil.copytree(heard.snapshots, tmp_path / "older")
    kept = [row for row in rows(heard) if "rider1 " not in row[1]]
    forget.forget(heard, ["reddit:rider1"], [])
    shutil.rmtree(heard.snapshots)
    shutil.copytree(tmp_path / "older", heard.snapshots)
    tear(heard.warehouse_path)
    assert restore_published(heard)["posts erased again"] == 4
    assert rows(heard) == kept
    assert holding(heard, said("rider1", 1)) == set()


def test_a_warehouse_in_order_is_replaced_by_force_alone(heard):
    before = rows(heard)
    with pytest.raises(UsageError, match="nothing is to be mended"):
        restore_published(heard)
    restore_published(heard, force=True)
    assert rows(heard) == before


def test_a_snapshot_that_is_damaged_too_changes_nothing(heard):
    place = warehouse.newest(heard.snapshots)
    place.chmod(0o600)
    tear(place)
    tear(heard.warehouse_path)
    before = heard.warehouse_path.read_bytes()
    with pytest.raises(WarehouseError, match="cannot be opened"):
        restore_published(heard)
    assert heard.warehouse_path.read_bytes() == before


def test_killed_at_any_change_it_is_run_again(heard, tmp_path):
    shutil.copytree(heard.snapshots, tmp_path / "older")
    kept = [row for row in rows(heard) if "rider1 " not in row[1]]
    forget.forget(heard, ["reddit:rider1"], [])

    def ready():
        shutil.rmtree(heard.snapshots)
        shutil.copytree(tmp_path / "older", heard.snapshots)
        tear(heard.warehouse_path)

    ready()
    n_changes = changes_of(lambda: restore_published(heard))
    assert n_changes > 20
    every = max(1, n_changes // int(os.environ.get("VOXPOP_KILLS", "4")))
    for number in range(every // 2, n_changes, every):
        ready()
        assert kill_at(number, lambda: restore_published(heard))
        restore_published(heard, force=True)
        assert rows(heard) == kept, f"killed at change {number}"
        assert holding(heard, said("rider1", 1)) == set(), f"killed at change {number}"
