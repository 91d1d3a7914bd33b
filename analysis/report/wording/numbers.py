"""How a language writes numbers, names and days. What each language says in its own words."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Numbers(Protocol):
    """How a language writes numbers, names and days."""

    LANGUAGE: str
    DECIMAL: str
    DAYS_SHORT: tuple[str, ...]

    def signed(self, value: float) -> str:
        """'+12', '−2' or '0'."""

    def to(self, low: float, high: float) -> str:
        """'−20 to −6'."""

    def to_percent(self, low: float, high: float) -> str:
        """'37 to 59%'."""

    def weeks_of_net(self, n: int) -> str:
        """The heading of the trend."""

    def percent(self, value: float) -> str:
        """'29%'."""

    def count(self, value: float) -> str:
        """'1,204'."""

    def number_word(self, n: int) -> str:
        """'four'; figures from fourteen up."""

    def points(self, value: float) -> str:
        """'13 points'; the direction is said by a word."""

    def day(self, when: date) -> str:
        """'Tuesday 17 November'."""

    def short_day(self, when: date) -> str:
        """'18 Nov'."""

    def span(self, first: date, last: date) -> str:
        """'16–22 November 2026', naming month and year once where one will do."""

    def language_name(self, code: str | None) -> str:
        """'Portuguese'; the code itself where the name is not known."""

    def name_of(self, label: str) -> str:
        """An audience's name as it stands inside a sentence."""
