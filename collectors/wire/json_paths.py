"""What stands where in a JSON answer, and the time that a value of it means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

EARLIEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def at(value: Any, path: str) -> Any:
    """What stands at 'a.b'; a name reaches into every record of a list, a number picks one, 'a|b' is the first there."""
    for one in path.split("|"):
        found = value
        for step in filter(None, one.strip().removeprefix("$").split(".")):
            found = _step(found, step)
        if found is not None:
            return found
    return None


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list):
        if step.isascii() and step.isdigit():
            return value[int(step)] if len(step) < 10 and int(step) < len(value) else None
        return [inner for part in value if (inner := _step(part, step)) is not None]
    return None


def moment(value: Any, time_format: str, time_zone: str = "UTC") -> datetime | None:
    """The time in UTC; None where it is none."""
    try:
        if time_format in {"unix", "unix_ms"}:
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                return None
            found = datetime.fromtimestamp(float(value) / (1000 if time_format == "unix_ms" else 1), UTC)
        elif not isinstance(value, str):
            return None
        elif time_format == "iso":
            found = datetime.fromisoformat(value)
        else:
            found = datetime.strptime(value, time_format)  # noqa: DTZ007  the zone is set below
        found = (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(time_zone))).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if EARLIEST <= found < LATEST else None
