"""The configuration of questions in words: a language model that may choose forms. Off where nothing is said."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from voxpop.config.section import Section


def _is_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        msg = f"'{url}' is no address of a server; write one such as http://127.0.0.1:11434/v1"
        raise ValueError(msg)
    return url.rstrip("/")


class AskModel(Section):
    """A model at an OpenAI-compatible address: it chooses a form and its slots, and never sees a post or writes a figure."""

    url: Annotated[str, AfterValidator(_is_address)]  # up to and with /v1
    name: Annotated[str, Field(min_length=1)]
    key: str | None = None  # the secret that holds its key, such as VOXPOP_ASK_KEY; None: it needs none
    usd_per_million_tokens: Annotated[float, Field(ge=0)] = 0.0
    usd_per_month: Annotated[float, Field(ge=0)] = 0.0  # what it may cost; 0: nothing, for models that cost nothing
    questions_per_day: Annotated[int, Field(ge=1)] = 200
    timeout_seconds: Annotated[float, Field(gt=0, le=120)] = 20.0


class Asking(Section):
    """How questions in words are read."""

    model: AskModel | None = None
