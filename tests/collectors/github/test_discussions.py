"""GitHub's discussions on a made-up GraphQL server: all answers, however deep and many; edits, deletions, limits, junk."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.collectors.forum_world import END, START, world
from tests.collectors.spoiled import spoiled
from tests.collectors.web_world import iso
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, RateLimitedError
from voxpop.pipeline.demo.servers.base import DemoServer, Reply
from voxpop.post import Gone, Mapped, Post, Refusal
from voxpop.window import Window

NOW = END + timedelta(minutes=1)
WINDOW = Window(START, END)


def writer(n, role="NONE"):
    return {"author": {"login": f"author{n}", "databaseId": n}, "authorAssociation": role}


def words(name, hours, **more):
    at = iso(START + timedelta(hours=hours))
    return {
        "id": name, "url": f"https://github.com/o/r/discussions/{name}", "body": f"text of {name}", "createdAt": at,
        "lastEditedAt": None, "upvoteCount": 2, **writer(7), **more,
    }  # fmt: skip


def topic(n, hours, **more):
    facts = {"title": f"Topic {n}", "updatedAt": iso(START + timedelta(hours=hours + 9)), "isAnswered": False}
    category = {"slug": "q-a", "isAnswerable": True}
    return words(f"D_{n}", hours, **facts, category=category, labels={"nodes": [{"name": "export"}]}, **more)


def answer(name, of, hours, above=None, **more):
    facts = {"isAnswer": False, "replyTo": above and {"id": above}, "discussion": {"id": of}}
    return words(name, hours, **facts, **more)


class Hub(DemoServer):
    """Discussions with 120 answers and one of them with 70 replies; issues there are none."""

    def __init__(self):
        super().__init__(world([]), clock=lambda: NOW)
        self.topics = [topic(n, n * 10) for n in range(12)]
        self.answers = {"D_3": [answer(f"C_{n}", "D_3", 31) for n in range(120)], "D_1": [answer("C_old", "D_1", 11)]}
        self.replies = {"C_5": [answer(f"R_{n}", "D_3", 32, "C_5") for n in range(70)]}
        self.page = 50

    def respond(self, method, path, query, headers, body):
        if path != "/graphql":
            return Reply.json([])
        if headers.get("authorization") != "Bearer hush":
            return Reply.json({"message": "Bad credentials"}, 401)
        asked = json.loads(body)
        values, after = asked["variables"], int(asked["variables"].get("after") or 0)
        if "nodes(ids" in asked["query"]:
            known = {p["id"]: {"__typename": "Discussion", **p} for p in self.topics}
            known |= {p["id"]: {"__typename": "DiscussionComment", **p} for ps in self.answers.values() for p in ps}
            errors = [{"type": "NOT_FOUND", "message": "gone"}] if set(values["ids"]) - known.keys() else []
            return Reply.json({"data": {"nodes": [known.get(name) for name in values["ids"]]}, "errors": errors})
        if "discussions(first" in asked["query"]:
            assert (values["owner"], values["name"]) == ("o", "r")
            listed = sorted(self.topics, key=lambda p: p["updatedAt"], reverse=True)
            listed = [{**p, "comments": {"totalCount": len(self.answers.get(p["id"], []))}} for p in listed]
            return Reply.json({"data": {"repository": {"discussions": self.listed(listed, after, 5)}}})
        if "replies(first:50,after" in asked["query"]:
            return Reply.json({"data": {"node": {"replies": self.listed(self.replies.get(values["id"], []), after)}}})
        whole = [
            {**a, "replies": self.listed(self.replies.get(a["id"], []), 0)} for a in self.answers.get(values["id"], [])
        ]
        return Reply.json({"data": {"node": {"comments": self.listed(whole, after)}}})

    def listed(self, records, after, size=50):
        end = after + size
        return {"nodes": records[after:end], "pageInfo": {"hasNextPage": end < len(records), "endCursor": str(end)}}


@pytest.fixture
def hub():
    with Hub() as made:
        yield made


def collector(hub, **more):
    options = {"repository": "o/r", "login": True, "discussions": True, "api_url": hub.url, **more}
    channel = Channel.model_validate({"id": "hub", "source": "github", **options})
    context = Context(AuthorKey(b"key"), lambda _: "hush", Path("/"), lambda: NOW, lambda _: None)
    return collector_class("github")(channel, context)


def read(one, window=WINDOW):
    return {record.post_id: record for item in one.fetch(window, FetchLog()) for record in one.to_posts(item)}


def test_all_of_it_however_deep(hub):
    found = read(collector(hub))
    assert found.keys() == {f"D_{n}" for n in range(12)} | {f"C_{n}" for n in range(120)} | {"C_old"} | {
        f"R_{n}" for n in range(70)
    }
    first, reply = found["D_3"], found["R_69"]
    assert (first.kind, first.title, first.replies, first.votes, first.tags) == (
        "question",
        "Topic 3",
        120,
        2,
        ("export",),
    )
    assert (reply.kind, reply.thread_id, reply.parent_id) == ("reply", "D_3", "C_5")
    assert found["C_1"].parent_id == "D_3"


def test_what_a_window_holds(hub):
    """Answers of the window, also to older discussions, and nothing that is older than all its changes."""
    window = Window(START + timedelta(hours=30), START + timedelta(hours=60))
    found = read(collector(hub), window)
    assert {n for n in found if n.startswith("C")} == {f"C_{n}" for n in range(120)}
    assert "D_1" not in found
    assert "D_3" in found


def test_who_is_of_the_staff_and_what_was_accepted(hub):
    hub.answers["D_1"] = [
        answer("C_best", "D_1", 11)
        | writer(9, "MEMBER")
        | {"isAnswer": True, "lastEditedAt": iso(START + timedelta(hours=12))}
    ]
    hub.topics[1]["isAnswered"] = True
    hub.topics[2]["category"] = {"slug": "ideas", "isAnswerable": False}
    hub.topics[4]["author"] = None
    found = read(collector(hub))
    best = found["C_best"]
    assert (best.kind, best.accepted, best.author_staff) == ("answer", True, True)
    assert best.edited_at == START + timedelta(hours=12)
    assert (found["D_1"].answered, found["D_3"].answered, found["D_3"].author_staff) == (True, False, False)
    assert found["D_2"].kind == "idea"
    assert found["D_4"].author_id is None


def test_a_recheck_reads_again_and_learns_what_is_gone(hub):
    one = collector(hub)
    del hub.topics[2]
    hub.answers["D_3"][7]["body"] = "in other words"
    again = [r for item in one.recheck(["D_1", "D_2", "C_7"], FetchLog()) for r in one.to_posts(item)]
    assert {r.post_id: r.text for r in again if isinstance(r, Post)} == {"D_1": "text of D_1", "C_7": "in other words"}
    assert [r.post_id for r in again if isinstance(r, Gone)] == ["D_2"]


def test_errors_that_come_with_200(hub):
    hub.faults.add(None, None, Reply.json({"errors": [{"type": "RATE_LIMITED", "message": "later"}]}))
    with pytest.raises(RateLimitedError):
        read(collector(hub))
    hub.faults.add(None, None, Reply.json({"data": None, "errors": [{"type": "FORBIDDEN", "message": "not yours"}]}))
    with pytest.raises(CollectorError, match="not yours"):
        read(collector(hub))
    hub.faults.add(None, None, Reply.json({"data": {"repository": None}}))
    with pytest.raises(CollectorError, match="o/r is not there"):
        read(collector(hub))
    circle = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": "same"}}
    hub.faults.add(None, None, *[Reply.json({"data": {"repository": {"discussions": circle}}})] * 9)
    with pytest.raises(CollectorError, match="circle"):
        read(collector(hub))


def test_without_a_token_they_cannot_be_read():
    with pytest.raises(ValidationError, match="add 'login: true'"):
        collector_class("github").Settings.model_validate({"repository": "o/r", "discussions": True})


def test_any_value_anywhere_is_mapped_or_refused(hub):
    one = collector(hub)
    items = {tuple(sorted(item.payload)): item for item in one.fetch(WINDOW, FetchLog())}
    assert len(items) == 2
    for item in items.values():
        for path, junk, changed in spoiled(item.payload):
            (made,) = one.to_posts(replace(item, payload=changed))
            assert isinstance(made, Post | Refusal | Gone), (path, junk)
            assert len(Mapped.of([made]).posts) == isinstance(made, Post)
