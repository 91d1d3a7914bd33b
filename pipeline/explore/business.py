"""Figures of the business beside those of the community, week by week, with how their changes go together at each lag."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from voxpop import warehouse
from voxpop.analysis.estimates.estimate import net_by
from voxpop.analysis.estimates.lags import Lag, lags
from voxpop.analysis.report.basis import correct_counts, frame
from voxpop.config import EVERYONE, Series
from voxpop.errors import UnknownAudienceError, UnknownColumnError, UsageError
from voxpop.pipeline.analyze.labels import correction
from voxpop.pipeline.explore.campaigns import figures_of, read_campaigns, weekly
from voxpop.pipeline.explore.figures import days_of, numbers_of, read_figures
from voxpop.window import Week

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from voxpop.config import Config
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

COMMUNITY = {"people": "people heard", "net": "net sentiment", "answered": "questions answered, %"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One business series beside one of the community's; lags are of the business after the community."""

    series: Series
    figure: str
    lags: tuple[Lag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """A row a week (monday, the community's figures, a column a series), and the comparisons."""

    weeks: pd.DataFrame
    beside: tuple[Beside, ...]


def business(workspace: Workspace, audience: str = EVERYONE) -> Business:
    """Of every whole week that was heard; `UsageError` says what is wrong with a series."""
    config = workspace.config
    if audience not in config.audience_ids:
        raise UnknownAudienceError.among(audience, config.audience_ids)
    if not config.business and not config.campaigns:
        raise UsageError(
            f"{workspace.lines.path}: no series is configured under 'business', no campaign under 'campaigns'; "
            "docs/configuration.md shows both"
        )
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        return read(snapshot, config, audience)


def read(snapshot: Snapshot, config: Config, audience: str) -> Business:
    """From an open snapshot."""
    weeks = _community(snapshot, audience)
    told = {series: _weekly(series, config) for series in config.business} | _of_campaigns(snapshot, config)
    for series, by_monday in told.items():
        weeks[series.id] = weeks["monday"].map(by_monday)
    beside = tuple(
        Beside(series=series, figure=figure, lags=tuple(lags(weeks[figure].tolist(), weeks[series.id].tolist())))
        for series in told
        for figure in COMMUNITY
    )
    return Business(weeks=weeks, beside=beside)


def _community(snapshot: Snapshot, audience: str) -> pd.DataFrame:
    facts = snapshot.rows("community/business_weeks", {"audience": audience}).to_pandas(date_as_object=True)
    if facts.empty:
        raise UsageError("no whole week was heard yet; run `voxpop load` and `voxpop analyze`")
    last = Week(facts["monday"].max())
    found = correction(snapshot, audience, last)
    asked = {"audience": audience, "first_week": facts["monday"].min(), "week": last.monday}
    rows = correct_counts(frame(snapshot.rows("report/author_weeks", asked)), found)
    nets = {monday: one.value for monday, one in net_by(rows, "week", "net", found).items()}
    every = pd.DataFrame({"monday": [d.date() for d in pd.date_range(facts["monday"].min(), last.monday, freq="7D")]})
    weeks = every.merge(facts, on="monday", how="left")
    weeks["net"] = weeks["monday"].map(nets).where(weeks["people"].notna())
    return weeks[["monday", *COMMUNITY]]


def _of_campaigns(snapshot: Snapshot, config: Config) -> dict[Series, dict[date, float]]:
    """A series for each figure that a campaign's file tells, and for the answers that its channel heard."""
    sends = read_campaigns(config)
    found = {}
    for campaign in config.campaigns:
        by_figure: dict[str, dict[date, float]] = {
            figure: weekly(sends, campaign.id, figure) for figure in figures_of(sends, campaign.id)
        }
        if campaign.replies:
            heard = snapshot.records("community/channel_weeks", {"channel": campaign.replies})
            by_figure["replies"] = {row["monday"]: float(row["n_posts"]) for row in heard}
        for figure, by_monday in by_figure.items():
            name = f"{campaign.name}: {figure}"
            found[Series(id=f"{campaign.id}-{figure}", name=name, file=campaign.file)] = by_monday
    return found


def _weekly(series: Series, config: Config) -> dict[object, float]:
    """Value by Monday; days of a week are summed, averaged, or the last is taken."""
    path = config.path(series.file)
    if not path.is_file():
        raise UsageError(f"business '{series.id}': {path} is not there")
    try:
        rows = _read(path, series)
    except (ValueError, OSError, sqlite3.Error, pa.ArrowException) as error:
        raise UsageError(f"business '{series.id}', {path}: {str(error).splitlines()[0]}") from None
    for column in (series.date, series.value):
        if column not in rows.columns:
            raise UnknownColumnError.of_file(f"business '{series.id}', {path}", column, rows.columns)
    try:
        told = pd.api.types.is_string_dtype(rows[series.date]) or rows[series.date].dtype == object
        days = days_of(rows[series.date]) if told else list(pd.to_datetime(rows[series.date]).dt.date)
        values = numbers_of(rows[series.value])
    except (ValueError, TypeError) as error:
        raise UsageError(f"business '{series.id}', {path}: {error}") from None
    mondays = [Week.of(day).monday if day else None for day in days]
    table = pd.DataFrame({"monday": mondays, "day": days, "value": list(values)}).dropna()
    grouped = table.sort_values("day").groupby("monday")["value"]
    made = grouped.agg(series.week)
    return {monday: float(value) for monday, value in made.items()}


def _read(path: Path, series: Series) -> pd.DataFrame:
    """A delimited file, a sheet or Parquet, or a query to an SQLite file that is opened read-only."""
    if query := series.query:
        con = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            cursor = con.execute(query)
            return pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])
        finally:
            con.close()
    return pd.read_parquet(path) if path.suffix == ".parquet" else read_figures(path, series.date)
