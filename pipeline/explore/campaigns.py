"""What campaigns and affiliates brought, read from the files of those who send them: Mailchimp, HubSpot, any table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from voxpop.config import Event
from voxpop.config.campaigns import FIGURES
from voxpop.errors import UnknownColumnError, UsageError
from voxpop.pipeline.explore.figures import days_of, numbers_of, read_figures
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.config import Config
    from voxpop.config.campaigns import Campaign

NAMES: dict[str, tuple[str, ...]] = {
    "day": ("send date", "sent date", "date sent", "send time", "publish date", "published date", "sent at", "sent on", "day", "date"),
    "title": ("title", "email name", "campaign name", "campaign", "name", "affiliate", "partner", "subject", "email subject"),
    "sent": ("total recipients", "sent", "emails sent", "recipients", "sends"),
    "delivered": ("successful deliveries", "delivered", "deliveries"),
    "opened": ("unique opens", "opened", "unique opened", "opens", "total opens"),
    "clicked": ("unique clicks", "clicked", "unique clicked", "clicks", "total clicks"),
    "replies": ("replied", "replies", "reply", "answers"),
    "unsubscribes": ("unsubscribes", "unsubscribed", "unsubs", "opt outs"),
    "bounces": ("total bounces", "bounced", "bounces"),
    "referrals": ("referrals", "referred", "referral count", "signups", "sign-ups", "conversions"),
    "orders": ("total orders", "orders", "sales count"),
    "revenue": ("total revenue", "revenue", "total gross sales", "sales"),
}  # fmt: skip
"""Figure -> how exports call it (in any case), the one of people before the one of actions: an opened mail counts once."""
GROUPED = re.compile(r"\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+")
NOTHING = {"", "-", "--", "–", "n/a", "na", "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One row of a campaign's file: a mail that was sent, or an affiliate's day."""

    campaign: str  # id
    name: str  # of the campaign
    title: str  # of the send
    day: date
    figures: dict[str, float] = field(default_factory=dict)  # figure -> value; a figure that is not told is not here


def read_campaigns(config: Config) -> list[Send]:
    """All sends of all campaigns by day; `UsageError` says what is wrong with a file."""
    found = [send for campaign in config.campaigns for send in read_campaign(config, campaign)]
    return sorted(found, key=lambda send: (send.day, send.campaign, send.title))


def read_campaign(config: Config, campaign: Campaign) -> list[Send]:
    """The sends of one campaign, in the order of its file; rows that say nothing (drafts, blank lines) are no sends."""
    path = config.path(campaign.file)
    who = f"campaign '{campaign.id}', {path}"
    if not path.is_file():
        raise UsageError(f"campaign '{campaign.id}': {path} is not there")
    try:
        rows = _read(path, campaign.columns.get("day"))
    except UnknownColumnError as error:
        raise UnknownColumnError.of_file(who, error.given, error.known) from None
    except (UsageError, ValueError, OSError, pa.ArrowException) as error:
        raise UsageError(f"{who}: {str(error).splitlines()[0]}") from None
    columns = _columns(who, campaign, [str(column) for column in rows.columns])
    told: dict[str, list[float | None]] = {
        figure: _figures(who, column, rows[column]) for figure, column in columns.items() if figure in FIGURES
    }
    days = _days(who, campaign, rows[columns["day"]])
    titles = rows[columns["title"]] if "title" in columns else pd.Series([campaign.name] * len(rows))
    found = []
    for n, (day, title) in enumerate(zip(days, titles, strict=True)):
        figures = {figure: value for figure, values in told.items() if (value := values[n]) is not None}
        if day is None:
            if any(figures.values()):
                raise UsageError(f"{who}: row {n + 1} has figures and no '{columns['day']}'")
            continue
        if figures:
            name = "" if pd.isna(title) else str(title).strip()
            found.append(
                Send(campaign=campaign.id, name=campaign.name, title=name or campaign.name, day=day, figures=figures)
            )
    return found


def weekly(sends: list[Send], campaign: str, figure: str) -> dict[date, float]:
    """The sum by Monday, from the first send to the last; a week between without one is 0, weeks of which nothing is told are missing."""
    told = [
        (Week.of(send.day).monday, send.figures[figure])
        for send in sends
        if send.campaign == campaign and figure in send.figures
    ]
    if not told:
        return {}
    mondays = [day.date() for day in pd.date_range(min(told)[0], max(told)[0], freq="7D")]
    return {monday: sum(value for week, value in told if week == monday) for monday in mondays}


def figures_of(sends: list[Send], campaign: str) -> list[str]:
    """The figures that the file of a campaign tells, in the order in which they are shown."""
    told = {figure for send in sends if send.campaign == campaign for figure in send.figures}
    return [figure for figure in FIGURES if figure in told]


def with_events(config: Config, sends: list[Send]) -> Config:
    """The configuration with the sends of campaigns that are marked on charts among its events."""
    marked = {campaign.id for campaign in config.campaigns if campaign.events}
    events = [Event(date=send.day, name=send.title, kind="campaign") for send in sends if send.campaign in marked]
    return config.model_copy(update={"events": (*config.events, *events)}) if events else config


def _read(path: Path, day: str | None) -> pd.DataFrame:
    """The rows as text; where the file has its header is told by the column of days, which goes by one of several names."""
    try:
        rows = read_figures(path, day or NAMES["day"][0])
    except UnknownColumnError as error:
        if day:
            raise
        known = [column for column in error.known if column.strip().lower() in NAMES["day"]]
        if not known:
            raise UsageError(
                f"no column says when; name it with 'columns: {{day: ...}}'. There are: {', '.join(error.known)}"
            ) from None
        rows = read_figures(path, known[0])
    return rows.dropna(how="all").reset_index(drop=True)


def _columns(who: str, campaign: Campaign, columns: list[str]) -> dict[str, str]:
    """Figure -> column; as configured, else by the names that exports use."""
    found = {str(figure): column for figure, column in campaign.columns.items()}
    for column in found.values():
        if column not in columns:
            raise UnknownColumnError.of_file(who, column, columns)
    plain = {column.strip().lower(): column for column in reversed(columns)}
    for figure, names in NAMES.items():
        if figure not in found and (known := [plain[name] for name in names if name in plain]):
            found[figure] = known[0]
    listed = ", ".join(columns)
    if not found.keys() & set(FIGURES):
        raise UsageError(
            f"{who}: no column is a figure ({', '.join(FIGURES)}); name one with 'columns'. There are: {listed}"
        )
    return found


def _figures(who: str, column: str, values: pd.Series) -> list[float | None]:
    """Counts and sums as people and programs write them: 1,204 and 1.204 and '1 204' are a thousand and more, '$12.50' is money."""
    texts = ["" if pd.isna(value) else str(value).strip().strip("$€£ ") for value in values]
    plain = [re.sub(r"\D", "", text) if GROUPED.fullmatch(text) else text for text in texts]
    given: list[Any] = [None if text.lower() in NOTHING else text for text in plain]
    try:
        numbers = numbers_of(given)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{who}, column '{column}': {error}") from None
    return [None if pd.isna(number) else float(number) for number in numbers]


def _days(who: str, campaign: Campaign, values: pd.Series) -> list[date | None]:
    try:
        return days_of(values, campaign.dates)
    except ValueError as error:
        said = str(error).replace("say which with 'dates'", "say which with 'dates: day_first' or 'dates: month_first'")
        raise UsageError(f"{who}: {said}") from None
