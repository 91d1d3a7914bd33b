"""A text as its parts: what its writer wrote, and what they quote, forward, sign with or were given to fill in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voxpop.authorship.footers import card_below, is_device, list_footer, scrubbed_at, signature_at
from voxpop.authorship.histories import (
    OTHER_MARK,
    QUOTED,
    asks_above,
    attribution_at,
    head_above,
    headers_at,
    is_rule,
    is_separator,
    marked_lines,
    names_somebody,
)
from voxpop.authorship.regions import find_regions
from voxpop.authorship.templates import template_lines

RULES_VERSION: Final = "1"
"""Changes with any rule, so that what is stored is told anew."""

LONGEST: Final = 200_000
"""Characters that are looked at; what comes behind them is taken for the writer's."""

OWN: Final = "own"
OTHERS: Final = frozenset({"quote", "history"})
"""Kinds of parts that somebody else wrote; the others are a program's."""


class Markup(StrEnum):
    """How a place lets people quote."""

    MAIL = "mail"  # '>' and histories; a tracker's form is nobody's business here
    MARKDOWN = "markdown"  # '>', tags, fences; also what came by mail
    FORM = "form"  # Markdown in a tracker that gives forms to fill in
    SHORT = "short"  # X and its like: 'RT @name' and quotation marks around '@name:' alone
    UNKNOWN = "unknown"  # a file of anybody's: every rule, but a text of one line is never all quote


SOURCES: Final = {
    "mail": Markup.MAIL,
    "github": Markup.FORM,
    "x": Markup.SHORT,
    "bluesky": Markup.SHORT,
    "archive": Markup.UNKNOWN,
    "rest": Markup.UNKNOWN,
}
"""The markup of each source; others write Markdown, or HTML that has become it."""


def markup_of(source: str) -> Markup:
    """The markup that posts of a source are written in."""
    return SOURCES.get(source, Markup.MARKDOWN)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a text: `own`, `quote`, `history`, `signature`, `footer`, `template` or `translation`."""

    kind: str
    text: str


@dataclass(slots=True)
class _Line:
    text: str
    kind: str | None  # None: not told yet; then its writer's
    ends: bool  # whether a line ends here, or only a stretch of it


def own_text(text: str, markup: Markup = Markup.UNKNOWN) -> str | None:
    r"""What the writer of a text wrote; None where that is all of it, '' where it is nothing.

    >>> own_text("> It stops after a minute.\n\nSame here.")
    'Same here.'
    >>> own_text("From: Berlin\nTo: Paris\nTwo hours late.") is None
    True
    """
    return tell_words(text, markup)[0]


def tell_words(text: str, markup: Markup = Markup.UNKNOWN) -> tuple[str | None, int]:
    """What the writer of a text wrote, as `own_text` says it, and how many characters of it are other people's."""
    told = split_parts(text, markup)
    if all(part.kind == OWN for part in told):
        return None, 0
    own = "".join(part.text for part in told if part.kind == OWN)
    others = sum(len(part.text) for part in told if part.kind in OTHERS)
    return re.sub(r"\n[ \t]*(?:\n[ \t]*){2,}", "\n\n", own).strip(), others


def split_parts(text: str, markup: Markup = Markup.UNKNOWN) -> list[Part]:
    """The text as parts in its order; joined they are the text, line ends aside."""
    rest = text[LONGEST:]
    lines = _lines(text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"), markup)
    if markup is not Markup.SHORT:
        _tell(lines, markup)
    parts: list[Part] = []
    for line in [*lines, _Line(rest, None, ends=False)] if rest else lines:
        kind, words = line.kind or OWN, line.text + ("\n" if line.ends else "")
        if parts and parts[-1].kind == kind:
            parts[-1] = Part(kind, parts[-1].text + words)
        else:
            parts.append(Part(kind, words))
    return parts


def _lines(text: str, markup: Markup) -> list[_Line]:
    """The text by lines; stretches that marks enclose are told already."""
    lines: list[_Line] = []
    start = 0
    for begin, end, kind in find_regions(text, short=markup is Markup.SHORT):
        _add(lines, text[start:begin])
        lines.append(_Line(text[begin:end], kind, ends=False))
        start = end
    _add(lines, text[start:])
    return lines


def _add(lines: list[_Line], text: str) -> None:
    if text:
        *whole, last = text.split("\n")
        lines += [_Line(line, None, ends=True) for line in whole]
        if last:
            lines.append(_Line(last, None, ends=False))


def _tell(lines: list[_Line], markup: Markup) -> None:
    words = [line.text if line.kind is None else "" for line in lines]
    code = _code(lines)
    _tell_quotes(lines, words, code, alone=markup is not Markup.UNKNOWN)
    if markup is Markup.MAIL:
        for at in marked_lines(words):
            lines[at].kind = lines[at].kind or "quote"
    end = _tell_histories(lines, words, code)
    _tell_footers(lines, words, end)
    if markup in {Markup.FORM, Markup.UNKNOWN}:
        forms = any(line.kind == "template" for line in lines)
        for at in template_lines(
            [
                t if line.kind is None and not code[at] else ""
                for at, (t, line) in enumerate(zip(words, lines, strict=True))
            ],
            forms=forms,
        ):
            lines[at].kind = "template"


def _code(lines: list[_Line]) -> list[bool]:
    """Which lines stand in a block of code that is closed again."""
    inside = [False] * len(lines)
    opened, fence = -1, ""
    for at, line in enumerate(lines):
        mark = re.match(r"^ {0,3}(`{3,}|~{3,})", line.text) if line.kind is None else None
        if mark is None:
            continue
        if opened < 0:
            opened, fence = at, mark[1]
        elif mark[1].startswith(fence):
            inside[opened : at + 1] = [True] * (at + 1 - opened)
            opened = -1
    return inside


def _tell_quotes(lines: list[_Line], words: list[str], code: list[bool], *, alone: bool) -> None:
    """Lines behind '>' and, in place of it, another sign below a line that introduces them."""
    several = alone or sum(bool(text.strip()) for text in words) > 1
    quoted = [several and not code[at] and bool(QUOTED.match(text)) for at, text in enumerate(words)]
    for at, is_quoted in enumerate(quoted):
        if is_quoted and not _compares(words, quoted, at) and not _escaped(words, quoted, at):
            lines[at].kind = "quote"
    for at in range(1, len(lines) - 1):
        if lines[at].kind is None and lines[at - 1].kind == lines[at + 1].kind == "quote" and _wrapped(words, at):
            lines[at].kind = "quote"
    for at, text in enumerate(words):
        if code[at] or not text.rstrip().endswith((":", "：")) or QUOTED.match(text):
            continue
        mark = next((OTHER_MARK.match(below) for below in words[at + 1 : at + 3] if below.strip()), None)
        if mark is None or attribution_at(words, at) is None:
            continue
        for below in range(at + 1, len(words)):
            if words[below].strip() and not words[below].lstrip().startswith(mark[1]):
                break
            if words[below].strip():
                lines[below].kind = "quote"


def _compares(words: list[str], quoted: list[bool], at: int) -> bool:
    """Whether '> 500 rows' means more than 500: a number on a line that has no quoted neighbour and no introduction."""
    if not re.match(r"^\s*(?:>|&gt;)\s?[\d$€£]", words[at]):
        return False
    near = [place for place in (at - 1, at + 1) if 0 <= place < len(words)]
    above = next((text for text in reversed(words[:at]) if text.strip()), "")
    return not any(quoted[place] for place in near) and not above.rstrip().endswith((":", "："))


def _escaped(words: list[str], quoted: list[bool], at: int) -> bool:
    """Whether '>From' is what a mailbox made of 'From' at the start of a line: nothing beside it is quoted in that manner."""
    if not re.match(r"^>From ", words[at]):
        return False
    near = [place for place in (at - 1, at + 1) if 0 <= place < len(words)]
    return not any(quoted[place] for place in near)


def _wrapped(words: list[str], at: int) -> bool:
    """Whether a line between quoted ones is what the end of the one above became when a mail program broke it."""
    above, here, below = words[at - 1].strip(), words[at].strip(), words[at + 1].strip().lstrip("> ")
    broken = len(above) >= 60 and not above.endswith((".", "?", "!", ":", ";"))
    return broken and 0 < len(here) <= 30 and here[:1].islower() and below[:1].islower()


def _tell_histories(lines: list[_Line], words: list[str], code: list[bool]) -> int:
    """What introduces quotes, and older mails down to the end; where the writer's words end."""
    written = False
    at = 0
    while at < len(lines):
        if lines[at].kind is not None or code[at] or not words[at].strip():
            written = written or code[at]
            at += 1
            continue
        count, to_end = _begins(lines, words, at, written=written)
        if to_end:
            for line in lines[at:]:
                line.kind = line.kind or "history"
            return at
        if count:
            for line in lines[at : at + count]:
                line.kind = line.kind or "history"
            at += count
            continue
        written = True
        at += 1
    return len(lines)


def _begins(lines: list[_Line], words: list[str], at: int, *, written: bool) -> tuple[int, bool]:
    """How many lines from here are no words of the writer's, and whether all that follows is none either."""
    text = words[at]
    if is_separator(text):
        below = next((place for place in range(at + 1, len(words)) if words[place].strip()), None)
        headed = below is not None and (
            headers_at(words, below) is not None or attribution_at(words, below) is not None
        )
        return (1, written or headed)
    if asks_above(text):
        return 1, written
    place = at
    while is_rule(words[place]) and place + 1 < len(words):
        place += 1
        while place + 1 < len(words) and not words[place].strip():
            place += 1
    headers = headers_at(words, place)
    if headers is not None and (written or headers[1]):
        for above in range(head_above(words, at), at):
            lines[above].kind = lines[above].kind or "history"
        return headers[0] + place - at, True
    told = attribution_at(words, at)
    if told is None:
        return (1, False) if names_somebody(text) and _quotes_below(lines, at + 1) else (0, False)
    count, proven = told
    if _quotes_below(lines, at + count):
        return count, False
    return (count, True) if proven and written else (0, False)


def _quotes_below(lines: list[_Line], at: int) -> bool:
    """Whether what comes next, empty lines aside, is quoted."""
    following = next((line for line in lines[at:] if line.kind is not None or line.text.strip()), None)
    return following is not None and following.kind == "quote"


def _tell_footers(lines: list[_Line], words: list[str], end: int) -> None:
    """Signatures, footers and cards above where a history begins, or at the end."""
    bare = [text if lines[at].kind is None else "" for at, text in enumerate(words)]
    footer = list_footer(bare, end)
    _mark(lines, footer, end, "footer")
    written = False
    for at in range(footer):
        if lines[at].kind is not None or not bare[at].strip():
            continue
        if is_device(bare[at]):
            lines[at].kind = "signature"
        elif count := scrubbed_at(bare, at, footer):
            _mark(lines, at, at + count, "footer")
        elif signature_at(bare, at, footer, written=written):
            _mark(lines, at, footer, "signature")
            break
        else:
            written = True
    end = next((at for at in range(footer, 0, -1) if lines[at - 1].kind is None and bare[at - 1].strip()), 0)
    _mark(
        lines, card_below([t if lines[at].kind is None else "" for at, t in enumerate(bare)], 0, end), end, "signature"
    )


def _mark(lines: list[_Line], start: int, end: int, kind: str) -> None:
    for line in lines[start:end]:
        line.kind = line.kind or kind
