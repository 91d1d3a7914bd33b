"""New themes on labelled texts: how often a planted one is found in its first week, and how often quiet weeks bring one.

    python -m benchmarks.theme_births [--sets clinc150 banking77_train] [--tuned] [--seeds 2] [--trials 16] [--posts 1500]

A third of the labels is kept out of what the model learns from. A trial is one week of posts on known labels, drawn from
posts that were not learned from, with one unknown label planted: 2 % of the week (30 posts by 25 people), or 1 %. It is
found if a theme is born most of whose posts are planted ones; any other theme born is a false one. Quiet weeks have known
labels only; eight follow one another. Beside it, in the same weeks, a naive alarm: any word ten times as frequent as before,
in ten posts or more.

Labels are parted in two by a hash of their names. Those of one part were planted when thresholds were chosen (`--tuned`),
those of the other, with other seeds, are what is judged by.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.vectors import EMBEDDINGS

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
PEOPLE = 25 / 30  # different authors per planted post


class Texts:
    """Labelled texts, parted into known ones to learn from, known ones for weeks, and unknown labels."""

    def __init__(self, path: Path, part: int, rng: np.random.Generator) -> None:
        rows = [row for row in pq.read_table(path, columns=["text", "label"]).to_pylist() if row["label"] != "oos"]
        rows = [rows[i] for i in rng.permutation(len(rows))]
        enough = {label for label, n in Counter(row["label"] for row in rows).items() if n >= 60}
        labels = sorted({row["label"] for row in rows})
        own = [label for label in labels if hashlib.md5(label.encode(), usedforsecurity=False).digest()[-1] % 2 == part]
        unknown = set(rng.permutation(own)[: len(labels) // 3].tolist())
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


class Trials:
    """The weeks of one set of texts and one seed, and the model that knows what was before."""

    def __init__(self, path: Path, part: int, seed: int, chosen: argparse.Namespace) -> None:
        self.rng = np.random.default_rng(seed)
        self.texts = Texts(path, part, self.rng)
        self.learned = week(self.texts.learned, 0, self.rng, "past", 2000)
        self.saved = ThemeModel(embedding=chosen.embedding).fit(self.learned).to_state()
        self.posts, self.number, self.seed, self.alone = chosen.posts, chosen.trials, seed, chosen.alone

    def planted(self, n_new: int) -> Iterator[tuple[bool, int]]:
        """Of each trial whether the planted theme was found, and how many false ones were."""
        labels = sorted(self.texts.planted)
        for trial in range(self.number):
            texts = self.texts.planted[labels[(self.seed * self.number + trial) % len(labels)]]
            usual = self.rng.choice(self.texts.later, self.posts - n_new, replace=False).tolist()
            new = self.rng.choice(texts, n_new, replace=False).tolist()
            people = round(PEOPLE * n_new)
            fresh = pa.concat_tables([week(usual, 1, self.rng, "usual", 1200), week(new, 1, self.rng, "new", people)])
            model = ThemeModel.from_state(self.saved)
            known = set(model.themes["theme_id"].to_pylist())
            assigned = model.update(self._with_past([fresh])).predict(fresh).to_pylist()
            born = Counter(row["theme_id"] for row in assigned if row["theme_id"] not in {*known, "other"})
            new_in = Counter(row["theme_id"] for row in assigned if row["post_id"].startswith("new"))
            found = sum(2 * new_in[theme] > n for theme, n in born.items())
            yield found > 0, model.themes.num_rows - len(known) - found

    def quiet(self) -> tuple[int, int]:
        """False themes in eight quiet weeks, and naive alarms in the same."""
        model = ThemeModel.from_state(self.saved)
        known = model.themes.num_rows
        weeks = [
            week(self.rng.choice(self.texts.later, self.posts, replace=False).tolist(), n, self.rng, "quiet", 1200)
            for n in range(1, 9)
        ]
        for n in range(1, 9):
            model.update(self._with_past(weeks[n - 1 : n] if self.alone else weeks[:n]))
        before = words(self.learned)
        naive = sum(naive_alarms(one, before, self.learned.num_rows) for one in weeks)
        return model.themes.num_rows - known, naive

    def _with_past(self, weeks: list[pa.Table]) -> pa.Table:
        return pa.concat_tables(weeks if self.alone else [self.learned, *weeks])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("../shared/data/topics"))
    parser.add_argument("--sets", nargs="+", default=["clinc150", "banking77_train"])
    parser.add_argument("--tuned", action="store_true", help="the labels and seeds that thresholds were chosen by")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--trials", type=int, default=16, help="of each set, seed and size")
    parser.add_argument("--posts", type=int, default=1500)
    parser.add_argument("--embedding", choices=EMBEDDINGS, default="taught")
    parser.add_argument("--alone", action="store_true", help="give the model no earlier posts")
    chosen = parser.parse_args()
    part, first = (0, 1) if chosen.tuned else (1, 11)
    for name in chosen.sets:
        found: dict[float, list[bool]] = {0.02: [], 0.01: []}
        false, alarms, naive = 0, [], []
        for seed in range(first, first + chosen.seeds):
            trials = Trials(chosen.folder / f"{name}.parquet", part, seed, chosen)
            for share, hits in found.items():
                for hit, others in trials.planted(round(share * chosen.posts)):
                    hits.append(hit)
                    false += others
            one, other = trials.quiet()
            alarms.append(one)
            naive.append(other)
        told = ", ".join(
            f"planted {share:.0%}: found at once {sum(hits)} of {len(hits)}" for share, hits in found.items()
        )
        weeks = sum(map(len, found.values()))
        print(
            f"{name}: {told}; false themes beside them {false} in {weeks} weeks; "
            f"in eight quiet weeks {alarms}, naive word alarms {naive}",
            flush=True,
        )


if __name__ == "__main__":
    main()
