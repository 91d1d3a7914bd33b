"""Questions of one's own on labelled texts of others: `python -m benchmarks.questions [--sets develop|judge] [--seeds 3] [--json]`.

Twenty examples of each of ten classes, drawn by seed; each class is one yes/no question, asked of all other texts of the set,
whose other classes nobody names. F1 of yes against the rest, means over questions and seeds, at the cut-off that each way finds
itself and at the best one that there is. The method was chosen on `develop` (CLINC150, 20 Newsgroups, and classes of Banking77 that
are not judged) and is judged on ten other classes of Banking77 and on the complaint set (the nine domains, and whether a tweet
complains, with 20 counter-examples). Peers in the same run: TF-IDF of words and pairs with logistic regression against the same
posts in the background, and the shipped encoder by the description alone (its cosine to the class's name).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from voxpop.analysis.questions import Question, QuestionReader
from voxpop.analysis.questions.reader import BACKGROUND, encode_texts
from voxpop.analysis.training.corpora import PLACE

EXAMPLES, CLASSES = 20, 10
Floats = np.ndarray[Any, np.dtype[np.float64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Task:
    """Texts with the classes that are asked for: the names by which people would call them, and which texts belong to each."""

    name: str
    texts: list[str]
    classes: dict[str, Mask]
    counter: bool = False  # whether questions have counter-examples too


def load_tasks(sets: str, seed: int) -> Iterator[Task]:
    """The sets to choose by, or to judge by; the ten classes of Banking77 that are judged are never in the former."""
    banking, labels = _read("topics/banking77_train.parquet", "label")
    names = list(np.random.default_rng(7).permutation(sorted(set(labels))))
    if sets == "judge":
        yield Task("banking77", banking, _classes(labels, names[:CLASSES]))
        tweets, domains = _read("intent/complaint_tweets_train.parquet", "domain")
        said = pq.read_table(PLACE / "intent/complaint_tweets_train.parquet")["complaint"].to_numpy() == 1
        real = sorted(name for name in set(domains) if not name.startswith("random"))
        yield Task("complaints, by domain", tweets, _classes(domains, real))
        yield Task("complaints, whether", tweets, {"complaint": said}, counter=True)
        return
    yield Task("banking77", banking, _classes(labels, _draw(names[CLASSES:], seed)))
    for name, file, most in (
        ("clinc150", "topics/clinc150.parquet", 9000),
        ("newsgroups", "topics/newsgroups20.parquet", 3000),
    ):
        texts, labels = _read(file, "label", most)
        yield Task(name, texts, _classes(labels, _draw(sorted(set(labels) - {"oos"}), seed)))


def ours(task: Task, chosen: dict[str, tuple[list[int], list[int]]], rest: list[int]) -> tuple[Floats, Mask, float]:
    """Probabilities and answers of yes, a column a question, and posts a second of processor time once it has learned."""
    texts = task.texts
    questions = [
        Question(f"q{n}", name, name, tuple(texts[i] for i in yes), tuple(texts[i] for i in no))
        for n, (name, (yes, no)) in enumerate(chosen.items())
    ]
    posts = [texts[i] for i in rest]
    reader = QuestionReader.fit(questions, posts)
    learned = time.process_time()
    answers = reader.read(posts)
    done = time.process_time()
    return answers.probability.astype(float), answers.above, len(posts) / (done - learned)


def by_words(task: Task, chosen: dict[str, tuple[list[int], list[int]]], rest: list[int]) -> tuple[Floats, Mask, float]:
    """TF-IDF with logistic regression: the examples against the counter-examples and the posts of the background."""
    texts, behind = task.texts, rest[:BACKGROUND]
    began = time.process_time()
    table = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit([texts[i] for i in behind])
    posts, found = table.transform([texts[i] for i in rest]), []
    for yes, no in chosen.values():
        rows = table.transform([texts[i] for i in (*yes, *no, *behind)])
        target = [1] * len(yes) + [0] * (len(no) + len(behind))
        model = LogisticRegression(C=10, class_weight="balanced", max_iter=500).fit(rows, target)
        found.append(model.predict_proba(posts)[:, 1])
    scores = np.stack(found, axis=1)
    return scores, scores >= 0.5, len(rest) / (time.process_time() - began)


def by_description(
    task: Task, chosen: dict[str, tuple[list[int], list[int]]], rest: list[int]
) -> tuple[Floats, Mask, float]:
    """The encoder's cosine to the class's name; without examples no cut-off can be found, so it has the best there is."""
    began = time.process_time()
    names = encode_texts([name.replace("_", " ").replace(".", " ") for name in chosen])
    scores = encode_texts([task.texts[i] for i in rest]) @ names.T
    return scores, np.zeros(scores.shape, dtype=bool), len(rest) / (time.process_time() - began)


WAYS: dict[str, Callable[..., tuple[Floats, Mask, float]]] = {
    "voxpop": ours,
    "TF-IDF, logistic regression": by_words,
    "by description alone": by_description,
}


def measure(task: Task, seed: int, ways: list[str]) -> Iterator[dict[str, Any]]:
    """A row for each way: mean F1 at its own cut-off and at the best, posts a processor second."""
    rng = np.random.default_rng(100 + seed)
    chosen: dict[str, tuple[list[int], list[int]]] = {}
    for name, mine in task.classes.items():
        yes = rng.choice(np.flatnonzero(mine), EXAMPLES, replace=False).tolist()
        no = rng.choice(np.flatnonzero(~mine), EXAMPLES, replace=False).tolist() if task.counter else []
        chosen[name] = (yes, no)
    used = {i for pair in chosen.values() for part in pair for i in part}
    rest = rng.permutation([i for i in range(len(task.texts)) if i not in used]).tolist()
    truth = np.stack([mine[rest] for mine in task.classes.values()], axis=1)
    for way in ways:
        scores, over, rate = WAYS[way](task, chosen, rest)
        columns = range(truth.shape[1])
        row = {"set": task.name, "way": way, "seed": seed, "posts": len(rest), "rate": rate}
        row["f1"] = float(np.mean([_f1(over[:, k], truth[:, k]) for k in columns]))
        row["best"] = float(np.mean([_best_f1(scores[:, k], truth[:, k]) for k in columns]))
        row["precision"] = float(np.mean([truth[over[:, k], k].mean() if over[:, k].any() else 0.0 for k in columns]))
        yield row


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", choices=("develop", "judge"), default="judge")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    rows = [
        row
        for seed in range(given.seeds)
        for task in load_tasks(given.sets, seed)
        for row in measure(
            task, seed, given.ways if seed == 0 else [w for w in given.ways if w != "by description alone"]
        )
    ]
    for name, way in dict.fromkeys((row["set"], row["way"]) for row in rows):
        mine = [row for row in rows if (row["set"], row["way"]) == (name, way)]
        told = {
            key: round(float(np.mean([row[key] for row in mine])), 3) for key in ("f1", "best", "precision", "rate")
        }
        told = {"set": name, "way": way, "posts": mine[0]["posts"], "seeds": len(mine)} | told
        print(json.dumps(told) if given.json else "  ".join(f"{key} {value}" for key, value in told.items()))
    return 0


def _read(file: str, column: str, most: int | None = None) -> tuple[list[str], list[str]]:
    table = pq.read_table(PLACE / file, columns=["text", column])
    rows = [(text, label) for text, label in zip(*(table[c].to_pylist() for c in ("text", column)), strict=True)]
    if most is not None:
        rows = [rows[i] for i in np.random.default_rng(1).permutation(len(rows))[:most]]
    return [text or "" for text, _ in rows], [label for _, label in rows]


def _draw(names: list[str], seed: int) -> list[str]:
    return [str(name) for name in np.random.default_rng(seed).choice(names, CLASSES, replace=False)]


def _classes(labels: list[str], names: list[str]) -> dict[str, Mask]:
    known = np.array(labels)
    return {str(name): known == name for name in names}


def _f1(said: Mask, truth: Mask) -> float:
    return float(2 * (said & truth).sum() / max(said.sum() + truth.sum(), 1))


def _best_f1(scores: Floats, truth: Mask) -> float:
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truth[order])
    return float((2 * right / (np.arange(1, len(order) + 1) + truth.sum())).max())


if __name__ == "__main__":
    raise SystemExit(main())
