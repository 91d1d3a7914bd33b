"""What a post is about in 256 bits: on which side of 256 fixed planes its vector lies (Charikar 2002).

Two posts differ in about angle / 180° of the bits. 32 bytes find posts alike nearly as well as the vectors themselves, of
which a million take 770 MB; figures in docs/search.md.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.text.word_vectors import Matrix
from voxpop.analysis.themes.clusters import BLOCK, times
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


def signatures(posts: pa.Table, model: ThemeModel, read: tuple[pa.Table, ThemePosts] | None = None) -> pa.Table:
    """source, post_id, content_hash, bits, model_version of each post; bits are null where no word is known.

    `read` are posts (source, post_id) that the model has read already, with the same title and text.
    """
    if read and posts.num_rows:
        place = pc.index_in(_key(posts), value_set=_key(read[0])).combine_chunks()
        at_hand = place.is_valid()
        parts = [_sign(posts.filter(at_hand), model, read[1].only(place.drop_null().to_numpy().astype(np.int64)))]
        posts = posts.filter(pc.invert(at_hand))
    else:
        parts = []
    cutter = WordCutter(model.names)
    for start in range(0, posts.num_rows, AT_ONCE):
        some = posts.slice(start, AT_ONCE)
        parts.append(_sign(some, model, ThemePosts.of(some, cutter)))
    return pa.concat_tables(parts or [_sign(posts, model, ThemePosts.of(posts, cutter))])


def _key(posts: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(posts["source"].cast(pa.string()), posts["post_id"].cast(pa.string()), "\x1f")


def _sign(posts: pa.Table, model: ThemeModel, read: ThemePosts) -> pa.Table:
    bits = sign(model.embedder_.transform(read))
    versions = pa.array([version_of(model)] * posts.num_rows, pa.string())
    return (
        posts.select(["source", "post_id", "content_hash"])
        .append_column("bits", bits)
        .append_column("model_version", versions)
    )


def sign(vectors: Matrix) -> pa.Array:
    """The bits of each vector; null for one of zeros."""
    planes = np.random.default_rng(SEED).standard_normal((vectors.shape[1], BITS)).astype(np.float32)
    blocks = range(0, len(vectors), BLOCK)
    over = [times(vectors[start : start + BLOCK], planes) > 0 for start in blocks]
    packed = np.packbits(np.concatenate(over), axis=1).view(np.int64) if over else np.zeros((0, BITS // 64), np.int64)
    return pa.FixedSizeListArray.from_arrays(pa.array(packed.ravel()), BITS // 64, mask=pa.array(~vectors.any(axis=1)))
