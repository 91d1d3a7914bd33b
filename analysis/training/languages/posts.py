"""The posts that the models of languages are trained, chosen and judged on: UMSAB, English domains, and ours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.parquet as pq

from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.text.second_opinion import LEARNED
from voxpop.analysis.training import corpora
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

TRAIN, VALIDATE = "multilingual/umsab_train.parquet", "multilingual/umsab_val.parquet"
"""Tweets of UMSAB (Barbieri et al. 2022): its own training part, and the part on which everything is chosen."""

OURS: Final = Path(__file__).parents[1] / "data" / "languages_labelled.jsonl"

TWEETS: Final = "tweets"
"""The English domain that is nearest to UMSAB."""

ENGLISH: Final = ("airline", "reddit", "stackoverflow", "jira", "github", "reviews")
"""Other English domains, so that the encoder hears of more than tweets."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Texts with their languages and the numbers of their labels."""

    texts: list[str]
    langs: list[str]
    labels: Ints

    def __add__(self, other: Posts) -> Posts:
        """Both, one after the other."""
        labels = np.concatenate([self.labels, other.labels])
        return Posts(self.texts + other.texts, self.langs + other.langs, labels)

    def of(self, rows: Ints) -> Posts:
        """Some of the posts, in the order given."""
        return Posts([self.texts[n] for n in rows], [self.langs[n] for n in rows], self.labels[rows])

    def in_language(self, lang: str) -> Posts:
        """The posts in one language."""
        return self.of(np.flatnonzero(np.array(self.langs) == lang))


def umsab(data: Path, file: str = TRAIN) -> Posts:
    """Returns the tweets of one part of UMSAB in the languages that are learned."""
    path = data / file
    if not path.is_file():
        raise UsageError(
            f"{path}: no such file. UMSAB is in cardiffnlp/xlm-t, data/sentiment; as Parquet with text, label, lang."
        )
    rows = pq.read_table(path, columns=["text", "label", "lang"]).to_pylist()
    mine = [row for row in rows if row["lang"] in LEARNED]
    labels = np.array([LABELS.index(row["label"]) for row in mine])
    return Posts([row["text"].replace("\0", "") for row in mine], [row["lang"] for row in mine], labels)


def ours(half: str) -> Posts:
    """Returns our own posts to a company: the half to 'tune', or the half to 'judge'."""
    rows = [json.loads(line) for line in OURS.read_text(encoding="utf-8").splitlines()]
    mine = [row for row in rows if row["half"] == half]
    labels = np.array([LABELS.index(row["label"]) for row in mine])
    return Posts([row["text"] for row in mine], [row["lang"] for row in mine], labels)


def english(data: Path, part: int = 0) -> dict[str, Posts]:
    """Returns the English domains that are heard, those posts of them that are in a part (0 trains, 1 chooses, 2 judges)."""
    found = {}
    for one in corpora.sentiment(data):
        if one.domain in (TWEETS, *ENGLISH):
            rows = np.flatnonzero(one.part == part)
            found[one.domain] = Posts([one.texts[n] for n in rows], ["en"] * len(rows), one.labels[rows])
    return found
