"""Sources built on `rest`: mapping, paging, secrets, deletions, limits, and recorded traffic."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from collectors.base import Context
from collectors.registry import collector_class
from collectors.rest_mapping import at, moment
from collectors.rest_settings import RestSettings
from tests.collectors.forum_world import END, START, world
from tests.collectors.spoiled import spoiled
from tests.collectors.web_world import INTRANET, OPTIONS, web
from voxpop.authors import AuthorKey
from voxpop.config import Channel
from voxpop.config_file import Lines, problems
from voxpop.coverage import FetchLog, Outcome
from voxpop.demo.servers.base import DemoServer, Reply
from voxpop.errors import CollectorError, RateLimitedError
from voxpop.post import Gone, Mapped, Post, RawItem, Refusal
from voxpop.window import Window

SHARED = Path(os.environ.get("VOXPOP_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared")) / "traffic"
NOW = END + timedelta(minutes=1)
WINDOW = Window(START, START + timedelta(days=4))
recorded = pytest.mark.skipif(not SHARED.exists(), reason="the recorded traffic is not here")


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
    page = json.loads((SHARED / "other_channels/stackexchange/stackexchange_question").read_text())
    (question,) = mapped("stackexchange", options, page["items"])
    assert (question.post_id, question.kind) == ("stackoverflow/1", "question")
    answers = mapped("stackexchange", options, page["items"][0]["answers"], stream=1)
    assert [(a.kind, a.thread_id, a.accepted, a.votes) for a in answers] == [("answer", "stackoverflow/1", False, 0)]


@recorded
def test_recorded_issues():
    records = json.loads((SHARED / "other_channels/github/github_request").read_text())
    posts = mapped("github", {"repository": "o/r"}, records)
    assert posts
    for post, record in zip(posts, records, strict=True):
        assert isinstance(post, Post)
        assert (post.post_id, post.tags) == (record["url"], tuple(label["name"] for label in record["labels"]))
    comments = json.loads((SHARED / "other_channels/github/github_issue_comments_1").read_text())
    assert all(isinstance(post, Post) for post in mapped("github", {"repository": "o/r"}, comments, stream=1))


@recorded
def test_recorded_statuses():
    cassettes = [
        *(SHARED / "mastodon/cassettes").glob("*hashtag_tl*"),
        *(SHARED / "mastodon/cassettes").glob("*pagination*"),
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
