"""What alerts say. What each language says in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFigure:
    """The figure that an alert is on."""

    figure: str  # people, posts, net, rating
    tone: str | None  # negative, neutral, positive; None: any
    kind: str  # theme, intent, name, question, word; '': the audience as a whole
    name: str  # of the subject; '' of a theme: posts that no theme fits
    fall: bool
    hours: int  # 1, 24 or 168


class Alarms(Protocol):
    """What alerts say."""

    def alarm_subject(self, audience: str, figure: AlarmFigure, *, crisis: bool) -> str:
        """What happened, to whom."""

    def alarm_over_subject(self, audience: str, figure: AlarmFigure) -> str:
        """What is over."""

    def alarm_now(self, figure: AlarmFigure, now: float, usual: float, n_posts: int, until: str) -> str:
        """How much, against what."""

    def alarm_size(self, low: float, high: float, *, fall: bool) -> str:
        """How many people what happened has probably moved."""

    def alarm_new(self) -> str:
        """Hardly anybody spoke of it before."""

    def alarm_words(self, words: Sequence[tuple[str, int]]) -> str:
        """What many people name, and how many people name each."""

    def alarm_spread(self, n_channels: int, names: Sequence[str]) -> str:
        """On how many channels it is heard, and the names of those with enough people."""

    def alarm_owner(self, name: str) -> str:
        """Who looks after it."""

    def alarm_acknowledged(self, name: str) -> str:
        """Who looks into it."""

    def alarm_since(self, first: str, last: str) -> str:
        """From when to when it was seen."""

    def alarm_note(self, weeks: float, id_: str) -> str:
        """How often such a message comes for nothing, and how to say that one looks into it."""

    def alert_event(self, name: str, when: date) -> str:
        """What happened shortly before."""

    def digest_subject(self, first: date, last: date, n: int) -> str:
        """How many alerts a day or a week brought."""

    def digest_line(self, id_: str, subject: str, first: str, state: str) -> str:
        """One alert of a digest; `state` is open or over."""
