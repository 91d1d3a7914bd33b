"""Records within records that the configuration does not name are posts of their own, told, and the same as named by hand."""

import json

import pytest

from tests.collectors.archive.formats_world import AT, lines, table
from tests.collectors.archive.sniffed_world import read, write

LATER = "2026-11-17T09:00:00Z"
COLUMNS = {"post_id": "id", "text": "body", "created_at": "at", "author": "by"}
OUTER = {"id": "1", "body": "a question", "at": AT, "by": "ann"}
ANSWER = {"id": "2", "body": "an answer", "at": LATER, "by": "bob"}
CHAT = {"text": "post.message", "created_at": "post.create_at", "handle": "post.user", "community": "post.channel"}


def said(folder, name, content, **keys):
    write(folder, name, content)
    return read(folder, {"id": "c", "source": "archive", "columns": COLUMNS, **keys, "path": name})


def told(found):
    return sorted((post["post_id"], post["text"], post["parent_id"], post["author_id"]) for post in found.posts)


def post(channel, user, message, **more):
    return {
        "type": "post",
        "post": {
            "channel": channel,
            "user": user,
            "message": message,
            "create_at": 1794819600000,
            "edit_at": 0,
            **more,
        },
    }


def test_a_chat_is_read_whole_and_its_notices_are_left_out(tmp_path):
    answers = [{"user": "bob", "message": "In the menu", "create_at": 1794819690000, "edit_at": 0}]
    content = lines(
        post("help", "ann", "Where is it?", edit_at=1794819660000, replies=answers),
        post("help", "cy", "cy joined.", type="system_join_channel"),
        post("ideas", "cy", "Where is it?", replies=None),
    )
    keys = {"columns": CHAT, "time_format": "unix_ms"}
    found = said(tmp_path, "a.jsonl", content, **keys)
    assert [(one["text"], one["community"], one["edited_at"] is not None) for one in found.posts] == [
        ("Where is it?", "help", True), ("In the menu", "help", False), ("Where is it?", "ideas", False),
    ]  # fmt: skip
    assert found.posts[1]["parent_id"] == found.posts[0]["post_id"]
    assert any("post.replies (1)" in note for note in found.notes)
    assert any("1 notice that a program wrote" in note for note in found.notes)
    assert told(said(tmp_path, "a.jsonl", content, **keys, each="post.replies")) == told(found)
    assert len(said(tmp_path, "a.jsonl", content, **keys, each=[]).posts) == 3  # the notice, and no answer


@pytest.mark.parametrize(
    ("more", "each"),
    [
        ({"anything": [ANSWER]}, "anything"),
        ({"answers": [{**ANSWER, "answers": [{**ANSWER, "id": "3"}]}]}, "answers"),
        ({"comments": {"nodes": [{**ANSWER, "comments": [{**ANSWER, "id": "3"}]}]}}, ["comments.nodes", "comments.nodes.comments"]),
        ({"Antworten": [{"note": "an answer", "created": LATER, "user_id": "bob"}]}, "Antworten"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("columns", [COLUMNS, {**COLUMNS, "post_id": None}])
def test_lists_are_told_as_if_they_were_named(tmp_path, more, each, columns):
    content = lines({**OUTER, **more}, {**OUTER, "id": "9", "body": "b"})
    found = said(tmp_path, "a.jsonl", content, columns=columns)
    assert told(found) == told(said(tmp_path, "a.jsonl", content, columns=columns, each=each))
    assert {one["text"] for one in found.posts if one["parent_id"]} == {"an answer"}
    assert not found.refused


def test_a_list_that_only_a_late_record_has_is_read(tmp_path):
    many = [{**OUTER, "id": f"n{n}"} for n in range(1_100)]
    found = said(tmp_path, "a.jsonl", lines(*many, {**OUTER, "answers": [ANSWER]}))
    assert found.texts[-1] == "an answer"


def test_what_is_no_post_is_not_read_and_what_is_not_certain_is_named(tmp_path):
    more = {
        "revisions": [ANSWER],
        "comments": [{**ANSWER, "public": False}],
        "remarks": [{"who": "ann", "said": "two words"}],
    }
    found = said(tmp_path, "a.json", json.dumps([{**OUTER, **more}]))
    assert found.texts == ["a question"]
    assert any("nothing reads: revisions, remarks" in note for note in found.notes)
    assert any("1 record within records left out" in note for note in found.notes)


@pytest.mark.parametrize(
    ("cells", "by"),
    [
        ([f"{AT};bob;seen; twice", f"{LATER};ann;done"], "bob"),
        ([f"seen (really) (bob - {AT})", f"done (ann - {LATER})"], "bob"),
    ],
)
@pytest.mark.parametrize("each", [None, "Comment"])
def test_cells_that_are_comments_are_told(tmp_path, cells, by, each):
    files = [f"{AT};ann;shot.png;https://larkspur.example/1", ""]
    header = ["id", "at", "body", "by", "Attachment", "Attachment", "Comment", "Comment"]
    content = table(header, ["1", AT, "x", "ann", *files, *cells], ["2", AT, "y", "bob", "", "", "", ""])
    found = said(tmp_path, "a.csv", content, each=each)
    assert [one["text"] for one in found.posts][::3] == ["x", "y"]
    first, second, other = found.posts[1], found.posts[2], found.posts[3]
    assert (first["parent_id"], second["parent_id"]) == ("c/1", "c/1")
    assert first["author_id"] == other["author_id"] != second["author_id"]
