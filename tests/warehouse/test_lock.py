"""One writer at a time: many that come at once take turns, a wait is told, other programs are named."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import duckdb
import pytest

from tests.places import ROOT
from tests.warehouse.loading import START, batch, post
from voxpop import warehouse
from voxpop.errors import WarehouseError
from voxpop.warehouse import lock

WRITERS, LOADS = 4, 5
PATIENCE = 1000
"""Seconds that a test waits for a lock that will be free."""


def started(code, *arguments):
    """A process that runs the code; it has said 'ready'."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_writers_that_come_at_once_take_turns_and_lose_nothing(tmp_path):
    code = f"""
        import sys
        from pathlib import Path
        from tests.warehouse.loading import START, batch, post
        from voxpop import warehouse
        print("ready", flush=True)
        own = int(sys.argv[2])
        for number in range({LOADS}):
            with warehouse.writer(Path(sys.argv[1])) as writer:
                writer.load(batch(f"f{{own}}-{{number}}", START, [post(0, "shared"), post(100 * own + number + 1, "own")]))
    """
    path = tmp_path / "w.duckdb"
    processes = [started(code, path, own) for own in range(WRITERS)]
    assert [process.wait() for process in processes] == [0] * WRITERS
    with warehouse.writer(path) as writer:
        assert len(writer.loads()) == WRITERS * LOADS
        rows = writer.con.execute("select count(*), count(distinct post_id) from posts").fetchall()
        assert rows == [(WRITERS * LOADS + 1,) * 2]
        assert writer.check() == []


def test_a_longer_wait_is_told_with_the_holder(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(lock, "SILENT_SECONDS", 0.1)
    path = tmp_path / "w.duckdb"
    held, done = threading.Event(), threading.Event()

    def hold():
        with lock.writing(path):
            held.set()
            done.wait()

    def end_once_told():
        while not caplog.records:
            time.sleep(0.05)
        done.set()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    threading.Thread(target=end_once_told).start()
    with lock.writing(path, PATIENCE):
        pass
    holder.join()
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}: process {os.getpid()} is writing; waiting for it"
    ]


def test_a_stopped_writer_is_waited_for_and_named(tmp_path):
    """A writer that hangs still holds the right to write; nobody takes it away."""
    code = """
        import signal, sys
        from pathlib import Path
        from voxpop import warehouse
        with warehouse.writer(Path(sys.argv[1])) as writer:
            print("ready", flush=True)
            signal.pause()
    """
    path = tmp_path / "w.duckdb"
    holder = started(code, path)
    holder.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(WarehouseError, match=f"process {holder.pid} has been writing"), warehouse.writer(path, 0.3):
            pass
    finally:
        holder.kill()
        holder.wait()
    with warehouse.writer(path, PATIENCE) as writer:
        writer.load(batch("f1", START, [post(1, "one")]))


def test_a_program_of_somebody_else_that_has_the_file_open_is_named(tmp_path):
    path = tmp_path / "w.duckdb"
    with warehouse.writer(path):
        pass
    code = """
        import signal, sys, duckdb
        con = duckdb.connect(sys.argv[1])
        print("ready", flush=True)
        signal.pause()
    """
    holder = started(code, path)
    try:
        with pytest.raises(WarehouseError, match=f"w.duckdb.*PID {holder.pid}"), warehouse.writer(path):
            pass
    finally:
        holder.kill()
        holder.wait()


def test_an_error_of_the_caller_gives_the_right_to_write_back(tmp_path):
    path = tmp_path / "w.duckdb"
    with pytest.raises(duckdb.CatalogException), warehouse.writer(path) as writer, writer.transaction():
        writer.con.execute("from nowhere")
    with warehouse.writer(path, 0) as writer:
        assert writer.loads() == set()
