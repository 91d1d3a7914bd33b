"""Training of the shipped models from labelled files: `voxpop train fast`, the same files every time."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import scipy.sparse as sp

from voxpop.analysis.sentiment.features import Vocabulary
from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.sentiment.head import MODELS, Head
from voxpop.analysis.sentiment.linear import fit, matrix, temperature, vocabulary
from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training import card, corpora

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxpop.analysis.sentiment.features import Features

    Floats = NDArray[np.float64]

LOG = logging.getLogger("voxpop.train")

DENSE_SCALE: Final = 0.1
"""Dense features are divided by their spread and multiplied by this, so that the fit is well conditioned."""

PENALTY: Final = 1.0
BALANCE: Final = 1.0
"""Power of a class's rarity in its domain: 1 weighs classes alike, 0 as they come."""

WORDLESS: Final = 0.3
"""Weight of a second copy of each post whose words are hidden, so that the lexicon carries unknown words."""

NEUTRAL_SHIFT: Final = np.array([0.0, -0.2, 0.0])
"""Added to the logits: posts to a company hold more opinion than the news and developers' talk in the data."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is trained or judged on, as features, with where each domain lies."""

    domains: list[corpora.Labelled]
    wanted: list[corpora.Wanted]
    known: Vocabulary
    features: Features
    design: sp.csr_matrix
    spread: Floats


def gather(data: Path, own: Sequence[corpora.Labelled] = ()) -> Material:
    """Returns the features of all labelled posts; the vocabulary comes from the training parts alone."""
    domains, wanted = corpora.sentiment(data, own), corpora.intents(data)
    groups: list[corpora.Labelled | corpora.Wanted] = [*domains, *wanted]
    texts = [text for one in groups for text in one.texts]
    part = np.concatenate([one.part for one in groups])
    tokens = tokenise(texts)
    LOG.info("read %d posts, %d tokens", len(texts), len(tokens.codes))
    known = vocabulary(tokens, part == 0)
    features = known.read(tokens)
    spread = features.dense[part == 0].std(axis=0)
    spread[spread < 1e-6] = 1.0
    dense = sp.csr_matrix((features.dense / spread * DENSE_SCALE).astype(np.float32))
    one = np.ones((len(texts), 1), dtype=np.float32)
    design = sp.hstack([one, dense, matrix(known, features)]).tocsr().astype(np.float32)
    LOG.info("features: %d words, %d pairs, %d parts", len(known.words), len(known.pairs), len(known.parts))
    return Material(domains, wanted, known, features, design, spread)


def without_words(design: sp.csr_matrix, n_kept: int) -> sp.csr_matrix:
    """Returns the posts as if no word of theirs were known: what the lexicon sees must do."""
    bare = design.tocsc(copy=True)
    bare.data[bare.indptr[n_kept] :] = 0
    bare.eliminate_zeros()
    return bare.tocsr()


def penalty(design: sp.csr_matrix) -> Floats:
    """Returns the ridge of each column; the intercept has next to none."""
    found = np.full(design.shape[1], PENALTY)
    found[0] = 1e-3
    return found


def balance(
    labels: NDArray[np.int64], domain: NDArray[np.int64], used: NDArray[np.bool_], power: float = BALANCE
) -> Floats:
    """Returns weights that even out classes within each domain and leave the domains their size; 0 for posts not used."""
    weight = np.zeros(len(labels))
    for one in np.unique(domain):
        mine = used & (domain == one)
        count = np.bincount(labels[mine])
        raw = (mine.sum() / np.maximum(count, 1))[labels[mine]] ** power
        weight[mine] = raw / raw.mean() if len(raw) else raw
    return weight


def sentiment_head(material: Material) -> tuple[Head, Floats, float]:
    """Returns the calibrated head, the logits of all sentiment posts, and the temperature."""
    labels = np.concatenate([one.labels for one in material.domains])
    part = np.concatenate([one.part for one in material.domains])
    domain = np.concatenate([np.full(len(one.labels), place) for place, one in enumerate(material.domains)])
    trust = np.array([one.weight for one in material.domains])[domain]
    design = material.design[: len(labels)]
    train, choose = part == 0, (part == 1) & (trust == 1)
    target = np.eye(len(LABELS))[labels[train]]
    weight = (balance(labels, domain, train) * trust)[train]
    weights = fit(
        sp.vstack([design[train], without_words(design[train], 1 + len(material.spread))]).tocsr(),
        np.concatenate([target, target]),
        np.concatenate([weight, weight * WORDLESS]),
        penalty(design),
    )
    weights[0] += NEUTRAL_SHIFT
    logits = np.asarray(design @ weights)
    even = np.array([1.0 / max((domain[choose] == place).sum(), 1) for place in domain[choose]])
    heat = temperature(logits[choose], labels[choose], even)
    return head_of(material, weights / heat), logits / heat, heat


def intent_head(material: Material) -> tuple[Head, Floats]:
    """Returns the head of the intents, one logit each, and the logits of all posts with intents."""
    start = sum(len(one.texts) for one in material.domains)
    design = material.design[start:]
    stated = np.concatenate([one.intents for one in material.wanted])
    part = np.concatenate([one.part for one in material.wanted])
    domain = np.concatenate([np.full(len(one.texts), place) for place, one in enumerate(material.wanted)])
    columns = []
    for place in range(len(LEARNED)):
        truth = stated[:, place]
        mine = (truth >= 0) & (part == 0)
        weights = fit(
            design[mine], np.eye(2)[truth[mine]], balance(truth, domain, mine, 0.7)[mine], penalty(design), steps=80
        )
        columns.append(weights[:, 1] - weights[:, 0])
        LOG.info("intent %s: %d posts", LEARNED[place], mine.sum())
    found = np.stack(columns, axis=1)
    return head_of(material, found), np.asarray(design @ found)


def head_of(material: Material, weights: Floats) -> Head:
    """Returns weights as stored: halves for words and parts, singles for the rest."""
    n_dense = len(material.spread)
    return Head(
        sparse=weights[1 + n_dense :].astype(np.float16).astype(np.float64),
        dense=(weights[1 : 1 + n_dense] * DENSE_SCALE / material.spread[:, None]).astype(np.float32).astype(np.float64),
        intercept=weights[0].astype(np.float32).astype(np.float64),
    )


def store(known: Vocabulary, heads: dict[str, Head], facts: dict[str, Any], path: Path) -> str:
    """Write a model file and give its version, which is a digest of the weights."""
    arrays: dict[str, NDArray[Any]] = {
        "words": np.frombuffer("\n".join(known.words).encode(), dtype=np.uint8),
        "pairs": known.pairs,
        "parts": known.parts,
        "rarity": known.weights.astype(np.float16),
    }
    for name, head in heads.items():
        arrays[f"{name}_sparse"] = head.sparse.astype(np.float16)
        arrays[f"{name}_dense"] = head.dense.astype(np.float32)
        arrays[f"{name}_intercept"] = head.intercept.astype(np.float32)
    digest = blake2b(digest_size=4)
    for name in sorted(arrays):
        digest.update(name.encode() + arrays[name].tobytes())
    version = f"{path.stem}-{digest.hexdigest()}"
    arrays["facts"] = np.frombuffer(json.dumps(facts | {"version": version}, sort_keys=True).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return version


def train(data: Path, out: Path = MODELS, own: Sequence[corpora.Labelled] = ()) -> dict[str, Any]:
    """Train `fast`, write it with its card, and give the figures of the card."""
    material = gather(data, own)
    sentiment, logits, heat = sentiment_head(material)
    intent, wanted = intent_head(material)
    version = store(material.known, {"sentiment": sentiment, "intent": intent}, {"heat": heat}, out / "fast.npz")
    figures = card.figures(material.domains, logits, material.wanted, wanted) | {"version": version}
    figures["bytes"] = (out / "fast.npz").stat().st_size
    (out / "fast.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures
