"""The made-up conversations as issues and tickets: GitLab, Jira, Freshdesk, Intercom, by their documented APIs."""

import base64
import json
from datetime import UTC, datetime
from html import escape

from tests.collectors.forum_world import PEOPLE
from tests.collectors.thread_world import ThreadServer, number
from tests.collectors.web_world import iso, person, unix
from voxpop.pipeline.demo.servers.base import Reply

GITLAB_TOKEN = "made-up-gitlab-token"
JIRA_LOGIN = base64.b64encode(b"reader@larkspur.example:made-up-jira-token").decode()
FRESHDESK_LOGIN = base64.b64encode(b"made-up-freshdesk-key:X").decode()
INTERCOM_TOKEN = "made-up-intercom-token"


class GitLabServer(ThreadServer):
    """Issues by their last change."""

    secret = ("private-token", GITLAB_TOKEN)

    def answer(self, path):
        match path.removeprefix("/api/v4/projects/o%2Fr/").split("/"):
            case ["issues"]:
                since = self.asked["updated_after"]
                found = sorted((t for t in self.topics if iso(self.changed(t)) >= since), key=self.changed)
                return linked(self, path, [self.issue(t) for t in found])
            case ["issues", n, "notes"] if topic := self.topic(n):
                return linked(self, path, [self.note(p) for p in self.of(topic)])
            case ["issues", n] if topic := self.topic(n):
                return Reply.json(self.issue(topic))
            case ["issues", n, "notes", m] if topic := self.topic(n):
                found = [self.note(p) for p in self.of(topic) if number(p) == int(m)]
                return Reply.json(found[0]) if found else Reply(404)
        return Reply(404)

    def issue(self, p):
        return {
            "id": 9000 + number(p), "iid": number(p), "title": p.title, "description": p.text, "created_at": iso(p.created_at),
            "updated_at": iso(self.changed(p)), "author": {"id": person(p)[0], "username": person(p)[1]}, "upvotes": p.likes,
            "user_notes_count": len(self.of(p)), "labels": list(p.tags), "state": "opened", "confidential": p.key in self.hidden,
            "web_url": f"{self.url}/o/r/-/issues/{number(p)}",
        }  # fmt: skip

    def note(self, p):
        return {
            "id": number(p), "body": p.text, "author": {"id": person(p)[0], "username": person(p)[1]}, "system": False,
            "created_at": iso(p.created_at), "updated_at": iso(p.created_at), "noteable_iid": int(p.thread[1:]) + 1,
            "noteable_type": "Issue", "internal": p.key in self.hidden,
        }  # fmt: skip


class JiraServer(ThreadServer):
    """Issues by their last change, the first comments with them; one page after another by tokens."""

    secret = ("authorization", f"Basic {JIRA_LOGIN}")
    inline = 6

    def answer(self, path):
        match path.removeprefix("/rest/api/2/").split("/"):
            case ["search", "jql"]:
                since = datetime.strptime(self.asked["jql"].split('"')[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
                found = sorted((t for t in self.topics if self.changed(t) >= since), key=self.changed)
                page, after = self.page(found, int(self.asked.get("nextPageToken", 0)))
                following = {"nextPageToken": str(after)} if after else {"isLast": True}
                return Reply.json({"issues": [self.issue(t) for t in page], **following})
            case ["issue", key, "comment"] if topic := self.topic(key.removeprefix("LK-")):
                start = int(self.asked.get("startAt", 0))
                answers = self.of(topic)
                page, _ = self.page(answers, start)
                return Reply.json({"comments": [self.said(p) for p in page], "startAt": start, "total": len(answers)})
            case ["issue", key, "comment", n] if topic := self.topic(key.removeprefix("LK-")):
                found = [self.said(p) for p in self.of(topic) if number(p) == int(n)]
                return Reply.json(found[0]) if found else Reply(404)
            case ["issue", key] if topic := self.topic(key.removeprefix("LK-")):
                return Reply.json(self.issue(topic))
        return Reply(404)

    def issue(self, p):
        answers = self.of(p)
        comments = {"comments": [self.said(one) for one in answers[: self.inline]], "total": len(answers)}
        return {
            "id": str(10_000 + number(p)), "key": f"LK-{number(p)}",
            "fields": {
                "summary": p.title, "description": p.text, "created": iso(p.created_at).replace("Z", ".000+0000"),
                "updated": iso(self.changed(p)).replace("Z", ".000+0000"), "labels": list(p.tags), "status": {"name": "Open"},
                "creator": {"accountId": f"a{person(p)[0]}", "displayName": person(p)[1]}, "votes": {"votes": p.likes}, "comment": comments,
            },
        }  # fmt: skip

    def said(self, p):
        return {
            "id": str(number(p)), "body": p.text, "created": iso(p.created_at).replace("Z", ".000+0000"),
            "updated": iso(p.created_at).replace("Z", ".000+0000"), "jsdPublic": p.key not in self.hidden,
            "author": {"accountId": f"a{person(p)[0]}", "displayName": person(p)[1]},
        }  # fmt: skip


class FreshdeskServer(ThreadServer):
    """Tickets by their last change; pages by links."""

    secret = ("authorization", f"Basic {FRESHDESK_LOGIN}")

    def answer(self, path):
        match path.removeprefix("/api/v2/").split("/"):
            case ["tickets"]:
                since = self.asked["updated_since"]
                found = sorted((t for t in self.topics if iso(self.changed(t)) >= since), key=self.changed)
                return linked(self, path, [self.ticket(t) for t in found])
            case ["tickets", n, "conversations"] if topic := self.topic(n):
                return linked(self, path, [self.said(p) for p in self.of(topic)])
            case ["tickets", n] if topic := self.topic(n):
                return Reply.json(self.ticket(topic))
        return Reply(404)

    def ticket(self, p):
        return {
            "id": number(p), "subject": p.title, "description": f"<div>{escape(p.text)}</div>", "description_text": p.text,
            "requester_id": person(p)[0], "created_at": iso(p.created_at), "updated_at": iso(self.changed(p)), "tags": list(p.tags),
            "type": "Question", "spam": p.key in self.hidden, "status": 2,
        }  # fmt: skip

    def said(self, p):
        return {
            "id": number(p), "body": f"<div>{escape(p.text)}</div>", "body_text": p.text, "incoming": not PEOPLE[p.author].staff,
            "private": p.key in self.hidden, "user_id": person(p)[0], "created_at": iso(p.created_at), "updated_at": iso(p.created_at),
            "ticket_id": int(p.thread[1:]) + 1,
        }  # fmt: skip


class IntercomServer(ThreadServer):
    """Conversations are searched by their last change, and read one by one."""

    def respond(self, method, path, query, headers, body):
        if headers.get("authorization") != f"Bearer {INTERCOM_TOKEN}":
            return Reply.json({"type": "error.list", "errors": [{"code": "unauthorized"}]}, 401)
        match path.strip("/").split("/"):
            case ["me"]:
                return Reply.json({"type": "admin", "app": {"name": "Larkspur"}})
            case ["conversations", "search"]:
                asked = json.loads(body)
                since = asked["query"]["value"]
                found = sorted((t for t in self.topics if unix(self.changed(t)) > since), key=self.changed)
                page, after = self.page(found, int(asked["pagination"].get("starting_after", 0)))
                following = {"next": {"starting_after": str(after)}} if after else {}
                return Reply.json({"conversations": [{"id": str(number(t))} for t in page], "pages": following})
            case ["conversations", n] if topic := self.topic(n):
                return Reply.json(self.conversation(topic))
        return Reply(404)

    def conversation(self, p):
        parts = [{"id": str(number(one)), "part_type": "comment", **self.said(one)} for one in self.of(p)]
        source = {
            "type": "conversation",
            "id": "1",
            "delivered_as": "customer_initiated",
            "subject": p.title,
            **self.said(p),
        }
        told = {
            "id": str(number(p)),
            "created_at": unix(p.created_at),
            "updated_at": unix(self.changed(p)),
            "source": source,
        }
        return {**told, "conversation_parts": {"conversation_parts": parts, "total_count": len(parts)}}

    def said(self, p):
        kind = "admin" if PEOPLE[p.author].staff else "user"
        return {
            "body": f"<p>{escape(p.text)}</p>", "created_at": unix(p.created_at),
            "author": {"type": kind, "id": str(person(p)[0]), "name": person(p)[1]},
        }  # fmt: skip


def linked(server, path, items):
    """A page with the address of the next in its header."""
    at = int(server.asked.get("page", 1)) - 1
    page, after = server.page(items, at * server.size)
    asked = "&".join(f"{name}={value}" for name, value in server.asked.items() if name != "page")
    following = f'<{server.url}{path}?{asked}&page={at + 2}>; rel="next"'
    return Reply.json(page, headers={"link": following} if after else {})


SERVERS = {"gitlab": GitLabServer, "jira": JiraServer, "freshdesk": FreshdeskServer, "intercom": IntercomServer}
OPTIONS = {
    "gitlab": lambda url: {"project": "o/r", "api_url": f"{url}/api/v4", "login": True},
    "jira": lambda url: {"url": url, "query": "project = LK"},
    "freshdesk": lambda url: {"url": url},
    "intercom": lambda url: {"workspace": "lk1", "api_url": url},
}
SECRETS = {
    "VOXPOP_GITLAB_TOKEN": GITLAB_TOKEN,
    "VOXPOP_JIRA_EMAIL": "reader@larkspur.example",
    "VOXPOP_JIRA_TOKEN": "made-up-jira-token",
    "VOXPOP_FRESHDESK_KEY": "made-up-freshdesk-key",
    "VOXPOP_INTERCOM_TOKEN": INTERCOM_TOKEN,
}
