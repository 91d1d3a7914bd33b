"""Posts as numbers for the fast models: words, pairs, negated words, parts of words, and what the lexicon sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.sentiment.keys import KeyIndex, mix_bits, parts_of
from voxpop.analysis.sentiment.words import lexicon
from voxpop.analysis.sentiment.words.lean import BIT, lean
from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, Tokens, normal_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_NO_PARTS: Final = frozenset({URL, USER, CODE, NUMBER})
LONGEST_WORD: Final = 30
"""Letters of a word that parts are taken from; longer words are not in the vocabulary."""

_TWICE = re.compile(r"(\w)\1")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Counts:
    """Sparse counts: `values[i]` of feature `columns[i]` in row `rows[i]`; a feature may come twice."""

    rows: Ints
    columns: Ints
    values: Floats


@dataclass(frozen=True, slots=True)
class Features:
    """What the models read: `words` by post, `parts` by distinct token (`tokens` say where each stands), `dense`."""

    words: Counts
    parts: Counts
    token_rows: Ints
    token_surfaces: Ints
    n_surfaces: int
    dense: Floats
    known: Ints  # tokens of the vocabulary, by post
    polar: Ints  # tokens with a lean, by post
    high: Floats  # the sum of praise in the post
    low: Floats  # the sum of complaint


class Vocabulary:
    """The words, pairs and parts that a model knows, with the weight of each feature."""

    def __init__(
        self, words: Sequence[str], pairs: NDArray[np.uint32], parts: NDArray[np.uint32], weights: Floats
    ) -> None:
        self.words = tuple(words)
        self.pairs = pairs
        self.parts = parts
        self.weights = weights  # inverse document frequency: words, negated words, pairs, parts
        self.base = len(self.words) + 1  # ids run from 1; 0 is a word not known
        self._spelled = ("", *map(_letters, self.words))
        self._id = {word: place for place, word in enumerate(self.words, start=1)}

    @cached_property
    def _pair_index(self) -> KeyIndex:
        return KeyIndex(self.pairs)

    @cached_property
    def _part_index(self) -> KeyIndex:
        return KeyIndex(self.parts)

    @property
    def n_words(self) -> int:
        """Returns the number of columns of words, negated words and pairs."""
        return 2 * self.base + len(self.pairs)

    @cached_property
    def valence(self) -> Floats:
        """Returns the lean of every word id."""
        leaning = lexicon.valences() | {"_".join(words): value for words, value in lexicon.idioms().items()}
        return np.array([0.0] + [leaning.get(word, 0.0) for word in self.words])

    @cached_property
    def flags(self) -> NDArray[np.int64]:
        """Returns the bits of `voxpop.analysis.sentiment.words.lean.FLAGS` of every word id."""
        lists = {
            "trouble": lexicon.words(lexicon.TROUBLE), "negator": lexicon.words(lexicon.NEGATORS),
            "booster": lexicon.words(lexicon.BOOSTERS), "damper": lexicon.words(lexicon.DAMPERS),
            "contrast": lexicon.words(lexicon.CONTRAST), "thanks": lexicon.words(lexicon.THANKS),
            "question": lexicon.words(lexicon.QUESTION), "wish": lexicon.words(lexicon.WISH),
            "swear": lexicon.words(lexicon.SWEARS), "subject": frozenset(["i", "i'm", "we", "my", "our", "me", "us", "we're", "i've", "we've"]),
            "url": {URL}, "user": {USER}, "code": {CODE}, "number": {NUMBER},
            "emoji": {sign for text in lexicon.EMOJI.values() for sign in text.split()},
            "emoticon": {sign for text in lexicon.EMOTICONS.values() for sign in text.split()},
        }  # fmt: skip
        found = np.zeros(self.base, dtype=np.int64)
        for name, members in lists.items():
            for word in members:
                if place := self._id.get(word):
                    found[place] |= BIT[name]
        for word, place in self._id.items():
            if word[0] in "!?":
                found[place] |= (
                    BIT["stop"] | (BIT["exclamation"] if "!" in word else 0) | (BIT["asking"] if "?" in word else 0)
                )
            elif word[0] in '.,;"“”…:':
                found[place] |= BIT["dots"] if word.startswith("..") or word == "…" else BIT["stop"]
        return found

    @cached_property
    def _idioms(self) -> list[tuple[int, Ints, Ints]]:
        """Give, for each length from the longest, the sorted keys of the idioms and the ids they become."""
        by_length: dict[int, list[tuple[int, int]]] = {}
        for words in lexicon.idioms():
            ids = [self._id.get(word, 0) for word in words]
            if all(ids) and len(ids) > 1:
                key = 0
                for one in ids:
                    key = key * self.base + one
                by_length.setdefault(len(ids), []).append((key, self._id["_".join(words)]))
        found = []
        for length in sorted(by_length, reverse=True):
            pairs = sorted(by_length[length])
            found.append((length, np.array([k for k, _ in pairs]), np.array([i for _, i in pairs])))
        return found

    @cached_property
    def _begins_idiom(self) -> NDArray[np.bool_]:
        begins = np.zeros(self.base, dtype=bool)
        for words in lexicon.idioms():
            begins[self._id.get(words[0], 0)] = True
        begins[0] = False
        return begins

    def read(self, tokens: Tokens) -> Features:
        """Returns the features of posts."""
        ids, elongated, shouted, spelled = self._surfaces(tokens.surfaces)
        rows, surfaces = tokens.rows, tokens.codes.astype(np.int64)
        word, rows, surfaces = self._join_idioms(ids[surfaces], rows, surfaces)
        n_posts = len(tokens.lengths)
        turned, dense, high, low = lean(
            flags=self.flags,
            lean_of=self.valence,
            word=word,
            rows=rows,
            n_posts=n_posts,
            elongated=elongated[surfaces],  # an idiom (-1) finds the last place, which is never set
            shouted=shouted[surfaces],
        )
        own = surfaces >= 0
        return Features(
            words=self._count_words(word, rows, turned),
            parts=self._count_parts(spelled),
            token_rows=rows[own],
            token_surfaces=surfaces[own],
            n_surfaces=len(tokens.surfaces),
            dense=dense,
            known=np.bincount(rows, (word > 0) & (self.alphabetic[word]), n_posts).astype(np.int64),
            polar=np.bincount(rows, self.valence[word] != 0, n_posts).astype(np.int64),
            high=high,
            low=low,
        )

    @cached_property
    def alphabetic(self) -> NDArray[np.bool_]:
        """Returns which word ids are words of letters, and not marks or stand-ins."""
        return np.array([False] + [bool(_LETTERS.match(w)) and w not in _NO_PARTS for w in self.words])

    def normal(self, tokens: Tokens) -> list[str]:
        """Returns the word that each spelling stands for."""
        return [_plain(surface)[0] for surface in tokens.surfaces]

    def letters_of(self, tokens: Tokens) -> list[str]:
        """Returns the letters of each spelling that parts are taken from, empty for marks and stand-ins."""
        return self._surfaces(tokens.surfaces)[3]

    def pairs_of(self, tokens: Tokens) -> tuple[Ints, NDArray[np.uint32]]:
        """Returns the post and the hashed key of every pair of known words side by side."""
        ids = self._surfaces(tokens.surfaces)[0]
        surfaces = tokens.codes.astype(np.int64)
        word, rows, _ = self._join_idioms(ids[surfaces], tokens.rows, surfaces)
        return self._beside(word, rows)

    def _beside(self, word: Ints, rows: Ints) -> tuple[Ints, NDArray[np.uint32]]:
        first, second = word[:-1], word[1:]
        beside = (first > 0) & (second > 0) & (rows[:-1] == rows[1:])
        return rows[:-1][beside], mix_bits((first[beside] * self.base + second[beside]).astype(np.uint64))

    def _surfaces(self, surfaces: list[str]) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_], list[str]]:
        ids = np.zeros(len(surfaces) + 1, dtype=np.int64)
        elongated = np.zeros(len(surfaces) + 1, dtype=bool)
        shouted = np.zeros(len(surfaces) + 1, dtype=bool)
        spelled: list[str] = []
        find, letters = self._id.get, self._spelled
        for place, surface in enumerate(surfaces):
            if number := find(surface, 0):  # as it is known: most words
                ids[place] = number
                spelled.append(letters[number])
                continue
            word, long = _plain(surface)
            if long and word not in self._id:
                once = _TWICE.sub(r"\1", word)
                word = once if once in self._id else word
            ids[place] = find(word, 0)
            elongated[place] = long
            shouted[place] = len(surface) > 1 and surface.isupper()
            spelled.append(_letters(word))
        return ids, elongated, shouted, spelled

    def _join_idioms(self, word: Ints, rows: Ints, surfaces: Ints) -> tuple[Ints, Ints, Ints]:
        starts = np.flatnonzero(self._begins_idiom[word])
        if not len(starts):
            return word, rows, surfaces
        word, surfaces = word.copy(), surfaces.copy()
        gone = np.zeros(len(word), dtype=bool)
        for length, keys, becomes in self._idioms:
            at = starts[starts + length <= len(word)]
            at = at[rows[at] == rows[at + length - 1]]
            key = np.zeros(len(at), dtype=np.int64)
            free = np.ones(len(at), dtype=bool)
            for step in range(length):
                key = key * self.base + word[at + step]
                free &= (surfaces[at + step] >= 0) & ~gone[at + step]
            place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            hit = np.flatnonzero((keys[place] == key) & free)
            last = -1
            for one in hit:  # few: an idiom begins with a word of a short list
                if at[one] > last:
                    last = int(at[one]) + length - 1
                    word[at[one]] = becomes[place[one]]
                    surfaces[at[one]] = -1
                    gone[at[one] + 1 : last + 1] = True
        return word[~gone], rows[~gone], surfaces[~gone]

    def _count_words(self, word: Ints, rows: Ints, turned: NDArray[np.bool_]) -> Counts:
        known = word > 0
        negated = known & turned
        pair_rows, keys = self._beside(word, rows)
        column, found = self._pair_index.find(keys)
        columns = np.concatenate([word[known], self.base + word[negated], 2 * self.base + column[found]])
        return Counts(
            rows=np.concatenate([rows[known], rows[negated], pair_rows[found]]),
            columns=columns,
            values=self.weights[columns],
        )

    def _count_parts(self, spelled: list[str]) -> Counts:
        owner, keys = parts_of(spelled)
        column, found = self._part_index.find(keys)
        columns = self.n_words + column[found]
        return Counts(rows=owner[found], columns=columns, values=self.weights[columns])


def _plain(surface: str) -> tuple[str, bool]:
    """Returns the normalised word, with repeated punctuation cut to two, and whether it had stretched letters ('soooo')."""
    return (surface[:2], False) if surface[0] in "!?." else normal_word(surface)


def _letters(word: str) -> str:
    """Returns what parts are taken from: nothing of marks and stand-ins."""
    return "" if word in _NO_PARTS or not word[0].isalpha() else word[:LONGEST_WORD]
