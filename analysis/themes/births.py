"""New themes: places where a week has far more posts than the past had there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.text.word_vectors import Matrix, unit
from voxpop.analysis.themes.clusters import SmallClusters
from voxpop.analysis.themes.naming.labels import name_themes
from voxpop.analysis.themes.naming.names import Name
from voxpop.analysis.themes.places import Place, unusual
from voxpop.analysis.themes.posts import ThemePosts
from voxpop.analysis.themes.registry import ThemeRegistry
from voxpop.analysis.themes.vectors import PostVectors

LEAST_PEOPLE = 8
"""People that a new theme needs within one week, and texts that are not copies of each other."""

LEAST_BEFORE = 300
"""With fewer posts of earlier weeks a week is compared with what the model remembers."""

READ = 9_000
LOOKED_AT = 3_000
"""Posts that the encoder reads to find new themes: at most this number of the week, the rest of earlier weeks."""

COPIED = 0.6  # texts with this part of their words in common are one text with slight edits
LONG = 8  # fewest words of a text that can be a copy; shorter texts are alike by chance
GROWN = 0.85  # a place this like a known theme is that theme, grown,
UNHEARD = 0.05  # unless at most this part of its posts was to be expected: nobody spoke of it before
MOSTLY = 0.5  # and so is one with more than this part of its posts within the reach of a theme that was born
TOGETHER = 0.55  # places of one week this like each other are one new theme: an event is told in many wordings
AGAINST = (0.0, 0.3, 0.6)
AROUND = 50
"""A new theme's centre is the mean of its posts less a part of the mean of this number of nearest other posts; the part is taken
that parts them best."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Birth:
    """A theme to add, and why; posts less like its centre than its reach are not of it."""

    label: str
    keywords: tuple[str, ...]
    centre: NDArray[np.float32]
    reach: float
    reason: str
    names: tuple[Name, ...] = ()

    def add_to(self, registry: ThemeRegistry, week: date | None) -> None:
        """Make it a theme, born in this week."""
        named = (self.label, self.keywords, self.centre)
        registry.born(*named, week, self.reason, reach=self.reach, names=self.names)


@dataclass
class Past:
    """Where posts lay when themes were found, without any post: small clusters."""

    centres: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    spread: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    counts: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    total: float = 0.0

    @classmethod
    def of(cls, small: SmallClusters) -> Past:
        """The past that these clusters were."""
        return cls(small.centres, small.spread, small.counts, float(small.counts.sum()))

    def posts(self, random_state: int) -> Matrix:
        """Vectors that lie as those of the past did: around each centre as many as it had, as far from it."""
        chosen = np.repeat(np.arange(len(self.centres)), self.counts.astype(np.int64))
        noise = unit(np.random.default_rng(random_state).standard_normal((len(chosen), self.centres.shape[1])))
        spread = self.spread[chosen, None]
        return unit(self.centres[chosen] * spread + noise * np.sqrt(np.maximum(1 - spread**2, 0)))


def births(
    week: ThemePosts, earlier: ThemePosts, posts: PostVectors, registry: ThemeRegistry, past: Past, random_state: int
) -> list[Birth]:
    """The new themes of a week beside the known ones, the clearest first.

    The week is compared with posts of earlier weeks, read closely; with fewer than `LEAST_BEFORE` of them, with `past`.
    """
    read = week.only(week.learned_from(LOOKED_AT))
    vectors = posts.transform(read)
    read, vectors = read.only(np.flatnonzero(vectors.any(axis=1))), vectors[vectors.any(axis=1)]
    if len(earlier) >= LEAST_BEFORE:
        places = unusual(posts.closely(read), posts.closely(earlier.only(np.arange(len(earlier))[: READ - len(read)])))
    else:
        places = unusual(vectors, past.posts(random_state)) if past.total else []
    found: list[Place] = []
    for place in places:
        near = place.members
        unheard = place.expected <= UNHEARD * len(near)
        if min(_people(read, near), _different(read, near)) < LEAST_PEOPLE:
            continue
        if _is_known(vectors[near], registry, unheard=unheard):
            continue
        centre = _mean(vectors[near])
        if not any(float(_mean(vectors[other.members]) @ centre) >= TOGETHER for other in found):
            found.append(place)
    return _name_groups(read, vectors, found, [theme.label for theme in registry.themes])


def _is_known(vectors: Matrix, registry: ThemeRegistry, *, unheard: bool) -> bool:
    """Whether posts lie on the whole like a known theme, or most of them within the reach of one that was born."""
    if not len(registry.themes):
        return False
    like = vectors @ registry.centres.T
    reach = np.array([theme.reach for theme in registry.themes])
    within = ((like >= reach) & (reach > 0)).mean(axis=0)
    grown = not unheard and (registry.centres @ _mean(vectors)).max() >= GROWN
    return bool(grown or within.max() > MOSTLY)


def _name_groups(read: ThemePosts, vectors: Matrix, found: Sequence[Place], taken: Sequence[str]) -> list[Birth]:
    if not found:
        return []
    theme = np.full(len(read), -1)
    for number, place in enumerate(found):
        theme[place.members] = number
    names = name_themes([read.clauses(i) for i in range(len(read))], theme, taken)
    return [
        Birth(
            name.label,
            name.keywords,
            *_centre(vectors, place.members),
            f"{len(place.members)} different posts by {_people(read, place.members)} people, "
            f"where {place.expected:.1f} were expected",
            name.names,
        )
        for name, place in zip(names, found, strict=True)
    ]


def _mean(vectors: Matrix) -> NDArray[np.float32]:
    total = vectors.sum(axis=0, dtype=np.float64)
    mean: NDArray[np.float32] = (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)
    return mean


def _centre(vectors: Matrix, members: Numbers) -> tuple[NDArray[np.float32], float]:
    """The centre and the reach that tell the posts of a theme best from the others of the week; no post decides on itself."""
    inside = np.isin(np.arange(len(vectors)), members)
    total, others = vectors[inside].sum(axis=0, dtype=np.float64), vectors[~inside]
    near = others[np.argsort(-(others @ _mean(vectors[inside])), kind="stable")[:AROUND]]
    around = near.mean(axis=0, dtype=np.float64) if len(near) else np.zeros_like(total)
    found: list[tuple[float, float, NDArray[np.float32]]] = []
    for part in AGAINST:
        centre = unit((total / len(members) - part * around)[None])[0]
        like = vectors @ centre
        like[inside] = (
            unit((total - vectors[inside]) / max(len(members) - 1, 1) - part * around) * vectors[inside]
        ).sum(axis=1)
        found.append((*_separation(like, inside), centre))
    _, reach, centre = max(found, key=lambda one: one[0])
    return centre, reach


def _separation(like: NDArray[np.float32], inside: NDArray[np.bool_]) -> tuple[float, float]:
    """How well the likeness parts those inside from the others (F 0.5: precision counts twice), and from where on."""
    order = np.argsort(-like, kind="stable")
    hits = np.cumsum(inside[order])
    precision, recall = hits / np.arange(1, len(order) + 1), hits / inside.sum()
    score = 1.25 * precision * recall / np.maximum(0.25 * precision + recall, 1e-9)
    best = int(score.argmax())
    return float(score[best]), float(like[order[best]])


def _different(read: ThemePosts, posts: Numbers) -> int:
    """How many of the texts are no copy, slightly edited, of one before them."""
    kept: list[set[str]] = []
    for words in (set(read.stems[i]) for i in posts.tolist()):
        if len(words) < LONG or not any(len(words & one) >= COPIED * len(words | one) for one in kept):
            kept.append(words)
    return len(kept)


def _people(read: ThemePosts, posts: Numbers) -> int:
    """How many different people wrote the posts; a post without author is one person's."""
    return len({read.authors[i] or f"\0{i}" for i in posts.tolist()})
