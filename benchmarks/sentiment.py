"""Sentiment beside its peers in one run: `python benchmarks/sentiment.py [--json]`.

Judged on held-out posts of every domain of the labelled data and on our own B2B posts; then speed on posts of 25
words, time to the first score in a fresh process, and memory. Peers: NLTK's VADER, vaderSentiment and TextBlob. NLTK's VADER needs a lexicon that must be downloaded; it is given vaderSentiment's file, which is the
same list in the same format.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))

from voxpop.analysis.sentiment.measures import LABELS, measures
from voxpop.analysis.training import corpora

Guess = Callable[[list[str]], np.ndarray[Any, np.dtype[np.int64]]]
B2B = Path(__file__).parents[1] / "analysis" / "training" / "data" / "b2b_labelled.jsonl"
TIERS = ("fast", "auto", "best")
FIRST_SCORE = {
    **{
        name: f"import pyarrow as pa\nfrom voxpop.analysis.sentiment.scores import Scorer\nScorer.load('{name}').score(pa.array(['it is broken']))"
        for name in TIERS
    },
    "nltk-vader": "import benchmarks.sentiment as b\nb.nltk_vader()(['it is broken'])",
    "vaderSentiment": "import benchmarks.sentiment as b\nb.vader_sentiment()(['it is broken'])",
    "textblob": "import benchmarks.sentiment as b\nb.textblob()(['it is broken'])",
}


def tier(name: str) -> Guess:
    """Returns our scorer; a post it refuses is called neutral here, as a reader would count it."""
    from voxpop.analysis.sentiment.scores import Scorer

    scorer = Scorer.load(name)
    number = {name: place for place, name in enumerate(LABELS)} | {None: 1}
    return lambda texts: np.array([number[label] for label in scorer.score(pa.array(texts))["label"].to_pylist()])


def from_compound(polarity: Callable[[str], float]) -> Guess:
    """Returns three classes from a number between -1 and 1, cut at .05 as VADER's authors do."""

    def guess(texts: list[str]) -> np.ndarray[Any, np.dtype[np.int64]]:
        found = np.array([polarity(text) for text in texts])
        return np.where(found >= 0.05, 2, np.where(found <= -0.05, 0, 1))

    return guess


def nltk_vader() -> Guess:
    """Returns NLTK's VADER with vaderSentiment's lexicon file."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    spec = importlib.util.find_spec("vaderSentiment")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name="vaderSentiment")
    lexicon = Path(next(iter(spec.submodule_search_locations))) / "vader_lexicon.txt"
    analyser = SentimentIntensityAnalyzer.__new__(SentimentIntensityAnalyzer)
    analyser.lexicon_file = lexicon.read_text(encoding="utf-8")
    analyser.lexicon = analyser.make_lex_dict()
    from nltk.sentiment.vader import VaderConstants

    analyser.constants = VaderConstants()
    return from_compound(lambda text: float(analyser.polarity_scores(text)["compound"]))


def vader_sentiment() -> Guess:
    """Returns vaderSentiment's own analyser."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return from_compound(lambda text: float(analyser.polarity_scores(text)["compound"]))


def textblob() -> Guess:
    """Returns TextBlob's pattern analyser."""
    from textblob.en.sentiments import PatternAnalyzer

    analyser = PatternAnalyzer()
    return from_compound(lambda text: float(analyser.analyze(text).polarity))


SCORERS: dict[str, Callable[[], Guess]] = {
    **{name: partial(tier, name) for name in TIERS},
    "nltk-vader": nltk_vader,
    "vaderSentiment": vader_sentiment,
    "textblob": textblob,
}


def domains(limit: int) -> dict[str, tuple[list[str], np.ndarray[Any, np.dtype[np.int64]]]]:
    """Returns the judged posts of each domain, at most `limit`, and our own B2B posts."""
    found = {}
    for one in corpora.sentiment(corpora.folder()):
        if one.weight == 1:
            held = np.flatnonzero(one.part == 2)[:limit]
            found[one.domain] = ([one.texts[place] for place in held], one.labels[held])
    rows = [json.loads(line) for line in B2B.read_text(encoding="utf-8").splitlines()]
    labels = np.array([LABELS.index(row["label"]) for row in rows])
    return found | {"b2b (ours)": ([row["text"] for row in rows], labels)}


def posts_of_25_words(texts: list[str], n_posts: int) -> list[str]:
    """Returns posts of 25 words from the words of real posts in their order."""
    words = " ".join(texts).split()
    words *= 1 + n_posts * 25 // len(words)
    return [" ".join(words[start : start + 25]) for start in range(0, n_posts * 25, 25)]


def speed(guess: Guess, texts: list[str]) -> tuple[float, float]:
    """Returns posts per second of wall time and of CPU time."""
    guess(texts[:200])
    wall, cpu = time.perf_counter(), time.process_time()
    guess(texts)
    return len(texts) / (time.perf_counter() - wall), len(texts) / (time.process_time() - cpu)


def fresh(name: str) -> dict[str, float]:
    """Returns seconds to the first score in a new process, and its memory in MB (its own peak: `getrusage` would count the parent's, which it was forked from)."""
    code = (
        "import time; began = time.perf_counter()\n" + FIRST_SCORE[name] + "\nimport json, pathlib\n"
        "print(json.dumps({'first_score_s': round(time.perf_counter() - began, 3),"
        " 'memory_mb': round(int(pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]) / 1000)}))"
    )
    root = str(Path(__file__).parents[1])
    out = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
        env=os.environ | {"PYTHONPATH": root},
    )
    found: dict[str, float] = json.loads(out.stdout)
    return found


def measure(limit: int, n_posts: int) -> dict[str, Any]:
    """Returns all figures of all scorers that are installed."""
    judged = domains(limit)
    every = [text for texts, _ in judged.values() for text in texts]
    found: dict[str, Any] = {"domains": {name: len(texts) for name, (texts, _) in judged.items()}, "scorers": {}}
    for name, make in SCORERS.items():
        try:
            guess = make()
        except ModuleNotFoundError as missing:
            found["scorers"][name] = {"absent": f"{missing.name} is not installed"}
            continue
        size = {"fast": n_posts, "best": n_posts // 25}.get(name, n_posts // 10)
        wall, cpu = speed(guess, posts_of_25_words(every, size))
        found["scorers"][name] = {
            "quality": {domain: measures(labels, guess(texts)) for domain, (texts, labels) in judged.items()},
            "posts_per_s": round(wall),
            "posts_per_cpu_s": round(cpu),
            **fresh(name),
        }
    found["memory_mb_after_all"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return found


def table(found: dict[str, Any]) -> str:
    """Returns the figures as text."""
    present = {name: row for name, row in found["scorers"].items() if "quality" in row}
    lines = [
        "macro recall / macro-F1, in points",
        f"{'domain':<16}{'posts':>7}" + "".join(f"{name:>18}" for name in present),
    ]
    for domain, n_posts in found["domains"].items():
        cells = [row["quality"][domain] for row in present.values()]
        lines.append(
            f"{domain:<16}{n_posts:>7}"
            + "".join(f"{100 * cell['macro_recall']:>11.1f} / {100 * cell['macro_f1']:.1f}" for cell in cells)
        )
    for key, title in (
        ("posts_per_s", "posts of 25 words a second, one process"),
        ("posts_per_cpu_s", "the same per CPU second"),
        ("first_score_s", "first score in a fresh process, s"),
        ("memory_mb", "memory of that process, MB"),
    ):
        lines.append(f"{title:<41}" + "".join(f"{name} {row[key]:,}   " for name, row in present.items()))
    lines += [f"{name}: {row['absent']}" for name, row in found["scorers"].items() if "absent" in row]
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, default=3000, help="posts judged of each domain")
    parser.add_argument("--posts", type=int, default=50_000, help="posts timed")
    given = parser.parse_args()
    found = measure(given.limit, given.posts)
    sys.stdout.write((json.dumps(found, indent=1) if given.json else table(found)) + "\n")


if __name__ == "__main__":
    main()
