"""The labelled posts that models are trained and judged on, by domain, with parts fixed by the hash of each text."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.parquet as pq

from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.text import practice
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

SENTIMENT: Final = {
    "tweets": "semeval_tweets_train",
    "airline": "airline_tweets_train",
    "reddit": "goemotions_reddit_train",
    "stackoverflow": "senti4sd_stackoverflow_train",
    "jira": "se_jira_train",
    "github": "se_github_train",
    "reviews": "vader_amazon_snippets",
}
"""Domains with sentiment labels, and their files."""

INTENT: Final = ("googleplay_intent", "nlbse24_issues", "complaint_tweets")
"""Files with labels of intent."""

BANKING: Final = "topics/banking77_train.parquet"

JUDGED_ONLY: Final = {"tweeteval-val": "tweeteval_val", "reddit-dev": "goemotions_reddit_dev"}
"""Domains never trained on."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with class numbers; `part` is 0 for training, 1 for choosing, 2 for judging."""

    domain: str
    texts: list[str]
    labels: NDArray[np.int64]
    part: NDArray[np.int64]
    weight: float = 1.0


PLACE: Final = Path(os.environ.get("VOXPOP_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data"
"""Where labelled data are unless somebody says otherwise: `VOXPOP_SHARED`/data, or beside the project."""


def folder(given: Path | None = None) -> Path:
    """Returns the folder of labelled data: as given, or `PLACE`."""
    found = given or PLACE
    if not found.is_dir():
        raise UsageError(f"{found}: no folder of labelled data. Name one with --data.")
    return found


def part_of(text: str) -> int:
    """Returns the part that a text belongs to, by its letters alone: repeats never cross from training to judging."""
    letters = "".join(sign for sign in text.lower() if sign.isalnum())
    place = blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=4).digest()[0]
    return 2 if place < 38 else 1 if place < 64 else 0


def files() -> tuple[str, ...]:
    """Returns every file that `sentiment` and `intents` read, inside the folder of data."""
    tones = (f"sentiment/{file}.parquet" for file in (*SENTIMENT.values(), *JUDGED_ONLY.values()))
    return (*tones, *(f"intent/{file}_train.parquet" for file in INTENT), BANKING)


def make_domain(domain: str, texts: list[str], labels: NDArray[np.int64]) -> Labelled:
    """Returns labelled posts of somebody's own as a domain beside the others."""
    return Labelled(domain, texts, labels, _parts(texts))


def sentiment(data: Path, own: Sequence[Labelled] = ()) -> list[Labelled]:
    """Returns the domains with sentiment labels, own ones after them; those judged only are wholly in the last part.

    A file that is not there gives a domain less: who trains says beforehand what is missing.
    """
    judged = {name: _read(data / "sentiment" / f"{file}.parquet", name) for name, file in JUDGED_ONLY.items()}
    held = {_letters(text) for one in judged.values() for text in one.texts}
    found = []
    told = [_read(data / "sentiment" / f"{file}.parquet", name) for name, file in SENTIMENT.items()]
    for name, one in ((one.domain, one) for one in (*told, *own)):
        keep = [place for place, text in enumerate(one.texts) if _letters(text) not in held]
        texts = [one.texts[place] for place in keep]
        found.append(Labelled(name, texts, one.labels[keep], _parts(texts)))
    found += [Labelled(o.domain, o.texts, o.labels, np.full(len(o.texts), 2)) for o in judged.values()]
    return [one for one in (*found, *_leaning(data)) if one.texts]


def _leaning(data: Path) -> list[Labelled]:
    """Returns posts whose sentiment follows from what they are: made-up ones, reported bugs, complaints, plain questions."""
    bugs = _column(data / "intent" / "googleplay_intent_train.parquet", "text", "label", {"bug report": 0})
    complaints = _column(data / "intent" / "complaint_tweets_train.parquet", "text", "complaint", {"1": 0})
    kinds = {"bug": 0, "feature": 1, "question": 1}
    issues = _column(data / "intent" / "nlbse24_issues_train.parquet", "title", "label", kinds)
    bank = data / BANKING
    asked = [(text, 1) for text in pq.read_table(bank)["text"].to_pylist()] if bank.is_file() else []
    questions = [row for row in asked if row[0].endswith("?")][:4000]
    made = [(text, LABELS.index(label)) for text, label, _ in practice.posts()]
    sources = {"made-up": (made, 0.5), "app-bugs": (bugs, 0.3), "complaints": (complaints, 0.5)}
    sources |= {"issue-titles": (issues, 0.2), "questions": (questions, 0.3)}
    return [
        Labelled(name, [t for t, _ in rows], np.array([y for _, y in rows]), _parts([t for t, _ in rows]), weight)
        for name, (rows, weight) in sources.items()
    ]


def _column(path: Path, text: str, label: str, meaning: dict[str, int]) -> list[tuple[str, int]]:
    if not path.is_file():
        return []
    table = pq.read_table(path, columns=[text, label])
    rows = zip(table[text].to_pylist(), table[label].to_pylist(), strict=True)
    return [(said, meaning[str(what)]) for said, what in rows if said and str(what) in meaning]


def _parts(texts: list[str]) -> NDArray[np.int64]:
    return np.array([part_of(text) for text in texts])


def _letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _read(path: Path, domain: str) -> Labelled:
    if not path.is_file():
        return Labelled(domain, [], np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    table = pq.read_table(path, columns=["text", "label"])
    number = {name: place for place, name in enumerate(LABELS)}
    rows = [(t, number[str(y)]) for t, y in zip(*table.to_pydict().values(), strict=True) if t and y in number]
    return Labelled(domain, [t for t, _ in rows], np.array([y for _, y in rows]), np.zeros(len(rows), dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Texts with intents: 1 holds, 0 does not, -1 nobody said; columns as `voxpop.analysis.sentiment.intent.LEARNED`."""

    domain: str
    texts: list[str]
    intents: NDArray[np.int64]
    part: NDArray[np.int64]


def intents(data: Path) -> list[Wanted]:
    """Returns the domains with labels of intent; sentiment towards a company serves for praise and complaint."""
    app = {"bug report": (1, 0, -1, -1, -1), "feature request": (0, 1, -1, -1, -1), "rating": (0, 0, 0, -1, -1)}
    app["user experience"] = (0, 0, 0, -1, -1)
    issue = {"bug": (1, 0, 0, 0, -1), "feature": (0, 1, 0, 0, -1), "question": (0, 0, 1, 0, -1)}
    felt = {"negative": (-1, -1, -1, 0, 1), "neutral": (-1, -1, -1, 0, 0), "positive": (-1, -1, -1, 1, 0)}
    said = {"negative": (-1, -1, -1, 0, -1), "neutral": (-1, -1, -1, 0, -1), "positive": (-1, -1, -1, 1, -1)}
    made = {  # bug_report, feature_request, question, praise, complaint
        "bug": (1, 0, 0, 0, -1), "complaint": (0, 0, 0, 0, 1), "churn": (0, 0, 0, 0, 1), "sarcasm": (-1, 0, 0, 0, 1),
        "question": (0, 0, 1, 0, 0), "wish": (0, 1, -1, 0, 0), "fact": (0, 0, 0, 0, 0), "praise": (0, 0, 0, 1, 0),
        "mixed good": (-1, -1, 0, 1, -1), "mixed bad": (1, 0, 0, -1, 1),
    }  # fmt: skip
    rows = practice.posts()
    texts = [text for text, _, _ in rows]
    practised = Wanted("made-up", texts, np.array([made[kind] for _, _, kind in rows]), _parts(texts))
    found = [
        practised,
        _wants(data / "intent" / "googleplay_intent_train.parquet", "app-reviews", "label", app),
        _wants(data / "intent" / "nlbse24_issues_train.parquet", "issues", "label", issue),
        _wants(
            data / "intent" / "complaint_tweets_train.parquet",
            "complaints",
            "complaint",
            {"0": (-1, -1, -1, -1, 0), "1": (-1, -1, -1, 0, 1)},
        ),
        _wants(data / "sentiment" / "airline_tweets_train.parquet", "airline", "label", felt),
        _wants(data / "sentiment" / "vader_amazon_snippets.parquet", "reviews", "label", felt),
        _wants(data / "sentiment" / "senti4sd_stackoverflow_train.parquet", "stackoverflow", "label", said),
        _wants(data / "sentiment" / "se_github_train.parquet", "github", "label", said),
    ]
    return [one for one in found if one.texts]


def _wants(path: Path, domain: str, column: str, meaning: Mapping[str, tuple[int, ...]]) -> Wanted:
    if not path.is_file():
        return Wanted(domain, [], np.zeros((0, len(meaning)), dtype=np.int64), np.zeros(0, dtype=np.int64))
    table = pq.read_table(path, columns=["text", column])
    rows = [(text, meaning[str(label)]) for text, label in zip(*table.to_pydict().values(), strict=True) if text]
    texts = [text for text, _ in rows]
    return Wanted(domain, texts, np.array([row for _, row in rows]), _parts(texts))
