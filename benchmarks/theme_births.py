"""New themes on labelled texts: how often a planted one is found in its first week, and how often quiet weeks bring one.

    python -m benchmarks.theme_births [--set clinc150] [--trials 40] [--posts 1500]

A third of the labels is kept out of what the model learns from. A trial is one week of posts on known labels, drawn from
posts that were not learned from, with one unknown label planted: 2 % of the week (30 posts by 25 people), or 1 %. It is
found if a theme is born most of whose posts are planted ones. Quiet weeks have known labels only; eight follow one another.
Beside it, in the same weeks, a naive alarm: any word ten times as frequent as before, in ten posts or more.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.theme_vectors import EMBEDDINGS
from analysis.themes import ThemeModel

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
PEOPLE = 25 / 30  # different authors per planted post


class Texts:
    """Labelled texts, parted into known ones to learn from, known ones for weeks, and unknown labels."""

    def __init__(self, path: Path, rng: np.random.Generator) -> None:
        rows = [row for row in pq.read_table(path, columns=["text", "label"]).to_pylist() if row["label"] != "oos"]
        rows = [rows[i] for i in rng.permutation(len(rows))]
        enough = {label for label, n in Counter(row["label"] for row in rows).items() if n >= 60}
        labels = sorted({row["label"] for row in rows})
        unknown = set(rng.permutation(labels)[: len(labels) // 3].tolist())
        known = [row["text"] for row in rows if row["label"] not in unknown]
        self.learned, self.later = known[: len(known) // 2], known[len(known) // 2 :]
        self.planted = {
            label: [row["text"] for row in rows if row["label"] == label] for label in sorted(unknown & enough)
        }


def week(texts: list[str], number: int, rng: np.random.Generator, name: str, people: int) -> pa.Table:
    """Posts of one week."""
    monday = MONDAY + timedelta(weeks=number)
    authors = [f"{name}{n}" for n in (*range(people), *rng.integers(0, people, len(texts)))][: len(texts)]
    return pa.table(
        {
            "source": ["x"] * len(texts),
            "post_id": [f"{name}-{number}-{n}" for n in range(len(texts))],
            "text": texts,
            "author_id": authors,
            "created_at": pa.array([monday + timedelta(hours=n % 160) for n in range(len(texts))]),
        }
    )


def words(table: pa.Table) -> Counter[str]:
    return Counter(word for text in table["text"].to_pylist() for word in set(text.lower().split()))


def naive_alarms(table: pa.Table, before: Counter[str], n_before: int) -> int:
    n = table.num_rows
    return sum(here >= 10 and here / n >= 10 * (before[word] + 1) / n_before for word, here in words(table).items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("../shared/data/topics"))
    parser.add_argument("--set", default="clinc150")
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--posts", type=int, default=1500)
    parser.add_argument("--embedding", choices=EMBEDDINGS, default="taught")
    chosen = parser.parse_args()
    rng = np.random.default_rng(2026)
    texts = Texts(chosen.folder / f"{chosen.set}.parquet", rng)
    learned = week(texts.learned, 0, rng, "past", 2000)
    saved = ThemeModel(embedding=chosen.embedding).fit(learned).to_state()
    before = words(learned)
    print(
        f"{chosen.set}: {len(texts.learned)} posts learned from, weeks of {chosen.posts}, {len(texts.planted)} labels"
    )
    for share in (0.02, 0.01):
        n_new = round(share * chosen.posts)
        found = 0
        for trial in range(chosen.trials):
            planted = texts.planted[sorted(texts.planted)[trial % len(texts.planted)]]
            usual = rng.choice(texts.later, chosen.posts - n_new, replace=False).tolist()
            new = rng.choice(planted, n_new, replace=False).tolist()
            fresh = pa.concat_tables(
                [week(usual, 1, rng, "usual", 1200), week(new, 1, rng, "new", round(PEOPLE * n_new))]
            )
            model = ThemeModel.from_state(saved)
            known = set(model.themes["theme_id"].to_pylist())
            assigned = model.update(pa.concat_tables([learned, fresh])).predict(fresh).to_pylist()
            born = Counter(row["theme_id"] for row in assigned if row["theme_id"] not in {*known, "other"})
            new_in = Counter(row["theme_id"] for row in assigned if row["post_id"].startswith("new"))
            found += any(2 * new_in[theme] > n for theme, n in born.items())
        print(f"planted {n_new} posts ({share:.0%}): found in the first week in {found} of {chosen.trials}", flush=True)
    alarms, naive, runs = [], [], max(chosen.trials // 8, 1)
    for _ in range(runs):
        model = ThemeModel.from_state(saved)
        known_now = model.themes.num_rows
        quiet = [
            week(rng.choice(texts.later, chosen.posts, replace=False).tolist(), n, rng, "quiet", 1200)
            for n in range(1, 9)
        ]
        for n in range(1, 9):
            model.update(pa.concat_tables([learned, *quiet[:n]]))
        alarms.append(model.themes.num_rows - known_now)
        naive.append(sum(naive_alarms(one, before, learned.num_rows) for one in quiet))
    print(f"eight quiet weeks, {runs} times: false births {alarms}; naive word alarms {naive}")


if __name__ == "__main__":
    main()
