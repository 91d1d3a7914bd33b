"""The models adapted to a company by posts that its people have labelled: shares that mean what they say, words of its own.

Vector scaling with one temperature (Guo, Pleiss, Sun and Weinberger, 'On Calibration of Modern Neural Networks', ICML 2017):
log-shares times a factor plus a number for each tone, drawn towards 'no change' so that a hundred labels do no harm. On top, where it
helps, weights of the words in the labelled posts (ridge, in the features of the linear model).

Labelled posts must not look better than others, or the correction of shares (analysis/estimates/correction.py) would be wrong. So five
adaptations are fitted, each without a fifth of the labels, and the hash of a text says which one reads it: a text has the same shares
always, and a labelled text is read by the one that has not seen its label.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from voxpop.analysis.sentiment.measures import LABELS, calibration_error, measures
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEAST_LABELS = 100
LEAST_OF_A_TONE = 10
FOLDS = 10
HEAT_PRIOR, SHIFT_PRIOR, WORD_PRIOR = 5.0, 3.0, 3.0
"""Penalties of the squares, in labels: how many it takes to move away from 'no change'."""

HELPS = 0.005
"""Least gain of an adaptation in mean log loss on unseen labels; it must also exceed its standard error."""

TINY = 1e-6
N_TONES = len(LABELS)


@dataclass(frozen=True, slots=True)
class Adaptation:
    """Five temperatures, shifts and word weights for one version of the models."""

    model: str  # the version of the models that it was made for
    heat: Floats  # FOLDS: log-shares are multiplied by it
    shift: Floats  # FOLDS x 3
    columns: Ints  # features with weights of their own; none where words did not help
    words: Floats  # columns x (FOLDS * 3)
    n_labels: int

    @property
    def version(self) -> str:
        """Changes with any of its numbers."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:6]

    def apply(self, shares: Floats, texts: Sequence[str | None], design: csr_matrix | None) -> Floats:
        """The shares as they mean something here; `design` (posts x features) is needed where words have weights."""
        fold = folds(texts)
        logits = self.heat[fold][:, None] * np.log(np.maximum(shares, TINY)) + self.shift[fold]
        if len(self.columns) and design is not None:
            weights = np.zeros((design.shape[1], FOLDS * N_TONES))
            weights[self.columns] = self.words
            by_fold = np.asarray(design @ weights).reshape(len(shares), FOLDS, N_TONES)
            logits += by_fold[np.arange(len(shares)), fold]
        return _shares(logits)

    def to_bytes(self) -> bytes:
        """The file that `read` understands; the same numbers give the same bytes."""
        held = io.BytesIO()
        facts = {"model": self.model, "n_labels": self.n_labels}
        np.savez(
            held,
            facts=np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8),
            heat=self.heat,
            shift=self.shift,
            columns=self.columns,
            words=self.words.astype(np.float32),
        )
        return held.getvalue()

    @classmethod
    def read(cls, path: Path | io.BytesIO) -> Self:
        """What `to_bytes` wrote; raises `UsageError` where the file is something else."""
        try:
            with np.load(path, allow_pickle=False) as held:
                facts = json.loads(held["facts"].tobytes())
                numbers = [held[name].astype(np.float64) for name in ("heat", "shift", "words")]
                columns = held["columns"].astype(np.int64)
        except (OSError, ValueError, KeyError) as error:
            raise UsageError(f"{path}: this is no adaptation; make one with 'voxpop adapt': {error}") from None
        heat, shift, words = numbers
        return cls(facts["model"], heat, shift, columns, words, facts["n_labels"])


@dataclass(frozen=True, slots=True)
class Trial:
    """What an adaptation would do, judged on labels that it has not seen."""

    rows: tuple[dict[str, Any], ...]  # one for each way: log loss, ECE, accuracy, macro recall
    gain: tuple[float, float]  # in log loss, of the chosen way over the models as they come; standard error
    adaptation: Adaptation | None  # None: nothing helps by enough


def try_out(model: str, shares: Floats, texts: Sequence[str], truth: Ints, weight: Floats, design: csr_matrix) -> Trial:
    """Fit both ways, judge them, choose; `weight` is for how many posts each labelled post stands."""
    _enough(truth)
    weight = weight / weight.mean()
    plain = _fit(model, shares, texts, truth, weight, None)
    worded = _fit(model, shares, texts, truth, weight, design)
    ways = {
        "as it comes": shares,
        "calibrated": plain.apply(shares, texts, None),
        "calibrated, own words": worded.apply(shares, texts, design),
    }
    losses = {way: _loss(found, truth) for way, found in ways.items()}
    chosen, best = None, "as it comes"
    for way, adaptation in (("calibrated", plain), ("calibrated, own words", worded)):
        gain, error = _gain(losses[best], losses[way], weight)
        if gain > max(HELPS, error):
            chosen, best = adaptation, way
    rows = tuple(
        {"way": way, "chosen": way == best, "log_loss": float(np.average(losses[way], weights=weight))}
        | {"ece": calibration_error(truth, found)}
        | {name: value for name, value in measures(truth, found.argmax(axis=1)).items() if name != "macro_f1"}
        for way, found in ways.items()
    )
    return Trial(rows, _gain(losses["as it comes"], losses[best], weight), chosen)


def folds(texts: Sequence[str | None]) -> Ints:
    """Which adaptation reads each text, by the hash of its letters: copies of a post are in one fold."""
    plain = ["".join((text or "").lower().split()).encode("utf-8", "surrogatepass") for text in texts]
    return np.array([hashlib.blake2b(one, digest_size=2).digest()[0] % FOLDS for one in plain], dtype=np.int64)


def _enough(truth: Ints) -> None:
    counts = np.bincount(truth, minlength=N_TONES)
    if len(truth) < LEAST_LABELS or counts.min() < LEAST_OF_A_TONE:
        told = ", ".join(f"{n} {name}" for n, name in zip(counts.tolist(), LABELS, strict=True))
        raise UsageError(
            f"{len(truth)} labelled posts ({told}) are too few to adapt to: it takes {LEAST_LABELS}, and "
            f"{LEAST_OF_A_TONE} of each tone. Judge more with 'voxpop label'."
        )


def _fit(
    model: str, shares: Floats, texts: Sequence[str], truth: Ints, weight: Floats, design: csr_matrix | None
) -> Adaptation:
    logs, fold = np.log(np.maximum(shares, TINY)), folds(texts)
    columns = np.zeros(0, dtype=np.int64) if design is None else np.unique(design.indices).astype(np.int64)
    heat, shift = np.ones(FOLDS), np.zeros((FOLDS, N_TONES))
    words = np.zeros((len(columns), FOLDS * N_TONES))
    for one in range(FOLDS):
        mine = np.flatnonzero(fold != one)
        some = None if design is None else design[mine]
        heat[one], shift[one], dual = _minimum(logs[mine], truth[mine], weight[mine], some)
        if some is not None:
            words[:, one * N_TONES : (one + 1) * N_TONES] = (some.T @ dual)[columns]
    return Adaptation(model, heat, shift, columns, words.astype(np.float32).astype(np.float64), len(truth))


def _minimum(logs: Floats, truth: Ints, weight: Floats, design: csr_matrix | None) -> tuple[float, Floats, Floats]:
    """Heat, shift and (for words) the weight of each labelled post: words' weights are sums over posts."""
    from scipy.optimize import minimize

    n = len(truth)
    target = np.eye(N_TONES)[truth]
    like = None if design is None else np.asarray((design @ design.T).todense(), dtype=np.float64)

    def loss(at: Floats) -> tuple[float, Floats]:
        factor, shift, dual = np.exp(at[0]), at[1 : 1 + N_TONES], at[1 + N_TONES :].reshape(-1, N_TONES)
        logits = factor * logs + shift
        moved = like @ dual if like is not None else None
        logits = logits if moved is None else logits + moved
        found = _shares(logits)
        value = -(weight * np.log(np.maximum(found[np.arange(n), truth], 1e-12))).sum()
        value += HEAT_PRIOR * at[0] ** 2 + SHIFT_PRIOR * (shift**2).sum()
        slope = (found - target) * weight[:, None]
        slopes = [
            np.array([(slope * logs).sum() * factor + 2 * HEAT_PRIOR * at[0]]),
            slope.sum(axis=0) + 2 * SHIFT_PRIOR * shift,
        ]
        if like is not None and moved is not None:
            value += WORD_PRIOR * (dual * moved).sum()
            slopes.append((like @ slope + 2 * WORD_PRIOR * moved).ravel())
        return float(value), np.concatenate(slopes)

    size = 1 + N_TONES + (0 if like is None else n * N_TONES)
    best = np.asarray(minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)
    return float(np.exp(best[0])), best[1 : 1 + N_TONES], best[1 + N_TONES :].reshape(-1, N_TONES)


def _loss(shares: Floats, truth: Ints) -> Floats:
    found: Floats = -np.log(np.maximum(shares[np.arange(len(truth)), truth], TINY))
    return found


def _gain(before: Floats, after: Floats, weight: Floats) -> tuple[float, float]:
    """By how much the loss fell, and the standard error of that."""
    fell = before - after
    mean = float(np.average(fell, weights=weight))
    error = float(np.sqrt((weight**2 * (fell - mean) ** 2).sum()) / weight.sum())
    return mean, error


def _shares(logits: Floats) -> Floats:
    found: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    found /= found.sum(axis=1, keepdims=True)
    return found
