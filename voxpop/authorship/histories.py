"""Older and forwarded mails below or above what somebody wrote, told by the headers that mail programs put over them.

Prose looks like headers ('From: Berlin', 'On Monday your colleague wrote:'), so a header counts only with evidence: an address, or
a date with a time, or quoted lines right below it.
"""

from __future__ import annotations

import re
from typing import Final

from voxpop.authorship import languages

QUOTED: Final = re.compile(r"^[ \t]{0,3}(?:>|&gt;|＞)(?![.:;=_(][\s)(<.DPp_=]|[.:;=_(]$|<)")
"""A line behind '>'; '>:(', '>.<' and '>=' are faces and signs."""

ADDRESS: Final = re.compile(r"[\w.+'-]+(?:@| at |\(at\)| \[at\] )[\w-]+(?:\.[\w-]+)+|<mailto:|\[mailto:", re.IGNORECASE)
CLOCK: Final = r"\d{1,2}(?:[:.]\d{2}){1,2}(?!\d)|\d{1,2}[h時时点]\d{2}|\d{1,2} ?(?:[ap]\.?m\b|uhr\b)"
DATE: Final = r"\b(?:19|20)\d\d(?:\b|년)|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{1,2}月\d{1,2}日"
WHEN: Final = re.compile(rf"(?=.*(?:{CLOCK}))(?=.*(?:{DATE}))", re.IGNORECASE | re.DOTALL)

VERB: Final = re.compile(rf"(?<!\w)(?:{languages.WROTE})(?!\w)", re.IGNORECASE)
INVISIBLE: Final = r"\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks of direction, which programs put around addresses in Hebrew and Arabic lines."""

ENDS: Final = re.compile(rf"[:：][\s{INVISIBLE}]*[*_]{{0,2}}\s*$")
FIRST: Final = re.compile(rf"^[\s*_\"]*(?:(?:{languages.BEGINS})\b|\d)", re.IGNORECASE)
NAMED: Final = re.compile(
    r"^[\s*_@\"-]*\w[\w.'’-]*(?:[ ,_][\w.'’(){}-]+){0,3}\s+(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev)\s*:\s*$",
    re.IGNORECASE,
)
POINTS: Final = re.compile(
    r"^\s*(?:\((?:in reply to|from update of)\b.{1,120}\)|(?:replying to|in reply to|in response to) (?:\[.{1,80}\]|#\w+|@[\w.-]+|comment\b.{1,60})\s*:?"
    r"|(?:@[\w.-]+|\[~[^\]\n]{1,80}\]|\[@?[^\]\n]{1,80}\]\([^)\s]{1,300}\)|\w[\w.'’ -]{0,60}?)\s+(?:said|wrote|writes|schrieb|hat geschrieben|a écrit|escribió|escreveu|ha scritto)"
    r"(?:\s+(?:in|dans|en|em)\s+(?:#[\w-]+|\[[^\]\n]{1,200}\]\([^)\s]{1,300}\)))?\s*:)\s*$",
    re.IGNORECASE,
)
"""How trackers and forums introduce the quote below: '(In reply to Mia from comment #3)', '@mia said in [Import](/post/12):'."""

DIGIT: Final = re.compile(r"\d")
LONGEST, MOST_LINES = 300, 3

HEADER: Final = re.compile(
    rf"^[ \t*_>|]*(?:(?P<sender>{languages.FROM})|(?P<sent>{languages.SENT})|(?P<subject>{languages.SUBJECT})|(?P<to>{languages.TO}))"
    r"[ \t*_]*[:：][ \t*_]*(?P<value>.*)$",
    re.IGNORECASE,
)
SEPARATOR: Final = re.compile(
    rf"^[ \t>]*(?:[-_=*—–]{{2,}}\s*(?:{languages.SEPARATORS})\s*:?\s*[-_=*—–]{{2,}}|(?:{languages.FORWARDS})\s*:)\s*$",
    re.IGNORECASE,
)
BETWEEN_SIGNS: Final = re.compile(r"^[ \t>]*##-\s\S.{5,200}\s-##\s*$")
"""The line of Zendesk above which one answers, in whatever language."""

ABOVE_WORDS: Final = (
    "this line",
    "dieser ",
    "cette ligne",
    "esta l",
    "desta linha",
    "questa ",
    "deze ",
    "linii",
    "linią",
    "denne ",
    "den här ",
)
ABOVE: Final = re.compile(rf"^(?:\W{{2,}}\s*)?(?:please |bitte )?(?:{languages.REPLY_ABOVE})\W*$")
RULE: Final = re.compile(r"^\s*(?:_{5,}|[-—–]{5,}|={5,}|\*{5,}|—{3,})\s*$")
OTHER_MARK: Final = re.compile(r"^\s*([|:%}»])")
INITIALS: Final = re.compile(r"^[ \t]{0,3}([A-Za-z]{1,3})(?:>|&gt;)+(?=[ \t]|$|\S*[a-z])")
PROMPTS: Final = frozenset({"sql", "gdb", "ftp", "irb", "c", "d", "pdb"})
COLON: Final = re.compile(r"^[ \t]{0,4}(?::[ \t>:|]|[#%|*] ?>|» )")
"""How mailers before and beside '>' mark quoted lines; two lines at least."""

SIGN: Final = re.compile(r"^[ \t]{0,3}(?:([#%|])(?:[ \t]|$)|(:)(?=\S|$))")
SIGNED: Final = 3
"""Lines that begin alike by a mailer's doing; fewer are a list, a comment or chance."""

ANY_HEADER: Final = re.compile(
    r"^(?:>?From \S+@?\S* .*\d{4}|[A-Z][A-Za-z-]{1,30}:(?:\s.*)?|[ \t]+\S.*|[-=_*]{2,}.{0,60}[-=_*]{2,})\s*$"
)
"""A line of the head of a mail that is quoted with all of its headers, or the stroke above it."""


def attribution_at(lines: list[str], at: int) -> tuple[int, bool] | None:
    """How many lines introduce somebody else's words here, and whether they are evidence enough by themselves; None: none do."""
    if POINTS.match(lines[at]):
        return 1, False
    joined = ""
    for count in range(1, MOST_LINES + 1):
        if at + count > len(lines) or not (line := lines[at + count - 1].strip()) or QUOTED.match(line):
            return None
        joined = f"{joined} {line}".strip()
        if len(joined) > LONGEST:
            return None
        if count == 1:
            known = ENDS.search(line) is not None or FIRST.match(line) is not None
            if not known and not ADDRESS.search(line) and not WHEN.search(line):
                return None
        if ENDS.search(line):
            told = _introduces(joined, count)
            return told if known or (ADDRESS.search(joined) and WHEN.search(joined)) else None
    return None


def introduces_quote(lines: list[str], at: int) -> bool:
    """Whether the words above a line, empty lines aside, say that somebody else's follow."""
    above = next((place for place in range(at - 1, -1, -1) if lines[place].strip()), None)
    if above is None or not ENDS.search(lines[above].strip()):
        return False
    starts = range(above, max(above - MOST_LINES, -1), -1)
    return any((told := attribution_at(lines, place)) is not None and told[0] == above - place + 1 for place in starts)


def _introduces(joined: str, count: int) -> tuple[int, bool] | None:
    told, address, when = VERB.search(joined), ADDRESS.search(joined), WHEN.search(joined)
    if told and (address or when) and HEADER.match(joined) is None:
        return count, True
    if address and when and HEADER.match(joined) is None:
        return count, True
    if told and (NAMED.match(joined) or (FIRST.match(joined) and DIGIT.search(joined))):
        return count, False
    return None


def names_somebody(line: str) -> bool:
    """True if a line that stands above a quote says by an address or a time whose it is."""
    ends = line.rstrip().endswith((":", "...", ">>", "："))
    return ends and len(line) <= LONGEST and (ADDRESS.search(line) is not None or WHEN.search(line) is not None)


def headers_at(lines: list[str], at: int) -> tuple[int, bool] | None:
    """How many lines are the headers of an older mail, and whether an address proves it; None: they are not."""
    kinds: dict[str, str] = {}
    end, place = at, at
    while place < len(lines) and place < at + 14:
        line = lines[place]
        found = HEADER.match(line)
        if found:
            kind = next(name for name in ("sender", "sent", "subject", "to") if found[name])
            if kind == "sender" and "sender" in kinds:  # 'De' and 'Da' begin more than one header
                break
            kinds.setdefault(kind, found["value"])
            end = place + 1
        elif _ends_head(line, kinds, gap=place > end):
            break
        place += 1
    if "sender" not in kinds or "sent" not in kinds or not ("subject" in kinds or "to" in kinds):
        return None
    address = ADDRESS.search(kinds["sender"]) is not None
    timed = WHEN.search(kinds["sent"]) is not None
    if (address and (timed or "subject" in kinds)) or (timed and "subject" in kinds):
        return end - at, address
    return None


def _ends_head(line: str, kinds: dict[str, str], *, gap: bool) -> bool:
    """Whether a line that is no header ends the head: an empty one may stand between two, a long list of receivers goes on."""
    if not line.strip():
        return gap or not kinds
    return not kinds or "subject" in kinds or not (line[:1] in " \t" or ADDRESS.search(line))


def head_above(lines: list[str], at: int) -> int:
    """The line at which the head begins of which headers were found here."""
    while at > 0 and lines[at - 1].strip() and ANY_HEADER.match(lines[at - 1]):
        at -= 1
    return at


def marked_lines(lines: list[str]) -> set[int]:
    """Lines behind 'AB>', ': ' or '|>', where two at least are marked so."""
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        mark = INITIALS.match(line)
        if mark is not None:
            found.setdefault(mark[1], []).append(at)
        elif COLON.match(line):
            found.setdefault(":", []).append(at)
    runs = _runs(lines)
    return runs | {
        at for mark, places in found.items() if len(places) > 1 and mark.lower() not in PROMPTS for at in places
    }


def _runs(lines: list[str]) -> set[int]:
    """Lines in runs of three at least that begin with one and the same sign: a mailer's own mark of a quote."""
    found: set[int] = set()
    run: list[int] = []
    sign = ""
    for at, line in enumerate([*lines, ""]):
        mark = SIGN.match(line)
        if mark is not None and (not run or mark[0].strip() == sign):
            run.append(at)
            sign = mark[0].strip()
            continue
        if len(run) >= SIGNED:
            found.update(run)
        run, sign = ([at], mark[0].strip()) if mark is not None else ([], "")
    return found


def is_separator(line: str) -> bool:
    """True if the line announces an older or a forwarded mail."""
    return SEPARATOR.match(line) is not None


def is_rule(line: str) -> bool:
    """True if the line is nothing but a stroke."""
    return RULE.match(line) is not None


def asks_above(line: str) -> bool:
    """True if a helpdesk asks to answer above this line."""
    if BETWEEN_SIGNS.match(line):
        return True
    lowered = line.lower()
    if len(line) > LONGEST or not any(word in lowered for word in ABOVE_WORDS):
        return False
    return ABOVE.match(lowered.strip()) is not None
