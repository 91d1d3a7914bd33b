"""How the community of an audience does, from the newest snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.analysis.community.health import PERIOD, Health, Share, health, retention
from voxpop.config import EVERYONE
from voxpop.errors import UnknownAudienceError, UsageError
from voxpop.window import Week

if TYPE_CHECKING:
    import pandas as pd

    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Figures of the last four weeks; `helpers` are keyed hashes with a link to the latest answer, never names."""

    week: Week
    health: Health
    cohorts: pd.DataFrame
    helpers: pd.DataFrame


def community(workspace: Workspace, audience: str = EVERYONE, week: str | None = None) -> Community:
    """Of one audience up to a week (the last one heard)."""
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        return read(snapshot, audience, Week.parse(week) if week else _last(snapshot))


def read(snapshot: Snapshot, audience: str, week: Week) -> Community:
    """From an open snapshot."""
    asked = {"audience": audience, "week": week.monday}
    people = snapshot.records("report/health", asked)[0]
    answered = snapshot.records("report/answered", asked)
    helpers = snapshot.rows("report/helpers", {**asked, "since": week.back(PERIOD - 1).monday}).to_pandas()
    cohorts = snapshot.rows("community/cohorts", asked).to_pandas(date_as_object=True)
    return Community(week=week, health=health(people, answered, helpers), cohorts=retention(cohorts), helpers=helpers)


def lines(found: Health) -> list[tuple[str, object, object]]:
    """Each figure with that of the four weeks before, for a terminal."""
    return [
        ("people heard", found.n_active, found.n_before),
        ("  new", found.n_new, None),
        ("  stayed", found.n_stayed, None),
        ("  back after a pause", found.n_back, None),
        ("  not heard again", found.n_lost, None),
        ("heard before and again", _percent(found.kept), None),
        ("questions", found.now.n_questions, found.earlier.n_questions),
        ("  answered", _percent(found.now.answered), _percent(found.earlier.answered)),
        ("  of these first by members", _percent(found.now.by_members), _percent(found.earlier.by_members)),
        ("  with an accepted answer", _percent(found.now.accepted), _percent(found.earlier.accepted)),
        ("members who answered", found.n_helpers, None),
        ("  half of the answers by", found.helper_factor, None),
        ("our accounts that answered", found.n_own_helpers, None),
        ("  half of the answers by", found.own_factor, None),
    ]


def _percent(share: Share) -> str | None:
    if share.interval is None:
        return None
    low, high = share.interval
    return f"{share.value:.0f}% ({low:.0f} to {high:.0f})"


def _last(snapshot: Snapshot) -> Week:
    found = snapshot.last_week()
    if found is None:
        raise UsageError("no opinion is in the snapshot yet; run `voxpop load` and `voxpop analyze`")
    return Week(found)
