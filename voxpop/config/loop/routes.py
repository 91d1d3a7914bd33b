"""The configuration of routes for single posts, and of who agreed to hear what was done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from voxpop.config.section import Identifier, Section

Intent = Literal["bug_report", "feature_request", "question", "praise", "complaint"]
"""What a post wants, as models read it."""


class Route(Section):
    """Posts that are sent on as they come: which ones, to where, and how many a day. What is left open takes every post."""

    id: Identifier
    to: Literal["webhook", "apprise"]
    secret: str | None = None  # what holds the address; by default VOXPOP_<ID>_URL
    sign: str | None = None  # what holds the key that signs a webhook; by default VOXPOP_<ID>_KEY
    intents: tuple[Intent, ...] = ()  # any of them
    audiences: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # own questions whose answer is yes
    themes: tuple[str, ...] = ()  # ids or names
    channels: tuple[str, ...] = ()
    tones: tuple[Literal["negative", "neutral", "positive"], ...] = ()
    per_day: Annotated[int, Field(ge=1, le=1000)] = 20  # messages; further posts wait for the next day
    hours: Annotated[int, Field(ge=1, le=336)] = 48  # older posts are not sent
    links: bool = True  # the post's address
    words: bool = True  # the post's words, with personal details masked

    @model_validator(mode="after")
    def _chooses(self) -> Self:
        if not (self.intents or self.audiences or self.questions or self.themes or self.channels or self.tones):
            msg = f"route '{self.id}' would send every post; say which: intents, audiences, questions, themes, channels, tones"
            raise ValueError(msg)
        if not (self.links or self.words):
            raise ValueError(f"route '{self.id}' sends neither words nor links; leave one of them on")
        return self

    @property
    def secret_name(self) -> str:
        """The name of the secret that holds the address."""
        return self.secret or f"VOXPOP_{self.id.upper().replace('-', '_')}_URL"

    @property
    def key_name(self) -> str:
        """The name of the secret that signs a webhook."""
        return self.sign or f"VOXPOP_{self.id.upper().replace('-', '_')}_KEY"


class Consent(Section):
    """Who agreed to be told when something they asked for is done; nobody where nothing is said."""

    file: Path | None = None  # columns source, author (handle or id), contact; kept by whoever asked for the consent
    groups: tuple[
        Annotated[str, Field(min_length=1)], ...
    ] = ()  # authors whom their source puts into one of these groups
