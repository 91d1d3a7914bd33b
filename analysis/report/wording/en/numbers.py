"""Numbers, dates and lists in English; figures are rounded here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

LANGUAGE = "en"
DECIMAL = "."
MINUS = "−"
DAYS: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_SHORT: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
)
_LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def signed(value: float) -> str:
    """'+12', '−2' or '0'."""
    whole = round(value)
    return "0" if whole == 0 else f"{'+' if whole > 0 else MINUS}{abs(whole):,}"


def to(low: float, high: float) -> str:
    """'−20 to −6'."""
    return f"{signed(low)} to {signed(high)}"


def to_percent(low: float, high: float) -> str:
    """'37 to 59%'."""
    return f"{round(low)} to {round(high)}%"


def weeks_of_net(n: int) -> str:
    """The heading of the trend."""
    return f"{number_word(n).capitalize()} weeks of net sentiment"


def percent(value: float) -> str:
    """'29%'."""
    return f"{round(value)}%"


def count(value: float) -> str:
    """'1,204'."""
    return f"{round(value):,}"


def number_word(n: int) -> str:
    """'four'; figures from fourteen up."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def plural(n: float, one: str, many: str | None = None) -> str:
    """'1 post', '1,204 posts'."""
    return f"{count(n)} {one if round(n) == 1 else many or one + 's'}"


def points(value: float) -> str:
    """'13 points'; the direction is said by a word."""
    return plural(abs(round(value)), "point")


def listing(names: Sequence[str], most: int = 4) -> str:
    """'A, B and C'; from five on 'A, B, C and 2 more'; 'A; B, b; and C' where a name of several holds a comma itself."""
    shown = [*names[: most - 1], f"{len(names) - most + 1} more"] if len(names) > most else list(names)
    if len(shown) > 2 and any("," in name for name in shown):
        return f"{'; '.join(shown[:-1])}; and {shown[-1]}"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def day(when: date) -> str:
    """'Tuesday 17 November'."""
    return f"{DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def short_day(when: date) -> str:
    """'18 Nov'."""
    return f"{when.day} {_MONTHS[when.month - 1][:3]}"


def span(first: date, last: date) -> str:
    """'16–22 November 2026', naming month and year once where one will do."""
    if first.year != last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year} – {last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {last.day} {_MONTHS[last.month - 1]} {last.year}"
    return f"{first.day}–{last.day} {_MONTHS[first.month - 1]} {first.year}"


def language_name(code: str | None) -> str:
    """'Portuguese'; the code itself where the name is not known."""
    if not code or code == "und":
        return "an unknown language"
    return _LANGUAGES.get(code.split("-")[0].lower(), f"'{code}'")


def name_of(label: str) -> str:
    """An audience's name as it stands inside a sentence."""
    return label


def usual_days(value: float, weekdays: Sequence[int]) -> str:
    """'On Monday and Tuesday alone: 312; usual is of these days'."""
    days = listing([DAYS[n] for n in weekdays], len(DAYS)) if weekdays else "the days heard whole"
    return f"On {days} alone: {count(value)}; usual is of {'this day' if len(weekdays) == 1 else 'these days'}"
