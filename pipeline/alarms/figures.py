"""The figures that the rules look at, as tracks of people by hour, from the published snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from voxpop.analysis.alarms import WORD, Direction, Heard, Measure, Span, Voices
from voxpop.analysis.report.basis import audience_channels
from voxpop.config.loop.alerts import EACH
from voxpop.config.section import EVERYONE
from voxpop.pipeline.alarms import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from voxpop.config import AlertRule, Config
    from voxpop.warehouse import Snapshot

SETTLED = 24 * 28
LEAST_HEARD = SETTLED // 2
"""A channel is looked at when it was first asked for this many hours ago and heard in half of them: where it was not, its people would be a
rise, and one that is lost would leave nothing to judge the others by."""

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - by the company's clock
SUBJECTS = ("theme", "intent", "name", "question", WORD)
TONES = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}
STARS = {str(n): float(n) for n in range(1, 6)}
OTHER = "other"
"""The theme of posts that no theme fits: something new is heard there first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the rules look at, on a grid of local hours up to the last one that is over."""

    voices: Voices
    heard: Heard
    measures: tuple[Measure, ...]
    channels: tuple[str, ...]  # by their numbers
    start: datetime  # midnight of the first day, by the company's clock, without a zone
    n_hours: int  # hours of the grid that are over
    unsettled: tuple[str, ...]  # channels that are not looked at yet

    def when(self, hour: int) -> datetime:
        """The start of an hour of the grid, by the company's clock."""
        return self.start + timedelta(hours=hour)

    def number(self, when: datetime) -> int:
        """The hour of the grid that holds a local time."""
        return int((when - self.start) // timedelta(hours=1))


def read(snapshot: Snapshot, config: Config, until: datetime) -> Figures:
    """The figures of all rules up to a moment; only hours that are over count."""
    zone = config.company.zone
    local = until.astimezone(zone).replace(tzinfo=None, minute=0, second=0, microsecond=0)
    clock = {"time_zone": config.company.time_zone}
    rules = config.alerts.looked_at
    audiences = sorted({one for rule in rules for one in (rule.audiences or config.audience_ids)})
    weeks = config.alerts.history_weeks
    begin = local.replace(hour=0) - timedelta(days=7 * weeks - 1)
    between = {"since": begin.replace(tzinfo=zone).astimezone(UTC), "until": local.replace(tzinfo=zone).astimezone(UTC)}
    missed = snapshot.rows("alert/hours", clock | between).to_pandas()
    spans = {
        row["channel"]: (row["first_hour"], row["last_hour"] + 1) for row in snapshot.records("alert/asked", clock)
    }
    unsettled = _unsettled(spans, missed, _hours(local))
    first = EPOCH + timedelta(hours=max((span[0] for c, span in spans.items() if c not in unsettled), default=0))
    if first > begin:
        begin = (first + timedelta(hours=23)).replace(hour=0)
    begin = min(begin, local.replace(hour=0))
    n_days = (local.date() - begin.date()).days + 1
    asked: dict[str, Any] = {
        **clock,
        **between,
        "since": begin.replace(tzinfo=zone).astimezone(UTC),
        "audiences": audiences,
        "kinds": sorted({_kind(rule) for rule in rules}),
    }
    named = words.read(snapshot, config, {name: asked[name] for name in ("since", "until", "time_zone")})
    rows, named = _number(snapshot.rows("alert/voices", asked).to_pandas(), named, begin)
    rows, named = (
        frame[frame["hour"].between(0, 24 * n_days - 1) & ~frame["channel"].isin(unsettled)] for frame in (rows, named)
    )
    missed["hour"] -= _hours(begin)
    ends = {channel: span[1] - _hours(begin) for channel, span in spans.items()}
    voices, measures, channels = _tracks(rows, named, config, rules, labels_of(snapshot), begin, n_days)
    return Figures(
        voices=voices,
        heard=_heard(config, audiences, rows, missed, ends, n_days, unsettled),
        measures=measures,
        channels=channels,
        start=begin,
        n_hours=int((local - begin) // timedelta(hours=1)),
        unsettled=unsettled,
    )


def _number(rows: pd.DataFrame, named: pd.DataFrame, begin: datetime) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both with hours of the grid, and with numbers in the place of authors."""
    import pandas as pd

    authors = pd.concat([rows.pop("author_id"), named.pop("author_id")])
    person = pd.factorize(authors, sort=True)[0]
    return (
        rows.assign(person=person[: len(rows)], hour=rows["hour"] - _hours(begin)),
        named.assign(person=person[len(rows) :], hour=named["hour"] - _hours(begin)),
    )


def _unsettled(spans: dict[str, tuple[int, int]], missed: pd.DataFrame, now: int) -> tuple[str, ...]:
    """The channels that are not looked at: heard for too short a time, or not enough of late."""
    found = []
    for channel, (first, end) in spans.items():
        begin = now - SETTLED
        lost = ((missed["channel"] == channel) & (missed["hour"] >= begin) & (missed["hour"] < end)).sum()
        if first > begin or min(end, now) - begin - lost < LEAST_HEARD:
            found.append(channel)
    return tuple(sorted(found))


def _hours(when: datetime) -> int:
    return int((when - EPOCH) // timedelta(hours=1))


def _kind(rule: AlertRule) -> str:
    if rule.figure == "rating":
        return "rating"
    return next((kind for kind in SUBJECTS if getattr(rule, kind)), "")


def labels_of(snapshot: Snapshot) -> dict[str, str]:
    """The names of the themes, by id."""
    return {row["theme_id"]: row["label"] for row in snapshot.records("alert/themes")}


def _tracks(
    rows: pd.DataFrame,
    named: pd.DataFrame,
    config: Config,
    rules: Iterable[AlertRule],
    themes: dict[str, str],
    begin: datetime,
    n_days: int,
) -> tuple[Voices, tuple[Measure, ...], tuple[str, ...]]:
    """The tracks that rules need, each once, and the measures that read them."""
    rows = rows.assign(subject=rows["subject"].fillna(""), value=rows["value"].fillna(""))
    channels = tuple(sorted(rows["channel"].unique()))  # every word is somebody's voice
    moods = {theme: n for n, theme in enumerate(sorted(rows["mood"].unique()), start=1)}
    numbers: dict[tuple[str, str, str, str | None], int] = {}
    parts: list[pd.DataFrame] = []
    groups: dict[Any, pd.DataFrame] = dict(list(rows.groupby(["kind", "audience", "subject"], sort=True)))

    def track(kind: str, audience: str, subject: str, value: str | None) -> int:
        key = (kind, audience, subject, value)
        if key not in numbers:
            numbers[key] = len(numbers)
            held = groups.get(key[:3], rows[:0])
            parts.append((held if value is None else held[held["value"] == value]).assign(track=numbers[key]))
        return numbers[key]

    measures: list[Measure] = []
    for rule in rules:
        kind = _kind(rule)
        if kind == WORD:
            for audience in rule.audiences or config.audience_ids:
                part, of_words = words.tracks(named, rule, audience, len(numbers))
                numbers |= {(WORD, audience, rule.id, str(n)): len(numbers) + n for n in range(part["track"].nunique())}
                parts.append(part)
                measures += of_words
            continue
        for audience in rule.audiences or config.audience_ids:
            known = sorted({s for k, a, s in groups if k == kind and a == audience})
            for subject in _subjects(rule, kind, known, themes):
                values = STARS if rule.figure == "rating" else TONES if rule.figure == "net" else {}
                counted: list[str | None] = [*values] if values else [rule.tone]
                tracks = tuple(track(kind, audience, subject, value) for value in counted)
                measures += [
                    Measure(
                        rule=rule.id,
                        audience=audience,
                        kind="" if kind == "rating" else kind,
                        subject=subject or None,
                        span=Span[window.upper()],
                        direction=Direction(rule.goes),
                        tracks=tracks,
                        values=tuple(values.values()),
                    )
                    for window in rule.windows
                ]
    import pandas as pd

    every = pd.concat(parts) if parts else rows[:0].assign(track=0)
    hour = every["hour"].to_numpy(np.int64)
    weekend = np.array([(begin + timedelta(days=n)).weekday() >= 5 for n in range(n_days)])
    voices = Voices(
        track=every["track"].to_numpy(np.int64),
        person=every["person"].to_numpy(np.int64),
        channel=np.searchsorted(channels, every["channel"].to_numpy(str)) if channels else hour,
        day=hour // 24,
        hour=hour % 24,
        mood=every["mood"].map(moods).to_numpy(np.int64),
        weekend=weekend,
        n_tracks=max(len(numbers), 1),
    )
    return voices, tuple(measures), channels


def _subjects(rule: AlertRule, kind: str, known: list[str], themes: dict[str, str]) -> list[str]:
    if kind in ("", "rating"):
        return [""]
    wanted = str(getattr(rule, kind))
    if wanted == EACH:
        return known
    if kind == "theme":
        wanted = next((t for t, label in themes.items() if label.casefold() == wanted.casefold()), wanted)
    return [wanted]


def _heard(
    config: Config,
    audiences: list[str],
    rows: pd.DataFrame,
    missed: pd.DataFrame,
    ends: dict[str, int],
    n_days: int,
    unsettled: tuple[str, ...],
) -> Heard:
    whole = np.ones((len(audiences), n_days * 24), bool)
    silent = {c.id for c in config.channels if not c.listen}
    for n, audience in enumerate(audiences):
        used = set(rows.loc[rows["audience"] == audience, "channel"].unique())
        channels = set(audience_channels(config, audience, used)) - set(unsettled) - silent
        of_ours = missed["channel"].isin(channels) & (missed["hour"] >= 0) & (missed["hour"] < n_days * 24)
        whole[n, missed.loc[of_ours, "hour"].to_numpy()] = False
        whole[n, max(min((ends[c] for c in channels if c in ends), default=n_days * 24), 0) :] = False
    return Heard(tuple(audiences), whole.reshape(len(audiences), n_days, 24))


def name_of(kind: str, subject: str, themes: dict[str, str], config: Config) -> str:
    """What a reader calls a subject; '' for what no theme fits."""
    if kind == "theme":
        return "" if subject == OTHER else themes.get(subject, subject)
    if kind == "question":
        return next((q.name for q in config.questions if q.id == subject), subject)
    return subject.replace("_", " ") if kind == "intent" else subject


def audiences_of(rule: AlertRule, config: Config) -> tuple[str, ...]:
    """The audiences that a rule looks at, everyone first."""
    wanted = rule.audiences or config.audience_ids
    return tuple(sorted(wanted, key=lambda one: one != EVERYONE))
