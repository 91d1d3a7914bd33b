"""Names and offsets of time zones as people, forms and servers write them: 'CEST', 'GMT+1', '+01:00', 'Europe/Berlin'."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

MINUTES = {
    **dict.fromkeys(("Z", "UTC", "GMT", "UT", "WET", "WEZ"), 0),
    **dict.fromkeys(("CET", "MET", "MEZ", "BST", "WEST", "WESZ", "WAT"), 60),
    **dict.fromkeys(("CEST", "MEST", "MESZ", "HAEC", "EET", "OEZ", "SAST", "CAT"), 120),
    **dict.fromkeys(("EEST", "OESZ", "MSK", "TRT", "EAT", "IDT"), 180),
    **dict.fromkeys(("GST", "AZT", "GET", "AMT", "MSD", "SAMT"), 240),
    **dict.fromkeys(("PKT", "UZT", "TJT", "TMT", "YEKT"), 300),
    **dict.fromkeys(("ICT", "WIB", "NOVT", "KRAT"), 420),
    **dict.fromkeys(("SGT", "MYT", "PHT", "HKT", "AWST", "WITA", "BNT", "ULAT", "IRKT"), 480),
    **dict.fromkeys(("JST", "KST", "WIT", "YAKT"), 540),
    **dict.fromkeys(("AEST", "CHST", "VLAT"), 600),
    **dict.fromkeys(("KGT", "BTT", "OMST"), 360),
    **dict.fromkeys(("SRET", "MAGT"), 660),
    **dict.fromkeys(("FJT", "PETT"), 720),
    "IRST": 210,
    "IRDT": 270,
    "AFT": 270,
    "SLST": 330,
    "MMT": 390,
    "IST": 330,
    "NPT": 345,
    "BDT": 360,
    "ACST": 570,
    "ACDT": 630,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "TOT": 780,
    **dict.fromkeys(("BRT", "ART", "UYT", "ADT", "HAA", "CLST"), -180),
    **dict.fromkeys(("EDT", "HAE", "AST", "HNA", "CLT", "VET", "BOT"), -240),
    **dict.fromkeys(("EST", "HNE", "CDT", "HAC", "COT", "PET", "ECT"), -300),
    **dict.fromkeys(("CST", "HNC", "MDT", "HAR"), -360),
    **dict.fromkeys(("MST", "HNR", "PDT", "HAP"), -420),
    **dict.fromkeys(("PST", "HNP", "AKDT"), -480),
    "BRST": -120,
    "NDT": -150,
    "NST": -210,
    "AKST": -540,
    "HDT": -540,
    "HST": -600,
    "SST": -660,
}
"""Abbreviation -> minutes east of UTC, in the meaning that most people give it; see `zone_of` for CST in Shanghai."""
AMERICAN = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
}
"""Names that mean summer time in summer."""
SPELLED_OUT = {
    **dict.fromkeys(("coordinated universal time", "universal time", "greenwich mean time"), "UTC"),
    "japan standard time": "JST",
    "india standard time": "IST",
    "korea standard time": "KST",
    "central european time": "CET",
    "central european standard time": "CET",
    "central european summer time": "CEST",
    "eastern european time": "EET",
    "eastern european standard time": "EET",
    "eastern european summer time": "EEST",
    "british summer time": "BST",
    "gmt standard time": "Europe/London",
    "w. europe standard time": "Europe/Berlin",
    "romance standard time": "Europe/Paris",
    "central europe standard time": "Europe/Budapest",
    "e. europe standard time": "Europe/Chisinau",
    "gtb standard time": "Europe/Bucharest",
    "fle standard time": "Europe/Helsinki",
    "russian standard time": "Europe/Moscow",
    "tokyo standard time": "Asia/Tokyo",
    "china standard time": "Asia/Shanghai",
    "aus eastern standard time": "Australia/Sydney",
    "new zealand standard time": "Pacific/Auckland",
    **{
        f"{long} {season}time": f"{long[0].upper()}{season[:1].upper()}T"
        for long in ("eastern", "central", "mountain", "pacific")
        for season in ("", "standard ", "daylight ")
    },
}
"""Whole names, those of Windows among them (which mean summer time in summer) -> what they stand for."""
OFFSET = r"[+\-\u2212\u2013]\s?\d{1,2}(?::?\d{2})?(?::\d{2})?"
NAME = r"[A-Za-z]{2,5}|Z|[A-Z]{3}\d[A-Z]{3}|[A-Z][A-Za-z]+(?:/[A-Za-z_+\-]+){1,2}"
ZONE = re.compile(rf"\(?(?P<name>{NAME})?\s?(?P<offset>{OFFSET})?\)?(?:\s*\([^()]*\))?")
CLOCK_WORDS = {"AM", "PM"}


def zone_of(written: str, local: str = "UTC", at: datetime | None = None) -> tzinfo | None:
    """The zone that is written, such as 'CEST', 'GMT+1', '-0500', '+01:00 (CET)', 'Europe/Berlin'; None where it is none.

    An abbreviation that several countries use means what it means in `local` at that time, if it is used there: CST is
    China's with Asia/Shanghai, IST Ireland's with Europe/Dublin.
    """
    bare = written.strip()
    found = ZONE.fullmatch(SPELLED_OUT.get(bare.strip("()").lower(), bare))
    if found is None or not (found["name"] or found["offset"]):
        return None
    name, offset = found["name"], found["offset"]
    if name and "/" in name:
        return ZoneInfo(name) if name in _names() and not offset else None
    upper = (name or "UTC").upper()
    if offset:
        return _shifted(offset) if upper in {"UTC", "GMT", "UT", "Z"} or upper in MINUTES else None
    if upper in {"UTC", "GMT", "UT", "Z"}:
        return UTC
    if upper in AMERICAN:
        return ZoneInfo(AMERICAN[upper])
    if at is not None and (meant := _in_local(upper, local, at.replace(tzinfo=None))) is not None:
        return meant
    return timezone(timedelta(minutes=MINUTES[upper])) if upper in MINUTES else None


def _in_local(name: str, local: str, at: datetime) -> tzinfo | None:
    """The zone where the local one uses this name, near that time or half a year away."""
    zone = ZoneInfo(local)
    for day in (at, at + timedelta(days=182)):
        if zone.tzname(day) == name and (offset := zone.utcoffset(day)) is not None:
            return timezone(offset)
    return None


def _shifted(offset: str) -> tzinfo | None:
    sign = 1 if offset[0] == "+" else -1
    digits = re.sub(r"\D", "", offset)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    if ":" in offset:
        hours, minutes = offset[1:].strip().split(":")[:2]
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(sign * shift) if shift <= timedelta(hours=15) and int(minutes) < 60 else None


@lru_cache(maxsize=1)
def _names() -> set[str]:
    return available_timezones()
