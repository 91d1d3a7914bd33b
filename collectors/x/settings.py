"""The keys of a channel with `source: x`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from voxpop.collectors.x.wire import HOST

RECENT_CHARACTERS, ARCHIVE_CHARACTERS = 512, 1024  # how long a query may be


class XSettings(BaseModel):
    """One of query, timeline_of, mentions_of; what else to read with it, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str | None = Field(default=None, min_length=1, max_length=ARCHIVE_CHARACTERS)
    timeline_of: str | None = Field(default=None, pattern=r"^\d+$")  # id of an account of ours
    mentions_of: str | None = Field(default=None, pattern=r"^\d+$")
    archive: bool = False  # full archive instead of the last seven days
    conversations: bool = False  # also all answers in the conversations of the posts found
    combine: Literal["fields", "words", "never"] = "fields"  # which queries may be asked together with others
    deletions: Literal["reads", "jobs"] = "reads"  # how the sweep asks what is gone
    api_url: str = HOST
    page_size: int | None = Field(default=None, ge=10, le=500)
    usd_per_post: float | None = Field(default=None, ge=0)  # None: by the configured prices

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> XSettings:
        given = [name for name in ("query", "timeline_of", "mentions_of") if getattr(self, name)]
        if len(given) != 1:
            msg = "an x channel needs exactly one of 'query', 'timeline_of', 'mentions_of'"
            raise ValueError(msg)
        if self.query and len(self.query) > self.most_characters:
            msg = (
                f"the query has {len(self.query)} characters; recent search takes {RECENT_CHARACTERS}, "
                f"'archive: true' {ARCHIVE_CHARACTERS}"
            )
            raise ValueError(msg)
        return self

    @property
    def most_characters(self) -> int:
        """How long a query may be here."""
        return ARCHIVE_CHARACTERS if self.archive else RECENT_CHARACTERS
