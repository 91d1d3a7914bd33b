"""Thirteen weeks of the fictional company, from a seed: everyday talk, and the truths planted in it (docs/demo.md)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from voxpop.pipeline.demo.builder import FIRST_MONDAY, ZONE, Builder
from voxpop.pipeline.demo.people import everyone, passers_by
from voxpop.pipeline.demo.plants import plant
from voxpop.pipeline.demo.world import World, WorldPost

COMPANY = "Larkspur"
WEEKS = 13


def generate(seed: int = 2026) -> World:
    """The world of a seed: the same seed gives the same posts."""
    rng = random.Random(seed)
    people, authors = everyone(rng)
    builder = Builder(rng, people)
    for week in range(WEEKS):
        for role in {author.role.name: author.role for author in authors}.values():
            builder.week(week, role, [a for a in authors if a.role is role])
    truths = plant(builder, authors, lambda count, role: passers_by(rng, people, count, role))
    posts = tuple(sorted(builder.posts, key=lambda post: (post.created_at, post.key)))
    return World(
        company=COMPANY,
        start=_midnight(0),
        end=_midnight(WEEKS),
        people=people,
        posts=_keyed(posts),
        truths=truths,
    )


def _midnight(week: int) -> datetime:
    return datetime.combine(FIRST_MONDAY + timedelta(weeks=week), time(), ZONE).astimezone(UTC)


def _keyed(posts: tuple[WorldPost, ...]) -> tuple[WorldPost, ...]:
    """The posts numbered by time; what lies after the end of the world has not happened."""
    end = _midnight(WEEKS)
    kept = [post for post in posts if post.created_at < end]
    final = {post.key: f"w{number:07d}" for number, post in enumerate(kept)}
    named = []
    for post in kept:
        refers: dict[str, Any] = {
            name: final.get(getattr(post, name))
            for name in ("parent", "thread", "repost_of", "quote_of")
            if getattr(post, name)
        }
        named.append(replace(post, key=final[post.key], **refers))
    return tuple(named)


def describe(world: World) -> str:
    """Posts by week and site, as a table."""
    sites = ("x", "reddit", "discourse", "feed")
    lines = ["week      " + "".join(f"{site:>10}" for site in sites)]
    for week in range(WEEKS):
        start, end = _midnight(week), _midnight(week + 1)
        counts = [sum(p.site == site and start <= p.created_at < end for p in world.posts) for site in sites]
        monday = FIRST_MONDAY + timedelta(weeks=week)
        lines.append(
            f"{monday.isocalendar().year}-W{monday.isocalendar().week:02d}  " + "".join(f"{n:>10}" for n in counts)
        )
    return "\n".join(lines)
