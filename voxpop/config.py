"""The one configuration file, typed: who listens, to whom, where, and what for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
EVERYONE = "everyone"


class Section(BaseModel):
    """A part of the file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        msg = f"'{name}' is not a time zone; write a name such as Europe/Berlin or UTC"
        raise ValueError(msg)
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone)]


class Company(Section):
    """Who listens. Weeks run Monday to Sunday in `time_zone`."""

    name: Annotated[str, Field(min_length=1)]
    time_zone: TimeZone = "UTC"
    language: Literal["en", "de"] = "en"
    contact: str | None = None  # printed at the foot of a report

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)


class Name(Section):
    """A brand, product or rival: its terms, the context that must or must not stand beside an ambiguous one."""

    name: str
    terms: tuple[str, ...] = ()
    require: tuple[str, ...] = ()  # at least one of these must also occur
    exclude: tuple[str, ...] = ()  # none of these may occur

    @property
    def all_terms(self) -> tuple[str, ...]:
        """The terms, or the name itself where none are given."""
        return self.terms or (self.name,)


class Rule(Section):
    """All given conditions must hold; within one, any value is enough. Empty conditions do not count."""

    channel: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    flair: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # words or phrases in title or text

    @model_validator(mode="after")
    def _says_something(self) -> Rule:
        if not any(getattr(self, name) for name in type(self).model_fields):
            msg = "a rule needs at least one condition, such as 'channel: [forum]' or 'terms: [upgrade]'"
            raise ValueError(msg)
        return self


class Audience(Section):
    """A group of people whose posts get a report of their own: any rule of `match` and none of `exclude`."""

    id: Identifier
    name: str
    who: str = ""
    match: tuple[Rule, ...] = Field(min_length=1)
    exclude: tuple[Rule, ...] = ()


class Budget(Section):
    """What a channel may use per calendar month (UTC)."""

    usd_per_month: Annotated[float, Field(ge=0)] | None = None
    posts_per_month: Annotated[int, Field(ge=0)] | None = None


class Channel(Section):
    """A place to listen; the keys that only its source knows are in `options`, checked by its collector."""

    id: Identifier
    source: str
    name: str = ""
    audience: str | None = None  # the audience that it mainly serves
    budget: Budget = Budget()
    listen: bool = True
    options: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather_options(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "options" in value:
            return value
        own = {key: value[key] for key in value if key in cls.model_fields}
        rest = {key: value[key] for key in value if key not in cls.model_fields}
        return {**own, "options": rest}

    @property
    def label(self) -> str:
        """What a reader sees."""
        return self.name or self.id


class Promise(Section):
    """What an own account promised: so many posts per day or week, within dates if given."""

    posts: Annotated[int, Field(ge=1)]
    per: Literal["day", "week"] = "week"
    start: date | None = None
    until: date | None = None


class Account(Section):
    """An account of ours: measured, never mixed with customers' posts."""

    source: str
    handle: str
    name: str = ""
    role: Literal["staff", "brand"] = "staff"
    promise: Promise | None = None

    @property
    def label(self) -> str:
        """What a reader sees."""
        return self.name or f"{self.source} @{self.handle}"


class Event(Section):
    """Something that happened, marked on charts and never claimed as a cause."""

    date: date
    name: str
    kind: Literal["release", "campaign", "conference", "incident", "other"] = "other"


class Idea(Section):
    """A request that the roadmap knows, recognised by its terms."""

    name: str
    terms: tuple[str, ...] = Field(min_length=1)
    state: str = "open"  # open, under review, planned, shipped in 7.2, declined


class Storage(Section):
    """Where things lie, relative to voxpop.yaml."""

    landing: Path = Path("voxpop-data/landing")
    warehouse: Path = Path("voxpop-data/warehouse.duckdb")
    snapshots: Path = Path("voxpop-data/snapshots")
    reports: Path = Path("voxpop-data/reports")


class Analysis(Section):
    """How posts are read."""

    sentiment: Literal["auto", "fast", "best"] = "auto"
    languages: tuple[str, ...] = ("en",)
    themes: Annotated[int, Field(ge=2, le=200)] | None = None  # None: found by itself
    random_state: int = 2026


class Reporting(Section):
    """What a report shows."""

    min_authors: Annotated[int, Field(ge=1)] = 30
    comparator_weeks: Annotated[int, Field(ge=1, le=26)] = 4
    history_weeks: Annotated[int, Field(ge=4, le=53)] = 13
    quotes: bool = True
    links: bool = True


class Retention(Section):
    """How long things are kept, in days; None: for ever."""

    landing_days: Annotated[int, Field(ge=1)] | None = 400
    snapshots: Annotated[int, Field(ge=1)] = 3  # how many


class Config(Section):
    """The whole file."""

    company: Company
    brands: tuple[Name, ...] = ()
    products: tuple[Name, ...] = ()
    rivals: tuple[Name, ...] = ()
    audiences: tuple[Audience, ...] = ()
    channels: tuple[Channel, ...] = Field(min_length=1)
    staff: tuple[Account, ...] = ()
    events: tuple[Event, ...] = ()
    ideas: tuple[Idea, ...] = ()
    not_collected: tuple[str, ...] = ()  # sentences for 'What we did not hear'
    storage: Storage = Storage()
    analysis: Analysis = Analysis()
    report: Reporting = Reporting()
    retention: Retention = Retention()
    base_dir: Path = Path()  # folder of the file; set by the loader, not a key

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Config:
        for what, ids in (("audience", [a.id for a in self.audiences]), ("channel", [c.id for c in self.channels])):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                msg = f"{what} id '{twice[0]}' is used twice"
                raise ValueError(msg)
        if any(a.id == EVERYONE for a in self.audiences):
            msg = f"the audience '{EVERYONE}' always exists; give yours another id"
            raise ValueError(msg)
        channels = {c.id for c in self.channels}
        for audience in self.audiences:
            for rule in (*audience.match, *audience.exclude):
                for channel in rule.channel:
                    if channel not in channels:
                        msg = f"audience '{audience.id}' names the channel '{channel}', which is not configured"
                        raise ValueError(msg)
        return self

    def path(self, relative: Path) -> Path:
        """A path of the file made absolute."""
        return (self.base_dir / relative).resolve()

    def channel(self, channel_id: str) -> Channel:
        """The channel of that id."""
        return next(c for c in self.channels if c.id == channel_id)

    @property
    def audience_ids(self) -> tuple[str, ...]:
        """'everyone' first, then the configured ones."""
        return (EVERYONE, *(a.id for a in self.audiences))

    def audience_name(self, audience_id: str) -> str:
        """What a reader sees."""
        if audience_id == EVERYONE:
            return "Everyone"
        return next(a.name for a in self.audiences if a.id == audience_id)
