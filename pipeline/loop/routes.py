"""Posts that go on to whom they concern, by rule: each at most once a route, so many a day, none that is deleted or forgotten."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.analysis.report.personal import hide_details, printable, public_handles
from voxpop.analysis.report.render.figures import link
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError, choices
from voxpop.pipeline.loop.carriers import Carrier, NotTakenError, UnsureError, carrier_of
from voxpop.pipeline.loop.sent import SPENT, Entry, Fate, Sent
from voxpop.privacy.details import DetailKind
from voxpop.privacy.mask import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from voxpop.config import Route
    from voxpop.pipeline.workspace import Workspace

LONGEST = 4_000
"""Characters of a post that are sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """One message and what became of it."""

    delivery: str
    message: dict[str, Any]
    outcome: str  # 'sent', 'would be sent', 'waits', 'failed', 'may have been sent', 'retracted', 'left out'
    reason: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing is left for a person to look at."""
        return self.outcome not in ("failed", "may have been sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of one route did. Posts that were sent before are not in `lines`, only counted."""

    route: str
    lines: tuple[Routed, ...]
    n_before: int
    left_today: int


def send_routes(
    workspace: Workspace,
    name: str | None = None,
    *,
    send: bool = False,
    again: Collection[str] = (),
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[Run]:
    """What every route did, or the one that is named; nothing is sent without `send`."""
    routes = {route.id: route for route in workspace.config.routes}
    if name is not None and name not in routes:
        raise UsageError(f"there is no route '{name}'; {choices(name, routes, 'configured')}")
    if not routes:
        raise UsageError("no route is configured; voxpop.yaml takes them under 'routes' (docs/loop.md)")
    chosen = [routes[name]] if name else list(routes.values())
    return [_Route(workspace, route, send=send, again=again, clock=clock).run() for route in chosen]


class _Route:
    def __init__(
        self, workspace: Workspace, route: Route, *, send: bool, again: Collection[str], clock: Callable[[], datetime]
    ) -> None:
        self.workspace, self.route, self.is_sending, self.again, self.clock = workspace, route, send, again, clock
        self.key = AuthorKey(workspace.secrets.author_key())
        self.sent = Sent.of(workspace, route.id)
        self.public = public_handles(workspace.config)

    def run(self) -> Run:
        """Retract what is gone, then send what is new, the oldest first."""
        carrier = carrier_of(self.route, self.workspace.secrets.get, self.clock) if self.is_sending else None
        with self.sent.alone() if self.is_sending else nullcontext():
            known = self.sent.read()
            lines = [self._retract(entry, carrier) for entry in known.values() if entry.fate is Fate.TO_RETRACT]
            left = self.route.per_day - self._spent(known)
            before = 0
            for post in self._posts():
                hash_ = self.key.digest("post", post["source"], post["post_id"])
                standing = known.get(hash_)
                delivery = self.key.digest("route", self.route.id, hash_)[:32]
                if standing and standing.fate is not Fate.FAILED and delivery not in self.again:
                    before += standing.fate is Fate.SENT
                    if standing.fate is Fate.SENDING:
                        said = f"a run was cut off while it was sent; look there, then --again {delivery} sends it"
                        lines.append(Routed(delivery=delivery, message={}, outcome="may have been sent", reason=said))
                    continue
                message = self._message(post, delivery)
                if message is None:
                    lines.append(self._left_out(delivery))
                elif left <= 0:
                    lines.append(self._waits(delivery, message))
                else:
                    left -= 1
                    lines.append(self._send(carrier, self._entry(post, hash_, delivery), message))
        return Run(route=self.route.id, lines=tuple(lines), n_before=before, left_today=max(left, 0))

    def _posts(self) -> list[dict[str, Any]]:
        """The posts that the rule takes, of the last hours, as the newest snapshot has them."""
        rule = {
            name: list(getattr(self.route, name)) or None
            for name in ("intents", "audiences", "questions", "channels", "tones")
        }
        themes = [theme.lower() for theme in self.route.themes] or None
        since = self.clock() - timedelta(hours=self.route.hours)
        with warehouse.open_snapshot(self.workspace.snapshots) as snapshot:
            snapshot.know_quotes(self.workspace.config)
            return snapshot.records("route/posts", {**rule, "themes": themes, "since": since})

    def _spent(self, known: dict[str, Entry]) -> int:
        """Messages of today, in the company's time zone."""
        zone = self.workspace.config.company.zone
        today = self.clock().astimezone(zone).date()
        return sum(one.fate in SPENT and one.at.astimezone(zone).date() == today for one in known.values())

    def _message(self, post: dict[str, Any], delivery: str) -> dict[str, Any] | None:
        """What is sent; None where nothing of the post may be shown."""
        title, text = (self._told(post[name]) if self.route.words else None for name in ("title", "text"))
        url = link(post["url"]) if self.route.links else None
        if not (text or title or url):
            return None
        intents = ", ".join(intent.replace("_", " ") for intent in post["intents"] or ())
        return {
            "event": "post",
            "delivery": delivery,
            "route": self.route.id,
            "subject": f"{self.workspace.config.company.name}: {intents or post['tone'] or 'post'} ({post['channel']})",
            "post": {
                "source": post["source"],
                "channel": post["channel"],
                "created_at": post["created_at"].astimezone(UTC).isoformat(),
                "intents": list(post["intents"] or ()),
                "tone": post["tone"],
                "theme": post["theme"],
                "title": title,
                "text": text,
                "url": url,
            },
        }

    def _told(self, words: str | None) -> str | None:
        """The words with personal details masked; None where that cannot be made sure."""
        if not words:
            return None
        masked = mask(printable(words[:LONGEST]), tuple(DetailKind), keep=self.workspace.config.privacy.keep).text
        return hide_details(masked, self.public)

    def _entry(self, post: dict[str, Any], hash_: str, delivery: str) -> Entry:
        people = {post[name] for name in ("person", "author_id", "handle_id")} - {None}
        return Entry(post=hash_, delivery=delivery, fate=Fate.SENDING, at=self.clock(), people=tuple(sorted(people)))

    def _send(self, carrier: Carrier | None, entry: Entry, message: dict[str, Any]) -> Routed:
        if carrier is None:
            return Routed(delivery=entry.delivery, message=message, outcome="would be sent")
        try:
            begun = self.sent.begin(entry)
        except OSError as error:
            said = f"nothing was sent, since it cannot be noted: {error.strerror}"
            return Routed(delivery=entry.delivery, message=message, outcome="failed", reason=said)
        if not begun:
            return Routed(delivery=entry.delivery, message=message, outcome="waits", reason="another run has it")
        try:
            carrier.send(message)
        except NotTakenError as error:
            self.sent.note(replace(entry, fate=Fate.FAILED, reason=f"{error}"))
            return Routed(delivery=entry.delivery, message=message, outcome="failed", reason=f"{error}")
        except UnsureError as error:
            said = f"{error}. It is not sent again by itself; --again {entry.delivery} does"
            return Routed(delivery=entry.delivery, message=message, outcome="may have been sent", reason=said)
        self.sent.note(replace(entry, fate=Fate.SENT))
        return Routed(delivery=entry.delivery, message=message, outcome="sent")

    def _retract(self, entry: Entry, carrier: Carrier | None) -> Routed:
        """Tell the receiver that a post is gone; where it cannot be told, a person is."""
        message = {"event": "retracted", "delivery": entry.delivery, "route": self.route.id}
        if carrier is None and self.route.to == "webhook":
            return Routed(delivery=entry.delivery, message=message, outcome="would be retracted")
        if carrier is None or not carrier.can_retract:
            said = f"what was sent on {entry.at:%Y-%m-%d %H:%M} UTC is gone at its source or forgotten; delete it there"
            if carrier is not None:
                self.sent.note(replace(entry, fate=Fate.RETRACTED))
            return Routed(delivery=entry.delivery, message=message, outcome="yours to delete", reason=said)
        try:
            carrier.send(message)
        except (NotTakenError, UnsureError) as error:
            said = f"{error}; it is told again by the next run"
            return Routed(delivery=entry.delivery, message=message, outcome="failed", reason=said)
        self.sent.note(replace(entry, fate=Fate.RETRACTED))
        return Routed(delivery=entry.delivery, message=message, outcome="retracted")

    def _left_out(self, delivery: str) -> Routed:
        said = "its words may not be shown and it has no address"
        return Routed(delivery=delivery, message={}, outcome="left out", reason=said)

    def _waits(self, delivery: str, message: dict[str, Any]) -> Routed:
        said = f"{self.route.per_day} were sent today (per_day); it is sent tomorrow, or left out once it is {self.route.hours} hours old"
        return Routed(delivery=delivery, message=message, outcome="waits", reason=said)
