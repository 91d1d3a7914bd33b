"""Seconds and memory of themes at scale, embedding included, and of a week that comes to a model of many posts.

    python -m benchmarks.theme_speed [--data ../shared/data] [--sizes 5000 20000 200000] [--known 1000000] [--week 20000]

Each size runs in a process of its own, as `voxpop themes FILE` does it, on as many cores as the process may use. The texts are different
ones of all kinds (dialogues, tweets, comments, questions, reviews, issues; 200 letters on average). For the week a model is fitted to
`--known` posts, made of two halves of such texts, and then given `--week` new ones: `update` and `predict`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.themes.sets import DATA, many
from benchmarks.themes.ways import peak

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def at_once(data: Path, size: int) -> str:
    """One line on a set of this size."""
    from voxpop.analysis.themes.file import themes_of_rows

    texts = pa.chunked_array([many(data, size)])
    before, start, cpu = peak(), time.perf_counter(), time.process_time()
    found = themes_of_rows(texts)
    seconds = time.perf_counter() - start
    return (
        f"{len(texts):>9,} posts: {seconds:6.1f} s, {time.process_time() - cpu:6.1f} CPU s, {peak():>5} MB at most ({before} MB "
        f"before), {found.themes.num_rows - 1} themes, {found.n_other / len(texts):.1%} in other"
    )


def posts(texts: list[str], first: int, week: int, weeks: int) -> pa.Table:
    """Posts spread over weeks."""
    number = np.arange(first, first + len(texts))
    hours = [timedelta(weeks=week + int(n) % weeks, hours=int(n) % 160) for n in number]
    return pa.table(
        {
            "source": ["x"] * len(texts),
            "post_id": [str(n) for n in number.tolist()],
            "text": texts,
            "author_id": [f"a{n % 50_000}" for n in number.tolist()],
            "created_at": pa.array([MONDAY + hour for hour in hours], pa.timestamp("us", tz="UTC")),
        }
    )


def weekly(data: Path, known: int, size: int) -> str:
    """One line on a week that comes to a model of many posts."""
    from voxpop.analysis.themes.model import ThemeModel

    texts = many(data, 250_000)
    rng = np.random.default_rng(1)
    halves = [
        (texts[a][: len(texts[a]) // 2] + texts[b][len(texts[b]) // 2 :])[:600]
        for a, b in rng.integers(0, len(texts), (known, 2))
    ]
    start = time.perf_counter()
    model = ThemeModel.from_state(ThemeModel(embedding="taught").fit(posts(halves, 0, 0, 50)).to_state())
    fitted = time.perf_counter() - start
    week = posts([texts[i] for i in rng.integers(0, len(texts), size)], known, 50, 1)
    start, cpu = time.perf_counter(), time.process_time()
    assigned = model.update(week).predict(week)
    seconds = time.perf_counter() - start
    return (
        f"{assigned.num_rows:,} posts of a week on a model of {known:,} (fitted in {fitted:.0f} s): {seconds:.1f} s, "
        f"{time.process_time() - cpu:.1f} CPU s, {peak()} MB at most with the fit"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="*", default=[5_000, 20_000, 200_000])
    parser.add_argument("--known", type=int, default=1_000_000)
    parser.add_argument("--week", type=int, default=20_000)
    chosen = parser.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores")
    fresh = multiprocessing.get_context("spawn")
    for size in chosen.sizes:
        with fresh.Pool(1) as pool:
            print(pool.apply(at_once, (chosen.data, size)), flush=True)
    if chosen.known:
        with fresh.Pool(1) as pool:
            print(pool.apply(weekly, (chosen.data, chosen.known, chosen.week)), flush=True)


if __name__ == "__main__":
    main()
