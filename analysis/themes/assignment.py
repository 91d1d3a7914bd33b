"""Which theme a post is in: the nearest centre within its reach, unless the company's own themes claim the post."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voxpop.analysis.text.word_vectors import Matrix
from voxpop.analysis.themes import codebook as theme_codebook
from voxpop.analysis.themes.clusters import nearest
from voxpop.analysis.themes.posts import ThemePosts
from voxpop.analysis.themes.registry import OTHER, CodebookEntry, ThemeRegistry
from voxpop.analysis.themes.sub_themes import SubThemes
from voxpop.analysis.themes.vectors import PostVectors

VERSION = "assign-1"
"""Changes with the rules of this module and of those that read posts for it: what is stored of posts is then read again."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Assignment:
    """All that decides on a post. The same post has the same theme and strength, whatever else is in the table."""

    embedder: PostVectors
    registry: ThemeRegistry
    weak: float
    sub_themes: SubThemes
    codebook: Sequence[CodebookEntry]
    names: Sequence[str]

    def number(self, read: ThemePosts, vectors: Matrix | None = None) -> tuple[Numbers, NDArray[np.float32]]:
        """The place of each post's theme (-1: other) and its strength; the codebook's terms decide before likeness does."""
        vectors = self.embedder.transform(read) if vectors is None else vectors
        number = np.full(len(read), -1)
        strength = np.zeros(len(read), dtype=np.float32)
        found = np.flatnonzero(self.registry.takes_posts())
        if len(found):
            best, like = nearest(vectors, self.registry.centres[found], self.registry.reach()[found])
            strength = np.clip(like, 0, 1)
            number = np.where((like >= self.weak) & vectors.any(axis=1) & read.readable, found[best], -1)
        own, sure = theme_codebook.match(self.codebook, self.registry, read, vectors)
        return np.where(own >= 0, own, number), np.where(own >= 0, sure, strength).astype(np.float32)

    def shown(self, number: Numbers) -> Numbers:
        """For each post the place of the theme that it counts for, after merges; -1: other."""
        return np.append(self.registry.shown_as(), -1)[number]

    def themes_of(self, read: ThemePosts) -> tuple[pa.Array, pa.Array, pa.Array]:
        """The theme_id, the strength and the sub_theme_id (null: none) of each post."""
        with threadpool_limits(1):
            vectors = self.embedder.transform(read)
            number, strength = self.number(read, vectors)
            sub = self.sub_themes.of(vectors, number, self.registry)
        ids = pa.array([*(theme.theme_id for theme in self.registry.themes), OTHER], pa.string())
        shown = self.shown(number)
        theme_ids = ids.take(pa.array(np.where(shown < 0, len(ids) - 1, shown)))
        return theme_ids, pa.array(strength), self.sub_themes.ids(np.where(shown < 0, -1, sub))

    def digest(self) -> str:
        """A hash of all that decides: two of the same say the same of every post."""
        found = hashlib.sha256()
        state = self.embedder.to_state()
        for name in sorted(state):
            array = state[name]
            text = "\n".join(array.tolist()) if array.dtype.kind == "U" and array.ndim else str(array.shape)
            found.update(f"\0{name}\0{text}\0".encode())
            found.update(b"" if array.dtype.kind == "U" else np.ascontiguousarray(array).tobytes())
        registry = self.registry
        for numbers in (registry.centres, registry.reach(), registry.takes_posts(), registry.shown_as(), self.sub_themes.centres):  # fmt: skip
            found.update(f"\0{numbers.shape}\0".encode() + np.ascontiguousarray(numbers).tobytes())
        said = [VERSION, self.weak, [theme.theme_id for theme in registry.themes], self.sub_themes.to_json()]
        said += [[(entry.name, entry.terms, entry.examples) for entry in self.codebook], list(self.names)]
        found.update(repr(said).encode())
        return found.hexdigest()
