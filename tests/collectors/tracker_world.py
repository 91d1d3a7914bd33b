"""The made-up conversations as issues and tickets: GitLab, Jira, Freshdesk, Intercom, by their documented APIs."""

from tests.collectors.thread_world import ThreadServer, number
from tests.collectors.web_world import iso, person
from voxpop.pipeline.demo.servers.base import Reply

GITLAB_TOKEN = "made-up-gitlab-token"


class GitLabServer(ThreadServer):
    """Issues by their last change."""

    secret = ("private-token", GITLAB_TOKEN)

    def answer(self, path):
        match path.removeprefix("/api/v4/projects/o%2Fr/").split("/"):
            case ["issues"]:
                since = self.asked["updated_after"]
                found = sorted((t for t in self.topics if iso(self.changed(t)) >= since), key=self.changed)
                return self.listed(path, [self.issue(t) for t in found])
            case ["issues", n, "notes"] if topic := self.topic(n):
                return self.listed(path, [self.note(p) for p in self.of(topic)])
            case ["issues", n] if topic := self.topic(n):
                return Reply.json(self.issue(topic))
            case ["issues", n, "notes", m] if topic := self.topic(n):
                found = [self.note(p) for p in self.of(topic) if number(p) == int(m)]
                return Reply.json(found[0]) if found else Reply(404)
        return Reply(404)

    def listed(self, path, items):
        at = int(self.asked.get("page", 1)) - 1
        page, after = self.page(items, at * self.size)
        asked = "&".join(f"{name}={value}" for name, value in self.asked.items() if name != "page")
        following = f'<{self.url}{path}?{asked}&page={at + 2}>; rel="next"'
        return Reply.json(page, headers={"link": following} if after else {})

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


SERVERS = {"gitlab": GitLabServer}
OPTIONS = {"gitlab": lambda url: {"project": "o/r", "api_url": f"{url}/api/v4", "login": True}}
SECRETS = {"VOXPOP_GITLAB_TOKEN": GITLAB_TOKEN}
