"""What was an alert: the list, one of them with its figures, and who looks into it; acknowledged and snoozed by whoever may write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxpop.errors import UsageError
from voxpop.pipeline.alarms import decide, said
from voxpop.pipeline.alarms.figures import labels_of
from voxpop.pipeline.alarms.ledger import Ledger
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voxpop.pipeline.alarms.ledger import Entry, Part

MOST = 100
"""Alerts that the page lists, the newest first."""

SNOOZES = (6, 24, 72, 168)
"""Hours that a reader can choose; 0 wakes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One alert as its reader may see it."""

    id: str
    title: str
    lines: tuple[str, ...]  # none where fewer people than `report.min_authors` stand behind it
    state: str
    crisis: bool
    first: datetime  # by the company's clock
    last: datetime
    owner: str | None
    acknowledged_by: str | None
    snoozed_until: datetime | None


def show(asked: Asked) -> Page:
    """The alerts that the reader may see, or one of them where the address names it."""
    with asked.opened.asking() as tables:
        themes = labels_of(tables)
    found = [_shown(asked, themes, entry, parts) for entry, parts in _visible(asked)]
    wanted = asked.values.get("id")
    one = next((alert for alert in found if alert.id == wanted), None)
    if wanted and one is None:
        raise UsageError("there is no such alert for you")
    return Page(
        template="alerts.html.jinja",
        title=one.title if one else say("Alerts"),
        context={
            "one": one,
            "open": [alert for alert in found if alert.state != "over"][:MOST],
            "over": [alert for alert in found if alert.state == "over"][:MOST],
            "snoozes": SNOOZES,
            "quiet_weeks": f"{asked.opened.workspace.config.alerts.quiet_weeks:g}",
            "least": asked.opened.workspace.config.report.min_authors,
        },
        asks=(),
    )


def acknowledge(asked: Asked, form: Mapping[str, str]) -> str:
    """Say that the reader looks into an alert."""
    entry = decide.acknowledge(asked.opened.workspace, _known(asked, form), asked.viewer.name or "")
    return f"{entry.id}: acknowledged by {entry.acknowledged_by}."


def snooze(asked: Asked, form: Mapping[str, str]) -> str:
    """Let nothing be told of an alert for some hours; 0 ends that."""
    hours = form.get("hours", "")
    if hours not in {"0", *map(str, SNOOZES)}:
        raise UsageError(f"choose how many hours: {', '.join(map(str, SNOOZES))}, or 0 to be told again")
    entry = decide.snooze(asked.opened.workspace, _known(asked, form), float(hours))
    return f"{entry.id}: {f'nothing is told of it for {hours} hours' if entry.snoozed_until else 'it is told again'}."


def _known(asked: Asked, form: Mapping[str, str]) -> str:
    """The id of an alert that the reader may see; another one is none."""
    id_ = form.get("id", "")
    if id_ not in {entry.id for entry, _ in _visible(asked)}:
        raise UsageError("there is no such alert for you")
    return id_


def _visible(asked: Asked) -> list[tuple[Entry, tuple[Part, ...]]]:
    """The alerts of the reader's audiences with what they may see of each, the newest first."""
    entries = Ledger(asked.opened.workspace).entries()[::-1]
    seen = [(one, tuple(part for part in one.parts if part.audience in asked.viewer.audiences)) for one in entries]
    return [(entry, parts) for entry, parts in seen if parts]


def _shown(asked: Asked, themes: Mapping[str, str], entry: Entry, parts: tuple[Part, ...]) -> Shown:
    workspace, language = asked.opened.workspace, asked.language
    zone = workspace.config.company.zone
    enough = tuple(part for part in parts if part.n_people >= workspace.config.report.min_authors)
    lines = said.tell_parts(workspace, themes, enough, language=language) if enough else []
    return Shown(
        id=entry.id,
        title=said.title(workspace, themes, (enough or parts)[0], entry.crisis, language=language),
        lines=tuple(lines),
        state=entry.state,
        crisis=entry.crisis,
        first=entry.first.astimezone(zone),
        last=entry.last.astimezone(zone),
        owner=entry.owner,
        acknowledged_by=entry.acknowledged_by,
        snoozed_until=entry.snoozed_until.astimezone(zone) if entry.snoozed_until else None,
    )
