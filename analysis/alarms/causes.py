"""Alarms of one cause: the same subject, the same people, or one audience at once; one message tells them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voxpop.analysis.alarms.find import Alarm
from voxpop.analysis.alarms.measures import Span

SAME_PEOPLE = 0.5
"""Part of the smaller alarm's people that two alarms of one cause have in common."""

AT_ONCE = 12
"""Hours between the middles of two alarms of one audience that one event explains."""

FOLLOWS = 24
"""Hours after the first alarm of a week's figure within which a shorter one can still be what moved it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Alarms that one event explains, the most surprising first."""

    alarms: tuple[Alarm, ...]

    @property
    def first(self) -> int:
        """The hour with which it could first be known."""
        return min(one.first for one in self.alarms)

    @property
    def last(self) -> int:
        """The last hour that passes; of a week's window only where there is no shorter one, which outlasts the event by days."""
        short = [one.last for one in self.alarms if one.measure.span < Span.WEEK]
        return max(short or [one.last for one in self.alarms])

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences that it is seen in."""
        return tuple(dict.fromkeys(one.measure.audience for one in self.alarms))


def join(alarms: Sequence[Alarm]) -> list[Cause]:
    """The causes, in the order of their hours.

    Alarms on subjects (themes, names) come together first. One on a whole audience is then given to the cause whose people it shares most,
    so that it never makes one cause of two events.
    """
    groups: list[list[Alarm]] = []
    for alarm in (one for one in alarms if one.measure.subject is not None):
        near = [group for group in groups if any(_alike(alarm, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([alarm, *(other for group in near for other in group)])
    for alarm in (one for one in alarms if one.measure.subject is None):
        near = [group for group in groups if any(_explains(alarm, other) for other in group)]
        if near:
            max(near, key=lambda group: max(len(alarm.people & other.people) for other in group)).append(alarm)
        else:
            groups.append([alarm])
    causes = [Cause(tuple(sorted(group, key=lambda one: one.bar - one.surprise))) for group in groups]
    return sorted(causes, key=lambda cause: cause.first)


def _alike(one: Alarm, other: Alarm) -> bool:
    """Whether alarms on subjects are of one cause."""
    a, b = one.measure, other.measure
    if not _meet(one, other):
        return False
    if (a.kind, a.subject) == (b.kind, b.subject):
        return True
    return _share(one, other) or (a.audience == b.audience and abs(one.centre - other.centre) <= AT_ONCE)


def _explains(whole: Alarm, other: Alarm) -> bool:
    """Whether an alarm on a whole audience is of the cause of another."""
    return _meet(whole, other) and (whole.measure.audience == other.measure.audience or _share(whole, other))


def _meet(one: Alarm, other: Alarm) -> bool:
    week, short = (one, other) if one.measure.span >= other.measure.span else (other, one)
    if week.measure.span is Span.WEEK and short.measure.span < Span.WEEK and short.first > week.first + FOLLOWS:
        return False
    return one.began <= other.last and other.began <= one.last


def _share(one: Alarm, other: Alarm) -> bool:
    return len(one.people & other.people) >= SAME_PEOPLE * min(len(one.people), len(other.people))
