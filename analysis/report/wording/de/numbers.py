"""Zahlen, Tage und Aufzählungen auf Deutsch; nur hier wird gerundet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

LANGUAGE = "de"
DECIMAL = ","
MINUS = "−"
DAYS: tuple[str, ...] = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
DAYS_SHORT: tuple[str, ...] = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember")  # fmt: skip
_SHORT = ("Jan.", "Feb.", "März", "April", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")
_NUMBERS = ("keine", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
            "dreizehn")  # fmt: skip
_LANGUAGES = {
    "ar": "Arabisch", "cs": "Tschechisch", "da": "Dänisch", "de": "Deutsch", "el": "Griechisch", "en": "Englisch",
    "es": "Spanisch", "fa": "Persisch", "fi": "Finnisch", "fr": "Französisch", "he": "Hebräisch", "hi": "Hindi",
    "hu": "Ungarisch", "id": "Indonesisch", "it": "Italienisch", "ja": "Japanisch", "ko": "Koreanisch",
    "nl": "Niederländisch", "no": "Norwegisch", "pl": "Polnisch", "pt": "Portugiesisch", "ro": "Rumänisch",
    "ru": "Russisch", "sv": "Schwedisch", "th": "Thai", "tr": "Türkisch", "uk": "Ukrainisch", "vi": "Vietnamesisch",
    "zh": "Chinesisch",
}  # fmt: skip


def signed(value: float) -> str:
    """'+12', '−2' oder '0'."""
    whole = round(value)
    return "0" if whole == 0 else f"{'+' if whole > 0 else MINUS}{count(abs(whole))}"


def to(low: float, high: float) -> str:
    """'−20 bis −6'."""
    return f"{signed(low)} bis {signed(high)}"


def to_percent(low: float, high: float) -> str:
    """'37 bis 59 %', mit geschütztem Leerzeichen."""
    return f"{round(low)} bis {round(high)}\u00a0%"


def weeks_of_net(n: int) -> str:
    """Die Überschrift des Verlaufs."""
    return f"Nettostimmung über {number_word(n)} Wochen"


def percent(value: float) -> str:
    """'29 %', mit geschütztem Leerzeichen."""
    return f"{round(value)}\u00a0%"


def count(value: float) -> str:
    """'1.204'."""
    return f"{round(value):,}".replace(",", ".")


def number_word(n: int) -> str:
    """'vier'; Ziffern ab vierzehn."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def plural(n: float, one: str, many: str) -> str:
    """'1 Beitrag', '1.204 Beiträge'."""
    return f"{count(n)} {one if round(n) == 1 else many}"


def points(value: float) -> str:
    """'13 Punkte'; die Richtung sagt ein Wort."""
    return plural(abs(round(value)), "Punkt", "Punkte")


def listing(names: Sequence[str], most: int = 4) -> str:
    """'A, B und C'; ab fünf 'A, B, C und 2 weitere'; 'A; B, b und C', wenn ein Name selbst ein Komma hat."""
    shown = [*names[: most - 1], f"{len(names) - most + 1} weitere"] if len(names) > most else list(names)
    mark = "; " if len(shown) > 2 and any("," in name for name in shown) else ", "
    return " und ".join([mark.join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def day(when: date) -> str:
    """'Dienstag, 17. November'."""
    return f"{DAYS[when.weekday()]}, {when.day}. {_MONTHS[when.month - 1]}"


def short_day(when: date) -> str:
    """'18. Nov.'."""
    return f"{when.day}. {_SHORT[when.month - 1]}"


def span(first: date, last: date) -> str:
    """'16.–22. November 2026', Monat und Jahr nur einmal, wo das reicht."""
    if first.year != last.year:
        return (
            f"{first.day}. {_MONTHS[first.month - 1]} {first.year} – {last.day}. {_MONTHS[last.month - 1]} {last.year}"
        )
    if first.month != last.month:
        return f"{first.day}. {_MONTHS[first.month - 1]} – {last.day}. {_MONTHS[last.month - 1]} {last.year}"
    return f"{first.day}.–{last.day}. {_MONTHS[first.month - 1]} {first.year}"


def language_name(code: str | None) -> str:
    """'Portugiesisch'; das Kürzel selbst, wo der Name nicht bekannt ist."""
    if not code or code == "und":
        return "unbekannter Sprache"
    return _LANGUAGES.get(code.split("-")[0].lower(), f"„{code}“")


def name_of(label: str) -> str:
    """Der Name eines Publikums, wie er im Satz steht."""
    return f"„{label}“"


def usual_days(value: float, weekdays: Sequence[int]) -> str:
    """'Montag und Dienstag allein: 312; üblich ist von diesen Tagen'."""
    days = listing([DAYS[n] for n in weekdays], len(DAYS)) if weekdays else "Ganz gehörte Tage"
    return f"{days} allein: {count(value)}; üblich ist von {'diesem Tag' if len(weekdays) == 1 else 'diesen Tagen'}"
