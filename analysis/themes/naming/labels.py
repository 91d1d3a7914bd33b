"""Names for themes: the short phrase that many of its posts and few others use, as people write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.themes.naming.keywords import keywords_of
from voxpop.analysis.themes.naming.words import before_verbs, determiners, function_words, general_words, stem

LONGEST = 3  # words in a phrase
WORTH = 0.35  # a phrase stands for its theme from this part of the best word's score
PAIR = 0.7  # two words side by side are worth less than a phrase
NOUN = 0.55  # from this share of its uses after an article and the like a word may stand in a pair
SKIPPED = frozenset(["a", "an", "the", "my", "your", "our", "their", "his", "her", "its"])
"""Left out inside a phrase: 'cancel my transfer' is 'cancel transfer'."""

LINKS = frozenset(["of", "for", "from", "on", "with", "without", "not"])
"""May stand between two telling words: 'source of funds', 'card not working'."""

Key = tuple[str, ...]  # the stems of a phrase


@dataclass(frozen=True, slots=True)
class ThemeName:
    """What a theme is called, and its most telling words."""

    label: str
    keywords: tuple[str, ...]


@dataclass(slots=True)
class _Phrases:
    """The phrases of a corpus: how they are written, and in which posts of which theme."""

    spelled: dict[Key, Counter[str]] = field(default_factory=dict)
    posts: dict[Key, Counter[int]] = field(default_factory=dict)  # theme -> posts; -1: no theme
    as_noun: Counter[str] = field(default_factory=Counter)
    as_verb: Counter[str] = field(default_factory=Counter)
    as_subject: Counter[Key] = field(default_factory=Counter)  # after an article and the like: 'the release notes'
    as_action: Counter[Key] = field(
        default_factory=Counter
    )  # after 'to', 'I' and the like, or first: 'cancel my transfer'
    seen: Counter[str] = field(default_factory=Counter)
    seen_general: Counter[str] = field(default_factory=Counter)  # 'important', not 'import', which has the same stem
    sizes: Counter[int] = field(default_factory=Counter)

    def add(self, clauses: Sequence[Sequence[str]], theme: int) -> None:
        """Count the phrases of one post, each once."""
        self.sizes[theme] += 1
        seen: set[Key] = set()
        general = general_words()
        for words in clauses:
            lower = [word.lower() for word in words]
            self.seen.update(stem(word) for word in lower)
            self.seen_general.update(stem(word) for word in lower if word in general)
            for i, word in enumerate(lower[1:], start=1):
                if lower[i - 1] in determiners():
                    self.as_noun[stem(word)] += 1
                elif lower[i - 1] in before_verbs():
                    self.as_verb[stem(word)] += 1
            self._add_clause(words, lower, theme, seen)

    def _add_clause(self, words: Sequence[str], lower: list[str], theme: int, seen: set[Key]) -> None:
        kept = [i for i, word in enumerate(lower) if word not in SKIPPED]
        grammar = function_words()
        telling = [
            lower[i] not in grammar and stem(lower[i]) not in LINKS and len(lower[i]) > 1 and not lower[i][0].isdigit()
            for i in kept
        ]
        for start in range(len(kept)):
            for stop in range(start + 1, min(start + LONGEST, len(kept)) + 1):
                if not telling[stop - 1]:
                    if stop == start + 2 and lower[kept[stop - 1]] in LINKS:
                        continue
                    break
                places = kept[start:stop]
                key = tuple(stem(lower[i]) for i in places)
                if len(set(key)) < len(key):
                    continue
                before = lower[places[0] - 1] if places[0] else ""
                if before in determiners():
                    self.as_subject[key] += 1
                elif not before or before in before_verbs():
                    self.as_action[key] += 1
                written = _as_label([words[i] for i in places], first=places[0] == 0)
                self.spelled.setdefault(key, Counter())[written] += 1
                if key not in seen:
                    seen.add(key)
                    self.posts.setdefault(key, Counter())[theme] += 1

    def is_general(self, word: str) -> bool:
        """Whether the stem is mostly of words that say nothing of a subject."""
        return 2 * self.seen_general[word] > self.seen[word]

    def nounness(self, word: str) -> float:
        """Between 0 and 1: how often the word stands after an article and the like, not after 'to' or 'I'."""
        noun, verb = self.as_noun[word], self.as_verb[word]
        return (noun + 1) / (noun + verb + 2)

    def wholeness(self, key: Key) -> float:
        """Between 0 and 1: how often the phrase is a subject or an action, and not the rest of a sentence."""
        return (self.as_subject[key] + 0.6 * self.as_action[key]) / self.spelled[key].total()


def _as_label(words: Sequence[str], *, first: bool) -> str:
    """The words as written, in small letters but for names and abbreviations; a sentence's first word tells nothing."""
    kept = []
    for i, word in enumerate(words):
        capital = word[:1].isupper() and word[1:].islower()
        shouted = word.isupper() and len(word) > 5
        kept.append(word.lower() if shouted or (capital and i == 0 and first) else word)
    return " ".join(kept).replace("_", " ")


def name_themes(
    posts: Sequence[Sequence[Sequence[str]]], themes: NDArray[np.int64], taken: Sequence[str] = ()
) -> list[ThemeName]:
    """A name for each theme 0, 1, ... of posts given as clauses of words; -1: in no theme. No two names are the same."""
    phrases = _Phrases()
    for clauses, theme in zip(posts, themes.tolist(), strict=True):
        phrases.add(clauses, theme)
    count = int(themes.max(initial=-1)) + 1
    used = {frozenset(stem(word) for word in label.lower().split() if word != "&") for label in taken}
    keywords = keywords_of(posts, themes)
    names = []
    for theme in range(count):
        scores = _scores(phrases, theme)
        label, stems = _label(phrases, scores, theme, used)
        used.add(stems)
        names.append(ThemeName(label, keywords[theme]))
    return names


def _scores(phrases: _Phrases, theme: int) -> list[tuple[float, Key]]:
    """The phrases of a theme by how many of its posts use them and how much more often than other posts do."""
    inside = max(phrases.sizes[theme], 1)
    outside = max(sum(phrases.sizes.values()) - inside, 1)
    found = []
    for key, by_theme in phrases.posts.items():
        n = by_theme[theme]
        told = _telling(key)
        empty = sum(map(phrases.is_general, told)) / len(told)
        if n < 3 or empty == 1:
            continue
        here = n / inside
        elsewhere = (by_theme.total() - n + 1) / outside
        if here <= elsewhere:
            continue
        found.append((here**0.7 * float(np.log(here / elsewhere)) * (1 - 0.6 * empty), key))
    found.sort(key=lambda item: (-item[0], item[1]))
    return found[:200]


def _label(
    phrases: _Phrases, scores: list[tuple[float, Key]], theme: int, used: set[frozenset[str]]
) -> tuple[str, frozenset[str]]:
    """The best phrase of two or three words, or the two best words; never one that another theme has."""
    score_of = {key: score for score, key in scores}
    words = [(score * (0.3 + phrases.nounness(key[0])), key) for score, key in scores if len(key) == 1]
    words.sort(key=lambda item: (-item[0], item[1]))
    top = words[0][0] if words else 0.0
    best = {key[0] for _, key in words[:6]}
    options: list[tuple[float, tuple[Key, ...]]] = []
    for score, key in scores:
        telling = _telling(key)
        if len(key) > 1 and not any(map(phrases.is_general, telling)):
            # a phrase is worth its own use, and that of the telling words that it is made of
            parts = sum(score_of.get((word,), 0.0) for word in telling) / len(telling)
            told = sum(word in best for word in telling) / len(telling)
            fit = (0.4 + phrases.nounness(key[-1])) * (0.6 + 0.4 * told) * (0.5 + phrases.wholeness(key))
            options.append(((score * 1.2 + parts * 0.5) * fit, (key,)))
    for (a, first), (b, second) in combinations(words[:4], 2):
        if min(phrases.nounness(first[0]), phrases.nounness(second[0])) >= NOUN:
            options.append(((a + b) / 2 * PAIR, (first, second)))
    options.extend((score * 0.4, (key,)) for score, key in words[:3])
    options.sort(key=lambda item: (-item[0], item[1]))
    for score, chosen in options:
        stems = frozenset(word for part in chosen for word in _telling(part))
        if score >= WORTH * top and stems not in used:
            return _write(phrases, chosen), stems
    stems = frozenset({f"theme {theme + 1}"})
    return f"Theme {theme + 1}", stems


def _telling(key: Key) -> Key:
    return tuple(word for word in key if word not in LINKS)


def _write(phrases: _Phrases, parts: Sequence[Key]) -> str:
    text = " & ".join(_spelling(phrases, part) for part in parts)
    return text if any(letter.isupper() for letter in text.split(" ")[0]) else text[:1].upper() + text[1:]


def _spelling(phrases: _Phrases, key: Key) -> str:
    return min(phrases.spelled[key].items(), key=lambda item: (-item[1], item[0]))[0]
