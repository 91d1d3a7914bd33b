"""Posts that hold words, or are like one post, in one audience; by what is shown of them alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from voxpop.errors import UsageError
from voxpop.pipeline.explore.search import KEY, find_in
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.pages import posts
from voxpop.pipeline.serve.told import ToldPost
from voxpop.pipeline.serve.visible import excludes, holds
from voxpop.pipeline.serve.wording import say

SHOWN = 30
LOOKED_AT = 120
"""The best matches of which those are taken that may be shown."""


def show(asked: Asked) -> Page:
    """The page: the form alone where nothing is looked for."""
    words, like = asked.values.get("words", "").strip(), asked.values.get("like", "").strip()
    found, said = [], ""
    try:
        found = find(asked, words, like)
    except UsageError as error:
        said = str(error)
    return Page(
        template="search.html.jinja",
        title=f"{say('Search')}, {asked.audience_name}",
        context={
            "words": words,
            "like": like,
            "since": asked.values.get("since", ""),
            "until": asked.values.get("until", ""),
            "told": found,
            "said": said,
            "asked_for": bool(words or like),
            "channels": asked.known.channels,
        },
        tables={"found": posts.table(found)} if found else {},
        asks=(),
    )


def export(asked: Asked) -> dict[str, Any]:
    """What the page shows, as a table."""
    words, like = asked.values.get("words", "").strip(), asked.values.get("like", "").strip()
    return {"found": posts.table(find(asked, words, like))}


def find(asked: Asked, words: str, like: str) -> list[ToldPost]:
    """The best matches that may be shown, best first.

    A post with something hidden is found by what is shown of it, and by nothing else; where the words exclude something it is not
    found at all. A post that is not quoted is never found.
    """
    if not words and not like:
        return []
    if words and like:
        raise UsageError("look for words, or for posts like one, not for both")
    since, until = (_day(asked.values.get(name, ""), name) for name in ("since", "until"))
    config = asked.opened.workspace.config
    with asked.opened.asking() as tables:
        if like:
            _check_like(asked, tables, like)
        found = find_in(
            tables,
            config,
            words,
            like or None,
            asked.filters.audience,
            asked.filters.channel,
            _start(since, asked),
            _start(until + timedelta(days=1) if until else None, asked),
            LOOKED_AT,
        ).posts.to_pylist()
        threads = _threads(tables, found)
    rows = [
        row
        | {
            "day": row["created_at"].astimezone(config.company.zone).date(),
            "quoted": row["text"] != "(not quoted)",
            "thread_id": threads.get((row["source"], row["post_id"])),
            "who": "ours" if row["own"] else "",
        }
        for row in found
    ]
    teller, shown = figures.teller(asked.opened), list[ToldPost]()
    for row in rows:
        shown += [post for post in teller.tell([row]) if _may_be_found(post, words)]
        if len(shown) == SHOWN:
            break
    return shown


def _may_be_found(post: ToldPost, words: str) -> bool:
    if not post.quoted:
        return False
    if not post.masked or not words:
        return True
    return not excludes(words) and holds(words, f"{post.title}\n{post.text}")


def _check_like(asked: Asked, tables: Any, like: str) -> None:
    key = KEY.fullmatch(like)
    values = {"audience": asked.filters.audience, "source": key[1], "post_id": key[2]} if key else None
    if values is None or not tables.records("serve/where_written", values):
        raise UsageError("there is no such post in this audience, or no other is like it")


def _threads(tables: Any, found: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    keys = [{"source": row["source"], "post_id": row["post_id"]} for row in found]
    rows = tables.records("serve/threads", {"keys": keys}) if keys else []
    return {(row["source"], row["post_id"]): row["thread_id"] for row in rows if row["thread_id"]}


def _day(written: str, name: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"'{name}' is no day; write one such as 2026-11-16") from None


def _start(day: date | None, asked: Asked) -> datetime | None:
    if day is None:
        return None
    zone = asked.opened.workspace.config.company.zone
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
