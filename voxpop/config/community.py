"""The configuration of our own side: accounts and what they promised, events, ideas."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from voxpop.config.section import Identifier, Section, Term
from voxpop.config.written import Day, TimeOfDay


class Promise(Section):
    """What an own account promised: so many posts per day or week, within dates if given."""

    posts: Annotated[int, Field(ge=1)]
    per: Literal["day", "week"] = "week"
    start: Day | None = None
    until: Day | None = None


class Account(Section):
    """An account of ours: measured, never mixed with customers' posts."""

    source: str
    handle: str  # or its id at the source, where that tells no handle
    name: str = ""
    role: Literal["staff", "brand"] = "staff"
    consent: str = (
        ""  # how we know that a member of staff agreed to be counted: 'mail of 3 March'; for the reader of the file
    )
    promise: Promise | None = None

    @property
    def label(self) -> str:
        """What a reader sees."""
        return self.name or f"{self.source} @{self.handle}"


class OneAccount(Section):
    """An account of somebody else."""

    source: str
    handle: Annotated[str, Field(min_length=1)]


class Person(Section):
    """Several accounts that are one person's, and how we know: he said so, or agreed. Never guessed."""

    name: str = ""  # for the reader of the file; stored nowhere else
    accounts: tuple[OneAccount, ...] = Field(min_length=2)
    basis: Annotated[str, Field(min_length=1)]


class Helper(Section):
    """A member who agreed to be named for what they helped others with; nobody is, who is not written down here."""

    source: str
    handle: Annotated[str, Field(min_length=1)]  # or the id at the source, where that tells no handle
    name: Annotated[str, Field(min_length=1)]
    consent: Annotated[str, Field(min_length=1)]  # how we know that they agreed: 'mail of 3 March'


class Event(Section):
    """Something that happened, marked on charts and never claimed as a cause."""

    date: Day
    name: str
    kind: Literal["release", "campaign", "conference", "incident", "other"] = "other"


class Idea(Section):
    """A request that the roadmap knows, recognised by its terms."""

    name: str
    terms: tuple[Term, ...] = Field(min_length=1)
    state: str = "open"  # open, under review, planned, shipped in 7.2, declined


class Place(Section):
    """A channel that the company runs, listened to or not: site, portal, forum, mail, intranet, campaign, social account."""

    name: Annotated[str, Field(min_length=1)]
    kind: Literal["site", "support", "forum", "mail", "intranet", "campaign", "affiliate", "social", "other"] = "other"
    owner: str = ""
    audience: Identifier | None = None  # whom it serves
    channel: Identifier | None = None  # the configured channel that listens to it; None: nobody does
    usd_per_month: Annotated[float, Field(ge=0)] | None = None


class Series(Section):
    """A figure of the business by day or week, set beside the community's: members, downloads, customers."""

    id: Identifier
    name: Annotated[str, Field(min_length=1)]
    unit: str = ""
    file: Path  # CSV, Parquet, or an SQLite file with a query
    date: str = "date"  # its columns
    value: str = "value"
    week: Literal["sum", "mean", "last"] = "sum"  # what makes a week of its days
    query: str = ""  # SQL to the SQLite file


class WorkingHours(Section):
    """When the company works, in its time zone: what its response times are counted in.

    A shift that closes at or before the hour at which it opens goes on into the next day: 22:00 to 06:00 is a night,
    00:00 to 24:00 is round the clock. It belongs to the day on which it opens.
    """

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ("mon", "tue", "wed", "thu", "fri")
    opens: TimeOfDay = time(9)
    closes: TimeOfDay = time(17)
    holidays: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _is_open_for_a_while(self) -> WorkingHours:
        if not self.days:
            raise ValueError("working hours need a day, such as days: [mon, tue, wed, thu, fri]")
        if self.opens == self.closes != time(0):
            raise ValueError("working hours open and close at one time; round the clock is opens: 00:00, closes: 24:00")
        return self
