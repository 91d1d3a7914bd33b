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
from voxpop.analysis.themes.naming.names import Name, ThemeName
from voxpop.analysis.themes.naming.parts import ENOUGH, FURTHER, SET_APART, Part, find_parts, measure_set_apart
from voxpop.analysis.themes.naming.phrases import Key, Phrases
from voxpop.analysis.themes.naming.words import concepts, general_words, stem

SUGGESTED = 3
"""Names that are kept of a theme: its label and two others."""

MOST_WORDS = 3
"""Telling words in a name, in one phrase or in up to three parts."""

ALSO = 0.05
ALONE = 0.18
"""What a further part of a name and a single word cost, beside the part of posts that bear it: 'Phone' says less than 'Stolen phone'."""

EACH = 0.2
"""What it is worth that every post bears each part of a name."""

COVERED, SHORT = 0.62, 0.8
"""Part of a theme's posts that a name should cover, and what is lost for each one that is short of it."""

SHARP, FEW = 0.04, 0.01
"""What it is worth that a name is borne e times as often in the theme as elsewhere; this part of posts is added to both."""

CONCEPT = 0.4
"""Part of the posts that must bear a concept for a theme to be called after it."""

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
    parts = find_parts(phrases, bearing, theme, inside)
    found = [*_joined(parts, inside, bearing), *_concepts(bearing, inside)]
    return sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.parts, one.concept))


def _joined(parts: Sequence[Part], inside: Flags, bearing: Bearing) -> Iterable[_Option]:
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
            shares = [means[i] for i in some]
            if min(shares) < FURTHER * max(shares):
                continue
            here, there = (union[some[0], some[min(1, n - 1)], some[n - 1]] for union in both)
            worth = sum(part.worth for part in chosen) / n - ALSO * (n - 1) - ALONE * (len(stems) == 1)
            worth += EACH * float(np.mean(shares))
            worth -= SHORT * max(COVERED - float(here), 0.0)
            apart = min(float(here), ENOUGH) - float(there) + SHARP * float(np.log((here + FEW) / (there + FEW)))
            yield _Option(apart + worth, stems, tuple(part.key for part in chosen))


def _same(one: Part, other: Part, bearing: Bearing) -> bool:
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
        score = measure_set_apart(borne, inside)
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
