"""Who speaks for whom: reposts and copies follow their original, so that one voice counts once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from voxpop.analysis.voices.copied_text import bodies, comparable
from voxpop.analysis.voices.flags import flags
from voxpop.analysis.voices.minhash import near_copies

MIN_WORDS = 6
"""Texts of fewer words are never joined: many people write 'thanks, that worked' and each means it."""

VOICE_SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("voice_id", pa.string(), nullable=False),
        pa.field("role", pa.string(), nullable=False),
        ("flag", pa.string()),
    ]
)

Rows = NDArray[np.int64]


def assign_voices(posts: pa.Table) -> pa.Table:
    """One row per post: its voice, its role in it (original, repost, copy) and a flag (null, flood, bot).

    `voice_id` is 'source/post_id' of the voice's one original: its earliest post that is no repost, or the
    earliest repost where the original was never seen. Rows come out sorted by source and post_id. Where a column `own`
    marks posts of ours, they and all others never share a voice: what we write changes no customer's figure.
    """
    if "own" in posts.column_names:
        kinds = [posts.filter(kind).drop_columns(["own"]) for kind in (posts["own"], pc.invert(posts["own"]))]
        both = pa.concat_tables([assign_voices(kind) for kind in kinds])
        return both.sort_by([("source", "ascending"), ("post_id", "ascending")])
    posts = _order(posts)
    if not posts.num_rows:
        return VOICE_SCHEMA.empty_table()
    target = _repost_targets(posts)
    reposted = target >= 0
    leader = _leaders(_join(target, *_copy_groups(posts, target)), reposted)
    keys = pc.binary_join_element_wise(posts["source"], posts["post_id"], "/").combine_chunks()
    role = np.where(leader == np.arange(len(leader)), "original", np.where(reposted, "repost", "copy"))
    table = pa.table(
        {
            "source": posts["source"],
            "post_id": posts["post_id"],
            "voice_id": keys.take(pa.array(leader)),
            "role": pa.array(role, pa.string()),
            "flag": flags(posts, leader, role),
        },
        schema=VOICE_SCHEMA,
    )
    return table.sort_by([("source", "ascending"), ("post_id", "ascending")])


def _order(posts: pa.Table) -> pa.Table:
    """The posts by time, then key, each key once; text columns as plain strings."""
    posts = posts.combine_chunks()
    names = ["source", "post_id", "author_id", "kind", "title", "text", "repost_of", "quote_of"]
    columns = {name: posts[name].cast(pa.string()) for name in names}
    if "quoting" in posts.column_names:
        columns["quoting"] = posts["quoting"]
    columns["created_at"] = posts["created_at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    ordered = pa.table(columns).sort_by(
        [("created_at", "ascending"), ("source", "ascending"), ("post_id", "ascending"), ("text", "ascending")]
    )
    code, _ = _codes(ordered["source"], ordered["post_id"])
    _, first = np.unique(code, return_index=True)
    return ordered.take(pa.array(np.sort(first))) if len(first) < ordered.num_rows else ordered


def _codes(source: pa.ChunkedArray, post_id: pa.ChunkedArray) -> tuple[Rows, int]:
    """A number for each key, -1 where it is missing, and how many different ones there are."""
    joined = pc.binary_join_element_wise(source, post_id, "\x1f").combine_chunks().dictionary_encode()
    return joined.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), len(joined.dictionary)


def _repost_targets(posts: pa.Table) -> Rows:
    """The row that each post repeats without words of its own; -1: none; from n on: originals never seen."""
    n = posts.num_rows
    quoting = np.flatnonzero(pc.is_valid(posts["quote_of"]).to_numpy())
    bare = np.zeros(n, dtype=bool)
    if len(quoting):
        words = comparable(posts.select(["text"]).take(pa.array(quoting)))
        bare[quoting] = pc.equal(words, "").to_numpy(zero_copy_only=False)
    of = pc.coalesce(posts["repost_of"], pc.if_else(pa.array(bare), posts["quote_of"], pa.scalar(None, pa.string())))
    source = pa.chunked_array([*posts["source"].chunks, *posts["source"].chunks])
    key = pa.chunked_array([*posts["post_id"].chunks, *of.chunks])
    code, n_codes = _codes(source, key)
    row_of = np.arange(n, n + n_codes)  # a code without a row is an original never seen
    row_of[code[:n]] = np.arange(n)
    asked = code[n:]
    target = np.where(asked >= 0, row_of[asked], -1)
    return np.where(target == np.arange(n), -1, target)


def _copy_groups(posts: pa.Table, target: Rows) -> tuple[Rows, Rows]:
    """Rows that have words enough, and the group of same words that each is in; reposts of a seen original have none."""
    own = np.flatnonzero((target < 0) | (target >= len(target)))
    quoting = posts["quoting"].to_numpy()[own] if "quoting" in posts.column_names else np.zeros(len(own), dtype=bool)
    posts = posts.take(pa.array(own))
    texts = comparable(posts)
    enough = pc.greater_equal(pc.count_substring(texts, " "), MIN_WORDS - 1)
    coded = texts.filter(enough).dictionary_encode()  # numbered in the order of first appearance
    codes = coded.indices.to_numpy(zero_copy_only=False)
    _, first = np.unique(codes, return_index=True)
    long = enough.to_numpy(zero_copy_only=False)
    answers = np.bincount(codes, weights=~quoting[long], minlength=len(coded.dictionary)) == 0
    places = np.flatnonzero(long)[first]
    found = near_copies(coded.dictionary, lambda near: bodies(posts, texts, places[near]), answers)
    return own[long], found[codes]


def _join(target: Rows, rows: Rows, group: Rows) -> Rows:
    """A number of its voice for each row: joined by reposts, by a common original never seen, by the same words."""
    reposts = np.flatnonzero(target >= 0)
    base = max(len(target), int(target.max(initial=-1)) + 1)  # groups are nodes after all posts, seen or not
    left = np.concatenate([reposts, rows])
    right = np.concatenate([target[reposts], base + group])
    size = base + int(group.max(initial=-1)) + 1
    graph = sparse.coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    found: Rows = label[: len(target)].astype(np.int64)
    return found


def _leaders(voice: Rows, reposted: NDArray[np.bool_]) -> Rows:
    """For each row the row of its voice's original: the first that is no repost, else the first."""
    n = len(voice)
    best = np.full(int(voice.max()) + 1, 2 * n)
    np.minimum.at(best, voice, np.arange(n) + n * reposted)
    return best[voice] % n
