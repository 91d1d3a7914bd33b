"""The made-up forum as the conversations of several platforms: topics are first posts, replies stand below, by their documented APIs."""

from tests.collectors.forum_world import forum, world
from tests.collectors.web_world import iso, person
from voxpop.pipeline.demo.servers.base import DemoServer, Reply

CHANNEL = "UC" + "larkspur".ljust(22, "x")
KEYS = {"youtube": "made-up-youtube-key", "gitlab": "made-up-gitlab-token"}
SECRETS = {"VOXPOP_YOUTUBE_KEY": KEYS["youtube"], "VOXPOP_GITLAB_TOKEN": KEYS["gitlab"]}
HEADERS = {"youtube": "x-goog-api-key", "gitlab": "private-token"}


def number(post):
    return int(post.key[1:]) + 1


class ThreadServer(DemoServer):
    """Pages of ten. A topic is listed by its beginning or by its last change, as its platform does."""

    size = 10
    inline = 5  # answers that come with their first post, where a platform gives any
    vanished = frozenset()  # keys of what is not there any more
    hidden = frozenset()  # keys of what members alone may see

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        dialect = next((d for start, d in DIALECTS.items() if path.startswith(start)), None)
        if dialect is None:
            return Reply(404)
        sent = headers.get(HEADERS[dialect], "").removeprefix("Bearer ")
        return getattr(self, dialect)(path) if sent == KEYS[dialect] else Reply.json({"message": "401"}, 401)

    @property
    def there(self):
        return [p for p in self.world.posts if p.key not in self.vanished]

    @property
    def topics(self):
        return [p for p in self.there if p.thread is None]

    def of(self, topic):
        return [p for p in self.there if p.thread == topic.key]

    def topic(self, n):
        return next((p for p in self.topics if number(p) == int(n)), None)

    def changed(self, topic):
        return max(p.created_at for p in [topic, *self.of(topic)])

    def page(self, posts, at):
        return posts[at : at + self.size], at + self.size if at + self.size < len(posts) else None

    def youtube(self, path):
        at = int(self.asked.get("pageToken", 0))
        if "id" in self.asked:
            wanted = set(self.asked["id"].split(","))
            return self.tube([self.tube_comment(p) for p in self.there if self.tube_id(p) in wanted], None)
        if path == "/youtube/v3/commentThreads":
            page, after = self.page(list(reversed(self.topics)), at)
            return self.tube([self.tube_thread(p) for p in page], after)
        if path == "/youtube/v3/comments":
            topic = next(p for p in self.topics if self.tube_id(p) == self.asked["parentId"])
            page, after = self.page(self.of(topic), at)
            return self.tube([self.tube_comment(p) for p in page], after)
        return self.tube([], None)  # no videos

    def tube(self, items, after):
        return Reply.json({"items": items, **({"nextPageToken": str(after)} if after else {})})

    def tube_id(self, p):
        alone = f"Ugx{number(p):08d}4AaABAg"
        return alone if p.thread is None else f"Ugx{int(p.thread[1:]) + 1:08d}4AaABAg.{number(p):010d}"

    def tube_thread(self, p):
        answers = self.of(p)
        held = [self.tube_comment(answer) for answer in answers[-self.inline :]] if self.inline else []
        said = {"videoId": "vid", "topLevelComment": self.tube_comment(p), "totalReplyCount": len(answers)}
        return {"id": self.tube_id(p), "snippet": said, **({"replies": {"comments": held}} if held else {})}

    def tube_comment(self, p):
        key = self.tube_id(p)
        return {
            "id": key,
            "snippet": {
                "textDisplay": p.text, "authorDisplayName": f"@{person(p)[1]}", "authorChannelId": {"value": f"UC{p.author}"},
                "likeCount": p.likes, "publishedAt": iso(p.created_at), "updatedAt": iso(p.created_at),
                "channelId": CHANNEL, **({"parentId": key.partition(".")[0]} if p.thread else {}),
            },
        }  # fmt: skip

    def gitlab(self, path):
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


DIALECTS = {"/youtube/": "youtube", "/api/v4/projects/": "gitlab"}
OPTIONS = {
    "youtube": lambda url: {"channel": CHANNEL, "api_url": f"{url}/youtube/v3"},
    "gitlab": lambda url: {"project": "o/r", "api_url": f"{url}/api/v4", "login": True},
}


def threads(clock):
    """The server and its posts."""
    posts = [post for post in forum() if post.deleted_at is None]
    return ThreadServer(world(posts), clock=clock), posts
