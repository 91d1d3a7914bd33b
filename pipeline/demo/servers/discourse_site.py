"""A Discourse forum's pages for the demo world: what the real software answers, as JSON."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import Any

from voxpop.pipeline.demo.world import Person, World, WorldPost

PAGE = 50  # posts.json
CHUNK = 20  # posts that a topic's page holds; the others by their ids
VOTED = "ideas"  # the category in which topics have votes
SOLVED = ("support", "how-to")  # categories in which an answer can be accepted


class GoneError(LookupError):
    """It was there once: 410."""


@dataclass(frozen=True)
class Site:
    """The forum as it stands at the clock's time; ids count up in the order of writing."""

    world: World
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    site: str = "discourse"
    first_id: int = 101
    posts: tuple[WorldPost, ...] = field(init=False)

    def __post_init__(self) -> None:
        mine = sorted((p for p in self.world.posts if p.site == self.site), key=lambda p: (p.created_at, p.key))
        object.__setattr__(self, "posts", tuple(mine))

    @cached_property
    def ids(self) -> dict[str, int]:
        """Key -> post id; numbers have holes, as in every real forum."""
        return {post.key: self.first_id + 3 * index // 2 for index, post in enumerate(self.posts)}

    @cached_property
    def by_id(self) -> dict[int, WorldPost]:
        """Post id -> post."""
        return {self.ids[post.key]: post for post in self.posts}

    @cached_property
    def threads(self) -> dict[str, list[WorldPost]]:
        """Key of the first post -> all posts of the topic, deleted ones too."""
        threads: dict[str, list[WorldPost]] = defaultdict(list)
        for post in self.posts:
            threads[post.thread or post.key].append(post)
        return dict(threads)

    @cached_property
    def topics(self) -> dict[int, str]:
        """Topic id -> key of the first post."""
        return {11 + index: key for index, key in enumerate(self.threads)}

    @cached_property
    def topic_ids(self) -> dict[str, int]:
        """Key of the first post -> topic id."""
        return {key: topic_id for topic_id, key in self.topics.items()}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Key -> number of the post in its topic, from 1."""
        return {post.key: n for thread in self.threads.values() for n, post in enumerate(thread, start=1)}

    @cached_property
    def category_ids(self) -> dict[str, int]:
        """Slug -> category id."""
        return {slug: 5 + index for index, slug in enumerate(sorted({post.place for post in self.posts}))}

    def latest_posts(self, before: int | None) -> dict[str, Any]:
        """/posts.json: the newest public posts with an id below `before`, of all topics."""
        public = (p for p in reversed(self.posts) if self._there(p) and self._public(p))
        below = islice((p for p in public if before is None or self.ids[p.key] < before), PAGE)
        return {"latest_posts": [self._post(p, raw=True, title=True) for p in below]}

    def post(self, post_id: int) -> dict[str, Any]:
        """/posts/<id>.json; `LookupError` where it is deleted."""
        found = self.by_id[post_id]
        if not self._there(found) or not self._public(found):
            raise KeyError(post_id)
        return self._post(found, raw=True)

    def topic(self, topic_id: int) -> dict[str, Any]:
        """/t/<id>.json: the first 20 posts and the ids of all."""
        first, stream = self._stream(topic_id)
        return {
            "post_stream": {
                "posts": [self._post(p) for p in stream[:CHUNK]],
                "stream": [self.ids[p.key] for p in stream],
            },
            **self._topic(topic_id, first, stream),
            "chunk_size": CHUNK,
            "archetype": "regular",
            "deleted_at": None,
            "details": {"created_by": self._user(self.world.people[first.author])},
        }

    def topic_posts(self, topic_id: int, post_ids: Iterable[int]) -> dict[str, Any]:
        """/t/<id>/posts.json?post_ids[]=: those posts of the topic."""
        _, stream = self._stream(topic_id)
        asked = set(post_ids)
        return {"post_stream": {"posts": [self._post(p) for p in stream if self.ids[p.key] in asked]}, "id": topic_id}

    def latest(self, page: int) -> dict[str, Any]:
        """/latest.json: topics, the one with the newest post first."""
        alive = [(i, *self._stream(i)) for i, key in self.topics.items() if self._there(self.threads[key][0])]
        alive.sort(key=lambda entry: entry[2][-1].created_at, reverse=True)
        shown = alive[30 * page : 30 * page + 30]
        topics = [self._topic(topic_id, first, stream) for topic_id, first, stream in shown]
        more = {"more_topics_url": f"/latest?page={page + 1}"} if len(alive) > 30 * page + 30 else {}
        return {"users": [], "topic_list": {**more, "per_page": 30, "topics": topics}}

    def categories(self) -> dict[str, Any]:
        """/categories.json."""
        return {"category_list": {"can_create_category": False, "categories": self._categories()}}

    def about(self) -> dict[str, Any]:
        """/site.json, the part that says which categories and post types there are."""
        types = {"regular": 1, "moderator_action": 2, "small_action": 3, "whisper": 4}
        return {"post_types": types, "categories": self._categories(), "can_tag_topics": False}

    def _there(self, post: WorldPost) -> bool:
        return post.there(self.clock())

    def _public(self, post: WorldPost) -> bool:
        return self._there(self.threads[post.thread or post.key][0])

    def _stream(self, topic_id: int) -> tuple[WorldPost, list[WorldPost]]:
        thread = self.threads[self.topics[topic_id]]
        if thread[0].created_at > self.clock():
            raise KeyError(topic_id)
        if not self._there(thread[0]):
            raise GoneError(topic_id)
        return thread[0], [post for post in thread if self._there(post)]

    def _categories(self) -> list[dict[str, Any]]:
        return [
            {
                "id": number,
                "name": slug.replace("-", " ").capitalize(),
                "slug": slug,
                "read_restricted": False,
                "custom_fields": {"enable_accepted_answers": "true"} if slug in SOLVED else {},
                "parent_category_id": None,
            }
            for slug, number in self.category_ids.items()
        ]

    def _topic(self, topic_id: int, first: WorldPost, stream: list[WorldPost]) -> dict[str, Any]:
        accepted = next((p for p in stream if p.accepted), None)
        topic = {
            "id": topic_id,
            "title": first.title or first.text[:60],
            "slug": _slug(first),
            "posts_count": len(stream),
            "highest_post_number": self.numbers[stream[-1].key],
            "created_at": _iso(first.created_at),
            "last_posted_at": _iso(stream[-1].created_at),
            "views": first.views or 0,
            "reply_count": len(stream) - 1,
            "like_count": sum(p.likes for p in stream),
            "category_id": self.category_ids[first.place],
            "tags": [{"id": 1 + index, "name": tag, "slug": tag} for index, tag in enumerate(first.tags)],
        }
        if first.place == VOTED or first.votes is not None:
            topic |= {"can_vote": True, "vote_count": first.votes or 0}
        if first.place in SOLVED or accepted is not None:
            topic["has_accepted_answer"] = accepted is not None
        if accepted is not None:
            author = self.world.people[accepted.author].handle
            topic["accepted_answer"] = {"post_number": self.numbers[accepted.key], "username": author}
        return topic

    def _post(self, post: WorldPost, *, raw: bool = False, title: bool = False) -> dict[str, Any]:
        person = self.world.people[post.author]
        thread = self.threads[post.thread or post.key]
        first, number, alive = thread[0], self.numbers[post.key], [p for p in thread if self._there(p)]
        parent = self.numbers.get(post.parent or "")
        edited = post.edited_at is not None and post.edited_at <= self.clock()
        told: dict[str, Any] = {
            **self._user(person),
            "id": self.ids[post.key],
            "created_at": _iso(post.created_at),
            "cooked": _cooked(post.text_at(self.clock())),
            "post_number": number,
            "post_type": 1,
            "updated_at": _iso(post.edited_at if edited and post.edited_at else post.created_at),
            "version": 2 if edited else 1,
            "reply_count": sum(p.parent == post.key for p in alive) if number > 1 else len(alive) - 1,
            "reply_to_post_number": parent if parent and parent > 1 else None,
            "quote_count": 0,
            "reads": post.views or 0,
            "topic_id": self.topic_ids[first.key],
            "topic_slug": _slug(first),
            "category_id": self.category_ids[first.place],
            "actions_summary": [{"id": 2, "count": post.likes}] if post.likes else [],
            "moderator": False,
            "admin": False,
            "staff": person.staff,
            "user_id": self._number(person),
            "hidden": False,
            "trust_level": person.trust,
            "deleted_at": None,
            "user_deleted": False,
            "wiki": False,
        }
        if first.place in SOLVED:
            solved = any(p.accepted for p in alive)
            told |= {"accepted_answer": post.accepted, "topic_accepted_answer": solved}
        if raw:
            told["raw"] = post.text_at(self.clock())
        if title:
            told["topic_title"] = first.title or first.text[:60]
        return told

    def _user(self, person: Person) -> dict[str, Any]:
        return {
            "name": person.name,
            "username": person.handle,
            "avatar_template": "/letter_avatar_proxy/v4/letter/x/{size}.png",
            "primary_group_name": person.groups[0] if person.groups else None,
            "flair_name": person.flair,
            "user_title": None,
        }

    @cached_property
    def _numbers_of_people(self) -> dict[str, int]:
        return {key: 3 + index for index, key in enumerate(sorted(self.world.people))}

    def _number(self, person: Person) -> int:
        return self._numbers_of_people[person.key]


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _slug(post: WorldPost) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in (post.title or post.text[:60]).lower()).split()
    return "-".join(words)[:80] or "topic"


def _cooked(text: str) -> str:
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return "\n".join(
        f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>' + chr(10))}</p>" for part in paragraphs
    )
