"""Did our accounts post what they promised? Judged by day or week, only where every moment of it was heard.

A promise per day is judged on every day, a promise per week on every whole week inside its dates, once it is over. What was
not collected cannot be missed: a day in a gap is neither kept nor broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from voxpop.config import Account, Config, Promise

DORMANT_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A promise over a span: its periods by their first day (a day, or the Monday of a week)."""

    kept: tuple[date, ...]
    missed: tuple[date, ...]
    unheard: tuple[date, ...]

    @property
    def broken(self) -> bool:
        """Whether any period was missed."""
        return bool(self.missed)


def judge(
    promise: Promise, posts: Mapping[date, int], heard: Callable[[date], bool], first: date, last: date
) -> Standing:
    """The periods that began on or after `first` and were over by the end of `last`; `posts` by local day."""
    found: dict[str, list[date]] = {"kept": [], "missed": [], "unheard": []}
    for days in _periods(promise, first, last):
        n_posts = sum(posts.get(day, 0) for day in days)
        if n_posts >= promise.posts:
            found["kept"].append(days[0])
        else:
            found["missed" if all(heard(day) for day in days) else "unheard"].append(days[0])
    return Standing(kept=tuple(found["kept"]), missed=tuple(found["missed"]), unheard=tuple(found["unheard"]))


def _periods(promise: Promise, first: date, last: date) -> Iterable[list[date]]:
    first, last = max(first, promise.start or first), min(last, promise.until or last)
    length = 1
    if promise.per == "week":
        length = 7
        first += timedelta(days=-first.weekday() % 7)
    while first + timedelta(days=length - 1) <= last:
        yield [first + timedelta(days=n) for n in range(length)]
        first += timedelta(days=length)


def own_channels(config: Config, account: Account, found_on: Iterable[str]) -> tuple[str, ...]:
    """Where an account's posts are heard: the channels that found any, else all those of its source."""
    listened = {c.id: c.source for c in config.channels if c.listen}
    seen = tuple(sorted(set(found_on) & listened.keys()))
    return seen or tuple(c for c, source in listened.items() if source == account.source)


def is_dormant(last_post: date | None, today: date) -> bool:
    """Whether an account has posted nothing for a month, or ever."""
    return last_post is None or (today - last_post).days > DORMANT_DAYS


def absence_factor(counts: Iterable[int]) -> int:
    """How few people made half of it: CHAOSS's contributor absence factor; 0 where nobody did anything.

    https://chaoss.community/kb/metric-contributor-absence-factor/
    """
    ordered = sorted((n for n in counts if n > 0), reverse=True)
    half, so_far = sum(ordered) / 2, 0
    for n, count in enumerate(ordered, start=1):
        so_far += count
        if so_far >= half:
            return n
    return 0
