"""Names for themes: up to three phrases or words, as people write them, that most of a theme's posts bear and few others do.

A post bears a name if it holds one of its words, or one that means the same. Of two names the one is taken that more posts of the
theme and fewer others bear; what people often write side by side, and plain words, come before lists and curiosities. A theme
that is no subject, such as thanks, is called after what its posts do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.themes.naming.bearing import Bearing
from voxpop.analysis.themes.naming.keywords import keywords_of
from voxpop.analysis.themes.naming.meaning import is_common
from voxpop.analysis.themes.naming.names import Name, ThemeName
from voxpop.analysis.themes.naming.phrases import Key, Phrases, telling
from voxpop.analysis.themes.naming.words import concepts, general_words, stem

SUGGESTED = 3
"""Names that are kept of a theme: its label and two others."""

MOST_WORDS = 3
"""Telling words in a name, in one phrase or in up to three parts."""

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

ALSO = 0.05
WORD = 0.02
CURIOUS = 0.14
ALONE = 0.18
"""What a further part of a name, a further word, a word that few people know and a single word cost, beside the part of posts that
bear it: 'Phone' says less than 'Stolen phone'."""

EACH = 0.2
"""What it is worth that every post bears each part of a name."""

COVERED, SHORT = 0.6, 0.5
"""Part of a theme's posts that a name should cover, and what is lost for each one that is short of it."""

SHARP, FEW = 0.04, 0.01
"""What it is worth that a name is borne e times as often in the theme as elsewhere; this part of posts is added to both."""

PHRASE = 0.06
NOUN = 0.06
"""What it is worth that people write a phrase so, or that a word is a noun."""

LITERAL = 0.15
"""What it is worth that every post holds the commonest word itself, and not one that means the same."""

WRITTEN_SO = 0.3
"""Part of the posts with the commonest word of a phrase that must hold the phrase: else it narrows what they say."""

CUT_SHORT = 0.75
"""Part of a phrase's posts in which the same further word follows: it is a fragment ('edit personal', where 'details' follows)."""

MODIFIES = 0.5
"""And part of the posts of its last word in which one further word follows that."""

CONCEPT = 0.4
"""Part of the posts that must bear a concept for a theme to be called after it."""

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Part:
    """A phrase or a word that may stand in a name, the posts that bear it, and what speaks for it beside them."""

    key: Key
    worth: float
    borne: Flags

    @property
    def words(self) -> frozenset[str]:
        """Its stems without the words that join them."""
        return frozenset(telling(self.key))


@dataclass(frozen=True, slots=True)
class _Option:
    """A name that might be given: written only if it is chosen."""

    score: float
    stems: frozenset[str]
    parts: tuple[Key, ...]  # empty: a concept
    concept: str = ""


def name_themes(
    posts: Sequence[Sequence[Sequence[str]]], themes: NDArray[np.int64], taken: Sequence[str] = ()
) -> list[ThemeName]:
    """A name for each theme 0, 1, ... of posts given as clauses of words; -1: in no theme. No two names are the same."""
    phrases = Phrases()
    for clauses, theme in zip(posts, themes.tolist(), strict=True):
        phrases.add(clauses, theme)
    count = int(themes.max(initial=-1)) + 1
    used = {_words_of(label) for label in taken}
    keywords = keywords_of(posts, themes)
    bearing = Bearing.of(posts, themes)
    options = [_options(phrases, bearing, theme) for theme in range(count)]
    found: dict[int, tuple[Name, ...]] = {}
    for theme in sorted(range(count), key=lambda one: (-_regret(options[one]), one)):
        chosen = _suggest([one for one in options[theme] if one.stems not in used])
        used.update(one.stems for one in chosen[:1])
        found[theme] = tuple(_name(phrases, bearing, one) for one in chosen)
    return [
        ThemeName(found[theme][0].label if found[theme] else _plain_label(words, theme, used), words, found[theme])
        for theme, words in enumerate(keywords)
    ]


def _regret(options: Sequence[_Option]) -> float:
    """What a theme loses if another takes its best name: it chooses first."""
    best = [one.score for one in _suggest(options)]
    return best[0] - max(best[1:], default=0.0) if best else 0.0


def _words_of(label: str) -> frozenset[str]:
    for name, stems in concepts():
        if name == label:
            return stems
    words = label.lower().replace(",", " ").split()
    return frozenset(stem(word.replace("_", " ")) for word in words if word not in {"&", "and"})


def _plain_label(keywords: Sequence[str], theme: int, used: set[frozenset[str]]) -> str:
    """The first keywords, where no word sets the theme apart; else its number."""
    label = " & ".join([word for word in keywords if word.lower() not in general_words()][:2]).replace("_", " ")
    if label and _words_of(label) not in used:
        used.add(_words_of(label))
        return label[:1].upper() + label[1:]
    number = theme + 1
    while frozenset({"theme", str(number)}) in used:
        number += 1
    used.add(frozenset({"theme", str(number)}))
    return f"Theme {number}"


def _options(phrases: Phrases, bearing: Bearing, theme: int) -> list[_Option]:
    """The names that a theme may have, the best first."""
    inside = bearing.themes == theme
    parts = _parts(phrases, bearing, theme, inside)
    found = [*_joined(parts, inside, bearing), *_concepts(bearing, inside)]
    return sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.parts, one.concept))


def _parts(phrases: Phrases, bearing: Bearing, theme: int, inside: Flags) -> list[_Part]:
    """The phrases and words of a theme that set it apart, the best first."""
    fits = _fitting(phrases, bearing, inside)
    held = bearing.holds[inside].sum(axis=0)
    found = []
    cut_short = _cut_short(dict(phrases.of_theme(theme)))
    for key, n in phrases.of_theme(theme):
        words = telling(key)
        if key in cut_short:
            continue
        columns = [bearing.place.get(word, -1) for word in words]
        if not all(column >= 0 and fits[column] for column in columns):
            continue
        most = max(int(held[column]) for column in columns)
        if len(words) == 1 or n >= WRITTEN_SO * most:
            borne: Flags = np.asarray(bearing.bears[:, columns].any(axis=1), dtype=bool)
            worth = _worth(phrases, key, n / phrases.sizes[theme]) + LITERAL * most / phrases.sizes[theme]
            found.append(_Part(key, worth, borne))
    order = sorted(found, key=lambda part: (-part.worth - _set_apart(part.borne, inside), part.key))
    return order[:LOOKED_AT]


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
    return fits & (here >= least)


def _set_apart(borne: Flags, inside: Flags) -> float:
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


def _joined(parts: Sequence[_Part], inside: Flags, bearing: Bearing) -> Iterable[_Option]:
    """All names of one, two or three parts without a word in common."""
    if not parts:
        return
    both = [_unions(np.array([part.borne[rows] for part in parts], np.float32)) for rows in (inside, ~inside)]
    means = [float(part.borne[inside].mean()) for part in parts]
    words = [part.words for part in parts]
    same = {(i, k) for i, k in combinations(range(len(parts)), 2) if _same(parts[i], parts[k], bearing)}
    for n in (1, 2, 3):
        for some in combinations(range(len(parts)), n):
            if not same.isdisjoint(combinations(some, 2)):
                continue
            stems = frozenset().union(*(words[i] for i in some))
            if len(stems) > MOST_WORDS:
                continue
            chosen = [parts[i] for i in some]
            here, there = (union[some[0], some[min(1, n - 1)], some[n - 1]] for union in both)
            worth = sum(part.worth for part in chosen) / n - ALSO * (n - 1) - ALONE * (len(stems) == 1)
            worth += EACH * float(np.mean([means[i] for i in some]))
            worth -= SHORT * max(COVERED - float(here), 0.0)
            apart = min(float(here), ENOUGH) - float(there) + SHARP * float(np.log((here + FEW) / (there + FEW)))
            yield _Option(apart + worth, stems, tuple(part.key for part in chosen))


def _same(one: _Part, other: _Part, bearing: Bearing) -> bool:
    """Whether two parts have a word in common, or words that mean the same as a third."""
    return any(
        bool((bearing.near[bearing.place[word]] & bearing.near[bearing.place[also]]).any())
        for word in one.words
        for also in other.words
    )


def _unions(borne: NDArray[np.float32]) -> NDArray[np.float32]:
    """For all i, j, k the part of posts (columns) that bear i, j or k (rows)."""
    number = len(borne)
    misses = 1 - borne
    pairs = (misses[:, None, :] * misses[None, :, :]).reshape(number * number, -1)
    none = (pairs @ misses.T).reshape(number, number, number)
    return 1 - none / borne.shape[1] if borne.shape[1] else np.zeros((number, number, number), np.float32)


def _concepts(bearing: Bearing, inside: Flags) -> Iterable[_Option]:
    """What the posts do, where most of them do it and few others."""
    for name, stems in concepts():
        borne = np.array([not stems.isdisjoint(post) for post in bearing.stems], dtype=bool)
        here = float(borne[inside].mean()) if inside.any() else 0.0
        score = _set_apart(borne, inside)
        if here >= CONCEPT and score >= (1 - 1 / SET_APART) * min(here, ENOUGH):
            yield _Option(score, stems, (), name)


def _suggest(options: Sequence[_Option]) -> list[_Option]:
    """The best, the best of other words, and the one that most posts bear."""
    chosen: list[_Option] = []
    for option in options:
        if len(chosen) == SUGGESTED:
            break
        if not any(2 * len(option.stems & one.stems) >= len(option.stems | one.stems) for one in chosen):
            chosen.append(option)
    return chosen


def _name(phrases: Phrases, bearing: Bearing, option: _Option) -> Name:
    if option.concept:
        return Name(option.concept, tuple(sorted(option.stems)))
    return Name(_write(phrases, option.parts), tuple(sorted(bearing.same(option.stems))))


def _write(phrases: Phrases, parts: Sequence[Key]) -> str:
    *first, last = [phrases.spelling(part) for part in parts]
    text = f"{', '.join(first)} & {last}" if first else last
    return text if any(letter.isupper() for letter in text.split(" ")[0]) else text[:1].upper() + text[1:]
