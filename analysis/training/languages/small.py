"""Training of the small model of languages: `voxpop train languages`, five minutes on one core, the same file every time.

Every post is seen twice: by weights that all languages share, and by weights of its own language (Daumé 2007). In the file both are
added up.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import scipy.sparse as sp

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.languages.keys import Known, hashed
from voxpop.analysis.sentiment.languages.reader import JUDGED, LanguageReader
from voxpop.analysis.sentiment.languages.small import SEEN, STORED, SmallModel, beside, of
from voxpop.analysis.sentiment.linear import fit, matrix, temperature
from voxpop.analysis.sentiment.measures import LABELS, calibration_error, measures
from voxpop.analysis.sentiment.words.by_words import WordReader, readers
from voxpop.analysis.text.second_opinion import LEARNED
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training.languages import posts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from voxpop.analysis.training.languages.posts import Posts

    Floats = NDArray[np.float64]
    Keys = NDArray[np.uint32]

LOG = logging.getLogger("voxpop.train")

MIN_WORD, MIN_PART = 2, 3
"""In how many posts a word or a pair, and a part, must occur to be known."""

PENALTY: Final = 3.0
OWN: Final = 1.5
"""What a language's own weights count beside the shared ones."""

DENSE: Final = 0.3
"""What the columns of a list count, each divided by its spread."""

OURS: Final = 8.0
"""Training weight of one of our own posts relative to a tweet."""

SMOOTHING: Final = 0.05
STEPS: Final = 60

TRUSTS: Final = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0)
"""How much a list's shares may count beside."""

ALLOWED: Final = 0.015
"""How much lower than the best macro-F1 on tweets may be for that of our own posts."""


@dataclass(frozen=True, slots=True)
class Material:
    """Posts as the model sees them."""

    held: Posts
    design: sp.csr_matrix
    dense: Floats


def train(data: Path, out: Path = MODELS) -> dict[str, Any]:
    """Write the model with its figures, and give them."""
    lists = readers(out)
    tweets, ours = posts.umsab(data), posts.ours("tune")
    known = vocabulary(tweets)
    seen = look(tweets + ours, known, lists)
    spread = seen.dense.std(axis=0)
    spread[spread < 1e-6] = np.inf
    spread[SEEN - 1] = np.inf  # how many words are unknown differs between lists
    weight = np.concatenate([np.ones(len(tweets.texts)), np.full(len(ours.texts), OURS)])
    found = _fit(seen, spread, weight)
    stored = _stored(known, found, spread)
    judged = {"tweets": posts.umsab(data, posts.VALIDATE), "ours": posts.ours("judge")}
    stored["trust"] = np.array([_trust(stored, name, lists, judged) for name in LEARNED], dtype=np.float32)
    stored["heat"] = np.array(_heats(of(stored, lists), judged["tweets"]), dtype=np.float32)
    np.savez_compressed(out / STORED, allow_pickle=False, **stored)
    figures = judge(of(stored, lists), judged)
    (out / JUDGED).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def vocabulary(given: Posts) -> Known:
    """Returns the words, pairs and parts of posts that occur often enough, and how rare they are."""
    tokens = tokenise(given.texts)
    found = hashed(tokens)
    kinds, place = np.unique(found.words, return_inverse=True)
    once = np.unique(found.rows * np.int64(len(kinds)) + place) % len(kinds)
    count = np.bincount(once, minlength=len(kinds))
    words, word_count = kinds[count >= MIN_WORD], count[count >= MIN_WORD]
    once = np.unique(tokens.rows * np.int64(len(tokens.surfaces)) + tokens.codes) % len(tokens.surfaces)
    posts_with = np.bincount(once, minlength=len(tokens.surfaces))
    kinds, place = np.unique(found.parts, return_inverse=True)
    count = np.bincount(place, posts_with[found.owners], len(kinds)).astype(np.int64)
    parts, part_count = kinds[count >= MIN_PART], count[count >= MIN_PART]
    number = len(given.texts)
    rarity = np.log((1 + number) / (1 + np.minimum(np.concatenate([word_count, part_count]), number))) + 1
    return Known(words, parts, rarity.astype(np.float16).astype(np.float64))


def look(given: Posts, known: Known, lists: Mapping[str, WordReader]) -> Material:
    """Returns posts as features and as what their lists see."""
    dense = np.zeros((len(given.texts), SEEN + 3))
    langs = np.array(given.langs)
    for name in LEARNED:
        rows = np.flatnonzero(langs == name)
        if len(rows):
            dense[rows] = beside(tokenise([given.texts[n] for n in rows]), lists.get(name))[1]
    return Material(given, matrix(known, known.read(tokenise(given.texts), dense)), dense)


def _fit(seen: Material, spread: Floats, weight: Floats) -> Floats:
    """Weights of constants, columns and list for all languages, then for each: (6, 1 + columns + dense, 3)."""
    langs = np.array(seen.held.langs)
    scaled = sp.csr_matrix(seen.dense / spread * DENSE)
    both = sp.hstack([sp.csr_matrix(np.ones((len(langs), 1))), seen.design, scaled]).tocsr()
    mine = [sp.diags((langs == name).astype(float)) @ both * OWN for name in LEARNED]
    whole = sp.hstack([both, *mine]).tocsr().astype(np.float32)
    penalty = np.full(whole.shape[1], PENALTY)
    penalty[:: both.shape[1]] = 0.05
    target = np.eye(len(LABELS))[seen.held.labels] * (1 - SMOOTHING) + SMOOTHING / len(LABELS)
    found = fit(whole, target, weight, penalty, steps=STEPS)
    return np.asarray(found.reshape(1 + len(LEARNED), both.shape[1], len(LABELS)))


def _stored(known: Known, found: Floats, spread: Floats) -> dict[str, NDArray[Any]]:
    """Returns the arrays of the file; weights in 8 bits, one step a class."""
    n_columns = len(known.weights)
    added = found[:1] + OWN * found[1:]
    sparse = added[:, 1 : 1 + n_columns]
    steps = np.abs(sparse).max(axis=1) / 127
    stored: dict[str, NDArray[Any]] = {
        "names": np.frombuffer(" ".join(LEARNED).encode(), dtype=np.uint8),
        "words": known.words,
        "parts": known.parts,
        "rarity": known.weights.astype(np.float16),
        "steps": steps.astype(np.float32),
        "dense": (added[:, 1 + n_columns :] * DENSE / spread[:, None]).astype(np.float32),
        "intercept": added[:, 0].astype(np.float32),
        "trust": np.zeros(len(LEARNED), dtype=np.float32),
        "heat": np.ones(len(LEARNED), dtype=np.float32),
    }
    for place, name in enumerate(LEARNED):
        stored[f"{name}_sparse"] = np.round(sparse[place] / steps[place]).astype(np.int8)
    return stored


def _trust(
    stored: dict[str, NDArray[Any]], name: str, lists: Mapping[str, WordReader], judged: dict[str, Posts]
) -> float:
    """How much the list counts: of what costs tweets at most `ALLOWED`, what is best for our own posts that tuned nothing."""
    if name not in lists:
        return 0.0
    found = []
    for trust in TRUSTS:
        stored["trust"] = np.full(len(LEARNED), trust, dtype=np.float32)
        figures = judge({name: of(stored, lists)[name]}, judged)
        found.append((trust, *(figures[kind][name]["macro_f1"] for kind in ("tweets", "ours"))))
        LOG.info("%s, trust %.2f: %.4f on tweets, %.4f on ours", name, *found[-1])
    best = max(on_tweets for _, on_tweets, _ in found)
    return float(max((row for row in found if row[1] >= best - ALLOWED), key=lambda row: (row[2], row[1]))[0])


def _heats(made: Mapping[str, SmallModel], tweets: Posts) -> list[float]:
    """What the logits of each language are divided by, so that shares are calibrated on the tweets kept for choosing."""
    found = []
    for name, model in made.items():
        mine = tweets.in_language(name)
        logits = np.log(np.maximum(model.shares(mine.texts), 1e-9))
        found.append(temperature(logits, mine.labels, np.ones(len(mine.labels))))
    return found


def judge(made: Mapping[str, SmallModel | LanguageReader], judged: Mapping[str, Posts]) -> dict[str, Any]:
    """Returns the measures of each language on each set, of the small model or of all that reads a language."""
    found: dict[str, Any] = {}
    for kind, held in judged.items():
        found[kind] = {}
        for name, model in made.items():
            mine = held.in_language(name)
            if mine.texts:
                shares = model.shares(mine.texts)
                told = measures(mine.labels, shares.argmax(axis=1))
                found[kind][name] = {
                    "n": len(mine.labels),
                    **{measure: round(value, 4) for measure, value in told.items()},
                    "ece": round(calibration_error(mine.labels, shares), 4),
                }
    return found
