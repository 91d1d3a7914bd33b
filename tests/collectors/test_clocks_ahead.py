"""Posts of people and servers whose clocks are ahead: dated by when they came, or said to lie after now."""

import json
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from tests.collectors.mail.mail_world import KEY, WEEK, posts, read_mbox
from voxpop.collectors.archive.ledger.tally import Tally, within
from voxpop.collectors.archive.times import INSTANT
from voxpop.collectors.base import Context
from voxpop.collectors.feed.collector import FeedCollector
from voxpop.collectors.feed.entries import read
from voxpop.collectors.mail.collector import MailCollector
from voxpop.collectors.mastodon import came_at
from voxpop.collectors.registry import collector_class
from voxpop.collectors.rest.client import Client
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.post import Post

NOW = WEEK.end
FAR = datetime(2031, 1, 1, tzinfo=UTC)
SEEN = WEEK.start + timedelta(days=1)


def reader(source, folder=None, **options):
    channel = Channel.model_validate({"id": "place", "source": source, **options})
    return collector_class(source)(channel, Context(KEY, str, folder, lambda: NOW))


def fetched(collector, records, monkeypatch):
    monkeypatch.setattr(Client, "pages", lambda self, stream, window: iter([json.loads(json.dumps(records))]))
    log = FetchLog()
    return [made for item in collector.fetch(WEEK, log) for made in collector.to_posts(item)], log.notes


def test_mastodon_dates_by_the_id_what_claims_to_be_later(monkeypatch):
    number = str(int(SEEN.timestamp() * 1000) << 16)
    status = {"uri": "u", "content": "<p>Late</p>", "created_at": FAR.isoformat(), "id": number}
    (made,), _ = fetched(reader("mastodon", url="https://m.example", tag="acme"), [status], monkeypatch)
    assert isinstance(made, Post)
    assert made.created_at == SEEN
    assert came_at({"id": "17"}) is None
    assert came_at({"id": "A1b2"}) is None


def test_rest_says_how_many_lie_after_now(monkeypatch):
    records = [{"id": 1, "t": "a", "at": SEEN.isoformat()}, {"id": 2, "t": "b", "at": FAR.isoformat()}]
    mapping = {"post_id": "id", "text": "t", "created_at": "at"}
    made, notes = fetched(reader("rest", url="https://m.example/x", mapping=mapping), records, monkeypatch)
    assert [post.post_id for post in made] == ["place/1"]
    assert notes[0].startswith("1 items bear a time after now (up to 2031-01-01)")


@pytest.mark.parametrize(("before", "dated"), [({}, None), ({"ids": ["a"]}, NOW)])
def test_a_feed_dates_by_when_an_entry_was_first_seen(before, dated, monkeypatch):
    entry = "<item><guid>a</guid><title>A</title><description>b</description><pubDate>Wed, 01 Jan 2031 12:00:00 GMT</pubDate></item>"
    document = read(f"<rss version='2.0'><channel><title>T</title>{entry}</channel></rss>".encode(), "application/xml")
    monkeypatch.setattr(FeedCollector, "_documents", lambda *_: ([document], {}))
    feed = reader("feed", url="https://m.example/f.xml")
    ((made,),) = [list(feed.to_posts(item)) for item in feed.fetch(WEEK, FetchLog(cursor=before))]
    assert getattr(made, "created_at", None) == dated
    assert dated or made.reason.startswith("2031-01-01 lies after now")


def test_a_mail_is_dated_by_its_last_server_where_its_date_lies_after_that():
    received = b"Received: from a.example by b.example; Tue, 17 Nov 2026 00:00:00 +0000\n"
    for date in (b"Date: Wed, 01 Jan 2031 12:00:00 +0000\n", b""):
        (made,) = posts(received + date + b"Subject: s\n\nx")
        assert made.created_at == SEEN
    (made,) = posts(received + b"Date: Mon, 16 Nov 2026 20:00:00 +0000\nSubject: s\n\nx")
    assert made.created_at == datetime(2026, 11, 16, 20, tzinfo=UTC)


def test_a_mailbox_says_what_lies_after_now_and_which_zones_nobody_knows(tmp_path):
    mail = "From a@b.example Wed Nov 18 12:00:00 2026\nFrom: a@b.example\nDate: {}\n\nx\n\n"
    text = mail.format("Wed, 01 Jan 2031 12:00:00 +0000") + mail.format("Wed, 18 Nov 2026 12:00:00 XYZT")
    assert len(read_mbox(tmp_path, text.encode())) == 1
    log = FetchLog()
    list(MailCollector.fetch(reader("mail", tmp_path, path="box.mbox"), WEEK, log))
    assert any("1 messages bear a time after now" in note for note in log.notes)
    assert any("zones that are not known (XYZT)" in note for note in log.notes)


def test_a_file_counts_the_rows_that_lie_after_now():
    created = pa.array([SEEN, FAR, NOW + timedelta(hours=9)], INSTANT)
    tally = Tally()
    tally.add(created, within(created, WEEK), now=NOW)
    assert (tally.ahead, tally.last) == (1, FAR)
