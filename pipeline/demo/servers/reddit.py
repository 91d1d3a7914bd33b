"""Reddit's OAuth API on loopback: listings to the wall, comment trees, 'more', info by name, search.

Format: https://www.reddit.com/dev/api; compared with recorded answers of the real service.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from voxpop.pipeline.demo.servers.base import DemoServer, Faults, Reply, reddit_id, reddit_user_id
from voxpop.pipeline.demo.world import World, WorldPost

CLIENT = ("demo-client", "demo-secret")
BEARER = "demo-access-token"
WALL = 1000
SEARCH_WALL = 245
SPANS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
TREE = 200  # comments in a tree before a 'more'
DEPTH = 10  # answers to answers before a 'more' that names none: 'continue this thread'


class RedditServer(DemoServer):
    """Posts of the world's site 'reddit'."""

    def __init__(
        self,
        world: World,
        faults: Faults | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        wall: int = WALL,
        search_wall: int = SEARCH_WALL,
        tree: int = TREE,
        depth: int = DEPTH,
    ) -> None:
        super().__init__(world, faults, clock)
        self.wall = wall
        self.search_wall = search_wall
        self.tree = tree
        self.depth = depth
        self.posts = sorted(
            (p for p in world.posts if p.site == "reddit"), key=lambda p: (p.created_at, p.key), reverse=True
        )
        self.names = {p.key: f"{'t1' if p.parent else 't3'}_{reddit_id(p.key)}" for p in self.posts}
        self.by_name = {self.names[p.key]: p for p in self.posts}
        self.answers: dict[str, list[WorldPost]] = {}
        for post in self.posts:
            if post.parent:
                self.answers.setdefault(post.parent, []).append(post)

    def respond(
        self, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Reply:
        """The answer of one endpoint."""
        del body
        values = {name: given[0] for name, given in query.items()}
        if path == "/api/v1/access_token" and method == "POST":
            expected = base64.b64encode(":".join(CLIENT).encode()).decode()
            if headers.get("authorization") != f"Basic {expected}":
                return Reply.json({"message": "Unauthorized", "error": 401}, 401)
            return Reply.json({"access_token": BEARER, "token_type": "bearer", "expires_in": 86400, "scope": "*"})
        if headers.get("authorization", "").lower() != f"bearer {BEARER}":
            return Reply.json({"message": "Unauthorized", "error": 401}, 401)
        parts = path.strip("/").split("/")
        match parts:
            case ["r", places, "new"]:
                return self._listing([p for p in self._in(places) if not p.parent], values)
            case ["r", places, "top" | "controversial" as order]:
                return self._listing(self._best([p for p in self._in(places) if not p.parent], values, order), values)
            case ["r", places, "comments"]:
                return self._listing([p for p in self._in(places) if p.parent], values)
            case ["r", places, "search"]:
                return self._listing(self._found(list(self._in(places)), values), values)
            case ["search"]:
                return self._listing(self._found([p for p in self.posts if p.there(self.clock())], values), values)
            case ["comments", bare]:
                return self._tree(f"t3_{bare}")
            case ["comments", bare, "_", comment]:
                return self._tree(f"t3_{bare}", f"t1_{comment}")
            case ["api", "morechildren"]:
                return self._more(values)
            case ["api", "info"]:
                names = values.get("id", "").split(",")
                found = [self._thing(self.by_name[n]) for n in names if n in self.by_name]
                return self._json(_listing(found, None))
        return Reply.json({"message": "Not Found", "error": 404}, 404)

    def _in(self, places: str) -> list[WorldPost]:
        wanted = {place.lower() for place in places.split("+")}
        return [p for p in self.posts if p.place.lower() in wanted and p.there(self.clock())]

    def _found(self, posts: list[WorldPost], values: dict[str, str]) -> list[WorldPost]:
        query = values.get("q", "").lower()
        halves = {"self:yes": True, "self:no": False}
        wanted = {halves[word] for word in query.split() if word in halves} or {True, False}
        for sign in ('"', "(", ")", *halves):
            query = query.replace(sign, "")
        words = [word.strip() for word in query.split(" or ")]
        found = [p for p in posts if not p.parent and any(w in f"{p.title} {p.text}".lower() for w in words)]
        return [p for p in found if _is_text(p) in wanted][: self.search_wall]

    def _best(self, posts: list[WorldPost], values: dict[str, str], order: str) -> list[WorldPost]:
        days = SPANS.get(values.get("t", "day"), 36_500)
        recent = [p for p in posts if self.clock() - p.created_at <= timedelta(days=days)]
        return sorted(recent, key=lambda p: (p.votes or p.likes, p.key), reverse=order == "top")

    def _listing(self, posts: list[WorldPost], values: dict[str, str]) -> Reply:
        posts = posts[: self.wall]
        after = values.get("after")
        names = [self.names[p.key] for p in posts]
        first = names.index(after) + 1 if after in names else 0
        page = posts[first : first + min(int(values.get("limit", "25")), 100)]
        more = first + len(page) < len(posts)
        return self._json(_listing([self._thing(p) for p in page], self.names[page[-1].key] if page and more else None))

    def _tree(self, name: str, comment: str | None = None) -> Reply:
        post, top = self.by_name.get(name), self.by_name.get(comment or name)
        if post is None or top is None:
            return Reply.json({"message": "Not Found", "error": 404}, 404)
        left = [self.tree]
        if comment is None:
            comments = self._branch(post.key, left)
        else:
            first = self._thing(top)
            first["data"]["replies"] = _listing(self._branch(top.key, left), None)
            comments = [first]
        return self._json([_listing([self._thing(post)], None), _listing(comments, None)])

    def _branch(self, key: str, left: list[int], depth: int = 0) -> list[dict[str, Any]]:
        things: list[dict[str, Any]] = []
        held: list[str] = []
        answers = [answer for answer in self.answers.get(key, []) if self._begun(answer)]
        if answers and depth >= self.depth:
            onward = {"id": "_", "name": "t1__", "parent_id": self.names[key], "count": 0, "children": []}
            return [{"kind": "more", "data": onward}]
        for answer in sorted(answers, key=lambda p: p.key):
            if left[0] <= 0:
                held.append(reddit_id(answer.key))
                continue
            left[0] -= 1
            thing = self._thing(answer)
            below = self._branch(answer.key, left, depth + 1)
            thing["data"]["replies"] = _listing(below, None) if below else ""
            things.append(thing)
        if held:
            facts = {
                "id": held[0],
                "name": f"t1_{held[0]}",
                "parent_id": self.names[key],
                "count": len(held),
                "children": held,
            }
            things.append({"kind": "more", "data": facts})
        return things

    def _more(self, values: dict[str, str]) -> Reply:
        found = [self.by_name[f"t1_{c}"] for c in values.get("children", "").split(",") if f"t1_{c}" in self.by_name]
        things = []
        queue = list(found)
        while queue:
            post = queue.pop(0)
            things.append(self._thing(post))
            queue.extend(self.answers.get(post.key, []))
        return self._json({"json": {"errors": [], "data": {"things": things}}})

    def _thing(self, post: WorldPost) -> dict[str, Any]:
        person = self.world.people[post.author]
        gone = self._gone(post)
        thread = post.thread or post.key
        facts: dict[str, Any] = {
            "id": reddit_id(post.key),
            "name": self.names[post.key],
            "subreddit": post.place,
            "subreddit_name_prefixed": f"r/{post.place}",
            "author": "[deleted]" if gone else person.handle,
            "author_flair_text": None if gone else person.flair,
            "created_utc": float(int(post.created_at.timestamp())),
            "edited": post.edited_at.timestamp() if post.edited_at and post.edited_at <= self.clock() else False,
            "score": post.votes if post.votes is not None else post.likes + 1,
            "permalink": f"/r/{post.place}/comments/{reddit_id(thread)}/_/"
            + (f"{reddit_id(post.key)}/" if post.parent else ""),
            "distinguished": None,
            "stickied": False,
        }
        if not gone:
            facts["author_fullname"] = reddit_user_id(person.key)
        if post.parent:
            body = "[deleted]" if gone else post.text_at(self.clock())
            facts |= {"body": body, "link_id": self.names[thread], "parent_id": self.names[post.parent], "replies": ""}
            return {"kind": "t1", "data": facts}
        facts |= {
            "title": post.title or "",
            "selftext": "[deleted]" if gone else post.text_at(self.clock()),
            "is_self": _is_text(post),
            "link_flair_text": post.tags[0] if post.tags else None,
            "num_comments": self._size(post.key),
            "num_crossposts": 0,
            "view_count": None,
            "upvote_ratio": 0.9,
            "removed_by_category": "deleted" if gone else None,
        }
        return {"kind": "t3", "data": facts}

    def _size(self, key: str) -> int:
        return sum(1 + self._size(answer.key) for answer in self.answers.get(key, []) if self._begun(answer))

    def _begun(self, post: WorldPost) -> bool:
        return (post.appears_at or post.created_at) <= self.clock()

    def _gone(self, post: WorldPost) -> bool:
        return post.deleted_at is not None and post.deleted_at <= self.clock()

    def _json(self, value: Any) -> Reply:
        return Reply.json(
            value, headers={"x-ratelimit-remaining": "996.0", "x-ratelimit-used": "4", "x-ratelimit-reset": "540"}
        )


def _is_text(post: WorldPost) -> bool:
    """Whether it is words, and not a link."""
    return not post.text.startswith("https://")


def _listing(children: list[dict[str, Any]], after: str | None) -> dict[str, Any]:
    return {
        "kind": "Listing",
        "data": {"after": after, "before": None, "dist": len(children), "modhash": "", "children": children},
    }
