"""What a post is about in 256 bits: on which side of 256 fixed planes its vector lies (Charikar 2002).

Two posts differ in about angle / 180° of the bits. 32 bytes find posts alike nearly as well as the vectors themselves, of
which a million take 770 MB; figures in docs/search.md.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from voxpop.analysis.text.word_vectors import Matrix
from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.naming.words import WordCutter
from voxpop.analysis.themes.posts import ThemePosts

BITS = 256
SEED = 2026
AT_ONCE = 100_000
SIGNATURE = pa.list_(pa.int64(), BITS // 64)


def version_of(model: ThemeModel) -> str:
    """What signatures must share to be compared: themes that were added later move no vector."""
    return model.version.split("+")[0]


def signatures(posts: pa.Table, model: ThemeModel) -> pa.Table:
    """source, post_id, content_hash, bits, model_version of each post; bits are null where no word is known."""
    cutter = WordCutter(model.names)
    parts = [
        sign(model.embedder_.transform(ThemePosts.of(posts.slice(start, AT_ONCE), cutter)))
        for start in range(0, posts.num_rows, AT_ONCE)
    ]
    bits = pa.chunked_array(parts, SIGNATURE)
    versions = pa.array([version_of(model)] * posts.num_rows, pa.string())
    return (
        posts.select(["source", "post_id", "content_hash"])
        .append_column("bits", bits)
        .append_column("model_version", versions)
    )


def sign(vectors: Matrix) -> pa.Array:
    """The bits of each vector; null for one of zeros."""
    planes = np.random.default_rng(SEED).standard_normal((vectors.shape[1], BITS)).astype(np.float32)
    packed = np.packbits(vectors @ planes > 0, axis=1).view(np.int64)
    return pa.FixedSizeListArray.from_arrays(pa.array(packed.ravel()), BITS // 64, mask=pa.array(~vectors.any(axis=1)))
