"""Telling alerts: once when something begins and once when it is over, to each recipient, also when a look is killed in between.

A cause is written down before anything is sent, so that the look after a kill knows it by its id. Each message is sent through the deliveries'
ledger: killed while sending it errs on the side of silence, says `may have been sent` at each look, and is settled by a person who acknowledges it.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from voxpop import durable, warehouse
from voxpop.pipeline.alarms import said
from voxpop.pipeline.alarms.figures import labels_of
from voxpop.pipeline.alarms.ledger import Entry, Ledger, Part, Told
from voxpop.pipeline.alarms.look import Look, look
from voxpop.pipeline.deliver import run as deliver
from voxpop.pipeline.deliver.senders import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.config import Target
    from voxpop.pipeline.deliver.run import Delivered
    from voxpop.pipeline.deliver.senders import Message
    from voxpop.pipeline.workspace import Workspace

Sent = list[tuple["Message", list["Delivered"]]]
What = Literal["begins", "over"]

DIGEST_AT = time(6)
"""When the digest of the day or week before is sent, in the company's time zone."""


def tell(workspace: Workspace, now: datetime | None = None, *, preview: bool = False) -> tuple[Look, Sent]:
    """Look once and tell what was not told; with `preview` nothing is sent and nothing written down."""
    ledger = Ledger(workspace)
    with nullcontext() if preview else ledger.held():
        found = look(workspace, ledger, now)
        if found.until is None:
            return found, []
        until = found.until.astimezone(UTC)
        changed = {entry.id: entry for entry in found.entries}
        entries = [changed.pop(entry.id, entry) for entry in ledger.entries()] + list(changed.values())
        themes = theme_names(workspace)
        sent: Sent = []
        for entry in entries:
            if not preview and entry.id in {one.id for one in found.entries}:
                ledger.write(entry)
            told = entry
            for what in pending(entry, until):
                told = _send(workspace, themes, told, what, until, sent, preview=preview)
            if told != entry and not preview:
                ledger.write(told)
        sent += _send_digest(workspace, themes, entries, until, preview=preview)
    return found, sent


def theme_names(workspace: Workspace) -> dict[str, str]:
    """The names of the themes, by id."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        return labels_of(snapshot)


def pending(entry: Entry, now: datetime) -> list[What]:
    """What is still to be told of a cause: nothing while it is snoozed, no beginning that somebody has acknowledged."""
    if entry.snoozed_until and entry.snoozed_until > now:
        return []
    if entry.over and entry.snoozed_until and not entry.told and entry.over <= entry.snoozed_until:
        return []
    waiting: list[What] = []
    if "begins" not in entry.settled and not entry.acknowledged_by:
        waiting.append("begins")
    if entry.over and "over" not in entry.settled and (waiting or entry.told or "begins" in entry.settled):
        waiting.append("over")
    return waiting


def _send(
    workspace: Workspace,
    themes: dict[str, str],
    entry: Entry,
    what: What,
    now: datetime,
    sent: Sent,
    *,
    preview: bool,
) -> Entry:
    """The entry with what became of one message; the message joins `sent`."""
    write = said.begins if what == "begins" else said.over
    known = {(one.target, one.recipient) for one in entry.told if one.what == "begins"}
    readers: dict[tuple[Part, ...], list[Target]] = {}
    for target in workspace.config.delivery.targets:
        parts = tuple(part for part in entry.parts if not target.audiences or part.audience in target.audiences)
        heard_of_it = what == "begins" or any(id_ == target.id for id_, _ in known)
        if target.alerts and parts and heard_of_it:
            readers.setdefault(parts, []).append(target)
    outcomes: list[Delivered] = []
    for parts, targets in readers.items():
        message = write(workspace, themes, entry, parts)
        made = deliver.send(workspace, targets, message, parts[0].audience, preview=preview)
        outcomes += made
        sent.append((message, made))
    if not readers:
        sent.append((write(workspace, themes, entry, entry.parts), []))
    told = tuple(
        Told(what=what, target=one.target, recipient=one.recipient, outcome=str(one.outcome), at=now)
        for one in outcomes
        if one.outcome in (Outcome.SENT, Outcome.ALREADY)
        and not any((t.what, t.target, t.recipient) == (what, one.target, one.recipient) for t in entry.told)
    )
    settled = (*entry.settled, what) if all(one.well for one in outcomes) else entry.settled
    return entry.model_copy(update={"told": (*entry.told, *told), "settled": settled})


def digest_span(kind: str, now: datetime) -> tuple[date, date]:
    """The first and last day of the digest that is due at a local time: of the day before, or the whole week before."""
    day = now.date() - timedelta(days=1 if now.time() >= DIGEST_AT else 2)
    if kind == "day":
        return day, day
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    return sunday - timedelta(days=6), sunday


def of_span(entries: list[Entry], first: date, last: date, workspace: Workspace) -> list[Entry]:
    """The causes that began or went on in these days."""
    zone = workspace.config.company.zone
    return [
        entry
        for entry in entries
        if entry.first.astimezone(zone).date() <= last and entry.last.astimezone(zone).date() >= first
    ]


def _send_digest(
    workspace: Workspace, themes: dict[str, str], entries: list[Entry], now: datetime, *, preview: bool
) -> Sent:
    """The digest that is due, once, where it has anything to tell."""
    kind = workspace.config.alerts.digest
    if kind == "none":
        return []
    first, last = digest_span(kind, now.astimezone(workspace.config.company.zone))
    place = Ledger(workspace).folder / "digest.json"
    if _read_day(place) == last:
        return []
    sent: Sent = []
    for target in workspace.config.delivery.targets:
        told = [
            (entry, part)
            for entry in of_span(entries, first, last, workspace)
            if (part := next((p for p in entry.parts if not target.audiences or p.audience in target.audiences), None))
        ]
        if target.alerts and told:
            message = said.digest(workspace, themes, told, first, last)
            sent.append((message, deliver.send(workspace, [target], message, told[0][1].audience, preview=preview)))
    if not preview and all(one.well for _, made in sent for one in made):
        durable.write(place, json.dumps({"last": last.isoformat()}) + "\n")
    return sent


def _read_day(place: Path) -> date | None:
    try:
        return date.fromisoformat(json.loads(place.read_text(encoding="utf-8"))["last"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
