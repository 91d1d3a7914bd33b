"""Teaching of the head that reads posts by word lists: `voxpop train words`, the same file every time.

Its columns are what a lexicon sees, whatever the language. So it learns from labelled English posts of customers, read by the English
lexicon, and from the first half of our posts in Spanish, German, French and Portuguese, read by their lists; the second half is kept
for judging.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import scipy.sparse as sp

from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.sentiment.head import MODELS, load_vocabulary
from voxpop.analysis.sentiment.intent import HOLDS_AT
from voxpop.analysis.sentiment.linear import fit
from voxpop.analysis.sentiment.measures import LABELS, calibration_error, measures
from voxpop.analysis.sentiment.words.by_words import STORED, WordHead, look_up
from voxpop.analysis.sentiment.words.word_list import WordList
from voxpop.analysis.text.language import LANGUAGES
from voxpop.analysis.text.tokens import tokenise
from voxpop.analysis.training import corpora
from voxpop.analysis.training.fast import balance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxpop.analysis.sentiment.features import Vocabulary

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LOG = logging.getLogger("voxpop.train")

POSTS: Final = Path(__file__).parent / "data" / "languages_labelled.jsonl"
"""Our posts, half to 'tune' and half to 'judge'; written before the lists."""

CUSTOMERS: Final = ("airline", "reviews", "made-up", "app-bugs", "complaints", "issue-titles", "questions")
"""English domains that speak to a company."""

OURS: Final = 20.0
"""Training weight of one of our own posts relative to a public one."""

WITHOUT: Final = (49,)
"""Columns left out: how many words are unknown differs between a list and a vocabulary."""


STATED: Final = {  # bug_report, feature_request, question, praise, complaint; -1: it may be either
    "bug": (1, 0, 0, 0, -1), "complaint": (-1, 0, 0, 0, 1), "churn": (0, 0, -1, 0, 1), "sarcasm": (-1, 0, 0, 0, 1),
    "mixed": (-1, -1, 0, -1, -1), "question": (0, 0, 1, 0, 0), "wish": (0, 1, -1, 0, 0), "answer": (0, 0, 0, 0, 0),
    "fact": (0, 0, 0, 0, 0), "praise": (0, 0, 0, 1, 0),
}  # fmt: skip
"""What the kind of one of our posts says of its intents."""


@dataclass(frozen=True, slots=True)
class Ours:
    """Our posts in one language, and what its list sees in them."""

    texts: list[str]
    labels: Ints
    intents: Ints  # columns as `voxpop.analysis.sentiment.intent.LEARNED`
    dense: Floats


def posts(half: str, path: Path = POSTS) -> dict[str, Ours]:
    """Returns our posts of a half, by language."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = {}
    for name in LANGUAGES:
        mine = [row for row in rows if row["lang"] == name and row["half"] == half]
        texts = [row["text"] for row in mine]
        labels, intents = [LABELS.index(row["label"]) for row in mine], [STATED[row["kind"]] for row in mine]
        found[name] = Ours(
            texts, np.array(labels), np.array(intents), look_up(tokenise(texts), WordList.of(name)).dense
        )
    return found


def train(data: Path, out: Path = MODELS, own_domains: Sequence[corpora.Labelled] = ()) -> dict[str, Any]:
    """Write the head with its figures, and give them."""
    with np.load(out / "fast.npz", allow_pickle=False) as held:
        known = load_vocabulary(held)
    names = {*CUSTOMERS, *(one.domain for one in own_domains)}
    english = [one for one in corpora.sentiment(data, own_domains) if one.domain in names]
    dense = known.read(tokenise([text for one in english for text in one.texts])).dense
    labels = np.concatenate([one.labels for one in english])
    domain = np.concatenate([np.full(len(one.labels), place) for place, one in enumerate(english)])
    used = np.concatenate([one.part for one in english]) == 0
    weight = balance(labels, domain, used) * np.array([one.weight for one in english])[domain]
    ours = posts("tune")
    own = np.concatenate([one.dense for one in ours.values()])
    truth = np.concatenate([labels[used], *(one.labels for one in ours.values())])
    weights = np.concatenate([weight[used], np.full(len(own), OURS)])
    sentiment = fitted(np.concatenate([dense[used], own]), np.eye(len(LABELS))[truth], weights)
    intents = [
        _intent(known, corpora.intents(data), place, own, np.concatenate([one.intents for one in ours.values()]))
        for place in range(len(LEARNED))
    ]
    head = WordHead.of(sentiment, np.stack(intents, axis=1))
    np.savez_compressed(out / STORED, allow_pickle=False, sentiment=head.sentiment, intents=head.intents)
    figures = judge(head)
    (out / "words.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def _intent(known: Vocabulary, wanted: list[corpora.Wanted], place: int, own: Floats, stated: Ints) -> Floats:
    truth = np.concatenate([group.intents[:, place] for group in wanted])
    used = (np.concatenate([group.part for group in wanted]) == 0) & (truth >= 0)
    domain = np.concatenate([np.full(len(group.texts), n) for n, group in enumerate(wanted)])
    texts = [text for group in wanted for text in group.texts]
    dense = known.read(tokenise([texts[row] for row in np.flatnonzero(used)])).dense
    said = stated[:, place] >= 0
    weight = np.concatenate([balance(truth, domain, used, 0.7)[used], np.full(said.sum(), OURS)])
    target = np.eye(2)[np.concatenate([truth[used], stated[said, place]])]
    found = fitted(np.concatenate([dense, own[said]]), target, weight)
    return np.asarray(found[:, 1] - found[:, 0])


def fitted(dense: Floats, target: Floats, weight: Floats) -> Floats:
    """Returns the weights of the columns for each class, the constants in the first row."""
    spread = dense.std(axis=0)
    spread[spread < 1e-6] = 1.0
    spread[list(WITHOUT)] = np.inf
    design = np.hstack([np.ones((len(dense), 1)), dense / spread])
    penalty = np.ones(design.shape[1])
    penalty[0] = 1e-3
    found = fit(sp.csr_matrix(design), target, weight, penalty)
    found[1:] /= spread[:, None]
    return np.asarray(found.astype(np.float32).astype(np.float64))


def judge(head: WordHead) -> dict[str, Any]:
    """Returns the measures of every language on the half that is kept for it."""
    found: dict[str, Any] = {"version": head.version, "sentiment": {}, "intent": {}}
    for name, ours in posts("judge").items():
        words = WordList.of(name)
        told = head.tell(look_up(tokenise(ours.texts), words))
        found["sentiment"][name] = {
            "n": len(ours.labels),
            "entries": words.n_entries,
            "idioms": len(words.idioms),
            **{w: round(value, 4) for w, value in measures(ours.labels, told.sentiment.argmax(axis=1)).items()},
            "ece": round(calibration_error(ours.labels, told.sentiment), 4),
        }
        for place, intent in enumerate(LEARNED):
            said = ours.intents[:, place] >= 0
            held = (told.intents[said, place] >= HOLDS_AT).astype(np.int64)
            value = measures(ours.intents[said, place], held, 2)["macro_f1"]
            found["intent"].setdefault(intent, {})[name] = {"n": int(said.sum()), "macro_f1": round(value, 4)}
    return found
