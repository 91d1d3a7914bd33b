"""What every part of the configuration shares: frozen, strict, with ids and time zones that are checked."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ID = r"^[a-z0-9][a-z0-9_-]{0,62}$"
Identifier = Annotated[str, Field(pattern=ID)]
EVERYONE = "everyone"


class Section(BaseModel):
    """A part of the file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _check_zone(name: str) -> str:
    if name not in available_timezones():
        msg = f"'{name}' is not a time zone; write a name such as Europe/Berlin or UTC"
        raise ValueError(msg)
    return name


TimeZone = Annotated[str, AfterValidator(_check_zone)]
