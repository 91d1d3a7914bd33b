"""Posts as vectors: word vectors learned from the company's own posts, and their weighted mean for each post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = NDArray[np.float32]
Terms = Sequence[Sequence[str]]

AT_ONCE = 20_000
"""Posts that vectors are made of at a time, so that many do not take more memory."""


@dataclass
class WordVectors:
    """Each word by the words that stand near it (positive pointwise mutual information, reduced by SVD).

    Measured on labelled posts this finds classes better than TF-IDF with SVD (see docs/themes.md), needs no model
    file, and reads 20,000 posts in about a second.
    """

    random_state: int = 2026
    dimensions: int = 128
    window: int = 10
    min_posts: int = 3  # a word in fewer posts has no vector
    max_share: float = 0.5  # nor has one in more than this share of posts
    rarity: float = 0.6  # power of the inverse document frequency that weighs the words of a post
    name: str = "words-1"

    def fit(self, posts: Terms) -> Self:
        """Learn the vectors of the words of these posts."""
        bags = Bags.of(posts, {})
        n_posts = bags.posts_of_words()
        kept = np.flatnonzero((n_posts >= self.min_posts) & (n_posts <= max(self.max_share * len(posts), 3)))
        chosen = sorted((bags.words[i], i) for i in kept.tolist())
        self.words_: dict[str, int] = {word: number for number, (word, _) in enumerate(chosen)}
        order = np.array([i for _, i in chosen], dtype=np.int64)
        self.n_posts_ = n_posts[order]
        self.fitted_on_ = len(posts)
        self.ends_: tuple[int, ...] = (len(chosen),)
        self.vectors_ = self._learn(bags.renumber(order))
        return self

    def _learn(self, bags: Bags) -> Matrix:
        from sklearn.utils.extmath import randomized_svd  # costs a second, and is for the first weeks only

        near = bags.neighbours(self.window)
        if near.nnz == 0:
            return np.zeros((len(self.words_), 1), dtype=np.float32)
        total = np.asarray(near.sum(axis=1)).ravel() + 1e-9
        smoothed = total**0.75  # rare neighbours count a little less (Levy, Goldberg, Dagan 2015)
        near = near.tocoo()
        information = np.log(near.data * smoothed.sum() / (total[near.row] * smoothed[near.col]))
        positive = information > 0
        matrix = sparse.csr_matrix(
            (information[positive], (near.row[positive], near.col[positive])), shape=near.shape, dtype=np.float64
        )

        size = min(self.dimensions, max(1, matrix.shape[0] - 1))
        left, values, _ = randomized_svd(matrix, size, n_iter=2, random_state=self.random_state)
        return unit(left * np.sqrt(values))

    def extend(self, posts: Terms) -> None:
        """Returns words that these posts brought the mean vector of the words around them."""
        known = len(self.words_)
        words = dict(self.words_)
        bags = Bags.of(posts, words)
        n_posts = bags.posts_of_words()
        fresh = [(bags.words[i], i) for i in range(known, len(bags.words)) if n_posts[i] >= self.min_posts]
        if not fresh:
            return
        fresh.sort()
        order = np.concatenate([np.arange(known), [i for _, i in fresh]]).astype(np.int64)
        near = bags.renumber(order).neighbours(self.window)[known:, :known]
        around = unit(near @ (self.vectors_ * self._rarity()[:, None]))
        self.words_.update({word: known + number for number, (word, _) in enumerate(fresh)})
        self.n_posts_ = np.concatenate([self.n_posts_, n_posts[order[known:]]])
        self.vectors_ = np.vstack([self.vectors_, around])
        self.ends_ = (*self.ends_, len(self.words_))

    def _rarity(self) -> Matrix:
        share = np.minimum(self.n_posts_ / max(self.fitted_on_, 1), 0.9)
        return (np.log(1 / share) ** self.rarity).astype(np.float32)

    def transform(self, posts: Terms) -> Matrix:
        """The weighted mean of the vectors of each post's words, of length 1."""
        found = np.zeros((len(posts), self.vectors_.shape[1]), dtype=np.float32)
        for start in range(0, len(posts), AT_ONCE):
            found[start : start + AT_ONCE] = unit(self.shares(posts[start : start + AT_ONCE]) @ self.vectors_)
        return found

    def shares(self, posts: Terms) -> sparse.csr_matrix:
        """How much each known word (column) weighs in each post (row); rows add to 1, or to 0 where none is known."""
        get = self.words_.get
        columns = np.fromiter((get(word, -1) for words in posts for word in words), dtype=np.int64)
        ends = np.cumsum([0, *map(len, posts)])
        known = columns >= 0
        offsets = np.append(0, np.cumsum(known))[ends]
        columns = columns[known]
        weights = self._rarity()[columns]
        counts = sparse.csr_matrix((weights, columns, offsets), shape=(len(posts), len(self.words_)))
        total = np.asarray(counts.sum(axis=1)).ravel()
        scale = np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)
        return sparse.csr_matrix(sparse.diags(scale) @ counts)

    def to_state(self) -> dict[str, NDArray[np.generic]]:
        """Everything learned, as plain arrays."""
        return {
            "words": np.array(list(self.words_), dtype=np.str_),
            "n_posts": self.n_posts_,
            "fitted_on": np.array([self.fitted_on_]),
            "ends": np.array(self.ends_, dtype=np.int64),
            "vectors": self.vectors_,
            "name": np.array(self.name),
        }

    @classmethod
    def from_state(cls, state: dict[str, NDArray[np.generic]], random_state: int) -> Self:
        """The embedder as it was saved."""
        found = cls(random_state=random_state, name=str(state["name"]))
        found.words_ = {str(word): number for number, word in enumerate(state["words"])}
        found.n_posts_ = state["n_posts"].astype(np.int64)
        found.fitted_on_ = int(state["fitted_on"][0])
        found.vectors_ = state["vectors"].astype(np.float32)
        ends = state.get("ends", np.array([len(found.words_)]))  # older states do not say
        found.ends_ = tuple(int(end) for end in ends.tolist())
        return found


@dataclass(frozen=True, slots=True)
class Bags:
    """The words of many posts as numbers, one after another."""

    words: list[str]
    codes: NDArray[np.int64]
    post: NDArray[np.int64]  # of each code

    @classmethod
    def of(cls, posts: Terms, known: dict[str, int]) -> Bags:
        """Number the words in the order of first appearance, after the known ones."""
        number = known.setdefault
        codes = np.array([number(word, len(known)) for words in posts for word in words], dtype=np.int64)
        return cls(list(known), codes, np.repeat(np.arange(len(posts)), [len(words) for words in posts]))

    def posts_of_words(self) -> NDArray[np.int64]:
        """In how many posts each word is."""
        pairs = np.unique(self.codes * (self.post.max(initial=0) + 1) + self.post)
        return np.bincount(pairs // (self.post.max(initial=0) + 1), minlength=len(self.words))

    def renumber(self, order: NDArray[np.int64]) -> Bags:
        """Only these words, numbered in this order."""
        place = np.full(len(self.words), -1)
        place[order] = np.arange(len(order))
        codes = place[self.codes]
        return Bags([self.words[i] for i in order.tolist()], codes[codes >= 0], self.post[codes >= 0])

    def neighbours(self, window: int) -> sparse.csr_matrix:
        """How often each two words stand within the window of each other."""
        size = len(self.words)
        total = sparse.csr_matrix((size, size), dtype=np.float64)
        for distance in range(1, window + 1):
            same = self.post[distance:] == self.post[:-distance]
            a, b = self.codes[:-distance][same], self.codes[distance:][same]
            once = sparse.coo_matrix((np.ones(len(a)), (a, b)), shape=(size, size)).tocsr()
            total = total + once + once.T
        total.setdiag(0)
        total.eliminate_zeros()
        return total


def unit(rows: NDArray[np.floating]) -> Matrix:
    """The rows scaled to length 1; rows of zeros stay."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, length, out=np.zeros(rows.shape), where=length > 1e-9).astype(np.float32)
    return unit
