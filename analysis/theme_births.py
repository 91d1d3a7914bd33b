"""New themes: posts of a week that are like each other, and like no theme that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.embedding import WordVectors
from analysis.theme_clusters import find_groups, nearest
from analysis.theme_labels import ThemeName, name_themes
from analysis.theme_posts import ThemePosts

LEAST_POSTS = 12
LEAST_SHARE = 0.01
"""A new theme has at least so many different texts, and this share of the week."""

LEAST_AUTHORS = 8
"""And at least so many different people, where authors are known."""

COHESION = 0.6
"""And its posts have at least this mean cosine to their centre."""

APART = 0.8
"""Two centres that are more alike than this are one theme."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Birth:
    """A theme to add, and why."""

    label: str
    keywords: tuple[str, ...]
    centre: NDArray[np.float32]
    reason: str


def births(
    read: ThemePosts, number: Numbers, embedder: WordVectors, *, weak: float, random_state: int, taken: Sequence[str]
) -> list[Birth]:
    """The new themes among the posts of a week; `number` is the theme that each is in so far, -1 where in none.

    When there are some the embedder learns the words that they brought.
    """
    loose = [i for i in read.learned_from(len(read)).tolist() if number[i] < 0]
    least = max(LEAST_POSTS, int(LEAST_SHARE * len(read)))
    if len(loose) < least:
        return []
    chosen = np.array(loose)
    # among themselves: their own word vectors tell them apart better than those of last month's subjects
    local = WordVectors(random_state=random_state, dimensions=32).fit([read.stems[i] for i in loose])
    near = local.transform([read.stems[i] for i in loose])
    chosen, near = chosen[near.any(axis=1)], near[near.any(axis=1)]
    if len(chosen) < least:
        return []
    centres = find_groups(near, None, (2, 12), random_state, max(4, least // 2))
    group, like = nearest(near, centres)
    groups = [chosen[(group == one) & (like >= COHESION)] for one in range(len(centres))]
    groups = [mine for mine in groups if len(mine) >= least and _people(read, mine) >= LEAST_AUTHORS]
    if not groups:
        return []
    embedder.extend(read.stems)
    vectors = embedder.transform(read.stems)
    found: list[tuple[NDArray[np.float32], Numbers]] = []
    for mine in groups:
        centre = vectors[mine].mean(axis=0)
        centre = (centre / max(float(np.linalg.norm(centre)), 1e-9)).astype(np.float32)
        if float((vectors[mine] @ centre).mean()) >= weak and all(float(c @ centre) < APART for c, _ in found):
            found.append((centre, mine))
    names = _names(read, [mine for _, mine in found], taken)
    return [
        Birth(name.label, name.keywords, centre,
              f"{len(mine)} different posts by {_people(read, mine)} people were like each other and like no theme")
        for name, (centre, mine) in zip(names, found, strict=True)
    ]


def _people(read: ThemePosts, posts: Numbers) -> int:
    """How many different people wrote the posts; a post without author is one person's."""
    return len({read.authors[i] or f"\0{i}" for i in posts.tolist()})


def _names(read: ThemePosts, groups: list[Numbers], taken: Sequence[str]) -> list[ThemeName]:
    if not groups:
        return []
    theme = np.full(len(read), -1)
    for place, mine in enumerate(groups):
        theme[mine] = place
    return name_themes([read.clauses(i) for i in range(len(read))], theme, taken)
