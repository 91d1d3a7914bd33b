"""What people decide on alerts, and what the commands show of the rules."""

from __future__ import annotations

import math
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from voxpop import clock
from voxpop.pipeline.alarms import said
from voxpop.pipeline.alarms.figures import audiences_of
from voxpop.pipeline.alarms.ledger import Entry, Ledger
from voxpop.pipeline.alarms.look import Look, look, measures_of
from voxpop.pipeline.alarms.tell import digest_span, of_span, theme_names

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

LONGEST_NAME = 80


def acknowledge(workspace: Workspace, id_: str, by: str) -> Entry:
    """Somebody looks into it: what may have been sent is settled, and its beginning is not told any more."""
    return _change(workspace, id_, acknowledged_by=_name(by), acknowledged_at=clock.now().astimezone(UTC))


def snooze(workspace: Workspace, id_: str, hours: float) -> Entry:
    """Nothing is told of it for these hours; 0: it is told again."""
    until = clock.now().astimezone(UTC) + timedelta(hours=hours)
    return _change(workspace, id_, snoozed_until=until if hours else None)


def own(workspace: Workspace, id_: str, name: str) -> Entry:
    """It is somebody's; '' is nobody."""
    return _change(workspace, id_, owner=_name(name) or None)


def _change(workspace: Workspace, id_: str, **values: Any) -> Entry:
    ledger = Ledger(workspace)
    with ledger.held():
        return ledger.write(ledger.find(id_).model_copy(update=values))


def _name(given: str) -> str:
    return " ".join(given.split())[:LONGEST_NAME]


def rules(workspace: Workspace) -> dict[str, Any]:
    """The rules with what they look at, how unlikely an hour must be, and what is not looked at."""
    found = look(workspace, Ledger(workspace))
    config = workspace.config
    rows = []
    for rule in config.alerts.looked_at:
        of = rule.theme or rule.intent or rule.name or rule.question or rule.word
        for window, hours, n in measures_of(found, rule):
            bar = found.quiet.bars.get((rule.id, hours)) if found.quiet else None
            rows.append(
                {
                    "rule": rule.id,
                    "figure": f"{rule.tone} {rule.figure}" if rule.tone else rule.figure,
                    "of": of or "",
                    "window": window,
                    "audiences": ", ".join(audiences_of(rule, config)),
                    "figures": n,
                    "goes": rule.goes,
                    "one in": None if bar is None else round(math.exp(bar.surprise)),
                    "mood": None if bar is None else round(bar.mood, 3),
                }
            )
    return {"rules": rows, "note": _note(workspace, found)}


def _note(workspace: Workspace, found: Look) -> str:
    alerts = workspace.config.alerts
    if found.until is None:
        return "Nothing was heard yet: nothing is judged."
    lines = []
    if found.quiet is None:
        lines.append(
            f"Nothing is judged yet: of {found.days} days too few are known to tell what is usual; 4 weeks are enough."
        )
    else:
        lines.append(
            f"Learned from {found.quiet.weeks} weeks: all rules together are wrong about once in {alerts.quiet_weeks:g} quiet weeks. "
            "`one in` is how seldom an hour must be, by itself."
        )
    if found.unsettled:
        lines.append(
            f"Not looked at, first heard less than 4 weeks ago or for less than half of them: {', '.join(found.unsettled)}."
        )
    return "\n".join(lines)


def digest(workspace: Workspace, of: str) -> str:
    """The digest of the day or week before, as text."""
    first, last = digest_span(of, clock.now().astimezone(workspace.config.company.zone))
    entries = of_span(Ledger(workspace).entries(), first, last, workspace)
    told = [(entry, entry.parts[0]) for entry in entries]
    return said.digest(workspace, theme_names(workspace), told, first, last).text
