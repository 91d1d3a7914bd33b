"""What every tracker can do for us: list the issues that bear our mark, make one, read one. Reading is tried again, making is not."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from voxpop.collectors.base import Context
from voxpop.collectors.wire.http import bare
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, RateLimitedError, UnreachableError, VoxpopError
from voxpop.pipeline.loop.issue import LABEL, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import requests

    from voxpop.authors import AuthorKey
    from voxpop.config import Tracker
    from voxpop.pipeline.loop.issue import Issue

MOST_PAGES = 200
"""Pages of a list that are read; a list that is longer is told, since an issue could be missed behind its end."""


class TrackerError(VoxpopError):
    """A tracker cannot be used as it is; what was made before stands, and nothing is made twice."""

    def __init__(self, tracker: str, reason: str) -> None:
        self.tracker = tracker
        super().__init__(f"tracker '{tracker}': {reason}. What was made stands; run it again, nothing is made twice")


class RefusedError(VoxpopError):
    """The tracker took this issue not, and surely made none."""


class UncertainError(VoxpopError):
    """Nobody knows whether the issue was made: the answer was lost, or was an error of the server's own."""


class State(StrEnum):
    """How far an issue is."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    DECLINED = "declined"
    GONE = "gone"  # deleted there


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An issue that is there."""

    issue: str  # '#12', 'ACME-7'
    number: int  # the lower, the earlier it was made
    demands: tuple[str, ...]  # whose marks it bears
    url: str | None
    state: State
    release: str | None


class Client(ABC):
    """One project of one tracker. A subclass knows its API."""

    source: ClassVar[str]

    def __init__(
        self,
        tracker: Tracker,
        key: AuthorKey,
        secret: Callable[[str], str],
        context: Context,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.tracker, self.key, self.secret, self.clock = tracker, key, secret, clock
        self.log = FetchLog()
        headers = self.headers()
        self.reads = JsonApi(self.source, context, self.log, headers)
        self.writes = JsonApi(self.source, context, self.log, headers, tries=1)
        self.sleep: Callable[[float], None] = context.sleep or time.sleep

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """What every request says, the token with it."""

    @abstractmethod
    def list_made(self) -> Iterator[Made]:
        """Every issue that bears a mark of ours, as far as the project's lists tell; one may come twice."""

    @abstractmethod
    def find(self, demand_id: str) -> Iterator[Made]:
        """The issues whose body holds the mark of this demand, asked for by itself."""

    @abstractmethod
    def read(self, issue: str) -> Made | None:
        """One issue as it is now; None: it is not there any more."""

    @abstractmethod
    def send(self, issue: Issue) -> Made:
        """Make the issue, in one request that is never sent twice."""

    def make(self, issue: Issue) -> Made:
        """The issue that was made. `RefusedError`: none was; `UncertainError`: nobody knows; `TrackerError`: none can be now."""
        try:
            return self.send(issue)
        except UnreachableError as error:
            raise UncertainError(f"{error}") from error
        except (ForbiddenError, RateLimitedError) as error:
            raise TrackerError(self.tracker.id, f"{error}") from error
        except CollectorError as error:
            raise RefusedError(f"{error}") from error

    def pages(self, url: str, parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The objects of a list whose pages are linked by a header, as GitHub and GitLab do."""
        address: str | None = url
        asked: Mapping[str, Any] = parameters
        for _ in range(MOST_PAGES):
            found = self.reads.get(address or "", asked)
            if found is None:
                raise TrackerError(self.tracker.id, f"{bare(address)} is not there, or the token may not see it")
            page, reply = found
            if not isinstance(page, list):
                raise TrackerError(self.tracker.id, f"{bare(address)} answered no list")
            yield from (one for one in page if isinstance(one, dict))
            address, asked = self._following(reply), {}
            if address is None:
                return
        raise TrackerError(self.tracker.id, f"{bare(url)} has more than {MOST_PAGES} pages of issues")

    def _following(self, reply: requests.Response) -> str | None:
        """The next page's address, at the same server: the token would travel along."""
        address = reply.links.get("next", {}).get("url")
        if address and not address.startswith(f"{self.tracker.address}/"):
            raise TrackerError(self.tracker.id, f"its next page is at another server: {bare(address)}")
        return address

    def demands_of(self, text: object, labels: Iterable[str]) -> tuple[str, ...]:
        """The demands whose marks stand in a body; who may set our label there may write unsigned marks."""
        return marked(self.key, text if isinstance(text, str) else "", ours=LABEL in set(labels))

    def closed_as(self, labels: Iterable[str]) -> State:
        """Done, or declined where a label says so."""
        return State.DECLINED if self._has(labels, self.tracker.declined) else State.DONE

    def open_as(self, labels: Iterable[str]) -> State:
        """Open, or in progress where a label says so."""
        return State.IN_PROGRESS if self._has(labels, self.tracker.in_progress) else State.OPEN

    @staticmethod
    def _has(labels: Iterable[str], wanted: Iterable[str]) -> bool:
        return not {label.casefold() for label in labels}.isdisjoint(label.casefold() for label in wanted)
