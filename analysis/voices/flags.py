"""Floods and bots by stated rules: what is flagged is counted apart, never as opinion."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

DAY = 24 * 3600 * 1_000_000
"""The time, in microseconds, within which posts are counted together."""

FLOOD_AUTHORS = 5
FLOOD_POSTS = 10
"""A text is a flood if this number of authors post it within a day, or if it is posted this often within a day."""

BOT_POSTS = 10
BOT_COPIED = 0.6
"""An author is a bot with at least this number of posts and at least this share of copies among them."""

BOT_PER_DAY = 100
"""An author is a bot with this number of posts and reposts within a day."""

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


def flags(posts: pa.Table, leader: Rows, role: NDArray[np.str_]) -> pa.Array:
    """'bot', 'flood' or null for each of the posts, which are in the order of time.

    In a flood the original keeps its voice; its copies, and the reposts beside them, are flagged.
    """
    time = posts["created_at"].to_numpy()
    author = posts["author_id"].combine_chunks().dictionary_encode().indices.fill_null(-1)
    who = author.to_numpy(zero_copy_only=False).astype(np.int64)
    own_words = role != "repost"
    flood = _floods(leader, who, time, own_words)[leader] & (role != "original")
    bot = _bots(who, time, role)
    return pa.array(np.where(bot, "bot", "flood"), pa.string(), mask=~(bot | flood))


def _floods(leader: Rows, who: Rows, time: Rows, own_words: Mask) -> Mask:
    """For each original whether its text was posted often enough, by enough people, within a day."""
    found = np.zeros(len(leader), dtype=bool)
    rows = np.flatnonzero(own_words)
    rows = rows[np.bincount(leader[rows], minlength=len(leader))[leader[rows]] >= min(FLOOD_AUTHORS, FLOOD_POSTS)]
    found[_dense(leader[rows], time[rows], FLOOD_POSTS)] = True
    known = rows[who[rows] >= 0]
    _, first = np.unique(np.stack([leader[known], who[known]]), axis=1, return_index=True)
    once = known[np.sort(first)]  # each author's first post of the text
    found[_dense(leader[once], time[once], FLOOD_AUTHORS)] = True
    return found


def _bots(who: Rows, time: Rows, role: NDArray[np.str_]) -> Mask:
    """For each post whether its author posts at a rate or copies to a degree that people do not."""
    known = np.flatnonzero(who >= 0)
    size = int(who.max(initial=-1)) + 1
    written = np.bincount(who[known], weights=role[known] != "repost", minlength=size)
    copied = np.bincount(who[known], weights=role[known] == "copy", minlength=size)
    bot = (written >= BOT_POSTS) & (copied >= BOT_COPIED * written)
    bot[_dense(who[known], time[known], BOT_PER_DAY)] = True
    return np.append(bot, False)[who]  # the last place is that of unknown authors


def _dense(key: Rows, time: Rows, number: int) -> Rows:
    """The keys that have at least `number` entries within a day."""
    order = np.lexsort((time, key))
    key, time = key[order], time[order]
    ahead = number - 1
    if len(key) <= ahead:
        return np.empty(0, dtype=np.int64)
    close = (key[ahead:] == key[: len(key) - ahead]) & (time[ahead:] - time[: len(key) - ahead] < DAY)
    return np.unique(key[ahead:][close])
