"""Alerts in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from voxpop.analysis.report.wording.alarms import AlarmFigure
from voxpop.analysis.report.wording.en.numbers import count, listing, plural, short_day, signed

_WANT = {
    "bug_report": "who report a bug", "feature_request": "who ask for a feature", "question": "with a question", "praise": "who praise",
    "complaint": "who complain", "churn_risk": "who may leave", "answer": "who answer", "promotion": "who advertise",
}  # fmt: skip
_SPAN = {1: "in the hour", 24: "in the 24 hours", 168: "in the 7 days"}


def _about(figure: AlarmFigure) -> str:
    if figure.kind == "theme":
        return f" on “{figure.name}”" if figure.name else " on what no theme fits"
    if figure.kind == "name":
        return f" on {figure.name}"
    if figure.kind == "word":
        return f" that names “{figure.name}”"
    if figure.kind == "question":
        return f" that answers “{figure.name}” with yes"
    return ""


def _people(figure: AlarmFigure) -> str:
    """'with a negative post on “Billing”'."""
    wants = f" {_WANT.get(figure.name, figure.name)}" if figure.kind == "intent" else ""
    tone = f"a {figure.tone} post" if figure.tone else "a post"
    with_ = "" if wants and not figure.tone else f" with {tone}{_about(figure)}"
    return f"{wants}{with_}"


def _what(figure: AlarmFigure) -> str:
    if figure.figure == "net":
        return f"net sentiment{_about(figure)} far {'below' if figure.fall else 'above'} the usual"
    if figure.figure == "rating":
        return f"{'fewer' if figure.fall else 'more'} stars than usual"
    if not figure.kind and figure.tone:
        return f"many {'fewer' if figure.fall else 'more'} {figure.tone} voices than usual"
    return f"many {'fewer' if figure.fall else 'more'} people than usual{_people(figure)}"


def alarm_subject(audience: str, figure: AlarmFigure, *, crisis: bool) -> str:
    """What happened, to whom."""
    return f"{'Crisis warning. ' if crisis else ''}{audience}: {_what(figure)}"


def alarm_over_subject(audience: str, figure: AlarmFigure) -> str:
    """What is over."""
    return f"Over. {audience}: {_what(figure)}"


def alarm_now(figure: AlarmFigure, now: float, usual: float, n_posts: int, until: str) -> str:
    """How much, against what."""
    when = f"{_SPAN[figure.hours]} up to {until}"
    if figure.figure == "net":
        return f"Net sentiment{_about(figure)} {signed(100 * now)} {when}; {signed(100 * usual)} is usual."
    if figure.figure == "rating":
        return f"{now:.1f} stars {when}; {usual:.1f} are usual."
    posts = f" ({plural(n_posts, 'post')})" if figure.figure == "posts" else ""
    few = "fewer than one is" if usual < 1 else f"{usual:.0f} {'is' if round(usual) == 1 else 'are'}"
    people = "1 person" if round(now) == 1 else f"{count(now)} people"
    return f"{people}{posts}{_people(figure)} {when}; {few} usual at such hours."


def alarm_size(low: float, high: float, *, fall: bool) -> str:
    """How many people what happened has probably moved."""
    return f"Probably {count(low)} to {count(high)} people {'fewer' if fall else 'more'} than usual (95% interval)."


def alarm_new() -> str:
    """Hardly anybody spoke of it before."""
    return "It is new: hardly anybody spoke of it before."


def alarm_words(words: Sequence[tuple[str, int]]) -> str:
    """What many people name, and how many people name each."""
    named = listing([f"“{word}” ({count(n)})" for word, n in words])
    return f"Many name the same at once, with the people who do: {named}."


def alarm_spread(n_channels: int, names: Sequence[str]) -> str:
    """On how many channels it is heard, and the names of those with enough people."""
    most = f", mostly {listing(list(names))}" if names else ""
    return f"Heard on {plural(n_channels, 'channel')}{most}."


def alarm_owner(name: str) -> str:
    """Who looks after it."""
    return f"Owner: {name}."


def alarm_acknowledged(name: str) -> str:
    """Who looks into it."""
    return f"Acknowledged by {name}."


def alarm_since(first: str, last: str) -> str:
    """From when to when it was seen."""
    return f"Seen from {first} to {last}."


def alarm_note(weeks: float, id_: str) -> str:
    """How often such a message comes for nothing, and how to say that one looks into it."""
    often = f"once in {weeks:g} weeks" if weeks != 1 else "once a week"
    return (
        f"Where nothing happens such a message comes about {often} for nothing, of all rules together. What people speak of is "
        f"not proven to be the cause. `voxpop alerts ack {id_}` says that you look into it."
    )


def alert_event(name: str, when: date) -> str:
    """What happened shortly before."""
    return f"Shortly before: {name} ({short_day(when)})."


def digest_subject(first: date, last: date, n: int) -> str:
    """How many alerts a day or a week brought."""
    span = short_day(first) if first == last else f"{short_day(first)} to {short_day(last)}"
    return f"{plural(n, 'alert')}, {span}"


def digest_line(id_: str, subject: str, first: str, state: str) -> str:
    """One alert of a digest; `state` is open or over."""
    return f"{id_}: {subject} (since {first}, {state})"
