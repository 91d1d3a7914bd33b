"""Posts go on by rule, at most once a route, signed, masked and counted; what is forgotten is retracted."""

import hashlib
import hmac
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.pipeline.loop.loop_world import NOW, asking, said, told
from voxpop.errors import ConfigError, UsageError
from voxpop.pipeline import tasks
from voxpop.pipeline.demo.servers.base import DemoServer, Reply
from voxpop.pipeline.erasure import forget as erasure
from voxpop.pipeline.loop.routes import send_routes
from voxpop.pipeline.loop.sent import Fate, Sent
from voxpop.pipeline.workspace import Workspace

KEY = "made-up-key-that-signs"
ROUTES = "routes: [{id: wishes, to: webhook, intents: [feature_request], channels: [forum], hours: 100, per_day: 4}]\n"


class Receiver(DemoServer):
    """Takes what is posted, and keeps it."""

    def respond(self, method, path, query, headers, body):
        stamp = headers["x-voxpop-timestamp"]
        made = hmac.new(KEY.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        assert headers["x-voxpop-signature"] == f"sha256={made}"
        assert headers["x-voxpop-delivery"] == json.loads(body)["delivery"]
        return Reply(204)

    @property
    def messages(self):
        return [json.loads(request.body) for request in self.requests]


@pytest.fixture
def place(copy_of):
    """A workspace with one route, its receiver, and a clock."""
    folder = copy_of(asking)
    with Receiver(None, clock=lambda: NOW) as server:
        (folder / ".env").write_text(
            f"VOXPOP_AUTHOR_KEY=made-up-key-of-the-operator\nVOXPOP_WISHES_URL={server.url}/in\nVOXPOP_WISHES_KEY={KEY}\n"
        )
        (folder / "voxpop.yaml").write_text((folder / "voxpop.yaml").read_text() + ROUTES)
        yield Workspace.open(folder / "voxpop.yaml"), server


def run(workspace, days=0, **more):
    (found,) = send_routes(workspace, "wishes", clock=lambda: NOW + timedelta(days=days), **{"send": True, **more})
    return [line.outcome for line in found.lines]


def test_each_post_goes_once_and_no_more_than_the_budget_a_day(place):
    workspace, server = place
    assert run(workspace, send=False) == ["would be sent"] * 4 + ["waits"] * 2
    assert not server.requests
    assert run(workspace) == ["sent"] * 4 + ["waits"] * 2
    assert run(workspace) == ["waits"] * 2
    assert run(workspace, days=1) == ["sent"] * 2
    assert run(workspace, days=2) == []
    assert len({message["delivery"] for message in server.messages}) == len(server.messages) == 6
    post = server.messages[0]["post"]
    assert post["url"].startswith("https://forum.example.org/")
    assert "feature_request" in post["intents"]
    assert tasks.DeliveryError


@pytest.mark.parametrize(("fault", "outcome", "then"), [
    (lambda _: Reply(503), "may have been sent", "may have been sent"),
    (lambda reply: replace(reply, status=200, body=b"x" * 9, cut=True), "sent", None),
    (lambda _: Reply(422), "failed", "sent"),
    (lambda _: Reply(302, {"location": "http://127.0.0.1:9/"}), "failed", "sent"),
])  # fmt: skip
def test_a_lost_answer_sends_nothing_twice(place, fault, outcome, then):
    workspace, server = place
    server.faults.add(lambda _, reply: fault(reply))
    assert run(workspace)[0] == outcome
    again = run(workspace, days=1)
    assert (again[0] if then else "") == (then or "")
    deliveries = [message["delivery"] for message in server.messages]
    assert len(deliveries) == len(set(deliveries)) + (then == "sent")
    if then == "may have been sent":
        assert run(workspace, days=1, again=[server.messages[0]["delivery"]])[0] == "sent"


def test_a_run_that_is_killed_while_it_sends_is_told_and_nobody_listening_is_a_failure(place, monkeypatch):
    workspace, server = place
    with monkeypatch.context() as patched:
        patched.setattr(
            "voxpop.pipeline.loop.carriers.requests.post", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            run(workspace)
    assert run(workspace)[0] == "may have been sent"
    server.stop()
    assert run(workspace, days=1)[1:3] == ["failed", "failed"]


def test_what_is_forgotten_is_retracted_and_what_was_not_sent_never_goes(place):
    workspace, server = place
    run(workspace)
    sent = {entry.delivery for entry in Sent.of(workspace, "wishes").read().values()}
    erasure.forget(workspace, [], ["archive:p0", "archive:p1", "archive:p2", "archive:p3", "archive:p4", "archive:p5"])
    assert {entry.fate for entry in Sent.of(workspace, "wishes").read().values()} == {Fate.TO_RETRACT}
    assert not [entry for entry in Sent.of(workspace, "wishes").read().values() if entry.people]
    assert run(workspace, days=1) == ["retracted"] * 4
    assert {message["delivery"] for message in server.messages if message["event"] == "retracted"} == sent
    assert run(workspace, days=1) == []


def test_words_are_masked_and_hostile_ones_do_nothing(place, tmp_path):
    workspace, server = place
    folder = workspace.config.base_dir
    hostile = "Please add an option for @channel <!here> [x](javascript:alert(1)), mail ana@larkspur.example or call +49 30 1234567"
    told(workspace, said(60, hostile, "loud", 0.1), at=NOW + timedelta(hours=1))
    (folder / ".env").write_text(
        (folder / ".env").read_text() + f"VOXPOP_CHAT_URL=json://{server.url.removeprefix('http://')}/chat\n"
    )
    path = folder / "voxpop.yaml"
    path.write_text(path.read_text().replace("channels: [forum], hours: 100", "channels: [forum], hours: 10"))
    path.write_text(
        path.read_text().replace(
            "per_day: 4}]", "per_day: 4}, {id: chat, to: apprise, intents: [feature_request], hours: 10}]"
        )
    )
    there = Workspace.open(path)
    server.respond = lambda *_: Reply(200)
    for name in ("wishes", "chat"):
        (found,) = send_routes(there, name, send=True, clock=lambda: NOW)
        assert [line.outcome for line in found.lines] == ["sent"]
    webhook, chat = (request.body.decode() for request in server.requests)
    for text in (webhook, chat):
        assert "ana@" not in text
        assert not re.search(r"1234567", text)
    assert "@channel" not in chat
    assert "<!here>" not in chat


def test_a_route_that_takes_everything_or_names_nothing_is_refused(place):
    workspace, _ = place
    path = workspace.config.base_dir / "voxpop.yaml"
    for routes, says in (("[{id: a, to: webhook}]", "would send every post"), ("[{id: a, to: webhook, channels: [forums]}]", "Did you mean 'forum'"),
                         ("[{id: a, to: webhook, intents: [bugs]}]", "bug_report")):  # fmt: skip
        (path.with_name("other.yaml")).write_text(path.read_text().split("routes:")[0] + f"routes: {routes}\n")
        with pytest.raises(ConfigError, match=re.escape(says)):
            Workspace.open(path.with_name("other.yaml"))
    with pytest.raises(UsageError, match="did you mean 'wishes'"):
        send_routes(workspace, "wish")
