"""A server on 127.0.0.1 for tests: it answers as the source does, notes every request, and fails when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from voxpop.pipeline.demo.servers.base import DemoServer
from voxpop.pipeline.demo.world import World

NO_WORLD = World(
    company="",
    start=datetime(2026, 1, 1, tzinfo=UTC),
    end=datetime(2026, 1, 2, tzinfo=UTC),
    people={},
    posts=(),
    truths={},
)


class Server(DemoServer):
    """A subclass writes `respond(method, path, query, headers, body) -> Reply`; `with Server() as server: server.url`.

    `server.faults.add(Reply(503), None)` answers the next request with 503 and the one after it truly; `server.requests` holds
    what came in. Times of its answers' Date header are those of `clock`.
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(NO_WORLD, clock=clock)
