"""How the encoder and `fast` are put together: heat, weight and when `auto` asks, fitted on posts kept for it.

`voxpop train blend` reads the other models and writes encoder.json, best.json and auto.json.
"""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.encoder import FACTS, OPINION, PIECES, STEM, OpinionEncoder
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.measures import calibration_error, measures
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.training import corpora

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LOG = logging.getLogger("voxpop.train")

MOST: Final = 1500
"""Posts of a domain that are read to fit, and again to judge."""

FITTED: Final = ("version", "heat", "weight", "blend_heat", "asked_below", "unsure")

ASKED: Final = 0.32
"""Share of posts, of a mean domain, that `auto` asks the encoder about."""

UNSURE: Final = 0.15
"""So near to a half the probability of a question or of a wish is one that `auto` asks about, however sure the tone is."""

Judged = tuple[str, "NDArray[np.int64]", "Floats", "Floats", "Floats"]
"""A domain, its labels, the shares of `fast`, its intents, and the encoder's shares."""


def begin(folder: Path) -> dict[str, Any]:
    """Write facts with which a new encoder can be loaded, before anything is fitted."""
    facts = {"version": "", "heat": 1.0, "weight": 0.5, "blend_heat": 1.0, "asked_below": 0.9, "unsure": UNSURE}
    _write(folder / FACTS, facts)
    return facts


def fit(data: Path, folder: Path = MODELS, own: Sequence[corpora.Labelled] = ()) -> dict[str, Any]:
    """Fit on the second part of every domain, judge on the third, write the facts, and give the figures."""
    held = b"".join((folder / name).read_bytes() for name in (STEM, OPINION, PIECES))
    facts = begin(folder)
    fast, encoder = Reader.load("fast", folder), OpinionEncoder.load(folder)
    parts: dict[int, list[Judged]] = {1: [], 2: []}
    for one in corpora.sentiment(data, own):
        for part, found in parts.items():
            rows = np.flatnonzero(one.part == part)[:MOST]
            if one.weight < 1 or not len(rows):
                continue
            texts = [one.texts[row] for row in rows]
            read = list(fast.read(pa.array(texts)))
            first, wishes = (np.concatenate([getattr(r, name) for r in read]) for name in ("sentiment", "intents"))
            second, _ = encoder.read(texts)
            found.append((one.domain, one.labels[rows].astype(np.int64), first, np.nan_to_num(wishes), second))
            LOG.info("%s, part %d: %d posts", one.domain, part, len(rows))
    facts |= _fit([(truth, first, second) for _, truth, first, _, second in parts[1]])
    encoder.heat, encoder.weight, encoder.blend_heat = facts["heat"], facts["weight"], facts["blend_heat"]
    facts["asked_below"] = _asked_below(encoder, parts[1])
    encoder.asked_below["auto"] = facts["asked_below"]
    facts["version"] = version_of(held, facts)
    _write(folder / FACTS, facts)
    figures: dict[str, Any] = {}
    for tier in ("best", "auto"):
        judged = {}
        for domain, truth, first, wishes, second in parts[2]:
            both = encoder.blend(first, _cool(second, facts["heat"]))
            shares = np.where(encoder.choose_posts(tier, first, wishes)[:, None], both, first)
            told = measures(truth, shares.argmax(axis=1))
            judged[domain] = {"n": len(truth), **{name: round(value, 4) for name, value in told.items()},
                              "ece": round(calibration_error(truth, shares), 4)}  # fmt: skip
        _write(folder / f"{tier}.json", {"sentiment": judged})
        figures[tier] = judged
    return {**facts, **figures}


def version_of(held: bytes, facts: dict[str, Any]) -> str:
    """What the encoder is known by: changes with its weights and with every number that is fitted here."""
    numbers = json.dumps({name: facts[name] for name in FITTED if name != "version"}, sort_keys=True)
    return hashlib.sha256(held + numbers.encode()).hexdigest()[:8]


def _asked_below(encoder: OpinionEncoder, domains: list[Judged]) -> float:
    """The highest confidence of `fast` under which `auto` may ask without asking of more than `ASKED`."""

    def share(below: float) -> float:
        encoder.asked_below["auto"] = below
        return float(
            np.mean([encoder.choose_posts("auto", first, wishes).mean() for _, _, first, wishes, _ in domains])
        )

    return max(
        (below for below in np.arange(0.34, 1.0, 0.005).round(3).tolist() if share(below) <= ASKED), default=0.34
    )


def _fit(domains: list[tuple[NDArray[np.int64], Floats, Floats]]) -> dict[str, float]:
    """Heats by the likelihood, the weight by the mean macro recall; every domain counts alike."""

    def unlikely(pick: Any) -> float:
        return float(np.mean([-np.log(pick(f, s)[np.arange(len(t)), t] + 1e-9).mean() for t, f, s in domains]))

    heats = np.geomspace(0.6, 3.0, 25)
    heat = min(heats, key=lambda h: unlikely(lambda _, second: _cool(second, h)))
    weights = np.arange(0.3, 0.91, 0.05)

    def recall(weight: float) -> float:
        mixed = [(t, ((1 - weight) * f + weight * _cool(s, heat)).argmax(axis=1)) for t, f, s in domains]
        return float(np.mean([measures(truth, guess)["macro_recall"] for truth, guess in mixed]))

    weight = max(weights, key=recall)
    blend_heat = min(heats, key=lambda h: unlikely(lambda f, s: _cool((1 - weight) * f + weight * _cool(s, heat), h)))
    return {
        "heat": round(float(heat), 4), "weight": round(float(weight), 2), "blend_heat": round(float(blend_heat), 4)
    }  # fmt: skip


def _cool(shares: Floats, heat: float) -> Floats:
    """Shares as they are when their logits are divided by the heat."""
    powered: Floats = np.maximum(shares, 1e-9) ** (1 / heat)
    powered /= powered.sum(axis=1, keepdims=True)
    return powered


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
