"""Posts alike: of the ten nearest to a post, how many have its label; by vectors, by signatures of some sizes, by words.

    python -m benchmarks.search_alike [--folder ../shared/data/topics] [--posts 8000]

For 500 posts of each labelled set, drawn with a fixed seed. The vectors are the theme model's, fitted to the same posts without
their labels. Words: the 25 rarest of the post, by BM25, as search engines find 'more like this'.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks.themes.sets import SETS, labelled
from voxpop.analysis.themes import signatures
from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.naming.words import WordCutter
from voxpop.analysis.themes.posts import ThemePosts

ASKED, NEAREST, RAREST = 500, 10, 25


def same_label(likeness: np.ndarray, asked: np.ndarray, labels: np.ndarray) -> float:
    """The share of the nearest that have the label of the post itself."""
    likeness[np.arange(len(asked)), asked] = -np.inf
    nearest = np.argpartition(-likeness, NEAREST, axis=1)[:, :NEAREST]
    return float((labels[nearest] == labels[asked][:, None]).mean())


def by_bits(vectors: np.ndarray, asked: np.ndarray, bits: int) -> np.ndarray:
    """Minus the number of differing bits, of the first so many."""
    packed = np.array([row or [0] * 4 for row in signatures.sign(vectors).to_pylist()], dtype=np.int64)
    signs = np.unpackbits(packed.view(np.uint8), axis=1)[:, :bits].astype(np.float32) * 2 - 1
    return signs[asked] @ signs.T


def by_words(texts: list[str], asked: np.ndarray) -> np.ndarray:
    """BM25 of each post for the rarest words of the asked ones."""
    counts = CountVectorizer(token_pattern=r"\w+").fit_transform(texts).astype(np.float32)
    held = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (len(texts) - held + 0.5) / (held + 0.5))
    length = np.asarray(counts.sum(axis=1)).ravel()
    one = counts.tocoo()
    weight = rarity[one.col] * one.data * 2.2 / (one.data + 1.2 * (0.25 + 0.75 * length[one.row] / length.mean()))
    weights = sparse.csr_matrix((weight, (one.row, one.col)), shape=counts.shape)
    wanted = ((counts[asked] > 0).multiply(rarity)).toarray()
    least = -np.partition(-wanted, RAREST, axis=1)[:, RAREST - 1 : RAREST]
    return (sparse.csr_matrix((wanted >= np.maximum(least, 1e-9)).astype(np.float32)) @ weights.T).toarray()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("../shared/data/topics"))
    parser.add_argument("--posts", type=int, default=8_000)
    given = parser.parse_args()
    for name in SETS:
        texts, said = labelled(given.folder, name, given.posts)
        labels = np.array(said)
        asked = np.random.default_rng(0).permutation(len(texts))[:ASKED]
        posts = pa.table({"text": texts})
        model = ThemeModel(embedding="taught").fit(posts)
        vectors = model.embedder_.transform(ThemePosts.of(posts, WordCutter(())))
        found = {f"vectors of {vectors.shape[1]}": same_label(vectors[asked] @ vectors.T, asked, labels)}
        found |= {f"{bits} bits": same_label(by_bits(vectors, asked, bits), asked, labels) for bits in (256, 128, 64)}
        found["words"] = same_label(by_words(texts, asked), asked, labels)
        print(f"{name:<18}" + "  ".join(f"{way} {value:.2f}" for way, value in found.items()), flush=True)


if __name__ == "__main__":
    main()
