"""Intents by tier on held-out posts: macro-F1 of yes and no, for each intent and kind of post.

    python -m benchmarks.intents [--posts 700] [--json]

Beside them the peer that any listening product has: a list of words ('error', 'please add', '?'), as an analyst writes it.
The last three intents have no corpus: they are judged on posts of ours (half of them hard negatives) that were written after the
model's training posts and with other words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.few import FEW
from voxpop.analysis.sentiment.intent import HOLDS_AT, INTENTS
from voxpop.analysis.sentiment.measures import measures
from voxpop.analysis.sentiment.reading import TIERS, Reader
from voxpop.analysis.training import corpora
from voxpop.analysis.training.few import posts, read_statements

WORDS = {
    "bug_report": r"\b(?:bugs?|errors?|crash\w*|broken|fails?|failed|not work\w*|does ?n.?t work|exception|(?:freeze|froze)\w*)\b",
    "feature_request": r"\b(?:please add|feature request|would be (?:nice|great)|wish|should (?:have|support)|add support|suggest\w*)\b",
    "question": r"\?|^\s*(?:how|what|why|when|where|is there|can (?:i|we))\b",
    "praise": r"\b(?:great|love|thanks?|thank you|awesome|excellent|perfect|amazing|good job|nice)\b",
    "churn_risk": r"\b(?:cancel\w*|switch\w*|leaving|alternatives?|competitors?|renew\w*|unsubscrib\w*|moving to)\b",
    "answer": r"\b(?:you (?:can|could|need to|have to|should)|try|click|hope this helps|workaround|settings)\b",
    "promotion": r"https?://|\b(?:free|discount|offer|sale|code|buy|dm|sign up|link in bio|\d+ ?% off)\b",
    "complaint": r"\b(?:worst|terrible|awful|disappoint\w*|useless|never again|horrible|unacceptable|ridiculous|rude|waiting)\b",
}


def judged(most: int) -> Iterator[tuple[str, list[str], np.ndarray[Any, Any]]]:
    """Returns the held-out posts of each kind with what is said of each intent (-1: nothing)."""
    for group in corpora.intents(corpora.folder()):
        places = np.flatnonzero(group.part == 2)[:most]
        yield group.domain, [group.texts[place] for place in places], group.intents[places]
    for name in FEW:
        rows = [row for row in posts("judge") if row["about"] == name]
        wanted = np.full((len(rows), len(INTENTS)), -1)
        wanted[:, INTENTS.index(name)] = [int(row["holds"]) for row in rows]
        yield "ours", [row["text"] for row in rows], wanted
    rows = posts("judge")
    yield (
        "ours, all three",
        [row["text"] for row in rows],
        np.concatenate([np.full((len(rows), len(INTENTS) - len(FEW)), -1), read_statements(rows)], axis=1),
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=700, help="posts judged of each kind")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    readers = {tier: Reader.load(tier) for tier in ("fast", "auto", "best") if tier in TIERS}
    patterns = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in WORDS.items()}
    for domain, texts, wanted in judged(given.posts):
        found: dict[str, np.ndarray[Any, Any]] = {
            tier: np.concatenate([read.intents for read in reader.read(pa.array(texts))]) >= HOLDS_AT
            for tier, reader in readers.items()
        }
        found["words"] = np.array([[patterns[name].search(text) is not None for name in INTENTS] for text in texts])
        for place, name in enumerate(INTENTS[: wanted.shape[1]]):
            said = wanted[:, place] >= 0
            if len(np.unique(wanted[said, place])) < 2:
                continue
            told = {
                way: round(measures(wanted[said, place], held[said, place].astype(np.int64), 2)["macro_f1"], 3)
                for way, held in found.items()
            }
            row: dict[str, Any] = {"intent": name, "posts": domain, "n": int(said.sum()), **told}
            print(json.dumps(row) if given.json else "  ".join(f"{key} {value}" for key, value in row.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
