"""Tables as people have them: any dialect, any letters, sheets; every row is a post or a refusal, and broken ones cost themselves."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import UsageError, VoxpopError
from voxpop.post import Mapped, Note
from voxpop.window import Window

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
BASIC = {"post_id": "id", "text": "body", "created_at": "at"}


def collector(folder, path="posts.csv", columns=None, company="UTC", **options):
    keys = {"id": "t", "source": "archive", "path": path, "columns": columns or BASIC, **options}
    context = Context(AuthorKey(b"key"), lambda name: name, folder, time_zone=company)
    return ArchiveCollector(Channel.model_validate(keys), context)


def read(reader, log=None):
    mapped = [reader.map_table(table, WINDOW.end) for table in reader.fetch_tables(WINDOW, log or FetchLog())]
    whole = Mapped.of([])
    tables = (pa.concat_tables([getattr(part, n) for part in (whole, *mapped)]) for n in ("posts", "refused", "gone"))
    return Mapped(*tables, notes=tuple(note for part in mapped for note in part.notes))


def write(folder, content, name="posts.csv", charset="utf-8"):
    (folder / name).write_bytes(content.encode(charset))


@pytest.mark.parametrize(
    ("content", "options", "texts", "refused"),
    [
        ("sep=;\r\nid;at;body\r\n1;2026-11-02;fine\r\n2;2026-11-02;too; many\r\n", {}, ["fine"], 1),
        ("id;at;body\n1;2026-11-02;a, b\n", {}, ["a, b"], 0),
        ("id\tat\tbody\n1\t2026-11-02\ta, b\n", {"delimiter": "\t"}, ["a, b"], 0),
        ("id\tat\tbody\n1\t2026-11-02\ta, b\n", {"delimiter": "\\t"}, ["a, b"], 0),
        ("id\tat\tbody\n1\t2026-11-02\ta, b\n", {"delimiter": "tab"}, ["a, b"], 0),
        ("id|at|body\n1|2026-11-02|a\n", {}, ["a"], 0),
        ("Report of November\n\nid,at,body\n1,2026-11-02,a\n", {}, ["a"], 0),
        ("x,y,z\nid,at,body\n1,2026-11-02,a\n", {"header": 2}, ["a"], 0),
        ("id,at,body\nNumber,When,What\n{},{},{}\n1,2026-11-02,a\n", {"skip_rows": 2}, ["a"], 0),
        ("id,at,body\n1,2026-11-02,'it, is'\n", {"quote_mark": "'"}, ["it, is"], 0),
        ('id,at,body\n1,2026-11-02,"say \\"hi\\", do"\n2,2026-11-02,b\n', {"escape": "\\"}, ['say "hi", do', "b"], 0),
        ('id,at,body\n1,2026-11-02,"say ""hi"", do"\n', {}, ['say "hi", do'], 0),
        ('id,at,body\n1,2026-11-02,"a" b\n2,2026-11-02,"c\n', {"quoting": "none"}, ['"a" b', '"c'], 0),
        ('id,at,body\n1,2026-11-02,"open\n2,2026-11-02,b\n3,2026-11-02,c\n', {}, ["b", "c"], 1),
        ('id,at,body\n1,2026-11-02,"open\n2,2026-11-02,shut"\n3,2026-11-02,c\n', {}, ['shut"', "c"], 1),
        ('id,at,body\n1,2026-11-02,"two\nlines, here"\n2,2026-11-02,b\n', {}, ["two\nlines, here", "b"], 0),
        ("id,at,body\r1,2026-11-02,a\r2,2026-11-02,b\r", {}, ["a", "b"], 0),
        ("id,at,body\n\n1,2026-11-02,a\n\n\n2,2026-11-02,b\n", {}, ["a", "b"], 0),
        ("id,at,body\n1,2026-11-02,NULL\n2,2026-11-02,-99\n", {"empty_words": ["null", -99]}, ["", ""], 0),
        ("id,at,body\n1,2026-11-02,<p>a</p><blockquote>b</blockquote>\n", {"html": True}, ["a\n\n> b"], 0),
    ],
)
def test_dialects(tmp_path, content, options, texts, refused):
    write(tmp_path, content)
    mapped = read(collector(tmp_path, **options))
    assert mapped.posts["text"].to_pylist() == texts
    assert mapped.refused.num_rows == refused


def test_a_tsv_without_quotation_loses_no_row(tmp_path):
    lines = [
        '1\t2026-11-02\t"Larkspur" is it',
        '2\t2026-11-02\t"Best ever',
        "3\t2026-11-02\tsecond",
        '4\t2026-11-02\t5" wide',
    ]
    write(tmp_path, "\n".join(["id\tat\tbody", *lines]), "posts.tsv")
    log = FetchLog()
    mapped = read(collector(tmp_path, "posts.tsv"), log)
    assert mapped.posts["text"].to_pylist() == [line.split("\t")[2] for line in lines]
    assert any("quotation marks are taken for letters" in note for note in log.notes)


def test_columns_several_repeated_and_chosen(tmp_path):
    write(tmp_path, "id,at,good,bad,Labels,Labels,Labels\n1,2026-11-02,fast,,a,b,\n2,2026-11-02,nice,slow,,,c\n")
    both = read(collector(tmp_path, columns={**BASIC, "text": ["good", "bad"], "tags": "Labels"})).posts
    assert both["text"].to_pylist() == ["fast", "nice\n\nslow"]
    assert both["tags"].to_pylist() == [["a", "b"], ["c"]]
    first = read(collector(tmp_path, columns={**BASIC, "text": "bad|good"})).posts
    assert first["text"].to_pylist() == ["fast", "slow"]


def test_repeated_columns_as_posts_of_their_own(tmp_path):
    write(
        tmp_path,
        "Key,At,What,Labels,Labels,Note,Note\n"
        "7,02/Nov/26 9:05 AM,slow,a,b,02/Nov/26 10:00 AM;u:1;Can you send it?,02/Nov/26 12:10 PM;u:2;Here; two parts\n"
        "8,02/Nov/26 9:30 AM,,c,,odd,\n"
        "9,short\n",
    )
    columns = {"post_id": "Key", "created_at": "At", "text": "What", "tags": "Labels"}
    rule = {"items": "Note", "cell": "{created_at};{author};{text}"}
    options = {"each": [rule], "time_format": "%d/%b/%y %I:%M %p", "time_zone": "Europe/Berlin"}
    mapped = read(collector(tmp_path, columns=columns, **options))
    posts = mapped.posts.to_pylist()
    assert [post["text"] for post in posts] == ["slow", "Can you send it?", "Here; two parts", ""]
    assert [post["parent_id"] for post in posts] == [None, "t/7", "t/7", None]
    assert [post["tags"] for post in posts] == [["a", "b"], None, None, ["c"]]
    assert str(posts[2]["created_at"]) == "2026-11-02 11:10:00+00:00"
    assert len({post["post_id"] for post in posts}) == 4
    assert len({post["author_id"] for post in posts[1:3]} - {None}) == 2 or "author" not in columns
    assert mapped.refused["item_id"].to_pylist() == ["posts.csv#Note.0:3", "posts.csv:4"]


def test_rows_without_an_id_are_known_by_what_they_say(tmp_path):
    write(
        tmp_path,
        "at,who,body,likes\n2026-11-02 10:00,a,Nothing,1\n2026-11-02 10:00,b,Nothing,1\n2026-11-02 10:00,b,Nothing,1\n",
    )
    columns = {"text": "body", "created_at": "at", "author": "who", "likes": "likes"}
    log = FetchLog()
    ids = read(collector(tmp_path, columns=columns), log).posts["post_id"].to_pylist()
    assert len(set(ids)) == 2
    assert ids[1] == ids[2]
    assert any("rows have no id" in note for note in log.notes)
    write(tmp_path, "at,who,body,likes\n2026-11-02 10:00,a,Nothing,7\n")
    assert (
        read(collector(tmp_path, columns=columns)).posts["post_id"].to_pylist() == ids[:1]
    )  # a count changes, no post
    several = {**columns, "post_id": ["at", "who"]}
    assert len(set(read(collector(tmp_path, columns=several)).posts["post_id"].to_pylist())) == 1
    as_time = {**columns, "post_id": "at"}
    assert read(collector(tmp_path, columns=as_time)).posts["post_id"].to_pylist() == ids[:1]


def test_ids_that_a_spreadsheet_rounded_are_refused(tmp_path):
    write(tmp_path, "id,at,body\n1.9898E+18,2026-11-02,a\n1989800000000000001,2026-11-02,b\n")
    mapped = read(collector(tmp_path))
    assert mapped.posts["text"].to_pylist() == ["b"]
    assert "lost digits" in mapped.refused["reason"][0].as_py()


def test_ids_that_a_program_for_tables_lost_are_refused_and_rounded_ones_said(tmp_path):
    spoiled = ["########", "#REF!", "1.9898E18", "#NAME?"]
    rounded = [f"{number}0000" for number in range(198980000000001, 198980000000004)]
    write(tmp_path, "id,at,body\n" + "".join(f"{one},2026-11-02,a\n" for one in (*spoiled, *rounded, "12e5")))
    mapped = read(collector(tmp_path))
    assert mapped.refused.num_rows == len(spoiled)
    assert mapped.posts.num_rows == 4
    assert any("3 ids end in zeros" in note for note in Note.sentences(mapped.notes))


def test_texts_that_stay_json_are_counted(tmp_path):
    write(tmp_path, 'id,at,body\n1,2026-11-02,"{""de"": ""gut""}"\n2,2026-11-02,{so}\n')
    assert any("1 texts are records" in note for note in Note.sentences(read(collector(tmp_path)).notes))


def test_deleted_by_a_value_and_zeros_that_are_no_times(tmp_path):
    write(
        tmp_path,
        "id,at,body,state,gone,parent\n1,2026-11-02,a,2,0,0\n2,2026-11-02,b,1,NULL,1\n3,2026-11-02,c,1,2026-11-03,1\n",
    )
    columns = {**BASIC, "deleted_at": "gone", "parent_id": "parent"}
    posts = read(collector(tmp_path, columns=columns, deleted={"state": [2]})).posts
    assert posts["text"].to_pylist() == ["", "b", ""]
    assert [when is not None for when in posts["deleted_at"].to_pylist()] == [True, False, True]
    assert posts["parent_id"].to_pylist() == [None, "t/1", "t/1"]


def test_dates_without_an_hour_are_the_company_s_days(tmp_path):
    write(tmp_path, "id,at,body\n1,2026-11-16,a\n2,2026-11-16 10:00,b\n")
    mapped = read(collector(tmp_path, company="America/New_York"))
    assert [str(when) for when in mapped.posts["created_at"].to_pylist()] == [
        "2026-11-16 05:00:00+00:00",
        "2026-11-16 10:00:00+00:00",
    ]
    assert Note.sentences(mapped.notes) == ["1 dates have no hour: each is that day in America/New_York"]


@pytest.mark.parametrize(
    ("dates", "options", "months"),
    [
        (["03/11/2026", "16/11/2026"], {}, [11, 11]),
        (["11/03/2026", "11/16/2026"], {}, [11, 11]),
        (["03/11/2026", "04/11/2026"], {"dates": "day_first"}, [11, 11]),
        (["03/11/2026", "04/11/2026"], {}, []),
        (["11/11/2026", "04/11/2026"], {}, [11]),
    ],
)
def test_the_order_of_dates_is_told_by_the_whole_column(tmp_path, dates, options, months):
    write(tmp_path, "id,at,body\n" + "".join(f"{n},{date},a\n" for n, date in enumerate(dates)))
    log = FetchLog()
    mapped = read(collector(tmp_path, time_format="auto", **options), log)
    assert [when.month for when in mapped.posts["created_at"].to_pylist()] == months
    assert mapped.posts.num_rows + mapped.refused.num_rows == len(dates)
    assert bool(options) or any("first" in note for note in log.notes)


def test_why_a_time_is_none(tmp_path):
    write(tmp_path, "id,at,body\n1,,a\n2,soon,b\n3,2026-11-02 10:00 XYZT,c\n4,16.11.2026,d\n")
    reasons = read(collector(tmp_path)).refused["reason"].to_pylist()
    assert reasons[0] == "row 2: the time is empty"
    assert "'soon' is no time" in reasons[1]
    assert "names the zone 'XYZT', which is not known" in reasons[2]
    assert reasons[3].endswith("'auto' reads it")


def test_sheets(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for place, row in enumerate([["Report"], [], ["id", "at", "body", "score"]], start=1):
        for column, cell in enumerate(row, start=1):
            sheet.cell(place, column, cell)
    sheet.append(["a1", datetime(2026, 11, 2), "midnight", 3])
    sheet.append([17, datetime(2026, 11, 2, 10, 30), "later", 2.5])
    sheet.append([1234567890123456789, datetime(2026, 11, 2, 10, 30), "rounded", None])
    book.create_sheet("Notes").append(["x"])
    book.save(tmp_path / "posts.xlsx")
    log = FetchLog()
    mapped = read(collector(tmp_path, "posts.xlsx", {**BASIC, "likes": "score"}), log)
    assert mapped.posts["post_id"].to_pylist() == ["t/a1", "t/17"]
    assert mapped.posts["likes"].to_pylist() == [3, None]
    assert str(mapped.posts["created_at"][1].as_py()) == "2026-11-02 10:30:00+00:00"
    assert mapped.refused["item_id"].to_pylist() == ["posts.xlsx:6"]
    assert "lost digits" in mapped.refused["reason"][0].as_py()
    assert any("row 3 is taken for the header" in note for note in log.notes)
    with pytest.raises(UsageError, match="no sheet 'Other'; it has: Sheet, Notes"):
        read(collector(tmp_path, "posts.xlsx", sheet="Other"))


def test_parquet_columns_that_are_not_mapped_may_be_anything(tmp_path):
    at = datetime(2026, 11, 2)
    pq.write_table(
        pa.table({"id": ["1"], "body": ["a"], "at": [at], "edited": [False], "n": [1]}), tmp_path / "1.parquet"
    )
    pq.write_table(
        pa.table({"id": [2], "body": ["b"], "at": [at], "edited": [{"x": 1.0}], "n": ["2"]}), tmp_path / "2.parquet"
    )
    posts = read(collector(tmp_path, "*.parquet", {**BASIC, "likes": "n"})).posts
    assert posts["post_id"].to_pylist() == ["t/1", "t/2"]
    assert posts["likes"].to_pylist() == [1, 2]


CELLS = [
    "a",
    "",
    "b c",
    'x"y',
    '"',
    '""',
    "p,q",
    "r;s",
    "t\tu",
    "l\nm",
    "o\r\np",
    "\\",
    "sch\u00f6n",
    "\u4f60\u597d",
    "\0",
    " ",
    "z" * 300,
]


def random_file(random):
    """A file of rows as some program wrote them, then spoiled; and how many of its rows are whole and unspoiled."""
    mark = random.choice([",", ";", "\t"])
    header = ["id", "at", "body", "more"]
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=mark, lineterminator=random.choice(["\n", "\r\n"]), quoting=random.choice([0, 1])
    )
    rows = [[f"i{n}", "2026-11-02", random.choice(CELLS), random.choice(CELLS)] for n in range(random.randrange(0, 30))]
    writer.writerows([header, *rows])
    raw = text.getvalue().encode(random.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"]))
    for _ in range(random.choice([0, 0, 1, 2, 5])):
        place = random.randrange(30, max(31, len(raw)))
        spoiled = random.choice([b'"', b"\n", b",", b"\xff", b"\0", b"\r", b"", b'"\n', b'","'])
        raw = raw[:place] + spoiled + raw[place + random.choice([0, 0, 1, 5]) :]
    return raw


@pytest.mark.parametrize("seed", range(8))
def test_every_row_of_any_broken_file_is_in_the_sums(tmp_path, seed):
    random = Random(seed)
    for number in range(25):
        raw = random_file(random)
        path = tmp_path / f"{number}.csv"
        path.write_bytes(raw)
        reader = collector(tmp_path, path.name)
        log = FetchLog()
        try:
            tables = list(reader.fetch_tables(WINDOW, log))
        except VoxpopError:
            continue
        landed = sum(table.num_rows for table in tables)
        mapped = [reader.map_table(table, WINDOW.end) for table in tables]
        posts = sum(part.posts.num_rows for part in mapped)
        refused = sum(part.refused.num_rows for part in mapped)
        assert posts + refused == landed, (seed, number)
        told = next(note for note in log.notes if " rows (" in note)
        counts = [
            int(word.replace(",", "")) for word in told.split(": ", 1)[1].split() if word.replace(",", "").isdigit()
        ]
        assert counts[0] == sum(counts[1:]), told
        assert counts[1] + counts[3] == landed, told  # in the window, and without a time
        items = Counter(item for part in mapped for item in part.refused["item_id"].to_pylist())
        assert all(count == 1 for count in items.values()), (seed, number, items)


@pytest.mark.parametrize("seed", range(6))
def test_what_arrow_reads_is_what_csv_reads(tmp_path, seed):
    """Regular files of any size of row: the same cells as Python's csv gives, in the same rows."""
    random = Random(seed)
    rows = [[f"i{n}", "2026-11-02", random.choice(CELLS[:8] + CELLS[9:16])] for n in range(3_000)]
    rows += [["big", "2026-11-02", "y, " * 100_000], ["last", "2026-11-02", "two\nlines"]]
    text = io.StringIO()
    csv.writer(text, lineterminator=random.choice(["\n", "\r\n"])).writerows([["id", "at", "body"], *rows])
    write(tmp_path, text.getvalue())
    reader = collector(tmp_path)
    table = pa.concat_tables(reader.fetch_tables(WINDOW, FetchLog()))
    assert table["body"].to_pylist() == [row[2] for row in rows]
    assert table["_row"].to_pylist() == list(range(2, len(rows) + 2))
    assert table["_problem"].null_count == len(rows)


def test_bytes_in_parquet_that_are_no_utf_8_are_read_and_stop_nothing(tmp_path):
    raw = pa.array([b"sch\xf6n", b"gut \xe2\x82\xac", None], pa.binary())
    body = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    pq.write_table(pa.table({"id": ["1", "2", "3"], "at": ["2026-11-02"] * 3, "body": body}), tmp_path / "1.parquet")
    assert read(collector(tmp_path, "*.parquet")).posts["text"].to_pylist() == ["schön", "gut €", ""]
