"""How figures look: true minus, 'to', no decimals; and text made fit for a page."""

from __future__ import annotations

import re
from datetime import date

from markupsafe import Markup, escape

from analysis.report.model import Change, Estimate, Sentence, Verdict

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\x1b\[[0-9;?]*[A-Za-z]")
DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
LINK = re.compile(r"^https?://[^\s\"'<>]+$", re.IGNORECASE)


def signed(value: float) -> str:
    """+13, −2, 0."""
    rounded = round(value)
    return f"+{rounded}" if rounded > 0 else f"−{-rounded}" if rounded < 0 else "0"


def between(low: float, high: float) -> str:
    """'−9 to +4'."""
    return f"{signed(low)} to {signed(high)}"


def interval(estimate: Estimate | Change) -> str:
    """The interval in brackets; '' where there is none."""
    return f"({between(estimate.low, estimate.high)})" if estimate.low is not None and estimate.high is not None else ""


def tone(estimate: Estimate) -> str:
    """'neg' or 'pos' where the rounded interval excludes zero, else 'unk'."""
    return "unk" if not estimate.clear else "pos" if estimate.value > 0 else "neg"


def direction(change: Change) -> str:
    """CSS class of a change: up, down or none."""
    return {Verdict.UP: "up", Verdict.DOWN: "dn"}.get(change.verdict, "")


def share_change(change: Change) -> str:
    """What the change of a share says in a table."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        size = abs(round(change.value))
        return f"{size} point{'' if size == 1 else 's'}"
    return {
        Verdict.UNCLEAR: "no clear change",
        Verdict.LITTLE: "little changed",
        Verdict.TOO_FEW: "too few authors",
        Verdict.INCOMPLETE: "not compared",
        Verdict.NEW: "nothing to compare yet",
    }[change.verdict]


def short_day(day: date) -> str:
    """'18 Nov'."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def span(first: date, last: date) -> str:
    """'16–22 November 2026', naming month and year once where one will do."""
    if first.year != last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year} – {last.day} {MONTHS[last.month - 1]} {last.year}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {last.day} {MONTHS[last.month - 1]} {last.year}"
    return f"{first.day}–{last.day} {MONTHS[first.month - 1]} {first.year}"


def plain(text: str) -> str:
    """Post text without what a page, a terminal or a mail reader could obey; its letters stay."""
    return DIRECTION.sub("", CONTROL.sub(" ", text)).strip()


def link(url: str | None) -> str | None:
    """The address if it is one of the web; anything else is never linked."""
    return url if url and LINK.match(url) else None


def short_link(url: str) -> str:
    """What paper prints of an address."""
    bare = re.sub(r"^https?://(www\.)?", "", url)
    return bare if len(bare) <= 48 else f"{bare[:46]}…"


def rich(sentence: Sentence) -> Markup:
    """Phrases as HTML, the strong ones strong."""
    return Markup("").join(Markup("<b>{}</b>").format(p.text) if p.strong else escape(p.text) for p in sentence)


def flat(sentence: Sentence) -> str:
    """Phrases as plain text."""
    return "".join(phrase.text for phrase in sentence)
