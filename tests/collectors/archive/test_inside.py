"""Records within records, nested columns and cut texts: in every kind of file, each post whole and at its place."""

import json
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.collectors.archive.formats_world import AT, UNIX, lines, table
from tests.collectors.archive.sniffed_world import read, write

INNER = {"id": "2", "body": "an answer", "at": AT}
SETTINGS = {"id": "c", "source": "archive", "columns": {"post_id": "id", "text": "body", "created_at": "at"}}
OUTER = {"id": "1", "body": "a question", "at": AT}
REPLY = f"<id>2</id><body>an answer</body><at>{AT}</at>"
CELL = json.dumps([INNER])


def parquet(folder, name, **columns):
    pq.write_table(pa.table(columns), folder / name)


@pytest.mark.parametrize(
    ("name", "content", "each"),
    [
        ("a.json", json.dumps({"data": [{**OUTER, "comments": {"data": [INNER], "paging": {}}}]}), "comments.data"),
        ("a.json", json.dumps([{**OUTER, "replies": {"x": INNER}}]), "replies"),
        ("a.csv", table(["id", "body", "at", "replies"], [*OUTER.values(), CELL]), "replies"),
        ("a.csv", table(["id", "body", "at", "replies"], [*OUTER.values(), repr([INNER])]), "replies"),
        (
            "a.xml",
            f"<r><t><id>1</id><body>a question</body><at>{AT}</at><replies><reply>{REPLY}</reply></replies></t></r>",
            "replies.reply",
        ),
        ("a.parquet", None, "replies"),
    ],
)
def test_records_within_records_are_posts_in_every_kind_of_file(tmp_path, name, content, each):
    if content is None:
        parquet(tmp_path, name, **{key: [value] for key, value in OUTER.items()}, replies=[[INNER]])
    else:
        write(tmp_path, name, content)
    found = read(tmp_path, {**SETTINGS, "path": name, "each": each, "items": "t" if name == "a.xml" else None})
    assert [(post["text"], post["parent_id"]) for post in found.posts] == [("a question", None), ("an answer", "c/1")]
    assert not found.refused


def test_a_list_of_records_in_parquet_that_nothing_reads_is_named(tmp_path):
    parquet(tmp_path, "a.parquet", **{key: [value] for key, value in OUTER.items()}, replies=[[INNER]])
    assert any("replies" in note for note in read(tmp_path, {**SETTINGS, "path": "a.parquet"}).notes)


def test_a_list_within_another_list_belongs_to_its_records(tmp_path):
    comment = {"id": "3", "body": "a comment", "at": AT}
    write(tmp_path, "a.json", json.dumps([{**OUTER, "answers": [{**INNER, "comments": [comment]}]}]))
    found = read(tmp_path, {**SETTINGS, "path": "a.json", "each": ["answers", "answers.comments"]})
    assert [(post["text"], post["parent_id"], post["thread_id"]) for post in found.posts] == [
        ("a question", None, None), ("an answer", "c/1", "c/1"), ("a comment", "c/2", "c/1"),
    ]  # fmt: skip


def test_answers_know_a_post_that_has_no_id(tmp_path):
    post = {"user": "ann", "message": "Q", "at": AT, "edit_at": AT, "replies": [{"message": "A", "at": AT}]}
    write(tmp_path, "a.jsonl", lines({"post": post}, {"post": {**post, "message": "R", "replies": None}}))
    columns = {"text": "post.message", "created_at": "post.at", "handle": "post.user", "edited_at": "post.edit_at"}
    found = read(tmp_path, {**SETTINGS, "path": "a.jsonl", "columns": columns, "each": "post.replies"})
    ids = {post["text"]: post["post_id"] for post in found.posts}
    assert [post["parent_id"] for post in found.posts if post["text"] == "A"] == [ids["Q"]]


WHOLE = "Cut here and it is awful."


@pytest.mark.parametrize("path", ["text", "full_text|text"])
@pytest.mark.parametrize("long", [{"extended_tweet": {"full_text": WHOLE}}, {"note_tweet": {"text": WHOLE}}])
def test_a_text_that_x_cut_is_read_whole(tmp_path, path, long):
    write(
        tmp_path,
        "a.jsonl",
        lines({"id": "1", "at": AT, "text": "Cut\u2026", **long}, {"id": "2", "at": AT, "text": "b"}),
    )
    columns = {**SETTINGS["columns"], "text": path}
    assert read(tmp_path, {**SETTINGS, "path": "a.jsonl", "columns": columns}).texts == [WHOLE, "b"]


def test_a_text_that_x_cut_is_read_whole_in_a_table(tmp_path):
    header = ["id", "at", "text", "extended_tweet.full_text"]
    write(tmp_path, "a.csv", table(header, ["1", AT, "Cut", WHOLE], ["2", AT, "b", ""]))
    columns = {**SETTINGS["columns"], "text": "text"}
    assert read(tmp_path, {**SETTINGS, "path": "a.csv", "columns": columns}).texts == [WHOLE, "b"]


def test_keys_with_dots_in_tables(tmp_path):
    write(tmp_path, "a.csv", table(["id", "at", "m.body"], ["1", AT, "x"]))
    for path in (r"m\.body", "m.body"):
        columns = {**SETTINGS["columns"], "text": path}
        assert read(tmp_path, {**SETTINGS, "path": "a.csv", "columns": columns}).texts == ["x"]
    parquet(tmp_path, "a.parquet", id=["1"], at=[AT], content=[{"m.rel": {"e.id": "9"}, "body": "x"}])
    columns = {**SETTINGS["columns"], "text": "content.body", "parent_id": "content.m.rel.e.id"}
    found = read(tmp_path, {**SETTINGS, "path": "a.parquet", "columns": columns})
    assert [(post["text"], post["parent_id"]) for post in found.posts] == [("x", "c/9")]


def test_counts_of_any_type_in_several_parquet_files(tmp_path):
    parquet(tmp_path, "p-1.parquet", id=["1"], body=["x"], at=[AT], score=[1])
    parquet(tmp_path, "p-2.parquet", id=["2"], body=["y"], at=[AT], score=pa.array([3], pa.decimal128(10, 0)))
    columns = {**SETTINGS["columns"], "likes": "score"}
    found = read(tmp_path, {**SETTINGS, "path": "p-*.parquet", "columns": columns})
    assert [post["likes"] for post in found.posts] == [1, 3]


@pytest.mark.parametrize("mark", [",\n", "\n,"])
def test_elements_of_a_list_without_the_list(tmp_path, mark):
    write(tmp_path, "a.json", mark.join(json.dumps(one) for one in (OUTER, INNER)) + ",\n")
    assert read(tmp_path, {**SETTINGS, "path": "a.json"}).texts == ["a question", "an answer"]


def test_a_further_column_of_a_name_that_nothing_reads_is_named(tmp_path):
    write(tmp_path, "a.csv", table(["id", "at", "body", "body"], ["1", AT, "x", "y"]))
    assert any("body (2)" in note for note in read(tmp_path, {**SETTINGS, "path": "a.csv"}).notes)


@pytest.mark.parametrize("key", ["html", "deleted", "time_zone", "empty_words", "each", "skip_rows"])
def test_a_layout_refuses_what_it_would_not_obey(tmp_path, key):
    value = {"html": True, "deleted": "x", "time_zone": "Europe/Berlin", "skip_rows": 1}.get(key, "x")
    write(tmp_path, "a.jsonl", lines({"id": "b", "body": "x", "created_utc": UNIX}))
    with pytest.raises(ValueError, match=f"leave out {re.escape(key)}"):
        read(tmp_path, {"id": "c", "source": "archive", "path": "a.jsonl", "layout": "reddit", key: value})


@pytest.mark.parametrize("written", [f"{UNIX}.0", f"{UNIX}.25", f"{UNIX / 1e9}E9"])
def test_times_of_dumps_as_programs_write_them(tmp_path, written):
    write(
        tmp_path, "a.jsonl", lines({"id": "b", "author": "a", "body": "x", "link_id": "t3_a", "created_utc": written})
    )
    found = read(tmp_path, {"id": "c", "source": "archive", "path": "a.jsonl", "layout": "reddit"})
    assert [int(post["created_at"].timestamp()) for post in found.posts] == [UNIX]


@pytest.mark.parametrize("further", ["Labels", "Labels.1"])
def test_columns_of_one_name_are_read_however_they_are_numbered(tmp_path, further):
    comments = ["Comment", "Comment" if further == "Labels" else "Comment.1"]
    cells = [f"{AT};ann;one; two", f"{AT};bob;three"]
    write(
        tmp_path, "a.csv", table(["id", "at", "body", "Labels", further, *comments], ["1", AT, "x", "a", "b", *cells])
    )
    columns = {**SETTINGS["columns"], "tags": "Labels"}
    each = {"items": "Comment", "cell": "{created_at};{author};{text}"}
    found = read(tmp_path, {**SETTINGS, "path": "a.csv", "columns": columns, "each": each})
    assert (found.texts, found.posts[0]["tags"]) == (["x", "one; two", "three"], ["a", "b"])
    if further == "Labels":
        rows = pa.table([["1"], [AT], ["x"], ["a"], ["b"]], names=["id", "at", "body", "Labels", "Labels"])
        pq.write_table(rows, tmp_path / "a.parquet")
        found = read(tmp_path, {**SETTINGS, "path": "a.parquet", "columns": columns})
        assert found.posts[0]["tags"] == ["a", "b"]
