"""The facts of the package `voxpop-languages`: heat, weight and when `auto` asks, fitted on tweets kept for choosing, and figures."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.languages import small
from voxpop.analysis.sentiment.languages.encoder import FACTS, LAYERS, WORDS, LanguageEncoder
from voxpop.analysis.sentiment.languages.reader import languages
from voxpop.analysis.sentiment.linear import temperature
from voxpop.analysis.sentiment.measures import measures
from voxpop.analysis.sentiment.words.by_words import readers
from voxpop.analysis.text.second_opinion import LEARNED
from voxpop.analysis.training.languages import posts
from voxpop.analysis.training.languages.small import judge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.training.languages.posts import Posts

    Floats = NDArray[np.float64]

LOG = logging.getLogger("voxpop.train")

WEIGHTS: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""What the encoder may count beside the small model."""

SURE: Final = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 2.0)
"""Confidence of the small model under which `auto` may ask the encoder."""

COST: Final = 0.003
"""How much macro-F1 `auto` may lose to `best` for speed."""


def fit(data: Path, out: Path, models: Path = MODELS) -> dict[str, Any]:
    """Write the facts of the encoder in a folder, and give them."""
    facts: dict[str, Any] = {
        "version": "", "heat": 1.0, "weight": 0.5, "asked_below": 2.0, "languages": list(LEARNED), "judged": {},
    }  # fmt: skip
    _write(out, facts)
    tweets = posts.umsab(data, posts.VALIDATE)
    encoder = LanguageEncoder(out)
    logits = encoder.logits(tweets.texts)
    facts["heat"] = round(temperature(logits, tweets.labels, np.ones(len(tweets.labels))), 4)
    own = _softmax(logits / facts["heat"])
    first = _small(tweets, models)
    facts["weight"] = max(WEIGHTS, key=lambda weight: _mean(tweets, (1 - weight) * first + weight * own))
    both = (1 - facts["weight"]) * first + facts["weight"] * own
    best = _mean(tweets, both)
    facts["asked_below"] = next(
        below for below in SURE
        if _mean(tweets, np.where(first.max(axis=1, keepdims=True) < below, both, first)) >= best - COST
    )  # fmt: skip
    numbers = json.dumps({name: facts[name] for name in ("heat", "weight", "asked_below")}, sort_keys=True)
    held = (out / LAYERS).read_bytes() + (out / WORDS).read_bytes()
    facts["version"] = hashlib.sha256(held + numbers.encode()).hexdigest()[:8]
    _write(out, facts)
    judged = {"tweets": tweets, "ours": posts.ours("judge")}
    facts["judged"] = {tier: judge(languages(tier, models, out), judged) for tier in ("auto", "best")}
    facts["asked"] = round(float((first.max(axis=1) < facts["asked_below"]).mean()), 3)
    _write(out, facts)
    return facts


def _small(tweets: Posts, models: Path) -> Floats:
    found = np.zeros((len(tweets.texts), 3))
    langs = np.array(tweets.langs)
    for name, model in small.load(models, readers(models)).items():
        rows = np.flatnonzero(langs == name)
        found[rows] = model.shares([tweets.texts[row] for row in rows])
    return found


def _mean(tweets: Posts, shares: Floats) -> float:
    """Macro-F1, the mean over languages."""
    langs, guess = np.array(tweets.langs), shares.argmax(axis=1)
    return float(
        np.mean([measures(tweets.labels[langs == name], guess[langs == name])["macro_f1"] for name in LEARNED])
    )


def _softmax(logits: Floats) -> Floats:
    shares: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def _write(out: Path, facts: dict[str, Any]) -> None:
    (out / FACTS).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
