"""X's own notice in the place of a post's words, where a court or a claim of copyright had it withheld.

Rules: https://help.x.com/en/rules-and-policies/post-withheld-by-country
"""

from __future__ import annotations

import re
from typing import Any

CLAIM = (  # what X gives as its reason
    r"(?:an? |the )?(?:valid )?(?:legal (?:demand|request|order|process)|court order|local law(?:s|\(s\))?"
    r"|(?:report|notice|claim|complaint) (?:from|by|of) (?:an? |the )?copyright \w+|copyright \w+|dmca \w+)"
)
HEAD = (
    r"(?:rt @\w+: )?"
    r"(?:@(?P<name>\w+)['\u2019]s (?:account|tweet|post)|this (?:tweet|post|account)(?: (?:from|by) @(?P<by>\w+))?)"
    r" (?:has been|is|was) withheld(?P<where> in:? [^\n.!?]{1,200}?| worldwide)?"
)
NOTICE = re.compile(
    rf"{HEAD}(?P<why> (?:in response to|based on|due to|because of) {CLAIM})?"
    r"(?P<end>[.\u2026]?(?: ?learn mor(?:e|\u2026)[:.]?)?(?: ?https?://\S+)?\u2026?)",
    re.IGNORECASE,
)
MEDIA = re.compile(
    r"(?:rt @\w+: )?@(?P<name>\w+)['\u2019]s account is temporarily unavailable because it violates the (?:x|twitter) media policy"
    r"[.\u2026]?(?: ?learn mor(?:e|\u2026)[:.]?)?(?: ?https?://\S+)?\u2026?",
    re.IGNORECASE,
)
CUT = re.compile(
    rf"{HEAD}(?P<why> (?:in response to|based on) ?[^\n]{{0,40}})(?P<end>\u2026)", re.IGNORECASE
)  # of a repost


def is_notice(record: dict[str, Any], text: str, names: set[str]) -> bool:
    """Whether the text is X's notice that a post is withheld, and nobody's words.

    names: the accounts that can have written it, in small letters; where they are known, a notice about another account is
    somebody's report of it, unless the record itself says `withheld`.
    """
    if (media := MEDIA.fullmatch(text.strip())) is not None:
        return bool(record.get("withheld")) or not names or media["name"].lower() in names
    if "withheld" not in text:
        return False
    found = NOTICE.fullmatch(text.strip()) or CUT.fullmatch(text.strip())
    if found is None:
        return False
    if record.get("withheld"):
        return True
    named = found["name"] or found["by"]
    if named and names and named.lower() not in names:
        return False
    return bool(
        found["why"] or (found["where"] or "").startswith(" in:") or (found["where"] and found["end"].strip(".\u2026"))
    )
