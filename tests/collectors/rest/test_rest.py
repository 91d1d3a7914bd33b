"""Sources built on `rest`: mapping, paging, secrets, deletions, limits, and recorded traffic."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from tests.collectors.forum_world import END, START, world
from tests.collectors.spoiled import spoiled
from tests.collectors.web_world import INTRANET, OPTIONS, iso, web
from tests.places import SHARED
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.collectors.rest.settings import RestSettings
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.config import Channel
from voxpop.config.file import Lines, problems
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError, RateLimitedError
from voxpop.pipeline.demo.servers.base import DemoServer, Reply
from voxpop.post import Gone, Mapped, Post, RawItem, Refusal
from voxpop.window import Window

TRAFFIC = SHARED / "traffic"
NOW = END + timedelta(minutes=1)
WINDOW = Window(START, START + timedelta(days=4))
recorded = pytest.mark.skipif(not TRAFFIC.exists(), reason="the recorded traffic is not here")


def collector(source, options, naps=None):
    channel = Channel.model_validate({"id": "place", "source": source, **options})
    nap = (naps if naps is not None else []).append
    context = Context(AuthorKey(b"key"), {"VOXPOP_X_BEARER_TOKEN": "hush"}.__getitem__, Path("/"), lambda: NOW, nap)
    return collector_class(source)(channel, context)


def item(source, record, stream=0):
    payload = json.loads(json.dumps({"stream": stream, "item": record}))
    return RawItem(source=source, channel="place", fetched_at=NOW, window=WINDOW, payload=payload)


@pytest.mark.parametrize("source", list(OPTIONS))
def test_any_value_anywhere_is_mapped_or_refused(source):
    server, _ = web(lambda: NOW)
    with server:
        reader = collector(source, OPTIONS[source](server.url))
        first = {i.payload["stream"]: i.payload["item"] for i in reader.fetch(WINDOW, FetchLog())}
    assert len(first) == len(reader.streams())
    for stream, record in first.items():
        (post,) = reader.to_posts(item(source, record, stream))
        assert isinstance(post, Post)
        for _, _, changed in spoiled({"item": record}):
            made = list(reader.to_posts(item(source, changed["item"], stream)))
            assert len(made) == 1
            assert len(Mapped.of(made).posts) == isinstance(made[0], Post)


def test_paths():
    record = {"a": {"b": [{"n": 1}, {"n": None}, {"n": 3}]}, "z": None}
    assert (at(record, "a.b.n"), at(record, "$.a.b.2.n"), at(record, "z|a.b.0.n")) == ([1, 3], 3, 1)
    assert at(record, "a.b.9") is at(record, "a.x.y") is at("text", "a") is None
    assert at(record, "") is record
    dotted = {"m.rel": {"e.id": "9"}, "tags": [{"k.n": "a"}, {"k.n": "b"}], "a|b": 1, "none": []}
    assert (at(dotted, "m.rel.e.id"), at(dotted, r"m\.rel.e\.id"), at(dotted, "tags.k.n")) == ("9", "9", ["a", "b"])
    assert (at(dotted, r"a\|b"), at(dotted, "none.x"), at(dotted, "x.y|m.rel.e.id")) == (1, [], "9")


@pytest.mark.parametrize(
    ("said", "gone"), [(0, False), ("0", False), ("false", False), ("", False), ("1", True), (True, True)]
)
def test_counts_and_deletions_are_read_as_programs_write_them(said, gone):
    mapping = {
        "post_id": "id",
        "text": "body",
        "created_at": "at",
        "likes": "score",
        "views": "seen",
        "answered": "done",
    }
    options = {"url": "https://a.example", "mapping": mapping, "deleted": "gone"}
    record = {
        "id": 1,
        "body": "x",
        "at": "2026-11-16T10:00:00Z",
        "score": "4",
        "seen": "1.2k",
        "done": "true",
        "gone": said,
    }
    (post,) = collector("rest", options).to_posts(item("rest", record))
    assert isinstance(post, Gone) == gone
    if not gone:
        assert (post.likes, post.views, post.answered) == (4, None, True)


def test_times():
    assert moment("2026-11-16 10:00", "%Y-%m-%d %H:%M", "Europe/Berlin") == datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert moment(1_700_000_000_000, "unix_ms") == moment("1700000000", "unix") == moment("2023-11-14T22:13:20Z", "iso")
    assert moment(True, "unix") is moment(1e300, "unix") is moment(float("nan"), "unix") is moment(5, "iso") is None


class Board(DemoServer):
    """Answers what the test says."""

    def __init__(self, answer):
        super().__init__(world([]), clock=lambda: NOW)
        self.answer = answer

    def respond(self, method, path, query, headers, body):
        return self.answer(path, query, headers)


def message(number, hours=1, **more):
    when = (START + timedelta(hours=hours)).isoformat()
    return {"id": number, "body": f"text {number}", "at": when, **more}


def intranet(url, **more):
    kept = {name: value for name, value in INTRANET.items() if name not in {"pagination", "items", "item_path"}}
    return collector("rest", {"url": url, **kept, **more})


def test_the_key_is_sent_and_neither_followed_nor_told():
    def answer(path, query, headers):
        return Reply.json([message(1)]) if headers["authorization"] == "Bearer hush" else Reply(401)

    with Board(answer) as board:
        assert len(list(intranet(board.url).fetch(WINDOW, FetchLog()))) == 1
        assert board.requests[0].query["from"] == ["2026-11-02T00:00:00Z"]
    with Board(lambda *_: Reply(302, {"location": "https://elsewhere.example/?token=abc"})) as board:
        with pytest.raises(CollectorError, match=r"has moved to https://elsewhere.example/; set") as caught:
            list(intranet(board.url).fetch(WINDOW, FetchLog()))
        assert "abc" not in str(caught.value)
    following = {"pagination": {"kind": "next_url", "next": "next"}, "items": "all"}
    with Board(lambda *_: Reply.json({"all": [message(1)], "next": "https://elsewhere.example/2"})) as board:
        with pytest.raises(CollectorError, match="another server"):
            list(intranet(board.url, **following).fetch(WINDOW, FetchLog()))
        assert len(board.requests) == 1


@pytest.mark.parametrize(
    "paging",
    [
        {"kind": "page", "parameter": "p"},
        {"kind": "offset", "parameter": "p"},
        {"kind": "cursor", "parameter": "p", "next": "token"},
        {"kind": "last", "parameter": "p", "next": "id"},
        {"kind": "next_url", "next": "url"},
    ],
    ids=lambda paging: paging["kind"],
)
def test_a_server_that_goes_in_circles_is_an_error(paging):
    with Board(lambda *_: Reply.json({"all": [message(1)], "token": "t", "url": "?p=2"})) as board:
        with pytest.raises(CollectorError, match="circle"):
            list(intranet(board.url, pagination=paging, items="all").fetch(WINDOW, FetchLog()))
        assert len(board.requests) <= 3


def test_pages_beyond_the_limit_are_a_gap():
    def answer(path, query, headers):
        return Reply.json([message(int(query["p"][0]), hours=90 - int(query["p"][0]))])

    log = FetchLog()
    paging = {"kind": "page", "parameter": "p", "most": 5}
    with Board(answer) as board:
        items = list(intranet(board.url, pagination=paging, newest_first=True).fetch(WINDOW, log))
    assert (len(items), log.outcome) == (5, Outcome.CAPPED)
    assert [(gap.start, gap.end) for gap in log.gaps] == [(START, START + timedelta(hours=85))]


def test_deletions_by_flag_and_by_asking_again():
    with Board(lambda path, *_: Reply.json(message(1)) if path.endswith("/1") else Reply(404)) as board:
        reader = intranet(board.url, deleted="off", item_path="/messages/{id}", item_in="")
        (gone,) = reader.to_posts(item("rest", message(1, off=True)))
        (kept,) = reader.to_posts(item("rest", message(1, off=False)))
        assert isinstance(gone, Gone)
        assert gone.post_id == kept.post_id == "place/1"
        again = [r for i in reader.recheck(["place/1", "place/2"], FetchLog()) for r in reader.to_posts(i)]
    assert [type(record) for record in again] == [Post, Gone]
    assert reader.can_recheck
    assert not intranet("https://intranet.example").can_recheck


def test_a_403_that_means_later_waits():
    naps = []
    server, posts = web(lambda: NOW)
    with server:
        server.faults.add(Reply(403, {"retry-after": "9"}), Reply(403, {"x-ratelimit-remaining": "0"}))
        reader = collector("github", OPTIONS["github"](server.url), naps)
        found = list(reader.fetch(WINDOW, FetchLog()))
        assert len(found) == sum(post.created_at in WINDOW for post in posts)
        server.faults.add(*[Reply(403, {"x-ratelimit-remaining": "0"})] * 9)
        with pytest.raises(RateLimitedError):
            list(reader.fetch(WINDOW, FetchLog()))
    assert naps[0] >= 9


def test_a_backoff_in_the_answer_is_kept():
    naps = []
    server, _ = web(lambda: NOW)
    server.backoff = 2
    with server:
        list(
            collector("stackexchange", OPTIONS["stackexchange"](server.url), naps).fetch(Window(START, END), FetchLog())
        )
    assert naps
    assert all(nap >= 2 for nap in naps)


def test_the_end_of_a_quota_is_said():
    server, _ = web(lambda: NOW)
    server.quota = 0
    with server, pytest.raises(RateLimitedError, match="the day's 300 requests are spent"):
        list(collector("stackexchange", OPTIONS["stackexchange"](server.url)).fetch(Window(START, END), FetchLog()))


def test_a_throttle_of_stack_exchange_waits_or_is_said():
    """It comes with 400: https://api.stackexchange.com/docs/throttle."""
    naps = []
    server, _ = web(lambda: NOW)

    def said(seconds):
        words = f"too many requests from this IP, more requests available in {seconds} seconds"
        return Reply.json({"error_id": 502, "error_name": "throttle_violation", "error_message": words}, 400)

    with server:
        reader = collector("stackexchange", OPTIONS["stackexchange"](server.url), naps)
        server.faults.add(said(30))
        assert list(reader.fetch(WINDOW, FetchLog()))
        assert naps[0] >= 30
        server.faults.add(*[said(64938)] * 3)
        with pytest.raises(RateLimitedError):
            list(reader.fetch(WINDOW, FetchLog()))


def test_answers_and_comments_of_tagged_questions():
    server, posts = web(lambda: NOW)
    window = Window(START, END)
    with server:
        reader = collector("stackexchange", {**OPTIONS["stackexchange"](server.url), "tags": ["a"]})
        found = {
            r.post_id for i in reader.fetch(window, FetchLog()) for r in reader.to_posts(i) if r.created_at in window
        }
        questions = sum("tagged" in request.query for request in server.requests)
        no_comments = collector(
            "stackexchange", {**OPTIONS["stackexchange"](server.url), "tags": ["a"], "comments": False}
        )
        fewer = {r.post_id for i in no_comments.fetch(window, FetchLog()) for r in no_comments.to_posts(i)}
    tagged = {p.key for p in posts if p.thread is None and "a" in p.tags}
    direct = {p.key for p in posts if p.thread in tagged and p.parent == p.thread}
    below = {p.key for p in posts if p.parent in direct}
    assert len(found) == len(tagged | direct | below)
    assert len(fewer) == len(tagged | direct)
    assert questions == 2
    assert any("/c" in post_id for post_id in found)


@pytest.mark.parametrize("source", ["stackexchange", "github", "hackernews", "bluesky"])
def test_known_posts_are_asked_for_again(source):
    server, _ = web(lambda: NOW)
    with server:
        reader = collector(source, OPTIONS[source](server.url))
        before = {r.post_id: r for i in reader.fetch(WINDOW, FetchLog()) for r in reader.to_posts(i)}
        lost = server.world.posts[:2]
        server.world = world([p for p in server.world.posts if p not in lost])
        again = {r.post_id: r for i in reader.recheck(list(before), FetchLog()) for r in reader.to_posts(i)}
    assert again.keys() == before.keys()
    gone = {post_id for post_id, record in again.items() if isinstance(record, Gone)}
    assert len(gone) == 2
    for post_id in again.keys() - gone:
        was, now_is = before[post_id], again[post_id]
        assert (was.text, was.title, was.votes, was.author_id) == (
            now_is.text,
            now_is.title,
            now_is.votes,
            now_is.author_id,
        )
    assert reader.can_recheck


def test_a_deleted_item_of_hacker_news_keeps_its_place_only():
    server, posts = web(lambda: NOW)
    story, comment = posts[0], posts[3]
    server.emptied = frozenset({comment.key})
    with server:
        reader = collector("hackernews", OPTIONS["hackernews"](server.url))
        ids = [str(int(p.key[1:])) for p in (story, comment)]
        items = list(reader.recheck(ids, FetchLog()))
    kept, gone = (r for i in items for r in reader.to_posts(i))
    assert isinstance(gone, Gone)
    assert kept.replies == sum(p.thread == story.key for p in posts)
    assert "children" not in items[0].payload["item"]


def test_where_bluesky_stops_scrolling_is_a_gap():
    server, posts = web(lambda: NOW)
    server.scrolls = 40
    window, log = Window(START, END), FetchLog()
    with server:
        reader = collector("bluesky", OPTIONS["bluesky"](server.url))
        found = [r for i in reader.fetch(window, log) for r in reader.to_posts(i)]
    assert (len(found), log.outcome) == (40, Outcome.CAPPED)
    assert [(gap.start, gap.end) for gap in log.gaps] == [(START, min(r.created_at for r in found))]
    assert f"40 of {sum(p.created_at in window for p in posts)} items were given" in log.notes[0]


def test_an_empty_page_in_the_middle_is_not_the_end():
    server, posts = web(lambda: NOW)
    server.holes = True
    log = FetchLog()
    with server:
        reader = collector("bluesky", OPTIONS["bluesky"](server.url))
        found = [r.created_at for i in reader.fetch(Window(START, END), log) for r in reader.to_posts(i)]
    assert min(found) < START + timedelta(days=2)
    assert len(found) < len(posts)
    assert log.outcome == Outcome.CAPPED, "what was filtered is missing, and said to be"


def test_boosts_and_answers_on_mastodon():
    base = {"id": "9", "uri": "https://m.example/9", "created_at": "2026-11-03T10:00:00Z", "account": {"acct": "a"}}
    boosted = {**base, "content": "", "reblog": {"uri": "https://n.example/1", "content": "<p>their words</p>"}}
    answer = {**base, "content": "<p>mine</p>", "in_reply_to_id": "8", "spoiler_text": "about it"}
    quoting = {
        **base,
        "content": "<p>look</p>",
        "quote": {"state": "accepted", "quoted_status": {"uri": "https://n.example/2"}},
    }
    posts = mapped("mastodon", {"url": "https://m.example", "account": "1"}, [boosted, answer, quoting])
    assert [(p.kind, p.text, p.title) for p in posts] == [
        ("repost", "their words", None), ("reply", "mine", "about it"), ("post", "look", None)
    ]  # fmt: skip
    assert (posts[0].repost_of, posts[2].quote_of) == ("https://n.example/1", "https://n.example/2")


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        ({"pagination": {"kind": "page"}}, 4, "needs 'parameter'"),
        ({"pagination": {"kind": "cursor", "parameter": "c"}}, 4, "needs 'next'"),
        ({"parameters": {"from": "{begin}"}}, 5, "only {start}, {end} and {secret:NAME}"),
        ({"mapping": {"post_id": "id", "text": "t"}}, 1, "needs 'created_at'"),
        ({"mapping": {"post_id": "id", "text": "t", "created_at": "a", "lkes": "n"}}, 7, "did you mean 'likes'"),
        ({"time_format": "german"}, 6, "and no pattern"),
    ],
)
def test_mistakes_are_told_with_their_line(change, line, said):
    numbers = {("pagination",): 4, ("parameters",): 5, ("time_format",): 6, ("mapping", "lkes"): 7}
    with pytest.raises(ValidationError) as caught:
        RestSettings.model_validate({"url": "https://a.example", **INTRANET, **change})
    (problem,) = problems(caught.value, RestSettings, Lines(Path("voxpop.yaml"), numbers))
    assert problem.startswith(f"voxpop.yaml:{line}: ")
    assert said in problem


def mapped(source, options, records, stream=0):
    reader = collector(source, options)
    return [r for record in records for r in reader.to_posts(item(source, record, stream))]


@recorded
def test_recorded_questions_and_answers():
    options = {"site": "stackoverflow"}
    page = json.loads((TRAFFIC / "other_channels/stackexchange/stackexchange_question").read_text())
    (question,) = mapped("stackexchange", options, page["items"])
    assert (question.post_id, question.kind) == ("stackoverflow/1", "question")
    answers = mapped("stackexchange", options, page["items"][0]["answers"], stream=1)
    assert [(a.kind, a.thread_id, a.accepted, a.votes) for a in answers] == [("answer", "stackoverflow/1", False, 0)]


@recorded
def test_recorded_issues():
    records = json.loads((TRAFFIC / "other_channels/github/github_request").read_text())
    posts = mapped("github", {"repository": "o/r"}, records)
    assert posts
    for post, record in zip(posts, records, strict=True):
        assert isinstance(post, Post)
        assert (post.post_id, post.tags) == (record["url"], tuple(label["name"] for label in record["labels"]))
    comments = json.loads((TRAFFIC / "other_channels/github/github_issue_comments_1").read_text())
    posts = mapped("github", {"repository": "o/r"}, comments, stream=1)
    assert (
        [post.author_staff for post in posts] == [c["author_association"] == "COLLABORATOR" for c in comments] == [True]
    )


@recorded
def test_recorded_statuses():
    cassettes = [
        *(TRAFFIC / "mastodon/cassettes").glob("*hashtag_tl*"),
        *(TRAFFIC / "mastodon/cassettes").glob("*pagination*"),
    ]
    found, refused = 0, []
    for path in cassettes:
        for exchange in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["interactions"]:
            body = exchange["response"]["body"]["string"]
            answer = json.loads(body) if body else None
            statuses = [s for s in answer if "content" in s] if isinstance(answer, list) else []
            records = mapped("mastodon", {"url": "https://m.example", "tag": "x"}, statuses)
            found += sum(isinstance(r, Post) and "<p>" not in r.text for r in records)
            refused += [r for r in records if isinstance(r, Refusal)]
    assert found > 20
    assert refused == []


def test_the_second_record_of_one_id_is_kept():
    edited = message(1) | {"body": "as it was edited"}
    with Board(lambda *_: Reply.json([message(1), message(1), edited])) as board:
        found = [r.text for i in intranet(board.url).fetch(WINDOW, FetchLog()) for r in intranet(board.url).to_posts(i)]
    assert found[-1] == "as it was edited"
    assert len(found) == 2


def test_answers_on_mastodon_know_what_they_answer_and_where_their_thread_begins():
    def status(number, above=None):
        at = iso(START + timedelta(hours=int(number)))
        account = {"acct": "a", "url": "https://m.example/@a", "id": "1"}
        facts = {
            "id": number,
            "uri": f"https://n.example/{number}",
            "created_at": at,
            "content": "<p>w</p>",
            "account": account,
        }
        return facts | {"in_reply_to_id": above, "visibility": "public"}

    known = {"1": status("1"), "2": status("2", "1")}
    asked = []

    def respond(path, *_):
        asked.append(path)
        if "timelines" in path:
            return (
                Reply.json([status("9", "8"), status("8", "2"), status("7", "404")])
                if len(asked) == 1
                else Reply.json([])
            )
        found = known.get(path.rpartition("/")[2])
        return Reply.json(found) if found else Reply(404)

    log = FetchLog()
    with Board(respond) as board:
        reader = collector("mastodon", {"url": board.url, "tag": "acme"})
        posts = {r.post_id: r for i in reader.fetch(WINDOW, log) for r in reader.to_posts(i)}
        lost = f"{board.url}/statuses/404"
    told = {name[-1]: (post.parent_id, post.thread_id) for name, post in posts.items()}
    assert told["9"] == ("https://n.example/8", "https://n.example/1")
    assert told["8"] == ("https://n.example/2", "https://n.example/1")
    assert told["7"] == (lost, lost)
    assert log.notes == ["1 posts above answers could not be read"]
    assert sum("/statuses/" in path for path in asked) == 3, "a post above several answers is asked for once"


def test_bluesky_finds_posts_whose_clock_was_ahead():
    record = {"text": "w", "createdAt": iso(START + timedelta(days=20))}
    post = {"uri": "at://did:plc:a/app.bsky.feed.post/1", "author": {"did": "did:plc:a"}, "record": record}
    post["indexedAt"] = iso(START + timedelta(days=1))
    with Board(lambda *_: Reply.json({"posts": [post]})) as board:
        reader = collector("bluesky", {"query": "acme", "api_url": board.url})
        (found,) = [r for i in reader.fetch(WINDOW, FetchLog()) for r in reader.to_posts(i)]
    assert found.created_at == START + timedelta(days=1)


def test_records_within_items_are_posts_of_their_own_and_told():
    def comment(number, **more):
        return message(number, hours=2, **more)

    answers = [comment(1, replies=[comment(1)]), comment(8, public=False), comment(9)]
    item_, plain = message(1, comments=answers, history=[comment(7)]), message(2, comments=[])
    with Board(lambda *_: Reply.json([item_, plain])) as board:
        reader, log = intranet(board.url), FetchLog()
        posts = [post for raw in reader.fetch(WINDOW, log) for post in reader.to_posts(raw)]
        told = {post.post_id.partition("/")[2]: (post.parent_id or "").partition("/")[2] for post in posts}
        assert told == {"1": "", "1^1": "1", "1^1^1": "1^1", "1^9": "1", "2": ""}
        assert {post.thread_id for post in posts[1:4]} == {posts[0].post_id}
        assert any("comments (2)" in note and "'each: []' reads none" in note for note in log.notes)
        assert any("nothing reads: history" in note for note in log.notes)
        assert any("1 record within items left out" in note for note in log.notes)
        assert "comments (2)" in reader.probe()
        by_hand = intranet(board.url, each=["comments", "comments.replies"])
        again = [post for raw in by_hand.fetch(WINDOW, FetchLog()) for post in by_hand.to_posts(raw)]
        assert [post.post_id for post in again] == [post.post_id for post in posts]
        none = intranet(board.url, each=[])
        assert len([post for raw in none.fetch(WINDOW, FetchLog()) for post in none.to_posts(raw)]) == 2
        assert reader.located(posts[1].post_id) is None
