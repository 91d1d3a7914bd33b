"""One pass over posts: language, sentiment and intents, by the models of English or those of another language."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.features import Features, Vocabulary
from voxpop.analysis.sentiment.few import load_few
from voxpop.analysis.sentiment.head import MODELS, Head, load_head, load_vocabulary
from voxpop.analysis.sentiment.languages.reader import LanguageReader, languages
from voxpop.analysis.sentiment.languages.told import Told
from voxpop.analysis.sentiment.words import turns
from voxpop.analysis.sentiment.words.own_words import OwnWords
from voxpop.analysis.text import language
from voxpop.analysis.text.tokens import strings, tokenise
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from voxpop.analysis.sentiment.adaptation import Adaptation
    from voxpop.analysis.sentiment.encoder import OpinionEncoder

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

CHUNK: Final = 8192
"""Posts read at once; memory does not grow with the input, and no score depends on it."""

TIERS: Final = ("auto", "fast", "best")
"""`fast` reads every post with the linear model, `best` with the encoder too, `auto` where `fast` is unsure."""

MIXED_AT: Final = 1.5
"""Praise and complaint in one post, each at least this strong on the lexicon's scale, make it mixed."""

_LETTER: Final = re.compile(r"[^\W_]")
"""Without one the encoder, which knows no emoji, has nothing to read: `fast` alone decides."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in some posts, a row a post; shares of posts that are not scorable mean nothing."""

    sentiment: Floats  # shares of negative, neutral, positive; rows add to 1
    intents: Floats  # probability of each intent, as analysis.intent.INTENTS; not a number where nothing reads it
    scorable: Mask
    mixed: Mask
    languages: Sequence[str | None]
    versions: Sequence[str]  # what read each post


class Reader:
    """Reads posts with the models of a tier; the same text gives the same numbers in any batch, order and thread."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        heads: tuple[Head, Head, Head],
        version: str,
        tier: str,
        encoder: OpinionEncoder | None,
        languages: dict[str, LanguageReader],
        told: Told | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.sentiment = heads[0]
        self.heads = Head.beside(heads)
        self.sides = np.cumsum([len(one.intercept) for one in heads])[:-1]
        self.tier = tier
        self.encoder = encoder
        self.languages = languages
        self.told = told
        self.own = OwnWords(())
        self.adaptation: Adaptation | None = None
        self._model = f"{tier}-{encoder.version}-{version.removeprefix('fast-')}" if encoder else version

    @property
    def version(self) -> str:
        """Changes when any weight, rule or list does, or a word of the company: what read a post in English, or nothing did."""
        lists = turns.RULES_VERSION + "".join(one.version for one in self.languages.values())
        lists += self.told.version if self.told else ""
        made = f"{self._model}-{hashlib.sha256(lists.encode()).hexdigest()[:6]}{self._own}"
        return f"{made}~{self.adaptation.version}" if self.adaptation else made

    @property
    def versions(self) -> tuple[str, ...]:
        """What a post may have been read by: the models of English, then those of each other language."""
        return (self.version, *(f"{one.version}{self._own}" for one in self.languages.values()))

    @property
    def unadapted(self) -> str:
        """The version of the models of English without what labels changed: what an adaptation is made for."""
        return f"{self._model}{self._own}"

    @property
    def _own(self) -> str:
        return f"+{self.own.version}" if self.own.version else ""

    def knowing(self, own: OwnWords) -> Reader:
        """This reader with a company's own words."""
        made = copy(self)
        made.own = own
        return made

    def adapt(self, adaptation: Adaptation | None) -> Reader:
        """This reader with what a company's labels changed; raises `UsageError` where that was made for other models."""
        if adaptation is not None and adaptation.model != self.unadapted:
            raise UsageError(
                f"The adaptation was made for the models {adaptation.model}, and these are {self.unadapted}. "
                "Make it again with 'voxpop adapt', or take it back with 'voxpop adapt --undo'."
            )
        made = copy(self)
        made.adaptation = adaptation
        return made

    def without_encoder(self) -> Reader:
        """This reader, English as `fast` reads it: where many short pieces are read and another model reads the whole."""
        made = copy(self)
        made.encoder = None
        return made

    def design(self, texts: Sequence[str | None]) -> csr_matrix:
        """What the linear model sees in each text, as own words have changed it: a sparse row a text."""
        return self._design(self.vocabulary.read(tokenise(self.own.replace_terms(texts))))

    def _design(self, features: Features) -> csr_matrix:
        from voxpop.analysis.sentiment.linear import matrix

        return matrix(self.vocabulary, features)

    @classmethod
    def load(cls, tier: str = "auto", folder: Path = MODELS) -> Reader:
        """Returns the reader of a tier from the files that come with the package."""
        if tier not in TIERS:
            raise UsageError(f"No tier '{tier}'. There are: {', '.join(TIERS)}.")
        stored = folder / "fast.npz"
        if not stored.is_file():
            raise UsageError(f"{stored}: no such model. Reinstall the package, or train it with 'voxpop train fast'.")
        encoder = None
        if tier != "fast":
            from voxpop.analysis.sentiment.encoder import OpinionEncoder

            encoder = OpinionEncoder.load(folder)
        with np.load(stored, allow_pickle=False) as held:
            version = json.loads(held["facts"].tobytes())["version"]
            few, edition = load_few(folder, held)
            heads = (load_head(held, "sentiment"), load_head(held, "intent"), few)
            found = languages(tier, folder)
            return cls(load_vocabulary(held), heads, f"{version}-{edition}", tier, encoder, found, Told.load(folder))

    def read(
        self, texts: pa.Array | pa.ChunkedArray, lang: pa.Array | pa.ChunkedArray | None = None
    ) -> Iterator[Reading]:
        """Returns what was found, part by part in the order of the texts; `lang` is what the source said of the language."""
        given: list[str | None] = [None] * len(texts) if lang is None else strings(lang)
        for start in range(0, max(len(texts), 1), CHUNK):
            yield self._read(self.own.replace_terms(strings(texts.slice(start, CHUNK))), given[start : start + CHUNK])

    def _read(self, texts: list[str | None], given: list[str | None]) -> Reading:
        tokens = tokenise(texts)
        features = self.vocabulary.read(tokens)
        told_apart = self.told
        opinion = None if told_apart is None else lambda rows: told_apart.shares(tokens.of(rows))
        found = language.identify(tokens, features.known, features.polar, given, opinion)
        tones, *rest = np.split(self.heads.logits(features), self.sides, axis=1)
        sentiment = shares_of(tones)
        learned, few = (1.0 / (1.0 + np.exp(-np.clip(logits, -50, 50))) for logits in rest)
        mixed = (features.high >= MIXED_AT) & (features.low >= MIXED_AT)
        names = np.array(found.names, dtype=object)
        others = {name: found.scorable & np.equal(names, name).astype(bool) for name in self.languages}
        models = found.scorable & ~np.logical_or.reduce([*others.values(), np.zeros(len(texts), dtype=bool)])
        if self.encoder is not None:
            worded = np.array([text is not None and _LETTER.search(text) is not None for text in texts], dtype=bool)
            rows = np.flatnonzero(models & worded & self.encoder.choose_posts(self.tier, sentiment, learned))
            second, wishes = self.encoder.read([texts[row] or "" for row in rows])
            sentiment[rows] = self.encoder.blend(sentiment[rows], second)
            learned[rows] = (learned[rows] + wishes) / 2
        sentiment = turns.apply_turns(sentiment, texts, tokens, models)
        if self.adaptation is not None:
            design = self._design(features) if len(self.adaptation.columns) else None
            sentiment = self.adaptation.apply(sentiment, texts, design)
        versions = np.full(len(texts), self.version, dtype=object)
        for name, mine in others.items():
            rows = np.flatnonzero(mine)
            if len(rows):
                told = self.languages[name].read(tokens.of(rows), [texts[row] or "" for row in rows])
                sentiment[rows], learned[rows], few[rows] = told.sentiment, told.intents, np.nan
                mixed[rows] = (told.high >= MIXED_AT) & (told.low >= MIXED_AT)
                versions[rows] = f"{self.languages[name].version}{self._own}"
        intents = np.concatenate([learned, few], axis=1)
        return Reading(sentiment, intents, found.scorable, mixed, found.names, versions.tolist())


def shares_of(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    shares: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
