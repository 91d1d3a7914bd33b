"""What a file holds and nothing reads is said by `check`, with the line that reads it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.window import Window

EVER = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
COLUMNS = {"post_id": "id", "text": "words", "created_at": "at"}


def probe(folder, name, text, **options):
    (folder / name).write_text(text, encoding="utf-8")
    keys = {"id": "c", "source": "archive", "path": name, "columns": COLUMNS, **options}
    return ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"key"), str, Path(folder))).probe()


def ticket(**more):
    return json.dumps({"id": "1", "at": "2026-11-16T10:00:00Z", "words": "It stops after a minute", **more}) + "\n"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"answers": [{"by": "ann", "body": "Try again later"}]}, "answers"),
        ({"thread": {"replies": [{}, {"body": "Same for me"}]}}, "thread.replies"),
    ],
)
def test_records_within_records_are_named_until_they_are_read(tmp_path, more, path):
    told = probe(tmp_path, "a.jsonl", ticket(**more))
    assert f"lists of records that nothing reads: {path} ('each: {path}' makes posts of them)" in told
    each = [{"items": path, "columns": {"text": "body", "post_id": "body", "created_at": "^.at"}}]
    assert "nothing reads" not in probe(tmp_path, "a.jsonl", ticket(**more), each=each)


def test_the_ledger_says_it_too(tmp_path):
    (tmp_path / "a.jsonl").write_text(ticket(answers=[{"by": "ann", "body": "Try again later"}]), encoding="utf-8")
    keys = {"id": "c", "source": "archive", "path": "a.jsonl", "columns": COLUMNS}
    log = FetchLog()
    list(
        ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"key"), str, tmp_path)).fetch_tables(
            EVER, log
        )
    )
    assert any("lists of records that nothing reads: answers" in note for note in log.notes)


def test_lists_without_words_are_no_loss(tmp_path):
    assert "nothing reads" not in probe(
        tmp_path, "a.jsonl", ticket(votes=[{"by": "ann", "value": 1}], tags=["one two"])
    )


def test_columns_that_come_several_times_are_named_until_they_are_read(tmp_path):
    rows = "id,at,words,Note,Note\n1,2026-11-16T10:00:00Z,It stops,first note,second note\n"
    told = probe(tmp_path, "a.csv", rows)
    assert "columns that come several times that nothing reads: Note ('each: Note' makes posts of them)" in told
    assert "nothing reads" not in probe(tmp_path, "a.csv", rows, columns={**COLUMNS, "tags": "Note"})
