"""Posts as numbers for the fast models: words, pairs, negated words, parts of words, and what the lexicon sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from analysis import lexicon
from analysis.text import CODE, NUMBER, URL, USER, Tokens, normal_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SHORTEST, LONGEST = 2, 5
"""Lengths of the parts of words."""

_SPACE: Final = 32
_NO_PARTS: Final = frozenset({URL, USER, CODE, NUMBER})
_SCOPE: Final = 4  # tokens after a negator that it turns
_LETTERS = re.compile(r"[^\W\d_]")

FLAGS = (
    "trouble", "negator", "booster", "damper", "contrast", "thanks", "question", "wish", "swear",
    "exclamation", "asking", "stop", "url", "user", "code", "number", "dots", "emoji", "emoticon", "subject",
)  # fmt: skip
_BIT = {name: 1 << place for place, name in enumerate(FLAGS)}


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

    def __init__(self, words: Sequence[str], pairs: Ints, parts: NDArray[np.uint32], weights: Floats) -> None:
        self.words = tuple(words)
        self.pairs = pairs
        self.parts = parts
        self.weights = weights  # inverse document frequency: words, negated words, pairs, parts
        self.base = len(self.words) + 1  # ids run from 1; 0 is a word not known
        self._id = {word: place for place, word in enumerate(self.words, start=1)}

    @property
    def n_words(self) -> int:
        """Give the number of columns of words, negated words and pairs."""
        return 2 * self.base + len(self.pairs)

    @cached_property
    def valence(self) -> Floats:
        """Give the lean of every word id."""
        lean = lexicon.valences() | {"_".join(words): value for words, value in lexicon.idioms().items()}
        return np.array([0.0] + [lean.get(word, 0.0) for word in self.words])

    @cached_property
    def flags(self) -> NDArray[np.int64]:
        """Give the bits of `FLAGS` of every word id."""
        lists = {
            "trouble": lexicon.words(lexicon.TROUBLE), "negator": lexicon.words(lexicon.NEGATORS),
            "booster": lexicon.words(lexicon.BOOSTERS), "damper": lexicon.words(lexicon.DAMPERS),
            "contrast": lexicon.words(lexicon.CONTRAST), "thanks": lexicon.words(lexicon.THANKS),
            "question": lexicon.words(lexicon.QUESTION), "wish": lexicon.words(lexicon.WISH),
            "swear": lexicon.words(lexicon.SWEARS), "subject": frozenset("i i'm we my our me us we're i've we've".split()),
            "url": {URL}, "user": {USER}, "code": {CODE}, "number": {NUMBER},
            "emoji": {sign for text in lexicon.EMOJI.values() for sign in text.split()},
            "emoticon": {sign for text in lexicon.EMOTICONS.values() for sign in text.split()},
        }  # fmt: skip
        found = np.zeros(self.base, dtype=np.int64)
        for name, members in lists.items():
            for word in members:
                if place := self._id.get(word):
                    found[place] |= _BIT[name]
        for word, place in self._id.items():
            if word[0] in "!?":
                found[place] |= _BIT["stop"] | (_BIT["exclamation"] if "!" in word else 0) | (
                    _BIT["asking"] if "?" in word else 0
                )
            elif word[0] in ".,;\"“”…:":
                found[place] |= _BIT["dots"] if word.startswith("..") or word == "…" else _BIT["stop"]
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
        """Give the features of posts."""
        ids, elongated, shouted, spelled = self._surfaces(tokens.surfaces)
        rows, surfaces = tokens.rows, tokens.codes.astype(np.int64)
        word, rows, surfaces = self._join_idioms(ids[surfaces], rows, surfaces)
        n_posts = len(tokens.lengths)
        turned, dense, high, low = _lean(
            self, word, rows, n_posts, (surfaces >= 0) & elongated[surfaces], (surfaces >= 0) & shouted[surfaces]
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
        """Give which word ids are words of letters, and not marks or stand-ins."""
        return np.array([False] + [bool(_LETTERS.match(w)) and w not in _NO_PARTS for w in self.words])

    def normal(self, tokens: Tokens) -> list[str]:
        """Give the word that each spelling stands for."""
        return [_plain(surface)[0] for surface in tokens.surfaces]

    def spelled(self, tokens: Tokens) -> list[str]:
        """Give the letters of each spelling that parts are taken from, empty for marks and stand-ins."""
        return self._surfaces(tokens.surfaces)[3]

    def pairs_of(self, tokens: Tokens) -> tuple[Ints, Ints]:
        """Give the post and the key of every pair of known words side by side."""
        ids = self._surfaces(tokens.surfaces)[0]
        surfaces = tokens.codes.astype(np.int64)
        word, rows, _ = self._join_idioms(ids[surfaces], tokens.rows, surfaces)
        return self._beside(word, rows)

    def _beside(self, word: Ints, rows: Ints) -> tuple[Ints, Ints]:
        first, second = word[:-1], word[1:]
        beside = (first > 0) & (second > 0) & (rows[:-1] == rows[1:])
        return rows[:-1][beside], first[beside] * self.base + second[beside]

    def _surfaces(self, surfaces: list[str]) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_], list[str]]:
        ids = np.zeros(len(surfaces) + 1, dtype=np.int64)
        elongated = np.zeros(len(surfaces) + 1, dtype=bool)
        shouted = np.zeros(len(surfaces) + 1, dtype=bool)
        spelled: list[str] = []
        for place, surface in enumerate(surfaces):
            word, long = _plain(surface)
            if long and word not in self._id:
                once = re.sub(r"(\w)\1", r"\1", word)
                word = once if once in self._id else word
            ids[place] = self._id.get(word, 0)
            elongated[place] = long
            shouted[place] = len(surface) > 1 and surface.isupper()
            spelled.append("" if word in _NO_PARTS or not word[0].isalpha() else word[:30])
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
        column, found = _find(self.pairs, keys)
        columns = np.concatenate([word[known], self.base + word[negated], 2 * self.base + column[found]])
        return Counts(
            rows=np.concatenate([rows[known], rows[negated], pair_rows[found]]),
            columns=columns,
            values=self.weights[columns],
        )

    def _count_parts(self, spelled: list[str]) -> Counts:
        owner, keys = parts_of(spelled)
        column, found = _find(self.parts, keys)
        columns = self.n_words + column[found]
        return Counts(rows=owner[found], columns=columns, values=self.weights[columns])


def _plain(surface: str) -> tuple[str, bool]:
    """Give the word that a spelling stands for, runs of marks cut to two, and whether letters were drawn out."""
    return (surface[:2], False) if surface[0] in "!?." else normal_word(surface)


def parts_of(spelled: list[str]) -> tuple[Ints, NDArray[np.uint32]]:
    """Give the hashed parts of words, spaces at both ends, each with the place of its word."""
    text = np.frombuffer((" " + " ".join(spelled) + " ").encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    space = text == _SPACE
    word = np.cumsum(space) - 1
    hashed = text.astype(np.uint64)
    blank_inside = np.zeros(len(text), dtype=bool)
    owners, keys = [], []
    for length in range(2, LONGEST + 1):
        hashed = hashed[:-1] * np.uint64(0x100000001B3) + text[length - 1 :]
        if length > SHORTEST:
            blank_inside = blank_inside[:-1] | space[length - 2 : len(space) - 1]
        else:
            blank_inside = space[:-1] & space[1:]
        good = ~blank_inside
        owners.append(word[: len(hashed)][good])
        mixed = (hashed[good] ^ np.uint64(length)) * np.uint64(0x9E3779B97F4A7C15)
        keys.append((mixed >> np.uint64(32)).astype(np.uint32))
    return np.concatenate(owners), np.concatenate(keys)


def _find(sorted_keys: NDArray[Any], keys: NDArray[Any]) -> tuple[Ints, NDArray[np.bool_]]:
    if not len(sorted_keys):
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
    place = np.searchsorted(sorted_keys, keys)
    place[place == len(sorted_keys)] = 0
    return place, sorted_keys[place] == keys


def _lean(  # noqa: PLR0915 the features one after the other, in the order of `DENSE`
    vocabulary: Vocabulary,
    word: Ints,
    rows: Ints,
    n_posts: int,
    elongated: NDArray[np.bool_],
    shouted: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], Floats, Floats, Floats]:
    """Give which tokens are negated, the dense features, and the sums of praise and of complaint."""
    bits = vocabulary.flags[word]

    def has(name: str) -> NDArray[np.bool_]:
        return (bits & _BIT[name]) != 0

    def total(values: NDArray[np.generic]) -> Floats:
        return np.bincount(rows, values, n_posts)

    place = np.arange(len(word))
    negator, contrast = has("negator"), has("contrast")
    last_negator = np.maximum.accumulate(np.where(negator, place, -1)) if len(word) else place
    last_negator = np.concatenate([[-1], last_negator[:-1]]) if len(word) else place
    new_row = np.concatenate([[True], rows[1:] != rows[:-1]]) if len(word) else np.zeros(0, dtype=bool)
    barrier = np.maximum.accumulate(np.where(new_row, place - 1, np.where(has("stop") | contrast, place, -1)))
    turned = (last_negator > barrier) & (place - last_negator <= _SCOPE)
    valence = vocabulary.valence[word]
    before = np.concatenate([[0], bits[:-1]])[: len(bits)] * ~new_row
    push = np.where(before & _BIT["booster"], 1.3, np.where(before & _BIT["damper"], 0.7, 1.0))
    push = push * np.where(shouted, 1.2, 1.0)
    felt = valence * push * np.where(turned, -0.6, 1.0)
    length = total(np.ones(len(word)))
    size = np.sqrt(length + 4.0)
    last_contrast = np.full(n_posts, -1, dtype=np.int64)
    np.maximum.at(last_contrast, rows[contrast], place[contrast])
    after = (place > last_contrast[rows]) & (last_contrast[rows] >= 0)
    first = np.full(n_posts, len(word), dtype=np.int64)
    first[rows[new_row]] = place[new_row]
    late = (place - first[rows]) >= 0.65 * length[rows]
    high, low = total(np.maximum(felt, 0)), total(np.maximum(-felt, 0))
    n_high, n_low = total(felt > 0), total(felt < 0)
    sign = has("emoji") | has("emoticon")
    trouble, asking, thanks, wish = total(has("trouble")), total(has("asking")), total(has("thanks")), total(has("wish"))
    ends_asking = np.zeros(n_posts)
    end = first + length.astype(np.int64) - 1
    some = length > 0
    ends_asking[some] = has("asking")[end[some]]
    asks_first = np.zeros(n_posts)
    asks_first[some] = has("question")[first[some]]
    names_first = np.zeros(n_posts)
    names_first[some] = has("user")[first[some]]
    net = high - low
    columns = [
        high / size, low / size, net / np.sqrt(net * net + 15.0), np.minimum(n_high, 5), np.minimum(n_low, 5),
        n_high > 0, n_low > 0, (n_high > 0) & (n_low > 0), (n_high == 0) & (n_low == 0),
        total(valence >= 2.5) > 0, total(valence <= -2.5) > 0, total(turned & (valence > 0)), total(turned & (valence < 0)),
        total(np.where(after, felt, 0.0)) / size, (last_contrast >= 0) * net / size, last_contrast >= 0,
        total(np.where(late, felt, 0.0)) / size, total(sign & (valence > 0)), total(sign & (valence < 0)),
        np.minimum(total(has("exclamation")), 3), (total(has("exclamation")) > 0) * np.sign(net),
        np.minimum(asking, 3), ends_asking, asks_first * ends_asking, asks_first, (asking > 0) * (n_low > 0),
        np.minimum(trouble, 4), (trouble > 0) & (n_high == 0), (trouble > 0) & (asking > 0), total(turned & has("trouble")),
        np.minimum(thanks, 2), (thanks > 0) & (trouble > 0), (thanks > 0) & (asking > 0), (thanks > 0) & (length < 8),
        np.minimum(wish, 3), np.minimum(total(has("swear")), 2), np.minimum(total(shouted), 6) / size,
        np.minimum(total(elongated), 2), total(has("url")) > 0, total(has("user")) > 0, names_first,
        np.minimum(total(has("code")), 3), np.minimum(total(has("number")), 4), np.minimum(total(has("dots")), 2),
        np.minimum(total(has("subject")), 4), np.minimum(total(negator), 4), np.log1p(length), length < 4, length > 30,
        total(word == 0) / np.maximum(length, 1.0),
    ]  # fmt: skip
    dense = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
    return turned, dense, high, low
