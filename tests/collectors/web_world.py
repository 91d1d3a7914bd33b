"""A made-up message board that speaks as the APIs of the open web do, for the contract of the sources built on `rest`."""

import json
from datetime import UTC, datetime

from tests.collectors.forum_world import PEOPLE, forum, world
from voxpop.demo.servers.base import DemoServer, Reply


def iso(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def unix(when):
    return int(when.timestamp())


def person(post):
    return int(post.author[1:]) + 1, PEOPLE[post.author].handle


class WebServer(DemoServer):
    """One list of posts in six dialects; every one of them pages by 20."""

    size = 20
    backoff = 0  # seconds that Stack Exchange asks for in an answer

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
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
        number, questions = int(self.asked["page"]) - 1, "questions" in path
        found = [p for p in self.between("fromdate", "todate") if (p.thread is None) == questions]
        page, more = self.page(found, number * self.size)
        items = [
            {
                "question_id" if questions else "answer_id": int(p.key[1:]), "body": f"<p>{p.text}</p>", "score": p.likes,
                "creation_date": unix(p.created_at), "owner": {"user_id": person(p)[0], "display_name": person(p)[1]},
                **({"title": p.title, "tags": list(p.tags)} if questions else {"question_id": int(p.thread[1:])}),
            }
            for p in page
        ]  # fmt: skip
        return Reply.json({"items": items, "has_more": more, "backoff": self.backoff})

    def github(self, path):
        comments = path.endswith("/comments")
        since = datetime.fromisoformat(self.asked["since"])
        found = [p for p in self.world.posts if p.created_at >= since and (p.thread is not None) == comments]
        at = int(self.asked.get("page", 1)) - 1
        page, more = self.page(found, at * self.size)
        items = [
            {
                "url": f"{self.url}/repos/o/r/{'issues/comments' if comments else 'issues'}/{p.key}", "body": p.text,
                "created_at": iso(p.created_at), "updated_at": iso(p.created_at), "reactions": {"+1": p.likes},
                "user": {"id": person(p)[0], "login": person(p)[1]}, "title": p.title, "labels": [{"name": t} for t in p.tags],
            }
            for p in page
        ]  # fmt: skip
        following = f'<{self.url}{path}?since={self.asked["since"]}&page={at + 2}>; rel="next"'
        return Reply.json(items, headers={"link": following} if more else {})

    def hackernews(self, path):
        low, high = (int("".join(c for c in part if c.isdigit())) for part in self.asked["numericFilters"].split(","))
        found = [p for p in reversed(self.world.posts) if low <= unix(p.created_at) < high]
        hits = [
            {
                "objectID": p.key[1:], "created_at_i": unix(p.created_at), "author": person(p)[1], "points": p.likes,
                "comment_text": p.text if p.thread else None, "title": p.title, "story_id": 5,
            }
            for p in found[: self.size]
        ]  # fmt: skip
        return Reply.json({"hits": hits, "nbHits": len(found)})

    def bluesky(self, path):
        found = list(reversed(self.between("since", "until", datetime.fromisoformat)))
        at = int(self.asked.get("cursor", 0))
        page, more = self.page(found, at)
        posts = [
            {
                "uri": f"at://did:plc:{p.author}/app.bsky.feed.post/{p.key}", "likeCount": p.likes,
                "author": {"did": f"did:plc:{p.author}", "handle": person(p)[1]},
                "record": {"text": p.text, "createdAt": iso(p.created_at), "langs": ["en"]},
            }
            for p in page
        ]  # fmt: skip
        return Reply.json({"posts": posts, **({"cursor": str(at + self.size)} if more else {})})

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
    "/messages": "rest", "/questions": "stackexchange", "/answers": "stackexchange", "/repos/": "github",
    "/search_by_date": "hackernews", "/xrpc/": "bluesky", "/api/v1/": "mastodon",
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
