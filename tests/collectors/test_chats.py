"""What Mattermost, Zulip, Discourse chat and Telegram do in their own ways: edits, topics, queues, plans that hide, closed doors."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.collectors import thread_worlds
from tests.collectors.chat_world import TELEGRAM_CHAT, TELEGRAM_TOKEN, telegram, telegram_error, zulip_error
from tests.collectors.contract_world import NOW, SECRETS, WINDOW, in_window, place_at
from tests.collectors.thread_world import number, threads
from tests.collectors.web_world import unix
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.chats.zulip import plain as zulip_words
from voxpop.collectors.registry import collector_class
from voxpop.collectors.wire.http import bare, redact
from voxpop.config import Channel
from voxpop.coverage import BEYOND_SEARCH, FetchLog
from voxpop.errors import CollectorError, ForbiddenError, UnreachableError
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.testing.source import own, read
from voxpop.post import Gone, Kind, Post


@pytest.fixture
def at_server():
    """Makes a source's place, on a server that runs until the test ends, with changes to the server."""
    running = []

    def make(source, **more):
        server, posts = threads(thread_worlds.SERVERS[source], lambda: NOW)
        for name, value in more.items():
            setattr(server, name, value)
        running.append(server)
        server.__enter__()
        return place_at(source, server, thread_worlds.OPTIONS[source], in_window(posts)), server, posts

    yield make
    for server in running:
        server.__exit__(None, None, None)


def said_of(collector, payloads):
    """The posts of messages as they would land."""
    items = [collector.item(WINDOW, {"stream": 0, "item": one}) for one in payloads]
    return [record for item in items for record in collector.to_posts(item)]


def test_mattermost_hears_edits_and_deletions_of_older_posts(at_server):
    place, server, posts = at_server("mattermost")
    old = [p for p in posts if p.created_at < WINDOW.start]
    now = unix(WINDOW.start + timedelta(days=1)) * 1000
    server.vanished = frozenset({old[1].key, old[2].key})
    server.changes = {
        old[0].key: {"edit_at": now, "update_at": now, "message": "other words"},
        old[1].key: {"delete_at": now, "update_at": now},
        old[2].key: {"delete_at": now, "update_at": now, "original_id": "another"},  # what an edit leaves behind
        old[3].key: {"update_at": now},  # answered, which is no edit
    }
    log = FetchLog()
    told = read(place.collector(), WINDOW, log)
    before = [record for record in told if isinstance(record, Gone) or record.created_at < WINDOW.start]
    assert [(type(one), one.post_id.rpartition("/")[2]) for one in before] == [
        (Gone, server.id(old[1])),
        (Post, server.id(old[0])),
    ]
    assert before[1].text == "other words"
    assert len(told) == place.expected + 2
    assert "1 earlier wordings not kept" in log.notes


def test_mattermost_loses_no_post_of_a_pages_last_millisecond(at_server):
    place, server, posts = at_server("mattermost")
    moved = {
        p.key: {"create_at": unix(posts[-12].created_at) * 1000} for p in posts[-12:-7]
    }  # across the end of page one
    server.changes = moved
    found = own(read(place.collector(), WINDOW), WINDOW)
    assert len({post.post_id for post in found}) == len(found) == place.expected


def test_mattermost_counts_answers_of_beginnings_alone_and_leaves_notices_out(at_server):
    place, server, posts = at_server("mattermost")
    server.changes = {posts[-1].key: {"type": "system_join_channel"}}
    log = FetchLog()
    found = own(read(place.collector(), WINDOW, log), WINDOW)
    assert len(found) == place.expected - 1
    assert "1 notices of the channel not kept" in log.notes
    assert {post.replies for post in found if post.kind == Kind.REPLY} == {None}
    assert {post.replies for post in found if post.kind == Kind.POST} <= {23, 24}


@pytest.mark.parametrize(("source", "more"), [("mattermost", "hidden_until"), ("zulip", "limited")])
def test_what_a_plan_hides_is_a_gap_for_good(at_server, source, more):
    middle = WINDOW.start + timedelta(days=3)
    place, server, posts = at_server(source)
    left = [p for p in posts if p.created_at >= middle]
    setattr(server, more, unix(middle) * 1000 if source == "mattermost" else len(left))
    log = FetchLog()
    assert len(own(read(place.collector(), WINDOW, log), WINDOW)) == sum(p.created_at in WINDOW for p in left)
    (gap,) = log.gaps
    assert (gap.start, gap.for_good) == (WINDOW.start, True)
    assert abs(gap.end - middle) < timedelta(hours=3)


def test_topics_of_zulip_are_threads_whether_resolved_or_not(at_server):
    place, server, posts = at_server("zulip")
    known = own(read(place.collector(), WINDOW), WINDOW)
    topics = {post.title for post in known}
    assert len({post.thread_id for post in known}) == len(topics)
    record = server.message(posts[-1])
    quoting = (
        "@_**Ada|12** [sagte](https://z.example/#narrow/channel/12-help/topic/x/near/77):\n```quote\nwhy?\n```\nbecause"
    )
    changed = [
        record,
        {**record, "subject": f"✔ {record['subject'].upper()}", "content": quoting},
        {**record, "content": "see [log.PNG](/user_uploads/2/ab/log.PNG) and https://a.example/x",
         "reactions": [{"emoji_name": "tada", "user_id": 1}, {"emoji_name": "tada", "user_id": 2}]},
    ]  # fmt: skip
    first, resolved, shown = said_of(place.collector(), changed)
    assert first.thread_id == resolved.thread_id
    assert (first.answered, resolved.answered, resolved.title) == (None, True, record["subject"].upper())
    assert (resolved.kind, resolved.parent_id.rpartition("/")[2]) == (Kind.REPLY, "77")
    assert (shown.media, shown.links, shown.reactions) == (("photo",), ("https://a.example/x",), ("tada:2",))


def test_zulip_tells_what_is_gone_and_never_all_of_a_closed_channel(at_server):
    place, server, posts = at_server("zulip")
    known = own(read(place.collector(), WINDOW), WINDOW)
    collector = place.collector()
    server.vanished = frozenset(p.key for p in posts[-3:])
    told = [
        one for item in collector.recheck([p.post_id for p in known], FetchLog()) for one in collector.to_posts(item)
    ]
    gone = {one.post_id for one in told if isinstance(one, Gone)}
    assert gone == {f"{collector.prefix}{number(p)}" for p in posts[-3:]}
    there = {one.post_id: one for one in told if isinstance(one, Post)}
    assert there == {post.post_id: post for post in known if post.post_id not in gone}
    server.closed = True
    with pytest.raises(CollectorError, match="Invalid channel ID"):
        list(collector.recheck([p.post_id for p in known], FetchLog()))


def test_zulip_leaves_out_what_the_server_says(at_server):
    place, server, posts = at_server("zulip")
    message = server.message
    server.message = lambda p: {**message(p), **({"sender_realm_str": "zulipinternal"} if p is posts[-1] else {})}
    log = FetchLog()
    assert len(own(read(place.collector(), WINDOW, log), WINDOW)) == place.expected - 1
    assert "1 notices of the server not kept" in log.notes


@pytest.mark.parametrize(("marked", "words"), [
    ("@**Ada Lee|12** and @_**bo**", "@Ada Lee and @bo"), ("in #**help>login**, **bold**", "in #help>login, **bold**"),
])  # fmt: skip
def test_words_of_zulip(marked, words):
    assert zulip_words(marked) == words


def test_a_closed_chat_of_discourse_is_no_deletion(at_server):
    place, server, _ = at_server("discoursechat")
    known = own(read(place.collector(), WINDOW), WINDOW)
    assert {p.kind for p in known} == {Kind.POST, Kind.REPLY}
    answer = server.answer
    server.answer = lambda path: Reply(404) if path.endswith("/2") else answer(path)
    with pytest.raises(CollectorError, match="may the account see it"):
        list(place.collector().recheck([post.post_id for post in known], FetchLog()))


def again(collector, cursor):
    """A fetch after one that landed: what came, and the cursor that it leaves."""
    log = FetchLog(cursor=json.loads(json.dumps(cursor)))
    return [item.payload["update"] for item in collector.fetch(WINDOW, log)], log.cursor


def test_telegram_confirms_nothing_that_has_not_landed(at_server):
    place, server, _posts = at_server("telegram", size=20)
    collector = place.collector()
    first, cursor = again(collector, {})
    lost, _ = again(collector, {})  # the fetch before did not land: its ledger is not there
    assert first == lost == list(range(500, 520))
    assert server.confirmed == 0
    second, after = again(collector, cursor)
    assert (second[0], server.confirmed) == (520, 20)
    server.faults.add(None, Reply(503), Reply(503), Reply(503), Reply(503))
    with pytest.raises(UnreachableError):
        again(collector, after)  # asked for what waits, and not answered after the confirmation
    third, _ = again(collector, after)
    assert third[0] == 540


def test_telegrams_ids_may_begin_anew_below_those_that_landed(at_server):
    place, server, _posts = at_server("telegram", size=20)
    collector = place.collector()
    _, cursor = again(collector, {})
    server.confirmed, server.first = 20, 7  # a day later what landed is forgotten, a week later ids are drawn by chance
    found, _ = again(collector, cursor)
    assert found == list(range(27, 47))
    assert server.confirmed == 20


def test_a_budget_that_ends_in_a_page_of_telegram_leaves_the_rest_unconfirmed(at_server):
    place, _server, _ = at_server("telegram", size=20)
    log = FetchLog()
    items = place.collector().fetch(WINDOW, log)
    for _ in range(5):
        next(items)
    items.close()  # the fifth was given, and may not have landed
    assert log.cursor == {"landed": [500, 501, 502, 503], "full": False}
    found, _ = again(place.collector(), log.cursor)
    assert found[0] == 504


def test_telegram_says_what_it_hears_and_what_takes_its_messages(at_server):
    place, server, _ = at_server("telegram")
    assert "larkspur_bot answers" in place.collector().probe()
    server.hook = "https://elsewhere.example"
    with pytest.raises(CollectorError, match="deleteWebhook"):
        place.collector().probe()
    with pytest.raises(CollectorError, match="webhook is active"):
        read(place.collector(), WINDOW)


def test_telegram_waits_as_it_is_told_and_says_its_token_nowhere(at_server):
    place, server, _ = at_server("telegram")
    naps = []
    place.fail(telegram_error(429, "Too Many Requests: retry after 35", parameters={"retry_after": 35}))
    assert len(own(read(place.collector(naps), WINDOW), WINDOW)) == place.expected
    assert 35 <= naps[0] <= 36
    for reply in (Reply(503), Reply(200, {"content-type": "text/html"}, b"<html>"), telegram_error(400, "no"), Reply(404), Reply(401), telegram({})):  # fmt: skip
        place.fail(*[reply] * 4)
        with pytest.raises(CollectorError) as caught:
            read(place.collector(), WINDOW)
        assert TELEGRAM_TOKEN.partition(":")[2] not in str(caught.value)
        server.faults.clear()
    address = f"https://api.telegram.org/bot{TELEGRAM_TOKEN}/getUpdates?offset=1"
    assert bare(address) == "https://api.telegram.org/bot***/getUpdates"
    assert (
        redact(f"Max retries exceeded with url: /bot{TELEGRAM_TOKEN}/x") == "Max retries exceeded with url: /bot***/x"
    )


def telegram_posts(**message):
    context = Context(AuthorKey(b"key"), SECRETS.__getitem__, None, clock=lambda: NOW)
    channel = Channel.model_validate({"id": "place", "source": "telegram", "chats": [TELEGRAM_CHAT], "staff": [9]})
    collector = collector_class("telegram")(channel, context)
    base = {
        "message_id": 8, "date": unix(NOW), "chat": {"id": TELEGRAM_CHAT, "type": "supergroup", "title": "Users"},
        "from": {"id": 3, "is_bot": False, "username": "ada"},
    }  # fmt: skip
    record = {name: value for name, value in {**base, **message}.items() if value is not None}
    return collector.left_out(record) or said_of(collector, [record])[0]


def test_messages_of_telegram():
    plain = telegram_posts(text="😀 see https://a.example/x and this", entities=[
        {"type": "url", "offset": 7, "length": 19}, {"type": "text_link", "offset": 31, "length": 4, "url": "https://b.example"},
    ])  # fmt: skip
    assert plain.links == ("https://a.example/x", "https://b.example")
    assert (plain.post_id, plain.url) == (f"{TELEGRAM_CHAT}/8", "https://t.me/c/1234567890/8")
    assert (plain.kind, plain.thread_id, plain.community) == (Kind.POST, None, "Users")
    photo = telegram_posts(caption="look", photo=[{"file_id": "a"}], **{"from": {"id": 9, "is_bot": False}})
    assert (photo.text, photo.media, photo.author_staff) == ("look", ("photo",), True)
    topic = {"message_id": 2, "forum_topic_created": {"name": "Ideas"}}
    first = telegram_posts(text="a", message_thread_id=2, is_topic_message=True, reply_to_message=topic)
    assert (first.thread_id, first.parent_id, first.kind) == (f"{TELEGRAM_CHAT}/2", None, Kind.POST)
    answer = telegram_posts(text="b", reply_to_message={"message_id": 5})
    assert (answer.thread_id, answer.parent_id, answer.kind) == (f"{TELEGRAM_CHAT}/5",) * 2 + (Kind.REPLY,)
    passed = telegram_posts(text="c", forward_origin={"type": "channel", "chat": {"id": -1005}, "message_id": 4})
    assert (passed.kind, passed.repost_of) == (Kind.REPOST, "-1005/4")
    channel = telegram_posts(
        text="news",
        sender_chat={"id": TELEGRAM_CHAT},
        chat={"id": TELEGRAM_CHAT, "type": "channel", "username": "lark"},
    )
    assert (channel.author_staff, channel.url, channel.marks) == (True, "https://t.me/lark/8", ())
    assert telegram_posts(new_chat_members=[{"id": 4}]) == "notices of the chat"
    assert telegram_posts(text="hi", chat={"id": 3, "type": "private"}) == "messages to the bot alone"
    assert telegram_posts(text="hi", chat={"id": -7, "type": "group"}) == "messages of other chats"


def test_telegram_says_what_it_has_forgotten_and_where_a_group_went(at_server):
    place, server, posts = at_server("telegram")
    message = server.message
    server.message = lambda p: {**message(p), **({"text": "", "migrate_to_chat_id": -1009} if p is posts[-1] else {})}
    log = FetchLog()
    collector = place.collector()
    read(collector, WINDOW, log)
    assert [(gap.start, gap.end, gap.reason) for gap in log.gaps] == [
        (WINDOW.start, NOW - timedelta(days=1), BEYOND_SEARCH)
    ]
    assert collector.expect(WINDOW).unheard
    assert not collector.expect(replace(WINDOW, start=NOW - timedelta(hours=2))).unheard
    assert any("-1009" in note for note in log.notes)


def test_a_refused_login_is_said(at_server):
    for source, reply in (("zulip", Reply.json({"msg": "Invalid API key"}, 401)), ("mattermost", Reply(403))):
        place, _, _ = at_server(source)
        place.fail(reply)
        with pytest.raises(ForbiddenError):
            read(place.collector(), WINDOW)
    place, _, _ = at_server("zulip")
    place.fail(zulip_error("Invalid channel ID"))
    with pytest.raises(CollectorError, match="Invalid channel ID"):
        read(place.collector(), WINDOW)
