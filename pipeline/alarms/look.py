"""One look at all rules: the bars that quiet weeks set, the alarms of the last days, and what of it is known already."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from voxpop import durable, warehouse
from voxpop.analysis.alarms import WORD, Alarm, Bar, Cause, Direction, Measure, Quiet, Span, calibrate, find, join
from voxpop.pipeline.alarms.figures import Figures, read
from voxpop.pipeline.alarms.ledger import FOLDER, Entry, Ledger, Part, belongs, leading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from voxpop.config import AlertRule, Config
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

BARS = "bars.json"
MOST_WORDS = 6
"""Words of a cause that are kept and told."""

CRISIS_CHANNELS = 2
CRISIS_TIMES = 2
"""A crisis is heard on this number of channels, by this many times the people that an alert needs."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found."""

    until: datetime | None  # None: nothing was ever heard
    quiet: Quiet | None  # None: too little history to tell what is usual
    entries: tuple[Entry, ...]  # causes that are new or changed, as they are now
    unsettled: tuple[str, ...] = ()  # channels heard too shortly to be looked at
    days: int = 0  # of history
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Lately:
    """What the rules find in the last hours, whoever asks: alerts, `voxpop ask`, its tools and the explorer."""

    figures: Figures
    quiet: Quiet | None  # None: too little history to tell what is usual
    causes: tuple[Cause, ...]

    def going_on(self, hours: int) -> list[Cause]:
        """The causes that were unusual within the last hours, so that none of them is over yet."""
        return [cause for cause in self.causes if cause.last >= self.figures.n_hours - hours]


def judge_lately(workspace: Workspace, snapshot: Snapshot, until: datetime, *, keep: bool = False) -> Lately:
    """The causes of the hours that are looked back at, up to a moment; `keep` writes the bars down, which cost seconds, for the next."""
    figures = read(snapshot, workspace.config, until)
    alerts = workspace.config.alerts
    begin = max(figures.n_hours - alerts.look_back_hours, 0)
    quiet = _bars(workspace, figures, begin // 24, keep=keep)
    causes: list[Cause] = []
    if quiet is not None:
        hours = range(begin, figures.n_hours)
        causes = join(find(figures.voices, figures.heard, figures.measures, quiet, hours, alerts.least_people))
    return Lately(figures, quiet, tuple(causes))


def look(workspace: Workspace, ledger: Ledger, now: datetime | None = None) -> Look:
    """The causes that are new, go on or are over; nothing is written but the bars, once a day."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        until = now or snapshot.facts().known_at
        if until is None:
            return Look(None, None, ())
        lately = judge_lately(workspace, snapshot, until, keep=True)
    figures, quiet = lately.figures, lately.quiet
    known = ledger.entries()
    changed = _match(workspace.config, ledger, figures, list(lately.causes), known, until)
    quiet_for = timedelta(hours=workspace.config.alerts.over_hours)
    for entry in [changed.get(one.id, one) for one in known]:
        if entry.over is None and until - entry.last >= quiet_for and quiet is not None:
            changed[entry.id] = entry.model_copy(update={"over": until.astimezone(UTC)})
    return Look(until, quiet, tuple(changed.values()), figures.unsettled, figures.voices.n_days, figures.measures)


def parts_of(config: Config, figures: Figures, cause: Cause) -> tuple[Part, ...]:
    """A cause as it is told: its figures in their order, of its words the leading ones."""
    return leading(_told([_part(config, figures, alarm) for alarm in cause.alarms]))


def is_crisis(config: Config, parts: Iterable[Part]) -> bool:
    """Whether a cause is a crisis."""
    return any(_is_crisis(part, config.alerts.least_people) for part in parts)


def measures_of(found: Look, rule: AlertRule) -> Iterator[tuple[str, int, int]]:
    """The windows of a rule: name, hours, and how many figures it looks at over each."""
    for window in rule.windows:
        hours = int(Span[window.upper()])
        yield window, hours, sum(one.label == (rule.id, hours) for one in found.measures)


def _bars(workspace: Workspace, figures: Figures, cut: int, *, keep: bool) -> Quiet | None:
    """The bars of this day and configuration, learned from what lies before the hours that are looked at."""
    alerts = workspace.config.alerts
    labels = sorted({one.label for one in figures.measures})
    day = figures.when(24 * cut).date()
    asked = [day.isoformat(), alerts.model_dump_json(), workspace.config.audience_ids, labels, figures.unsettled]
    key = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]
    place = workspace.deliveries / FOLDER / BARS
    kept = _read_bars(place, key)
    if kept is None:
        kept = calibrate(
            figures.voices.until(cut),
            figures.heard.until(cut),
            figures.measures,
            alerts.quiet_weeks,
            alerts.least_people,
        )
        if kept is not None and keep:
            _write_bars(place, key, kept)
    return kept


def _read_bars(place: Path, key: str) -> Quiet | None:
    try:
        said: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        if said["key"] != key:
            return None
        bars = {(rule, hours): Bar(surprise, mood) for rule, hours, surprise, mood in said["bars"]}
        return Quiet(bars, said["weeks"], said["level"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_bars(place: Path, key: str, quiet: Quiet) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    bars = [[rule, hours, bar.surprise, bar.mood] for (rule, hours), bar in quiet.bars.items()]
    said = {"key": key, "weeks": quiet.weeks, "level": quiet.level, "bars": bars}
    durable.write(place, json.dumps(said, indent=1) + "\n")


def _match(
    config: Config,
    ledger: Ledger,
    figures: Figures,
    causes: list[Cause],
    known: list[Entry],
    until: datetime,
) -> dict[str, Entry]:
    """The entries that the causes change or begin, by id."""
    within = timedelta(hours=config.delivery.cooldown_hours)
    changed: dict[str, Entry] = {}
    for cause in causes:
        parts = parts_of(config, figures, cause)
        first, last = _end(config, figures, cause.first), _end(config, figures, cause.last)
        entries = [changed.get(entry.id, entry) for entry in known]
        entries += [entry for id_, entry in changed.items() if id_ not in {one.id for one in known}]
        same = next((entry for entry in reversed(entries) if belongs(parts, first, entry, within)), None)
        crisis = is_crisis(config, parts)
        if same is None:
            owners = (rule.owner for rule in config.alerts.looked_at if rule.id in {part.rule for part in parts})
            entry = Entry(
                id=ledger.next_id(entries),
                first=first,
                last=last,
                seen=until.astimezone(UTC),
                parts=parts,
                crisis=crisis,
                owner=next((owner for owner in owners if owner), None),
                snoozed_until=_snoozed(parts, entries, until),
            )
        else:
            both = {part.key: part for part in same.parts}
            for part in parts:
                if part.key not in both or part.surprise >= both[part.key].surprise:
                    both[part.key] = part
            entry = same.model_copy(
                update={
                    "parts": leading(_told(both.values())),
                    "last": max(last, same.last),
                    "first": min(first, same.first) if not same.told else same.first,
                    "crisis": same.crisis or crisis,
                }
            )
        changed[entry.id] = entry
    return changed


def _snoozed(parts: tuple[Part, ...], entries: list[Entry], until: datetime) -> datetime | None:
    """Until when somebody wants to hear nothing of what a new cause is about."""
    mine = {part.about for part in parts}
    waits = [
        entry.snoozed_until
        for entry in entries
        if entry.snoozed_until and entry.snoozed_until > until and mine & {part.about for part in entry.parts}
    ]
    return max(waits, default=None)


def _end(config: Config, figures: Figures, hour: int) -> datetime:
    """The end of an hour of the grid."""
    return figures.when(hour + 1).replace(tzinfo=config.company.zone).astimezone(UTC)


def _part(config: Config, figures: Figures, alarm: Alarm) -> Part:
    one = alarm.measure
    rule = next(rule for rule in config.alerts.looked_at if rule.id == one.rule)
    named = [figures.channels[n] for n, people in alarm.channels if people >= config.alerts.least_people]
    return Part(
        rule=one.rule,
        audience=one.audience,
        figure=rule.figure,
        tone=rule.tone,
        kind=one.kind,
        subject=one.subject,
        fall=one.direction is Direction.FALL,
        hours=int(one.span),
        peak=_end(config, figures, alarm.peak),
        now=alarm.now,
        usual=alarm.usual,
        n_people=alarm.n_people,
        n_posts=alarm.n_posts,
        low=None if math.isnan(alarm.low) else alarm.low,
        high=None if math.isnan(alarm.high) else alarm.high,
        surprise=alarm.surprise,
        channels=tuple(named),
        n_channels=alarm.spread,
        new=alarm.new,
    )


def _told(parts: Iterable[Part]) -> list[Part]:
    """All but the words beyond the first: what people name in common is told by a few."""
    ordered = sorted(parts, key=lambda part: -part.surprise)
    words = [part for part in ordered if part.kind == WORD][:MOST_WORDS]
    return [*(part for part in ordered if part.kind != WORD), *words]


def _is_crisis(part: Part, least: int) -> bool:
    """Something new (not a mere word, which may be a greeting), or a turn for the worse, on several channels and by enough people, within a day."""
    worse = (
        (part.new and part.kind != WORD) or part.tone == "negative" or (part.figure in ("net", "rating") and part.fall)
    )
    enough = part.n_channels >= CRISIS_CHANNELS and part.n_people >= CRISIS_TIMES * least
    return worse and enough and part.hours < Span.WEEK and not (part.fall and part.figure in ("people", "posts"))
