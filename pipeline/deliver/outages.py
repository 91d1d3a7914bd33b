"""Channels that cannot be heard, told to whoever keeps the installation: once for each time that one falls silent so."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from voxpop import durable
from voxpop.analysis.report.wording import languages
from voxpop.pipeline.collect.fetch import listened
from voxpop.pipeline.collect.windows import silence
from voxpop.pipeline.deliver import run as deliver
from voxpop.pipeline.deliver.alert_message import alert_page
from voxpop.pipeline.deliver.senders import Message

if TYPE_CHECKING:
    from voxpop.coverage import Coverage
    from voxpop.pipeline.deliver.run import Delivered
    from voxpop.pipeline.workspace import Workspace
    from voxpop.window import Window


def alert(
    workspace: Workspace, now: datetime | None = None, *, preview: bool = False
) -> list[tuple[Message, list[Delivered]]]:
    """One message for every channel that was asked and not heard for `outage_hours`, where this was not told yet."""
    found = []
    least = timedelta(hours=workspace.config.delivery.outage_hours)
    for channel in listened(workspace):
        silent = silence(workspace, channel, now or datetime.now(UTC))
        if silent is None or silent[0].end - silent[0].start < least:
            continue
        message = _message(workspace, channel, *silent)
        since = message.facts["since"]
        if since == _read_last_told(workspace, channel):
            continue
        targets = [target for target in workspace.config.delivery.targets if target.outages]
        sent = deliver.send(workspace, targets, message, channel, preview=preview)
        if not preview and (not sent or any(one.well for one in sent)):
            _remember(workspace, channel, since)
        found.append((message, sent))
    return found


def _message(workspace: Workspace, channel: str, silent: Window, record: Coverage) -> Message:
    words = languages.of(workspace.config.company.language)
    zone = workspace.config.company.zone
    since, until = (f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" for moment in (silent.start, silent.end))
    subject = words.outage_subject(channel)
    lines = [words.outage_since(since, until), words.outage_reason(record.outcome, record.reason)]
    return Message(
        key=("outages", channel, f"{silent.start.astimezone(UTC):%Y-%m-%dT%H%M}"),
        subject=subject,
        lines=tuple(lines),
        text="\n".join([subject, "", *lines, "", words.OUTAGE_NOTE]),
        html=alert_page(subject, [*lines, words.OUTAGE_NOTE], words.LANGUAGE),
        url=deliver.page_url(workspace, "index.html"),
        facts={
            "channel": channel,
            "since": silent.start.astimezone(UTC).isoformat(),
            "until": silent.end.astimezone(UTC).isoformat(),
            "outcome": record.outcome,
            "reason": record.reason,
        },
    )


def _read_last_told(workspace: Workspace, channel: str) -> str | None:
    """Since when the channel was silent that was told last."""
    try:
        said = json.loads((workspace.deliveries / "outages" / channel / "last.json").read_text(encoding="utf-8"))
        return str(said["since"])
    except (OSError, ValueError, KeyError):
        return None


def _remember(workspace: Workspace, channel: str, since: str) -> None:
    path = workspace.deliveries / "outages" / channel / "last.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.write(path, json.dumps({"since": since}) + "\n")
