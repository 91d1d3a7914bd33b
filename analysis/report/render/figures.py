"""How figures look, in the language of the page; and text made fit for a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.beside import CampaignRow
from voxpop.analysis.report.sentence import Sentence
from voxpop.analysis.report.wording.languages import current, say

if TYPE_CHECKING:
    from voxpop.analysis.report.model import ThemeRow

__all__ = ["say"]

WHOLE_HOURS = 10
"""Hours from which on a wait is printed without a decimal."""

SHARES_OF_SENT = ("opened", "clicked")

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\x1b\[[0-9;?]*[A-Za-z]")
DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
LINK = re.compile(r"^https?://[^\s\"'<>]+$", re.IGNORECASE)


def format_signed(value: float) -> str:
    """+13, −2, 0."""
    return str(current().signed(value))


def between(low: float, high: float) -> str:
    """'−9 to +4'."""
    return str(current().to(low, high))


def between_shares(low: float, high: float) -> str:
    """'37 to 59%'."""
    return str(current().to_percent(low, high))


def percent(value: float) -> str:
    """'29%'."""
    return str(current().percent(value))


def is_first(themes: Sequence[ThemeRow]) -> bool:
    """Whether no theme has anything to be compared with, as in the first week: columns of changes would be empty words."""
    return all(row.change.verdict is Verdict.NEW for row in themes)


def amount(value: float | None, is_share: bool) -> str:
    """A share as '29%', a count as '412', nothing as '–'."""
    if value is None:
        return "–"
    return percent(value) if is_share else f"{value:.0f}"


def wait(hours: float, *, longer: bool) -> str:
    """'5.5 h', 'over 48 h'."""
    said = f"{hours:.0f}" if hours >= WHOLE_HOURS else f"{hours:.1f}".removesuffix(".0").replace(".", current().DECIMAL)
    return say("over {hours} h", hours=said) if longer else f"{said} h"


def number_word(number: int) -> str:
    """'four' for small numbers, digits for larger ones."""
    return str(current().number_word(number))


def interval(estimate: Estimate | Change) -> str:
    """The interval in brackets; '' where there is none."""
    return f"({between(estimate.low, estimate.high)})" if estimate.low is not None and estimate.high is not None else ""


def tone(estimate: Estimate) -> str:
    """'neg' or 'pos' where the rounded interval excludes zero, else 'unk'."""
    return "unk" if not estimate.clear else "pos" if estimate.value > 0 else "neg"


def stars(value: float) -> str:
    """'3.8': a rating, in units of its scale."""
    return f"{value:.1f}".replace(".", current().DECIMAL)


def stars_interval(estimate: Estimate | Change) -> str:
    """'(3.6 to 4.0)'; '' where there is none. Of a change with signs: '(−0.4 to +0.1)'."""
    if estimate.low is None or estimate.high is None:
        return ""
    ends = (estimate.low, estimate.high)
    if isinstance(estimate, Change):
        said = [f"{'+' if end > 0 else '−'}{stars(abs(end))}" if round(end, 1) else "0" for end in ends]
    else:
        said = [stars(end) for end in ends]
    return f"({say('{low} to {high}', low=said[0], high=said[1])})"


def steps_of(scale: float) -> str:
    """What the fifths of a scale are: '1 to 5', '0–2, 2–4, ..., 8–10'."""
    if scale == 5:
        return say("{low} to {high}", low="1", high="5")
    return ", ".join(f"{scale * n / 5:g}–{scale * (n + 1) / 5:g}" for n in range(5))


def count(value: float) -> str:
    """'1,204'."""
    return str(current().count(value))


def of_campaign(row: CampaignRow) -> list[str]:
    """'sent 8,204', 'opened 31%', 'clicked 4%', 'unsubscribes 12': what the file tells, opened and clicked as shares where they can be."""
    said = []
    for figure, value in row.figures.items():
        share = row.share(figure) if figure in SHARES_OF_SENT else None
        said.append(f"{say(figure)} {count(value) if share is None else percent(share)}")
    return said


def direction(change: Change) -> str:
    """CSS class of a change: up, down or none."""
    return {Verdict.UP: "up", Verdict.DOWN: "dn"}.get(change.verdict, "")


def share_change(change: Change) -> str:
    """What the change of a share says in a table."""
    return str(current().share_change(change))


def short_day(day: date) -> str:
    """'18 Nov'."""
    return str(current().short_day(day))


def span(first: date, last: date) -> str:
    """'16–22 November 2026', naming month and year once where one will do."""
    return str(current().span(first, last))


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
