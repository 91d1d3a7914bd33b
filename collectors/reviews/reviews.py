"""What review sites share: reviews by their time, the newest first, each with the company's one reply in its record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.collectors.wire.json_paths import at
from voxpop.coverage import FetchLog
from voxpop.post import RawItem

REVIEWS, REPLIES = range(2)


class ReviewCollector(ThreadCollector):
    """A subclass gives `streams`, of which the second is only mapped, and `reply_at`. A reply's id is '<review>/reply'."""

    reply_at: str  # where a review holds its reply
    prefix = ""

    @property
    def reach(self) -> timedelta:
        """A reply comes later than its review."""
        return timedelta(days=self.settings.answers_days)  # type: ignore[attr-defined]

    def below(self, place: int) -> Below | None:
        """The reply."""
        return Below(place=REPLIES, inside=self.reply_at) if place == REVIEWS else None

    def trimmed(self, record: Any) -> Any:
        """A review without the reply, which is an item of its own."""
        if not isinstance(record, dict) or at(record, self.reply_at) is None:
            return record
        return {name: value for name, value in record.items() if name != self.reply_at.partition(".")[0]}

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """A reply is ours, and bears the id of its review."""
        if "above" in record:
            facts["post_id"] = f"{facts.get('thread_id') or facts['post_id']}/reply"
            facts["author_staff"] = True

    @property
    def can_recheck(self) -> bool:
        """Each review has an address."""
        return True

    def review_at(self, review_id: str) -> str:
        """The address of one review."""
        raise NotImplementedError

    def review_in(self, answer: Any) -> Any:
        """The review in the answer to that."""
        return answer

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Reviews and replies as they are now, or that they are gone."""
        client, window, wanted = Client(self, log), self.now(), dict[str, set[str]]()
        for post_id in post_ids:
            wanted.setdefault(post_id.removesuffix("/reply"), set()).add(post_id)
        for review_id, ids in wanted.items():
            answer = client.get(self.review_at(quote(review_id, safe="")), {}, self.lists[REVIEWS], window)
            record = self.review_in(answer[0]) if answer else None
            reply = at(record, self.reply_at)
            reply = reply[0] if isinstance(reply, list) and reply else reply
            for post_id in sorted(ids):
                if post_id == review_id and isinstance(record, dict):
                    yield self.item(window, {"stream": REVIEWS, "item": self.trimmed(record)})
                elif post_id != review_id and isinstance(reply, dict):
                    yield self.item(window, {"stream": REPLIES, "item": reply, "above": {"id": review_id}})
                else:
                    yield self.item(window, {"stream": REVIEWS, "gone": post_id})
