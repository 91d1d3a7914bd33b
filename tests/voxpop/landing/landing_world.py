"""Fetches of a blog, landed."""

from datetime import UTC, datetime

from voxpop.coverage import Coverage, Gap
from voxpop.post import RawItem
from voxpop.window import Window

WINDOW = Window(datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 17, tzinfo=UTC))
NOW = datetime(2026, 11, 17, 4, tzinfo=UTC)


def item(payload):
    return RawItem(source="feed", channel="blog", fetched_at=NOW, window=WINDOW, payload=payload)


def coverage(fetch_id, cursor=None):
    return Coverage(
        fetch_id=fetch_id, source="feed", channel="blog", window=WINDOW, started_at=NOW, ended_at=NOW, items=1, requests=2,
        retries=1, cost_usd=0.5, outcome="capped", reason="why", gaps=(Gap(WINDOW.start, WINDOW.end, "capped"),),
        cursor=cursor or {}, unknown_keys={"x.y": 3}, notes=("a note",),
    )  # fmt: skip


def landed(landing, payloads, cursor=None):
    with landing.open("feed", "blog", WINDOW) as fetch:
        for payload in payloads:
            fetch.add(item(payload))
        return fetch.commit(coverage(fetch.fetch_id, cursor))
