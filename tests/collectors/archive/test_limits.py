"""What is too long, too wide or too deep is refused with its size, costs itself alone, and takes little memory."""

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.base import Context
from voxpop.collectors.mail.mbox import LINE, messages
from voxpop.collectors.wire.bounded import TooLong, bounded_lines, is_deeper
from voxpop.config import Channel, Limits
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, UsageError
from voxpop.window import Window

EVER = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
SMALL = Limits(record_mb=4, columns=12, depth=5, sheet_mb=1)
LONG = "words " * 750_000


def record(number, text="fine words", **more):
    return json.dumps({"id": f"p{number}", "text": text, "at": f"2026-11-1{number}T10:00:00Z", **more})


def row(number, text="fine words"):
    return f"p{number},{text},2026-11-1{number}T10:00:00Z\n"


def read(folder, name, content, limits=SMALL, **options):
    """The ids of the posts, and the reasons of what was refused."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    keys = {"id": "c", "source": "archive", "path": name, **options}
    keys.setdefault("columns", {"post_id": "id", "text": "text", "created_at": "at"})
    reader = ArchiveCollector(
        Channel.model_validate(keys), Context(AuthorKey(b"key"), str, Path(folder), limits=limits)
    )
    posts, refused = [], []
    for table in reader.fetch_tables(EVER, FetchLog()):
        mapped = reader.map_table(table, datetime(2027, 1, 1, tzinfo=UTC))
        posts += [post.removeprefix("c/") for post in mapped.posts["post_id"].to_pylist()]
        refused += mapped.refused["reason"].to_pylist()
    return posts, refused


FILES = {
    "lines.jsonl": "\n".join([record(1), record(2, LONG), record(3)]),
    "escapes.jsonl": "\n".join([record(1), record(2, '"\\' * 1_200_000), record(3)]),
    "list.json": f"[{record(1)},{record(2, LONG)},{record(3)}]",
    "marks.json": f"[{record(1)},{record(2, chr(92) * 3 + '}]{[' + LONG)},{record(3)}]",
    "inner.json": f'{{"beside":"{LONG}","posts":[{record(1)},{record(2, ["a", {"b": LONG}])},{record(3)}]}}',
    "cells.csv": f"id,text,at\n{row(1)}{row(2, LONG)}{row(3)}",
    "quoted.csv": f"id,text,at\n{row(1)}{row(2, chr(34) + LONG + chr(34))}{row(3)}",
    "cells.tsv": f"id,text,at\n{row(1)}{row(2, LONG)}{row(3)}".replace(",", "\t"),
}

OPTIONS = {"inner.json": {"items": "posts"}}


@pytest.mark.parametrize("name", FILES)
def test_a_record_that_is_too_long_is_refused_and_costs_no_other(tmp_path, name):
    posts, refused = read(tmp_path, name, FILES[name], **OPTIONS.get(name, {}))
    assert posts == ["p1", "p3"]
    assert len(refused) == 1
    assert refused[0].endswith("MB long; limits.record_mb allows 4 MB")


@pytest.mark.parametrize("name", FILES)
def test_it_is_read_where_the_limit_is_higher(tmp_path, name):
    assert read(tmp_path, name, FILES[name], Limits(record_mb=16), **OPTIONS.get(name, {})) == (["p1", "p2", "p3"], [])


def test_a_list_that_is_too_deep_is_refused_and_costs_no_other(tmp_path):
    deep = record(2, more="x").replace('"x"', "[" * 50_000 + "]" * 50_000)
    lines = "\n".join([record(1), deep, record(3, more=[[[[1]]]])])
    assert read(tmp_path, "a.jsonl", lines) == (
        ["p1", "p3"],
        ["row 2: nested deeper than the 5 that limits.depth allows"],
    )


def test_brackets_in_words_are_no_depth():
    assert not is_deeper(json.dumps({"a": "[[[[[[[[{{{{" + '"' + "]]" * 9}), 2)
    assert is_deeper('{"a": [[1]]}', 2)


def test_xml_ends_where_a_record_is_too_long_or_too_deep_and_keeps_what_came_before(tmp_path):
    first = '<row id="p1" at="2026-11-11T10:00:00Z" text="fine words"/>'
    for second, said in ((f"<row><text>{LONG}</text></row>", "limits.record_mb"), ("<a>" * 90, "limits.depth")):
        log = FetchLog()
        (tmp_path / "a.xml").write_text(f"<posts>{first}{first.replace('p1', 'p2')}{second}", encoding="utf-8")
        keys = {
            "id": "c",
            "source": "archive",
            "path": "a.xml",
            "columns": {"post_id": "id", "text": "text", "created_at": "at"},
        }
        reader = ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"k"), str, tmp_path, limits=SMALL))
        rows = 0
        with pytest.raises(CollectorError, match=said):
            for table in reader.fetch_tables(EVER, log):
                rows += table.num_rows
        assert rows == 2


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_table_with_too_many_columns_is_refused_with_their_number(tmp_path, kind):
    names = ["id", "text", "at", *(f"c{n}" for n in range(97))]
    cells = ["p1", "fine words", "2026-11-11T10:00:00Z", *["1"] * 97]
    content = ",".join(names) + "\n" + ",".join(cells) + "\n"
    if kind == "parquet":
        sink = io.BytesIO()
        pq.write_table(pa.table({name: [cell] for name, cell in zip(names, cells, strict=True)}), sink)
        content = sink.getvalue()
    if kind == "xlsx":
        from openpyxl import Workbook

        book, sink = Workbook(), io.BytesIO()
        for one in (names, cells):
            book.active.append(one)
        book.save(sink)
        content = sink.getvalue()
    with pytest.raises(UsageError, match=r"100 columns, and limits\.columns allows 12"):
        read(tmp_path, f"a.{kind}", content)
    assert read(tmp_path, f"a.{kind}", content, Limits(columns=100))[0] == ["p1"]


def test_a_header_longer_than_what_is_looked_at_first_is_read_whole(tmp_path):
    names = ["id", "text", "at", *(f"{n} " + "how did you like our service" * 9 for n in range(2_000))]
    content = ",".join(names) + "\n" + row(1).strip() + ",1" * 2_000 + "\n"
    assert read(tmp_path, "a.csv", content, Limits()) == (["p1"], [])


def test_a_packed_file_that_unpacks_to_more_than_the_limit_ends_there(tmp_path, monkeypatch):
    monkeypatch.setattr("voxpop.collectors.archive.open.GB", 1 << 10)
    content = gzip.compress("\n".join(record(1 + n % 9) for n in range(400)).encode())
    with pytest.raises((CollectorError, UsageError), match=r"limits\.unpacked_gb"):
        read(tmp_path, "a.jsonl.gz", content, Limits(unpacked_gb=2))
    assert len(read(tmp_path, "a.jsonl.gz", content, Limits(unpacked_gb=512))[0]) == 400


def test_a_sheet_that_unpacks_to_more_than_the_limit_is_not_opened(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (3 << 20))
    with pytest.raises(UsageError, match=r"3 MB once it is unpacked; limits\.sheet_mb allows 1 MB"):
        read(tmp_path, "a.xlsx", packed.getvalue())


def test_a_mail_of_one_long_line_is_cut_and_the_next_is_read(tmp_path):
    head = b"From a@b.c Wed Nov 11 10:00:00 2026\nFrom: a@b.c\nSubject: x\n\n"
    (tmp_path / "m").write_bytes(head + b"w" * (3 * LINE) + b"\n\n" + head + b"fine\n")
    long, fine = messages(tmp_path / "m", 1 << 16)
    assert len(long) <= LINE + len(head)
    assert fine.endswith(b"fine\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_file_and_the_long_one_is_passed_over(end):
    text = io.TextIOWrapper(io.BytesIO(end.join(["ab", "c" * 9, "d" * 30, "e"]).encode()), newline="")
    found = list(bounded_lines(text, 12))
    assert [number for number, _ in found] == [1, 2, 3, 4]
    assert [isinstance(line, TooLong) for _, line in found] == [False, False, True, False]
