"""Tweets in Spanish, German, French, Portuguese and Italian that other people labelled (UMSAB), through the installed scorer.

    python -m benchmarks.tweets_of_languages [FILE] [--json]

FILE is a Parquet file with text, label and lang; without one UMSAB's validation part in the folder of labelled data, on which trust, weight
and heat were chosen, so its figures lean high. UMSAB's test part was not read in making the models: give it as FILE. For every tier
macro-F1 by language with the language as the source gives it, the share left unscored, and posts a second of CPU; a second table tells
how well languages are recognised: as a post comes, and among six languages with the source silent, beside py3langid and lingua where
these are installed.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from voxpop.analysis.sentiment.languages.encoder import installed
from voxpop.analysis.sentiment.languages.told import Told
from voxpop.analysis.sentiment.measures import LABELS, measures
from voxpop.analysis.sentiment.scores import Scorer
from voxpop.analysis.text.second_opinion import LEARNED, TOLD
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training import corpora
from voxpop.analysis.training.languages import posts

ENGLISH = 324
"""English tweets, kept for judging, beside the others when languages are told apart."""

SHORT = 4
"""Words; under it a post is short."""


def tone(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each tier."""
    found = []
    truth = np.array([LABELS.index(row["label"]) for row in rows])
    langs = np.array([row["lang"] for row in rows])
    texts = pa.array([row["text"].replace("\0", "") for row in rows])
    for tier in ("fast", "auto", "best"):
        scorer = Scorer.load(tier)
        scorer.score(texts.slice(0, 10))
        began = time.process_time()
        scored = scorer.score(texts, pa.array(langs))
        spent = time.process_time() - began
        guess = np.array([LABELS.index(label or "neutral") for label in scored["label"].to_pylist()])
        by = {name: measures(truth[langs == name], guess[langs == name])["macro_f1"] for name in LEARNED}
        unscored = 1 - float(np.mean(scored["scored"].to_numpy(zero_copy_only=False).astype(bool)))
        found.append(
            {"tier": tier, **by, "mean": float(np.mean(list(by.values()))), "unscored": unscored, "posts/CPU s": len(rows) / spent}
        )  # fmt: skip
    return found


def told(rows: list[dict[str, Any]], data: Path) -> list[dict[str, Any]]:
    """A row for each that recognises languages: right, undetermined and wrong; whole and of short posts."""
    english = posts.english(data, part=2)[posts.TWEETS].texts[:ENGLISH]
    texts = [row["text"].replace("\0", "") for row in rows] + english
    truth = np.array([row["lang"] for row in rows] + ["en"] * len(english))
    words = np.array(
        [sum(part.isalpha() for part in text.split() if not part.startswith(("@", "http"))) for text in texts]
    )
    found = []
    for name, guess in recognisers().items():
        began = time.process_time()
        said = np.array(guess(texts))
        spent = time.process_time() - began
        row: dict[str, Any] = {"by": name, "posts/CPU s": len(texts) / spent}
        for kind, mine in (("all", words >= 0), ("short", words < SHORT)):
            row[f"{kind}: right"] = float(np.mean(said[mine] == truth[mine]))
            row[f"{kind}: undetermined"] = float(np.mean(said[mine] == "und"))
        found.append(row)
    return found


def recognisers() -> dict[str, Callable[[list[str]], list[str]]]:
    """Ours as posts come and among six languages, and peers restricted to the same six."""
    scorer, opinion = Scorer.load("fast"), Told.load()
    six = TOLD[:-1]
    found: dict[str, Callable[[list[str]], list[str]]] = {
        "voxpop, any language": lambda texts: scorer.score(pa.array(texts))["lang"].to_pylist(),
        "voxpop, of six": lambda texts: [
            six[n] for n in opinion.shares(tokenise(texts))[:, : len(six)].argmax(axis=1).tolist()
        ],
    }
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        narrow = LanguageIdentifier.from_model_file(MODEL_FILE)
        narrow.set_languages(list(six))
        found["py3langid, of six"] = lambda texts: [narrow.classify(text)[0] for text in texts]
    except ImportError:
        print("py3langid is not installed")
    try:
        from lingua import IsoCode639_1, LanguageDetectorBuilder

        codes = [getattr(IsoCode639_1, name.upper()) for name in six]
        detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()

        def lingua(texts: list[str]) -> list[str]:
            held = [detector.detect_language_of(text) for text in texts]
            return [one.iso_code_639_1.name.lower() if one else "und" for one in held]

        lingua(["bonjour"])
        found["lingua, of six"] = lingua
    except ImportError:
        print("lingua is not installed")
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    data = corpora.folder(None)
    rows = [row for row in pq.read_table(given.file or data / posts.VALIDATE).to_pylist() if row["lang"] in LEARNED]
    if not given.json:
        print(f"{len(rows)} posts; the extra [languages] is {'' if installed() else 'not '}installed")
    for row in (*tone(rows), *told(rows, data)):
        if given.json:
            print(json.dumps(row))
            continue
        cells = (
            value if isinstance(value, str) else f"{name} {value:,.0f}" if value > 1 else f"{name} {value:.3f}"
            for name, value in row.items()
        )  # fmt: skip
        print("  ".join(cells))


if __name__ == "__main__":
    main()
