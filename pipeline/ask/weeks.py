"""Weeks as people say them, in English and German: 'last week', 'in October', 'since W40', 'letzte Woche', 'seit KW 40'.

Figures go by whole weeks. A month or a quarter is the weeks whose Thursday lies in it, as ISO weeks belong to years. What ends now ends
with the last whole week.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from voxpop.window import Week

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar", "february feb februar", "march mar märz maerz", "april apr", "may mai", "june jun juni",
            "july jul juli", "august aug", "september sep sept", "october oct oktober okt", "november nov",
            "december dec dezember dez",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one a ein einer eine einem", "two zwei", "three drei", "four vier", "five fünf", "six sechs", "seven sieben",
            "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwölf", "thirteen dreizehn",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
ORDINALS = {"first": 1, "erstes": 1, "ersten": 1, "second": 2, "zweites": 2, "zweiten": 2, "third": 3, "drittes": 3} | {
    "dritten": 3, "fourth": 4, "viertes": 4, "vierten": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
_LAST = r"(?:last|past|previous|letzten?|letzter|letztes|letztem|vergangenen?|vergangener|vorige[nr]?|vorigem)"
_THIS = r"(?:this|the current|current|diese[nrsm]?|dieses|der laufenden?|laufenden?)"
_IN = r"(?:(?:(?:in|on|of|for|during|within|over|im|am|an|vom|von|für|während|beim?) )?(?:the |der |die |den |dem |das )?)"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Whole weeks from the first to the last, both included."""

    first: Week
    last: Week

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read '2026-W47' or '2026-W40..2026-W47'."""
        first, _, last = text.partition("..")
        return cls(Week.parse(first), Week.parse(last or first))

    @property
    def weeks(self) -> list[Week]:
        """Each week, the oldest first."""
        return [self.last.back(n) for n in range((self.last.monday - self.first.monday).days // 7, -1, -1)]

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class Now:
    """What 'today' and 'last week' mean."""

    today: date
    last: Week  # the last whole week of which anything is known

    @property
    def this(self) -> Week:
        """The week that is not over."""
        return Week.of(self.today)


@dataclass(frozen=True, slots=True)
class Found:
    """A span in a text: where it stands, and what it means."""

    start: int
    end: int
    span: Span


class OutsideError(ValueError):
    """The words name no week that could be."""


def _of_days(first: date, last: date, now: Now) -> Span:
    """The weeks whose Thursday lies between two days, up to the last whole one."""
    start = Week.of(first)
    start = start if start.monday + timedelta(days=3) >= first else start.back(-1)
    end = Week.of(last)
    end = end if end.monday + timedelta(days=3) <= last else end.back(1)
    end = min(end, max(now.last, now.this.back(1)))
    if end < start:
        raise OutsideError
    return Span(start, end)


def _month(year: int, month: int, now: Now) -> Span:
    after = date(year + month // 12, month % 12 + 1, 1)
    return _of_days(date(year, month, 1), after - timedelta(days=1), now)


def _named_month(words: dict[str, str | None], now: Now) -> Span:
    month = MONTHS[words["month"] or ""]
    year = int(words["year"] or 0) or (now.today.year if month <= now.today.month else now.today.year - 1)
    return _month(year, month, now)


def _week(words: dict[str, str | None], now: Now) -> Span:
    number = int(words["week"] or 0)
    year = int(words.get("year") or 0)
    if not year:
        year = now.this.monday.isocalendar().year
        if number > now.this.monday.isocalendar().week:
            year -= 1
    try:
        week = Week(date.fromisocalendar(year, number, 1))
    except ValueError:
        raise OutsideError from None
    return Span(week, week)


def _day(words: dict[str, str | None], now: Now) -> Span:
    month = MONTHS.get(words.get("month") or "") or int(words.get("number") or 0)
    try:
        day = date(int(words.get("year") or now.today.year), month, int(words["day"] or 0))
        if not words.get("year") and day > now.today:
            day = day.replace(year=day.year - 1)
    except ValueError:
        raise OutsideError from None
    return Span(Week.of(day), Week.of(day))


def _count(words: dict[str, str | None]) -> int:
    said = words["n"] or ""
    return int(said) if said.isdigit() else NUMBERS[said]


def _last_weeks(words: dict[str, str | None], now: Now) -> Span:
    n = _count(words)
    if n < 1:
        raise OutsideError
    return Span(now.last.back(n - 1), now.last)


def _last_months(words: dict[str, str | None], now: Now) -> Span:
    n = _count(words)
    months = now.today.year * 12 + now.today.month - 1 - n
    first = date(months // 12, months % 12 + 1, min(now.today.day, 28))
    return _of_days(first, now.today, now)


def _weeks_ago(words: dict[str, str | None], now: Now) -> Span:
    week = now.last.back(_count(words) - 1)
    return Span(week, week)


def _months_ago(words: dict[str, str | None], now: Now) -> Span:
    months = now.today.year * 12 + now.today.month - 1 - _count({"n": words["n"] or words["m"]})
    year, month = months // 12, months % 12 + 1
    week = Week.of(date(year, month, min(now.today.day, monthrange(year, month)[1])))
    return Span(week, week)


def _quarter(words: dict[str, str | None], now: Now) -> Span:
    said = words["quarter"] or ""
    number = int(said) if said.isdigit() else ORDINALS[said]
    month = 3 * number - 2
    year = int(words.get("year") or 0) or (now.today.year if month <= now.today.month else now.today.year - 1)
    return _of_days(
        date(year, month, 1), _month(year, month + 2, Now(date(9999, 1, 1), Week(date(9998, 1, 5)))).last.sunday, now
    )


def _last_month(_: dict[str, str | None], now: Now) -> Span:
    before = now.today.replace(day=1) - timedelta(days=1)
    return _month(before.year, before.month, now)


def _last_quarter(_: dict[str, str | None], now: Now) -> Span:
    number = (now.today.month - 1) // 3
    year, number = (now.today.year, number) if number else (now.today.year - 1, 4)
    return _quarter({"quarter": str(number), "year": str(year)}, now)


def _year(words: dict[str, str | None], now: Now) -> Span:
    year = int(words.get("year") or now.today.year)
    return _of_days(date(year, 1, 1), date(year, 12, 31), now)


Reader = Callable[[dict[str, str | None], Now], Span]
POINTS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"(?<![\w-]){_IN}(?:{pattern})(?![\w-])"), reader)
    for pattern, reader in (
        (r"(?P<year>\d{4})-?w(?P<week>\d{1,2})", _week),
        (r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})", _day),
        (r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})", _day),
        (r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.", _day),
        (rf"(?:week (?:of|from|beginning|starting) (?:the )?|woche (?:vom|ab|um|mit) (?:dem )?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?(?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?", _day),
        (rf"(?:week (?:of|from|beginning|starting) )?(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year>\d{{4}}))?", _day),
        (r"(?:calendar week|week number|week no\.?|week|wk|kalenderwoche|kw|woche|w)[ .]?(?P<week>\d{1,2})(?:(?: of| in|/|,)? ?(?P<year>\d{4}))?", _week),
        (rf"(?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?", _named_month),
        (r"(?:week before last|vorletzten? woche|(?P<n>two|2) weeks? ago|vor (?:zwei|2) wochen)", lambda _, now: Span(now.last.back(1), now.last.back(1))),
        (rf"(?P<n>\d{{1,3}}|{_NUMBER}) weeks? ago|vor (?P<m>\d{{1,3}}|{_NUMBER}) wochen?", lambda words, now: _weeks_ago({"n": words["n"] or words["m"]}, now)),
        (rf"(?P<n>\d{{1,2}}|{_NUMBER}) months? ago|vor (?P<m>\d{{1,2}}|{_NUMBER}) monat(?:en)?", _months_ago),
        (r"(?:the )?(?:week|one) before(?: that)?(?! last)|(?:der )?woche (?:davor|zuvor|vorher)|vorwoche", lambda _, now: Span(now.last.back(1), now.last.back(1))),
        (rf"{_LAST} (?P<n>\d{{1,3}}|{_NUMBER}) (?:weeks?|wochen?)", _last_weeks),
        (rf"{_LAST} (?P<n>\d{{1,2}}|{_NUMBER}) (?:months?|monaten?)", _last_months),
        (rf"(?:this )?{_LAST} (?:week|woche)", lambda _, now: Span(now.last, now.last)),
        (rf"{_THIS} (?:week|woche)", lambda _, now: Span(now.this, now.this)),
        (rf"{_LAST} (?:month|monats?)", _last_month),
        (rf"{_THIS} (?:month|monats?)", lambda _, now: _month(now.today.year, now.today.month, now)),
        (r"(?:q|quarter )(?P<quarter>[1-4])(?: ?(?P<year>\d{4}))?", _quarter),
        (rf"(?P<quarter>{'|'.join(ORDINALS)}|[1-4]\.) (?:quarter|quartals?)(?: (?:of |in )?(?P<year>\d{{4}}))?", lambda words, now: _quarter({**words, "quarter": (words["quarter"] or "").rstrip(".")}, now)),
        (rf"{_LAST} (?:quarter|quartals?)", _last_quarter),
        (rf"{_THIS} (?:year|jahre?s?)|heuer", _year),
        (rf"{_LAST} (?:year|jahre?s?)", lambda _, now: _year({"year": str(now.today.year - 1)}, now)),
        (r"(?<!\d)(?P<year>20\d\d)(?!\d)", _year),
    )
)  # fmt: skip
