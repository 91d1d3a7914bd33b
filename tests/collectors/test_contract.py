"""What every collector of ours keeps: the contract that packages of others inherit too, and the same for files."""

import gzip
import json
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.collectors.contract_world import NAMES, NOW, ONLINE, SECRETS, WINDOW, place_at, serve
from tests.collectors.forum_world import PEOPLE, forum
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import SOURCES, collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.pipeline.testing import Place, SourceContract
from voxpop.pipeline.testing.source import check, read
from voxpop.window import Window


class TestEverySource(SourceContract):
    """Online sources, each on a server of its own."""

    @pytest.fixture(params=ONLINE)
    def place(self, request):
        server, options, expected = serve(request.param)
        with server:
            yield place_at(request.param, server, options, expected)


def test_every_source_is_in_the_contract():
    beside = {"archive", "mail"}  # files: below; a mailbox also in test_mail.py, on a real server
    assert {*ONLINE, *beside} == set(SOURCES)


@pytest.mark.parametrize("source", ONLINE)
def test_keys_of_other_sources_are_mistakes(source):
    with pytest.raises(ValidationError):
        collector_class(source).Settings.model_validate(
            {"url": "https://x.example", "query": "a", "subreddit": "aa", "colour": "red"}
        )


def test_a_feed_keeps_its_entries_as_they_were_read():
    server, options, expected = serve("feed")
    with server:
        items = place_at("feed", server, options, expected).land()
    assert items
    assert all(item.payload["entry"]["title"] for item in items)


@pytest.fixture
def archive(tmp_path):
    rows = [
        {"id": post.key, "text": post.text, "at": post.created_at.isoformat(), "who": PEOPLE[post.author].handle}
        for post in forum()
    ]
    with gzip.open(tmp_path / "posts.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    options = {"columns": {"post_id": "id", "text": "text", "created_at": "at", "handle": "who"}}
    channel = Channel.model_validate(
        {"id": "place", "source": "archive", "path": str(tmp_path / "posts.jsonl.gz"), **options}
    )
    context = Context(AuthorKey(b"key"), SECRETS.__getitem__, Path("/"), clock=lambda: NOW)
    return collector_class("archive")(channel, context), sum(post.created_at in WINDOW for post in forum())


@pytest.fixture
def mail(tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    for post in forum():
        message = EmailMessage()
        message["From"] = f"{PEOPLE[post.author].name} <{PEOPLE[post.author].handle}@example.com>"
        message["Date"], message["Message-ID"], message["Subject"] = (
            post.created_at,
            f"<{post.key}@example.com>",
            "About it",
        )
        message.set_content(post.text)
        box.add(message)
    box.close()
    channel = Channel.model_validate({"id": "place", "source": "mail", "path": str(tmp_path / "box")})
    context = Context(AuthorKey(b"key"), SECRETS.__getitem__, Path("/"), clock=lambda: NOW)
    return collector_class("mail")(channel, context), sum(post.created_at in WINDOW for post in forum())


def as_place(source, expected):
    """What the checks of the contract ask of a file."""
    return Place(source=source, server=None, options={}, expected=expected, window=WINDOW, now=NOW, names=NAMES)


def test_archive_all_posts_of_the_window_once(archive):
    collector, expected = archive
    records = read(collector, WINDOW)
    check(records, as_place("archive", expected))
    assert all(record.created_at in WINDOW for record in records)


def test_mail_all_posts_of_the_window_once(mail):
    collector, expected = mail
    records = read(collector, WINDOW)
    check(records, as_place("mail", expected))
    assert all(record.created_at in WINDOW for record in records)
    assert read(collector, WINDOW, FetchLog()) == records
    middle = WINDOW.start + (WINDOW.end - WINDOW.start) / 2
    halves = [r for part in (Window(WINDOW.start, middle), Window(middle, WINDOW.end)) for r in read(collector, part)]
    assert sorted(r.post_id for r in halves) == sorted(r.post_id for r in records)
