"""The HTTP layer against a server that misbehaves: waiting as asked, giving up in time, and no secret in a message."""

import socket
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.collectors.forum_world import END, PEOPLE, START
from voxpop.collectors.wire.http import MOST_WAIT, Patience, bare, redact, session
from voxpop.coverage import FetchLog
from voxpop.errors import ForbiddenError, OutOfBudgetError, RateLimitedError, StrangeAnswerError, UnreachableError
from voxpop.pipeline.demo.servers.base import DemoServer, Faults, Reply
from voxpop.pipeline.demo.world import World

OK = Reply.json({"fine": True})


class Fine(DemoServer):
    def respond(self, method, path, query, headers, body):
        return OK


@pytest.fixture
def server():
    world = World(company="Acme", start=START, end=END, people=PEOPLE, posts=(), truths={})
    with Fine(world, Faults(), clock=lambda: END) as started:
        yield started


def ask(server, *faults, path="/a?api_key=hush"):
    """The answer, how long was slept, and the log."""
    naps, log = [], FetchLog()
    server.faults.add(*faults)
    client = session(Patience("x", log, naps.append), "voxpop-test")
    return client.get(server.url + path), naps, log


def limited(**headers):
    return Reply(429, {name.replace("_", "-"): value for name, value in headers.items()}, b"slow down")


def test_an_answer_that_is_too_large_is_refused_before_it_is_held(server):
    server.faults.add(Reply(200, {}, b"a" * 3_000_000))
    client = session(Patience("x", FetchLog(), most_bytes=1 << 20), "voxpop-test")
    with pytest.raises(StrangeAnswerError, match=r"more than the 1 MB that limits\.answer_mb allows"):
        client.get(server.url + "/a")
    assert client.get(server.url + "/a").json() == {"fine": True}


@pytest.mark.parametrize(
    ("reply", "least", "most"),
    [
        (limited(retry_after="7"), 7, 8.1),
        (limited(retry_after=format_datetime(END + timedelta(seconds=40), usegmt=True)), 39, 41.1),
        (limited(retry_after="Mon, 23 Nov 2026 00:00:40 -0000"), 39, 41.1),
        (limited(x_rate_limit_reset=str(int((END + timedelta(seconds=90)).timestamp()))), 89, 92),
        (limited(x_ratelimit_reset="33"), 33, 34.1),
        (limited(), 4, 20),
        (limited(retry_after="soon"), 4, 20),
        (limited(retry_after="0"), 4, 20),
        (limited(x_rate_limit_reset=str(int(END.timestamp()) - 5)), 4, 20),
        (Reply(503, {"retry-after": "11"}), 11, 12.1),
        (Reply(500), 0.5, 4),
        (Reply(200, {"content-type": "application/json"}, b"{" + b" " * 4000 + b"}", cut=True), 0.5, 4),
    ],
    ids=[
        "seconds",
        "date",
        "date without zone",
        "epoch of X",
        "seconds of Reddit",
        "no header",
        "no number",
        "nought",
        "past",
        "busy",
        "failing",
        "cut",
    ],
)
def test_it_waits_as_asked_and_tries_again(server, reply, least, most):
    answer, naps, log = ask(server, reply)
    assert answer.json() == {"fine": True}
    assert len(naps) == 1
    assert least <= naps[0] <= most
    assert (log.requests, log.retries) == (2, 1)


def test_a_server_that_stays_down_is_unreachable(server):
    with pytest.raises(UnreachableError, match=r"answered 503 \(4 tries\)") as caught:
        ask(server, *[Reply(503)] * 9)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("headers", [{}, {"retry_after": "0"}], ids=["no header", "nought"])
def test_limits_without_a_time_end_after_three(server, headers):
    with pytest.raises(RateLimitedError, match="without saying when to come back"):
        ask(server, *[limited(**headers)] * 9)
    assert len(server.requests) == 3


def test_no_run_waits_for_ever(server):
    with pytest.raises(RateLimitedError, match="more than this run may"):
        ask(server, limited(retry_after=str(int(MOST_WAIT) + 1)))


def test_short_waits_add_up_to_the_same_limit(server):
    naps, log = [], FetchLog()
    server.faults.add(*[limited(retry_after="200")] * 9)
    with pytest.raises(RateLimitedError, match="more than this run may"):
        session(Patience("x", log, naps.append), "voxpop-test").get(server.url)
    assert (len(naps), len(server.requests)) == (4, 5)
    assert sum(naps) <= MOST_WAIT


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_credential_is_said(server, status):
    with pytest.raises(
        ForbiddenError, match=f"answered {status}: the credential is wrong or may not read this"
    ) as caught:
        ask(server, Reply.json({"detail": "nope", "token": "hush"}, status))
    assert "`voxpop check`" in str(caught.value)
    assert "nope" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_a_spent_month_is_no_rate_limit(server):
    with pytest.raises(OutOfBudgetError, match="monthly cap"):
        ask(server, Reply.json({"title": "UsageCapExceeded", "type": "x/problems/usage-capped"}, 429))
    with pytest.raises(OutOfBudgetError, match="credits"):
        ask(server, Reply.json({}, 402))


@pytest.mark.parametrize("status", [400, 404, 410])
def test_other_answers_are_the_clients_to_read(server, status):
    answer, naps, _ = ask(server, Reply.json({"what": "ever"}, status))
    assert answer.status_code == status
    assert naps == []


def test_nobody_there():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    naps = []
    client = session(Patience("x", FetchLog(), naps.append), "voxpop-test")
    with pytest.raises(UnreachableError, match="refused"):
        client.get(f"http://127.0.0.1:{port}/?token=hush")
    assert len(naps) == 3


@pytest.mark.parametrize(
    "text",
    [
        "GET /a?token=hush&b=1",
        "Authorization: Bearer hush",
        '{"client_secret": "hush"}',
        "password=hush",
        "X-Api-Key: hush",
        "Authorization: Basic hush",
        "Bearer hush-hush-0=",
    ],
)
def test_secrets_are_blacked_out(text):
    assert "hush" not in redact(text)
    assert "***" in redact(text)


def test_addresses_are_said_without_query_and_password():
    assert bare("https://me:hu@sh@forum.example/a@b?token=hush") == "https://forum.example/a@b"


def test_ordinary_words_are_left():
    assert redact("basic settings of the bearer") == "basic settings of the bearer"


SECONDARY = {"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize(
    "headers", [{}, {"x-ratelimit-remaining": "4987", "x-ratelimit-reset": "1795478400"}], ids=["bare", "other"]
)
def test_a_limit_without_its_headers_waits_a_minute_and_is_a_limit(server, status, headers):
    reply = Reply.json(SECONDARY, status, headers)
    answer, naps, _ = ask(server, reply)
    assert answer.json() == {"fine": True}
    assert 60 <= naps[0] <= 62
    with pytest.raises(RateLimitedError):
        ask(server, *[reply] * 9)


def test_other_servers_tell_the_wait_in_their_own_way(server):
    told = {"errors": ["slow down"], "extras": {"wait_seconds": 21}}
    _, naps, _ = ask(server, Reply.json(told, 429))  # Discourse
    assert 21 <= naps[0] <= 23
    throttled = {"detail": "Request was throttled. Expected available in 45 seconds."}
    _, naps, _ = ask(server, Reply.json(throttled, 403))  # Django
    assert 45 <= naps[0] <= 47
    later = (END + timedelta(seconds=50)).isoformat()
    _, naps, _ = ask(server, limited(x_ratelimit_remaining="0", x_ratelimit_reset=later))  # Mastodon
    assert 49 <= naps[0] <= 52
    _, naps, _ = ask(
        server, limited(ratelimit_remaining="0", ratelimit_reset=str(int(END.timestamp()) + 30))
    )  # Bluesky
    assert 29 <= naps[0] <= 32
