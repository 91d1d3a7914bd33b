"""Near copies among texts: word shingles, MinHash of 48 values in 12 bands of 4, and an exact check of each pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

BANDS, ROWS = 12, 4
NEAR = 0.6  # Jaccard similarity of words and word pairs from which two texts may be near copies
WITHIN = 0.85  # and this part of the shorter one's is in the longer: words were added, hardly any exchanged
FAR = 0.5  # no member of a group is less like its first text than this
CHUNK = 2_000_000  # shingles hashed at once
COLUMNS = 2**31 - 1

Words = NDArray[np.uint64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WordLists:
    """The hashed words of many texts, one after another; text i has words[offsets[i]:offsets[i + 1]]."""

    words: Words
    offsets: Numbers

    @classmethod
    def of(cls, texts: pa.Array) -> WordLists:
        """Split texts at single spaces. The same word always has the same number, whatever else is in the input."""
        lists = pc.split_pattern(texts, " ").cast(pa.large_list(pa.string()))
        coded = lists.flatten().dictionary_encode()
        hashed = pd.util.hash_array(coded.dictionary.to_numpy(zero_copy_only=False), categorize=False)
        codes = coded.indices.to_numpy(zero_copy_only=False)
        offsets = np.concatenate([[0], np.cumsum(lists.value_lengths().to_numpy(zero_copy_only=False))])
        return cls(hashed[codes].astype(np.uint64), offsets.astype(np.int64))

    @property
    def counts(self) -> Numbers:
        """The number of words of each text."""
        return np.diff(self.offsets)

    def shingles(self, start: int, stop: int) -> tuple[Words, Numbers]:
        """Hashes of the words and of the pairs of neighbours of texts start to stop, and the offsets of each text."""
        offsets = self.offsets[start : stop + 1] - self.offsets[start]
        words = self.words[self.offsets[start] : self.offsets[stop]]
        pairs = _mix(words * np.uint64(0x9E3779B97F4A7C15) + np.append(words[1:], np.uint64(0)))
        last = offsets[1:] - 1
        pairs[last] = words[last]  # the last word of a text has none after it: itself once more
        both = np.empty(2 * len(words), dtype=np.uint64)
        both[0::2] = words
        both[1::2] = pairs
        return both, 2 * offsets


def near_copies(
    texts: pa.Array, bodies: Callable[[Numbers], pa.Array], answers: NDArray[np.bool_] | None = None
) -> Numbers:
    """For each text the index of the first text that it is a near copy of, itself where there is none.

    Texts are normalised (single spaces), not empty, and ordered: the first of a group stands for it. `bodies` gives the
    texts at some rising places without signatures and footers: copies are alike in these too. `answers` are left as they are:
    who quotes a post and says nearly what others say of it is no copy of theirs.
    """
    n = len(texts)
    if n < 2:
        return np.arange(n)
    lists = WordLists.of(texts)
    left, right = _candidates(_signatures(lists))
    alike, within = _similarity(lists, left, right)
    near = (alike >= NEAR) & (within >= WITHIN)
    if answers is not None:
        near &= ~(answers[left] | answers[right])
    left, right = left[near], right[near]
    if not len(left):
        return np.arange(n)
    used, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    first = _groups(WordLists.of(bodies(used)), places[: len(left)], places[len(left) :], len(used))
    found = np.arange(n)
    found[used] = used[first]
    return found


def _mix(values: Words) -> Words:
    """Finaliser of splitmix64: every input bit moves every output bit."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _chunks(lists: WordLists) -> list[tuple[int, int]]:
    """Ranges of texts of about CHUNK shingles each."""
    steps = np.arange(0, lists.offsets[-1] + CHUNK // 2, CHUNK // 2)
    cuts = np.unique(np.append(np.searchsorted(lists.offsets[:-1], steps), len(lists.offsets) - 1))
    return list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))


def _signatures(lists: WordLists) -> NDArray[np.uint32]:
    """48 minima of independent hashes for each text."""
    seeds = _mix(np.arange(1, 2 * BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    factors, terms = seeds[0::2] | np.uint64(1), seeds[1::2]
    found = np.empty((len(lists.offsets) - 1, BANDS * ROWS), dtype=np.uint32)
    for start, stop in _chunks(lists):
        shingles, offsets = lists.shingles(start, stop)
        for k in range(BANDS * ROWS):
            hashed = ((shingles * factors[k] + terms[k]) >> np.uint64(32)).astype(np.uint32)
            found[start:stop, k] = np.minimum.reduceat(hashed, offsets[:-1])
    return found


def _candidates(signatures: NDArray[np.uint32]) -> tuple[Numbers, Numbers]:
    """Pairs that share a band: within a bucket each text with its first and with the one before it."""
    n = len(signatures)
    pairs = []
    for band in range(BANDS):
        key = np.zeros(n, dtype=np.uint64)
        for column in signatures[:, band * ROWS : (band + 1) * ROWS].T:
            key = _mix(key + column + np.uint64(1))
        order = np.argsort(key, kind="stable")
        same = key[order][1:] == key[order][:-1]
        first = np.maximum.accumulate(np.where(np.append(False, same), 0, np.arange(n)))
        later = np.flatnonzero(same) + 1
        pairs += [order[first[later]] * n + order[later], order[later - 1] * n + order[later]]
    joined = np.unique(np.concatenate(pairs))
    return joined // n, joined % n


def _similarity(lists: WordLists, left: Numbers, right: Numbers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The exact Jaccard similarity of each pair, and the part of the smaller set that is in the larger."""
    used, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    matrix = _sets(lists, used)
    sizes = np.diff(matrix.indptr)
    left, right = places[: len(left)], places[len(left) :]
    shared = np.empty(len(left))
    for start in range(0, len(left), 50_000):
        a, b = left[start : start + 50_000], right[start : start + 50_000]
        shared[start : start + 50_000] = np.asarray(matrix[a].multiply(matrix[b]).sum(axis=1)).ravel()
    return shared / (sizes[left] + sizes[right] - shared), shared / np.minimum(sizes[left], sizes[right])


def _sets(lists: WordLists, chosen: Numbers) -> sparse.csr_matrix:
    """The shingle sets of the chosen texts as rows of ones."""
    counts = lists.counts[chosen]
    offsets = np.concatenate([[0], np.cumsum(counts)])
    places = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - lists.offsets[chosen], counts)
    shingles, starts = WordLists(lists.words[places], offsets).shingles(0, len(chosen))
    columns = (shingles % np.uint64(COLUMNS)).astype(np.int32)
    ones = np.ones(len(columns), dtype=np.int32)
    matrix = sparse.csr_matrix((ones, columns, starts), shape=(len(chosen), COLUMNS))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def _groups(bodies: WordLists, left: Numbers, right: Numbers, n: int) -> Numbers:
    """The first text of each group of linked texts; chains that drift away from their first text are cut."""
    alike = _similarity(bodies, left, right)[0] >= FAR
    left, right = left[alike], right[alike]
    first = np.arange(n)
    active = np.unique(np.concatenate([left, right]))
    while len(left):
        graph = sparse.coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n))
        _, label = connected_components(graph, directed=False)
        leader = np.full(n, n)
        np.minimum.at(leader, label[active], active)
        first[active] = leader[label[active]]
        followers = active[first[active] != active]
        astray = followers[_similarity(bodies, first[followers], followers)[0] < FAR]
        first[astray] = astray
        out = np.zeros(n, dtype=bool)
        out[astray] = True
        keep = out[left] & out[right]
        left, right, active = left[keep], right[keep], astray
    return first
