"""What was done about demands, whether it helped, and who of those who asked agreed to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.analysis.demand.acts import WEEKS, Judged, judge_act
from voxpop.analysis.report.listening import Listening
from voxpop.config import EVERYONE
from voxpop.config.loop import SMALLEST_GROUP
from voxpop.errors import UnknownAudienceError, UsageError, choices
from voxpop.pipeline.loop.consents import read_consents
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that was done about one demand."""

    demand_id: str
    title: str
    done_on: date
    what: str
    link: str | None
    issues: tuple[str, ...]
    judged: Judged
    told: bool  # whether enough people asked for their number to be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """Somebody who asked and agreed to hear."""

    source: str
    author: str  # as the file of consents has it; '': only their group says that they agreed
    contact: str
    url: str | None  # one of their posts, where an answer reaches them


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearers:
    """Who asked for one demand: those who agreed to hear by name, all others as a number."""

    agreed: tuple[Hearer, ...]
    n_others: int | None  # None: too few to be told of


def list_done(workspace: Workspace, audience: str = EVERYONE) -> list[Done]:
    """What was done, the newest first, over whole weeks up to the last one that is known."""
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_quotes(workspace.config)
        known = snapshot.facts().known_at or datetime(1970, 1, 1, tzinfo=UTC)
        today = known.astimezone(workspace.config.company.zone).date()
        acts = snapshot.records("report/acts", {"sunday": date.max, "until": datetime.max.replace(tzinfo=UTC)})
        if not acts:
            return []
        first = Week.of(acts[0]["done_on"]).back(WEEKS).monday
        asked = {"audience": audience, "first_week": first, "week": Week.of(today).monday}
        rows = snapshot.records("report/acts_asking", asked)
        listening = Listening.of(snapshot.rows("report/channel_days", {"first_day": first, "last_day": today}))
    asking: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        asking.setdefault(row["demand_id"], []).append(row)
    yesterday = today - timedelta(days=1)
    return [_judge(act, asking.get(act["demand_id"], []), listening, yesterday) for act in reversed(acts)]


def _judge(act: dict[str, Any], rows: list[dict[str, Any]], listening: Listening, last: date) -> Done:
    people: dict[date, set[str]] = {}
    for row in rows:
        people.setdefault(row["week"], set()).add(row["author_id"])
    channels = {row["channel"] for row in rows}

    def whole(week: Week) -> bool:
        return all(listening.whole(channel, week) for channel in channels)

    judged = judge_act({week: len(who) for week, who in people.items()}, act["done_on"], whole, last)
    after = set[str]().union(*(people.get(week, set()) for week in judged.weeks_after))
    everyone = set[str]().union(*people.values())
    return Done(
        demand_id=act["demand_id"],
        title=act["title"] or "",
        done_on=act["done_on"],
        what=act["what"],
        link=act["link"],
        issues=tuple(act["issues"] or ()),
        judged=judged,
        told=len(everyone) >= SMALLEST_GROUP and not 0 < len(after) < SMALLEST_GROUP,
    )


def list_hearers(workspace: Workspace, demand_id: str, audience: str = EVERYONE) -> Hearers:
    """Who asked for a demand and agreed to hear; `UsageError` where there is no such demand.

    Agreed is who stands in the file of consents, or is in one of the groups that mean it. Of all others only the number is given, and
    none where it, or the number of all, is too small to be told.
    """
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    consents = read_consents(workspace)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        known = [row["demand_id"] for row in snapshot.records("demand/list")]
        if demand_id not in known:
            raise UsageError(f"no demand '{demand_id}' on the board; {choices(demand_id, known[:20], 'there are')}")
        people = _people(snapshot, demand_id, audience)
    agreed = []
    for rows in people.values():
        names = {name for row in rows for name in (row["author_id"], row["handle_id"])}
        file = next((consents[name] for name in sorted(filter(None, names)) if name in consents), None)
        groups = {group.casefold() for row in rows for group in row["groups"] or ()}
        if file is None and groups.isdisjoint(one.casefold() for one in workspace.config.consent.groups):
            continue
        source, author, contact = file or (rows[0]["source"], "", "")
        agreed.append(Hearer(source=source, author=author, contact=contact, url=rows[0]["url"]))
    others = len(people) - len(agreed)
    return Hearers(
        agreed=tuple(sorted(agreed, key=lambda one: (one.source, one.author, one.url or ""))),
        n_others=others if others == 0 or others >= SMALLEST_GROUP else None,
    )


def _people(snapshot: Snapshot, demand_id: str, audience: str) -> dict[str, list[dict[str, Any]]]:
    """The posts of everybody who asked, the newest first, by person."""
    asked = {"demand": demand_id, "audience": audience}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in snapshot.records("demand/askers", asked):
        found.setdefault(row["person"], []).append(row)
    return found
