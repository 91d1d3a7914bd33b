"""Training of the intents for which no corpus exists (churn risk, answer, promotion): `voxpop train few`.

There are few labelled posts, all of ours. A teacher that knows meanings (the encoder's vectors and logistic regression) learns from
them, reads some 40,000 unlabelled posts, and a linear model over the words that `fast` sees learns from what it says of those: so it
comes to know more words than the labels hold (distillation: Hinton, Vinyals, Dean 2015). The same files every time.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from voxpop.analysis.sentiment.encoder import MEANING, OpinionEncoder
from voxpop.analysis.sentiment.few import FEW, STORED, digest, load_few
from voxpop.analysis.sentiment.head import MODELS, load_vocabulary
from voxpop.analysis.sentiment.linear import fit, matrix
from voxpop.analysis.sentiment.measures import measures
from voxpop.analysis.text import practice
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training import corpora
from voxpop.analysis.training.fast import DENSE_SCALE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.sentiment.features import Vocabulary

    Floats = NDArray[np.float64]

LOG = logging.getLogger("voxpop.train")
POSTS: Final = Path(__file__).parent / "data" / "intents_labelled.jsonl"

FILES: Final = {
    "dialogues": ("topics/airline_dialogues_unlabelled.parquet", 6000),
    "complaints": ("intent/complaint_tweets_train.parquet", 2400),
    "apps": ("intent/googleplay_intent_train.parquet", 4000),
    "issues": ("intent/nlbse24_issues_train.parquet", 1500),
    "stackoverflow": ("sentiment/senti4sd_stackoverflow_train.parquet", 3100),
    "github": ("sentiment/se_github_train.parquet", 3000),
    "jira": ("sentiment/se_jira_train.parquet", 2500),
    "tweets": ("sentiment/semeval_tweets_train.parquet", 6000),
    "reddit": ("sentiment/goemotions_reddit_train.parquet", 5000),
    "requests": ("topics/clinc150.parquet", 1500),
}
"""Posts that the teacher reads, whose labels are not used, and how many of each file."""

_PEOPLE: Final = ("dialogues", "complaints", "tweets", "apps")
_DEVELOPERS: Final = ("stackoverflow", "github", "jira")
_PLAIN: Final = ("banking", "requests", "made bug", "made praise", "made question", "made wish")
WITHOUT: Final = {
    "churn_risk": (*_PEOPLE, *_DEVELOPERS, *_PLAIN, "reddit"),
    "answer": (*_PEOPLE, *_PLAIN, "made complaint"),
    "promotion": (*_PEOPLE, *_DEVELOPERS, "banking", "requests", "issues", "reddit"),
}
"""Groups of posts of which few have the intent: taken for posts without it (Elkan and Noto 2008), so that it is not found everywhere."""

WITH: Final = {"churn_risk": ("closing", "made churn"), "answer": (), "promotion": ()}
"""Groups in which nearly every post has it."""

TEACHER: Final = 10.0  # inverse penalty
WITHOUT_WEIGHT: Final = 300.0  # of all posts of `WITHOUT` together, beside 1 for each labelled post
WITH_WEIGHT: Final = 0.2
LABEL_WEIGHT: Final = 30.0  # of a labelled post beside one that the teacher read
HOLDS_FROM: Final = {"churn_risk": 0.45, "answer": 0.45, "promotion": 0.3}
"""Share from which an intent counts as held, so that few posts of other kinds are taken for it; the file shifts it to a half."""

SMALLEST: Final = 0.02  # weights under it are left out of the file


@dataclass(frozen=True, slots=True)
class Read:
    """Unlabelled posts with their vectors."""

    group: NDArray[np.str_]
    texts: list[str]
    vectors: Floats


def posts(half: str, path: Path = POSTS) -> list[dict[str, Any]]:
    """Returns our labelled posts: to 'develop' with, or to 'judge' by, which were written later."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["half"] == half]


def read_statements(rows: list[dict[str, Any]]) -> NDArray[np.int64]:
    """Returns what is said of each intent: 1 holds, 0 does not, -1 nobody said. A post that has one of them has no other."""
    found = np.full((len(rows), len(FEW)), -1)
    for n, row in enumerate(rows):
        if row["holds"]:
            found[n] = 0
        found[n, FEW.index(row["about"])] = int(row["holds"])
    return found


def gather(data: Path, encoder: OpinionEncoder, limit: int | None = None) -> Read:
    """Returns the posts that the teacher reads."""
    groups = {name: _texts(data / file)[: limit or most] for name, (file, most) in FILES.items()}
    asked = []
    if (data / corpora.BANKING).is_file():
        bank = pq.read_table(data / corpora.BANKING)
        asked = list(zip(bank["text"].to_pylist(), bank["label"].to_pylist(), strict=True))
    groups["closing"] = [text for text, label in asked if label == "terminate_account"][:limit]
    groups["banking"] = [text for text, label in asked if label != "terminate_account"][::5][:limit]
    for text, _, kind in practice.posts():
        mine = groups.setdefault(f"made {kind}", [])
        if len(mine) < (limit or 150):
            mine.append(text)
    texts = [text for group in groups.values() for text in group]
    LOG.info("reading %d posts", len(texts))
    return Read(np.repeat(list(groups), [len(g) for g in groups.values()]), texts, encoder.embed(texts))


def taught(read: Read, place: int, vectors: Floats, said: NDArray[np.int64]) -> Floats:
    """Returns how probable the teacher finds an intent in each post that it reads."""
    name = FEW[place]
    known, without, with_ = said[:, place] >= 0, np.isin(read.group, WITHOUT[name]), np.isin(read.group, WITH[name])
    truth = [said[known, place], np.zeros(without.sum(), dtype=np.int64), np.ones(with_.sum(), dtype=np.int64)]
    weight = [
        np.ones(known.sum()),
        np.full(without.sum(), WITHOUT_WEIGHT / max(without.sum(), 1)),
        np.full(with_.sum(), WITH_WEIGHT),
    ]
    seen = np.concatenate([vectors[known], read.vectors[without], read.vectors[with_]])
    teacher = LogisticRegression(C=TEACHER, max_iter=3000).fit(seen, np.concatenate(truth), np.concatenate(weight))
    found: Floats = teacher.predict_proba(read.vectors)[:, 1]
    return found


def design_of(known: Vocabulary, texts: list[str]) -> sp.csr_matrix:
    """Returns what `fast` sees in each text, a constant first."""
    features = known.read(tokenise(texts))
    dense = sp.csr_matrix((features.dense * DENSE_SCALE).astype(np.float32))
    one = np.ones((len(texts), 1), dtype=np.float32)
    return sp.hstack([one, dense, matrix(known, features)]).tocsr().astype(np.float32)


def train(data: Path, out: Path = MODELS, *, limit: int | None = None) -> dict[str, Any]:
    """Write the file of the linear model with its figures, and give them."""
    with np.load(out / "fast.npz", allow_pickle=False) as held:
        known, vocabulary = load_vocabulary(held), digest(held)
    encoder = OpinionEncoder.load(out, MEANING)
    rows = posts("develop")
    said, vectors = read_statements(rows), encoder.embed([row["text"] for row in rows])
    read = gather(data, encoder, limit)
    design = design_of(known, [*read.texts, *(row["text"] for row in rows)])
    penalty = np.ones(design.shape[1])
    penalty[0] = 1e-3
    columns = []
    for place, name in enumerate(FEW):
        share = taught(read, place, vectors, said)
        used = np.concatenate([np.ones(len(share), dtype=bool), said[:, place] >= 0])
        target = np.concatenate([share, np.maximum(said[:, place], 0)])
        weight = np.concatenate([np.ones(len(share)), np.full(len(rows), LABEL_WEIGHT)])
        weights = fit(design[used], np.stack([1 - target, target], axis=1)[used], weight[used], penalty, steps=80)
        columns.append(weights[:, 1] - weights[:, 0])
        columns[-1][0] += np.log((1 - HOLDS_FROM[name]) / HOLDS_FROM[name])
        LOG.info("%s: the teacher finds it in %.1f %% of posts", name, 100 * (share >= 0.5).mean())
    _store(np.stack(columns, axis=1), vocabulary, out / STORED)
    figures = judge(out, known)
    (out / "few.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def judge(folder: Path, known: Vocabulary) -> dict[str, Any]:
    """Returns the measures of the stored model on the posts that are kept for it, all three intents' posts for each."""
    rows = posts("judge")
    with np.load(folder / "fast.npz", allow_pickle=False) as held:
        head, version = load_few(folder, held)
    logits, truth = head.logits(known.read(tokenise([row["text"] for row in rows]))), read_statements(rows)
    found: dict[str, Any] = {"version": version, "intent": {}}
    for place, name in enumerate(FEW):
        said = truth[:, place] >= 0
        value = measures(truth[said, place], (logits[said, place] > 0).astype(np.int64), 2)["macro_f1"]
        found["intent"][name] = {"n": int(said.sum()), "macro_f1": round(value, 4)}
    return found


def _store(weights: Floats, vocabulary: str, path: Path) -> None:
    n_dense = 50
    dense, sparse = weights[1 : 1 + n_dense] * DENSE_SCALE, weights[1 + n_dense :]
    sparse = np.where(np.abs(sparse) < SMALLEST, 0, sparse)
    kept = np.flatnonzero(sparse.any(axis=1))
    np.savez_compressed(
        path,
        allow_pickle=False,
        rows=kept.astype(np.uint32),
        sparse=sparse[kept].astype(np.float16),
        dense=dense.astype(np.float32),
        intercept=weights[0].astype(np.float32),
        n_rows=np.array([len(sparse)]),
        vocabulary=np.frombuffer(vocabulary.encode(), dtype=np.uint8),
    )


def _texts(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [text[:2000] for text in pq.read_table(path, columns=["text"])["text"].to_pylist() if text]
