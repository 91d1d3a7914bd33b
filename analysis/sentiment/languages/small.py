"""The small model of languages: words, pairs and parts of words, and what the word list of the language sees, where it has one.

It comes with the package and is what `fast` and `auto` read these languages by. One vocabulary serves all, so that what Spanish,
Portuguese and Italian share is learned once; each language has weights of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.sentiment.head import MODELS, Head
from voxpop.analysis.sentiment.languages.keys import Known
from voxpop.analysis.sentiment.words.by_words import Told, WordReader
from voxpop.analysis.text.tokens import tokenise
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from voxpop.analysis.text.tokens import Tokens

    Floats = NDArray[np.float64]

STORED: Final = "languages.npz"

RULES: Final = "1"
"""Changes with any rule of this module or of `voxpop.analysis.sentiment.languages.keys`, so that posts are read again."""

SEEN: Final = 50
"""Columns of what a list sees; three more are the logarithms of the shares that its head finds, around their mean."""

_LEAST: Final = 1e-3


@dataclass(frozen=True, slots=True)
class SmallModel:
    """What is known of all languages, and the weights of one."""

    known: Known
    head: Head
    words: WordReader | None  # the list of the language, where there is one
    trust: float  # how much the list's own shares count beside
    heat: float  # the logits are divided by it
    made: str  # changes with any of the weights

    @property
    def version(self) -> str:
        """Changes with the weights and with the list."""
        return f"{self.made}-{self.words.edition}" if self.words else self.made

    def shares(self, texts: Sequence[str]) -> Floats:
        """Returns the shares of negative, neutral and positive, a row a text."""
        return self.read(tokenise(texts)).sentiment

    def read(self, tokens: Tokens) -> Told:
        """Returns what is read of posts; without a word list intents are not a number, and praise and complaint not told apart."""
        told, dense = beside(tokens, self.words)
        logits = self.head.logits(self.known.read(tokens, dense))
        if self.words is not None:
            logits = logits + self.trust * np.log(np.maximum(told.sentiment, _LEAST))
        logits = logits / self.heat
        shares: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return Told(shares, told.intents, told.high, told.low)


def beside(tokens: Tokens, words: WordReader | None) -> tuple[Told, Floats]:
    """Returns what a word list tells of posts, and its columns; nothing and zeros for a language without a list."""
    n_posts = len(tokens.lengths)
    dense = np.zeros((n_posts, SEEN + 3))
    if words is None:
        nothing = np.zeros(n_posts)
        return Told(np.zeros((n_posts, 3)), np.full((n_posts, len(LEARNED)), np.nan), nothing, nothing), dense
    seen = words.look_up(tokens)
    told = words.head.tell(seen)
    dense[:, :SEEN] = seen.dense
    log = np.log(np.maximum(told.sentiment, _LEAST))
    dense[:, SEEN:] = log - log.mean(axis=1, keepdims=True)
    return told, dense


def load(folder: Path, lists: Mapping[str, WordReader]) -> dict[str, SmallModel]:
    """Returns the model of each language: of the folder, or of the package where the folder has none."""
    path = next((at / STORED for at in (folder, MODELS) if (at / STORED).is_file()), None)
    if path is None:
        raise UsageError(f"{MODELS / STORED}: no such model. Reinstall the package.")
    with np.load(path, allow_pickle=False) as held:
        return of(dict(held), lists)


def of(held: Mapping[str, NDArray[Any]], lists: Mapping[str, WordReader]) -> dict[str, SmallModel]:
    """Returns the models that training stored."""
    known = Known(held["words"], held["parts"], held["rarity"].astype(np.float64))
    found = {}
    for place, name in enumerate(held["names"].tobytes().decode().split()):
        head = Head(
            sparse=held[f"{name}_sparse"].astype(np.float64) * held["steps"][place].astype(np.float64),
            dense=held["dense"][place].astype(np.float64),
            intercept=held["intercept"][place].astype(np.float64),
        )
        made = sha256(RULES.encode())
        for one in ("words", "parts", "rarity", f"{name}_sparse"):
            made.update(held[one].tobytes())
        for one in ("steps", "dense", "intercept", "trust", "heat"):
            made.update(held[one][place].tobytes())
        trust, heat = float(held["trust"][place]), float(held["heat"][place])
        found[name] = SmallModel(known, head, lists.get(name), trust, heat, made.hexdigest()[:6])
    return found
