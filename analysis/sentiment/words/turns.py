"""Turns of phrase that say another thing than their words: irony that is built alike, praise by what did not happen.

'Thanks for deleting my filters', 'I just love waiting' and 'never had an issue' are read by the words in them otherwise. A rule stands
here only if it is right on most of the labelled posts that it meets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.text.tokens import mask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.text.tokens import Tokens

    Floats = NDArray[np.float64]

RULES_VERSION: Final = "1"
"""Changes with any rule, so that posts are read again."""

LONGEST: Final = 1000
"""Characters of a post in which a turn is looked for."""

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

_HARMING: Final = "breaking ruining deleting losing wasting ignoring crashing removing killing cancelling canceling charging overcharging destroying wiping making"

TURNS: Final = tuple(
    (place, frozenset(cues.split()), frozenset(signs.split()), re.compile(pattern, re.IGNORECASE))
    for place, cues, signs, pattern in (
        (0, "thanks thank thx cheers kudos congrats congratulations job work going done", _HARMING,
         rf"\b(?:thanks?|thank you|thx|cheers|kudos|congrats|congratulations|(?:nice|great|good) (?:job|work|going)|well done)(?: \w+)?,? (?:for|on|at)? ?(?:\w+ )?{_HARM}\b"),
        (0, "thanks thank", "nothing outage delay spam wait downtime headache",
         r"\b(?:thanks?|thank you) for (?:nothing|the (?:outage|delay|spam|wait|downtime|headache))\b"),
        (0, "love enjoy adore", "paying waiting being losing sitting getting when",
         rf"\b(?:i|we) (?:just |really |so |absolutely )*(?:love|enjoy|adore) {_PAIN}\b"),
        (0, "love", "paying",
         r"^love paying (?:more|twice|double|extra)\b"),
        (0, "wait forward excited", "outage crash bug failure downtime delay price cancellation update",
         rf"\b(?:can['’]?t wait|looking forward|excited) (?:for|to) (?:the|my|another|your) (?:next )?(?:\w+ )?{_BROKEN}\b"),
        (0, "would i'd it'd that'd", "worked",
         r"\b(?:would|'d) be (?:great|nice|cool|lovely|good) if (?:it|this|that|the \w+|your \w+|any of (?:it|this)) (?:actually |just |even |really )?worked\b"),
        (2, "had", "issue issues problem problems crash crashes bug bugs complaint complaints",
         r"\b(?:never|haven['’]t|have not|not) (?:once )?had (?:an?|any|one|a single) (?:\w+ )?(?:issue|problem|crash|bug|complaint)s?\b(?! (?:until|before|till|like))"),
        (2, "could couldn't couldn’t can't can’t", "easier better happier simpler smoother pleased satisfied helpful happy",
         r"\b(?:could|can)(?:n['’]?t| not) be (?:easier|better|happier|simpler|smoother|more (?:pleased|satisfied|helpful|happy))\b"),
        (2, "saved", "bacon day life weekend butt ass week skin",
         r"\bsaved (?:my|our) (?:bacon|day|life|weekend|butt|ass|week|skin)\b"),
        (2, "killer", "feature app",
         r"\bkiller (?:feature|app)\b"),
    )
)  # fmt: skip
"""Where the tone of a turn lies among the labels, words of which a post must have one each, and how it is built."""


def _bits(words_of: Sequence[frozenset[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, words in enumerate(words_of):
        for word in words:
            found[word] = found.get(word, 0) | 1 << number
    return found


_CUES: Final = _bits([turn[1] for turn in TURNS])
_SIGNS: Final = _bits([turn[2] for turn in TURNS])


def apply_turns(shares: Floats, texts: Sequence[str | None], tokens: Tokens, asked: NDArray[np.bool_]) -> Floats:
    """Returns the shares with the tone of a turn where a post of `asked` has one; two of different tones say nothing."""
    lowered = [surface.lower() for surface in tokens.surfaces]
    cues, signs = (_of_posts(np.array([bits.get(w, 0) for w in lowered]), tokens) for bits in (_CUES, _SIGNS))
    likely = np.where(asked, cues & signs, 0)
    found = shares.copy()
    for row in np.flatnonzero(likely).tolist():
        text = mask((texts[row] or "")[:LONGEST])
        tones = {turn[0] for n, turn in enumerate(TURNS) if likely[row] >> n & 1 and turn[3].search(text)}
        if len(tones) == 1 and shares[row].argmax() not in tones:
            found[row] *= 1 - SHARE
            found[row, tones.pop()] += SHARE
    return found


def _of_posts(bits: NDArray[np.int64], tokens: Tokens) -> NDArray[np.int64]:
    """The bits of all tokens of each post."""
    found = np.zeros(len(tokens.lengths), dtype=np.int64)
    some = tokens.lengths > 0
    if some.any():
        starts = (np.cumsum(tokens.lengths) - tokens.lengths)[some]
        found[some] = np.bitwise_or.reduceat(bits[tokens.codes], starts)
    return found
