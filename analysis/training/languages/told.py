"""Teaching of what tells languages apart: `voxpop train told`, a minute on one core."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sp

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.languages.keys import hashed
from voxpop.analysis.sentiment.languages.told import STORED
from voxpop.analysis.sentiment.linear import fit
from voxpop.analysis.text.language import FUNCTION_WORDS
from voxpop.analysis.text.second_opinion import TOLD
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training.languages import posts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.text.tokens import Tokens

LOG = logging.getLogger("voxpop.train")

LEAST: Final = 4
"""Posts that a part must stand in to be known."""

ENGLISH: Final = {posts.TWEETS: 1800, **dict.fromkeys(posts.ENGLISH, 300)}
"""English posts of each domain that are read."""

PENALTY: Final = 0.3
STEPS: Final = 80


def train(data: Path, out: Path = MODELS) -> dict[str, Any]:
    """Write the model, and give its figures on posts kept for choosing."""
    texts, truth = gather(data)
    tokens = tokenise(texts)
    keys = frequent(tokens, LEAST)
    design = matrix(tokens, keys)
    whole = sp.hstack([sp.csr_matrix(np.ones((len(texts), 1))), design]).tocsr().astype(np.float32)
    target = np.eye(len(TOLD))[truth] * 0.98 + 0.02 / len(TOLD)
    weight = (len(truth) / np.bincount(truth, minlength=len(TOLD)))[truth]
    penalty = np.full(whole.shape[1], PENALTY)
    penalty[0] = 1e-3
    found = fit(whole, target, weight, penalty, steps=STEPS)
    steps = np.abs(found[1:]).max(axis=0) / 127
    np.savez_compressed(
        out / STORED,
        allow_pickle=False,
        keys=keys,
        weights=np.round(found[1:] / steps).astype(np.int8),
        steps=steps.astype(np.float32),
        constants=found[0].astype(np.float32),
    )
    LOG.info("told: %d parts of words, %d posts", len(keys), len(texts))
    return {"keys": len(keys), "posts": len(texts)}


def gather(data: Path) -> tuple[list[str], NDArray[np.int64]]:
    """Returns posts with the place of their language in `TOLD`: tweets, English domains, and words of further languages."""
    rows = pq.read_table(data / posts.TRAIN, columns=["text", "lang"]).to_pylist()
    said = [(row["text"].replace("\0", ""), row["lang"] if row["lang"] in TOLD else TOLD[-1]) for row in rows]
    ours = posts.ours("tune")
    said += zip(ours.texts, ours.langs, strict=True)
    for name, one in posts.english(data).items():
        said += [(text, "en") for text in one.texts[: ENGLISH[name]]]
    for name, text in FUNCTION_WORDS.items():
        words = text.split()
        chunks = [" ".join(words[start : start + 6]) for start in range(0, len(words), 6)]
        said += [(chunk, name if name in TOLD else TOLD[-1]) for chunk in chunks]
    return [text for text, _ in said], np.array([TOLD.index(name) for _, name in said])


def frequent(tokens: Tokens, least: int) -> NDArray[np.uint32]:
    """Returns the keys of parts that stand in at least so many posts, sorted."""
    found = hashed(tokens, pairs=False)
    once = np.unique(tokens.rows * np.int64(len(tokens.surfaces)) + tokens.codes) % len(tokens.surfaces)
    posts_with = np.bincount(once, minlength=len(tokens.surfaces))
    kinds, place = np.unique(found.parts, return_inverse=True)
    count = np.bincount(place, posts_with[found.owners], len(kinds))
    return np.asarray(kinds[count >= least])


def matrix(tokens: Tokens, keys: NDArray[np.uint32]) -> sp.csr_matrix:
    """Returns what `Told` adds up, a sparse row a post."""
    found = hashed(tokens, pairs=False)
    place = np.minimum(np.searchsorted(keys, found.parts), len(keys) - 1)
    known = keys[place] == found.parts
    size = 1.0 / np.sqrt(np.maximum(np.bincount(found.owners, minlength=len(tokens.surfaces)), 1))
    owners = found.owners[known]
    spelled = sp.csr_matrix((size[owners], (owners, place[known])), shape=(len(tokens.surfaces), len(keys)))
    ones = np.ones(len(tokens.codes))
    said = sp.csr_matrix((ones, (tokens.rows, tokens.codes)), shape=(len(tokens.lengths), len(tokens.surfaces)))
    return (said @ spelled).tocsr()
