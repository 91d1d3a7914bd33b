"""Themes beside scikit-learn's NMF and LDA on labelled texts: agreement with the labels, posts in none, seconds, memory.

    python -m benchmarks.themes [--folder ../shared/data/topics] [--posts 20000] [--json]

Each way runs in a process of its own, with one thread for linear algebra. NMI is normalised mutual information with
the labels. 'K given' has as many themes as there are labels; 'K found' finds the number by itself, which NMF and LDA
cannot. BERTopic and turftopic run too where they are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SETS = ("banking77_train", "clinc150", "newsgroups20", "octis_m10")
Labels = list[str]


def texts_of(folder: Path, name: str, most: int) -> tuple[list[str], Labels]:
    rows = pq.read_table(folder / f"{name}.parquet", columns=["text", "label"]).to_pylist()
    rows = [row for row in rows if row["text"] and row["label"] != "oos"]
    order = np.random.default_rng(0).permutation(len(rows))[:most]
    return [rows[i]["text"] for i in order], [str(rows[i]["label"]) for i in order]


def voxpop(texts: list[str], number: int | None) -> Labels:
    from analysis.theme_file import themes_of_rows

    return themes_of_rows(pa.chunked_array([texts]), number).rows["theme_id"].to_pylist()


def nmf(texts: list[str], number: int | None) -> Labels:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(stop_words="english", min_df=3, max_df=0.5, sublinear_tf=True).fit_transform(texts)
    return _strongest(NMF(number, init="nndsvd", random_state=0).fit_transform(matrix))


def lda(texts: list[str], number: int | None) -> Labels:
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    matrix = CountVectorizer(stop_words="english", min_df=3, max_df=0.5).fit_transform(texts)
    return _strongest(LatentDirichletAllocation(number, random_state=0).fit_transform(matrix))


def bertopic(texts: list[str], number: int | None) -> Labels:
    from bertopic import BERTopic

    topics, _ = BERTopic(nr_topics=number).fit_transform(texts)
    return ["other" if topic < 0 else str(topic) for topic in topics]


def turftopic(texts: list[str], number: int | None) -> Labels:
    from turftopic import GMM

    return _strongest(GMM(number, random_state=0).fit_transform(texts))


def _strongest(weights: np.ndarray) -> Labels:
    return [str(topic) if total else "other" for topic, total in zip(weights.argmax(1), weights.sum(1), strict=True)]


WAYS: dict[str, tuple[Callable[[list[str], int | None], Labels], bool, str]] = {
    "voxpop": (voxpop, True, "analysis"),
    "nmf": (nmf, False, "sklearn"),
    "lda": (lda, False, "sklearn"),
    "bertopic": (bertopic, True, "bertopic"),
    "turftopic": (turftopic, False, "turftopic"),
}


def measured(way: str, texts: list[str], truth: Labels, number: int | None) -> dict[str, object]:
    """One run in this process."""
    from sklearn.metrics import normalized_mutual_info_score

    start, cpu = time.perf_counter(), time.process_time()
    found = WAYS[way][0](texts, number)
    return {
        "themes": len({one for one in found if one != "other"}),
        "NMI": round(float(normalized_mutual_info_score(truth, found)), 3),
        "other %": round(100 * found.count("other") / len(found), 1),
        "seconds": round(time.perf_counter() - start, 1),
        "CPU seconds": round(time.process_time() - cpu, 1),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("../shared/data/topics"))
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    rows: list[dict[str, object]] = []
    for name in chosen.sets:
        if not (chosen.folder / f"{name}.parquet").exists():
            print(f"{name}: left out, {chosen.folder / name}.parquet is not there")
            continue
        texts, truth = texts_of(chosen.folder, name, chosen.posts)
        for way, (_, finds_number, module) in WAYS.items():
            if importlib.util.find_spec(module) is None:
                if name == chosen.sets[0]:
                    print(f"{way}: left out, {module} is not installed")
                continue
            for number in (len(set(truth)), None) if finds_number else (len(set(truth)),):
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    row = pool.apply(measured, (way, texts, truth, number))
                asked = "K found" if number is None else "K given"
                rows.append({"set": name, "posts": len(texts), "way": way, "number": asked, **row})
                if not chosen.json:
                    print("  ".join(f"{value!s:>{max(len(key), 9)}}" for key, value in rows[-1].items()), flush=True)
    if chosen.json:
        print(json.dumps(rows, indent=1))
    elif rows:
        print("  ".join(f"{key:>9}" for key in rows[0]))


if __name__ == "__main__":
    main()
