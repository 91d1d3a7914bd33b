"""Posts in Spanish, German, French and Portuguese: word lists beside what reads English, on posts kept for judging.

    python -m benchmarks.languages [--json]

The posts are ours (half of `analysis/training/data/languages_labelled.jsonl`; the other half taught and tuned), written before the lists but by
the same hand: expect less on posts of others. Peers read the text as it is: vaderSentiment, NLTK's VADER and TextBlob know English only,
as does our own model of English; the last peer calls every post by the commonest label. 'told' is the share of posts whose language is
recognised without the source's help, 'posts/s' the speed with all posts in that language.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.sentiment import nltk_vader, posts_of_25_words, textblob, vader_sentiment
from voxpop.analysis.sentiment.intent import HOLDS_AT, INTENTS
from voxpop.analysis.sentiment.measures import LABELS, measures
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.text.language import LANGUAGES
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training.words import posts

PEERS = {"vaderSentiment": vader_sentiment, "nltk-vader": nltk_vader, "textblob": textblob}


def our_english(reader: Reader) -> Callable[[list[str]], Any]:
    """The linear model of English, whatever the language."""
    return lambda texts: reader.sentiment.logits(reader.vocabulary.read(tokenise(texts))).argmax(axis=1)


def measure() -> list[dict[str, Any]]:
    """A row for each language."""
    reader = Reader.load("fast")
    peers: dict[str, Callable[[list[str]], Any]] = {"our English model": our_english(reader)}
    for name, make in PEERS.items():
        try:
            peers[name] = make()
        except ModuleNotFoundError as missing:
            print(f"{name}: {missing.name} is not installed")
    found = []
    for language in LANGUAGES:
        ours = posts("judge")[language]
        texts, truth = ours.texts, ours.labels
        read = next(iter(reader.read(pa.array(texts), pa.array([language] * len(texts)))))
        alone = next(iter(reader.read(pa.array(texts))))
        guesses = {"word lists": read.sentiment.argmax(axis=1), **{name: guess(texts) for name, guess in peers.items()}}
        guesses["commonest"] = np.full(len(truth), np.bincount(truth).argmax())
        many = posts_of_25_words(texts, 20_000)
        began = time.perf_counter()
        for _ in reader.read(pa.array(many), pa.array([language] * len(many))):
            pass
        row: dict[str, Any] = {
            "language": language,
            "posts": len(truth),
            "labels": dict(zip(LABELS, np.bincount(truth).tolist(), strict=True)),
        }
        row |= {name: {k: round(v, 3) for k, v in measures(truth, guess).items()} for name, guess in guesses.items()}
        row["told"] = round(float(np.mean([one == language for one in alone.languages])), 3)
        row["posts/s"] = round(len(many) / (time.perf_counter() - began))
        row["intents"] = {}
        for place, name in enumerate(INTENTS[: ours.intents.shape[1]]):
            said = ours.intents[:, place] >= 0
            held = (read.intents[said, place] >= HOLDS_AT).astype(np.int64)
            row["intents"][name] = round(measures(ours.intents[said, place], held, 2)["macro_f1"], 3)
        found.append(row)
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    for row in measure():
        if given.json:
            print(json.dumps(row))
            continue
        print(
            f"{row['language']}, {row['posts']} posts {row['labels']}, told {row['told']:.0%}, {row['posts/s']:,} posts/s"
        )
        for name, told in row.items():
            if isinstance(told, dict) and "macro_f1" in told:
                print(
                    f"  {name:<20}macro recall {told['macro_recall']:.3f}  macro-F1 {told['macro_f1']:.3f}  accuracy {told['accuracy']:.3f}"
                )
        print("  intents, macro-F1: " + ", ".join(f"{name} {value}" for name, value in row["intents"].items()))


if __name__ == "__main__":
    main()
