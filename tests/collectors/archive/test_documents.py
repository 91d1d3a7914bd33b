"""JSON as it comes: whatever its shape, each record is a row; a list that is the wrong one is said."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.cells import parts_of
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.archive.documents.shape import Wants, look
from voxpop.collectors.archive.paths import missing_step, reach
from voxpop.collectors.archive.words import counted, joined, listed, pieces
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, UsageError
from voxpop.window import Window

EVER = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
RECORDS = [{"id": n, "at": "2026-11-16T10:00:00Z", "words": f"[{n}] of {{these}}"} for n in range(3)]
COLUMNS = {"post_id": "id", "text": "words", "created_at": "at"}


def read(folder, text, name="a.json", **options):
    (folder / name).write_text(text, encoding="utf-8")
    keys = {"id": "c", "source": "archive", "path": name, "columns": COLUMNS, **options}
    reader = ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"key"), str, Path(folder)))
    tables = list(reader.fetch_tables(EVER, FetchLog()))
    return [
        post for table in tables for post in reader.map_table(table, datetime(2027, 1, 1, tzinfo=UTC)).posts.to_pylist()
    ]


SHAPES = {
    "lines": "\n".join(map(json.dumps, RECORDS)),
    "list": json.dumps(RECORDS),
    "written over lines": json.dumps(RECORDS, indent=2),
    "one after the other": "\n".join(json.dumps(one, indent=1) for one in RECORDS),
    "with separators": "".join(f"\x1e{json.dumps(one)}\n" for one in RECORDS),
    "of a script": f"window.YTD.tweets.part0 = {json.dumps(RECORDS)};",
    "of a callback": f"callback({json.dumps(RECORDS)});",
    "behind an empty list": json.dumps({"errors": [], "name": "the [first] list", "data": {"rows": RECORDS}}),
    "beside another list": json.dumps(
        {"members": [{"id": 9, "name": "Ann"}] * 9, "rows": RECORDS, "more": [{"id": 1}]}
    ),
    "by a key each": json.dumps({f"k{n}": one for n, one in enumerate(RECORDS)}),
    "as cells under names": json.dumps({"columns": list(RECORDS[0]), "rows": [list(one.values()) for one in RECORDS]}),
    "as cells under named fields": json.dumps(
        {"fields": [{"name": key} for key in RECORDS[0]], "rows": [list(one.values()) for one in RECORDS]}
    ),
    "as cells under a first row": json.dumps({"values": [list(RECORDS[0]), *(list(one.values()) for one in RECORDS)]}),
}


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_record_is_read_whatever_the_shape_and_the_name(tmp_path, shape, name):
    assert [post["text"] for post in read(tmp_path, SHAPES[shape], name)] == [one["words"] for one in RECORDS]


def test_a_list_and_a_record_are_named(tmp_path):
    document = json.dumps({"a": RECORDS[:1], "b": [{"x": 1}, {"c": RECORDS}]})
    assert len(read(tmp_path, document, items="b.1.c")) == 3
    assert len(read(tmp_path, document, items="a")) == 1
    assert len(read(tmp_path, json.dumps(RECORDS[0]), items="$")) == 1
    with pytest.raises(CollectorError, match=r"did you mean 'a'"):
        read(tmp_path, document, items="aa")


def test_records_are_not_passed_over_for_those_within_them(tmp_path):
    outer = [{"id": 1, "at": "x", "words": "a", "kids": RECORDS}]
    assert len(read(tmp_path, json.dumps(outer))) == 0
    assert len(read(tmp_path, json.dumps([{"id": 1, "kids": RECORDS}]))) == 3


@pytest.mark.parametrize("text", ["[]", '{"data": []}', '{"a": {"b": 1}}', ""])
def test_a_file_without_records_is_no_success(tmp_path, text):
    with pytest.raises((CollectorError, UsageError)):
        read(tmp_path, text)


def test_every_misspelt_path_is_named_at_once(tmp_path):
    record = {"id": 1, "at": "2026-11-16", "message": {"plain": "Words"}, "user": {"id": 7}}
    columns = {"post_id": "id", "created_at": "at", "text": "message.plian", "author": "user.uid"}
    with pytest.raises(UsageError) as error:
        read(tmp_path, json.dumps(record), "a.jsonl", columns=columns)
    assert "did you mean 'message.plain'" in str(error.value)
    assert "did you mean 'user.id'" in str(error.value)
    good = {**columns, "text": "message.plain", "author": "user.id", "edited_at": "edit.at", "likes": "n"}
    assert len(read(tmp_path, json.dumps(record), "a.jsonl", columns=good)) == 1, "what is empty may be left out"
    with pytest.raises(UsageError, match="'only'"):
        read(tmp_path, json.dumps(record), "a.jsonl", columns=good, only={"kind": ["a"]})


def test_records_within_records_inherit_what_they_lack(tmp_path):
    post = {"id": "p", "at": "2026-11-16T10:00:00Z", "words": "How?", "room": "help", "likes": 4}
    kids = [
        {
            "id": "k",
            "at": "2026-11-16T11:00:00Z",
            "words": "So",
            "kids": [{"id": "g", "at": "2026-11-16T12:00:00Z", "words": "Ah"}],
        }
    ]
    columns = {"post_id": "x.id", "text": "x.words", "created_at": "x.at", "community": "x.room", "likes": "x.likes"}
    posts = read(tmp_path, json.dumps({"x": {**post, "kids": kids}}), "a.jsonl", columns=columns, each="x.kids")
    assert [(p["post_id"], p["parent_id"], p["thread_id"], p["kind"], p["community"], p["likes"]) for p in posts] == [
        ("c/p", None, None, "post", "help", 4), ("c/k", "c/p", "c/p", "reply", "help", None), ("c/g", "c/k", "c/p", "reply", "help", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b", 1), ("x|a.b", 1), ("l.n", [1, 2]), ("l.1.n", 2), ("k.m.r.id", 5), (r"k.m\.r.id", 5), ("a|b", 7), ("$", None), ("a.b.c", None),
    ],
)  # fmt: skip
def test_a_path_reaches(path, found):
    record = {"a": {"b": 1}, "l": [{"n": 1}, {"n": 2}], "k": {"m.r": {"id": 5}}, "a|b": 7}
    assert reach(record, path) == found


def test_where_a_path_ends_too_early():
    records = [{"a": {"bee": 1}}, {"a": {}}]
    assert missing_step(records, "a.be") == ("be", ["bee"])
    assert missing_step([{"a": {"bee": None}}], "a.bee") is None


def test_words_in_parts():
    assert joined(["See ", {"type": "link", "text": "x"}, " now"]) == "See x now"
    adf = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": t}]} for t in "ab"]}
    assert joined(adf) == "a\nb"
    assert joined({"ops": [{"insert": "a"}, {"insert": "b"}]}) == "ab"
    assert (joined({"n": 1}), joined([])) == (None, "")
    assert pieces('{"text":"a\nb"},{"text":"c"}') == "a\nbc"
    assert (pieces("[sic] no"), listed("['a', 'b']"), listed("[x"), counted([1, 2]), counted([{}])) == (
        "[sic] no",
        ["a", "b"],
        None,
        3,
        1,
    )


def test_lines_are_known_where_the_first_is_broken():
    assert look('{"a": \n{"a": 1}\n{"a": 2}', Wants(), ended=True, named_lines=False).kind == "lines"
    with pytest.raises(ValueError, match="no JSON"):
        look("hello, this is a letter to nobody and no JSON", Wants(), ended=True, named_lines=False)


def test_documents_of_editors_and_words_under_known_keys():
    span = {"text": "b"}
    for value in (
        {"root": {"type": "root", "children": [{"type": "paragraph", "children": [{"type": "text", "text": "b"}]}]}},
        {"blocks": [{"type": "paragraph", "data": span}]},
        {
            "nodeType": "document",
            "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "b"}]}],
        },
        [{"_type": "block", "children": [{"_type": "span", **span}]}],
        [{"type": "text", "content": "b"}],
        {"body": "b", "format": "text"},
        {"html": "<p>b</p>", "plain": "b"},
        {"rendered": "b"},
        {"$t": "b"},
    ):
        assert joined(value) == "b", value
    assert joined({"blocks": [{"type": "unstyled", "text": "a"}, {"type": "unstyled", "text": "b"}]}) == "a\nb"


def test_lists_as_programs_write_them():
    two = ["a", "b c"]
    for text in (
        "['a', 'b c']", "('a', 'b c')", "{'a', 'b c'}", "['a' 'b c']", "array(['a', 'b c'], dtype=object)", '["a", "b c"]', '{a,"b c"}', "[a, b c]",
    ):  # fmt: skip
        assert listed(text) == two, text
    assert [listed(text) for text in ("[]", "set()", "nan", "{}", "None")] == [[]] * 5
    assert [listed(text) for text in ("a, b", "[sic", '{"a": 1}', "[{x: 1}]", "a")] == [None] * 5
    assert parts_of("#a #b", ",") == ["a", "b"]
    assert parts_of("C#, F#", ",") == ["C#", "F#"]
