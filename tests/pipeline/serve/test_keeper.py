"""The snapshot that is held: newest for every request, closed with its last one, and never in the way of a publication."""

import threading
import time

import pytest

from tests.pipeline.serve_world import explored
from voxpop import warehouse
from voxpop.errors import WarehouseError
from voxpop.pipeline.serve.keeper import Keeper, Kept
from voxpop.pipeline.workspace import Workspace


@pytest.fixture
def mine(copy_of):
    return Workspace.open(copy_of(explored) / "voxpop.yaml")


def publish(workspace):
    with warehouse.writer(workspace.warehouse_path) as writer:
        return writer.publish(workspace.snapshots)


def is_closed(opened):
    try:
        opened.tables.con.execute("select 1")
    except Exception:  # noqa: BLE001  whatever a closed connection raises
        return True
    return False


def test_every_request_sees_the_newest_and_the_old_one_is_let_go(mine):
    keeper = Keeper(mine)
    with keeper.lease() as first:
        place = first.place
        publish(mine)
        with keeper.lease() as second:
            assert second.place != place
            with first.asking() as tables:
                assert tables.last_week() is not None
            assert not is_closed(first)
    assert is_closed(first)
    with keeper.lease() as third:
        assert third is second
    keeper.close()
    assert is_closed(second)


def test_a_watched_keeper_answers_from_the_old_one_until_the_new_one_is_ready(mine):
    keeper = Keeper(mine, watched=True)
    keeper.refresh()
    with keeper.lease() as first:
        pass
    publish(mine)
    with keeper.lease() as again:
        assert again is first
    prepared = []
    keeper.refresh(lambda opened, goes_on: prepared.append((opened, goes_on())))
    with keeper.lease() as second:
        assert prepared == [(second, True)]
        assert second is not first
    assert is_closed(first)
    for old in sorted(mine.snapshots.glob("*.duckdb"))[:-1]:
        old.unlink()
    keeper.close()


def test_what_an_erasure_removed_answers_no_further_request(mine):
    keeper = Keeper(mine, watched=True)
    keeper.refresh()
    with keeper.lease() as first:
        pass
    publish(mine)
    first.place.unlink(missing_ok=True)
    with keeper.lease() as second:
        assert second is not first
    keeper.close()


def test_mistakes_in_the_file_change_nothing_and_good_changes_count(mine, caplog):
    keeper = Keeper(mine)
    path = mine.lines.path
    said = path.read_text()
    with keeper.lease() as first:
        assert first.workspace.config.company.name == "Larkspur"
    path.write_text(said.replace("company:", "compny:"))
    with keeper.lease() as same:
        assert same.place == first.place
    assert "mistakes" in caplog.text
    path.write_text(said.replace("name: Larkspur, time", "name: Lark, time"))
    with keeper.lease() as other:
        assert other.workspace.config.company.name == "Lark"
    keeper.close()


def test_nothing_published_is_said(tmp_path, mine):
    for place in mine.snapshots.iterdir():
        if place.is_file():
            place.unlink()
    with pytest.raises(WarehouseError, match="nothing has been published"), Keeper(mine).lease():
        pass


def test_a_value_is_made_once_and_the_least_used_goes_first():
    kept, made = Kept(2), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return len(made)

    threads = [threading.Thread(target=kept.get, args=("a", make)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    kept.get("b", lambda: 1)
    kept.get("a", make)
    kept.get("c", lambda: 1)
    assert kept.get("a", make) == 1
    assert kept.get("b", lambda: 7) == 7


def test_an_error_is_not_kept():
    kept = Kept(2)

    def fail():
        raise ValueError

    with pytest.raises(ValueError):
        kept.get("a", fail)
    assert kept.get("a", lambda: 3) == 3
