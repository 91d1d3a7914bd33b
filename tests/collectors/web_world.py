"""A made-up message board that speaks as the APIs of the open web do, for the contract of the sources built on `rest`."""

import json
from datetime import UTC, datetime

from tests.collectors.forum_world import PEOPLE, forum, world
from voxpop.pipeline.demo.servers.base import DemoServer, Reply


def iso(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def unix(when):
    return int(when.timestamp())


def person(post):
    return int(post.author[1:]) + 1, PEOPLE[post.author].handle


class WebServer(DemoServer):
    """One list of posts in six dialects; every one of them pages by 20."""

    size = 20
    quota = 290
    scrolls = 10**9  # Bluesky's cursors end somewhere
    holes = False  # and some of its pages are empty
    emptied = frozenset()  # keys of what Hacker News has deleted
    backoff = 0  # seconds that Stack Exchange asks for in an answer

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        self.uris = query.get("uris", [])
        dialect = next((d for start, d in DIALECTS.items() if path.startswith(start)), None)
        return getattr(self, dialect)(path) if dialect else Reply(404)

    def page(self, posts, at):
        return posts[at : at + self.size], at + self.size < len(posts)

    def between(self, start, end, read=lambda text: datetime.fromtimestamp(int(text), UTC)):
        return [p for p in self.world.posts if read(self.asked[start]) <= p.created_at < read(self.asked[end])]

    def rest(self, path):
        found = self.between("from", "to", datetime.fromisoformat)
        if path != "/messages":
            match = [p for p in self.world.posts if path.endswith("/" + p.key)]
            return Reply.json({"message": self.message(match[0])}) if match else Reply(404)
        page, more = self.page(found, int(self.asked["offset"]))
        return Reply.json({"data": {"messages": [self.message(p) for p in page]}, "more": more})

    def message(self, post):
        return {
            "id": post.key,
            "body": post.text,
            "by": {"id": post.author},
            "at": iso(post.created_at),
            "up": post.likes,
        }

    def stackexchange(self, path):
        what, *ids = path.strip("/").split("/")
        if len(ids) == 2:  # '/questions/1;2/answers'
            what = ids[1]
        of = {int(n) for n in ids[0].split(";")} if ids else None
        kinds = {"questions": lambda p: p.thread is None, "answers": lambda p: p.thread and p.parent == p.thread}
        found = [p for p in self.world.posts if kinds.get(what, lambda p: p.parent != p.thread)(p)]
        if len(ids) == 1:
            found = [p for p in found if int(p.key[1:]) in of]
        elif of is not None:
            found = [p for p in found if int(p.parent[1:]) in of]
        if "fromdate" in self.asked:
            known = {p.key for p in self.between("fromdate", "todate")}
            found = [p for p in found if p.key in known]
        if "tagged" in self.asked:
            found = [p for p in found if self.asked["tagged"] in p.tags]
        page, more = self.page(found, (int(self.asked.get("page", 1)) - 1) * self.size)
        if len(ids) == 1:
            page, more = found, False
        name = {"questions": "question_id", "answers": "answer_id"}.get(what, "comment_id")
        items = [
            {
                name: int(p.key[1:]), "body": f"<p>{p.text}</p>", "score": p.likes, "creation_date": unix(p.created_at),
                "owner": {"user_id": person(p)[0], "display_name": person(p)[1]},
                **({"title": p.title, "tags": list(p.tags)} if what == "questions" else {"question_id": int(p.thread[1:])}),
                **({"post_id": int(p.parent[1:]), "link": f"https://x.example/questions/{int(p.thread[1:])}/a#c"} if name == "comment_id" else {}),
            }
            for p in page
        ]  # fmt: skip
        return Reply.json(
            {"items": items, "has_more": more, "backoff": self.backoff, "quota_remaining": self.quota, "quota_max": 300}
        )

    def github(self, path):
        key = path.rpartition("/")[2]
        if key not in {"issues", "comments"}:
            found = [self.on_github(p, "/comments/" in path) for p in self.world.posts if p.key == key]
            return Reply.json(found[0]) if found else Reply(410)
        comments = path.endswith("/comments")
        since = datetime.fromisoformat(self.asked["since"])
        found = [p for p in self.world.posts if p.created_at >= since and (p.thread is not None) == comments]
        at = int(self.asked.get("page", 1)) - 1
        page, more = self.page(found, at * self.size)
        items = [self.on_github(p, comments) for p in page]
        following = f'<{self.url}{path}?since={self.asked["since"]}&page={at + 2}>; rel="next"'
        return Reply.json(items, headers={"link": following} if more else {})

    def on_github(self, p, comment):
        return {
            "url": f"{self.url}/repos/o/r/{'issues/comments' if comment else 'issues'}/{p.key}", "body": p.text,
            "created_at": iso(p.created_at), "updated_at": iso(p.created_at), "reactions": {"+1": p.likes},
            "user": {"id": person(p)[0], "login": person(p)[1]}, "title": p.title, "labels": [{"name": t} for t in p.tags],
        }  # fmt: skip

    def hackernews(self, path):
        if path.startswith("/items/"):
            return self.tree(path.rpartition("/")[2])
        low, high = (int("".join(c for c in part if c.isdigit())) for part in self.asked["numericFilters"].split(","))
        found = [p for p in reversed(self.world.posts) if low <= unix(p.created_at) < high]
        hits = [
            {
                "objectID": str(int(p.key[1:])), "created_at_i": unix(p.created_at), "author": person(p)[1], "points": p.likes,
                "comment_text": p.text if p.thread else None, "title": p.title, "story_id": 5,
            }
            for p in found[: self.size]
        ]  # fmt: skip
        return Reply.json({"hits": hits, "nbHits": len(found)})

    def tree(self, number):
        """An item with all that is below it; of a deleted one its place is left."""
        found = [p for p in self.world.posts if int(p.key[1:]) == int(number)]
        if not found:
            return Reply.json({"error": "Not Found"}, 404)
        below = [{"id": int(p.key[1:]), "children": []} for p in self.world.posts if p.thread == found[0].key]
        kind = "comment" if found[0].thread else "story"
        alone = {
            "id": int(number),
            "created_at_i": unix(found[0].created_at),
            "type": kind,
            "children": below,
            "story_id": 5,
        }
        words = {
            "author": person(found[0])[1],
            "points": found[0].likes,
            "text": found[0].text if found[0].thread else None,
            "title": found[0].title,
        }
        return Reply.json({**alone, **(dict.fromkeys(words) if found[0].key in self.emptied else words)})

    def bluesky(self, path):
        if path.endswith("getPosts"):
            keys = {uri.rpartition("/")[2] for uri in self.uris}
            return Reply.json({"posts": [self.on_bluesky(p) for p in self.world.posts if p.key in keys]})
        found = list(reversed(self.between("since", "until", datetime.fromisoformat)))
        at = int(self.asked.get("cursor", 0))
        page, more = self.page(found, at)
        more = more and at + self.size < self.scrolls
        answer = {"posts": [self.on_bluesky(p) for p in page], "hitsTotal": len(found)}
        if self.holes and at:  # filtered: nothing of this page may be shown, and there is more
            answer["posts"] = answer["posts"] if at % (2 * self.size) else []
        return Reply.json({**answer, **({"cursor": str(at + self.size)} if more else {})})

    def on_bluesky(self, p):
        return {
            "uri": f"at://did:plc:{p.author}/app.bsky.feed.post/{p.key}", "likeCount": p.likes,
            "author": {"did": f"did:plc:{p.author}", "handle": person(p)[1]},
            "record": {"text": p.text, "createdAt": iso(p.created_at), "langs": ["en"]},
        }  # fmt: skip

    def mastodon(self, path):
        below = int(self.asked.get("max_id", 10**9))
        found = [p for p in reversed(self.world.posts) if int(p.key[1:]) < below]
        statuses = [
            {
                "id": str(int(p.key[1:])), "uri": f"https://m.example/{p.key}", "content": f"<p>{p.text}</p>",
                "created_at": iso(p.created_at), "favourites_count": p.likes, "language": None, "tags": [{"name": "larkspur"}],
                "account": {"acct": person(p)[1], "url": f"https://m.example/@{person(p)[0]}"},
            }
            for p in found[: self.size]
        ]  # fmt: skip
        return Reply.json(statuses)


DIALECTS = {
    "/messages": "rest", "/questions": "stackexchange", "/answers": "stackexchange", "/comments": "stackexchange", "/repos/": "github",
    "/search_by_date": "hackernews", "/items/": "hackernews", "/xrpc/": "bluesky", "/api/v1/": "mastodon",
}  # fmt: skip
INTRANET = {
    "path": "/messages",
    "parameters": {"from": "{start}", "to": "{end}"},
    "headers": {"Authorization": "Bearer {secret:VOXPOP_X_BEARER_TOKEN}"},
    "pagination": {"kind": "offset", "parameter": "offset", "more": "more"},
    "items": "data.messages",
    "mapping": {"post_id": "id", "text": "body", "author": "by.id", "created_at": "at", "likes": "up"},
    "item_path": "/messages/{id}",
    "item_in": "message",
}
OPTIONS = {
    "rest": lambda url: {"url": url, **json.loads(json.dumps(INTRANET))},
    "stackexchange": lambda url: {"site": "larkspur", "api_url": url},
    "github": lambda url: {"repository": "o/r", "api_url": url},
    "hackernews": lambda url: {"query": "text", "api_url": url},
    "bluesky": lambda url: {"query": "text", "api_url": url},
    "mastodon": lambda url: {"url": url, "tag": "larkspur"},
}


def web(clock):
    """The server and its posts."""
    posts = [post for post in forum() if post.deleted_at is None]
    return WebServer(world(posts), clock=clock), posts
