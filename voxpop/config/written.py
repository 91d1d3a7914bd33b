"""Days and times of day as people write them: read where there is one meaning, else refused with what to write."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator

CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2}))?(?::00)?\s*(?:h|uhr|o'clock)?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
FOUR = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<half>)")
OFFSET = re.compile(r"(?<=\d)\s*(?:[+-]\d{2}:?\d{2}|z|utc|gmt)$", re.IGNORECASE)
WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
GERMAN = {"mai": 5, "mär": 3, "mrz": 3, "okt": 10, "dez": 12}
PARTS = re.compile(r"(\d{1,4})\s*[./\- ]\s*(\d{1,2}|[^\W\d_]{3,9})\.?\s*[./\-, ]\s*(\d{1,4})")
NAMED_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def read_time(value: Any) -> time:
    """A time of day in the company's zone: 9, '9:00', '09:00', '9am', '17 Uhr'; 24:00 is the midnight after.

    A number is hours, never seconds.
    """
    if isinstance(value, time):
        if value.tzinfo:
            raise ValueError(f"'{value.isoformat()}' {_NO_ZONE}")
        return value
    text = str(value).strip()
    if OFFSET.search(text):
        raise ValueError(f"'{text}' {_NO_ZONE}")
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    match = None if isinstance(value, bool | float) else CLOCK.fullmatch(text) or FOUR.fullmatch(text)
    found = _time(int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()) if match else None
    if found is None:
        raise ValueError(f"'{text}' is not a time of day; write it as 09:00, 17:30, 9am or 24:00")
    return found


_NO_ZONE = "names a time zone; leave it out, for working hours are in company.time_zone"


def _time(hour: int, minute: int, half: str) -> time | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_day(value: Any) -> Any:
    """A day as 2026-11-17; another way of writing one is refused with that, for day and month would be a guess."""
    if isinstance(value, datetime) or not isinstance(value, str | int | float):
        return value
    text = str(value).strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(not_a_day(text)) from None


def not_a_day(text: str) -> str:
    """What to write in place of what is no date: '2026-11-17', or both days where it can be two."""
    days = days_meant(text)
    if len(days) == 1:
        return f"'{text}' is not written as a date here; write {days[0]}"
    if days:
        return f"'{text}' can be two dates; write {days[0]} or {days[1]}"
    return f"'{text}' is not a date; write it as year-month-day, such as 2026-11-17"


def days_meant(text: str) -> list[date]:
    """The days that a text can stand for, day before month first."""
    text = text.strip()
    if match := NAMED_FIRST.fullmatch(text):
        return _days([(match[3], match[1], match[2])])
    match = PARTS.match(text)
    if match is None:
        return []
    first, middle, last = match.groups()
    if len(first) == 4:
        return _days([(first, middle, last)])
    if not middle.isdigit():
        return _days([(last, middle, first)])
    return _days([(last, middle, first), (last, first, middle)])


def _days(ways: list[tuple[str, str, str]]) -> list[date]:
    found = []
    for year, month, day in ways:
        number = int(month) if month.isdigit() else _month(month)
        try:
            made = date(int(year) + (2000 if len(year) < 3 else 0), number, int(day))
        except ValueError:
            continue
        if made not in found:
            found.append(made)
    return found


def _month(name: str) -> int:
    short = name[:3].lower()
    return GERMAN.get(short) or (MONTHS.index(short) + 1 if short in MONTHS else 0)


Day = Annotated[date, BeforeValidator(read_day)]
TimeOfDay = Annotated[time, BeforeValidator(read_time)]
