"""Other people's words made harmless for a tracker: nobody is mentioned, nothing is closed, loaded, linked or commanded by them."""

from __future__ import annotations

import re

from voxpop.analysis.report.personal import hide_details, printable

BREAK = "\u2060"
"""WORD JOINER: not seen, and no program takes '@\u2060name' or 'fixes #\u20601' for what it would be without it."""
LONGEST_TITLE = 120

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~$^=:\-])")
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_WIKI = re.compile(r"([\\{}\[\]()*_+^~|!#?%\-])")
_SCHEME = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data)(?=:)")
_DOMAIN = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")
_KEY = re.compile(r"\b([A-Z][A-Z0-9_]{1,9})-(?=\d)")
_SHA = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b")


def shorten(text: str, most: int) -> str:
    """The text, or its beginning up to a word with '…'."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def mask(text: str, public: frozenset[str] = frozenset()) -> str | None:
    """One line of somebody's words without details of a person; None where that cannot be had.

    >>> mask("Call me: 0301 234 567")
    'Call me: […]'
    """
    return hide_details(printable(text), public)


def defuse(text: str) -> str:
    r"""One line that no tracker takes for a mention, an issue, a commit, an address or a command; it reads the same.

    >>> defuse("fixes #1").replace("\u2060", "|")
    'fixes #|1'
    >>> defuse("/close @ana").replace("\u2060", "|")
    '|/close @|ana'
    """
    line = printable(text).replace(BREAK, "")
    line = re.sub(r"([@#!%~&$])(?=\w|\")", rf"\1{BREAK}", line)
    line = _SCHEME.sub(rf"\1{BREAK}", line).replace("://", f":{BREAK}//")
    line = _DOMAIN.sub(f".{BREAK}", line)
    line = _KEY.sub(rf"\1{BREAK}-", line)
    line = re.sub(r"(?i)\bgh-(?=\d)", f"gh{BREAK}-", line)
    line = _SHA.sub(lambda found: f"{found[0][:3]}{BREAK}{found[0][3:]}", line)
    return f"{BREAK}{line}" if line.startswith("/") else line


def markdown(text: str) -> str:
    """One line as text of GitHub, GitLab or Linear: no markup, HTML, image, mention or quick action is left in it."""
    line = "".join(_ENTITY.get(letter, letter) for letter in defuse(text))
    return _MARKDOWN.sub(lambda found: found[0] if found[0] in "<>" else rf"\{found[0]}", line)


def wiki(text: str) -> str:
    """One line as text of Jira's wiki markup, in which braces, brackets and '!' do the harm."""
    return _WIKI.sub(r"\\\1", defuse(text))


def title(text: str) -> str:
    """One line as a title, which trackers show as it is written, but read for mentions and keywords."""
    return shorten(defuse(text), LONGEST_TITLE)
