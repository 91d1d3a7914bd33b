"""How one theme went on from week to week: its share of posts and its tone, each with its interval, as in the report of each week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from voxpop.analysis.estimates.estimate import net_by, share_changes
from voxpop.analysis.estimates.values import Estimate
from voxpop.analysis.report.basis import Basis, basis_of
from voxpop.errors import UnknownThemeError
from voxpop.pipeline.report.run import read_inputs

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot
    from voxpop.window import Week

NEEDED = ("author_weeks", "channel_days", "themes")
"""The tables of `ReportInputs` that it rests on; the others are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeWeek:
    """One theme in one week, on the channels that the report of the last week compares."""

    monday: date
    share: Estimate | None  # of all posts, in percent; None: nobody spoke of it
    net: Estimate | None  # None: fewer people than the report's minimum
    incomplete: bool  # a channel was not heard whole


def read_theme_history(
    snapshot: Snapshot, workspace: Workspace, audience: str, week: Week
) -> dict[str, tuple[ThemeWeek, ...]]:
    """theme_id -> its weeks up to this one, oldest first, as many as the report's trend has; only weeks in which anybody was heard."""
    inputs = read_inputs(snapshot, workspace, audience, week, workspace.reports, {}, only=NEEDED)
    return weeks_of_themes(basis_of(inputs))


def weeks_of_themes(basis: Basis) -> dict[str, tuple[ThemeWeek, ...]]:
    """The same from the basis of the week's report."""
    rows = basis.past[basis.past["theme_id"].notna()]
    themes = sorted({str(name) for name in rows["theme_id"].unique()})
    found: dict[str, list[ThemeWeek]] = {theme: [] for theme in themes}
    for monday in basis.mondays:
        past = basis.past[basis.past["week"] == monday]
        if past.empty:
            continue
        named = past.assign(theme=past["theme_id"].astype(object))
        shares = {str(g.name): g.share for g in share_changes(named, named.iloc[:0], "theme", basis.least)}
        nets = net_by(past[past["theme_id"].notna()], "theme_id", "theme", basis.correction)
        for theme in themes:
            net = nets.get(theme)
            share = shares.get(theme)
            found[theme].append(
                ThemeWeek(
                    monday=monday,
                    share=share if share and share.n_posts else None,
                    net=net if net and net.n_authors >= basis.least else None,
                    incomplete=monday in basis.incomplete,
                )
            )
    return {theme: tuple(weeks) for theme, weeks in found.items()}


def frame_of(found: dict[str, tuple[ThemeWeek, ...]], theme_id: str) -> pd.DataFrame:
    """The weeks of one theme as a DataFrame; `UnknownThemeError` where nobody ever spoke of it."""
    if theme_id not in found:
        raise UnknownThemeError.among(theme_id, sorted(found))
    sides = ("value", "low", "high")
    rows = [
        {"week": one.monday}
        | ({name: getattr(one.share, name) for name in (*sides, "n_posts", "n_authors")} if one.share else {})
        | ({"net": one.net.value, "net_low": one.net.low, "net_high": one.net.high} if one.net else {})
        | {"not_heard_whole": one.incomplete}
        for one in found[theme_id]
    ]
    columns = ["week", *sides, "n_posts", "n_authors", "net", "net_low", "net_high", "not_heard_whole"]
    return pd.DataFrame(rows, columns=columns)
