"""Start small, measure, refine: what a change of queries, channels or audiences gained, lost and cost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from voxpop import warehouse
from voxpop.config import Audience
from voxpop.errors import UsageError
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot


class RulesRow(TypedDict):
    """Posts that old and new rules of an audience take, with the shortest of them."""

    what: Literal["both", "gained", "lost"]
    n_posts: int
    n_authors: int
    example: str


class ChannelRow(TypedDict):
    """A channel before or after the change: means a week, `noise` as a share (None: no post), and what it cost."""

    channel: str
    is_after: bool
    n_weeks: int
    n_authors: float
    fewest: int
    most: int
    n_posts: float
    noise: float | None
    n_only_here: int
    usd: float


class AudienceRow(TypedDict):
    """People of an audience a week, before and after, and how many were gained, lost and kept."""

    audience: str
    before: float
    after: float
    n_gained: int
    n_lost: int
    n_kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One channel, audience or brand that was changed, with the keys that differ."""

    kind: str
    id: str
    since: datetime
    what: str  # 'added', 'taken out' or the keys
    rules: tuple[RulesRow, ...] = ()  # of an audience: what old and new rules take of the same posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """The weeks before a change beside those from it on; a week that the change cuts is in neither."""

    since: date
    before: tuple[Week, ...]
    after: tuple[Week, ...]
    changes: tuple[Changed, ...]
    channels: tuple[ChannelRow, ...]
    audiences: tuple[AudienceRow, ...]


def refine(workspace: Workspace, since: str | None = None, weeks: int = 4) -> Refinement:
    """Compares the whole weeks before and after the last change, or after a given day, as far as they were heard."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.set_time_zone(workspace.config.company.time_zone)
        noted = snapshot.records("refine/setups")
        day = _day(since) if since else _last_change(noted, workspace)
        return _compare(snapshot, workspace, noted, day, weeks)


def _compare(
    snapshot: Snapshot, workspace: Workspace, noted: list[dict[str, Any]], day: date, weeks: int
) -> Refinement:
    last_heard = snapshot.last_week()
    if last_heard is None:
        raise UsageError("no opinion is in the snapshot yet; run `voxpop load` and `voxpop analyze`")
    first_after = Week.of(day) if day.weekday() == 0 else Week.of(day).back(-1)
    before = tuple(Week.of(day).back(n) for n in range(weeks, 0, -1))
    after = tuple(w for w in (first_after.back(-n) for n in range(weeks)) if w.monday <= last_heard)
    if not after:
        raise UsageError(f"no whole week was heard since {day} yet; the first begins on {first_after.monday}")
    asked = {
        "first": before[0].monday,
        "last_before": before[-1].sunday,
        "change": after[0].monday,
        "last": after[-1].sunday,
    }
    zone = workspace.config.company.zone
    changes = [row for row in noted if row["since"].astimezone(zone).date() == day]
    return Refinement(
        since=day,
        before=before,
        after=after,
        changes=tuple(_describe_change(snapshot, workspace, row, asked) for row in changes),
        channels=tuple(snapshot.read(ChannelRow, "refine/channels", asked)),
        audiences=tuple(snapshot.read(AudienceRow, "refine/audiences", asked)),
    )


def _describe_change(snapshot: Snapshot, workspace: Workspace, row: dict[str, Any], asked: dict[str, date]) -> Changed:
    old, new = (json.loads(row[side]) if row[side] else None for side in ("before", "after"))
    if old is None or new is None:
        what = "taken out" if new is None else "added"
    else:
        what = ", ".join(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))
    rules: tuple[RulesRow, ...] = ()
    if row["kind"] == "audience" and old and new:
        sides = (("before", old), ("after", new))
        tried = tuple(Audience.model_validate({**said, "id": side, "name": side}) for side, said in sides)
        snapshot.try_audiences(workspace.config.model_copy(update={"audiences": tried}))
        span = {"first": asked["first"], "last": asked["last"]}
        rules = tuple(snapshot.read(RulesRow, "refine/rules", span))
    return Changed(kind=row["kind"], id=row["id"], since=row["since"].astimezone(UTC), what=what, rules=rules)


def _last_change(noted: list[dict[str, Any]], workspace: Workspace) -> date:
    if not noted:
        raise UsageError(
            "no change of channels, audiences or brands was noted since the first analysis; give a day: --since 2026-11-02"
        )
    found: datetime = noted[0]["since"]
    return found.astimezone(workspace.config.company.zone).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is not a day; write 2026-11-02") from None
