"""Tone of posts in languages without a trained model, by word lists: the same lexicon features as in English, other words.

What the lists see of a post (praise, complaint, negation, contrast, trouble, questions) are the columns of `voxpop.analysis.sentiment.words.lean`, whatever
the language, so one small head that was taught by labelled English posts reads them all (`voxpop.analysis.training.words`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.words.lean import BIT, lean
from voxpop.analysis.sentiment.words.word_list import AFTER, EXTRA, VERB, WordList
from voxpop.analysis.text.language import LANGUAGES
from voxpop.analysis.text.tokens import normal_word
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.text.tokens import Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

STORED: Final = "words.npz"

RULES: Final = "1"
"""Changes with any rule of this module, so that posts are read again."""

REACH: Final = 4
"""Tokens between a verb and the negation behind it ('funktioniert seit gestern nicht')."""

TURNED: Final = -0.8
"""What a verb before its negation is worth of what it was."""

_TWICE = re.compile(r"(\w)\1")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the lists see in posts, a row a post."""

    dense: Floats  # columns as `voxpop.analysis.sentiment.words.lean.lean`
    high: Floats  # the sum of praise
    low: Floats  # the sum of complaint


@dataclass(frozen=True, slots=True)
class Told:
    """What was read of posts, a row a post."""

    sentiment: Floats  # shares of negative, neutral, positive
    intents: Floats  # probability of each intent that corpora teach (`voxpop.analysis.sentiment.intent.LEARNED`)
    high: Floats
    low: Floats


@dataclass(frozen=True, slots=True)
class WordHead:
    """Weights of the columns for negative, neutral and positive, and for each intent."""

    sentiment: Floats
    intents: Floats
    version: str

    @classmethod
    def load(cls, folder: Path = MODELS) -> WordHead:
        """Returns the head from the files of the package."""
        path = folder / STORED
        if not path.is_file():
            raise UsageError(f"{path}: no such model. Reinstall the package, or make it with 'voxpop train words'.")
        with np.load(path, allow_pickle=False) as held:
            return cls.of(held["sentiment"], held["intents"])

    @classmethod
    def of(cls, sentiment: Floats, intents: Floats) -> WordHead:
        """Returns the head of two tables of weights, the constants in the first row."""
        digest = hashlib.sha256(sentiment.tobytes() + intents.tobytes() + RULES.encode()).hexdigest()[:6]
        return cls(sentiment, intents, digest)

    def tell(self, found: Seen) -> Told:
        """Returns what the columns say."""
        logits = _weigh(found.dense, self.sentiment)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        wishes = 1.0 / (1.0 + np.exp(-np.clip(_weigh(found.dense, self.intents), -50, 50)))
        return Told(shares, wishes, found.high, found.low)


def _weigh(dense: Floats, weights: Floats) -> Floats:
    # einsum adds in one order whatever the batch; a BLAS product does not
    found: Floats = np.einsum("ij,jk->ik", dense, weights[1:], optimize=False) + weights[0]
    return found


class WordReader:
    """Reads posts in one of `LANGUAGES`."""

    def __init__(self, language: str, head: WordHead) -> None:
        self.list = WordList.of(language)
        self.head = head

    @property
    def version(self) -> str:
        """What a post that this alone reads is said to be read by."""
        return f"words-{self.list.language}-{self.edition}"

    @property
    def edition(self) -> str:
        """Changes with the list, the columns' weights and the rules."""
        return f"{self.list.version}-{self.head.version}"

    def read(self, tokens: Tokens) -> Told:
        """Returns what the words of posts tell."""
        return self.head.tell(self.look_up(tokens))

    def look_up(self, tokens: Tokens) -> Seen:
        """Returns what the list sees in posts."""
        return look_up(tokens, self.list)


def readers(folder: Path = MODELS) -> dict[str, WordReader]:
    """Returns the reader of each language."""
    head = WordHead.load(folder)
    return {name: WordReader(name, head) for name in LANGUAGES}


def look_up(tokens: Tokens, words: WordList) -> Seen:
    """Returns what a list sees in tokenised posts."""
    spelled = [_normalise(surface, words) for surface in tokens.surfaces]
    number: dict[str, int] = {}
    ids = [[number.setdefault(word, len(number)) for word in parts] for parts, _ in spelled]
    size = np.array([len(parts) for parts in ids], dtype=np.int64)
    flat = np.array([one for parts in ids for one in parts], dtype=np.int64)
    begin = np.concatenate([[0], np.cumsum(size)])[:-1] if len(size) else size
    long = np.array([drawn for _, drawn in spelled], dtype=bool)
    loud = np.array([len(surface) > 1 and surface.isupper() for surface in tokens.surfaces], dtype=bool)

    codes = tokens.codes.astype(np.int64)
    source = np.repeat(codes, size[codes])
    within = np.arange(len(source)) - np.repeat(np.cumsum(size[codes]) - size[codes], size[codes])
    word, rows = flat[begin[source] + within], np.repeat(tokens.rows, size[codes])
    lean_of = np.array([words.lean(one) for one in number], dtype=np.float64)
    flags = np.array([words.flags(one) for one in number], dtype=np.int64)
    place = np.array([words.idiom_places.get(one, 0) for one in number], dtype=np.int64)
    word, rows, source = _join_idioms(word, rows, source, place, words)
    phrases = list(words.idioms)
    lean_of = np.concatenate([lean_of, [words.idioms[one] for one in phrases]])
    flags = np.concatenate([flags, np.array([words.idiom_flags(one) for one in phrases], dtype=np.int64)])
    word = np.where(_turned_behind(flags[word], lean_of[word], rows), word + len(lean_of), word)
    own = source >= 0
    _, dense, high, low = lean(
        flags=np.concatenate([[0], flags, flags]),
        lean_of=np.concatenate([[0.0], lean_of, TURNED * lean_of]),
        word=word + 1,  # 0 is a word not known: lists know few words, and that one is not there says nothing
        rows=rows,
        n_posts=len(tokens.lengths),
        elongated=own & long[source],
        shouted=own & loud[source],
    )
    return Seen(dense, high, low)


def _normalise(surface: str, words: WordList) -> tuple[list[str], bool]:
    """Returns the words of a token, and whether letters were drawn out."""
    if surface[0] in "!?.":
        return [surface[:2]], False
    plain, drawn = normal_word(surface)
    parts = words.words(plain)
    if drawn and not any(words.lean(part) for part in parts):
        parts = [_TWICE.sub(r"\1", part) for part in parts]
    return parts, drawn


def _join_idioms(word: Ints, rows: Ints, source: Ints, place: Ints, words: WordList) -> tuple[Ints, Ints, Ints]:
    """Returns the tokens with idioms as one word each: of those that overlap the longest, then the first; its source is -1."""
    small = place[word]
    word, source = word.copy(), source.copy()
    gone = np.zeros(len(word), dtype=bool)
    for length, keys, becomes in words.idiom_keys:
        at = np.arange(len(word) - length + 1)
        key, free = np.zeros(len(at), dtype=np.int64), np.ones(len(at), dtype=bool)
        for step in range(length):
            key = key * words.idiom_base + small[at + step]
            free &= (small[at + step] > 0) & (source[at + step] >= 0) & ~gone[at + step]
        free &= rows[at] == rows[at + length - 1] if len(at) else free
        found = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        last = -1
        for hit in np.flatnonzero(free & (keys[found] == key)).tolist():
            if hit > last:
                last = hit + length - 1
                word[hit] = len(place) + becomes[found[hit]]
                source[hit] = -1
                gone[hit + 1 : last + 1] = True
    return word[~gone], rows[~gone], source[~gone]


def _turned_behind(flags: Ints, leaning: Floats, rows: Ints) -> NDArray[np.bool_]:
    """Which verbs of praise have a negation behind them, in the same part of the sentence."""
    place = np.arange(len(flags))
    ends = (flags & (BIT["stop"] | BIT["contrast"])) != 0
    none = len(flags) + REACH + 1
    new_row = np.concatenate([rows[1:] != rows[:-1], [True]]) if len(rows) else ends
    after = np.where((flags & EXTRA[AFTER]) != 0, place, none)
    stop = np.where(ends | new_row, place, none)
    next_after = np.minimum.accumulate(after[::-1])[::-1] if len(place) else place
    next_stop = np.minimum.accumulate(stop[::-1])[::-1] if len(place) else place
    near = (next_after - place <= REACH) & (next_after <= next_stop)
    return np.asarray(((flags & EXTRA[VERB]) != 0) & (leaning > 0) & near)
