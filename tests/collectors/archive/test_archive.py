"""Archives: every row is a post, a repeat or a refusal; mistakes in the configuration are said before anything lands."""

import csv
import gzip
import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.places import SHARED
from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.archive.times import instants
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, UsageError
from voxpop.post import POST_SCHEMA, Mapped, Note
from voxpop.window import Window

AIRLINES = SHARED / "data" / "posts" / "airline_tweets_2015.csv"
NOVEMBER = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
READ_AT = datetime(2026, 12, 1, tzinfo=UTC)
BASIC = {"post_id": "id", "text": "body", "created_at": "at"}


def collector(folder, path="posts.csv", columns=None, **options):
    keys = {"id": "survey", "source": "archive", "path": path, "columns": columns or BASIC, **options}
    return ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"key"), lambda name: name, Path(folder)))


def read(reader, window=NOVEMBER, log=None):
    tables = list(reader.fetch_tables(window, log or FetchLog()))
    mapped = [reader.map_table(table, READ_AT) for table in tables]
    return Mapped(
        *(pa.concat_tables([getattr(m, n) for m in mapped]) if mapped else None for n in ("posts", "refused", "gone"))
    )


def write_csv(folder, rows, header=("id", "body", "at"), name="posts.csv"):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    (folder / name).write_bytes(text.getvalue().encode())


def reasons(mapped):
    return dict(zip(mapped.refused["item_id"].to_pylist(), mapped.refused["reason"].to_pylist(), strict=True))


def test_csv_with_all_that_real_exports_have(tmp_path):
    write_csv(
        tmp_path,
        [
            ("1", "plain", "2026-11-02T10:00:00Z"),
            ("2", 'two\nlines, "quoted"', "2026-11-02 10:00:00"),
            ("3", "=HYPERLINK(1)<script>\x1b[31m\0", "2026-11-02T10:00:00+01:00"),
            ("1", "plain", "2026-11-02T10:00:00Z"),
            ("", "no id", "2026-11-02"),
            ("5", "bad date", "2026-02-30"),
            ("6", "x" * 5_000_000, "2026-11-03"),
            ("7", "", "2026-11-03"),
        ],
    )
    with (tmp_path / "posts.csv").open("ab") as file:
        file.write(
            b'8,ragged\r\n\r\n9,a,2026-11-04,more\r\n10,"open "quote",2026-11-04\r\n11,na\xefve \xe2\x82\xac,2026-11-05\r\n'
        )
    log = FetchLog()
    mapped = read(collector(tmp_path), log=log)
    assert mapped.posts["post_id"].to_pylist() == [f"survey/{n}" for n in (1, 2, 3, 1, 6, 7, 11)]
    assert mapped.posts["text"][1].as_py() == 'two\nlines, "quoted"'
    assert mapped.posts["text"][2].as_py() == "=HYPERLINK(1)<script>\x1b[31m\ufffd"
    assert mapped.posts["text"][6].as_py() == "naïve €"
    assert mapped.posts["created_at"][2].as_py() == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert mapped.posts["likes"].null_count == mapped.posts.num_rows
    assert reasons(mapped) == {
        "posts.csv:6": "row 6: the id is empty",
        "posts.csv:7": "row 7: '2026-02-30' is no time; time_format asks for an ISO time such as 2026-11-16T08:00:00",
        "posts.csv:10": "row 10: 2 cells where the header has 3",
        "posts.csv:12": "row 12: 4 cells where the header has 3",
        "posts.csv:13": "row 13: not readable as CSV: ',' expected after '\"'",
    }
    assert mapped.posts.schema == POST_SCHEMA
    assert any("1 rows were not UTF-8" in note for note in log.notes)


def test_a_quote_that_is_never_closed_costs_a_refusal_not_silence(tmp_path):
    (tmp_path / "posts.csv").write_text(
        'id,body,at\n1,a,2026-11-02\n2,"open,2026-11-02\n3,c,2026-11-02\n', encoding="utf-8"
    )
    mapped = read(collector(tmp_path))
    assert mapped.posts["text"].to_pylist() == ["a", "c"]
    assert reasons(mapped) == {"posts.csv:3": "row 3: not readable as CSV: unexpected end of data"}
    assert '2,\\"open,2026-11-02' in mapped.refused["payload"][0].as_py()


def test_week_by_week_maps_every_row_once(tmp_path):
    start = datetime(2026, 11, 2, tzinfo=UTC)
    rows = [(str(n), f"text {n}", (start + timedelta(hours=9 * n)).isoformat()) for n in range(60)]
    write_csv(tmp_path, [*rows, ("60", "late", "not a time")])
    log, seen, refused = FetchLog(), Counter(), Counter()
    for week in range(4):
        window = Window(start + timedelta(days=7 * week), start + timedelta(days=7 * week + 7))
        tables = list(collector(tmp_path).fetch_tables(window, log))
        for mapped in (collector(tmp_path).map_table(table, READ_AT) for table in tables):
            seen.update(mapped.posts["post_id"].to_pylist())
            refused.update(mapped.refused["item_id"].to_pylist())
    assert seen == Counter(f"survey/{n}" for n in range(60))
    assert set(refused) == {"posts.csv:62"}  # one identity, however often it is met
    assert log.notes[0] == (
        "posts.csv: 61 rows (2026-11-02 to 2026-11-24): 19 in the window, 41 outside it, 1 without a usable time"
    )


def test_an_unchanged_file_is_not_read_again_for_a_window_that_it_does_not_reach(tmp_path):
    write_csv(tmp_path, [("1", "a", "2026-11-02"), ("2", "b", "nonsense")])
    log = FetchLog()
    assert len(read(collector(tmp_path), log=log).refused) == 1
    later = Window(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))
    assert read(collector(tmp_path), later, log).posts is None
    assert (
        log.notes[-1]
        == "posts.csv: unchanged since it was last read (2026-11-02 to 2026-11-02), nothing in this window"
    )
    assert len(read(collector(tmp_path), NOVEMBER, log).posts) == 1  # asked again, read again
    write_csv(tmp_path, [("1", "a", "2026-11-02"), ("3", "c", "2027-01-05")])
    assert read(collector(tmp_path), later, log).posts["post_id"].to_pylist() == ["survey/3"]


JSONL = [
    {"id": 9007199254740993, "body": "nested", "at": 1793613600, "user": {"name": "Ann"}, "tags": ["a", "b"], "n": 3},
    {"id": "b", "body": "x\ud83d y\0z", "at": "1793613600.5", "user": None, "tags": "c, d", "n": None},
    {"id": 1.5, "body": ["list"], "at": 1793613601, "n": "12"},
]


def test_jsonl_in_all_its_shapes_and_compressions(tmp_path):
    text = (
        "".join(json.dumps(row) + "\n" for row in JSONL) + '{"broken": \n[1]\n\n' + json.dumps({"id": "e", "at": "x"})
    )
    (tmp_path / "posts.jsonl").write_text(text, encoding="utf-8")
    with gzip.open(tmp_path / "posts.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(text)
    (tmp_path / "posts.jsonl.zst").write_bytes(pa.compress(text.encode(), codec="zstd", asbytes=True))
    columns = {**BASIC, "handle": "user.name", "tags": "tags", "likes": "n"}
    for name in ("posts.jsonl", "posts.jsonl.gz", "posts.jsonl.zst"):
        mapped = read(collector(tmp_path, name, columns, time_format="unix"))
        assert mapped.posts["post_id"].to_pylist() == ["survey/9007199254740993", "survey/b", "survey/1.5"], name
        assert mapped.posts["text"].to_pylist() == ["nested", "x\ufffd y\ufffdz", "list"]
        assert mapped.posts["tags"].to_pylist() == [["a", "b"], ["c", "d"], None]
        assert mapped.posts["likes"].to_pylist() == [3, None, 12]
        assert mapped.posts["handle_id"].to_pylist() == [AuthorKey(b"key").handle("archive", "@ann"), None, None]
        assert [reason.split(":")[0] for reason in mapped.refused["reason"].to_pylist()] == ["row 4", "row 5", "row 7"]


def test_parquet_with_types_of_its_own(tmp_path):
    at = datetime(2026, 11, 2, 10)
    table = pa.table(
        {
            "id": pa.array([1.0, 2.0, None, 570306133677760513.0]),
            "body": pa.array(["a", None, "c", "d"]).dictionary_encode(),
            "at": pa.array([at, at, at, at], pa.timestamp("ms")),
            "likes": pa.array([0, None, 5, 6], pa.int32()),
            "user": pa.array([{"id": 7, "staff": True}, {"id": 8, "staff": False}, None, None]),
            "extra": pa.array([b"\xff", b"", None, b"x"]),
        }
    )
    pq.write_table(table, tmp_path / "posts.parquet")
    columns = {**BASIC, "likes": "likes", "author": "user.id", "author_staff": "user.staff"}
    reader = collector(tmp_path, "posts.parquet", columns, time_zone="America/New_York")
    mapped = read(reader)
    assert mapped.posts["post_id"].to_pylist() == ["survey/1", "survey/2"]
    assert mapped.posts["created_at"][0].as_py() == datetime(2026, 11, 2, 15, tzinfo=UTC)
    assert mapped.posts["likes"].to_pylist() == [0, None]
    assert mapped.posts["author_staff"].to_pylist() == [True, False]
    assert [reason.split("; ")[0] for reason in reasons(mapped).values()] == [
        "row 3: the id is empty",
        "row 4: 570306133677760512 is a decimal that has lost digits",
    ]


@pytest.mark.parametrize(
    ("written", "time_format", "found"),
    [
        ("2026-10-25 02:30:00", "iso", "2026-10-25T00:30"),  # exists twice: the first
        ("2026-03-29 02:30:00", "iso", "2026-03-29T01:00"),  # does not exist: the moment of the change
        ("2026-07-01T12:00:00-05:00", "iso", "2026-07-01T17:00"),
        ("01/07/2026 12:00", "%d/%m/%Y %H:%M", "2026-07-01T10:00"),
        ("31/02/2026 12:00", "%d/%m/%Y %H:%M", None),
        ("Wed Jul 01 12:00:00 +0000 2026", "%a %b %d %H:%M:%S %z %Y", "2026-07-01T12:00"),
        ("1782907200000", "unix_ms", "2026-07-01T12:00"),
        ("1782907200", "unix_ms", None),  # seconds taken for milliseconds: 1970
        ("9" * 400, "unix", None),
        ("nan", "unix", None),
        ("20260701", "iso", None),
        ("0001-01-01T00:00:00+14:00", "iso", None),
        ("", "iso", None),
    ],
)
def test_times(written, time_format, found):
    for companions in ([], ["2026-07-01T00:00:00Z", "not a time", None]):
        column = instants(pa.array([written, *companions], pa.string()), time_format, "Europe/Berlin")
        moment = column[0].as_py()
        assert (moment and moment.strftime("%Y-%m-%dT%H:%M")) == found


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("likes", "1.2k", "1 values of 'likes' are no whole numbers and count as not reported, such as '1.2k'"),
        ("kind", "rant", "1 values of 'kind' are none of post, reply"),
        ("answered", "maybe", "1 values of 'answered' are neither yes nor no"),
        ("edited_at", "soon", "1 values of 'edited_at' are no times"),
    ],
)
def test_a_value_that_cannot_be_read_costs_itself_and_not_the_post(tmp_path, column, value, reason):
    write_csv(tmp_path, [("1", "a", "2026-11-02", value), ("2", "b", "2026-11-02", " ")], ("id", "body", "at", column))
    reader = collector(tmp_path, columns={**BASIC, column: column})
    (table,) = reader.fetch_tables(NOVEMBER, FetchLog())
    mapped = reader.map_table(table, READ_AT)
    assert mapped.posts["post_id"].to_pylist() == ["survey/1", "survey/2"]
    assert mapped.posts[column].to_pylist() == (["post", "post"] if column == "kind" else [None, None])
    assert Note.sentences(mapped.notes)[0].startswith(reason)
    assert reason in reader.probe()


def test_as_source_gives_the_keys_of_that_source(tmp_path):
    write_csv(tmp_path, [("77", "a &amp; b", "2026-11-02", "AnnX")], ("id", "body", "at", "who"))
    plain = read(collector(tmp_path, columns={**BASIC, "author": "who"})).posts.to_pylist()[0]
    options = {"as_source": "x", "constants": {"kind": "review", "community": "x.com"}, "unescape_html": True}
    as_x = read(
        collector(tmp_path, columns={**BASIC, "handle": "who", "parent_id": "id"}, **options)
    ).posts.to_pylist()[0]
    assert (plain["source"], plain["post_id"], plain["text"]) == ("archive", "survey/77", "a &amp; b")
    assert (as_x["source"], as_x["post_id"], as_x["text"], as_x["parent_id"]) == ("x", "77", "a & b", "77")
    assert (as_x["kind"], as_x["community"]) == ("review", "x.com")
    assert as_x["author_id"] == as_x["handle_id"] == AuthorKey(b"key").handle("x", "@annx")
    assert plain["author_id"] == AuthorKey(b"key").author("archive", "survey/AnnX")
    assert "AnnX" not in json.dumps([plain, as_x], default=str)


def test_mistakes_are_told_before_anything_lands(tmp_path):
    def told(reader):
        with pytest.raises(UsageError) as caught:
            next(reader.fetch_tables(NOVEMBER, FetchLog()))
        return str(caught.value)

    assert "no file at" in told(collector(tmp_path, "nowhere/*.csv"))
    write_csv(tmp_path, [("1", "a", "2026-11-02")], ("Id", "body", "at"))
    assert "no column 'id' for post_id; did you mean 'Id'? It has: Id, body, at" in told(collector(tmp_path))
    write_csv(tmp_path, [], ("id", "body", "at", "_row"))
    assert "a column is called '_row'" in told(collector(tmp_path))
    (tmp_path / "empty.csv").touch()
    assert "the file is empty" in told(collector(tmp_path, "empty.csv"))
    (tmp_path / "no.parquet").write_bytes(b"PAR1 not really")
    assert "not a Parquet file" in told(collector(tmp_path, "no.parquet"))
    (tmp_path / "no.jsonl").write_text('{"ident": 1, "body": "b", "at": "2026-11-02"}\n', encoding="utf-8")
    assert "no column 'id' for post_id; did you mean 'ident'?" in told(collector(tmp_path, "no.jsonl"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": {"post_id": "id", "text": "body"}},
        {"constants": {"created_at": "2026-11-01"}},
        {"constants": {"kind": "rant"}},
        {"constants": {"text": "all the same"}},
        {"time_format": "yyyy"},
        {"time_zone": "Mars/Base"},
        {"path": "posts.docx"},
        {"encoding": "utf-9"},
        {"colour": {}},
    ],
)
def test_settings_that_cannot_work(tmp_path, wrong):
    with pytest.raises(ValidationError):
        collector(tmp_path, **{"path": "posts.csv", **wrong})


def test_several_files_are_one_archive_and_a_damaged_one_stops_after_the_whole_ones(tmp_path):
    write_csv(tmp_path, [("1", "a", "2026-11-02")], name="a.csv")
    write_csv(tmp_path, [("2", "2026-11-02", "b", "5")], ("id", "at", "body", "likes"), name="b.csv")
    columns = {**BASIC}
    assert read(collector(tmp_path, "*.csv", columns)).posts["text"].to_pylist() == ["a", "b"]
    whole = gzip.compress(
        "".join(f'{{"id": {n}, "body": "{n * 7919}", "at": "2026-11-02"}}\n' for n in range(50_000)).encode()
    )
    (tmp_path / "z.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    landed = []
    with pytest.raises(CollectorError, match="damaged or cannot be read further"):
        landed.extend(collector(tmp_path, "z.jsonl.gz").fetch_tables(NOVEMBER, FetchLog()))
    assert landed


def test_probe_says_what_it_found(tmp_path):
    write_csv(tmp_path, [("1", "a", "2026-11-02"), ("2", "b", "2.11.2026")])
    assert (
        collector(tmp_path).probe().startswith("1 file, csv, columns found, 1 of the first 2 rows are refused, row 3:")
    )
    write_csv(tmp_path, [("1", "a", "2.11.2026")])
    with pytest.raises(CollectorError, match="none of the first 1 rows can be read"):
        collector(tmp_path).probe()


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "",
        " ",
        "2026-11-02",
        "2026-11-02T10:00:00Z",
        "1e400",
        "-5",
        "nan",
        '"',
        "a,b",
        "x\r\ny",
        "\0",
        "=1+1",
        "&#99999999999;",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[CELL] * 6), max_size=12))
def test_every_row_is_accounted_for_and_both_paths_agree(tmp_path, rows):
    write_csv(tmp_path, rows, ("id", "body", "at", "likes", "tags", "who"))
    columns = {**BASIC, "likes": "likes", "tags": "tags", "handle": "who"}
    reader = collector(tmp_path, columns=columns, unescape_html=True)
    tables = list(reader.fetch_tables(NOVEMBER, FetchLog()))
    mapped = read(reader)
    landed = sum(table.num_rows for table in tables)
    posts, refused = (0, 0) if mapped.posts is None else (mapped.posts.num_rows, mapped.refused.num_rows)
    assert posts + refused == landed == len(rows)  # every time of CELL that is one lies in the window
    items = list(reader.fetch(NOVEMBER, FetchLog()))
    one_by_one = reader.to_table(json_round_trip(items))
    assert one_by_one.posts.num_rows == posts
    if posts:
        assert one_by_one.posts.to_pylist() == mapped.posts.to_pylist()
        assert all(created in NOVEMBER for created in mapped.posts["created_at"].to_pylist())


def json_round_trip(items):
    from dataclasses import replace

    return [replace(item, payload=json.loads(json.dumps(item.payload))) for item in items]


@pytest.mark.skipif(not AIRLINES.exists(), reason="the shared airline posts are not here")
def test_the_airline_posts_are_all_accounted_for():
    reader = collector(
        AIRLINES.parent,
        AIRLINES.name,
        {"post_id": "tweet_id", "text": "text", "created_at": "created_at", "handle": "author", "community": "airline"},
        time_zone="America/Los_Angeles",
    )
    log = FetchLog()
    weeks = [
        Window(datetime(2015, 2, d, 5, tzinfo=UTC), datetime(2015, 2, d, 5, tzinfo=UTC) + timedelta(days=7))
        for d in (16, 23)
    ]
    mapped = [read(reader, week, log) for week in weeks]
    assert [m.posts.num_rows for m in mapped] == [10_027, 4_613]
    assert sum(m.refused.num_rows for m in mapped) == 0
    ids = [post_id for m in mapped for post_id in m.posts["post_id"].to_pylist()]
    assert (len(ids), len(set(ids))) == (14_640, 14_485)
