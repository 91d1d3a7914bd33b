"""Several queries in one request to X, and each answer split again: what two channels find is paid for once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from voxpop.collectors.base import Expected
from voxpop.collectors.x.mapping import error_ids, records, time_of, users_of
from voxpop.collectors.x.match import Query, UnreadableError, read_query
from voxpop.collectors.x.pages import Asking, Pages, ShortError, search
from voxpop.coverage import ASKED_ALONE, FetchLog
from voxpop.errors import CollectorError
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.post import RawItem

LEAST = 10  # posts on the smallest page
BESIDE = {"tweets": "id", "posts": "id", "polls": "id", "places": "id", "media": "media_key"}
"""What a page gives beside its posts, with the key by which posts refer to it; accounts are told apart by their posts."""
Asks = TypeVar("Asks", bound=Asking)


class UnclaimedError(CollectorError):
    """A post came that none of the queries finds by our reading: from there on each is asked by itself."""

    channels: tuple[str, ...] = ()  # no channel failed by it


def companions(first: Asking, others: Sequence[Asks]) -> list[Asks]:
    """The others that can ask together with the first, in their order, as long as the query may be."""
    if query_of(first) is None:
        return []
    found: list[Asks] = []
    for other in others:
        fits = len(joined([first, *found, other])) <= first.settings.most_characters
        if fits and _alike(first, other) and query_of(other) is not None:
            found.append(other)
    return found


def query_of(one: Asking) -> Query | None:
    """The channel's query where it can be judged here and its budget reaches for a page; else None."""
    chosen = one.settings
    if chosen.query is None or chosen.combine == "never" or chosen.conversations:
        return None
    try:
        query = read_query(chosen.query)
    except UnreadableError:
        return None
    told_apart = not query.by_words or chosen.combine == "words"
    return query if told_apart and one.purse(FetchLog()).room >= LEAST else None


def joined(channels: Sequence[Asking]) -> str:
    """The query for all of them."""
    return " OR ".join(f"({one.settings.query})" for one in channels)


def fetch(channels: Sequence[Asking], window: Window, logs: Sequence[FetchLog]) -> Iterator[tuple[int, RawItem]]:
    """(number of the channel, its part of a page). A post is paid for by the first of the channels that it is for.

    Where it ends early, the channels that it did not fail for have the rest as a gap that asking them alone closes.
    """
    first = channels[0]
    reaches = [one.reachable(window, log) for one, log in zip(channels, logs, strict=True)]
    asked = reaches[0]
    for log in logs[1:]:
        log.notes.append(f"asked together with '{first.channel.id}', which has the requests")
    if asked is None:
        return
    purses = [one.purse(log) for one, log in zip(channels, logs, strict=True)]
    for purse in purses:
        purse.beside = [log for log in logs if log is not purse.log]
    queries = [read_query(str(one.settings.query)) for one in channels]
    pages = Pages(purses, first.context, first.settings.api_url, first.settings.page_size)
    parts: list[dict[str, Any]] = []

    def pay(page: dict[str, Any]) -> None:
        parts[:] = split(page, queries)
        taken: set[int] = set()
        for part, purse in zip(parts, purses, strict=True):
            mine = {id(record) for record in part["data"]} - taken
            purse.pay(len(mine), 0)
            taken |= mine
        unclaimed = [record for record in records(page) if id(record) not in taken]
        purses[0].pay(len(unclaimed), len(users_of(page)))
        if unclaimed:
            said = f"a post that none of these queries finds by our reading came ({unclaimed[0].get('id')})"
            raise UnclaimedError("x", f"{said}: asked one by one from here on")

    for day in asked.days():
        oldest = day.end
        try:
            for page in pages.of(search(joined(channels), archive=first.settings.archive), day, pay):
                oldest = min([oldest, *filter(None, map(time_of, records(page)))])
                for number, part in enumerate(parts):
                    if part["data"] or part.get("errors"):
                        yield number, channels[number].item(window, part)
        except CollectorError as error:
            failed = getattr(error, "channels", [one.channel.id for one in channels])
            for one, log in zip(channels, logs, strict=True):
                reason = error.outcome if one.channel.id in failed else ASKED_ALONE
                log.gap(day.start, oldest, reason)
                log.gap(day.end, asked.end, reason)
            raise


def expect(channels: Sequence[Asking], window: Window) -> list[Expected]:
    """What each would pay: the count of the first, then what each next one adds to those before it."""
    found: list[Expected] = []
    before = 0
    for number, one in enumerate(channels):
        told = one.counted(joined(channels[: number + 1]), window)
        if told.posts is None:
            return [*found, *(other.expect(window) for other in channels[number:])]
        least = told.least_requests if number == 0 else 0  # the others come with the first one's
        found.append(replace(told, posts=told.posts - before, least_requests=least))
        before = told.posts
    return found


def split(page: dict[str, Any], queries: Sequence[Query]) -> list[dict[str, Any]]:
    """The page once for each query, with its posts only and what they refer to."""
    names = {str(user.get("id")): str(user.get("username")).lower() for user in users_of(page)}
    posts = [(r, names.get(str(r.get("author_id")), "") if isinstance(r, dict) else "") for r in records(page)]
    chosen = [[r for r, name in posts if not isinstance(r, dict) or query.matches(r, name)] for query in queries]
    return [_part(page, records_of) for records_of in chosen]


def _part(page: dict[str, Any], chosen: list[Any]) -> dict[str, Any]:
    """The page as it would have come for these posts alone."""
    own = [record for record in chosen if isinstance(record, dict)]
    includes = page.get("includes") if isinstance(page.get("includes"), dict) else {}
    wanted = {str(reference) for record in own for reference in _referred(record)}
    held: dict[str, Any] = {}
    for kind, name in BESIDE.items():
        entries = includes.get(kind) if isinstance(includes, dict) else None
        kept = [e for e in entries or [] if isinstance(e, dict) and str(e.get(name)) in wanted]
        if kept:
            held[kind] = kept
        if kind in ("tweets", "posts"):  # a repost shows the pictures of what it reposts
            wanted |= {str(reference) for record in kept for reference in _referred(record)}
    authors = {str(e.get("author_id")) for e in (*own, *held.get("tweets", []), *held.get("posts", []))}
    users = [user for user in users_of(page) if str(user.get("id")) in authors]
    part: dict[str, Any] = {"data": chosen, "meta": {"result_count": len(chosen)}}
    if users or held:
        part["includes"] = {**held, **({"users": users} if users else {})}
    errors = [error for error, id_ in error_ids(page) if id_ in wanted or id_ in {str(r.get("id")) for r in own}]
    return {**part, **({"errors": errors} if errors else {})}


def _referred(record: dict[str, Any]) -> Iterator[Any]:
    for kind in ("referenced_tweets", "referenced_posts"):
        found = record.get(kind)
        yield from (entry.get("id") for entry in found if isinstance(entry, dict)) if isinstance(found, list) else ()
    attached, geo = record.get("attachments"), record.get("geo")
    for kind in ("poll_ids", "media_keys"):
        found = attached.get(kind) if isinstance(attached, dict) else None
        yield from found if isinstance(found, list) else ()
    if isinstance(geo, dict) and geo.get("place_id"):
        yield geo["place_id"]


def _alike(first: Asking, other: Asking) -> bool:
    """Whether one request can serve both."""
    a, b = first.settings, other.settings
    return (a.archive, a.api_url, a.page_size, a.usd_per_post) == (b.archive, b.api_url, b.page_size, b.usd_per_post)


__all__ = ["ShortError", "UnclaimedError", "companions", "expect", "fetch", "split"]
