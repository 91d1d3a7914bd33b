"""Where files end: a silence after their last record that is much longer than theirs before was not heard."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FILES_END, FetchLog, Outcome, outcome_of
from voxpop.window import Window

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(days=7))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def fetch(folder, window=WEEK, cursor=None, now=MONDAY + timedelta(days=40), **options):
    keys = {"id": "old", "source": "archive", "path": "*.csv", **options}
    keys["columns"] = {"post_id": "id", "text": "body", "created_at": "at", "category": "kind"}
    context = Context(AuthorKey(b"key"), lambda name: name, Path(folder), clock=lambda: now, time_zone="Europe/Berlin")
    log = FetchLog(cursor=cursor or {})
    for _ in ArchiveCollector(Channel.model_validate(keys), context).fetch_tables(window, log):
        pass
    return log


def write(folder, times, name="a.csv", kind="x"):
    rows = [f"{name}{n},words {n},{time.isoformat()},{kind}" for n, time in enumerate(times)]
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n".join(["id,body,at,kind", *rows] if not file.tell() else rows) + "\n")


def every(step, last, n):
    return [last - k * step for k in range(n)]


@pytest.mark.parametrize(
    ("times", "end"),
    [
        (every(DAY, MONDAY + DAY + 10 * HOUR, 30), MONDAY + 2 * DAY - HOUR),  # Tuesday is heard to its end, in Berlin
        (
            every(timedelta(minutes=5), MONDAY + DAY + 10 * HOUR, 900),
            MONDAY + DAY + 10 * HOUR,
        ),  # too busy for such an evening
        (every(6 * DAY, MONDAY + DAY + 10 * HOUR, 8), None),  # as silent before
        ([*every(DAY, MONDAY + DAY, 5), datetime(2026, 1, 1, tzinfo=UTC)], MONDAY + 2 * DAY - HOUR),  # not lately
        (every(DAY, MONDAY + 30 * DAY, 60), None),
        (every(9 * HOUR, WEEK.end - 27 * HOUR, 60), None),
        (every(HOUR, WEEK.end - 2 * HOUR, 300), None),
        (every(DAY, MONDAY - 30 * DAY, 60), MONDAY),
        (every(HOUR, MONDAY + DAY + 10 * HOUR, 4), None),  # too few to tell a pace
    ],
)
def test_nothing_is_known_of_the_time_after_the_last_record(tmp_path, times, end):
    write(tmp_path, times)
    log = fetch(tmp_path)
    assert [(gap.start, gap.end, gap.reason) for gap in log.gaps] == ([(end, WEEK.end, FILES_END)] if end else [])
    assert outcome_of(log.outcome, WEEK, log.gaps, 0) == (Outcome.COMPLETE, "")


def test_all_files_of_a_channel_tell_together_also_those_that_are_not_read_again(tmp_path):
    write(tmp_path, every(DAY, MONDAY + DAY, 30))
    first = fetch(tmp_path)
    assert first.gaps
    write(tmp_path, every(DAY, MONDAY + 20 * DAY, 4), "later.csv")
    after = Window(MONDAY + 8 * DAY, MONDAY + 15 * DAY)
    assert not fetch(tmp_path, after, first.cursor).gaps
    assert not fetch(tmp_path, WEEK, first.cursor).gaps, "the later file says that the week was kept"


def test_time_that_is_not_over_is_not_held_for_the_end_of_files(tmp_path):
    write(tmp_path, every(DAY, MONDAY + DAY, 30))
    assert not fetch(tmp_path, now=MONDAY + 2 * DAY - HOUR).gaps
    (gap,) = fetch(tmp_path, now=MONDAY + 5 * DAY).gaps
    assert gap.end == MONDAY + 5 * DAY


def test_rows_that_are_left_out_tell_how_far_a_file_reaches(tmp_path):
    write(tmp_path, every(DAY, MONDAY + DAY, 30))
    write(tmp_path, every(DAY, MONDAY + 9 * DAY, 9), kind="y")
    assert not fetch(tmp_path, only={"kind": "x"}).gaps
