"""What of a post is compared when copies are looked for: its words, without links, handles, case and signatures."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

LIMIT = 5_000
"""Characters that are compared; a longer post is judged by its beginning."""

KEPT_WORDS = 6
"""A signature is left out only if at least this number of words remain."""

OWN_SIGNATURE = 3
"""A sentence or line is an author's signature if it stands in this number of their texts."""

COMMON_ENDING = 5
"""Sentences or lines that end this number of different texts are a footer, whoever wrote them."""

_RULES = (
    (r"&(?:amp|lt|gt|quot|#39|#x27|nbsp);", " "),
    (r"[\x{00ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{feff}]", ""),  # invisible: used to evade filters
    (r"(?i)(?:https?://|www\.)[^\s)\]>]+", " "),
    (r"(?i)^\s*rt\s+@", " @"),
    (r"@[\w.-]*|\bu/[\w-]+", " "),
    (r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])", r" \1 "),  # written without spaces: each sign is a word
    (r"[^\p{L}\p{M}\p{N}]+", " "),
)

Rows = NDArray[np.int64]


def comparable(posts: pa.Table) -> pa.Array:
    """The words of each post (title before text where there is one) in small letters, with single spaces."""
    return _words(_whole(posts))


def bodies(posts: pa.Table, words: pa.Array, chosen: Rows) -> pa.Array:
    """The words of the chosen posts (rising places) without lines that their author repeats and endings that many texts share.

    `words` are those that `comparable` gave for all posts. What is repeated is counted over all of them.
    """
    texts, words = _whole(posts), words.take(pa.array(chosen))
    several = pc.match_substring_regex(texts, r"\n|[.!?]\s").to_numpy(zero_copy_only=False)
    if not several[chosen].any():
        return words
    asked = np.zeros(len(texts), dtype=bool)
    asked[chosen] = True
    mask = pa.array(several)
    authors = posts["author_id"].combine_chunks().filter(mask)
    body = _words(_without_signatures(texts.filter(mask), authors, asked[several]))
    enough = pc.greater_equal(pc.count_substring(body, " "), KEPT_WORDS - 1)
    cut = pa.array(several[chosen])
    return pc.replace_with_mask(words, cut, pc.if_else(enough, body, words.filter(cut)))


def _whole(posts: pa.Table) -> pa.Array:
    text = pc.fill_null(posts["text"].combine_chunks(), "")
    if "title" in posts.column_names:
        title = pc.fill_null(posts["title"].combine_chunks(), "")
        text = pc.binary_join_element_wise(title, text, "\n")
    return pc.utf8_slice_codeunits(text, 0, LIMIT)


def _words(texts: pa.Array) -> pa.Array:
    texts = pc.utf8_normalize(texts, "NFKC")
    for pattern, replacement in _RULES:
        texts = pc.replace_substring_regex(texts, pattern, replacement)
    return pc.utf8_trim_whitespace(pc.utf8_lower(texts))


def _without_signatures(texts: pa.Array, authors: pa.Array, asked: NDArray[np.bool_]) -> pa.Array:
    """Those of the texts that are asked for."""
    lines = pc.split_pattern_regex(pc.replace_substring_regex(texts, r"([.!?])\s", "\\1\n"), r"\s*\n\s*")
    lengths = pc.list_value_length(lines).to_numpy(zero_copy_only=False)
    offsets = np.append(0, np.cumsum(lengths)).astype(np.int64)
    parent = np.repeat(np.arange(len(texts)), lengths)
    flat = pc.list_flatten(lines)
    wording, text, author = _number(flat), _number(texts)[parent], _number(authors)[parent]
    common = _different(wording, text) >= COMMON_ENDING
    last_kept = np.maximum.reduceat(np.where(common, -1, np.arange(len(flat))), offsets[:-1])
    by_author = wording * (author.max() + 2) + author + 1
    own = (author >= 0) & (_different(by_author, text) >= OWN_SIGNATURE)
    kept = ~own & (np.arange(len(flat)) <= last_kept[parent]) & asked[parent]
    counts = np.add.reduceat(kept.astype(np.int64), offsets[:-1])[asked]
    starts = pa.array(np.append(0, np.cumsum(counts)), pa.int32())
    return pc.binary_join(pa.ListArray.from_arrays(starts, flat.filter(pa.array(kept))), "\n")


def _number(values: pa.Array) -> Rows:
    """The number of each value in the order of first appearance, -1 where it is missing."""
    codes = values.dictionary_encode().indices.fill_null(-1)
    numbers: Rows = codes.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers


def _different(keys: Rows, texts: Rows) -> Rows:
    """For each entry the number of different texts that its key occurs in."""
    _, key = np.unique(keys, return_inverse=True)
    pairs = np.unique(key * (texts.max() + 1) + texts)
    return np.bincount(pairs // (texts.max() + 1))[key]
