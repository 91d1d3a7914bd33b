"""Posts as the explorer tells them: by the rules of reports, without anything that names or reaches a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from voxpop.analysis.report.personal import hide_details, public_handles
from voxpop.analysis.report.render.figures import link, plain
from voxpop.privacy.details import DetailKind
from voxpop.privacy.mask import mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voxpop.config import Config

NOT_QUOTED = "(not quoted)"
"""What stands for a text that is counted and not quoted."""

LONGEST = 4_000
"""Characters of a post that a page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPost:
    """One post on a page: who wrote it is never told, and cannot be put together from several posts."""

    key: str  # source:post_id
    day: date
    channel: str  # its name
    theme: str
    theme_id: str | None
    tone: str | None  # negative, neutral, positive; None: not scored
    lang: str | None
    title: str
    text: str
    quoted: bool  # False: the text is counted and not shown
    masked: bool  # something in it was left out
    url: str | None
    thread: str | None  # the address of its thread's page, without the audience
    mark: str  # of its wording; a label is of one wording
    who: str = ""  # in a thread: asked first, ours


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells posts of one configuration."""

    config: Config
    themes: Mapping[str, str]

    def tell(self, rows: Iterable[Mapping[str, Any]]) -> list[ToldPost]:
        """The rows of `serve/told`, `serve/thread` or a search as posts of a page."""
        public = public_handles(self.config)
        return [self._tell(row, public) for row in rows]

    def _tell(self, row: Mapping[str, Any], public: frozenset[str]) -> ToldPost:
        title, title_masked = self.hide(row.get("title") or "", public)
        text, text_masked = self.hide(row.get("text") or "", public)
        quoted = bool(row.get("quoted", True)) and title is not None and text is not None
        theme = row.get("theme_id")
        url = link(row.get("url")) if self.config.report.links and quoted else None
        return ToldPost(
            key=f"{row['source']}:{row['post_id']}",
            day=row["day"],
            channel=self.channel(row.get("channel")),
            theme=self.themes.get(theme or "", ""),
            theme_id=theme if theme in self.themes else None,
            tone=row.get("label"),
            lang=row.get("lang"),
            title=(title or "") if quoted else "",
            text=(text or "") if quoted else NOT_QUOTED,
            quoted=quoted,
            masked=quoted and (title_masked or text_masked),
            url=url,
            thread=row.get("thread_id"),
            mark=row.get("content_hash") or "",
            who=row.get("who", ""),
        )

    def hide(self, text: str, public: frozenset[str] | None = None) -> tuple[str | None, bool]:
        """The text without details of persons, and whether anything was left out; None where that cannot be made sure."""
        if not text:
            return "", False
        whole = plain(text)
        said = whole[:LONGEST]
        masked = mask(said, tuple(DetailKind), keep=self.config.privacy.keep).text
        hidden = hide_details(masked, public_handles(self.config) if public is None else public)
        return hidden, hidden != whole

    def channel(self, channel: str | None) -> str:
        """What a reader calls a channel."""
        return next((c.label for c in self.config.channels if c.id == channel), channel or "")
