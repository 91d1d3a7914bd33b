"""Whole conversations on X: answers that do not name us, to what we found or wrote, each paid for once."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.collectors.x.x_world import PEOPLE, TOKEN, collector
from voxpop.collectors.x.conversations import KEPT, MOST, followed, remember
from voxpop.collectors.x.settings import XSettings
from voxpop.coverage import FetchLog
from voxpop.errors import UnreachableError
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.windows import next_windows
from voxpop.pipeline.demo.servers.base import Faults, Reply, x_post_id, x_user_id
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.pipeline.demo.world import World, WorldPost
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
FIRST = Window(NOW - timedelta(days=4), NOW - timedelta(days=3))
THEN = Window(FIRST.end, NOW - timedelta(days=1))


def post(number, hours, text, author="p1", **more):
    return WorldPost(
        key=f"w{number:03d}",
        site="x",
        place="",
        author=author,
        text=text,
        created_at=FIRST.start + timedelta(hours=hours),
        **more,
    )


def answer(number, hours, text, to, author="p2"):
    return post(number, hours, text, author, parent=f"w{to:03d}", thread="w001" if to in (1, 3, 4) else f"w{to:03d}")


POSTS = (
    post(1, 1, "acme broke my day"),
    post(2, 2, "nothing of the kind"),
    answer(3, 3, "same here", 1),
    answer(4, 30, "acme fixed it", 3),
    answer(5, 40, "thanks, it works now", 4),
    answer(6, 41, "why?", 2),
    post(7, 5, "new release", "p5"),
    answer(8, 50, "finally!", 7),
)
WORLD = World(company="Acme", start=FIRST.start, end=NOW, people=PEOPLE, posts=POSTS, truths={})
IDS = {p.key: x_post_id(p.key, p.created_at) for p in POSTS}


@pytest.fixture
def server():
    with XServer(WORLD, Faults(), clock=lambda: NOW) as started:
        yield started


def read(one, window, log):
    return [r.text for item in one.fetch(window, log) for r in one.to_posts(item)]


def test_answers_are_heard_whatever_their_words_now_and_in_later_windows(server):
    one, log = collector(server, query="acme", conversations=True), FetchLog()
    assert read(one, FIRST, log) == ["acme broke my day", "same here"]
    later = FetchLog(cursor=log.cursor)
    assert sorted(read(one, THEN, later)) == ["acme fixed it", "thanks, it works now"]
    assert server.posts_read == log.posts_read + later.posts_read == 4, "each was paid for once"
    assert later.cost_usd == pytest.approx(0.01)
    assert read(collector(server, query="acme"), THEN, FetchLog()) == ["acme fixed it"]


def test_answers_to_our_own_posts_at_the_price_of_other_peoples(server):
    one, log = collector(server, timeline_of=x_user_id("p5"), conversations=True), FetchLog()
    assert read(one, Window(FIRST.start, THEN.end), log) == ["new release", "finally!"]
    assert log.cost_usd == pytest.approx(0.001 + 0.005)


def test_a_failure_among_the_conversations_is_a_gap_of_the_window(server):
    one, log = collector(server, query="acme", conversations=True), FetchLog()
    server.faults.add(None, None, *[Reply(503)] * 9)
    with pytest.raises(UnreachableError):
        read(one, FIRST, log)
    assert [(gap.start, gap.end) for gap in log.gaps] == [(FIRST.start, FIRST.end)]


def test_by_the_installed_steps_the_cursor_carries_the_conversations(server, tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", TOKEN)
    (tmp_path / "voxpop.yaml").write_text(
        "company: {name: Acme, time_zone: UTC}\n"
        f"channels: [{{id: a, source: x, query: acme, archive: true, conversations: true, api_url: '{server.url}'}}]\n"
    )
    there = Workspace.open(tmp_path / "voxpop.yaml")
    collect.land(there, "a", FIRST)
    (window,) = next_windows(there, "a", THEN.end)
    collect.land(there, "a", window)
    one = there.collector(there.channel("a"))
    texts = [r.text for f in there.landing.fetches("a") for item in f.items() for r in one.to_posts(item)]
    assert sorted(texts) == ["acme broke my day", "acme fixed it", "same here", "thanks, it works now"]


@pytest.mark.parametrize(("query", "archive"), [("acme", False), ("acme", True), ("a" * 500, False), (None, False)])
def test_queries_are_as_long_as_they_may_be_and_hold_every_conversation(query, archive):
    asks = {"query": query} if query else {"timeline_of": "7"}
    chosen = XSettings(archive=archive, **asks)
    log = FetchLog()
    for start in range(0, 450, 50):
        remember({"data": [{"conversation_id": str(10**18 + n)} for n in range(start, start + 50)]}, log)
    assert log.cursor[KEPT] == [str(10**18 + n) for n in range(449, 449 - MOST, -1)], "the newest"
    assert log.notes == [f"more than {MOST} conversations: the newest are followed"]
    queries = list(followed(log, chosen))
    assert all(len(text) <= chosen.most_characters for text in queries)
    assert " ".join(queries).count("conversation_id:") == MOST
    assert all(text.endswith(" -(acme)") for text in queries) == (query == "acme")
    assert len(queries) < (13 if archive else 30)


@pytest.mark.parametrize(
    "junk", [{}, {"data": None}, {"data": [3, {"conversation_id": "x"}, {"conversation_id": None}]}]
)
def test_what_is_no_conversation_is_not_remembered(junk):
    log = FetchLog()
    remember(junk, log)
    assert log.cursor[KEPT] == []
