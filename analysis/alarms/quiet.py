"""Quiet weeks, made by permuting what people wrote, and the bars that so many of them pass: the false alarms of all rules together.

What a person wrote on one day stays together and at its hours and goes to another day of the same kind, so that the weeks hold the
same people, habits and audiences and no event (the permutation of Kulldorff et al. 2005, PLoS Medicine 2:e59, over days in place
of places). Real days differ more than chance has it: how likely a day is drawn varies by the moods that were learned, of all and of each subject.

Each rule's most surprising hour of each quiet week has an exponential tail that is fitted beyond the median (Abrams, Kulldorff
and Kleinman 2010, International Journal of Health Geographics 9:61, do so with a Gumbel law). Its chance is what rules of any kind are compared in: the least of
all rules in a week is as small as in one of `quiet_weeks` at one and the same chance for each share of the budget (the min-p of Westfall and Young 1993,
Resampling-Based Multiple Testing), which knows that rules on the same people cry together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voxpop.analysis.alarms.grid import Floats, Heard, Ints, Voices
from voxpop.analysis.alarms.measures import WORD, Measure, Moods, judge, learn_moods

WEEKS = 240
"""Quiet weeks that are made."""

LEAST_WEEKS = 3
"""Whole weeks of history without which nothing is judged."""

CAUTION = 0.35
"""Chance that, for the weeks made are few, the true rate lies above the budget by more than they show."""

SUBJECTS_SHARE = 4.0
"""A rule on subjects (each theme, each name) gets this many shares of the budget of a rule on audiences: it looks at more, and at what happens."""

LEAST_SURPRISE = float(-np.log(0.001))
"""No hour is an alarm that is likelier than this, however seldom a rule comes to be judged."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What an hour of a rule must pass: -ln p, and the moods that p is computed with."""

    surprise: float
    mood: float


@dataclass(frozen=True, slots=True)
class Quiet:
    """The bars of all rules, by rule and hours of the window, and what they rest on."""

    bars: dict[tuple[str, int], Bar]
    weeks: int  # of history
    level: float  # the chance in a week that a share of the budget stands for

    @property
    def moods(self) -> dict[tuple[str, int], float]:
        """The moods alone."""
        return {label: bar.mood for label, bar in self.bars.items()}


def calibrate(
    voices: Voices,
    heard: Heard,
    measures: Sequence[Measure],
    quiet_weeks: float,
    least: int,
    *,
    made: int = WEEKS,
    random_state: int = 2026,
) -> Quiet | None:
    """The bars at which all rules together cry once in `quiet_weeks`; None where the history is too short to tell.

    Only the last whole weeks of the grid count: days number from the end of the history.
    """
    weeks = voices.n_days // 7
    if weeks < LEAST_WEEKS or not measures:
        return None
    moods = learn_moods(voices, heard, measures)
    first = voices.n_days - 7 * weeks
    past, past_heard = _last(voices, first), Heard(heard.of, heard.whole[:, first:])
    rng = np.random.default_rng(random_state)
    labels = sorted({one.label for one in measures})
    rows = [np.array([n for n, one in enumerate(measures) if one.label == label]) for label in labels]
    worst = []
    for _ in range(max(1, round(made / weeks))):
        quiet = permute(past, past_heard, moods, measures, rng)
        judged = judge(quiet, past_heard, measures, moods, least, circular=True)
        by_week = judged.surprise.reshape(len(judged.of), weeks, -1).max(axis=2)
        worst.append(np.stack([by_week[np.isin(judged.of, of)].max(axis=0, initial=0.0) for of in rows]))
    highest = np.concatenate(worst, axis=1)
    tails = [_Tail.fit(row) for row in highest]
    several = [len({measures[n].subject for n in of}) > 1 for of in rows]
    shares = [SUBJECTS_SHARE if many else 1.0 for many in several]
    chance = np.min([tail.chance(row) / share for tail, row, share in zip(tails, highest, shares, strict=True)], axis=0)
    level = _level(chance, quiet_weeks)
    bars = {
        label: Bar(max(tail.at(level * share), LEAST_SURPRISE), moods[label])
        for label, tail, share in zip(labels, tails, shares, strict=True)
    }
    return Quiet(bars, weeks, level)


def permute(
    voices: Voices, heard: Heard, moods: Moods, measures: Sequence[Measure], rng: np.random.Generator
) -> Voices:
    """The same posts on other days of the same kind: all of a person's day goes to one day, hours are kept."""
    n_days = voices.n_days
    whole = heard.whole.all(axis=(0, 2))
    if not whole.any():
        whole = np.ones(n_days, bool)
    people = int(voices.person.max(initial=0)) + 1
    block, of_block = np.unique(voices.day * people + voices.person, return_inverse=True)
    first = np.full(len(block), -1)
    first[of_block[::-1]] = np.arange(len(of_block))[::-1]
    mood, kind = voices.mood[first], voices.weekend[voices.day[first]]
    common, own = _split(moods, measures)
    day_mood = _draw(rng, common, n_days)
    going = np.empty(len(block), int)
    order = np.argsort(mood, kind="stable")
    starts = np.searchsorted(mood[order], np.arange(int(mood.max(initial=0)) + 2))
    for number in range(len(starts) - 1):
        rows = order[starts[number] : starts[number + 1]]
        weight = day_mood * (_draw(rng, own, n_days) if number else 1.0)
        for weekend in (False, True):
            of_kind = rows[kind[rows] == weekend]
            days = np.flatnonzero((voices.weekend == weekend) & whole)
            if not len(days):
                days = np.flatnonzero(voices.weekend == weekend)
            if len(of_kind):
                going[of_kind] = rng.choice(days, size=len(of_kind), p=weight[days] / weight[days].sum())
    return voices.moved(going[of_block])


@dataclass(frozen=True, slots=True)
class _Tail:
    """P(X > x) = part * exp(-(x - start) / scale) beyond `start`."""

    start: float
    part: float
    scale: float

    @classmethod
    def fit(cls, values: Floats) -> _Tail:
        """Fitted to what lies beyond the median; where most weeks have nothing to judge, to the rest."""
        start = float(np.median(values))
        above = values[values > start] - start
        if len(above) < 2:
            return cls(start, 1 / len(values), 1.0)
        # A p that is one has the scale 1; the standard error is added, for a bar too low is the worse mistake.
        scale = float(above.mean() * (1 + 1 / np.sqrt(len(above))))
        return cls(start, len(above) / len(values), max(scale, 0.5))

    def chance(self, values: Floats) -> Floats:
        """How likely a week goes beyond each value."""
        tail: Floats = np.where(
            values > self.start, self.part * np.exp(-np.maximum(values - self.start, 0) / self.scale), 1.0
        )
        return tail

    def at(self, chance: float) -> float:
        """The value that a week goes beyond with this chance."""
        return self.start + self.scale * max(float(np.log(self.part / chance)), 0.0)


def _level(chance: Floats, quiet_weeks: float) -> float:
    """The chance at which all rules together pass once in `quiet_weeks`, with caution for how few weeks there are."""
    from scipy.stats import binom

    wanted = 1 - np.exp(-1 / quiet_weeks)
    rank = int(binom.ppf(CAUTION, len(chance), wanted))
    ordered = np.sort(chance)
    if rank < 1:  # so seldom that the weeks made do not tell: the share of the least week
        return float(ordered[0] * wanted * len(chance) / 2)
    return float(ordered[rank - 1])


def _split(moods: Moods, measures: Sequence[Measure]) -> tuple[float, float]:
    """How much days differ for all, and how much more for a subject of its own."""
    day = {one.label: bool(one.kind) for one in measures if one.span == 24 and not one.values and one.kind != WORD}
    whole = [moods[label] for label, own in day.items() if not own]
    parts = [moods[label] for label, own in day.items() if own]
    common = min([*whole, *parts], default=0.05)
    return common, max(max(parts, default=common) - common, 0.0)


def _draw(rng: np.random.Generator, mood: float, n_days: int) -> Floats:
    if mood <= 0:
        return np.ones(n_days)
    # gamma's shape 1/mood; tiny draws are kept above zero, so that a day can always be drawn
    return np.maximum(rng.gamma(1 / mood, mood, n_days), 1e-6)


def _last(voices: Voices, first: int) -> Voices:
    kept = voices.day >= first
    rows: dict[str, Ints] = {
        name: getattr(voices, name)[kept] for name in ("track", "person", "channel", "hour", "mood")
    }
    return Voices(**rows, day=voices.day[kept] - first, weekend=voices.weekend[first:], n_tracks=voices.n_tracks)
