"""The one configuration file, typed: who listens, to whom, where, and what for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from voxpop.authors import bare
from voxpop.config.codebook import CodebookTheme
from voxpop.config.community import Account, Event, Idea, Person, Place, Series, WorkingHours
from voxpop.config.delivery import Delivery
from voxpop.config.listening import Audience, Channel, Name, Prices
from voxpop.config.running import Analysis, Reporting, Retention, Storage
from voxpop.config.section import EVERYONE, Section, TimeZone


class Company(Section):
    """Who listens. Weeks run Monday to Sunday in `time_zone`."""

    name: Annotated[str, Field(min_length=1)]
    time_zone: TimeZone = "UTC"
    language: Literal["en", "de"] = "en"
    contact: str | None = None  # printed at the foot of a report
    working_hours: WorkingHours = WorkingHours()

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)


class Config(Section):
    """The whole file."""

    company: Company
    brands: tuple[Name, ...] = ()
    products: tuple[Name, ...] = ()
    rivals: tuple[Name, ...] = ()
    audiences: tuple[Audience, ...] = ()
    channels: tuple[Channel, ...] = Field(min_length=1)
    prices: Prices = Prices()
    staff: tuple[Account, ...] = ()
    people: tuple[Person, ...] = ()
    events: tuple[Event, ...] = ()
    ideas: tuple[Idea, ...] = ()
    codebook: tuple[CodebookTheme, ...] = ()
    inventory: tuple[Place, ...] = ()
    business: tuple[Series, ...] = ()
    not_collected: tuple[str, ...] = ()  # sentences for 'What we did not hear'
    storage: Storage = Storage()
    analysis: Analysis = Analysis()
    report: Reporting = Reporting()
    retention: Retention = Retention()
    delivery: Delivery = Delivery()
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
        named = [theme.name.lower() for theme in self.codebook]
        if twice := sorted({name for name in named if named.count(name) > 1}):
            msg = f"the codebook has '{twice[0]}' twice"
            raise ValueError(msg)
        accounts = [(a.source, bare(a.handle)) for person in self.people for a in person.accounts]
        if twice_joined := sorted({f"{a[0]} {a[1]}" for a in accounts if accounts.count(a) > 1}):
            msg = f"the account '{twice_joined[0]}' belongs to people twice; it is one person's"
            raise ValueError(msg)
        channels = {c.id for c in self.channels}
        for audience in self.audiences:
            for rule in (*audience.match, *audience.exclude):
                for channel in rule.channel:
                    if channel not in channels:
                        msg = f"audience '{audience.id}' names the channel '{channel}', which is not configured"
                        raise ValueError(msg)
        for place in self.inventory:
            if place.channel and place.channel not in channels:
                msg = f"inventory '{place.name}' names the channel '{place.channel}', which is not configured"
                raise ValueError(msg)
            if place.audience and place.audience not in self.audience_ids:
                msg = f"inventory '{place.name}' names the audience '{place.audience}', which is not configured"
                raise ValueError(msg)
        known = self.audience_ids
        for target in self.delivery.targets:
            for wanted in target.audiences:
                if wanted not in known:
                    msg = f"delivery target '{target.id}' names the audience '{wanted}', which is not configured"
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
