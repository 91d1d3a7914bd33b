"""What sources of conversations and reviews do in their own ways: deletions, what is hidden, refusals, lists that go away."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from tests.collectors import chat_world, social_world, thread_worlds, tracker_world
from tests.collectors.contract_world import NOW, WINDOW, in_window, place_at
from tests.collectors.spoiled import spoiled
from tests.collectors.thread_world import threads
from voxpop.collectors.chats.slack import plain as slack_words
from voxpop.collectors.jira import JiraSettings
from voxpop.collectors.linkedin import plain as linkedin_words
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, OutOfBudgetError, RateLimitedError
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.testing.source import own, read
from voxpop.post import Gone, Post, Refusal

WITHOUT_RECHECK = {"telegram"}  # a bot cannot ask for a message
WITHOUT_ROOTS = {"zulip"}  # a topic is no message; tests/collectors/test_chats.py


def made(source, **more):
    server, posts = threads(thread_worlds.SERVERS[source], lambda: NOW)
    for name, value in more.items():
        setattr(server, name, value)
    return server, posts


def place_of(source, server, posts):
    return place_at(source, server, thread_worlds.OPTIONS[source], in_window(posts))


@pytest.mark.parametrize("source", sorted(set(thread_worlds.SERVERS) - WITHOUT_RECHECK - WITHOUT_ROOTS))
def test_a_post_that_is_not_there_any_more_is_gone(source):
    server, posts = made(source)
    with server:
        place = place_of(source, server, posts)
        known = own(read(place.collector(), WINDOW), WINDOW)
        answer = next(post for post in known if post.thread_id)
        root = next(post for post in known if not post.thread_id and post.post_id != answer.thread_id)
        keys = {post.text: post.key for post in posts}
        server.vanished = frozenset(
            {keys[answer.text], *(p.key for p in posts if p.text == root.text or p.thread == keys[root.text])}
        )
        asked = [post.post_id for post in known]
        collector = place.collector()
        told = [r for item in collector.recheck(asked, FetchLog()) for r in collector.to_posts(item)]
    gone = {record.post_id for record in told if isinstance(record, Gone)}
    below = {post.post_id for post in known if post.thread_id == root.post_id}
    assert gone == {answer.post_id, root.post_id} | below
    assert not [record for record in told if isinstance(record, Refusal)]
    again = {record.post_id: record for record in told if isinstance(record, Post)}
    for post in known:
        if post.post_id in again:
            now = again[post.post_id]
            for name in (
                "text",
                "kind",
                "thread_id",
                "parent_id",
                "title",
                "author_id",
                "created_at",
                "community",
                "rating",
            ):
                assert getattr(now, name) == getattr(post, name), (post.post_id, name)


@pytest.mark.parametrize("source", thread_worlds.SERVERS)
def test_junk_in_place_of_any_value_never_crashes(source):
    server, posts = made(source)
    with server:
        collector = place_of(source, server, posts).collector()
        items = list(collector.fetch(WINDOW, FetchLog()))
    first = {item.payload.get("stream", "part" in item.payload): item for item in items}
    for item in first.values():
        for path, junk, changed in spoiled(json.loads(json.dumps(item.payload))):
            try:
                told = list(collector.to_posts(replace(item, payload=changed)))
            except Exception as error:
                raise AssertionError(f"{path} = {junk!r}: {error!r}") from error
            assert len(told) <= 1
            assert all(isinstance(record, Post | Refusal | Gone) for record in told)


@pytest.mark.parametrize(("source", "what"), [("gitlab", "confidential issues and notes"), ("jira", "internal comments"), ("freshdesk", "private notes")])  # fmt: skip
def test_what_customers_do_not_see_is_left_out_and_counted(source, what):
    server, posts = made(source)
    hidden = [post for post in posts if post.thread and post.created_at in WINDOW][:3]
    server.hidden = frozenset(post.key for post in hidden)
    log = FetchLog()
    with server:
        records = own(read(place_of(source, server, posts).collector(), WINDOW, log), WINDOW)
    assert len(records) == in_window(posts) - 3
    assert f"3 {what} not kept" in log.notes


@pytest.mark.parametrize("source", ["youtube", "gitlab", "facebook", "instagram", "freshdesk", "discord"])
def test_answers_that_went_away_take_nothing_else_along(source):
    server, posts = made(source)
    topic = next(post for post in posts if post.thread is None and post.created_at in WINDOW)
    lists = ("comments", "notes", "conversations", "messages")
    respond, taken = server.respond, []

    def gone(method, path, query, headers, body):
        reply = respond(method, path, query, headers, body)
        if (
            not taken
            and b'"' + str(topic.text[:7]).encode() not in reply.body
            and path.endswith(lists)
            and b"text" in reply.body
        ):
            if path.endswith("/200/messages") or "allThreadsRelatedToChannelId" in query:
                return reply
            taken.append(path)
            return Reply(404)
        return reply

    server.respond = gone
    with server:
        if source == "discord":  # a thread is a channel: one that is there no more is an error that says so
            with pytest.raises(CollectorError, match="not there"):
                read(place_of(source, server, posts).collector(), WINDOW)
            return
        log = FetchLog()
        records = own(read(place_of(source, server, posts).collector(), WINDOW, log), WINDOW)
    assert taken
    assert in_window(posts) - 24 <= len({record.post_id for record in records}) < in_window(posts)


def test_slack_refuses_with_status_200():
    server, posts = made("slack", refuses="not_in_channel")
    with server, pytest.raises(ForbiddenError, match=r"not_in_channel.*invite the app"):
        read(place_of("slack", server, posts).collector(), WINDOW)


def test_graph_says_too_much_in_a_400_and_when_to_come_back():
    server, posts = made("facebook")
    usage = json.dumps({"1": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 2}]})
    limited = social_world.graph_error(80001, "too many calls to this Page account")
    limited = replace(limited, headers={**limited.headers, "x-business-use-case-usage": usage})
    naps = []
    with server:
        place = place_of("facebook", server, posts)
        place.fail(limited)
        assert len(own(read(place.collector(naps), WINDOW), WINDOW)) == in_window(posts)
        assert 120 <= naps[0] <= 121
        place.fail(*[social_world.graph_error(4, "Application request limit reached")] * 9)
        with pytest.raises(RateLimitedError):
            read(place.collector(), WINDOW)


def test_graph_refuses_a_token_in_a_400():
    server, posts = made("instagram")
    with server:
        place = place_of("instagram", server, posts)
        place.fail(social_world.graph_error(190, "Error validating access token: Session has expired"))
        with pytest.raises(ForbiddenError, match="has expired"):
            read(place.collector(), WINDOW)


def test_youtubes_quota_is_a_budget_that_is_spent():
    server, posts = made("youtube")
    with server:
        place = place_of("youtube", server, posts)
        spent = {"error": {"code": 403, "errors": [{"reason": "quotaExceeded"}], "message": "exceeded your quota"}}
        place.fail(None, Reply.json(spent, 403))
        log = FetchLog()
        with pytest.raises(OutOfBudgetError, match="credits are spent"):
            read(place.collector(), WINDOW, log)
    assert log.requests == 2


def test_google_play_says_what_it_does_not_reach():
    server, posts = made("googleplay")
    with server:
        collector = place_of("googleplay", server, posts).collector()
        log = FetchLog()
        longer = replace(WINDOW, start=NOW - timedelta(days=21))
        read(collector, longer, log)
    assert [(gap.start, gap.end) for gap in log.gaps] == [(longer.start, NOW - timedelta(days=7))]
    assert collector.expect(longer).unheard


def test_a_forum_of_discord_has_threads_alone():
    server, posts = made("discord", kind=15)
    with server:
        records = own(read(place_of("discord", server, posts).collector(), WINDOW), WINDOW)
    assert len(records) == in_window(posts)
    roots = {record.post_id for record in records if record.thread_id is None}
    assert all(root.partition("/")[0] == root.partition("/")[2] for root in roots)


def test_jira_puts_the_order_itself():
    with pytest.raises(ValidationError, match="without 'ORDER BY'"):
        JiraSettings(url="https://acme.example", query="project = A order by key")


@pytest.mark.parametrize(("marked", "words"), [
    ("<https://a.example/x|there> &amp; <https://b.example>", "there & https://b.example"),
    ("<@U1> and <@U2|bo> in <#C1|help> <#C2>", "@U1 and @bo in #help #C2"),
    ("<!here> <!subteam^S1|@team> <!date^1^{date}|today> a &lt; b", "@here @team today a < b"),
    ("<mailto:a@b.example|a@b.example>", "a@b.example"),
])  # fmt: skip
def test_words_of_slack(marked, words):
    assert slack_words(marked) == words


@pytest.mark.parametrize(("marked", "words"), [
    (r"Thanks {hashtag|\#|larkspur} \(again\)", "Thanks #larkspur (again)"),
    (r"Hi @[Ada \[dev\]](urn:li:person:1), see \{this\}", "Hi @Ada [dev], see {this}"),
])  # fmt: skip
def test_words_of_linkedin(marked, words):
    assert linkedin_words(marked) == words


def test_an_answer_of_linkedin_names_its_own_staff():
    server, posts = made("linkedin")
    with server:
        records = own(read(place_of("linkedin", server, posts).collector(), WINDOW), WINDOW)
    assert {record.author_staff for record in records if record.thread_id is None} == {True}
    assert {record.author_staff for record in records if record.thread_id} == {False}


def test_worlds_have_their_secrets_and_keys():
    assert set(thread_worlds.SERVERS) == set(thread_worlds.OPTIONS)
    assert chat_world.SECRETS
    assert tracker_world.SECRETS
