"""What every part of the configuration shares: frozen, strict, with ids and time zones that are checked."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from voxpop.errors import alike
from voxpop.rules.terms import NEVER, needles

ID = r"^[a-z0-9][a-z0-9_-]{0,62}$"
Identifier = Annotated[str, Field(pattern=ID)]
EVERYONE = "everyone"


class Section(BaseModel):
    """A part of the file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def check_zone(name: str) -> str:
    """The name, where it is one of a time zone; raises `ValueError` that says which may be meant."""
    if name not in available_timezones():
        msg = f"'{name}' is not a time zone; write a name such as Europe/Berlin or UTC.{_zone_meant(name)}"
        raise ValueError(msg)
    return name


def _zone_meant(name: str) -> str:
    """' Did you mean 'Europe/Berlin'?', of 'Berlin' and of 'Europe/Berln'."""
    zones = sorted(zone for zone in available_timezones() if not zone.startswith(("posix/", "right/", "Etc/")))
    word = name.strip().lower().replace(" ", "_")
    cities = {zone.lower().rpartition("/")[2]: zone for zone in zones if "/" in zone}
    near = next((zone for zone in zones if "/" in zone and zone.lower() == word), None) or cities.get(word)
    near = near or next(iter(alike(name, cities.values(), cutoff=0.8)), None)
    near = near or next((cities[city] for city in alike(word, cities, cutoff=0.8)), None)
    return f" Did you mean '{near}'?" if near else ""


TimeZone = Annotated[str, AfterValidator(check_zone)]


def _holds_words(term: str) -> str:
    if needles([term]) == [NEVER]:
        msg = f"'{term}' holds no letter or digit; posts are searched without signs, so that it is never found"
        raise ValueError(msg)
    return term


Term = Annotated[str, AfterValidator(_holds_words)]
"""A word or phrase that is looked for in posts."""
