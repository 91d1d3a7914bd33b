"""Alarms of the last hours: runs of hours in which a figure passes its bar, and how large what happened probably is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from voxpop.analysis.alarms.grid import HOURS, Heard, Ints, Voices
from voxpop.analysis.alarms.measures import Direction, Measure, judge
from voxpop.analysis.alarms.quiet import Quiet

APART = 24
"""Hours without an alarm after which the next one of the same figure is another."""

SURE = 0.95


@dataclass(frozen=True, slots=True)
class Alarm:
    """One figure beyond its bar; hours number from the start of the grid, and a window ends with its hour."""

    measure: Measure
    began: int  # first hour of the first window that passes
    first: int  # the hour with which it first passed: when it could be known
    last: int  # the last that passes
    peak: int  # the most surprising
    centre: float  # median hour of its posts: the window alone may reach from before the event to long after
    surprise: float  # at the peak, -ln p
    bar: float
    now: float  # the figure there
    usual: float
    n_people: int
    n_posts: int
    low: float  # probable size of what happened, in people beyond the usual ones: 95 % interval
    high: float
    channels: tuple[tuple[int, int], ...]  # number of the channel and its people, the most first
    people: frozenset[int]
    new: bool  # its subject was not heard before the event by more than a person a week

    @property
    def spread(self) -> int:
        """Channels on which at least two people speak of it."""
        return sum(n > 1 for _, n in self.channels)


def find(
    voices: Voices, heard: Heard, measures: Sequence[Measure], quiet: Quiet, hours: range, least: int
) -> list[Alarm]:
    """The alarms whose windows end in `hours` of the grid, in the order of their hours.

    Every hour is looked at in each call, so that nothing between two calls is missed; what was told before is not known here.
    """
    judged = judge(voices, heard, measures, quiet.moods, least)
    found = []
    for n, place in enumerate(judged.of.tolist()):
        one = measures[place]
        bar = quiet.bars[one.label].surprise
        surprise = judged.surprise[n].ravel()
        beyond = np.array([hour for hour in hours if surprise[hour] >= bar], int)
        for run in _runs(beyond):
            peak = int(run[np.argmax(surprise[run])])
            now, usual = judged.now[n].ravel()[peak], judged.usual[n].ravel()[peak]
            found.append(_alarm(voices, one, run, peak, float(surprise[peak]), bar, now, usual, quiet.moods))
    return sorted(found, key=lambda alarm: (alarm.first, -alarm.surprise))


def _runs(hours: Ints) -> Iterator[Ints]:
    if len(hours):
        yield from np.split(hours, np.flatnonzero(np.diff(hours) > APART) + 1)


def _alarm(
    voices: Voices,
    one: Measure,
    run: Ints,
    peak: int,
    surprise: float,
    bar: float,
    now: float,
    usual: float,
    moods: dict[tuple[str, int], float],
) -> Alarm:
    rows = np.zeros(len(voices.day), bool)
    for track in one.tracks:
        rows |= voices.window(track, peak, one.span)
    low, high = (float("nan"), float("nan")) if one.values else size(now, usual, moods[one.label], one.direction)
    people: dict[int, set[int]] = {}
    for channel, person in zip(voices.channel[rows].tolist(), voices.person[rows].tolist(), strict=True):
        people.setdefault(channel, set()).add(person)
    everyone = frozenset(voices.person[rows].tolist())
    return Alarm(
        measure=one,
        began=int(run[0]) - one.span + 1,
        first=int(run[0]),
        last=int(run[-1]),
        peak=peak,
        centre=float(np.median(voices.day[rows] * HOURS + voices.hour[rows])) if rows.any() else float(peak),
        surprise=surprise,
        bar=bar,
        now=float(now),
        usual=float(usual),
        n_people=len(everyone),
        n_posts=int(rows.sum()),
        low=low,
        high=high,
        channels=tuple(sorted(((c, len(who)) for c, who in people.items()), key=lambda row: (-row[1], row[0]))),
        people=everyone,
        new=bool(one.kind) and not one.values and usual * HOURS * 7 / one.span <= 1,
    )


def size(now: float, usual: float, mood: float, direction: Direction = Direction.RISE) -> tuple[float, float]:
    """How many people more (or fewer) than usual, as a 95 % interval that holds chance and the moods of the community.

    The people of the event are what was counted less what a usual window would have brought, which is a draw from the negative binomial
    that the figure is judged by; and the count itself is one draw of a Poisson law (Garwood 1936, Biometrika 28:437-442).

    >>> low, high = size(40, 5.0, 0.05)
    >>> 10 < low < 20 and 50 < high < 60
    True
    """
    from scipy.stats import chi2, nbinom

    side = (1 - SURE) / 4  # shared out over the two draws
    mean = max(usual, 1e-9)
    law = nbinom(1 / mood, 1 / (1 + mood * mean))
    count_low = chi2.ppf(side, 2 * now) / 2 if now else 0.0
    count_high = chi2.ppf(1 - side, 2 * now + 2) / 2
    low, high = count_low - law.ppf(1 - side), count_high - law.ppf(side)
    if direction is Direction.FALL:
        low, high = -high, -low
    return float(max(low, 0.0)), float(max(high, 0.0))
