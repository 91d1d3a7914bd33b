"""Warnungen auf Deutsch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from voxpop.analysis.report.wording.alarms import AlarmFigure
from voxpop.analysis.report.wording.de.numbers import count, listing, plural, short_day, signed

_WANT = {
    "bug_report": "die einen Fehler melden", "feature_request": "die sich etwas wünschen", "question": "mit einer Frage",
    "praise": "die loben", "complaint": "die sich beschweren", "churn_risk": "die vielleicht gehen", "answer": "die antworten",
    "promotion": "die werben",
}  # fmt: skip
_SPAN = {1: "in der Stunde", 24: "in den 24 Stunden", 168: "in den 7 Tagen"}
_TONE = {"negative": "negativ", "neutral": "neutral", "positive": "positiv"}


def _about(figure: AlarmFigure) -> str:
    if figure.kind == "theme":
        return f" zu „{figure.name}“" if figure.name else " zu etwas, das in kein Thema passt"
    if figure.kind == "name":
        return f" zu {figure.name}"
    if figure.kind == "word":
        return f", der „{figure.name}“ nennt"
    if figure.kind == "question":
        return f", der „{figure.name}“ bejaht"
    return ""


def _people(figure: AlarmFigure) -> str:
    wants = f", {_WANT.get(figure.name, figure.name)}" if figure.kind == "intent" else ""
    tone = f"{_TONE[figure.tone]}em Beitrag" if figure.tone else "einem Beitrag"
    with_ = "" if wants and not figure.tone else f" mit {tone}{_about(figure)}"
    return f"{with_}{wants}"


def _what(figure: AlarmFigure) -> str:
    if figure.figure == "net":
        return f"Netto-Stimmung{_about(figure)} weit {'unter' if figure.fall else 'über'} dem Üblichen"
    if figure.figure == "rating":
        return f"{'weniger' if figure.fall else 'mehr'} Sterne als üblich"
    if not figure.kind and figure.tone:
        return f"viel {'weniger' if figure.fall else 'mehr'} {_TONE[figure.tone]}e Stimmen als üblich"
    return f"viel {'weniger' if figure.fall else 'mehr'} Personen als üblich{_people(figure)}"


def alarm_subject(audience: str, figure: AlarmFigure, *, crisis: bool) -> str:
    """Was geschah, und wem."""
    return f"{'Krisenwarnung. ' if crisis else ''}{audience}: {_what(figure)}"


def alarm_over_subject(audience: str, figure: AlarmFigure) -> str:
    """Was vorbei ist."""
    return f"Vorbei. {audience}: {_what(figure)}"


def alarm_now(figure: AlarmFigure, now: float, usual: float, n_posts: int, until: str) -> str:
    """Wie viel, und woran gemessen."""
    when = f"{_SPAN[figure.hours]} bis {until}"
    if figure.figure == "net":
        return f"Netto-Stimmung{_about(figure)} {signed(100 * now)} {when}; üblich ist {signed(100 * usual)}."
    if figure.figure == "rating":
        return f"{now:.1f} Sterne {when}; üblich sind {usual:.1f}.".replace(".", ",", 1)
    posts = f" ({plural(n_posts, 'Beitrag', 'Beiträge')})" if figure.figure == "posts" else ""
    few = "ist weniger als eine" if usual < 1 else f"{'ist' if round(usual) == 1 else 'sind'} {usual:.0f}"
    people = plural(now, "Person", "Personen")
    return f"{people}{posts}{_people(figure)} {when}; üblich {few} zu solchen Stunden."


def alarm_size(low: float, high: float, *, fall: bool) -> str:
    """Wie viele Personen das Geschehene wohl bewegt hat."""
    less = "weniger" if fall else "mehr"
    return f"Wahrscheinlich {count(low)} bis {count(high)} Personen {less} als üblich (95-%-Intervall)."


def alarm_new() -> str:
    """Kaum jemand sprach vorher davon."""
    return "Es ist neu: vorher sprach kaum jemand davon."


def alarm_words(words: Sequence[tuple[str, int]]) -> str:
    """Was viele nennen, und wie viele jedes."""
    named = listing([f"„{word}“ ({count(n)})" for word, n in words])
    return f"Viele nennen auf einmal dasselbe, mit den Personen, die es tun: {named}."


def alarm_spread(n_channels: int, names: Sequence[str]) -> str:
    """Auf wie vielen Kanälen es zu hören ist."""
    most = f", vor allem {listing(list(names))}" if names else ""
    where = "einem Kanal" if n_channels == 1 else f"{n_channels} Kanälen"
    return f"Zu hören auf {where}{most}."


def alarm_owner(name: str) -> str:
    """Wer sich darum kümmert."""
    return f"Zuständig: {name}."


def alarm_acknowledged(name: str) -> str:
    """Wer sich das ansieht."""
    return f"Bestätigt von {name}."


def alarm_since(first: str, last: str) -> str:
    """Von wann bis wann es zu sehen war."""
    return f"Zu sehen von {first} bis {last}."


def alarm_note(weeks: float, id_: str) -> str:
    """Wie oft eine solche Nachricht grundlos kommt."""
    often = f"einmal in {weeks:g} Wochen" if weeks != 1 else "einmal in der Woche"
    return (
        f"Wo nichts geschieht, kommt eine solche Nachricht etwa {often} grundlos, aller Regeln zusammen. Wovon die Rede ist, muss nicht "
        f"die Ursache sein. `voxpop alerts ack {id_}` sagt, dass Sie es sich ansehen."
    )


def alert_event(name: str, when: date) -> str:
    """Was kurz davor geschah."""
    return f"Kurz davor: {name} ({short_day(when)})."


def digest_subject(first: date, last: date, n: int) -> str:
    """Wie viele Warnungen ein Tag oder eine Woche brachte."""
    span = short_day(first) if first == last else f"{short_day(first)} bis {short_day(last)}"
    return f"{plural(n, 'Warnung', 'Warnungen')}, {span}"


def digest_line(id_: str, subject: str, first: str, state: str) -> str:
    """Eine Warnung einer Zusammenfassung."""
    return f"{id_}: {subject} (seit {first}, {'vorbei' if state == 'over' else 'offen'})"
