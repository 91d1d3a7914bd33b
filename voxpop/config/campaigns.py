"""The configuration of campaigns and affiliates: what was sent, and what came of it, by the files of those who send."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from voxpop.config.section import Identifier, Section

Figure = Literal[
    "sent", "delivered", "opened", "clicked", "replies", "unsubscribes", "bounces", "referrals", "orders", "revenue"
]
FIGURES: tuple[Figure, ...] = get_args(Figure)
"""What a campaign may bring, in the order in which it is shown; all but revenue are counts."""


class Campaign(Section):
    """One list of sends, or the referrals of affiliates: a file with a row for each, as Mailchimp or HubSpot export it, or any other."""

    id: Identifier
    name: Annotated[str, Field(min_length=1)]
    kind: Literal["campaign", "affiliate"] = "campaign"
    file: Path  # any delimited text or sheet
    columns: dict[Literal["day", "title"] | Figure, str] = Field(
        default_factory=dict
    )  # where its names are none that we know
    dates: Literal["day_first", "month_first"] | None = None  # where 03/04/2026 could be either
    replies: Identifier | None = None  # the channel that hears the answers, such as a mailbox
    events: bool = False  # each send is an event on the charts
    owner: str = ""
    audience: Identifier | None = None  # whom it is sent to
    usd_per_month: Annotated[float, Field(ge=0)] | None = None
