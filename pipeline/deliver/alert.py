"""Looking after each analysis for a sudden rise of negative voices, broken promises of our own and channels not heard; told once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from voxpop import durable, warehouse
from voxpop.analysis.estimates.alerts import Spike, find
from voxpop.analysis.report.basis import audience_channels
from voxpop.analysis.report.wording import languages
from voxpop.pipeline.deliver import outages, promises
from voxpop.pipeline.deliver import run as deliver
from voxpop.pipeline.deliver.alert_message import alert_page
from voxpop.pipeline.deliver.senders import Message

if TYPE_CHECKING:
    from voxpop.pipeline.deliver.run import Delivered
    from voxpop.pipeline.workspace import Workspace


def alert(
    workspace: Workspace, now: datetime | None = None, *, preview: bool = False
) -> list[tuple[Message, list[Delivered]]]:
    """The alerts of this moment with what became of each; none within the cooldown of the last one of an audience."""
    found = []
    for audience in workspace.config.audience_ids:
        seen = _spike(workspace, audience, now)
        if seen is None:
            continue
        until, spike, theme = seen
        last = _last(workspace, audience)
        if last and last > until:  # remembered by a clock that was ahead; it must not keep us silent until then
            last = None
        if last and until - last < timedelta(hours=workspace.config.delivery.cooldown_hours):
            continue
        message = _message(workspace, audience, until, spike, theme)
        sent = deliver.send(
            workspace, deliver.list_alert_targets(workspace, audience), message, audience, preview=preview
        )
        if not preview and (not sent or any(one.well for one in sent)):
            _remember(workspace, audience, until)
        found.append((message, sent))
    return [
        *found,
        *promises.alert(workspace, now, preview=preview),
        *outages.alert(workspace, now, preview=preview),
    ]


def _spike(workspace: Workspace, audience: str, now: datetime | None) -> tuple[datetime, Spike, str | None] | None:
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        known = snapshot.facts().known_at
        until = now or known
        if until is None:
            return None
        channels = audience_channels(workspace.config, audience, set())
        asked = {
            "until": until,
            "time_zone": workspace.config.company.time_zone,
            "audience": audience,
            "channels": list(channels),
        }
        found = find(snapshot.records("alert/days", asked))
        labels = {row["theme_id"]: row["label"] for row in snapshot.records("report/themes")}
    return None if found is None else (until, found, labels.get(found.theme_id))


def _message(workspace: Workspace, audience: str, until: datetime, spike: Spike, theme: str | None) -> Message:
    config = workspace.config
    words = languages.of(config.company.language)
    name = config.audience_name(audience)
    local = until.astimezone(config.company.zone)
    lines = [words.alert_size(spike.n_authors, spike.usual, f"{local:%Y-%m-%d %H:%M}")]
    if theme:
        lines.append(words.alert_theme(theme, spike.theme_authors, spike.theme_usual))
    near = [e for e in config.events if timedelta() <= local.date() - e.date <= timedelta(days=3)]
    lines += [words.alert_event(e.name, e.date) for e in near]
    subject = words.alert_subject(name)
    text = "\n".join([subject, "", *lines, "", words.ALERT_NOTE])
    page = alert_page(subject, [*lines, words.ALERT_NOTE], words.LANGUAGE)
    facts: dict[str, Any] = {
        "audience_id": audience,
        "until": until.astimezone(UTC).isoformat(),
        "n_authors": spike.n_authors,
        "usual": round(spike.usual, 2),
        "theme_id": spike.theme_id,
        "theme": theme,
    }
    key = ("alerts", audience, f"{until.astimezone(UTC):%Y-%m-%dT%H%M}")
    url = deliver.page_url(workspace, "index.html")
    return Message(key=key, subject=subject, lines=tuple(lines), text=text, html=page, url=url, facts=facts)


def _last(workspace: Workspace, audience: str) -> datetime | None:
    try:
        said = json.loads((workspace.deliveries / "alerts" / audience / "last.json").read_text(encoding="utf-8"))
        return datetime.fromisoformat(said["until"])
    except (OSError, ValueError, KeyError):
        return None


def _remember(workspace: Workspace, audience: str, until: datetime) -> None:
    path = workspace.deliveries / "alerts" / audience / "last.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.write(path, json.dumps({"until": until.astimezone(UTC).isoformat()}) + "\n")
