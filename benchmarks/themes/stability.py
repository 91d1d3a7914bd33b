"""How stable themes are: over order and threads, over samples, over ten weekly increments.

    python -m benchmarks.theme_stability [--data ../shared/data] [--sets NAME...] [--posts 6000] [--samples 3]

'same': the share of posts with the same theme, of the same name, when the posts are shuffled and numpy has one thread or two.
'ARI of samples': adjusted Rand index between themes found in all posts and in samples that a fifth was left out of, over the posts of
the sample; by the number of themes given and by the number found. 'weeks': themes are found in half of the posts, the others come in ten
weeks; the share of posts of a label that are in the theme where most posts of that label were in the first half, and for comparison
the same share in that half itself, and where themes are found anew each week and matched to the first by their posts (Hungarian).
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from benchmarks.themes.sets import DATA, SETS, labelled
from voxpop.analysis.themes.file import MOST
from voxpop.analysis.themes.model import ThemeModel

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
WEEKS = 10


def table(texts: list[str], chosen: np.ndarray, week: int = 0) -> pa.Table:
    """Some of the texts as posts of one week."""
    monday = MONDAY + timedelta(weeks=week)
    return pa.table(
        {
            "source": ["x"] * len(chosen),
            "post_id": [str(i) for i in chosen.tolist()],
            "text": [texts[i] for i in chosen.tolist()],
            "author_id": [f"a{i}" for i in chosen.tolist()],
            "created_at": pa.array([monday + timedelta(hours=int(i) % 160) for i in chosen]),
        }
    )


def found(posts: pa.Table, number: int | None) -> tuple[ThemeModel, dict[str, str]]:
    """A model and the theme of each post by its id."""
    model = ThemeModel(n_themes=number, most=MOST).fit(posts)
    return model, by_post(model, posts)


def by_post(model: ThemeModel, posts: pa.Table) -> dict[str, str]:
    """The theme of each post by its id."""
    assigned = model.predict(posts)
    return dict(zip(assigned["post_id"].to_pylist(), assigned["theme_id"].to_pylist(), strict=True))


def same(texts: list[str], number: int) -> float:
    """The share of posts with the same id and label in a shuffled run with other numbers of threads."""
    rng = np.random.default_rng(1)
    names = []
    for threads in (1, 2):
        posts = table(texts, rng.permutation(len(texts)))
        with threadpool_limits(threads):
            model, themes = found(posts, number)
        label = dict(zip(model.themes["theme_id"].to_pylist(), model.themes["label"].to_pylist(), strict=True))
        names.append({post: (theme, label.get(theme)) for post, theme in themes.items()})
    return float(np.mean([names[0][post] == names[1][post] for post in names[0]]))


def of_samples(texts: list[str], number: int | None, samples: int) -> list[float]:
    """Agreement of themes found in four fifths of the posts with those found in all."""
    rng = np.random.default_rng(2)
    _, whole = found(table(texts, np.arange(len(texts))), number)
    scores = []
    for _ in range(samples):
        _, part = found(table(texts, np.sort(rng.permutation(len(texts))[: len(texts) * 4 // 5])), number)
        scores.append(adjusted_rand_score([whole[post] for post in part], list(part.values())))
    return scores


def over_weeks(texts: list[str], truth: list[str], number: int) -> tuple[float, float, float]:
    """Posts of labels in their theme: in the first half, in ten weekly increments, and where each week is found anew."""
    half = len(texts) // 2
    first = table(texts, np.arange(half))
    model, themes = found(first, number)
    home = {
        label: Counter(themes[str(i)] for i in range(half) if truth[i] == label).most_common(1) for label in set(truth)
    }
    at_first = np.mean([bool(home[truth[i]]) and themes[str(i)] == home[truth[i]][0][0] for i in range(half)])
    kept, anew = [], []
    for week, rows in enumerate(np.array_split(np.arange(half, len(texts)), WEEKS), start=1):
        posts = table(texts, rows, week)
        mine = by_post(model.update(posts), posts)
        kept += [bool(home[truth[i]]) and mine[str(i)] == home[truth[i]][0][0] for i in rows]
        _, fresh = found(pa.concat_tables([first, posts]), number)
        match = matched(themes, fresh)
        anew += [bool(home[truth[i]]) and match.get(fresh[str(i)]) == home[truth[i]][0][0] for i in rows]
    return float(at_first), float(np.mean(kept)), float(np.mean(anew))


def matched(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """For each new theme the old one that shares most posts, each once."""
    olds, news = sorted(set(old.values())), sorted({new[post] for post in old})
    counts = np.zeros((len(news), len(olds)))
    for post, theme in old.items():
        counts[news.index(new[post]), olds.index(theme)] += 1
    rows, columns = linear_sum_assignment(-counts)
    return {news[i]: olds[j] for i, j in zip(rows, columns, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", default=["banking questions", "headlines", "newsgroups"], choices=SETS)
    parser.add_argument("--posts", type=int, default=6_000)
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--no-weeks", action="store_true")
    chosen = parser.parse_args()
    for name in chosen.sets:
        texts, truth = labelled(chosen.data, name, chosen.posts)
        number = len(set(truth))
        print(f"{name}, {len(texts)} posts: same {same(texts, number):.3f}", flush=True)
        for asked in (number, None):
            scores = " ".join(f"{score:.2f}" for score in of_samples(texts, asked, chosen.samples))
            print(f"  ARI of samples, {asked or 'number found'}: {scores}", flush=True)
        if not chosen.no_weeks:
            at_first, kept, anew = over_weeks(texts, truth, number)
            print(
                f"  weeks: first half {at_first:.3f}, ten increments {kept:.3f}, found anew and matched {anew:.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
