"""The second level: what a large theme is made of, found once with the themes and kept under the same ids."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from voxpop.analysis.text.word_vectors import Matrix
from voxpop.analysis.themes.clusters import nearest
from voxpop.analysis.themes.groups import find_groups
from voxpop.analysis.themes.naming.labels import name_themes
from voxpop.analysis.themes.posts import ThemePosts
from voxpop.analysis.themes.registry import ThemeRegistry

LEAST = 90
"""Different texts of a theme that is looked into."""

LOOKED_AT = 500
"""Different texts of a theme that its sub-themes are found in."""

BETWEEN = (2, 6)
LEAST_OF_EACH = 20
"""Sub-themes a theme may have, and the different texts each of them needs."""

Numbers = NDArray[np.int64]

SUB_THEMES = pa.schema(
    [
        pa.field("sub_theme_id", pa.string(), nullable=False),
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("keywords", pa.list_(pa.string()), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A part of a theme; the theme stays whole in every figure."""

    sub_theme_id: str  # 't003.2'
    theme_id: str
    label: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubThemes:
    """All sub-themes, each with its centre."""

    known: tuple[SubTheme, ...] = ()
    centres: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))

    @classmethod
    def find(
        cls, read: ThemePosts, vectors: Matrix, number: Numbers, registry: ThemeRegistry, random_state: int
    ) -> SubThemes:
        """Those of the themes, in posts of different words; `number` is the place of each post's theme, -1 none."""
        known: list[SubTheme] = []
        centres: list[Matrix] = []
        for place, theme in enumerate(registry.themes):
            own = np.flatnonzero(number == place)[:LOOKED_AT]
            if len(own) < LEAST or not registry.centres[place].any():
                continue
            found = find_groups(vectors[own], None, BETWEEN, LEAST_OF_EACH, random_state)
            group = nearest(vectors[own], found)[0]
            kept = np.flatnonzero(np.bincount(group, minlength=len(found)) >= LEAST_OF_EACH)
            if len(kept) < 2:
                continue
            group = np.where(np.isin(group, kept), np.searchsorted(kept, group), -1)
            taken = [one.label for one in registry.themes] + [one.label for one in known]
            names = name_themes([read.clauses(i) for i in own.tolist()], group, taken)
            ids = [f"{theme.theme_id}.{n}" for n in range(1, len(kept) + 1)]
            known += [SubTheme(i, theme.theme_id, n.label, n.keywords) for i, n in zip(ids, names, strict=True)]
            centres.append(found[kept])
        return cls(tuple(known), np.vstack(centres) if centres else np.zeros((0, vectors.shape[1]), np.float32))

    def of(self, vectors: Matrix, number: Numbers, registry: ThemeRegistry) -> Numbers:
        """The place of each post's sub-theme: the nearest one of its theme; -1 where its theme has none."""
        sub = np.full(len(number), -1)
        parent = np.array([registry.place(one.theme_id) for one in self.known], dtype=np.int64)
        for place in np.unique(parent).tolist():
            own, parts = np.flatnonzero(number == place), np.flatnonzero(parent == place)
            if len(own):
                sub[own] = parts[nearest(vectors[own], self.centres[parts])[0]]
        return sub

    def move_to(self, vectors: Matrix, sub: Numbers) -> SubThemes:
        """The same sub-themes with centres in other vectors: each at the mean of its posts."""
        centres = np.zeros((len(self.known), vectors.shape[1]), dtype=np.float32)
        for place in np.unique(sub[sub >= 0]).tolist():
            total = vectors[sub == place].sum(axis=0, dtype=np.float64)
            centres[place] = total / max(float(np.linalg.norm(total)), 1e-9)
        return SubThemes(self.known, centres)

    def ids(self, sub: Numbers) -> pa.Array:
        """The sub_theme_id of each post; null where it has none."""
        ids = pa.array([one.sub_theme_id for one in self.known], pa.string())
        return ids.take(pa.array(sub, mask=sub < 0))

    @property
    def table(self) -> pa.Table:
        """sub_theme_id, theme_id, label, keywords."""
        return pa.Table.from_pylist([asdict(one) | {"keywords": list(one.keywords)} for one in self.known], SUB_THEMES)

    def to_json(self) -> str:
        """Everything but the centres."""
        return json.dumps([asdict(one) for one in self.known])

    @classmethod
    def from_json(cls, text: str, centres: Matrix) -> SubThemes:
        """The sub-themes as they were saved."""
        saved: Sequence[dict[str, str]] = json.loads(text)
        return cls(tuple(SubTheme(**{**one, "keywords": tuple(one["keywords"])}) for one in saved), centres)  # type: ignore[arg-type]
