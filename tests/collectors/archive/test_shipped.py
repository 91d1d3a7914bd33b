"""Exports that listeners bring, in small files of our own: each row is a post, refused, or set aside by a rule that is said."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from tests.collectors.archive.formats_world import CASES, IPHONE
from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.archive.shipped import shipped_layouts
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.post import Mapped
from voxpop.window import Window

EVER = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def read(folder, layout, name, text, keys):
    (folder / name).write_text(text, encoding="utf-8")
    options = {"id": "c", "source": "archive", "path": name, "layout": layout, **keys}
    reader = ArchiveCollector(Channel.model_validate(options), Context(AuthorKey(b"key"), str, Path(folder)))
    log = FetchLog()
    tables = list(reader.fetch_tables(EVER, log))
    mapped = [reader.map_table(one, datetime(2027, 1, 1, tzinfo=UTC)) for one in tables]
    return (
        reader,
        log,
        Mapped(*(pa.concat_tables([getattr(m, n) for m in mapped]) for n in ("posts", "refused", "gone"))),
    )


@pytest.mark.parametrize("layout", CASES)
def test_every_row_of_a_format_is_accounted_for(tmp_path, layout):
    name, text, keys, posts, refused, aside = CASES[layout]
    reader, log, mapped = read(tmp_path, layout, name, text, keys)
    assert (mapped.posts.num_rows, mapped.refused.num_rows) == (posts, refused), mapped.refused.to_pylist()
    assert len(set(mapped.posts["post_id"].to_pylist())) == posts
    assert (f"{aside:,} other rows left out" in " ".join(log.notes)) == bool(aside), log.notes
    known = set(mapped.posts["post_id"].to_pylist())
    assert {p for p in mapped.posts["parent_id"].to_pylist() if p} <= known
    assert "columns found" in reader.probe()


def posts(folder, layout):
    name, text, keys, *_ = CASES[layout]
    return read(folder, layout, name, text, keys)[2].posts.to_pylist()


def test_what_formats_say_in_ways_of_their_own(tmp_path):
    assert [p["text"] for p in posts(tmp_path, "telegram")] == ["See x.example", "Thanks"]
    assert [p["likes"] for p in posts(tmp_path, "telegram")] == [None, 3]
    assert [p["text"] for p in posts(tmp_path, "youtube")] == ["Love it\na lot", "me too"]
    business = posts(tmp_path, "business_profile")
    assert [(p["text"], p["rating"], p["author_staff"], p["answered"]) for p in business] == [
        ("Langsam", 2.0, None, True), ("", 5.0, None, None), ("Sorry!", None, True, None),
    ]  # fmt: skip
    play = posts(tmp_path, "play")
    assert [(p["rating"], p["rating_scale"]) for p in play] == [(2.0, 5.0), (5.0, 5.0), (None, None)]
    assert play[2]["parent_id"] == play[0]["post_id"]
    teams = posts(tmp_path, "teams")
    assert [p["text"] for p in teams] == ["How do I merge?", "Another channel", "In the menu"]
    assert teams[2]["parent_id"] == teams[0]["post_id"]
    assert teams[0]["likes"] == 2
    assert [p["text"] for p in posts(tmp_path, "whatsapp")] == [
        "How do I merge?\nsecond line",
        "In the menu: two clicks",
    ]
    news = posts(tmp_path, "hacker_news")
    assert [(p["kind"], p["text"], p["deleted_at"] is None) for p in news] == [
        ("post", "", True), ("reply", "I don't like [it]", True), ("reply", "", False),
    ]  # fmt: skip
    assert [(p["kind"], p["tags"], p["thread_id"]) for p in posts(tmp_path, "stack_exchange")] == [
        ("question", ["crm", "import"], "c/1"), ("answer", None, "c/1"),
    ]  # fmt: skip
    discord = posts(tmp_path, "discord")
    assert {(p["community"], p["category"]) for p in discord} == {("help", "Larkspur")}
    mattermost = posts(tmp_path, "mattermost")
    assert [p["parent_id"] for p in mattermost] == [None, mattermost[0]["post_id"], mattermost[0]["post_id"], None]
    assert [p["community"] for p in mattermost] == ["help", "help", "help", "ideas"]
    assert [p["edited_at"] is None for p in mattermost] == [True, True, False, True]


def test_a_chat_of_an_iphone_marks_notices_by_an_invisible_letter(tmp_path):
    _, log, mapped = read(tmp_path, "whatsapp", "_chat.txt", IPHONE, {})
    assert mapped.posts["text"].to_pylist() == ["How do I merge?"]
    assert "1 other rows left out" in " ".join(log.notes)


@pytest.mark.parametrize("layout", shipped_layouts())
def test_a_layout_says_its_version_and_source_and_can_be_configured(layout):
    told = shipped_layouts()[layout]
    assert all((told.name, told.version, told.source, told.leaves, told.has))
    options = {"columns": {"text": "Q"}} if told.asks else {}
    Channel.model_validate({"id": "c", "source": "archive", "path": "x", "layout": layout, **options})
    keys = {"id": "c", "source": "archive", "path": "x", "layout": layout, **options}
    ArchiveCollector(Channel.model_validate(keys), Context(AuthorKey(b"key"), str, Path()))
