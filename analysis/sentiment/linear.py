"""Fitting of the fast models: vocabulary from posts, multinomial weights by L-BFGS, the same result every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import scipy.sparse as sp

from voxpop.analysis.sentiment.features import LONGEST_WORD, Features, Vocabulary
from voxpop.analysis.sentiment.keys import parts_of
from voxpop.analysis.sentiment.words import lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.text.tokens import Tokens

    Floats = NDArray[np.float64]

MIN_WORD, MIN_PAIR, MIN_PART = 3, 4, 5
"""In how many posts a word, a pair and a part must occur to be known."""

_NO_KEYS = np.zeros(0, dtype=np.uint32)


def vocabulary(tokens: Tokens, used: NDArray[np.bool_]) -> Vocabulary:
    """Returns the words, pairs and parts of the posts in use, weighted by how rare they are."""
    n_posts = int(used.sum())
    bare = Vocabulary(_words(tokens, used), _NO_KEYS, _NO_KEYS, np.ones(1))
    bare.weights = np.ones(bare.n_words)
    rows, pairs = bare.pairs_of(tokens)
    mine = used[rows]
    kept_pairs, pair_counts = _frequent(rows[mine], pairs[mine].astype(np.int64), MIN_PAIR)
    spelled = bare.letters_of(tokens)
    parts, part_counts = _parts(spelled, tokens, used)
    words = bare.read(tokens).words
    word_counts = np.bincount(words.columns[used[words.rows]], minlength=bare.n_words)
    counts = np.concatenate([word_counts, pair_counts, part_counts])
    rarity = np.log((1 + n_posts) / (1 + np.minimum(counts, n_posts))) + 1
    return Vocabulary(bare.words, kept_pairs.astype(np.uint32), parts, rarity.astype(np.float16).astype(np.float64))


def _words(tokens: Tokens, used: NDArray[np.bool_]) -> list[str]:
    spelled = Vocabulary((), _NO_KEYS, _NO_KEYS, np.ones(2)).normal(tokens)
    distinct = sorted(set(spelled))
    number = {word: place for place, word in enumerate(distinct)}
    code = np.array([number[word] for word in spelled], dtype=np.int64)
    rows = tokens.rows
    mine = used[rows]
    frequent, _ = _frequent(rows[mine], code[tokens.codes[mine]], MIN_WORD)
    return sorted(lexicon.spellings() | {distinct[place] for place in frequent if len(distinct[place]) <= LONGEST_WORD})


def _frequent(
    rows: NDArray[np.int64], keys: NDArray[np.int64], least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    kinds, place = np.unique(keys, return_inverse=True)
    once = np.unique(rows * np.int64(max(len(kinds), 1)) + place)
    count = np.bincount(once % max(len(kinds), 1), minlength=len(kinds))
    return kinds[count >= least], count[count >= least]


def _parts(spelled: list[str], tokens: Tokens, used: NDArray[np.bool_]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    owner, keys = parts_of(spelled)
    kinds, place = np.unique(keys, return_inverse=True)
    rows = tokens.rows
    mine = used[rows]
    once = np.unique(rows[mine] * np.int64(len(spelled)) + tokens.codes[mine]) % len(spelled)
    posts_with = np.bincount(once, minlength=len(spelled))
    count = np.bincount(place, posts_with[owner], len(kinds)).astype(np.int64)
    return kinds[count >= MIN_PART], count[count >= MIN_PART]


class Weighted(Protocol):
    """What is known, by columns."""

    weights: Floats


def matrix(known: Weighted, features: Features) -> sp.csr_matrix:
    """Returns the sparse design matrix, scaled as `Head.logits` scales it."""
    n_posts, n_columns = len(features.dense), len(known.weights)
    words, parts = features.words, features.parts
    by_word = sp.csr_matrix((words.values, (words.rows, words.columns)), shape=(n_posts, n_columns))
    word_norm = np.sqrt(np.bincount(words.rows, words.values**2, n_posts))
    by_surface = sp.csr_matrix((parts.values, (parts.rows, parts.columns)), shape=(features.n_surfaces, n_columns))
    square = np.bincount(parts.rows, parts.values**2, features.n_surfaces)
    ones = np.ones(len(features.token_rows))
    by_token = sp.csr_matrix((ones, (features.token_rows, features.token_surfaces)), (n_posts, features.n_surfaces))
    part_norm = np.sqrt(np.bincount(features.token_rows, square[features.token_surfaces], n_posts))
    both = _scale(by_word, word_norm) + _scale(by_token @ by_surface, part_norm)
    return both.tocsr().astype(np.float32)


def _scale(rows: sp.csr_matrix, norm: Floats) -> sp.csr_matrix:
    return sp.diags(1.0 / np.maximum(norm, 1e-9)) @ rows


def fit(
    design: sp.csr_matrix, target: Floats, weight: Floats, penalty: Floats, steps: int = 150
) -> NDArray[np.float64]:
    """Multinomial logistic regression to soft targets.

    Minimises  1/W sum_i w_i H(t_i, softmax(x_i B)) + 1/2W sum_j p_j |B_j|^2  over B, with W = sum_i w_i, by L-BFGS.

    design: (n_posts, n_columns), sparse. target: (n_posts, n_classes), rows add to 1. weight: (n_posts,). penalty:
    (n_columns,), at least 0. Returns B: (n_columns, n_classes). scikit-learn's LogisticRegression takes no soft targets and
    one penalty for all columns.
    """
    n_columns, n_classes = design.shape[1], target.shape[1]
    turned, total = design.T.tocsr(), weight.sum()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(n_columns, n_classes)
        logits = design @ weights
        top = logits.max(axis=1, keepdims=True)
        share = np.exp(logits - top)
        size = share.sum(axis=1, keepdims=True)
        value = (weight * (np.log(size[:, 0]) + top[:, 0] - (logits * target).sum(axis=1))).sum()
        slope = turned @ ((share / size - target) * weight[:, None]) + penalty[:, None] * weights
        return (value + 0.5 * (penalty[:, None] * weights**2).sum()) / total, slope.ravel() / total

    options: dict[str, Any] = {"maxiter": steps, "maxcor": 8, "gtol": 1e-7}
    from scipy.optimize import minimize  # for training only

    found = minimize(loss, np.zeros(n_columns * n_classes), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x).reshape(n_columns, n_classes)


def temperature(logits: Floats, labels: NDArray[np.int64], weight: Floats) -> float:
    """Returns the number by which logits are divided so that shares are calibrated (Guo et al. 2017).

    logits: (n_posts, n_classes). labels: (n_posts,), the right class. weight: (n_posts,). The number is that of a grid of 93
    between 0.3 and 3 with the least weighted log loss.
    """
    grid = np.exp(np.linspace(np.log(0.3), np.log(3.0), 93))
    rows = np.arange(len(labels))

    def loss(heat: float) -> float:
        scaled = logits / heat
        top = scaled.max(axis=1)
        size = np.log(np.exp(scaled - top[:, None]).sum(axis=1)) + top
        return float((weight * (size - scaled[rows, labels])).sum())

    return float(min(grid, key=loss))
