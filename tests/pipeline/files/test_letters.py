"""`voxpop score` and an archive read the same words from the same file, in any letters and between any marks."""

import csv
import io
import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.pipeline.files.score import score
from voxpop.pipeline.rows import read_rows
from voxpop.window import Window

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
LATIN = [
    "I don’t like the new price, it isn’t good",
    'Sch\u00f6n, "sehr gut"; wirklich',
    "plain and fine",
    "na\u00efve caf\u00e9\nsecond line",
]
CYRILLIC = ["Очень плохо работает", "Отличное приложение, спасибо", "plain and fine", "не открывается;\nсовсем"]
CHARSETS = {
    "utf-8": LATIN, "utf-8-sig": LATIN, "cp1252": LATIN, "utf-16": LATIN, "utf-16-le": LATIN, "utf-16-be": CYRILLIC,
    "cp1251": CYRILLIC, "koi8-r": CYRILLIC, "utf-32": LATIN,
}  # fmt: skip


def archive_texts(folder, name):
    columns = {"post_id": "id", "text": "body", "created_at": "at"}
    keys = {"id": "t", "source": "archive", "path": name, "columns": columns}
    reader = ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"k"), lambda name: name, folder))
    tables = [reader.map_table(table, WINDOW.end).posts for table in reader.fetch_tables(WINDOW, FetchLog())]
    return pa.concat_tables(tables)["text"].to_pylist()


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_same_words_in_every_charset_and_between_every_mark(tmp_path, charset, mark):
    texts = CHARSETS[charset]
    written = io.StringIO()
    rows = [(n, "2026-11-02", text) for n, text in enumerate(texts)]
    csv.writer(written, delimiter=mark).writerows([("id", "at", "body"), *rows])
    (tmp_path / "a.csv").write_bytes(written.getvalue().encode(charset))
    notes = []
    scored = pa.concat_tables(read_rows(tmp_path / "a.csv", "body", notes))["body"].to_pylist()
    assert scored == archive_texts(tmp_path, "a.csv") == texts
    assert bool(notes) == (mark != "," or charset not in {"utf-8", "utf-8-sig", "utf-16", "utf-32"})


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_same_words_in_lines_of_json(tmp_path, charset):
    texts = [text.replace("\n", " ") for text in CHARSETS[charset]]
    lines = "".join(
        json.dumps({"id": n, "at": "2026-11-02", "body": text}, ensure_ascii=False) + "\n"
        for n, text in enumerate(texts)
    )
    (tmp_path / "a.jsonl").write_bytes(lines.encode(charset))
    scored = pa.concat_tables(read_rows(tmp_path / "a.jsonl", "body"))["body"].to_pylist()
    assert scored == archive_texts(tmp_path, "a.jsonl") == texts


def test_the_scores_are_the_same_and_what_was_guessed_is_said(tmp_path):
    found = []
    for charset, mark in (("utf-8", ","), ("cp1252", ";"), ("utf-16-le", "\t")):
        text = f"id{mark}body\n" + "".join(f'{n}{mark}"{text.replace(chr(34), "")}"\n' for n, text in enumerate(LATIN))
        (tmp_path / "in.csv").write_bytes(text.encode(charset))
        notes = []
        score(tmp_path / "in.csv", "body", tmp_path / "out.csv", "fast", notes=notes)
        found.append((tmp_path / "out.csv").read_text(encoding="utf-8"))
        assert bool(notes) == (charset != "utf-8")
    assert found[0] == found[1] == found[2]
