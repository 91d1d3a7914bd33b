"""What each tool takes: one model a tool, which refuses an argument that it does not know."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=200)]


class Arguments(BaseModel):
    """Arguments of a tool; a misspelt one is refused."""

    model_config = ConfigDict(extra="forbid")


class AskArguments(Arguments):
    """A question."""

    question: Annotated[str, Field(min_length=1, max_length=500, description="A question in plain English or German")]


class AnswerArguments(Arguments):
    """A form with its slots."""

    form: Annotated[str, Field(description="A form of the tool `forms`, such as 'tone'")]
    audience: Annotated[Text | None, Field(description="Id of an audience")] = None
    channel: Annotated[Text | None, Field(description="Id of a channel")] = None
    theme: Annotated[Text | None, Field(description="Id of a theme")] = None
    name: Annotated[Text | None, Field(description="A configured brand, product or rival")] = None
    event: Annotated[Text | None, Field(description="A configured event")] = None
    words: Annotated[Text | None, Field(description="Words that posts hold")] = None
    weeks: Annotated[Text | None, Field(description="'2026-W47', or '2026-W40..2026-W47'")] = None
    kind: Annotated[
        Literal["audience", "channel", "theme", "name", "weeks"] | None, Field(description="Of a and b")
    ] = None
    a: Text | None = None
    b: Text | None = None
    limit: Annotated[int | None, Field(ge=1, le=50)] = None
    language: Literal["en", "de"] = "en"


class FormsArguments(Arguments):
    """Nothing."""


class SqlArguments(Arguments):
    """A statement."""

    query: Annotated[
        str, Field(min_length=1, max_length=10_000, description="One select over the tables that the tool describes")
    ]
    limit: Annotated[int, Field(ge=1, le=1000, description="Rows")] = 200


class PostsArguments(Arguments):
    """Which posts."""

    audience: Text | None = None
    channel: Text | None = None
    theme: Text | None = None
    name: Text | None = None
    words: Text | None = None
    weeks: Annotated[
        Text | None, Field(description="'2026-W47', or '2026-W40..2026-W47'; default: the last whole week")
    ] = None
    tone: Literal["negative", "neutral", "positive"] | None = None
    limit: Annotated[int, Field(ge=1, le=20)] = 10


class ThemesArguments(Arguments):
    """Of whom and when."""

    audience: Text | None = None
    weeks: Annotated[
        Text | None, Field(description="'2026-W47', or '2026-W40..2026-W47'; default: the last whole week")
    ] = None


class CoverageArguments(Arguments):
    """When."""

    weeks: Annotated[
        Text | None, Field(description="'2026-W47', or '2026-W40..2026-W47'; default: the last whole week")
    ] = None


class ReceiptArguments(Arguments):
    """A receipt."""

    receipt: Annotated[
        str, Field(min_length=1, max_length=1000, description="The receipt of an answer, such as 'tone?weeks=2026-W47'")
    ]
