"""People by hour: how many different people a window that ends with each hour holds, for many figures at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

HOURS = 24
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who spoke when, on a grid of local days and hours; a row is one post on one track.

    A track is what is counted (people of an audience with a negative post, people of a theme). All arrays but `weekend` have one
    length, (n_rows,): `track`, `person` and `channel` number from 0, `day` counts days from the first of the grid, `hour` is 0 to 23, `mood` says
    which rows rise and fall together (0: with nobody but all). `weekend` is (n_days,).
    """

    track: Ints
    person: Ints
    channel: Ints
    day: Ints
    hour: Ints
    mood: Ints
    weekend: Flags
    n_tracks: int

    @property
    def n_days(self) -> int:
        """Days of the grid."""
        return len(self.weekend)

    def until(self, day: int) -> Voices:
        """The days before this one alone."""
        kept = self.day < day
        rows = {name: getattr(self, name)[kept] for name in ("track", "person", "channel", "day", "hour", "mood")}
        return replace(self, **rows, weekend=self.weekend[:day])

    def moved(self, day: Ints) -> Voices:
        """The same posts at the same hours of other days."""
        return replace(self, day=day)

    def of_tracks(self, tracks: Sequence[int]) -> Voices:
        """These tracks alone, numbered in the order in which they are given."""
        number = np.full(self.n_tracks, -1)
        number[list(tracks)] = np.arange(len(tracks))
        kept = number[self.track] >= 0
        rows = {name: getattr(self, name)[kept] for name in ("person", "channel", "day", "hour", "mood")}
        return replace(self, **rows, track=number[self.track[kept]], n_tracks=len(tracks))

    def window(self, track: int, end: int, hours: int) -> Flags:
        """The rows of a track within the window of `hours` that ends with hour `end` of the grid."""
        when = self.day * HOURS + self.hour
        flags: Flags = (self.track == track) & (when > end - hours) & (when <= end)
        return flags


@dataclass(frozen=True, slots=True)
class Heard:
    """Which hours were heard whole: `whole` is (n_audiences, n_days, 24); `of` names the audience of each row."""

    of: tuple[str, ...]
    whole: Flags

    def windows(self, hours: int) -> dict[str, Flags]:
        """By audience, whether all of the window that ends with an hour was heard; (n_days, 24)."""
        flat = self.whole.reshape(len(self.of), -1)
        until: Ints = np.cumsum(~flat, axis=1, dtype=np.int64)
        missed = until.copy()
        missed[:, hours:] -= until[:, :-hours]
        return {name: (missed[n] == 0).reshape(-1, HOURS) for n, name in enumerate(self.of)}

    def until(self, day: int) -> Heard:
        """The days before this one alone."""
        return Heard(self.of, self.whole[:, :day])


def count_people(voices: Voices, hours: int) -> Floats:
    """How many different people each track has within the window that ends with each hour; (n_tracks, n_days, 24).

    A person with many posts counts once in a window. At the start of the grid windows are cut short.
    """
    n_hours = voices.n_days * HOURS
    if not len(voices.track):
        return np.zeros((voices.n_tracks, voices.n_days, HOURS))
    people = int(voices.person.max(initial=0)) + 1
    key = np.unique((voices.track * people + voices.person) * n_hours + voices.day * HOURS + voices.hour)
    who, at = key // n_hours, key % n_hours
    stop = np.minimum(
        at + hours, n_hours
    )  # a post counts until the person's next post, or until the window has passed it
    follows = np.append(who[1:] == who[:-1], False)
    stop[follows] = np.minimum(stop[follows], at[1:][follows[:-1]])
    track = who // people
    width = n_hours + 1
    size = voices.n_tracks * width
    steps = np.bincount(track * width + at, minlength=size) - np.bincount(track * width + stop, minlength=size)
    counts: Floats = np.cumsum(steps.reshape(voices.n_tracks, width), axis=1)[:, :-1].astype(float)
    return counts.reshape(voices.n_tracks, voices.n_days, HOURS)
