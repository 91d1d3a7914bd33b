"""The ways of finding themes that are compared, each run in a process and an environment of its own.

    python -m benchmarks.theme_ways WAY FOLDER [NUMBER]

FOLDER holds texts.json and vectors.npy, the vectors of the encoder that Voxpop ships; found.json is written there. BERTopic and
turftopic are as they come, with these vectors in place of an encoder of their own, and a fixed random state.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

OTHER = "other"
WORDS = 10  # that tell what a theme is about

Found = tuple[list[str], list[list[str]]]  # the theme of each text, the words of each theme


def voxpop(texts: list[str], _vectors: Any, number: int | None) -> Found:
    import pyarrow as pa

    from voxpop.analysis.themes.file import themes_of_rows

    found = themes_of_rows(pa.chunked_array([texts]), number)
    words = [row["keywords"].split(", ") for row in found.themes.to_pylist() if row["theme_id"] != OTHER]
    return found.rows["theme_id"].to_pylist(), words


def nmf(texts: list[str], _vectors: Any, number: int | None) -> Found:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    cutter = TfidfVectorizer(stop_words="english", min_df=3, max_df=0.5, sublinear_tf=True)
    model = NMF(number, init="nndsvd", random_state=0)
    return _strongest(model.fit_transform(cutter.fit_transform(texts))), _top(cutter, model.components_)


def lda(texts: list[str], _vectors: Any, number: int | None) -> Found:
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    cutter = CountVectorizer(stop_words="english", min_df=3, max_df=0.5)
    model = LatentDirichletAllocation(number, random_state=0)
    return _strongest(model.fit_transform(cutter.fit_transform(texts))), _top(cutter, model.components_)


def bertopic(texts: list[str], vectors: Any, number: int | None) -> Found:
    from bertopic import BERTopic
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0)  # its own settings
    model = BERTopic(
        nr_topics=None if number is None else number + 1, umap_model=reducer
    )  # one of them is its 'no topic'
    topics, _ = model.fit_transform(texts, vectors)
    words = [[word for word, _ in model.get_topic(topic)][:WORDS] for topic in sorted(set(topics)) if topic >= 0]
    return [OTHER if topic < 0 else str(topic) for topic in topics], words


def turftopic(texts: list[str], vectors: Any, number: int | None) -> Found:
    from turftopic import GMM

    model = GMM(number, encoder=_NoEncoder(), random_state=0)
    weights = model.fit_transform(texts, embeddings=vectors)
    return _strongest(np.asarray(weights)), [[word for word, _ in words] for _, words in model.get_topics(WORDS)]


class _NoEncoder:
    """Stands where turftopic would load an encoder; the vectors are there already."""

    def encode(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError("vectors are given")


def _strongest(weights: Any) -> list[str]:
    return [str(topic) if total else OTHER for topic, total in zip(weights.argmax(1), weights.sum(1), strict=True)]


def _top(cutter: Any, weights: Any) -> list[list[str]]:
    names = cutter.get_feature_names_out()
    return [[str(names[i]) for i in np.argsort(-row, kind="stable")[:WORDS]] for row in weights]


WAYS: dict[str, Callable[[list[str], Any, int | None], Found]] = {
    way.__name__: way for way in (voxpop, nmf, lda, bertopic, turftopic)
}


def peak() -> int:
    """Megabytes of this process at most; what it was forked from does not count."""
    return int(Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) // 1000


def main() -> None:
    way, folder = sys.argv[1], Path(sys.argv[2])
    number = int(sys.argv[3]) if len(sys.argv) > 3 else None
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "vectors.npy") if (folder / "vectors.npy").exists() else None
    start, cpu = time.perf_counter(), time.process_time()
    labels, words = WAYS[way](texts, vectors, number)
    cost = {
        "seconds": time.perf_counter() - start,
        "CPU seconds": time.process_time() - cpu,
        "peak MB": peak(),
    }
    (folder / "found.json").write_text(json.dumps({"labels": labels, "words": words, "cost": cost}), encoding="utf-8")


if __name__ == "__main__":
    main()
