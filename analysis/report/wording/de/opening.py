"""Überschrift, Vorspann, Hinweise und Punkte auf Deutsch. Die Urteile sind gegeben; hier werden sie zu Sätzen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.sentence import Phrase, Sentence
from voxpop.analysis.report.wording.de.numbers import (
    DAYS,
    count,
    day,
    listing,
    number_word,
    percent,
    plural,
    points,
    short_day,
    signed,
    to,
)

_REASONS = {
    "out_of_budget": "das Monatsbudget war aufgebraucht",
    "rate_limited": "die Quelle hat unsere Anfragen begrenzt",
    "capped": "die Quelle gibt nur ihre neuesten Beiträge",
    "forbidden": "der Zugang wurde verweigert",
    "unreachable": "die Quelle war nicht erreichbar",
    "failed": "das Sammeln ist fehlgeschlagen",
    "beyond recent search": "die Suche der Quelle reichte nicht mehr so weit zurück",
    "the feed holds only its newest entries": "der Feed enthält nur seine neuesten Einträge",
    "the source gives no more pages": "die Quelle gab keine weiteren Seiten",
    "the files end there": "seine Dateien enden",
    "not over yet": "er wurde abgefragt, bevor die Zeit vorbei war",
    "our clock was ahead": "unsere Uhr ging vor, und es wurde nicht neu abgefragt",
}
_THE_EVENT = {"release": "die Version", "campaign": "die Kampagne", "conference": "die Konferenz",
              "incident": "der Vorfall"}  # fmt: skip


# ---- Überschrift und Vorspann


def headline_change(change: Change, level: float, tail: str) -> str:
    """Die Veränderung in einem Satz; `tail` kommt aus `extreme` oder `usual`."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        return f"Nettostimmung um {points(change.value)} auf {signed(level)} {'gestiegen' if change.value > 0 else 'gefallen'}{tail}"
    if change.verdict == Verdict.LITTLE:
        return f"Nettostimmung kaum verändert, bei {signed(level)}"
    if change.verdict == Verdict.UNCLEAR:
        return f"Nettostimmung ohne klare Veränderung, bei {signed(level)}"
    reason = {
        Verdict.TOO_FEW: "in den Wochen davor schrieben zu wenige für einen Vergleich",
        Verdict.INCOMPLETE: "kein Kanal wurde in beiden Zeiträumen ganz gehört, darum ohne Vergleich",
    }.get(change.verdict, "es gibt noch keine frühere Woche zum Vergleich")
    return f"Nettostimmung bei {signed(level)}; {reason}"


def extreme(lowest: bool, n_estimates: int, n_weeks: int) -> str:
    """', der niedrigste Wert seit 13 Wochen'."""
    word = "niedrigste" if lowest else "höchste"
    if n_estimates == n_weeks:
        return f", der {word} Wert in {n_weeks} Wochen"
    return f", der {word} von {n_estimates} Werten in {n_weeks} Wochen"


def usual() -> str:
    """Für eine klare Veränderung, die dort bleibt, wo die Wochen davor lagen."""
    return ", im üblichen Bereich"


def too_few(least: int) -> str:
    """An Stelle einer Zahl."""
    return f"Zu wenige Schreibende für eine Angabe (unter {least})"


def headline_silent(audience: str | None, listened: bool) -> str:
    """Niemand wurde gehört; ob das Stille ist, hängt davon ab, ob wir zugehört haben."""
    who = f" von {audience}" if audience else ""
    return f"Diese Woche wurden keine Beiträge{who} gehört" + (
        "" if listened else ": wir haben nicht durchgehend zugehört"
    )


def headline_unread(audience: str | None) -> str:
    """Es kam etwas an, und nichts davon war lesbar: keine Stille."""
    return f"Kein Beitrag{f' von {audience}' if audience else ''} war diese Woche lesbar"


def deck_unread(n_records: int, places: Sequence[str], usual_posts: float | None) -> str:
    """Wie viele es waren und woher sie kamen."""
    was = "wurde" if n_records == 1 else "wurden"
    return (
        f"{plural(n_records, 'Datensatz', 'Datensätze')} auf {listing(places)} {was} abgewiesen und "
        f"{'fehlt' if n_records == 1 else 'fehlen'} in jeder Zahl: Das ist keine Stille.{_usual(usual_posts)}"
    )


def _usual(posts: float | None) -> str:
    if posts is None:
        return ""
    return f" In den Wochen davor waren {plural(posts, 'Beitrag', 'Beiträge')} je Woche üblich."


def deck_first() -> str:
    """Ab wann es etwas zu vergleichen gibt."""
    return "Veränderungen gibt es ab der nächsten Woche, einen Verlauf ab vier Wochen."


def deck_silent(listened: bool, heard_days: str, usual_posts: float | None, last: date | None) -> str:
    """Was die Stille bedeuten kann, und der Montag der letzten Woche mit Beiträgen, wenn mehr als eine still ist."""
    before = f" Die letzten Beiträge sind aus der Woche vom {short_day(last)}." if last else ""
    before += _usual(usual_posts)
    if listened:
        return (
            f"Jeder Kanal dieses Publikums wurde an allen sieben Tagen gesammelt: Das ist Stille, keine Lücke.{before}"
        )
    return f"Ob das Stille ist, wissen wir nicht: {heard_days}.{before}"


def headline_unscored() -> str:
    """Es wurde geschrieben, aber nichts davon konnte bewertet werden."""
    return "Kein Beitrag dieser Woche konnte bewertet werden"


def deck_unscored(n_posts: int, n_authors: int) -> str:
    """Wie viele es waren."""
    return f"{_heard(n_posts, n_authors)} gehört, keiner in einer Sprache, die bewertet wird."


def deck_too_few(n_posts: int, n_authors: int, least: int) -> str:
    """Warum es keine Zahl gibt."""
    return (
        f"{_heard(n_posts, n_authors)} gehört. Unter {least} Schreibenden kann eine Person eine Zahl bewegen, darum steht hier "
        "keine."
    )


def deck_level(net: Estimate, before: float | None) -> str:
    """Was der Wert bedeutet; `before` ist der Stand vor einer klaren Veränderung."""
    if not net.clear:
        now = "" if before is None else "nun "
        return f"Positive und negative Beiträge halten sich {now}etwa die Waage."
    more, fewer = ("positive", "negative") if net.value > 0 else ("negative", "positive")
    word = "" if before is None else "weiterhin " if net.value * before > 0 else "nun "
    return f"Es gibt {word}mehr {more} als {fewer} Beiträge."


def deck_comparison(change: Change, used: int, asked: int) -> str:
    """Woran die Veränderung gemessen ist, und ihr Intervall."""
    if change.value is None or change.low is None or change.high is None:
        return ""
    return (
        f"Die Veränderung ist gemessen an {compared_with(used, asked)}; ihr 95-%-Intervall reicht von "
        f"{to(change.low, change.high)} Punkten."
    )


def compared_with(used: int, asked: int) -> str:
    """'den vier Wochen davor', 'drei der vier Wochen davor'."""
    if used < asked:
        return f"{'einer' if used == 1 else number_word(used)} der {number_word(asked)} Wochen davor"
    return "der Woche davor" if asked == 1 else f"den {number_word(asked)} Wochen davor"


def deck_basis(n_posts: int, n_authors: int, channels: Sequence[str], scored: bool) -> str:
    """Worauf es beruht und wo es gesagt wurde."""
    where = f" auf {listing(channels)}" if channels else ""
    what = plural(
        n_posts, "bewerteter Beitrag" if scored else "Beitrag", "bewertete Beiträge" if scored else "Beiträge"
    )
    return f"Grundlage: {what} von {plural(n_authors, 'Person', 'Personen')}{where}."


def why_lost(reason: str | None, since: datetime | date | None, monday: date) -> str:
    """': am Donnerstag war das Monatsbudget aufgebraucht'."""
    if not reason:
        return ": an den anderen Tagen wurde er nicht abgefragt"
    words = _REASONS.get(reason, reason)
    if since is None:
        return f": {words}"
    when = since.date() if isinstance(since, datetime) else since
    return f": {words} ({'vor dieser Woche' if when < monday else f'am {DAYS[when.weekday()]}'})"


def heard_on(channels: Sequence[tuple[str, int]]) -> str:
    """'Partnerforum wurde an 3 von 7 Tagen gesammelt'."""
    said = listing([f"{name} wurde an {days} von 7 Tagen gesammelt" for name, days in channels])
    return said or "kein Kanal ist eingerichtet"


# ---- Punkte


def point_theme(
    theme: str, now: float, before: float, negative: tuple[float, float] | None, people: tuple[int, float] | None
) -> Sentence:
    """Ein Thema, das klar gewachsen oder geschrumpft ist."""
    text = f": {percent(now)} der Beiträge, {'mehr' if now > before else 'weniger'} als zuvor ({percent(before)})"
    if negative:
        text += f", und {percent(negative[0])} aller negativen Beiträge (zuvor {percent(negative[1])})"
    if people:
        text += f"; {plural(people[0], 'Person sprach', 'Personen sprachen')} davon, etwa so viele wie sonst ({count(round(people[1]))})"
    return Phrase(theme, strong=True), Phrase(text + ".")


def point_event(name: str, when: date, kind: str) -> Sentence:
    """Was in der Woche geschah; nie eine Ursache."""
    what = _THE_EVENT.get(kind, "das Ereignis")
    return (
        Phrase(name, strong=True),
        Phrase(f" am {day(when)}. Der Zeitpunkt passt; dass {what} die Ursache ist, zeigt er nicht."),
    )


def point_driver(theme: str, total: int, change: Change, mix: float, tone: float) -> Sentence:
    """Das Thema, das am meisten zur Veränderung beiträgt, und wie."""
    how = "vor allem durch die Häufigkeit" if abs(mix) > 2 * abs(tone) else "vor allem durch den Ton"
    if abs(tone) <= 2 * abs(mix) and abs(mix) <= 2 * abs(tone):
        how = "durch Häufigkeit und Ton"
    whole = abs(round(change.value or 0.0))
    part = f": {abs(total)} {'des einen Punktes' if whole == 1 else f'der {whole} Punkte'}, {how}."
    return Phrase(theme, strong=True), Phrase(part)


def point_tone(theme: str, net: Estimate) -> Sentence:
    """Das beliebteste oder das unbeliebteste Thema."""
    word = "beliebteste" if net.value > 0 else "unbeliebteste"
    return (
        Phrase(theme, strong=True),
        Phrase(f" ist das {word} Thema, mit einer Nettostimmung von {signed(net.value)} ({to(net.low, net.high)})."),
    )


def point_audience(audience: str, change: Change) -> Sentence:
    """Ein anderes Publikum, das sich klar bewegt hat."""
    value, low, high = change.value or 0.0, change.low or 0.0, change.high or 0.0
    moved = f": um {points(value)} {'gestiegen' if value > 0 else 'gefallen'} ({to(low, high)})."
    return Phrase("Nettostimmung im Publikum "), Phrase(audience, strong=True), Phrase(moved)


def point_silent(audience: str, usual_posts: float, last: date | None) -> Sentence:
    """Ein anderes Publikum, das verstummt ist, und der Montag der Woche, in der es zuletzt gehört wurde."""
    since = f", zuletzt in der Woche vom {short_day(last)}" if last else ""
    return (
        Phrase("Niemand wurde gehört", strong=True),
        Phrase(f" im Publikum {audience}{since}; {plural(usual_posts, 'Beitrag', 'Beiträge')} je Woche waren üblich."),
    )


def _heard(n_posts: int, n_authors: int) -> str:
    were = "wurde" if n_posts == 1 else "wurden"
    return f"Es {were} {plural(n_posts, 'Beitrag', 'Beiträge')} von {plural(n_authors, 'Person', 'Personen')}"
