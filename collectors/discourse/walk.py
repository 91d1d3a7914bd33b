"""The walk through a forum's posts by id, newest first: each once, no loop, and from where the last one broke off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from voxpop.collectors.discourse.mapping import SOURCE, moment
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, OutOfBudgetError
from voxpop.window import Window

STEP = 50  # ids that older forums look through for one page, which can therefore be empty before the end
EMPTY_STEPS = 40  # empty steps in a row after which the walk has reached the forum's beginning
MARKS = 60  # weeks whose first id is remembered, so that an older week is not reached by way of all newer ones
SLACK = timedelta(days=1)  # ids follow time only roughly: posts are imported and moved


@dataclass(slots=True)
class Walk:
    """One walk over a window; what it learns goes into the cursor as it happens."""

    latest: Callable[[int | None], list[dict[str, Any]]]
    window: Window
    log: FetchLog
    scope: str = ""  # what else was asked for; a walk that broke off under another scope starts again
    budget: int | None = None
    oldest: datetime | None = None  # how far back it came
    _seen: set[int] = field(default_factory=set)
    _held: tuple[int, int] | None = None  # ids, oldest and newest, landed by a fetch that broke off
    _newest: int | None = None

    def posts(self) -> Iterator[dict[str, Any]]:
        """Every post with an id from the window's end to its start, newest first, and some from around it."""
        self._held = self._landed_before()
        before = self._start()
        empty = 0
        while True:
            page = self.latest(before)
            ids = [post["id"] for post in page if isinstance(post.get("id"), int)]
            if before is not None and ids and min(ids) > before:
                raise CollectorError(
                    SOURCE, f"the forum gave the same page again for posts before {before}; it cannot be walked"
                )
            fresh = [post for post in page if post.get("id") not in self._seen]
            self._seen.update(ids)
            yield from self._paid(fresh)
            if self._all_older(fresh):
                break
            empty = 0 if fresh else empty + 1
            following = min(ids) if fresh and ids else None if before is None else before - STEP
            if following is None or following <= 1:
                break
            if empty >= EMPTY_STEPS:
                self.log.notes.append(
                    f"no public post in {EMPTY_STEPS * STEP:,} ids from {before} up: taken as the beginning"
                )
                break
            before = following
            if self._held and self._held[0] < before <= self._held[1]:
                before = self._held[0]  # what lies between was landed before the last fetch broke off
        self.log.cursor["walk"] = None

    def _paid(self, fresh: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for post in fresh:
            if self.budget is not None and self.log.posts_read >= self.budget:
                raise OutOfBudgetError(SOURCE, f"the budget of {self.budget:,} posts is used up")
            self.log.posts_read += 1
            yield post
            self._remember(post)

    def _remember(self, post: dict[str, Any]) -> None:
        created, number = moment(post.get("created_at")), post.get("id")
        if created is None or not isinstance(number, int):
            return
        self.oldest = min(self.oldest or created, created)
        marks = self.log.cursor.setdefault("marks", {})
        week = (created.date() - timedelta(days=created.weekday())).isoformat()
        marks[week] = min(marks.get(week, number), number)
        for old in sorted(marks)[:-MARKS]:
            del marks[old]
        if created in self.window:
            self._newest = max(self._newest or number, number)
            if self._held is None or number <= self._held[0]:
                since = self.window.start.isoformat()
                self.log.cursor["walk"] = {
                    "newest": self._newest,
                    "oldest": number,
                    "since": since,
                    "scope": self.scope,
                }

    def _landed_before(self) -> tuple[int, int] | None:
        walk = self.log.cursor.get("walk")
        if not walk or walk["scope"] != self.scope or self.window.start.isoformat() < walk["since"]:
            self.log.cursor["walk"] = None
            return None
        return walk["oldest"], walk["newest"]

    def _start(self) -> int | None:
        """An id above every post of the window; None: the newest post of the forum."""
        marks = self.log.cursor.get("marks") or {}
        later = (self.window.end + SLACK).date().isoformat()
        above = [marks[week] for week in marks if week > later]
        return min(above) + 1 if above else None

    def _all_older(self, fresh: list[dict[str, Any]]) -> bool:
        times = [moment(post.get("created_at")) for post in fresh]
        return bool(times) and all(time is not None and time < self.window.start for time in times)
