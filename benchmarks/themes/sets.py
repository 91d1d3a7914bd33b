"""Labelled texts that themes are measured on; none of them is part of this project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

DATA = Path("../shared/data")

SETS = {
    "banking questions": ("topics/banking77_train", "label"),
    "assistant requests": ("topics/clinc150", "label"),
    "newsgroups": ("topics/newsgroups20", "label"),
    "headlines": ("topics/octis_m10", "label"),
    "complaints": ("intent/complaint_tweets_train", "domain"),
}
"""File under the folder of data, and the column of its labels."""

NO_LABEL = ("oos", "other", "random_tweet", "random_reply")
"""Out of scope and the like: no subject of its own."""


def labelled(data: Path, name: str, most: int | None = None) -> tuple[list[str], list[str]]:
    """Texts and their labels, in an order that depends on nothing but their number."""
    file, column = SETS[name]
    table = pq.read_table(data / f"{file}.parquet")
    if "complaint" in table.column_names:
        table = table.filter(pc.equal(table["complaint"], 1))
    rows = zip(table["text"].to_pylist(), table[column].to_pylist(), strict=True)
    kept = [(text, str(label)) for text, label in rows if text and label not in NO_LABEL]
    order = np.random.default_rng(0).permutation(len(kept))[:most].tolist()
    return [kept[i][0] for i in order], [kept[i][1] for i in order]


def many(data: Path, number: int) -> list[str]:
    """Different texts of all kinds: dialogues, tweets, comments, questions, reviews, issues."""
    files = sorted(path for path in data.glob("*/*.parquet") if "_dev" not in path.name)
    texts = [text for path in files for text in pq.read_table(path, columns=["text"])["text"].to_pylist() if text]
    texts = list(dict.fromkeys(texts))
    return [texts[i] for i in np.random.default_rng(0).permutation(len(texts))[:number].tolist()]
