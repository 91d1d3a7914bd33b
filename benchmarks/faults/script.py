"""What can go wrong between a source and us, as a script for the loopback servers: each fault, and how a fetch must end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from voxpop.pipeline.demo.servers.base import Change, Fault, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

CUT = Reply(200, {"content-type": "application/json"}, b"{" + b" " * 5000 + b"}", cut=True)
HTML = Reply(200, {"content-type": "text/html"}, b"<!doctype html><title>Down for maintenance</title>")
HANG = 4.5  # seconds; the benchmark waits for an answer no longer than a third of it, which a busy machine keeps to
GOOD = "complete"


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault: what the server answers, how the fetch must end, and at which sources it can happen."""

    name: str
    replies: Sequence[Fault]
    outcome: str = GOOD
    sources: frozenset[str] = frozenset({"x", "reddit", "discourse", "feed"})


def script(now: datetime) -> list[Planted]:
    """All faults but the crash, which is ours; `now` is the servers' time."""
    ahead = now + timedelta(hours=2)
    skewed = {"date": format_datetime(ahead, usegmt=True), "x-rate-limit-reset": str(int(ahead.timestamp()) + 60)}
    online, paged = frozenset({"x", "reddit", "discourse"}), frozenset({"x", "reddit"})
    return [
        Planted("429 with Retry-After", [Reply(429, {"retry-after": "30"})]),
        Planted("429 by a clock two hours off", [Reply(429, skewed)]),
        Planted("429 without a header", [Reply(429)] * 9, "rate_limited"),
        Planted("402", [Reply(402)] * 9, "out_of_budget"),
        Planted("500 to 504, then well", [Reply(500), Reply(502), Reply(503)]),
        Planted("504, then well", [Reply(504)]),
        Planted("503 for good", [Reply(503)] * 9, "unreachable"),
        Planted("a hang", [Reply(hang=HANG)]),
        Planted("a body cut off", [CUT]),
        Planted("bodies cut off for good", [CUT] * 9, "unreachable"),
        Planted("HTML with 200", [HTML] * 9, "failed"),
        Planted("an empty page before the true one", [empty_page], GOOD, paged),
        Planted("a page token that repeats", [repeated] * 9, "failed", online),
        Planted("new keys", [new_keys] * 3, GOOD, online),
    ]


def empty_page(request: Request, reply: Reply) -> Reply | None:
    """Nothing, and a token that leads to the page that was asked for."""
    if request.path.startswith("/2/tweets/search"):
        token = request.one("next_token") or "t0"
        return Reply.json({"meta": {"result_count": 0, "next_token": f"t0{token[1:]}"}})
    if request.path.endswith(("/new", "/comments")) and request.one("after") is None:
        return reply.mended(lambda told: told | {"data": told["data"] | {"children": [], "after": "t3_0"}})
    return None


def repeated(request: Request, reply: Reply) -> Reply | None:
    """The place that was asked for given as the next one; a forum gives a page that is not the one before."""
    if request.path.startswith("/2/tweets/search") and (token := request.one("next_token")):
        return reply.mended(lambda told: told | {"meta": told["meta"] | {"next_token": token}})
    if re.fullmatch(r"/r/\w+/(new|comments)", request.path) and (after := request.one("after")):
        return reply.mended(lambda told: told | {"data": told["data"] | {"children": [], "after": after}})
    if request.path == "/posts.json" and request.one("before"):
        later = 10**7
        return reply.mended(lambda told: {"latest_posts": [p | {"id": p["id"] + later} for p in told["latest_posts"]]})
    return None


def new_keys(request: Request, reply: Reply) -> Reply | None:
    """Keys of tomorrow in every object of the answer."""
    if request.path.endswith("access_token") or reply.status != 200:
        return None
    return reply.mended(_grown)


def _grown(value: Any) -> Any:
    if isinstance(value, dict):
        return {**{key: _grown(inner) for key, inner in value.items()}, "mood_of_tomorrow": {"a": [1]}}
    return [_grown(inner) for inner in value] if isinstance(value, list) else value


__all__ = ["GOOD", "HANG", "Change", "Planted", "script"]
