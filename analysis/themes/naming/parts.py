"""The phrases and words that a theme's name is made of: those that set it apart, and are written by more than a few of its posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.themes.naming.bearing import Bearing
from voxpop.analysis.themes.naming.meaning import is_common
from voxpop.analysis.themes.naming.phrases import Key, Phrases, telling
from voxpop.analysis.themes.naming.words import stem

LOOKED_AT = 24
"""Phrases and words that names are made of."""

ENOUGH = 0.85
"""Part of a theme's posts that a name has to cover; more is not better."""

SET_APART = 1.5
PLAIN_SET_APART = 3.0
"""How many times as often as others a theme's posts bear each word of its name, and a plain word that may stand anywhere."""

BORNE = 0.15
BESIDE_BEST = 0.35
"""Part of a theme's posts that bear each word of its name; where no word has it, this part of what the best one has."""

FURTHER = 0.35
"""Each part of a name, and each word of a phrase, is borne by at least this part of the posts that bear its best one: else it speaks
for a minority."""

HELD = 0.04
"""Part of a theme's posts that hold each word of its name itself, and not only one that means the same."""

WORD = 0.02
CURIOUS = 0.14
"""What a further word of a phrase costs, and a word that few people know, beside the part of posts that bear it."""

PHRASE = 0.06
NOUN = 0.06
"""What it is worth that people write a phrase so, or that a word is a noun."""

LITERAL = 0.3
"""What it is worth that every post holds the commonest word itself, and not one that means the same."""

WRITTEN_SO = 0.3
"""Part of the posts with the commonest word of a phrase that must hold the phrase: else it narrows what they say."""

CUT_SHORT = 0.75
"""Part of a phrase's posts in which the same further word follows: it is a fragment ('edit personal', where 'details' follows)."""

MODIFIES = 0.5
"""And part of the posts of its last word in which one further word follows that."""

WHOLE, SCRAP = 5, 3
"""Letters of a word, at least, and of what is joined to it, at most, in a token that is no word."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase or a word that may stand in a name, the posts that bear it, and what speaks for it beside them."""

    key: Key
    worth: float
    borne: Flags

    @property
    def words(self) -> frozenset[str]:
        """Its stems without the words that join them."""
        return frozenset(telling(self.key))


def find_parts(phrases: Phrases, bearing: Bearing, theme: int, inside: Flags) -> list[Part]:
    """The phrases and words of a theme that set it apart, the best first."""
    fits = _fitting(phrases, bearing, inside)
    held, borne_by = bearing.holds[inside].sum(axis=0), bearing.bears[inside].sum(axis=0)
    found = []
    cut_short = _cut_short(dict(phrases.of_theme(theme)))
    for key, n in phrases.of_theme(theme):
        words = telling(key)
        if key in cut_short or any(_is_garbled(phrases, word) for word in words):
            continue
        columns = [bearing.place.get(word, -1) for word in words]
        if not all(column >= 0 and fits[column] for column in columns):
            continue
        most = max(int(held[column]) for column in columns)
        if any(borne_by[column] < FURTHER * max(borne_by[columns]) for column in columns):
            continue
        if len(words) == 1 or n >= WRITTEN_SO * most:
            borne: Flags = np.asarray(bearing.bears[:, columns].any(axis=1), dtype=bool)
            worth = _worth(phrases, key, n / phrases.sizes[theme]) + LITERAL * most / phrases.sizes[theme]
            found.append(Part(key, worth, borne))
    order = sorted(found, key=lambda part: (-part.worth - measure_set_apart(part.borne, inside), part.key))
    return order[:LOOKED_AT]


def _is_garbled(phrases: Phrases, word: str) -> bool:
    """Whether a stem is a common word and a scrap ('flightled'), and no ending of that word."""
    form = phrases.spelling((word,)).lower() if (word,) in phrases.spelled else word
    return not is_common(form) and any(
        is_common(form[:-n]) and (stem(form[:-n]),) in phrases.spelled and stem(form[:-n]) != stem(form)
        for n in range(1, SCRAP + 1)
        if len(form) - n >= WHOLE
    )


def _cut_short(posts: dict[Key, int]) -> frozenset[Key]:
    """The phrases (with the posts that hold each) that are mostly the beginning of one longer phrase, as their last word often is."""
    longest: dict[Key, int] = {}
    for key, n in posts.items():
        longest[key[:-1]] = max(n, longest.get(key[:-1], 0))
    follows = {key: longest.get(key, 0) / n for key, n in posts.items()}
    return frozenset(key for key in posts if follows[key] >= CUT_SHORT and follows.get(key[-1:], 0.0) >= MODIFIES)


def _fitting(phrases: Phrases, bearing: Bearing, inside: Flags) -> Flags:
    """Whether each word may stand in the name of a theme: enough of its posts bear it, and few others."""
    here, there = bearing.shares(inside), bearing.shares(~inside)
    floor = 1 / max(int((~inside).sum()), 1)
    fits = np.zeros(len(here), dtype=bool)
    for word, column in bearing.place.items():
        times = PLAIN_SET_APART if phrases.is_plain(word) else SET_APART
        fits[column] = here[column] >= times * max(there[column], floor) and not phrases.names_nothing(word)
    least = min(BORNE, BESIDE_BEST * float(here[fits].max(initial=0)))
    chosen: Flags = fits & (here >= least) & (bearing.holds[inside].mean(axis=0) >= HELD)
    return chosen


def measure_set_apart(borne: Flags, inside: Flags) -> float:
    """The part of a theme's posts that bear a name, less the part of the others; covering more than enough is no better."""
    others = float(borne[~inside].mean()) if not inside.all() else 0.0
    return min(float(borne[inside].mean()), ENOUGH) - others


def _worth(phrases: Phrases, key: Key, share: float) -> float:
    """What speaks for a phrase or word beside the posts that bear it: that it is written so, and plain."""
    words = telling(key)
    curious = sum(not is_common(phrases.spelling((word,))) for word in words if (word,) in phrases.spelled)
    noun = phrases.nounness(key[-1])
    whole = phrases.wholeness(key)
    natural = PHRASE * min(1.0, 4 * share) * (0.4 + noun) * (0.5 + whole) if len(words) > 1 else 0.0
    return natural + NOUN * (noun - 0.5) - CURIOUS * curious - WORD * (len(words) - 1)
