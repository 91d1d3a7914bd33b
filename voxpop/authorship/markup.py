"""How each source lets people quote."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Markup(StrEnum):
    """How a place lets people quote."""

    MAIL = "mail"  # '>' and histories; a tracker's form is nobody's business here
    MARKDOWN = "markdown"  # '>', tags, fences; also what came by mail
    FORM = "form"  # Markdown or wiki markup where a tracker or a forum gives forms to fill in
    CHAT = "chat"  # Markdown, and '>>>' before all that follows
    SHORT = "short"  # X and its like: 'RT @name' and quotation marks around '@name:' alone
    UNKNOWN = "unknown"  # a file of anybody's: every rule, but a text of one line is never all quote


SOURCES: Final = {
    "mail": Markup.MAIL,
    "github": Markup.FORM,
    "gitlab": Markup.FORM,
    "jira": Markup.FORM,
    "discourse": Markup.FORM,
    "slack": Markup.CHAT,
    "discord": Markup.CHAT,
    "x": Markup.SHORT,
    "bluesky": Markup.SHORT,
    "archive": Markup.UNKNOWN,
    "rest": Markup.UNKNOWN,
}
"""The markup of each source; others write Markdown, or HTML that has become it."""


def markup_of(source: str) -> Markup:
    """The markup that posts of a source are written in."""
    return SOURCES.get(source, Markup.MARKDOWN)
