"""The company's own themes in a model: their place among the themes, and the posts that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from voxpop.analysis.text.word_vectors import Matrix
from voxpop.analysis.themes.clusters import nearest
from voxpop.analysis.themes.posts import ThemePosts
from voxpop.analysis.themes.registry import CodebookEntry, ThemeRegistry
from voxpop.analysis.themes.vectors import PostVectors

LIKE_EXAMPLES = 0.6
"""A post whose cosine to the examples of a theme of the codebook is at least this belongs to it."""


def take(
    entries: Sequence[CodebookEntry],
    registry: ThemeRegistry,
    posts: PostVectors,
    read: Callable[[pa.Table], ThemePosts],
) -> None:
    """Let the company's own themes be known, each at the mean of its examples."""
    examples = [read(pa.table({"text": pa.array(entry.examples, pa.string())})) for entry in entries]
    vectors = [posts.transform(one) for one in examples]
    registry.add_codebook(entries, posts.dimensions)
    for entry, found in zip(entries, vectors, strict=True):
        total = found.sum(axis=0)
        centre = total / max(float(np.linalg.norm(total)), 1e-9) if entry.examples else 0
        registry.centres[registry.place(entry.theme_id)] = centre


def match(
    entries: Sequence[CodebookEntry], registry: ThemeRegistry, read: ThemePosts, vectors: Matrix
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The company's own theme of each post (-1: none) and how sure: by its terms, else by likeness to its examples."""
    number = np.full(len(read), -1)
    strength = np.zeros(len(read), dtype=np.float32)
    places = [registry.place(entry.theme_id) for entry in entries if entry.examples]
    if places:
        best, like = nearest(vectors, registry.centres[places])
        sure = (like >= LIKE_EXAMPLES) & vectors.any(axis=1) & read.readable
        number[sure], strength[sure] = np.array(places)[best[sure]], like[sure]
    for entry in reversed(entries):
        own = read.mentions(entry.terms)
        number[own] = registry.place(entry.theme_id)
        strength[own] = 1
    return number, strength
