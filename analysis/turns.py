"""Turns of phrase that say another thing than their words: irony that is built alike, praise by what did not happen.

'Thanks for deleting my filters', 'I just love waiting' and 'never had an issue' are read by the words in them otherwise. A rule stands
here only if it is right on most of the labelled posts that it meets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.text import Tokens

    Floats = NDArray[np.float64]

RULES_VERSION: Final = "1"
"""Changes with any rule, so that posts are read again."""

SHARE: Final = 0.8
"""What the tone of a turn is worth; the model keeps the rest."""

_HARM: Final = r"(?:break|ruin|delet|los|wast|ignor|crash|remov|kill|cancel|charg|overcharg|destroy|wip|mak(?=ing \w+ \w* ?(?:worse|harder|slower|impossible)))ing"
_PAIN: Final = (
    r"(?:paying (?:more|twice|double|extra)|waiting|being (?:ignored|charged|on hold|logged out|locked out|stuck|told)"
    r"|losing|sitting (?:on|in)|getting (?:ignored|charged|logged out|locked out|spammed)|when (?:it|the \w+|my \w+) (?:crash|fail|break|freez)\w*)"
)
_BROKEN: Final = (
    r"(?:outage|crash|bug|failure|downtime|delay|price (?:rise|hike|increase)|cancellation|update to break)"
)

TURNS: Final = tuple(
    (place, re.compile(pattern, re.IGNORECASE))
    for place, pattern in (
        (0, rf"\b(?:thanks?|thank you|thx|cheers|kudos|congrats|congratulations|(?:nice|great|good) (?:job|work|going)|well done)(?: \w+)?,? (?:for|on|at)? ?(?:\w+ )?{_HARM}\b"),
        (0, r"\b(?:thanks?|thank you) for (?:nothing|the (?:outage|delay|spam|wait|downtime|headache))\b"),
        (0, rf"\b(?:i|we) (?:just |really |so |absolutely )*(?:love|enjoy|adore) {_PAIN}\b"),
        (0, r"^love paying (?:more|twice|double|extra)\b"),
        (0, rf"\b(?:can['’]?t wait|looking forward|excited) (?:for|to) (?:the|my|another|your) (?:next )?(?:\w+ )?{_BROKEN}\b"),
        (0, r"\b(?:would|'d) be (?:great|nice|cool|lovely|good) if (?:it|this|that|the \w+|your \w+|any of (?:it|this)) (?:actually |just |even |really )?worked\b"),
        (2, r"\b(?:never|haven['’]t|have not|not) (?:once )?had (?:an?|any|one|a single) (?:\w+ )?(?:issue|problem|crash|bug|complaint)s?\b(?! (?:until|before|till|like))"),
        (2, r"\b(?:could|can)(?:n['’]?t| not) be (?:easier|better|happier|simpler|smoother|more (?:pleased|satisfied|helpful|happy))\b"),
        (2, r"\bsaved (?:my|our) (?:bacon|day|life|weekend|butt|ass|week|skin)\b"),
        (2, r"\bkiller (?:feature|app)\b"),
    )
)  # fmt: skip
"""Where the tone of a turn lies among the labels, and how it is built."""

_CUES: Final = """thanks thank thx cheers kudos congrats congratulations job work going done
    love enjoy adore wait forward excited never haven't haven’t not could can couldn't couldn’t can't can’t cant saved killer would 'd"""
_SIGNS: Final = """breaking ruining deleting losing wasting ignoring crashing removing killing
    cancelling canceling charging overcharging destroying wiping making nothing outage delay spam downtime headache paying waiting being
    sitting getting when crash bug failure price cancellation worked issue issues problem problems crashes bugs complaint complaints
    easier better happier simpler smoother more bacon day life weekend butt ass week skin feature app"""
_NEEDED: Final = (frozenset(_CUES.split()), frozenset(_SIGNS.split()))
"""A post without a word of each has no turn: most are not looked at."""


def turned(shares: Floats, texts: Sequence[str | None], tokens: Tokens, asked: NDArray[np.bool_]) -> Floats:
    """Give the shares with the tone of a turn where a post of `asked` has one; two of different tones say nothing."""
    rows = tokens.rows
    lowered = [surface.lower() for surface in tokens.surfaces]
    has = [
        np.bincount(rows, np.array([word in words for word in lowered], dtype=bool)[tokens.codes], len(texts)) > 0
        for words in _NEEDED
    ]  # fmt: skip
    found = shares.copy()
    for row in np.flatnonzero(asked & has[0] & has[1]).tolist():
        text = (texts[row] or "")[:1000]
        tones = {place for place, pattern in TURNS if pattern.search(text)}
        if len(tones) == 1:
            place = tones.pop()
            if shares[row].argmax() != place:
                found[row] *= 1 - SHARE
                found[row, place] += SHARE
    return found
