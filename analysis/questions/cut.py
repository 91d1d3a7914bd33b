"""Where an answer becomes yes: the cut-off of one question, from what held-out texts score and how many posts score as much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import expit, ndtr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

Basis = Literal["labels", "examples"]
"""What a cut-off rests on: posts that people judged, or the examples and how many posts are like them."""

LABELS: Final = 10
"""Labels of each answer from which they set the cut-off."""

SMOOTH: Final = 0.3  # of the standard deviation of the positive texts' scores
POINTS: Final = 80
CHANCE: Final = 0.1  # of the posts over a point, at most this share lie there by chance where the second bound is taken
SEEN_WELL: Final = 0.3  # share of positive texts over a point from which the point bounds how many posts are positive
USUAL: Final = 0.02  # the share of posts of which a rare answer is usually yes, which small estimates are drawn to
RARE, COMMON = 0.03, 0.12  # an estimate up to the one is drawn to it by half, from the other on not at all
ROUNDS: Final = 8
FLATTEST: Final = 0.5  # bounds of the slope of the logistic curve
STEEPEST: Final = 60.0


@dataclass(frozen=True, slots=True)
class Cut:
    """The cut-off of one question and the logistic curve that says how likely the answer is yes at a score."""

    value: float
    slope: float
    middle: float  # the score at which yes is as likely as no
    prior: float  # share of posts of which the answer is yes, about
    precision: float  # of the posts over the cut-off, about
    recall: float
    basis: Basis

    def probability(self, scores: Floats) -> Floats:
        """How likely the answer is yes."""
        found: Floats = expit(self.slope * (scores - self.middle))
        return found

    @property
    def unsure(self) -> tuple[float, float]:
        """The scores between which an answer is unsure: halfway to 0 and halfway to 1 from the probability at the cut-off."""
        at = float(np.clip(self.probability(np.array([self.value]))[0], 0.05, 0.95))
        ends = [self.middle + np.log(p / (1 - p)) / self.slope for p in (at / 2, (1 + at) / 2)]
        return float(min(ends[0], self.value)), float(max(ends[1], self.value))


def cut_by_examples(yes: Floats, posts: Floats) -> Cut:
    """The cut-off with the best F1 that is to be expected, where nobody has judged posts.

    yes: held-out scores of positive texts. posts: scores of posts that nobody judged. With T(t) the share of positive texts over t
    and q(t) that of posts, the prior is at most min q/T; F1 at t is about 2 prior T / (q + prior). The prior is that bound, with and
    without the posts that a normal distribution would put over t by chance, as their geometric mean, drawn to `USUAL` if it is small.
    """
    ordered = np.sort(posts)
    middle = float(np.median(posts))
    spread = max(float(yes.std()) * SMOOTH, 1e-6)
    grid = np.linspace(min(float(yes.min()), middle), float(np.quantile(yes, 0.95)), POINTS)
    over = ndtr((yes - grid[:, None]) / spread).mean(axis=1)
    n = len(posts)
    share = 1 - np.searchsorted(ordered, grid) / n
    doubt = np.sqrt(share * (1 - share) / n) + 1 / n
    below = posts[posts <= middle]
    chance = ndtr((middle - grid) / max(float(np.sqrt(((below - middle) ** 2).mean())), 1e-6))
    seen = over >= min(SEEN_WELL, float(over.max()))
    prior = float(np.clip(_draw_in(_bound(share, chance, over, doubt, seen)), 1 / n, 0.9))
    value = float(grid[int((2 * over * prior / (share + 1 / n + prior)).argmax())])
    weight = np.concatenate([np.full(len(yes), prior * n / len(yes)), np.ones(n)])
    slope, half = _fit_curve(
        np.concatenate([yes, posts]), np.repeat([1.0, 0.0], [len(yes), n]), weight, unlabelled=True
    )
    at = int(np.abs(grid - value).argmin())
    precision = min(1.0, prior * float(over[at]) / max(float(share[at]), 1 / n))
    return Cut(value, slope, half, prior, precision, float(over[at]), "examples")


def _bound(share: Floats, chance: Floats, over: Floats, doubt: Floats, seen: Mask) -> float:
    """The geometric mean of two bounds of the prior: q/T, and the same without what lies there by chance."""
    clear = seen & (chance <= CHANCE * share)
    if not clear.any():
        clear = seen
    whole, excess = ((share + doubt) / over)[seen].min(), ((np.maximum(share - chance, 0) + doubt) / over)[clear].min()
    return float(np.sqrt(whole * excess))


def _draw_in(prior: float) -> float:
    """Small estimates rest on few posts: they are drawn to what is usual."""
    weight = 0.5 * float(np.clip(np.log(COMMON / max(prior, 1e-9)) / np.log(COMMON / RARE), 0, 1))
    return float(prior ** (1 - weight) * USUAL**weight)


def cut_by_labels(scores: Floats, yes: Mask, weight: Floats) -> Cut:
    """The cut-off with the best F1 on posts that people judged, by their held-out scores; `weight` counts what each stands for."""
    spread = max(float(scores[yes].std()) * SMOOTH, 1e-6)
    grid = np.linspace(float(scores.min()), float(scores.max()), POINTS)
    over = ndtr((scores - grid[:, None]) / spread) * weight
    right, wrong, every = over[:, yes].sum(axis=1), over[:, ~yes].sum(axis=1), float(weight[yes].sum())
    at = int((2 * right / np.maximum(right + wrong + every, 1e-9)).argmax())
    slope, half = _fit_curve(scores, yes.astype(float), weight * len(weight) / weight.sum())
    precision = float(right[at] / max(right[at] + wrong[at], 1e-9))
    return Cut(float(grid[at]), slope, half, every / float(weight.sum()), precision, float(right[at]) / every, "labels")


def _fit_curve(scores: Floats, target: Floats, weight: Floats, *, unlabelled: bool = False) -> tuple[float, float]:
    """Slope and middle of a logistic curve; with `unlabelled` texts of target 0 count as far as they are not positive themselves."""
    centre, scale = float(scores.mean()), float(scores.std()) or 1.0
    x = (scores - centre) / scale
    a, b = 0.0, 1.0
    used = weight.copy()
    for _ in range(ROUNDS if unlabelled else 1):
        for _ in range(12):
            p = expit(a + b * x)
            rest, bend = used * (target - p), used * p * (1 - p) + 1e-9
            # a small penalty keeps the slope finite where nothing overlaps
            gradient = np.array([rest.sum(), (rest * x).sum() - 0.5 * b])
            second = np.array([[bend.sum(), (bend * x).sum()], [(bend * x).sum(), (bend * x * x).sum() + 0.5]])
            step = np.clip(np.linalg.solve(second, gradient), -2, 2)
            a, b = a + float(step[0]), b + float(step[1])
        if unlabelled:
            used = np.where(target > 0, weight, weight * (1 - expit(a + b * x)))
    slope = float(np.clip(b / scale, FLATTEST, STEEPEST))
    return slope, centre - a / max(b, 1e-3) * scale
