"""What stands where in a JSON answer, and the time that a value of it means."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from voxpop.collectors.wire.times import EARLIEST, LATEST, Clock, read_time

DOT, BAR = re.compile(r"(?<!\\)\."), re.compile(r"(?<!\\)\|")


def at(value: Any, path: str) -> Any:
    r"""What stands at 'a.b'; a name reaches into every record of a list, a number picks one, 'a|b' is the first there.

    A key that holds a dot itself is found too, or is written 'm\.relates_to'.
    """
    found = None
    for steps in _ways(path):
        found = value
        for step in steps:
            found = found.get(step) if isinstance(found, dict) else _step(found, step)
            if found is None:
                break
        if found is not None and found != []:
            return found
        if len(steps) > 1 and (longer := _by_longer_keys(value, steps)) is not None:
            return longer
        if found is not None:
            return found
    return None


def _by_longer_keys(value: Any, steps: tuple[str, ...]) -> Any:
    """What stands at the end of the steps, of which several may be one key."""
    if not steps:
        return value
    if isinstance(value, dict):
        for length in range(1, len(steps) + 1):
            inner = value.get(".".join(steps[:length]))
            if inner is not None and (found := _by_longer_keys(inner, steps[length:])) is not None:
                return found
        return None
    inner = _step(value, steps[0]) if steps[0].isascii() and steps[0].isdigit() else None
    if inner is not None:
        return _by_longer_keys(inner, steps[1:])
    parts = value if isinstance(value, list) else ()
    return [found for part in parts if (found := _by_longer_keys(part, steps)) is not None] or None


@lru_cache(maxsize=1024)
def _ways(path: str) -> tuple[tuple[str, ...], ...]:
    """The steps of each way of a path; a record is read by the same few paths many thousand times."""
    return tuple(
        tuple(re.sub(r"\\([.|])", r"\1", step) for step in DOT.split(one.strip().removeprefix("$")) if step)
        for one in BAR.split(path)
    )


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list):
        if step.isascii() and step.isdigit():
            return value[int(step)] if len(step) < 10 and int(step) < len(value) else None
        return [inner for part in value if (inner := _step(part, step)) is not None]
    return None


def moment(value: Any, time_format: str, time_zone: str = "UTC", days: str | None = None) -> datetime | None:
    """The time in UTC; None where it is none. A date without an hour is that day in the zone `days`."""
    if isinstance(value, str):
        if time_format == "iso":  # nearly all answers: with an hour and a zone
            try:
                found = datetime.fromisoformat(value)
                if found.tzinfo is not None:
                    found = found.astimezone(UTC)
                    return found if EARLIEST <= found < LATEST else None
            except (ValueError, OverflowError):
                pass
        return read_time(value, time_format, Clock(time_zone, days))
    if time_format not in {"unix", "unix_ms"} or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = datetime.fromtimestamp(value / (1000 if time_format == "unix_ms" else 1), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if EARLIEST <= found < LATEST else None
