"""GitHub's discussions, which only its GraphQL API gives: https://docs.github.com/graphql/guides/using-the-graphql-api-for-discussions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.wire.beside import beside_markdown
from voxpop.collectors.wire.http import BLIND_TRIES, LEAST_BLIND, is_too_fast
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.collectors.wire.json_paths import moment
from voxpop.errors import CollectorError, RateLimitedError
from voxpop.post import Gone, Kind, Post, RawItem, Refusal
from voxpop.window import Window

SOURCE = "github"
STAFF = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
AT_ONCE = 100
REACTIONS = {"THUMBS_UP": "+1", "THUMBS_DOWN": "-1"}
WRITER = "author{__typename login ... on User{databaseId}} authorAssociation"
REACTED = "reactionGroups{content reactors{totalCount}}"
WORDS = f"id url body createdAt lastEditedAt upvoteCount {REACTED} {WRITER}"
TOPIC = f"{WORDS} title locked updatedAt isAnswered category{{slug isAnswerable}} labels(first:20){{nodes{{name}}}}"
ANSWER = f"{WORDS} isMinimized isAnswer replyTo{{id}} discussion{{id}}"
MORE = "pageInfo{hasNextPage endCursor}"
ANSWERS = f"comments(first:50,after:$after){{totalCount nodes{{{ANSWER} replies(first:50){{nodes{{{ANSWER}}} {MORE}}}}} {MORE}}}"
LIST = f"""query($owner:String!,$name:String!,$after:String){{repository(owner:$owner,name:$name){{
discussions(first:50,after:$after,orderBy:{{field:UPDATED_AT,direction:DESC}}){{nodes{{{TOPIC} comments{{totalCount}}}} {MORE}}}}}}}"""
ONE = f"query($id:ID!,$after:String){{node(id:$id){{... on Discussion{{{ANSWERS}}}}}}}"
REPLIES = f"query($id:ID!,$after:String){{node(id:$id){{... on DiscussionComment{{replies(first:50,after:$after){{nodes{{{ANSWER}}} {MORE}}}}}}}}}"
KNOWN = f"""query($ids:[ID!]!){{nodes(ids:$ids){{__typename ... on Discussion{{{TOPIC} comments{{totalCount}}}}
... on DiscussionComment{{{ANSWER}}}}}}}"""


class Discussions:
    """A repository's discussions."""

    def __init__(self, api: JsonApi, url: str, repository: str) -> None:
        self.api, self.url = api, url
        self.owner, _, self.name = repository.partition("/")

    def walk(self, window: Window) -> Iterator[dict[str, Any]]:
        """Those that changed since the window's start, and the answers that were written or edited in it."""
        where = {"owner": self.owner, "name": self.name}
        for topic in self._pages(LIST, where, "repository", "discussions"):
            changed = moment(topic.get("updatedAt"), "iso")
            if changed is not None and changed < window.start:
                return
            if _touched(topic, window) or (changed is not None and changed in window):
                yield {"discussion": topic}
            if (topic.get("comments") or {}).get("totalCount") != 0:
                yield from ({"answer": a} for a in self._answers(topic.get("id")) if _touched(a, window))

    def known(self, ids: list[str]) -> Iterator[tuple[str, dict[str, Any] | None]]:
        """Each of these as it is now; None: gone."""
        for start in range(0, len(ids), AT_ONCE):
            asked = ids[start : start + AT_ONCE]
            nodes = self._ask(KNOWN, {"ids": asked}, missing=True).get("nodes") or []
            found = {node["id"]: node for node in nodes if isinstance(node, dict) and isinstance(node.get("id"), str)}
            for name in asked:
                node = found.get(name)
                part = "discussion" if node and node.get("__typename") == "Discussion" else "answer"
                yield name, {part: node} if node else None

    def _answers(self, topic: Any) -> Iterator[dict[str, Any]]:
        for answer in self._pages(ONE, {"id": topic}, "node", "comments"):
            replies = answer.pop("replies", None) or {}
            yield answer
            yield from _objects(replies.get("nodes"))
            page = replies.get("pageInfo") or {}
            if page.get("hasNextPage"):
                below = {"id": answer.get("id"), "after": page.get("endCursor")}
                yield from self._pages(REPLIES, below, "node", "replies")

    def _pages(self, query: str, values: dict[str, Any], outer: str, inner: str) -> Iterator[dict[str, Any]]:
        """The records of a list to its last page."""
        seen: set[str] = set()
        while True:
            holder = self._ask(query, values).get(outer)
            if holder is None:  # deleted while we read, or a repository that is not there
                if outer == "repository":
                    raise CollectorError(SOURCE, f"{self.owner}/{self.name} is not there, or the token may not read it")
                return
            listed = holder.get(inner) or {}
            yield from _objects(listed.get("nodes"))
            page = listed.get("pageInfo") or {}
            cursor = page.get("endCursor")
            if not page.get("hasNextPage") or not cursor:
                return
            if cursor in seen:
                raise CollectorError(SOURCE, f"{self.url} gives the same page of {inner} again; it runs in a circle")
            seen.add(cursor)
            values = {**values, "after": cursor}

    def _ask(self, query: str, values: dict[str, Any], *, missing: bool = False) -> dict[str, Any]:
        """What the API says; its errors come with 200. `missing`: posts that are not there are no error."""
        for attempt in range(BLIND_TRIES):
            answer = self.api.post(self.url, {"query": query, "variables": values})
            errors = _objects(answer.get("errors")) if isinstance(answer, dict) else []
            kinds = {str(error.get("type")) for error in errors}
            if "RATE_LIMITED" in kinds:
                raise RateLimitedError(SOURCE, "the hour's points of the GraphQL API are spent")
            told = str(answer.get("message")) if isinstance(answer, dict) and not errors else ""
            if not any(is_too_fast(said) for said in (told, *(str(error.get("message")) for error in errors))):
                break
            if attempt + 1 == BLIND_TRIES:
                raise RateLimitedError(SOURCE, f"{self.url} said {BLIND_TRIES} times that it is asked too fast")
            self.api.patience.wait(LEAST_BLIND * 2.0**attempt, f"{self.url} is asked too fast")
        found = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(found, dict) or (kinds - {"NOT_FOUND"} if missing else kinds):
            told = "; ".join(str(error.get("message"))[:200] for error in errors) or "no data"
            raise CollectorError(SOURCE, f"{self.url}: {told}")
        return found


def post_of(item: RawItem, key: AuthorKey, repository: str) -> Post | Refusal | Gone:
    """The discussion or the answer as a post; keyed by its id in the GraphQL API."""
    first = "discussion" in item.payload
    record = item.payload.get("discussion" if first else "answer")
    record = record if isinstance(record, dict) else {}
    post_id, text, written = _words(record.get("id")), record.get("body"), moment(record.get("createdAt"), "iso")
    if post_id is None or written is None or not isinstance(text, str):
        field = "id" if post_id is None else "createdAt" if written is None else "body"
        payload = json.dumps(record, default=str)
        return Refusal(source=SOURCE, item_id=post_id, field=field, reason=f"no usable '{field}'", payload=payload)
    category, topic, above = (_object(record.get(name)) for name in ("category", "discussion", "replyTo"))
    thread = post_id if first else _words(topic.get("id"))
    who, role, edited = (
        _object(record.get("author")),
        record.get("authorAssociation"),
        moment(record.get("lastEditedAt"), "iso"),
    )
    number, name = _count(who.get("databaseId")), _words(who.get("login"))
    labels = _objects(_object(record.get("labels")).get("nodes"))
    found = beside_markdown(text)
    accepted = record.get("isAnswer") if isinstance(record.get("isAnswer"), bool) else None
    return Post(
        source=SOURCE,
        post_id=post_id,
        kind=_kind(category) if first else Kind.ANSWER if accepted else Kind.REPLY,
        thread_id=thread,
        parent_id=None if first else _words(above.get("id")) or thread,
        title=_words(record.get("title")) if first else None,
        text=text.replace("\0", "\ufffd"),
        author_id=key.author(SOURCE, str(number)) if number is not None else key.handle(SOURCE, name),
        handle_id=key.handle(SOURCE, name),
        author_staff=role in STAFF if isinstance(role, str) else None,
        community=repository,
        category=_words(category.get("slug")),
        tags=tuple(dict.fromkeys(word for label in labels if (word := _words(label.get("name"))))),
        url=_words(record.get("url")),
        created_at=written,
        edited_at=edited if edited is not None and edited > written else None,
        votes=_count(record.get("upvoteCount")),
        replies=_count(_object(record.get("comments")).get("totalCount")),
        counts_at=item.fetched_at,
        answered=record.get("isAnswered") if first and isinstance(record.get("isAnswered"), bool) else None,
        accepted=None if first else accepted,
        reactions=_reactions(record.get("reactionGroups")),
        marks=_marks(record, who),
        media=found.media,
        alt_text=found.alt_text,
    )


def _reactions(groups: Any) -> tuple[str, ...]:
    """Those that somebody gave, in the words of the other API: 'heart:3'."""
    counts = ((g.get("content"), _count(_object(g.get("reactors")).get("totalCount"))) for g in _objects(groups))
    return tuple(
        f"{REACTIONS.get(str(name), str(name).lower())}:{n}" for name, n in counts if n and isinstance(name, str)
    )


def _marks(record: dict[str, Any], who: dict[str, Any]) -> tuple[str, ...]:
    """'locked', 'minimized' (hidden by a moderator), 'bot'."""
    told = {
        "locked": record.get("locked"),
        "minimized": record.get("isMinimized"),
        "bot": who.get("__typename") == "Bot",
    }
    return tuple(name for name, value in told.items() if value is True)


def _kind(category: dict[str, Any]) -> Kind:
    if category.get("isAnswerable") is True:
        return Kind.QUESTION
    return Kind.IDEA if category.get("slug") == "ideas" else Kind.POST


def _touched(record: dict[str, Any], window: Window) -> bool:
    """Whether it was written or edited in the window; what has no time is kept, to be refused."""
    times = [found for name in ("createdAt", "lastEditedAt") if (found := moment(record.get(name), "iso"))]
    return not times or any(found in window for found in times)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 31 else None
