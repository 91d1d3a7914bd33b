"""Sentiment towards each name in a post, on posts written for this test: `python -m benchmarks.targets [--half develop] [--json]`.

The rules were made on one half of the posts and are judged on the other (the hash of a post's letters says which). In the same
run, on the same pairs of post and name: the tone of the whole post, and of the sentences that hold the name, by our scorer and
by VADER. Then the speed of `fast`.
"""

from __future__ import annotations

import argparse
import json
import time
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.sentiment import Guess, nltk_vader, tier
from voxpop.analysis.sentiment.measures import LABELS, measures
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.targets.targets import TargetReader
from voxpop.analysis.text.clauses import sentences
from voxpop.analysis.text.names import Named, Names

POSTS = Path(__file__).parents[1] / "analysis" / "training" / "data" / "targets_labelled.jsonl"
OURS = {
    "Larkspur": "brand",
    "Pipeline Board": "product",
    "Mailroom": "product",
    "Nimbus": "product",
    "Oakdesk": "product",
}
SPEED_POSTS = 20_000


def half_of(text: str) -> str:
    """Returns the half that a post belongs to, by its letters alone."""
    letters = "".join(sign for sign in text.lower() if sign.isalnum())
    return "judge" if blake2b(letters.encode(), digest_size=4).digest()[0] % 2 else "develop"


def posts(half: str) -> list[dict[str, Any]]:
    """Returns the labelled posts of one half."""
    rows = [json.loads(line) for line in POSTS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if half_of(row["text"]) == half]


def names_of(rows: list[dict[str, Any]]) -> Names:
    """Returns the names of the posts, ours and the rivals'."""
    found = sorted({name for row in rows for name in row["targets"]})
    return Names([Named(name=name, role=OURS.get(name, "rival"), terms=(name,)) for name in found])


def by_rules(reader: TargetReader, pairs: list[tuple[str, str]]) -> np.ndarray[Any, Any]:
    """Returns the class of each pair of post and name."""
    texts = list(dict.fromkeys(text for text, _ in pairs))
    found = {(texts[row["row"]], row["target"]): row["label"] for row in reader.read(pa.array(texts)).to_pylist()}
    return np.array([LABELS.index(found.get(pair) or "neutral") for pair in pairs])


def by_sentence(guess: Guess, pairs: list[tuple[str, str]]) -> np.ndarray[Any, Any]:
    """Returns the class of the sentences that hold the name."""
    parts = [[one for one in sentences(text) if name.lower() in one.lower()] or [text] for text, name in pairs]
    return np.asarray(guess([" ".join(part) for part in parts]))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("develop", "judge"), default="judge")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    rows = posts(given.half)
    names = names_of(rows)
    pairs = [(row["text"], name) for row in rows for name in row["targets"]]
    truth = np.array([LABELS.index(row["targets"][name]) for row in rows for name in row["targets"]])
    vader = nltk_vader()
    found = {
        **{f"by clause, {t}": by_rules(TargetReader(Reader.load(t), names), pairs) for t in ("fast", "auto", "best")},
        "whole post, fast": tier("fast")([text for text, _ in pairs]),
        "whole post, best": tier("best")([text for text, _ in pairs]),
        "whole post, VADER": vader([text for text, _ in pairs]),
        "sentence, fast": by_sentence(tier("fast"), pairs),
        "sentence, best": by_sentence(tier("best"), pairs),
        "sentence, VADER": by_sentence(vader, pairs),
    }
    several = np.array([len(row["targets"]) > 1 for row in rows for _ in row["targets"]])
    for way, labels in found.items():
        told = {
            "way": way,
            "posts": len(rows),
            "names": len(pairs),
            "macro_f1": round(measures(truth, labels)["macro_f1"], 3),
            "accuracy": round(float((truth == labels).mean()), 3),
            "macro_f1 of posts with several names": round(measures(truth[several], labels[several])["macro_f1"], 3),
        }
        print(json.dumps(told) if given.json else "  ".join(f"{key} {value}" for key, value in told.items()))
    reader = TargetReader(Reader.load("fast"), names)
    many = pa.array([rows[place % len(rows)]["text"] + f" {place}" for place in range(SPEED_POSTS)])
    began = time.perf_counter()
    reader.read(many)
    rate = round(SPEED_POSTS / (time.perf_counter() - began))
    print(json.dumps({"posts_per_second": rate}) if given.json else f"fast: {rate} posts a second, each with a name")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
