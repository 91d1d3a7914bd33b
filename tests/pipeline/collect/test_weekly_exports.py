"""Exports dropped into a folder week by week are heard by what is new in them, not by when the last fetch was."""

import os
from datetime import UTC, datetime

from voxpop.pipeline.collect.fetch import land
from voxpop.pipeline.collect.windows import next_windows, scheduled_windows
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

CONFIG = """
company: {name: Larkspur}
channels:
  - {id: form, source: archive, path: 'in/*.csv', columns: {post_id: id, text: text, created_at: date}}
"""
NOVEMBER = [datetime(2026, 11, day, tzinfo=UTC) for day in range(1, 30)]


def drop(folder, name, *rows):
    path = folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("id,date,text\n" + "".join(f"{n},{date},words {n}\n" for n, date in rows), encoding="utf-8")
    os.utime(path, ns=(len(rows) * 10**9, len(rows) * 10**9))


def hear(workspace, now):
    landed = [land(workspace, "form", window) for window in next_windows(workspace, "form", now)]
    assert all(one.complete for one in landed)
    return sum(one.items for one in landed)


def test_rows_older_than_the_last_fetch_are_heard_once(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(CONFIG, encoding="utf-8")
    workspace = Workspace.open(tmp_path / "voxpop.yaml")
    drop(tmp_path, "w45.csv", (1, "2026-11-02"), (2, "2026-11-08"))
    assert hear(workspace, NOVEMBER[9]) == 2
    assert hear(workspace, NOVEMBER[10]) == 0
    drop(tmp_path, "w46.csv", (3, "2026-11-09"), (4, "2026-11-11"))
    assert hear(workspace, NOVEMBER[15]) == 2, "the 9th and 11th are before or behind the last fetch"
    assert hear(workspace, NOVEMBER[16]) == 0
    drop(tmp_path, "w46.csv", (3, "2026-11-09"), (4, "2026-11-11"), (5, "2026-10-01"))
    assert hear(workspace, NOVEMBER[17]) == 5, "a changed file is read whole, and what lies in its span with it"


def test_the_first_run_hears_whole_files_and_an_asked_window_only_itself(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(CONFIG, encoding="utf-8")
    workspace = Workspace.open(tmp_path / "voxpop.yaml")
    drop(tmp_path, "all.csv", (1, "2024-03-02"), (2, "2026-11-08"))
    assert next_windows(workspace, "form", NOVEMBER[9])[0].start == datetime(2024, 3, 2, tzinfo=UTC)
    scheduled = scheduled_windows(workspace, "form", Window(NOVEMBER[8], NOVEMBER[9]))
    assert scheduled[0].start == datetime(2024, 3, 2, tzinfo=UTC)
    assert land(workspace, "form", Window(NOVEMBER[0], NOVEMBER[9])).items == 1
