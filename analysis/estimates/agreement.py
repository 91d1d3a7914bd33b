"""Do people agree on labels? Cohen's kappa for two, Krippendorff's alpha for any number, with intervals.

Cohen 1960; Krippendorff, 'Computing Krippendorff's Alpha-Reliability' (2011), nominal. Intervals come from resampling posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MISSING = -1
DRAWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far some people agree beyond chance: 1 always, 0 as by chance, below 0 less than that."""

    who: tuple[str, ...]
    measure: str  # 'Cohen kappa' or 'Krippendorff alpha'
    value: float
    low: float
    high: float
    n_posts: int  # judged by at least two of them
    same: float  # share of equal pairs, 0 to 1


def agreement(judgements: Sequence[tuple[str, str, str]], seed: int = 2026) -> list[Agreement]:
    """Every pair's kappa, and alpha over all where there are more than two people.

    judgements: (post, labeler, value); a later judgement of one person on one post replaces the earlier. Pairs without a post in
    common are left out. Intervals are percentiles of 1,000 resamplings of the posts, drawn with `seed`.

    >>> said = [(str(n), who, "praise" if n % 2 else "blame") for n in range(20) for who in ("ana", "ben")]
    >>> agreement(said)[0].value
    1.0
    """
    posts = sorted({post for post, _, _ in judgements})
    people = sorted({who for _, who, _ in judgements})
    values = sorted({value for _, _, value in judgements})
    table = np.full((len(posts), len(people)), MISSING)
    rows, columns, codes = ({name: n for n, name in enumerate(names)} for names in (posts, people, values))
    for post, who, value in judgements:
        table[rows[post], columns[who]] = codes[value]
    found = []
    for one, other in combinations(range(len(people)), 2):
        both = table[:, [one, other]]
        both = both[(both != MISSING).all(axis=1)]
        if len(both):
            found.append(_estimate((people[one], people[other]), "Cohen kappa", both, len(values), seed))
    several = table[(table != MISSING).sum(axis=1) >= 2]
    if len(people) > 2 and len(several):
        found.append(_estimate(tuple(people), "Krippendorff alpha", several, len(values), seed))
    return found


def kappa(both: Ints, n_values: int) -> float:
    """Cohen's kappa of two columns of codes; NaN where both always say one and the same thing."""
    table = np.bincount(both[:, 0] * n_values + both[:, 1], minlength=n_values**2).reshape(n_values, n_values)
    share = table / table.sum()
    by_chance = float(share.sum(axis=0) @ share.sum(axis=1))
    return (float(np.trace(share)) - by_chance) / (1 - by_chance) if by_chance < 1 else float("nan")


def alpha(table: Ints, n_values: int) -> float:
    """Krippendorff's alpha for nominal codes, -1 where missing; NaN where only one value was ever given."""
    counts = np.stack([(table == value).sum(axis=1) for value in range(n_values)], axis=1).astype(float)
    given = counts.sum(axis=1)
    counts, given = counts[given >= 2], given[given >= 2]
    together = (counts.T / (given - 1)) @ counts - np.diag((counts / (given - 1)[:, None]).sum(axis=0))
    totals = together.sum(axis=0)
    n = totals.sum()
    expected = (n**2 - (totals**2).sum()) / (n - 1)
    observed = n - np.trace(together)
    return float(1 - observed / expected) if expected else float("nan")


def _estimate(who: tuple[str, ...], measure: str, table: Ints, n_values: int, seed: int) -> Agreement:
    of = kappa if measure == "Cohen kappa" else alpha
    rng = np.random.default_rng(seed)
    drawn = [of(table[rng.integers(0, len(table), len(table))], n_values) for _ in range(DRAWS)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5]) if not np.isnan(drawn).all() else (np.nan, np.nan)
    return Agreement(
        who=who,
        measure=measure,
        value=of(table, n_values),
        low=float(low),
        high=float(high),
        n_posts=len(table),
        same=_same(table),
    )


def _same(table: Ints) -> float:
    pairs = [
        (table[:, a] == table[:, b])[(table[:, a] != MISSING) & (table[:, b] != MISSING)]
        for a, b in combinations(range(table.shape[1]), 2)
    ]
    return float(np.concatenate(pairs).mean())
