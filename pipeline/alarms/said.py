"""The messages of alerts, in the company's language: what began, what is over, what a day or week brought."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from voxpop.analysis.alarms import WORD
from voxpop.analysis.report.wording import languages
from voxpop.analysis.report.wording.alarms import AlarmFigure
from voxpop.pipeline.alarms.figures import name_of
from voxpop.pipeline.deliver import run as deliver
from voxpop.pipeline.deliver.alert_message import alert_page
from voxpop.pipeline.deliver.senders import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voxpop.analysis.report.wording.languages import Wording
    from voxpop.pipeline.alarms.ledger import Entry, Part
    from voxpop.pipeline.workspace import Workspace

MOST = 4
"""Figures that a message tells; more are of the same cause."""

NEAR = timedelta(days=3)
"""An event this long before is named."""


def begins(workspace: Workspace, themes: Mapping[str, str], entry: Entry, parts: Sequence[Part]) -> Message:
    """Tells what began, by the parts that the reader may see."""
    config = workspace.config
    words = languages.of(config.company.language)
    head = parts[0]
    lines = tell_parts(workspace, themes, parts)
    lines += _around(workspace, words, entry)
    crisis = entry.crisis
    subject = words.alarm_subject(config.audience_name(head.audience), _figure(workspace, themes, head), crisis=crisis)
    return _message(workspace, entry, "begins", subject, lines, parts)


def tell_parts(
    workspace: Workspace, themes: Mapping[str, str], parts: Sequence[Part], *, language: str | None = None
) -> list[str]:
    """What the figures of a cause are against the usual, which words are named, how large it probably is, and where it is heard."""
    words = languages.of(language or workspace.config.company.language)
    head = parts[0]
    lines = [_now(workspace, words, themes, part) for part in _leading(parts)]
    named = words_named(parts)
    if named and (head.kind != WORD or len(named) > 1):
        lines.append(words.alarm_words(named))
    sized = next((part for part in parts if part.low is not None and part.high is not None), None)
    if sized is not None and sized.low is not None and sized.high is not None:
        lines.append(words.alarm_size(math.floor(sized.low), math.ceil(sized.high), fall=sized.fall))
    if head.new:
        lines.append(words.alarm_new())
    if head.n_channels > 1:
        lines.append(words.alarm_spread(head.n_channels, [_channel(workspace, one) for one in head.channels]))
    return lines


def over(workspace: Workspace, themes: Mapping[str, str], entry: Entry, parts: Sequence[Part]) -> Message:
    """Tells that it is over, and how large it was at its height."""
    config = workspace.config
    words = languages.of(config.company.language)
    head = parts[0]
    lines = [
        words.alarm_since(_local(workspace, entry.first), _local(workspace, entry.last)),
        _now(workspace, words, themes, head),
        *([words.alarm_owner(entry.owner)] if entry.owner else []),
        *([words.alarm_acknowledged(entry.acknowledged_by)] if entry.acknowledged_by else []),
    ]
    subject = words.alarm_over_subject(config.audience_name(head.audience), _figure(workspace, themes, head))
    return _message(workspace, entry, "over", subject, lines, parts)


def digest(
    workspace: Workspace, themes: Mapping[str, str], told: Sequence[tuple[Entry, Part]], first: date, last: date
) -> Message:
    """Tells the alerts of some days, each with its most surprising figure."""
    words = languages.of(workspace.config.company.language)
    subject = words.digest_subject(first, last, len(told))
    lines = [
        words.digest_line(
            entry.id, title(workspace, themes, part, entry.crisis), _local(workspace, entry.first), entry.state
        )
        for entry, part in told
    ]
    facts = {"from": first.isoformat(), "to": last.isoformat(), "alerts": [entry.id for entry, _ in told]}
    return Message(
        key=("alerts", "digest", f"{first:%Y-%m-%d}.{last:%Y-%m-%d}"),
        subject=subject,
        lines=tuple(lines),
        text="\n".join([subject, "", *lines]),
        html=alert_page(subject, lines, words.LANGUAGE),
        url=deliver.page_url(workspace, "index.html"),
        facts=facts,
    )


def title(
    workspace: Workspace, themes: Mapping[str, str], part: Part, crisis: bool = False, *, language: str | None = None
) -> str:
    """What happened to whom, on a line; in the company's language unless another is given."""
    words = languages.of(language or workspace.config.company.language)
    name = workspace.config.audience_name(part.audience)
    return words.alarm_subject(name, _figure(workspace, themes, part), crisis=crisis)


def _leading(parts: Sequence[Part]) -> list[Part]:
    """The first of each figure of each audience: its windows tell the same, and words have a line of their own."""
    seen: dict[tuple[Any, ...], Part] = {}
    for part in (one for one in parts if one.kind != WORD or one is parts[0]):
        seen.setdefault((part.figure, part.tone, *part.about), part)
    return list(seen.values())[:MOST]


def words_named(parts: Sequence[Part]) -> list[tuple[str, int]]:
    """The words of a cause with the people who name each, the most first."""
    most: dict[str, int] = {}
    for part in parts:
        if part.kind == WORD and part.subject:
            most[part.subject] = max(most.get(part.subject, 0), part.n_people)
    return sorted(most.items(), key=lambda one: (-one[1], one[0]))


def _around(workspace: Workspace, words: Wording, entry: Entry) -> list[str]:
    day = entry.first.astimezone(workspace.config.company.zone).date()
    near = [event for event in workspace.config.events if timedelta() <= day - event.date <= NEAR]
    return [
        *(words.alert_event(event.name, event.date) for event in near),
        *([words.alarm_owner(entry.owner)] if entry.owner else []),
    ]


def _now(workspace: Workspace, words: Wording, themes: Mapping[str, str], part: Part) -> str:
    figure = _figure(workspace, themes, part)
    return words.alarm_now(figure, part.now, part.usual, part.n_posts, _local(workspace, part.peak))


def _figure(workspace: Workspace, themes: Mapping[str, str], part: Part) -> AlarmFigure:
    raw = part.subject or ""
    name = name_of(part.kind, raw, dict(themes), workspace.config) if part.kind != "intent" else raw
    return AlarmFigure(
        figure=part.figure,
        tone=part.tone,
        kind=part.kind,
        name=" ".join(name.split()),
        fall=part.fall,
        hours=part.hours,
    )


def _local(workspace: Workspace, when: datetime) -> str:
    return f"{when.astimezone(workspace.config.company.zone):%Y-%m-%d %H:%M}"


def _channel(workspace: Workspace, channel: str) -> str:
    return next((one.label for one in workspace.config.channels if one.id == channel), channel)


def _message(
    workspace: Workspace, entry: Entry, what: str, subject: str, lines: list[str], parts: Sequence[Part]
) -> Message:
    words = languages.of(workspace.config.company.language)
    note = words.alarm_note(workspace.config.alerts.quiet_weeks, entry.id) if what == "begins" else ""
    said = [*lines, *([note] if note else [])]
    head = parts[0]
    facts: dict[str, Any] = {
        "alert": entry.id,
        "what": what,
        "crisis": entry.crisis,
        "audience_id": head.audience,
        "until": head.peak.astimezone(UTC).isoformat(),
        "theme_id": head.subject if head.kind == "theme" else None,
        "first": entry.first.astimezone(UTC).isoformat(),
        "last": entry.last.astimezone(UTC).isoformat(),
        "n_authors": head.n_people,
        "n_channels": head.n_channels,
        "usual": round(head.usual, 2),
        "low": head.low,
        "high": head.high,
        "owner": entry.owner,
        "figures": [part.model_dump(mode="json", exclude={"channels"}) for part in parts],
    }
    return Message(
        key=("alerts", entry.name, what),
        subject=subject,
        lines=tuple(lines),
        text="\n".join([subject, "", *lines, *(["", note] if note else [])]),
        html=alert_page(subject, said, words.LANGUAGE),
        url=deliver.page_url(workspace, "index.html"),
        facts=facts,
    )
