"""Themes beside scikit-learn's NMF and LDA, BERTopic and turftopic on labelled texts: agreement, posts in none, cost.

    python -m benchmarks.themes [--data ../shared/data] [--sets NAME...] [--posts 10000] [--json]

Each way runs in a process of its own. NMI is normalised mutual information with the labels, over all posts, those in no
theme as one more theme. 'given' has as many themes as there are labels; 'found' finds the number by itself, which NMF, LDA
and turftopic's GMM cannot. BERTopic and turftopic need `make peers` and get the vectors of the encoder that Voxpop ships; the
encoder's seconds are in theirs.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sklearn.metrics import normalized_mutual_info_score

from benchmarks.themes.runs import FINDS_NUMBER, Texts, laid_out, ways
from benchmarks.themes.sets import DATA, SETS, labelled


def measured(texts: Texts, way: str, truth: list[str], number: int | None) -> dict[str, object]:
    """One row of the table."""
    found = texts.run(way, number)
    labels = found["labels"]
    return {
        "way": way,
        "number": "found" if number is None else "given",
        "themes": len(set(labels) - {"other"}),
        "NMI": round(float(normalized_mutual_info_score(truth, labels)), 3),
        "other %": round(100 * labels.count("other") / len(labels), 1),
        **{name: round(value, 1) for name, value in found["cost"].items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows: list[dict[str, object]] = []
    here = ways()
    for name in chosen.sets:
        texts, truth = labelled(chosen.data, name, chosen.posts)
        n_labels = len(set(truth))
        with laid_out(texts) as laid:
            for way in here:
                for number in (n_labels, None) if way in FINDS_NUMBER else (n_labels,):
                    rows.append({"set": name, "posts": len(texts), **measured(laid, way, truth, number)})
                    if not chosen.json:
                        if len(rows) == 1:
                            print("  ".join(f"{key:>9}" for key in rows[0]))
                        print(
                            "  ".join(f"{value!s:>{max(len(key), 9)}}" for key, value in rows[-1].items()), flush=True
                        )
    if chosen.json:
        print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
