"""The one configuration file, typed: who listens, to whom, where, and what for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from voxpop.config.asking import Asking
from voxpop.config.campaigns import Campaign
from voxpop.config.codebook import CodebookTheme
from voxpop.config.community import Account, Event, Helper, Idea, Person, Place, Series, WorkingHours
from voxpop.config.delivery import Delivery
from voxpop.config.explorer import Explorer
from voxpop.config.limits import Limits
from voxpop.config.listening import Audience, Channel, Name, Prices
from voxpop.config.loop import Consent, Route, Tracker
from voxpop.config.loop.alerts import Alerts
from voxpop.config.privacy import Privacy
from voxpop.config.questions import OwnQuestion
from voxpop.config.references import wrong_references
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
    helpers: tuple[Helper, ...] = ()
    events: tuple[Event, ...] = ()
    ideas: tuple[Idea, ...] = ()
    codebook: tuple[CodebookTheme, ...] = ()
    questions: tuple[OwnQuestion, ...] = ()
    inventory: tuple[Place, ...] = ()
    business: tuple[Series, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    not_collected: tuple[str, ...] = ()  # sentences for 'What we did not hear'
    storage: Storage = Storage()
    limits: Limits = Limits()
    privacy: Privacy = Privacy()
    analysis: Analysis = Analysis()
    report: Reporting = Reporting()
    retention: Retention = Retention()
    delivery: Delivery = Delivery()
    alerts: Alerts = Alerts()
    trackers: tuple[Tracker, ...] = ()
    routes: tuple[Route, ...] = ()
    consent: Consent = Consent()
    ask: Asking = Asking()
    explorer: Explorer = Explorer()
    base_dir: Path = Path()  # folder of the file; set by the loader, not a key

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Config:
        found = list(wrong_references(self))
        if found:
            text = " ".join(message for _, message in found)
            raise PydanticCustomError("references", "{text}", {"text": text, "found": found})
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
