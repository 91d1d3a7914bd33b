"""How surprising each hour of each figure is, beside the same hours of earlier days of the same kind.

A count of people is judged as a negative binomial: its mean is that of the same hours of the six weeks before (working days beside
working days, weekends beside weekends; weeks beside the eight weeks before), its variance  m + mood m^2 + m^2 / (s + 1/2)  with the
people s of those hours: chance, the moods of a community, and what few earlier people leave unsure (as Noufaily et al. 2013,
Statistics in Medicine 32:1206-1222, widen Farrington's limits). A mean of people (net sentiment, stars) is judged as normal, with the
variance of people and that of earlier windows beyond it. Only hours that were heard whole are earlier hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np

from voxpop.analysis.alarms.grid import HOURS, Flags, Floats, Heard, Ints, Voices, count_people

DAYS_BEFORE = 42
WEEKS_BEFORE = 8
LEAST_WEEKS_BEFORE = 4
LEAST_WORKING_DAYS, LEAST_WEEKEND_DAYS = 10, 6
"""Earlier windows that a judgement needs: of a week; of a day or an hour, by the kind of day."""

LEAST_TIMES = 1.5
"""The factor by which a count must exceed, or fall short of, the usual one, however many people there are."""

LEAST_FOR_MEAN = 20
"""People whose mean is judged."""

LEAST_MOOD = 0.05
"""Days of a community are never all alike."""

TRIMMED = 0.02
"""Part of the hours, the most unusual ones, that tell nothing of a community's moods: something happened in them."""

TRIMMED_VARIANCE = 0.143
"""Part of a normal variance that lies in them: 2 z phi(z) + 0.02 at z = 2.326."""


WORD = "word"
"""The kind of subject that a word, or two that stand together, is."""

TOGETHER = 500
"""Counts that are judged in one go."""


class Span(IntEnum):
    """How long a window is, in hours."""

    HOUR = 1
    DAY = 24
    WEEK = 168


class Direction(StrEnum):
    """Which way a figure must go."""

    RISE = "rise"
    FALL = "fall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure of one audience over one length of window, as a rule looks at it."""

    rule: str
    audience: str
    kind: str  # what the subject is: theme, intent, name, question, word; '' for the audience as a whole
    subject: str | None
    span: Span
    direction: Direction
    tracks: tuple[int, ...]  # one: people are counted; several: people of each value
    values: tuple[float, ...] = ()  # of the tracks, whose mean over people is judged; none: a count

    @property
    def label(self) -> tuple[str, int]:
        """What shares a mood and a bar: the rule with its length of window."""
        return self.rule, int(self.span)


Moods = Mapping[tuple[str, int], float]
"""How much windows of a rule differ beyond chance: variance in squares of the mean."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Of the measures that could pass and of each hour: how surprising it is (-ln p, 0 where it is not judged), what it is, what is usual."""

    of: Ints  # (n_judged,): their places among the measures; no hour of any other is surprising
    surprise: Floats  # (n_judged, n_days, 24)
    now: Floats
    usual: Floats


def judge(
    voices: Voices, heard: Heard, measures: Sequence[Measure], moods: Moods, least: int, *, circular: bool = False
) -> Judged:
    """Judge every hour of every measure that can pass; `circular` lets the days before the first be the last ones, for permuted days."""
    of = worth_judging(voices, measures, least)
    shape = (len(of), voices.n_days, 24)
    made = Judged(of, np.zeros(shape), np.zeros(shape), np.full(shape, np.nan))
    for span in Span:
        rows = [row for row, n in enumerate(of.tolist()) if measures[n].span is span]
        if not rows:
            continue
        tracks = sorted({track for row in rows for track in measures[of[row]].tracks})
        counts, number = count_people(voices.of_tracks(tracks), span), {track: n for n, track in enumerate(tracks)}
        windows = heard.windows(span)
        before, enough = earlier(voices.weekend, span, circular=circular), _enough(voices.weekend, span)
        alike: dict[tuple[tuple[str, int], str], list[int]] = {}
        for row in rows:
            one, whole = measures[of[row]], windows[measures[of[row]].audience]
            if one.values:
                _judge_mean(made, row, one, counts[[number[t] for t in one.tracks]], whole, before, enough)
            else:
                alike.setdefault((one.label, one.audience), []).append(row)
        for (label, audience), every in alike.items():
            for start in range(0, len(every), TOGETHER):
                some = np.array(every[start : start + TOGETHER])
                now = counts[[number[measures[of[row]].tracks[0]] for row in some]]
                rises = measures[of[some[0]]].direction is Direction.RISE
                _judge_counts(made, some, now, windows[audience], before, enough, moods[label], least, rises=rises)
    if circular:  # the first week's windows are cut short
        made.surprise[:, : (7 if any(one.span is Span.WEEK for one in measures) else 1)] = 0
    return made


def value_at(voices: Voices, one: Measure, hour: int) -> float:
    """The figure of the window that ends with an hour, as `judge` has it; not a number where nobody's mean could be taken."""
    people = [len(np.unique(voices.person[voices.window(track, hour, one.span)])) for track in one.tracks]
    if not one.values:
        return float(people[0])
    weighed = sum(n * value for n, value in zip(people, one.values, strict=True))
    return weighed / sum(people) if sum(people) else float("nan")


def worth_judging(voices: Voices, measures: Sequence[Measure], least: int) -> Ints:
    """Places of the measures that can pass: of words those alone whose days can hold `least` people, told from their posts a day.

    There are thousands of words, and on most of their hours nobody writes any; two counts of rows leave some hundred to look at.
    """
    words = [n for n, one in enumerate(measures) if one.kind == WORD and one.direction is Direction.RISE]
    if not words:
        return np.arange(len(measures))
    daily = np.bincount(voices.track * voices.n_days + voices.day, minlength=voices.n_tracks * voices.n_days)
    until = np.cumsum(daily.reshape(voices.n_tracks, voices.n_days), axis=1)
    kept = np.ones(len(measures), bool)
    for span in Span:
        days = 1 + -(-span // HOURS) if span > Span.HOUR else 1
        held = until.copy()
        held[:, days:] -= until[:, :-days]
        most = held.max(axis=1, initial=0)
        of = np.array([n for n in words if measures[n].span is span], int)
        if len(of):
            kept[of] = most[[measures[n].tracks[0] for n in of]] >= least
    return np.flatnonzero(kept)


def earlier(weekend: Flags, span: Span, *, circular: bool) -> Floats:
    """Which days each day is set beside: 1 where the column's day counts for the row's."""
    days = np.arange(len(weekend))
    ago = days[:, None] - days[None, :]
    if circular:
        ago = ago % len(days)
    near: Flags = (ago >= 1) & (ago <= DAYS_BEFORE) & (weekend[:, None] == weekend[None, :])
    if span is Span.WEEK:
        near = (ago % 7 == 0) & (ago >= 7) & (ago <= 7 * WEEKS_BEFORE)
    return near.astype(np.float64)


def _enough(weekend: Flags, span: Span) -> Floats:
    """The earlier windows that each day needs; (n_days, 1)."""
    if span is Span.WEEK:
        return np.full((len(weekend), 1), float(LEAST_WEEKS_BEFORE))
    return np.where(weekend, float(LEAST_WEEKEND_DAYS), float(LEAST_WORKING_DAYS))[:, None]


def learn_moods(voices: Voices, heard: Heard, measures: Sequence[Measure]) -> dict[tuple[str, int], float]:
    """How much the windows of each rule differ beyond chance, raised by a standard error; over all subjects of a rule together.

    By moments: sum of (x - m)^2 - m - m^2/s over the sum of m^2, at least `LEAST_MOOD`; the first sum is one without the most unusual
    windows, made as large as if they were usual ones.
    """
    found: dict[tuple[str, int], float] = {}
    looked_at = [measures[n] for n in worth_judging(voices, measures, 2 * voices.n_days)]  # calmer words tell no mood
    for span in Span:
        of_span = [one for one in measures if one.span is span]
        counted = [one for one in looked_at if one.span is span and not one.values]
        tracks = sorted({one.tracks[0] for one in counted})
        counts, number = count_people(voices.of_tracks(tracks), span), {track: n for n, track in enumerate(tracks)}
        windows, before = heard.windows(span), earlier(voices.weekend, span, circular=False)
        enough = _enough(voices.weekend, span)
        for label in {one.label for one in of_span}:
            parts = []
            for one in (m for m in counted if m.label == label):
                whole, now = windows[one.audience], counts[number[one.tracks[0]]]
                n, total = before @ whole, before @ (now * whole)
                fit = whole & (n >= enough) & (total > 0)
                mean = total[fit] / n[fit]
                parts.append(np.stack([now[fit], mean, total[fit]]))
            found[label] = _mood(np.concatenate(parts, axis=1)) if parts else LEAST_MOOD
    return _at_least_common(found, measures)


def _at_least_common(found: dict[tuple[str, int], float], measures: Sequence[Measure]) -> dict[tuple[str, int], float]:
    """The moods, where no rule is calmer than whole audiences are: a day's mood is that of each subject and hour too, and harder to see there."""
    whole = [found[one.label] for one in measures if not one.kind and not one.values and one.span < Span.WEEK]
    common = max(whole, default=LEAST_MOOD)
    return {label: mood if label[1] == Span.WEEK else max(mood, common) for label, mood in found.items()}


def _mood(rows: Floats) -> float:
    loud = rows[:, rows[1] >= 1]  # where hardly anybody speaks, chance hides moods
    x, mean, total = loud if loud.shape[1] >= 2 * HOURS else rows
    if len(x) < 2:
        return LEAST_MOOD
    expected = mean + mean**2 / total
    strange = (x - mean) ** 2 / expected
    kept = strange <= np.quantile(strange, 1 - TRIMMED)
    whole = ((x - mean) ** 2)[kept].sum() / (1 - TRIMMED_VARIANCE)
    beyond = (whole - expected.sum()) / (mean**2).sum()
    # Hours of one day share its mood: there are only as many independent windows as days.
    return float(max(beyond, LEAST_MOOD) * (1 + np.sqrt(2 * 24 / max(kept.sum(), 48))))


def _judge_counts(
    made: Judged,
    rows: Ints,
    now: Floats,
    whole: Flags,
    before: Floats,
    enough: Floats,
    mood: float,
    least: int,
    *,
    rises: bool,
) -> None:
    """Judges counts of one rule and audience together; `now` is (n_rows, n_days, 24)."""
    from scipy.stats import nbinom  # costs a start of a command half a second

    windows, total = before @ whole, before @ (now * whole)
    with np.errstate(invalid="ignore", divide="ignore"):
        usual = np.where(windows >= enough, total / windows, np.nan)
        mean = np.maximum(usual, 0.5 / np.maximum(windows, 1))
        if rises:
            looked = (now >= least) & (now >= LEAST_TIMES * mean)
        else:
            looked = whole & (usual >= least) & (now * LEAST_TIMES <= mean)
    made.now[rows], made.usual[rows] = now, usual
    looked &= np.isfinite(usual)
    size = 1 / (mood + 1 / (total[looked] + 0.5))
    law = nbinom(size, size / (size + mean[looked]))
    p = law.sf(now[looked] - 1) if rises else law.cdf(now[looked])
    surprise = np.zeros_like(now)
    surprise[looked] = -np.log(np.maximum(p, 1e-300))
    made.surprise[rows] = surprise


def _judge_mean(
    made: Judged, n: int, one: Measure, people: Floats, whole: Flags, before: Floats, enough: Floats
) -> None:
    from scipy.stats import norm

    value = np.asarray(one.values)[:, None, None]
    size, total, squares = people.sum(axis=0), (people * value).sum(axis=0), (people * value**2).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        heard = whole & (size > 0)
        all_, windows = before @ (size * heard), before @ heard
        usual = before @ (total * heard) / all_
        variance = before @ (squares * heard) / all_ - usual**2
        apart = before @ np.where(heard, total**2 / np.maximum(size, 1), 0) - usual**2 * all_
        beyond = np.maximum(apart - (windows - 1) * variance, 0) / all_
        made.now[n] = total / size
        made.usual[n] = usual
        score = (made.now[n] - usual) / np.sqrt(variance * (1 / size + 1 / all_) + beyond)
        looked = (size >= LEAST_FOR_MEAN) & (windows >= enough) & np.isfinite(score)
    signed = score[looked] if one.direction is Direction.RISE else -score[looked]
    made.surprise[n][looked] = -norm.logsf(signed) * (signed > 0)
