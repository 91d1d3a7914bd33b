"""Sentiment towards each name in a post: `python -m benchmarks.targets [--half develop] [--data DIR] [--json]`.

First on posts written for this test: rules were made and the model trained on one half and both are judged on the other (the hash of
a post's letters says which). In the same run, on the same pairs of post and name: the rules and clauses without the model, the tone of the
whole post, and of the sentences that hold the name, by our scorer and by VADER. Then the held-out posts of the public sets, where they
are there (tweets, restaurants, laptops: in training other posts of these sets were seen; the model card has the figures of models that
never saw the set). Then the speed, with one name in a post and with three.
"""

from __future__ import annotations

import argparse
import json
import time
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
from voxpop.analysis.training import corpora
from voxpop.analysis.training.targets.judge import judge
from voxpop.analysis.training.targets.posts import JUDGED, SETS, half_of, read_set
from voxpop.analysis.training.targets.posts import OURS as POSTS

ROLES = {
    "Larkspur": "brand",
    "Pipeline Board": "product",
    "Mailroom": "product",
    "Nimbus": "product",
    "Oakdesk": "product",
}
SPEED_POSTS = 6_000


def posts(half: str) -> list[dict[str, Any]]:
    """Returns the labelled posts of one half."""
    rows = [json.loads(line) for line in POSTS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if half_of(row["text"]) == half]


def names_of(rows: list[dict[str, Any]]) -> Names:
    """Returns the names of the posts, ours and the rivals'."""
    found = sorted({name for row in rows for name in row["targets"]})
    return Names([Named(name=name, role=ROLES.get(name, "rival"), terms=(name,)) for name in found])


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
    parser.add_argument("--data", type=Path, default=corpora.PLACE, help="folder of the public sets")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    rows = posts(given.half)
    names = names_of(rows)
    pairs = [(row["text"], name) for row in rows for name in row["targets"]]
    truth = np.array([LABELS.index(row["targets"][name]) for row in rows for name in row["targets"]])
    vader = nltk_vader()
    plain = TargetReader(Reader.load("auto"), names)
    plain.model = None
    found = {
        "rules and clauses without the model, auto": by_rules(plain, pairs),
        **{f"as used, {t}": by_rules(TargetReader(Reader.load(t), names), pairs) for t in ("fast", "auto", "best")},
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
    for told in (*judge_sets(given.data), *speeds(names, rows)):
        print(json.dumps(told) if given.json else "  ".join(f"{key} {value}" for key, value in told.items()))
    return 0


def judge_sets(data: Path) -> list[dict[str, Any]]:
    """Returns the figures of each public set that is there, on its held-out posts."""
    reader = Reader.load("auto")
    model = TargetReader(reader, Names([])).model
    files = {name: data / f"targets/{file}_train.parquet" for name, file in SETS.items()}
    told = [post for name, path in files.items() if path.is_file() for post in read_set(name, path)]
    held = [post for post in told if post.part == JUDGED and post.labels]
    if model is None or not held:
        return []
    return [{"set": name, **scores} for name, scores in judge(reader, model, held).items()]


def speeds(names: Names, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns posts a second by tier, for posts of like length that name one and that name three."""
    one = [row["text"] for row in rows if len(row["targets"]) == 1]
    three = [f"{text} (Larkspur, Tern)" for text in one]
    found = []
    for name in ("fast", "auto"):
        reader = TargetReader(Reader.load(name), names)
        for kind, texts in (("one name", one), ("three names", three)):
            many = pa.array([f"{texts[place % len(texts)]} {place}" for place in range(SPEED_POSTS)])
            reader.read(many.slice(0, 200))
            began = time.process_time()
            reader.read(many)
            found.append(
                {"tier": name, "kind": kind, "posts_per_cpu_second": round(SPEED_POSTS / (time.process_time() - began))}
            )
    return found


if __name__ == "__main__":
    raise SystemExit(main())
