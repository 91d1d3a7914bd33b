"""The lines of a text, and what each of them is: the rules of quotes, histories, footers and templates, in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voxpop.authorship.footers import card_below, is_device, list_footer, scrubbed_at, signature_at, stroked_card
from voxpop.authorship.histories import (
    OTHER_MARK,
    QUOTED,
    asks_above,
    attribution_at,
    head_above,
    headers_at,
    introduces_quote,
    is_rule,
    is_separator,
    marked_lines,
    names_somebody,
)
from voxpop.authorship.markup import Markup
from voxpop.authorship.regions import find_regions
from voxpop.authorship.templates import template_lines

REST_QUOTED = re.compile(r"^(?:>>>|&gt;&gt;&gt;)(?= ?\S)")


@dataclass(slots=True)
class Line:
    """One line, or a stretch of one that its marks enclose."""

    text: str
    kind: str | None  # None: not told yet; then its writer's
    ends: bool  # whether a line ends here, or only a stretch of it


def split_lines(text: str, markup: Markup) -> list[Line]:
    """The text by lines; stretches that marks enclose are told already."""
    lines: list[Line] = []
    start = 0
    for begin, end, kind in find_regions(text, short=markup is Markup.SHORT):
        _add(lines, text[start:begin])
        lines.append(Line(text[begin:end], kind, ends=False))
        start = end
    _add(lines, text[start:])
    return lines


def _add(lines: list[Line], text: str) -> None:
    if text:
        *whole, last = text.split("\n")
        lines += [Line(line, None, ends=True) for line in whole]
        if last:
            lines.append(Line(last, None, ends=False))


def tell_lines(lines: list[Line], markup: Markup) -> None:
    """Set the kind of each line that is not its writer's."""
    words = [line.text if line.kind is None else "" for line in lines]
    code = _code(lines)
    _tell_quotes(lines, words, code, alone=markup is not Markup.UNKNOWN)
    if markup is Markup.MAIL:
        for at in marked_lines(words):
            lines[at].kind = lines[at].kind or "quote"
    if markup is Markup.CHAT:
        _tell_rest_quoted(lines, code)
    end = _tell_histories(lines, words, code)
    _tell_footers(lines, words, end, mail=markup is Markup.MAIL)
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


def _code(lines: list[Line]) -> list[bool]:
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


def _tell_quotes(lines: list[Line], words: list[str], code: list[bool], *, alone: bool) -> None:
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


def _tell_rest_quoted(lines: list[Line], code: list[bool]) -> None:
    """All that follows three '>' is a quote in Slack and Discord."""
    start = next((at for at, line in enumerate(lines) if not code[at] and REST_QUOTED.match(line.text)), len(lines))
    for line in lines[start:]:
        line.kind = line.kind or "quote"


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
    return not any(quoted[place] for place in near) and not introduces_quote(words, at)


def _wrapped(words: list[str], at: int) -> bool:
    """Whether a line between quoted ones is what the end of the one above became when a mail program broke it."""
    above, here, below = words[at - 1].strip(), words[at].strip(), words[at + 1].strip().lstrip("> ")
    broken = len(above) >= 60 and not above.endswith((".", "?", "!", ":", ";"))
    return broken and 0 < len(here) <= 30 and here[:1].islower() and below[:1].islower()


def _tell_histories(lines: list[Line], words: list[str], code: list[bool]) -> int:
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


def _begins(lines: list[Line], words: list[str], at: int, *, written: bool) -> tuple[int, bool]:
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
    if asks_above(words[place]):
        return place + 1 - at, written
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


def _quotes_below(lines: list[Line], at: int) -> bool:
    """Whether what comes next, empty lines aside, is quoted."""
    following = next((line for line in lines[at:] if line.kind is not None or line.text.strip()), None)
    return following is not None and following.kind == "quote"


def _tell_footers(lines: list[Line], words: list[str], end: int, *, mail: bool) -> None:
    """Signatures, footers and cards above where a history begins, or at the end."""
    bare = [text if lines[at].kind is None else "" for at, text in enumerate(words)]
    footer = list_footer(bare, end)
    if mail and footer == end and (card := stroked_card(bare, end)) < end:
        _mark(lines, card, end, "signature")
        footer = card
    _mark(lines, footer, end, "footer")
    written = False
    for at in range(footer):
        if lines[at].kind is not None or not bare[at].strip():
            continue
        if is_device(bare[at]):
            lines[at].kind = "signature"
        elif count := scrubbed_at(bare, at, footer):
            _mark(lines, at, at + count, "footer")
        elif signature_at(bare, at, footer, written=written, mail=mail):
            _mark(lines, at, footer, "signature")
            break
        else:
            written = True
    end = next((at for at in range(footer, 0, -1) if lines[at - 1].kind is None and bare[at - 1].strip()), 0)
    _mark(
        lines, card_below([t if lines[at].kind is None else "" for at, t in enumerate(bare)], 0, end), end, "signature"
    )


def _mark(lines: list[Line], start: int, end: int, kind: str) -> None:
    for line in lines[start:end]:
        line.kind = line.kind or kind
