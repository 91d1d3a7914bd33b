"""Files inside a tar are read as those of a zip, within limits that are said."""

import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voxpop.authors import AuthorKey
from voxpop.collectors.archive import open as opening
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import UsageError
from voxpop.window import Window

EVER = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
LINE = '{"id": %d, "at": "2026-11-16", "words": "words"}\n'


def rows(folder, name, **options):
    columns = {"post_id": "id", "text": "words", "created_at": "at"}
    keys = {"id": "c", "source": "archive", "path": name, "member": "*.jsonl", "columns": columns, **options}
    reader = ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"key"), str, Path(folder)))
    return sum(table.num_rows for table in reader.fetch_tables(EVER, FetchLog()))


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.xz", "w:xz")]
)
def test_the_files_of_a_tar_are_read(tmp_path, name, mode):
    for number in (1, 2):
        (tmp_path / f"{number}.jsonl").write_text(LINE % number, encoding="utf-8")
    (tmp_path / "note.txt").write_text("no record", encoding="utf-8")
    with tarfile.open(tmp_path / name, mode) as tar:
        for one in ("1.jsonl", "2.jsonl", "note.txt"):
            tar.add(tmp_path / one, f"in/{one}")
    assert rows(tmp_path, name) == 2


def test_a_tar_that_is_none_and_a_bomb_are_refused(tmp_path, monkeypatch):
    (tmp_path / "a.tar").write_bytes(b"no tar at all" * 100)
    with pytest.raises(UsageError, match="not a tar"):
        rows(tmp_path, "a.tar")
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", " " * 3_000_000)
    monkeypatch.setattr(opening, "LARGE", 1_000_000)
    monkeypatch.setattr(opening, "MOST_TIMES", 100)
    with pytest.raises(UsageError, match="times as large as it is packed"):
        rows(tmp_path, "b.zip")
    monkeypatch.setattr(opening, "MOST_MEMBERS", 0)
    with pytest.raises(UsageError, match="at most 0 are read"):
        rows(tmp_path, "b.zip")


def test_a_packed_tar_is_unpacked_once_however_many_files_it_holds(tmp_path, monkeypatch):
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as tar:
        for number in range(60):
            (tmp_path / "one.jsonl").write_text(LINE % number, encoding="utf-8")
            tar.add(tmp_path / "one.jsonl", f"in/{number}.jsonl")
    opened = []
    gzip_open = opening.gzip.open
    monkeypatch.setattr(opening, "UNPACK", ((".tgz", lambda path, mode: opened.append(path) or gzip_open(path, mode)),))
    assert rows(tmp_path, "a.tgz") == 60
    assert len(opened) == 1
    cut = (tmp_path / "a.tgz").read_bytes()[:-30]
    (tmp_path / "cut.tgz").write_bytes(cut)
    with pytest.raises(UsageError, match="not downloaded whole"):
        rows(tmp_path, "cut.tgz")
