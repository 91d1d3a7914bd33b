"""Planted copies that are joined, wrong joins and posts a second: assign_voices beside datasketch and comparing all pairs.

    python -m benchmarks.voices [--posts 100000] [--json]

datasketch is not needed by Voxpop; where it is not installed its row is left out, with the reason.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from voxpop.analysis.voices.voices import assign_voices

COPIED = 0.2  # share of posts that are planted copies
ALL_PAIRS = 2_000  # posts that comparing all pairs is given
KINDS = ("same words, link added", "two words added", "one word left out", "hashtag and handle added")


def world(n: int, seed: int = 7) -> tuple[list[str], NDArray[np.int64]]:
    """Texts of 7 to 45 words with the frequencies of language, and the number of the original of each."""
    rng = np.random.default_rng(seed)
    shares = 1 / np.arange(10, 30_010)
    words = np.array([f"w{i}" for i in range(30_000)])
    n_own = round(n * (1 - COPIED))
    lengths = rng.integers(7, 46, n_own)
    drawn = words[rng.choice(len(words), lengths.sum(), p=shares / shares.sum())]
    originals = [" ".join(part) for part in np.split(drawn, np.cumsum(lengths)[:-1])]
    of = rng.integers(0, n_own, n - n_own)
    copies = [_copied(originals[i], number % len(KINDS), rng) for number, i in enumerate(of.tolist())]
    return originals + copies, np.concatenate([np.arange(n_own), of])


def _copied(text: str, kind: int, rng: np.random.Generator) -> str:
    words = text.split()
    place = int(rng.integers(1, len(words)))
    if kind == 0:
        return f"{text.upper()} https://example.org/{place}"
    if kind == 1:
        return " ".join([*words[:place], "really", *words[place:], "indeed"])
    if kind == 2:
        return " ".join(words[:place] + words[place + 1 :])
    return f"@friend {text} #crm"


def ours(texts: list[str]) -> NDArray[np.int64]:
    n = len(texts)
    nothing = pa.nulls(n, pa.string())
    posts = pa.table(
        {
            "source": pa.array(["x"] * n),
            "post_id": pa.array([f"{i:09d}" for i in range(n)]),
            "author_id": pa.array([f"a{i}" for i in range(n)]),
            "kind": pa.array(["post"] * n),
            "title": nothing,
            "text": pa.array(texts),
            "created_at": pa.array([datetime(2026, 11, 16, tzinfo=UTC)] * n, pa.timestamp("us", tz="UTC")),
            "repost_of": nothing,
            "quote_of": nothing,
        }
    )
    voice = assign_voices(posts)["voice_id"]
    return np.array([int(key.removeprefix("x/")) for key in voice.to_pylist()])


def peer_datasketch(texts: list[str]) -> NDArray[np.int64]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=48, params=(12, 4))
    first = np.arange(len(texts))
    for number, text in enumerate(texts):
        words = text.lower().split()
        sketch = MinHash(num_perm=48)
        sketch.update_batch([w.encode() for w in [*words, *map(" ".join, pairwise(words))]])
        known = index.query(sketch)
        if known:
            first[number] = first[min(known)]
        index.insert(number, sketch)
    return first


def all_pairs(texts: list[str]) -> NDArray[np.int64]:
    bags = []
    for text in texts:
        words = text.lower().split()
        bags.append(set(words) | set(pairwise(words)))
    first = np.arange(len(texts))
    for i, bag in enumerate(bags):
        for j in range(i):
            if len(bag & bags[j]) >= 0.6 * len(bag | bags[j]):
                first[i] = first[j]
                break
    return first


def measured(name: str, way: object, texts: list[str], truth: NDArray[np.int64]) -> dict[str, object]:
    start = time.process_time()
    found = way(texts)  # type: ignore[operator]
    seconds = time.process_time() - start
    copies = np.flatnonzero(truth != np.arange(len(truth)))
    lead = found[truth[copies]]
    joined = found != np.arange(len(found))
    return {
        "way": name,
        "posts": len(texts),
        "joined %": round(100 * float(np.mean(found[copies] == lead)), 2),
        "wrong": int(np.sum(found[joined] != found[truth[joined]]) + np.sum(joined[truth == np.arange(len(truth))])),
        "posts per CPU second": round(len(texts) / seconds),
        "peak MB so far": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    texts, truth = world(chosen.posts)
    rows = [measured("assign_voices", ours, texts, truth)]
    few = world(ALL_PAIRS)
    rows.append(measured("all pairs (Jaccard)", all_pairs, *few))
    try:
        import datasketch  # noqa: F401
    except ImportError:
        rows.append({"way": "datasketch", "posts": "left out: not installed (pip install datasketch)"})
    else:
        rows.append(measured("datasketch", peer_datasketch, *world(min(chosen.posts, 20_000))))
    if chosen.json:
        print(json.dumps(rows, indent=1))
        return
    for row in rows:
        print("  ".join(f"{name}: {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
