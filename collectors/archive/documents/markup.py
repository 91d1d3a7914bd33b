"""Texts of a file that are HTML, or hold its entities, as a person would read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from voxpop.collectors.wire.html_text import html_to_text, unescape

if TYPE_CHECKING:
    from voxpop.collectors.archive.settings import ArchiveSettings

PARSED = re.compile(r"\s*<([rt])>(.*)</\1>\s*", re.DOTALL)
"""A text as phpBB keeps it: XML of the library TextFormatter, which holds the marks of BBCode too."""
MARKS = re.compile(r"<([sei])>.*?</\1>", re.DOTALL)
QUOTE = re.compile(r"<(/?)QUOTE\b[^<>]*>")


def readings(settings: ArchiveSettings) -> list[Callable[[str], str]]:
    """What is done to each text and title, in this order."""
    if settings.html:
        return [lambda text: read_html(text, escaped=settings.unescape_html)]
    return [unescape] if settings.unescape_html else []


def read_html(text: str, *, escaped: bool = False) -> str:
    """The readable text of HTML (escaped: whose marks are entities), or of what phpBB keeps.

    >>> read_html("<r><B><s>[b]</s>No<e>[/b]</e></B>, 5 &amp;lt; 6</r>")
    'No, 5 < 6'
    """
    if parsed := PARSED.fullmatch(text):
        body = QUOTE.sub(r"<\1blockquote>", MARKS.sub("", parsed[2]))
        return unescape(html_to_text(body))
    return html_to_text(unescape(text) if escaped else text)
