"""Delivering what was written: each target once, failures counted and said."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxpop import clock
from voxpop.analysis.report.wording import languages
from voxpop.config.delivery import KINDS, Target
from voxpop.errors import UnknownAudienceError, UsageError
from voxpop.pipeline.deliver import senders
from voxpop.pipeline.deliver.senders import Ledger, Message, Outcome, Send
from voxpop.pipeline.spans import last_whole_week
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxpop.pipeline.workspace import Workspace

DUE = time(6)
"""When Monday's report is sent, in the company's time zone: late posts and retried gaps of the night are in by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One target and what became of it."""

    target: str
    about: str  # the audience
    recipient: int  # which of the target's recipients, from 1; addresses are not shown
    outcome: Outcome
    reason: str

    @property
    def well(self) -> bool:
        """Whether nothing is left to do."""
        return self.outcome in (Outcome.SENT, Outcome.ALREADY, Outcome.PREVIEW, Outcome.WAITS)


def deliver(
    workspace: Workspace,
    audiences: Iterable[str] | None = None,
    week: str | None = None,
    *,
    preview: bool = False,
    again: bool = False,
) -> list[Delivered]:
    """The reports of a week to every target that wants them; one that is already sent is not sent again.

    One that was sent before its week was known whole, as when an analysis ends late on Monday or a gap is filled later, is
    followed once by the whole one, marked as a correction; folders get it in its place.

    The last whole week's, asked for without naming it, waits until Monday at six, local time: sent at midnight, it would stay
    for good the report that lacks the end of Sunday.
    """
    chosen = Week.parse(week) if week else last_whole_week(workspace)
    due = None if week or preview or again else _waits_until(workspace, chosen)
    known = workspace.config.audience_ids
    found = []
    for audience in audiences or known:
        if audience not in known:
            raise UnknownAudienceError.among(audience, known)
        targets = [t for t in workspace.config.delivery.targets if t.reports and _wants(t, audience)]
        if targets and due:
            reason = f"until {due:%Y-%m-%d %H:%M} ({workspace.config.company.time_zone}); --week {chosen} sends it now"
            found += [
                Delivered(target=t.id, about=audience, recipient=n, outcome=Outcome.WAITS, reason=reason)
                for t in targets
                for n, _ in enumerate(t.recipients or ("",), start=1)
            ]
        elif targets:
            message = _report(workspace, audience, chosen)
            found += send(workspace, targets, message, audience, preview=preview, again=again)
    return found


def _waits_until(workspace: Workspace, week: Week) -> datetime | None:
    """When a week's report is due, local time; None where that is past."""
    due = datetime.combine(week.sunday + timedelta(days=1), DUE, workspace.config.company.zone)
    return due if clock.now() < due else None


def redeliver(workspace: Workspace, audience: str, week: Week) -> int:
    """How many folders that hold a report got it again as it stands now; where it is no longer, theirs goes too."""
    done = 0
    for target in workspace.config.delivery.targets:
        if target.kind != "folder" or target.path is None:
            continue
        root = workspace.config.path(target.path)
        if not (root / audience / str(week)).is_dir():
            continue
        if (workspace.reports / audience / str(week) / "report.json").is_file():
            senders.folder(root)(_report(workspace, audience, week))
        else:
            shutil.rmtree(root / audience / str(week))
        done += 1
    return done


def send(
    workspace: Workspace,
    targets: Iterable[Target],
    message: Message,
    about: str,
    *,
    preview: bool = False,
    again: bool = False,
) -> list[Delivered]:
    """One message to every target; what fails for one does not keep it from the others."""
    ledger = Ledger(workspace.deliveries)
    found = []
    for target in targets:
        for n, address in enumerate(target.recipients or ("",), start=1):
            outcome, reason = Outcome.PREVIEW, ""
            if not preview:
                outcome, reason = ledger.once(
                    target.id, address, message, _sender(workspace, target, address), again=again
                )
            found.append(Delivered(target=target.id, about=about, recipient=n, outcome=outcome, reason=reason))
    return found


def list_alert_targets(workspace: Workspace, audience: str) -> list[Target]:
    """The targets that get the alerts of an audience."""
    return [t for t in workspace.config.delivery.targets if t.alerts and _wants(t, audience)]


def page_url(workspace: Workspace, *parts: str) -> str | None:
    """Where a page of the reports' folder is served; None where it is not."""
    base = workspace.config.delivery.page_url
    return f"{base.rstrip('/')}/{'/'.join(parts)}" if base else None


def _wants(target: Target, audience: str) -> bool:
    return not target.audiences or audience in target.audiences


def _sender(workspace: Workspace, target: Target, address: str) -> Send:
    settings, secrets = workspace.config.delivery, workspace.secrets
    if target.kind == "mail" and settings.mail:
        return senders.mail(settings.mail, lambda: secrets.get("VOXPOP_SMTP_PASSWORD"), address)
    if target.kind == "folder" and target.path:
        return senders.folder(workspace.config.path(target.path))
    if target.kind not in KINDS:
        from voxpop.pipeline.deliver import kinds

        return kinds.sender(target, kinds.Context(secrets.get, workspace.config.base_dir))
    make = senders.slack if target.kind == "slack" else senders.webhook
    return make(lambda: secrets.get(target.secret_name))


def _report(workspace: Workspace, audience: str, week: Week) -> Message:
    folder = workspace.reports / audience / str(week)
    try:
        said: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"{folder} holds no report; `voxpop report --audience {audience} --week {week}` writes it"
        ) from error
    facts = ("company", "audience_id", "audience", "week", "headline", "deck", "net", "change")
    return Message(
        key=("reports", audience, str(week)),
        subject=f"{said['audience']}: {said['headline']}",
        lines=tuple("".join(p["text"] for p in sentence) for sentence in (*said["points"], *said["cautions"])),
        text=_text(folder / "report.txt"),
        html=_text(folder / "email.html"),
        url=page_url(workspace, audience, str(week), "report.html"),
        facts={name: said[name] for name in facts},
        folder=folder,
        whole=_is_whole(said, week.window(workspace.config.company.time_zone).end),
        corrected=languages.of(said.get("language", workspace.config.company.language)).CORRECTED,
    )


def _is_whole(said: dict[str, Any], end: datetime) -> bool:
    """Whether a written report knows all of its week: its last hour was analysed, and each day of each channel heard."""
    heard = all(day == "collected" for row in said.get("coverage", ()) for day in row["days"])
    known = said.get("built_at")  # absent where an older version wrote it
    return heard and (known is None or datetime.fromisoformat(known) >= end)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
