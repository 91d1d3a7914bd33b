"""A company whose community asks for two things, and the four trackers on 127.0.0.1 as their documentation describes them."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.demo.servers.base import DemoServer, Reply
from voxpop.pipeline.loop.run import client_of, tracker_of
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOKEN = "made-up-token-of-a-tracker"
CONFIG = """
company: {name: Larkspur}
analysis: {sentiment: fast}
channels:
  - {id: forum, source: archive, path: p.csv, columns: {post_id: i, text: t, created_at: a}, time_format: iso}
"""
DARK = ("Please add a dark theme for the admin pages", "A feature request: dark mode for the whole application, please",
        "It would be great if you could add a dark colour scheme", "Please add a dark mode to the interface",
        "Please add a dark theme", "Please give us a dark mode")  # fmt: skip
CALENDAR = ("Please support several calendars for one person", "Feature request: please let us connect two calendars at once",
            "It would be nice if you could add a second calendar per user", "Please let me connect a second calendar",
            "Please add support for several calendars", "Please support two calendars per person")  # fmt: skip
PROJECTS = {"github": "lark/app", "gitlab": "lark/app", "jira": "LARK", "linear": "ENG"}
"""The project of each kind of tracker; each knows it under another form."""


def said(number, text, who, days_ago=1.0, **more):
    """A post that many days before now."""
    when = NOW - timedelta(days=days_ago, minutes=number)
    url = f"https://forum.example.org/{number}"
    return Post(source="archive", post_id=f"p{number}", text=text, author_id=who, created_at=when, url=url, **more)


def told(there, *posts, at=NOW, channel="forum"):
    """Load the posts and analyse them."""
    with warehouse.writer(there.warehouse_path) as writer:
        writer.load(batch(f"f-{at:%d%H%M%S}-{channel}", at, list(posts), channel))
        writer.publish(there.snapshots)
    analyze.analyze(there)


def asking(folder):
    """Fill an empty folder: six people ask for a dark theme, six for a second calendar."""
    (folder / "voxpop.yaml").write_text(CONFIG)
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=made-up-key-of-the-operator\n")
    posts = [said(n, text, f"dark{n}") for n, text in enumerate(DARK)]
    posts += [said(10 + n, text, f"cal{n}", 8) for n, text in enumerate(CALENDAR)]
    posts += [said(40 + n, "The numbers look good.", f"dark{n}", 20) for n in range(5)]
    told(Workspace.open(folder / "voxpop.yaml"), *posts)


class Clock:
    """A clock that moves when somebody sleeps, and tells the servers to get on with what they do late."""

    def __init__(self):
        self.now, self.slept, self.on_sleep = NOW, [], []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        for late in self.on_sleep:
            late()


class TrackerServer(DemoServer):
    """One project. `issues` is what it holds; a subclass speaks its protocol. It refuses whoever brings no token."""

    header = ("authorization", f"Bearer {TOKEN}")

    def __init__(self, clock):
        super().__init__(None, clock=clock)
        self.issues = []
        self.drops_labels = False  # of somebody who may not set them
        self.search_lags = False

    def respond(self, method, path, query, headers, body):
        name, value = self.header
        if headers.get(name) != value:
            return Reply.json({"message": "Bad credentials"}, 401)
        asked = {name: values[0] for name, values in query.items()}
        return self.answer(method, path, asked, json.loads(body) if body else None)

    def answer(self, method, path, asked, body):
        """What the project says."""
        raise NotImplementedError

    def keep(self, title, body, labels):
        labels = [] if self.drops_labels else list(labels)
        made = {
            "n": len(self.issues) + 1,
            "title": title,
            "body": body,
            "labels": labels,
            "state": "open",
            "release": None,
        }
        self.issues.append(made)
        return made

    def at(self, number):
        return next((one for one in self.issues if one["n"] == int(number)), None)

    @property
    def sent(self):
        """The requests that ask for an issue to be made."""
        return [request for request in self.requests if self.makes(request)]

    def makes(self, request):
        return request.method == "POST"

    def on_make(self, change):
        """Change what the next request to make an issue is answered, after the issue was made."""
        self.faults.add(lambda request, reply: change(reply) if self.makes(request) else None)


class GitHubServer(TrackerServer):
    """Lists are pages of two; what search knows may lag."""

    def answer(self, method, path, asked, body):
        match path.strip("/").split("/"):
            case ["repos", "lark", "app", "issues"] if method == "POST":
                return Reply.json(self.shown(self.keep(body["title"], body["body"], body["labels"])), 201)
            case ["repos", "lark", "app", "issues"]:
                found = [one for one in self.issues if asked.get("labels") in (None, *one["labels"])]
                page = int(asked.get("page", 1))
                more = f'<{self.url}{path}?page={page + 1}{"&labels=voxpop" if "labels" in asked else ""}&state=all>; rel="next"'
                links = {"link": more} if len(found) > 2 * page else {}
                return Reply.json([self.shown(one) for one in found[2 * page - 2 : 2 * page]], headers=links)
            case ["repos", "lark", "app", "issues", number]:
                return (
                    Reply.json(self.shown(self.at(number)))
                    if self.at(number)
                    else Reply.json({"message": "Not Found"}, 404)
                )
            case ["search", "issues"]:
                words = asked["q"].split('"')[1]
                found = [] if self.search_lags else [one for one in self.issues if words in one["body"]]
                return Reply.json(
                    {
                        "total_count": len(found),
                        "incomplete_results": False,
                        "items": [self.shown(one) for one in found],
                    }
                )
        return Reply.json({"message": "Not Found"}, 404)

    def shown(self, one):
        closed = one["state"] in ("done", "declined")
        reasons = {"done": "completed", "declined": "not_planned"}
        return {
            "number": one["n"], "title": one["title"], "body": one["body"], "labels": [{"name": name} for name in one["labels"]],
            "state": "closed" if closed else "open", "state_reason": reasons.get(one["state"]),
            "html_url": f"https://github.example.com/lark/app/issues/{one['n']}",
            "milestone": {"title": one["release"]} if one["release"] else None,
        }  # fmt: skip


class GitLabServer(TrackerServer):
    """Searches in descriptions; a line that begins with '/' would be a command."""

    header = ("private-token", TOKEN)

    def answer(self, method, path, asked, body):
        match path.strip("/").split("/"):
            case ["projects", "lark%2Fapp", "issues"] if method == "POST":
                assert not [line for line in body["description"].splitlines() if line.startswith("/")]
                return Reply.json(
                    self.shown(self.keep(body["title"], body["description"], body["labels"].split(","))), 201
                )
            case ["projects", "lark%2Fapp", "issues"]:
                return Reply.json([self.shown(one) for one in self.issues if asked["search"] in one["body"]])
            case ["projects", "lark%2Fapp", "issues", number]:
                return (
                    Reply.json(self.shown(self.at(number))) if self.at(number) else Reply.json({"message": "404"}, 404)
                )
        return Reply.json({"message": "404"}, 404)

    def shown(self, one):
        closed = one["state"] in ("done", "declined")
        labels = [*one["labels"], *(["wontfix"] if one["state"] == "declined" else [])]
        return {
            "iid": one["n"], "title": one["title"], "description": one["body"], "labels": labels,
            "state": "closed" if closed else "opened", "web_url": f"https://gitlab.example.com/lark/app/-/issues/{one['n']}",
            "milestone": {"title": one["release"]} if one["release"] else None,
        }  # fmt: skip


class JiraServer(TrackerServer):
    """A cloud: pages by tokens, states by categories."""

    header = ("authorization", f"Basic {base64.b64encode(f'ops@larkspur.example:{TOKEN}'.encode()).decode()}")

    def answer(self, method, path, asked, body):
        match path.removeprefix("/rest/api/2/").split("/"):
            case ["issue"] if method == "POST":
                given = body["fields"]
                assert (given["project"], given["issuetype"]) == ({"key": "LARK"}, {"name": "Task"})
                made = self.keep(given["summary"], given["description"], given["labels"])
                return Reply.json({"id": f"{10_000 + made['n']}", "key": f"LARK-{made['n']}"}, 201)
            case ["search", "jql"]:
                wanted = asked["jql"].split('"')[3]
                found = [
                    one
                    for one in self.issues
                    if wanted in one["labels"] or (" ~ " in asked["jql"] and wanted in one["body"])
                ]
                at = int(asked.get("nextPageToken", 0))
                more = {"nextPageToken": str(at + 1)} if at + 1 < len(found) else {"isLast": True}
                return Reply.json({"issues": [self.shown(one) for one in found[at : at + 1]], **more})
            case ["issue", key]:
                one = self.at(key.removeprefix("LARK-"))
                return (
                    Reply.json(self.shown(one)) if one else Reply.json({"errorMessages": ["Issue does not exist"]}, 404)
                )
        return Reply(404)

    def shown(self, one):
        categories = {"open": "new", "in progress": "indeterminate", "done": "done", "declined": "done"}
        fields = {
            "summary": one["title"], "description": one["body"], "labels": one["labels"],
            "status": {"statusCategory": {"key": categories[one["state"]]}},
            "resolution": {"name": "Won't Do"} if one["state"] == "declined" else None,
            "fixVersions": [{"name": one["release"]}] if one["release"] else [],
        }  # fmt: skip
        return {"id": f"{10_000 + one['n']}", "key": f"LARK-{one['n']}", "fields": fields}


class LinearServer(TrackerServer):
    """GraphQL; an id that is taken is refused."""

    header = ("authorization", TOKEN)

    def makes(self, request):
        return b"issueCreate" in request.body

    def answer(self, method, path, asked, body):
        query, given = body["query"], body["variables"]
        if "issueCreate" in query:
            wanted = given["input"]
            if any(one["id"] == wanted["id"] for one in self.issues):
                return Reply.json(
                    {"errors": [{"message": "Entity with this id exists", "extensions": {"code": "INVALID_INPUT"}}]},
                    200,
                )
            made = self.keep(wanted["title"], wanted["description"], ["voxpop"] if wanted["labelIds"] else [])
            made["id"] = wanted["id"]
            return Reply.json({"data": {"issueCreate": {"success": True, "issue": self.shown(made)}}})
        if "issueLabels" in query:
            labels = [{"id": "label-1", "name": "voxpop", "team": {"key": given["team"]}}]
            return Reply.json({"data": {"teams": {"nodes": [{"id": "team-1"}]}, "issueLabels": {"nodes": labels}}})
        if "issue(id:" in query:
            one = self.at(given["id"].removeprefix("ENG-"))
            if one is None:
                return Reply.json(
                    {
                        "errors": [{"message": "Entity not found: Issue", "extensions": {"code": "INPUT_ERROR"}}],
                        "data": None,
                    }
                )
            return Reply.json({"data": {"issue": self.shown(one)}})
        found = [one for one in self.issues if given["mark"] in one["body"]]
        at = int(given["after"] or 0)
        about = {"hasNextPage": at + 1 < len(found), "endCursor": str(at + 1)}
        return Reply.json(
            {"data": {"issues": {"nodes": [self.shown(one) for one in found[at : at + 1]], "pageInfo": about}}}
        )

    def shown(self, one):
        types = {"open": "unstarted", "in progress": "started", "done": "completed", "declined": "canceled"}
        return {
            "identifier": f"ENG-{one['n']}", "number": one["n"], "url": f"https://linear.example.com/ENG-{one['n']}",
            "description": one["body"], "state": {"type": types[one["state"]], "name": one["state"]},
            "labels": {"nodes": [{"name": name} for name in one["labels"]]},
            "projectMilestone": {"name": one["release"]} if one["release"] else None,
        }  # fmt: skip


SERVERS = {"github": GitHubServer, "gitlab": GitLabServer, "jira": JiraServer, "linear": LinearServer}


class Place:
    """A workspace beside a tracker, and a second machine's view of it."""

    def __init__(self, folder, kind, server, clock, **more):
        self.server, self.clock = server, clock
        path = folder / "voxpop.yaml"
        about = {"id": "dev", "kind": kind, "project": PROJECTS[kind], "url": server.url, "people": 5, **more}
        if kind == "jira":
            about["user"] = "ops@larkspur.example"
        path.write_text(path.read_text().split("trackers:")[0] + f"trackers: [{json.dumps(about)}]\n")
        with (folder / ".env").open("a") as file:
            file.write(f"VOXPOP_DEV_TOKEN={TOKEN}\n")
        self.workspace = Workspace.open(path)

    def client(self):
        """A fresh one, on the test's clock."""
        return client_of(self.workspace, tracker_of(self.workspace, "dev"), self.clock, self.clock.sleep)

    def lose_ledger(self):
        """What a second machine, or a lost disk, knows of earlier pushes: nothing."""
        folder = self.workspace.deliveries / "trackers"
        for path in folder.rglob("*.json"):
            path.unlink()


def half(reply):
    """The answer, cut off in its middle."""
    return replace(reply, cut=True)
