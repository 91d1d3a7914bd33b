"""Times as they are written in files, feeds, mails and answers: any common shape, any zone, dates that are a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from voxpop.collectors.wire.spelled import MONTHS, POLISH, milliseconds, respell
from voxpop.collectors.wire.zones import NAME, OFFSET, zone_of

EARLIEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
TIME_WORDS = ("iso", "auto", "unix", "unix_ms", "excel")
Order = Literal["day_first", "month_first"]
"""Which number of '03/04/2026' is the day."""

CLOCK = re.compile(
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?(?![A-Za-z])|Uhr\b)?"
    r"|(?<!\d)(?P<hour12>\d{1,2})\s*(?P<half12>[AaPp]\.?[Mm]\.?)(?![A-Za-z])"
)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
YEAR_LAST = re.compile(r"(?P<one>\d{1,2})(?P<mark>[-/.])\s?(?P<two>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|\d{2})")
NAMED = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-. /]+(?:of )?(?P<month>[A-Za-z]{3,9})\.?,?[-. /]+(?P<year>\d{4}|\d{2})"
    r"|(?P<month_>[A-Za-z]{3,9})\.?[-. ]+(?P<day_>\d{1,2})(?:st|nd|rd|th)?,?[-. ]+(?P<year_>\d{4})"
)
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  placed later
SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d{1,12})?")  # days of 1954 to 2119
WEEKDAY = re.compile(r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+", re.IGNORECASE)
BETWEEN = re.compile(r"^(?:[\s,T]*(?:at |um |@ )?\s*|:)$")
ZONE_AT_END = re.compile(
    rf"(?P<zone>\(?(?:\b(?:{NAME})\s?)?(?:{OFFSET})\)?(?:\s*\([^()]*\))?|\(?\b(?:{NAME})\)?(?:\s*\([^()]*\))?)$"
)
FORMAT_ZONE = re.compile(r"\s*(?:%Z|(?:GMT|UTC)?%z|(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?|(?<=%S|%f)Z)\s*$")
HOURS = ("%H", "%I", "%c", "%X", "%s", "%T", "%R")


@dataclass(frozen=True, slots=True)
class Clock:
    """How written times are meant: the zone of those that name none, the company's zone for whole days, the order of dates."""

    zone: str = "UTC"
    company: str | None = None  # a date without an hour is that day here; None: in `zone`
    order: Order | None = None  # None: '03/04/2026' cannot be read

    @property
    def days(self) -> str:
        """The zone of dates without an hour."""
        return self.company or self.zone


@dataclass(frozen=True, slots=True)
class Written:
    """A time as it is written: local or aware, whether it has an hour, and why it cannot be read ('' where it can)."""

    moment: datetime | None
    hour: bool = True
    problem: str = ""


UNREADABLE = Written(None, problem="is no time")


def read_time(written: str, time_format: str = "auto", clock: Clock = Clock()) -> datetime | None:
    """The time in UTC; None where it is none, or lies before 1971 or after 2199.

    time_format: 'iso', 'auto' (ISO and what spreadsheets, feeds, mails and forms write), 'unix', 'unix_ms', or a pattern
    of strptime, to which a zone may be added in the text.
    """
    return placed(parse(written, time_format, clock), clock)


def placed(found: Written, clock: Clock) -> datetime | None:
    """What was written as an instant, None where that is not plausible."""
    moment = found.moment
    if moment is None:
        return None
    try:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(clock.zone if found.hour else clock.days))
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment < LATEST else None


def parse(written: str, time_format: str, clock: Clock) -> Written:
    """What a text says, before it is placed in a zone."""
    text = " ".join(written.replace("\u202f", " ").replace("\xa0", " ").split())
    if time_format in {"unix", "unix_ms"}:
        return _counted(text, time_format) or _iso(text) or UNREADABLE
    if time_format == "excel" or (time_format == "auto" and SERIAL.fullmatch(text)):
        return read_serial(text) or _iso(text) or UNREADABLE
    iso = time_format == "iso"
    if not iso and time_format != "auto":
        return _patterned(text, time_format, clock) or _iso(text) or UNREADABLE
    found = _iso(text) or _shaped(text, clock, iso=iso)
    return found if found != UNREADABLE else _spelled(text, clock, iso=iso)


def _spelled(text: str, clock: Clock, *, iso: bool) -> Written:
    """A time in another spelling; where ISO is asked for, only one whose year stands first."""
    if iso and not text[:4].isdecimal():
        return UNREADABLE
    if (seconds := milliseconds(text)) is not None:
        return _counted(str(seconds), "unix") or UNREADABLE
    other = respell(text)
    return UNREADABLE if other is None else _iso(other) or _shaped(other, clock, iso=iso)


def why_not(written: str, time_format: str, clock: Clock) -> str:
    """Why a text cannot be read as a time, as the end of a sentence; '' where it can."""
    found = parse(written, time_format, clock)
    if found.problem:
        return found.problem
    return "" if placed(found, clock) else "lies before 1971 or after 2199"


def read_serial(text: str) -> Written | None:
    """A day as programs for tables count them, 46000.5 for noon of the 46,000th since 1899-12-30."""
    try:
        days = float(text.replace(",", "."))
        return Written(FIRST_DAY + timedelta(seconds=round(days * 86_400)), hour=not days.is_integer())
    except (ValueError, OverflowError):
        return None


def _counted(text: str, time_format: str) -> Written | None:
    try:
        return Written(datetime.fromtimestamp(float(text) / (1000 if time_format == "unix_ms" else 1), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _iso(text: str) -> Written | None:
    """ISO 8601 with dashes; a bare number is no date."""
    if text[4:5] != "-":
        return None
    try:
        return Written(datetime.fromisoformat(text), hour=len(text) > 10)
    except ValueError:
        return None


def _shaped(text: str, clock: Clock, *, iso: bool = False) -> Written:
    """A date in one of the common shapes, with or without a clock and a zone."""
    bare = WEEKDAY.sub("", text)
    when = YEAR_FIRST.match(bare) or (None if iso else YEAR_LAST.match(bare) or NAMED.match(bare) or _ctime(bare))
    if when is None:
        return UNREADABLE
    rest = bare[when.end() :] if isinstance(when, re.Match) else when[1]
    day = _day(when if isinstance(when, re.Match) else when[0], clock)
    if isinstance(day, str):
        return Written(None, problem=day)
    hours = CLOCK.search(rest)
    if hours is None:
        return Written(day, hour=False) if not rest.strip(" ,Z") else _zoned(Written(day, hour=False), rest, clock)
    if not BETWEEN.match(rest[: hours.start()]):
        return UNREADABLE
    moment = _at(day, hours)
    return UNREADABLE if moment is None else _zoned(Written(moment), rest[hours.end() :], clock)


def _ctime(text: str) -> tuple[re.Match[str], str] | None:
    """'Nov 18 12:00:00 CET 2026': the year stands at the end."""
    found = re.match(r"(?P<month_>[A-Za-z]{3,9}) +(?P<day_>\d{1,2}) +(?P<clock>[\d:.]+.*?) (?P<year_>\d{4})$", text)
    return (found, found["clock"]) if found else None


def _day(found: re.Match[str], clock: Clock) -> datetime | str:
    """The day of a date, or why it cannot be read."""
    parts = found.groupdict()
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        order = "day_first" if parts["mark"] == "." else clock.order
        if order is None and one != two:
            order = order_told(one, two)
        if order is None and one != two:
            return "may have the day or the month first; say which with 'dates'"
        day, month = (two, one) if order == "month_first" else (one, two)
    else:
        named = parts.get("month_") or parts["month"]
        month = int(named) if named.isdigit() else _month(named)
        day = int(parts.get("day_") or parts["day"])
    year = parts.get("year_") or parts["year"]
    try:
        return datetime(int(year) + (2000 if len(year) == 2 else 0), month, day)  # noqa: DTZ001  placed later
    except ValueError:
        return UNREADABLE.problem


def order_told(one: int, two: int) -> Order | None:
    """Which of two numbers must be the day; None where both may."""
    if one > 12 >= two:
        return "day_first"
    return "month_first" if two > 12 >= one else None


def numbers_of(written: str) -> tuple[int, int] | None:
    """The first two numbers of a date such as '03/04/2026' or '3-4-26', whose order is not told by its shape."""
    found = YEAR_LAST.match(WEEKDAY.sub("", written.strip()))
    return (int(found["one"]), int(found["two"])) if found and found["mark"] != "." else None


def _month(name: str) -> int:
    lower = name.lower()
    return 0 if lower in POLISH else MONTHS.get(lower, 0)


def _at(day: datetime, found: re.Match[str]) -> datetime | None:
    """The moment on a day; 24:00 is the end of it."""
    half = (found["half"] or found["half12"] or "").lower().removeprefix("uhr")
    hour, minute, second = int(found["hour"] or found["hour12"]), int(found["minute"] or 0), int(found["second"] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None if hour > 23 or hour == 0 else _at_hour(day, hour, minute, second, found["fraction"])
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _at_hour(day, hour, minute, second, found["fraction"])


def _at_hour(day: datetime, hour: int, minute: int, second: int, fraction: str | None) -> datetime | None:
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    micros = int((fraction or "0").ljust(6, "0")[:6])
    return day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59), microseconds=micros)


def _zoned(found: Written, rest: str, clock: Clock) -> Written:
    """With the zone that is written behind it."""
    rest = rest.strip(" ,")
    if not rest or found.moment is None:
        return found
    zone = zone_of(rest, clock.zone, found.moment)
    if zone is None:
        named = re.fullmatch(r"\(?([A-Za-z][A-Za-z0-9/_]*|[A-Za-z][A-Za-z. ]{2,40} [Tt]ime)\)?", rest)
        return Written(None, problem=f"names the zone '{named[1]}', which is not known") if named else UNREADABLE
    return Written(found.moment.replace(tzinfo=zone), found.hour)


def unknown_zone(written: str) -> str | None:
    """The name of a zone in a time that nobody knows; None where there is none."""
    problem = parse(written, "auto", Clock(order="day_first")).problem
    return problem.split("'")[1] if problem.startswith("names the zone") else None


def _patterned(text: str, pattern: str, clock: Clock) -> Written | None:
    """By a pattern of strptime; the zone is read by us, since %Z takes few names and forgets them."""
    body, has_hours = _pattern(pattern)
    zoned = ZONE_AT_END.search(text)
    if zoned and zoned["zone"].strip("(). ").upper() not in {"AM", "PM"}:
        moment = _strptime(text[: zoned.start()].rstrip(), body)
        if moment is not None:
            return _zoned(Written(moment, has_hours), zoned["zone"], clock)
    moment = _strptime(text, pattern if "%z" in pattern else body)
    if moment is None and "%Z" in pattern:
        moment = _named_inside(text, pattern, clock)
    return None if moment is None else Written(moment, has_hours)


def _named_inside(text: str, pattern: str, clock: Clock) -> datetime | None:
    """A time whose zone stands between its parts."""
    for found in re.finditer(rf"\b(?:{NAME})\b(?:\s?{OFFSET})?", text):
        moment = _strptime(_spaced(text.replace(found[0], "", 1)), _spaced(pattern.replace("%Z", "")))
        zone = zone_of(found[0], clock.zone, moment) if moment else None
        if moment and zone:
            return moment.replace(tzinfo=zone)
    return None


def _strptime(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007  placed later
    except ValueError:
        return None


def _spaced(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> tuple[str, bool]:
    """The pattern without the zone at its end, and whether it has hours."""
    return FORMAT_ZONE.sub("", _spaced(pattern)), any(mark in pattern for mark in HOURS)
