"""X API v2 on loopback: search, posts by id, an account's posts, mentions, counts; paging, limits, caps, partial errors.

Format: https://docs.x.com/x-api; compared with recorded answers of the real service.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from voxpop.pipeline.demo.servers.base import DemoServer, Faults, Reply, x_post_id, x_user_id
from voxpop.pipeline.demo.servers.x_jobs import Jobs
from voxpop.pipeline.demo.servers.x_query import CASHTAG, HASHTAG, MENTION, QueryError, compile_query
from voxpop.pipeline.demo.world import World, WorldPost

TOKEN = "demo-bearer-token"  # noqa: S105  a made-up one
PROBLEMS = "https://api.twitter.com/2/problems"
LONG = 280  # longer texts come whole only as note


class XServer(DemoServer):
    """Posts of the world's site 'x'."""

    def __init__(
        self,
        world: World,
        faults: Faults | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        vocabulary: str = "tweet",  # or 'post', as some endpoints answer since 2026
        refuses_old_words: bool = False,  # 'tweet.fields' is an error, as OpenAPI 2.167 has it
        monthly_cap_posts: int | None = None,
        reposts_in_search: bool = False,  # keyword search gives none since 2026-05
    ) -> None:
        super().__init__(world, faults, clock)
        self.post_words = vocabulary == "post"
        self.refuses_old_words = refuses_old_words
        self.monthly_cap_posts = monthly_cap_posts
        self.reposts_in_search = reposts_in_search
        self.posts_read = 0
        mine = [post for post in world.posts if post.site == "x"]
        self.ids = {post.key: x_post_id(post.key, post.created_at) for post in mine}
        self.by_id = {self.ids[post.key]: post for post in mine}
        self.jobs = Jobs(self.by_id, lambda: self.clock(), lambda: self.url)  # noqa: PLW0108  the clock may be moved later
        self.posts = sorted(mine, key=lambda post: int(self.ids[post.key]), reverse=True)
        self.found: dict[str, list[WorldPost]] = {}
        self.answers = Counter(post.parent for post in mine)
        self.people = {x_user_id(key): person for key, person in world.people.items()}

    def respond(
        self, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Reply:
        """The answer of one endpoint."""
        if path.startswith("/storage/"):  # signed addresses: they take no token
            return self.jobs.storage(method, path, body)
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return _problem(401, "Unauthorized", "Unauthorized", "about:blank")
        values = {name: given[0] for name, given in query.items()}
        parts = path.strip("/").split("/")
        if parts[:3] == ["2", "compliance", "jobs"]:
            return self.jobs.respond(method, parts[3:], values, body)
        if method != "GET" or parts[0] != "2":
            return _problem(404, "Not Found", f"no endpoint {method} {path}", "about:blank")
        if self.refuses_old_words and "tweet.fields" in values:
            return _invalid("tweet.fields", values["tweet.fields"], "The query parameter [tweet.fields] is not known")
        match parts[1:]:
            case ["tweets", "search", "recent" | "all" as reach]:
                return self._search(values, reach)
            case ["tweets", "counts", "recent" | "all"]:
                return self._counts(values)
            case ["tweets"]:
                return self._by_ids(values.get("ids", "").split(","))
            case ["users", user, "tweets"]:
                return self._page([p for p in self.posts if x_user_id(p.author) == user], values, "pagination_token")
            case ["users", user, "mentions"]:
                named = f"@{self.people[user].handle}".lower() if user in self.people else "@"
                return self._page([p for p in self.posts if named in p.text.lower()], values, "pagination_token")
            case ["users", user]:
                return self._user(user)
        return _problem(404, "Not Found", f"no endpoint {path}", "about:blank")

    def _search(self, values: dict[str, str], reach: str) -> Reply:
        try:
            matches = compile_query(values.get("query", ""), self._conversation)
        except QueryError as error:
            return _invalid("query", values.get("query", ""), f"There were errors processing your request: {error}")
        most = 512 if reach == "recent" else 1024
        if len(values["query"]) > most:
            return _invalid("query", values["query"], f"the query may have {most} characters")
        if reach == "recent" and _time(values.get("start_time")) < self.clock() - timedelta(days=7):
            return _invalid("start_time", values.get("start_time", ""), "'start_time' must be less than 7 days ago")
        if _time(values.get("end_time"), self.clock()) > self.clock():
            return _invalid("end_time", values.get("end_time", ""), "'end_time' must be a minimum of 10 seconds prior")
        if (found := self.found.get(values["query"])) is None:  # each page of the same search asks again
            found = self.found[values["query"]] = [
                post
                for post in self.posts
                if (self.reposts_in_search or post.repost_of is None) and matches(post, self.world.people[post.author])
            ]
        return self._page(found, values, "next_token")

    def _page(self, found: list[WorldPost], values: dict[str, str], token_name: str) -> Reply:
        start, end = _time(values.get("start_time")), _time(values.get("end_time"), self.clock())
        inside = [p for p in found if start <= p.created_at < end and p.there(self.clock())]
        try:
            first = int((values.get(token_name) or "t0").removeprefix("t"))
            size = int(values.get("max_results", "10"))
        except ValueError:
            return _invalid(token_name, values.get(token_name, ""), "Invalid pagination token")
        page = inside[first : first + size]
        if self.monthly_cap_posts is not None:
            page = page[: max(0, self.monthly_cap_posts - self.posts_read)]
            if not page and inside[first:]:
                return _problem(
                    429,
                    "UsageCapExceeded",
                    "Usage cap exceeded: Monthly product cap",
                    f"{PROBLEMS}/usage-capped",
                    period="Monthly",
                    scope="Product",
                )
        self.posts_read += len(page)
        meta: dict[str, Any] = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": self.ids[page[0].key], "oldest_id": self.ids[page[-1].key]}
        if first + len(page) < len(inside):
            meta["next_token"] = f"t{first + len(page)}"
        return self._reply(page, meta)

    def _by_ids(self, ids: list[str]) -> Reply:
        there = [self.by_id[i] for i in ids if i in self.by_id and not self._gone(self.by_id[i])]
        missing = [i for i in ids if i not in self.by_id or self._gone(self.by_id[i])]
        errors = [
            {
                "value": id_,
                "detail": f"Could not find tweet with ids: [{id_}].",
                "title": "Not Found Error",
                "resource_type": "post" if self.post_words else "tweet",
                "parameter": "ids",
                "resource_id": id_,
                "type": f"{PROBLEMS}/resource-not-found",
            }
            for id_ in missing
        ]
        return self._reply(there, None, errors)

    def _counts(self, values: dict[str, str]) -> Reply:
        matches = compile_query(values.get("query", ""), self._conversation)
        since = max(
            _time(values.get("start_time")), self.clock() - timedelta(days=7 if "start_time" not in values else 3650)
        )
        until = _time(values.get("end_time"), self.clock())
        found = [
            post
            for post in self.posts
            if since <= post.created_at < until
            and post.there(self.clock())
            and (self.reposts_in_search or post.repost_of is None)
            and matches(post, self.world.people[post.author])
        ]
        name = "post_count" if self.post_words else "tweet_count"
        bucket = {"start": _stamp(since), "end": _stamp(until), name: len(found)}
        return Reply.json({"data": [bucket], "meta": {f"total_{name}": len(found)}}, headers=self._limits())

    def _user(self, user: str) -> Reply:
        if user not in self.people:
            return Reply.json({"errors": [{"title": "Not Found Error", "resource_type": "user", "value": user}]})
        person = self.people[user]
        return Reply.json(
            {"data": {"id": user, "name": person.name, "username": person.handle}}, headers=self._limits()
        )

    def _reply(self, page: list[WorldPost], meta: dict[str, Any] | None, errors: list[Any] | None = None) -> Reply:
        payload: dict[str, Any] = {}
        if page:
            payload["data"] = [self._record(post) for post in page]
            looked_up = [
                self.by_id[self.ids[key]]
                for p in page
                for key in (p.repost_of, p.quote_of, p.parent)
                if key in self.ids
            ]
            authors = dict.fromkeys(post.author for post in (*page, *looked_up))
            payload["includes"] = {
                "users": [
                    {
                        "id": x_user_id(a),
                        "name": self.world.people[a].name,
                        "username": self.world.people[a].handle,
                        "verified": False,
                    }
                    for a in authors
                ]
            }
            if looked_up:
                kept = {post.key: self._record(post) for post in looked_up if not self._gone(post)}
                payload["includes"]["posts" if self.post_words else "tweets"] = list(kept.values())
        if meta is not None:
            payload["meta"] = meta
        if errors:
            payload["errors"] = errors
        return Reply.json(payload, headers=self._limits())

    def _record(self, post: WorldPost) -> dict[str, Any]:
        word = "post" if self.post_words else "tweet"
        own = self.ids[post.key]
        text = html.escape(post.text, quote=False)
        kinds = {
            "replied_to": post.parent,
            "quoted": post.quote_of,
            "reposted" if self.post_words else "retweeted": post.repost_of,
        }
        record: dict[str, Any] = {
            "id": own,
            "text": text if len(text) <= LONG else f"{text[: LONG - 1]}…",
            "author_id": x_user_id(post.author),
            "conversation_id": self._conversation(post),
            "created_at": _stamp(post.created_at),
            f"edit_history_{word}_ids": [own],
            "lang": post.lang,
            "public_metrics": {
                "repost_count" if self.post_words else "retweet_count": post.reposts,
                "reply_count": self.answers[post.key],
                "like_count": post.likes,
                "quote_count": 0,
                "bookmark_count": 0,
                "impression_count": post.views or 0,
            },
        }
        entities = {
            "hashtags": [{"tag": tag} for tag in HASHTAG.findall(post.text)],
            "cashtags": [{"tag": tag} for tag in CASHTAG.findall(post.text)],
            "mentions": [{"username": name} for name in MENTION.findall(post.text)],
        }
        if any(entities.values()):
            record["entities"] = {kind: found for kind, found in entities.items() if found}
        if len(text) > LONG:
            record[f"note_{word}"] = {"text": text}
        references = [{"type": kind, "id": self.ids[key]} for kind, key in kinds.items() if key in self.ids]
        if references:
            record[f"referenced_{word}s"] = references
        return record

    def _conversation(self, post: WorldPost) -> str:
        return self.ids.get(post.thread or post.key, self.ids[post.key])

    def _gone(self, post: WorldPost) -> bool:
        return post.deleted_at is not None and post.deleted_at <= self.clock()

    def _limits(self) -> dict[str, str]:
        reset = int(self.clock().timestamp()) + 900
        return {"x-rate-limit-limit": "450", "x-rate-limit-remaining": "449", "x-rate-limit-reset": str(reset)}


def _problem(status: int, title: str, detail: str, kind: str, **more: str) -> Reply:
    body = {"title": title, "detail": detail, "type": kind, "status": status, **more}
    return Reply.json(body, status, {"content-type": "application/problem+json"})


def _invalid(name: str, value: str, message: str) -> Reply:
    body = {
        "errors": [{"parameters": {name: [value]}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": f"{PROBLEMS}/invalid-request",
    }
    return Reply.json(body, 400)


def _time(text: str | None, default: datetime = datetime(2006, 3, 26, tzinfo=UTC)) -> datetime:
    return datetime.fromisoformat(text) if text else default


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
