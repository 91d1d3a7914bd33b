"""What could not be heard, and how figures were made. What each language says in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Method(Protocol):
    """What could not be heard, and how figures were made."""

    METHOD_SAME: str
    SETUP: dict[str, str]
    METHOD_FIRST: str
    SENTIMENT_MODEL: str
    THEME_MODEL: str

    def gap_unscored(self, languages: Sequence[tuple[str, int]]) -> str:
        """Languages that no model reads: '64 posts in Portuguese and Japanese were collected but not scored.'."""

    def gap_deleted(self, n: int) -> str:
        """Deletions upstream."""

    def gap_apart(self, reposts: int, copies: int, floods: int, bots: int) -> str:
        """What one voice said more than once, and what no voice said."""

    def gap_own(self, n: int) -> str:
        """Our own posts."""

    def gap_authorless(self, n: int) -> str:
        """Posts whose author is hidden."""

    def gap_refused(self, n: int, channels: Sequence[str]) -> str:
        """Quarantine."""

    def gap_audience(self, audience: str | None) -> str:
        """The sentence that is always true."""

    def gap_small(self, n_authors: int, least: int) -> str:
        """A small audience."""

    def gap_voice(self) -> str:
        """Why share of voice needs care."""

    def own_words(self, n_quoting: int, n_only_quotes: int, n_not_quoted: int, share: float) -> str:
        """What posts quote of others, and what may not be quoted; '' where nothing is."""

    def pictures(self, n_posts: int, n_described: int) -> str:
        """Posts that show something and say nothing; '' where there are none."""

    def method_changed(self, what: Sequence[str]) -> str:
        """Which parts are new."""

    def method(
        self,
        *,
        calibrated: int,
        least: int,
        used: int,
        asked: int,
        voice: bool,
        targets: bool,
        sentiment: str,
        quality: str,
        lists: str,
        own_words: str,
        revision: str,
        known_at: str,
        closed_at: str,
        zone: str,
        code: str,
    ) -> list[tuple[str, str]]:
        """Terms and what they mean."""

    def quality(self, n_posts: int, n_sources: int, least: float, most: float) -> str:
        """How often the classifier agreed with people on labelled posts that it had not seen."""

    def by_lists(self, languages: Sequence[tuple[str, int]], quality: tuple[float, float] | None) -> str:
        """Posts in other languages, which models of theirs read; '' where there are none."""

    def revision(self, before: float | None, now: float | None, changed: Sequence[str] = ()) -> str:
        """What late posts, or changed parts of the configuration, did to last week's figure."""
