"""How well names are read: the whole post, the rules and clauses alone, the trained model alone, and all as it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from voxpop.analysis.sentiment.measures import LABELS, measures
from voxpop.analysis.targets.targets import TargetReader
from voxpop.analysis.text.names import Named, Names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.sentiment.reading import Reader
    from voxpop.analysis.targets.trained import TargetModel
    from voxpop.analysis.training.targets.posts import Told

WAYS: Final = ("whole post", "rules and clauses", "model alone", "as used")
"""The ways that are compared, on the same names."""


def judge(reader: Reader, model: TargetModel, posts: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Returns, by domain, the number of names and the macro-F1 of each of `WAYS`.

    A post is read as by an installation that has its names configured: every mention counts. A name of which the post's labels
    disagree is left out, as one that the post has not as a word of its own.
    """
    found: dict[str, list[tuple[int, ...]]] = {}
    whole = read_whole(reader, [post.text for post in posts])
    for post, tone in zip(posts, whole.tolist(), strict=True):
        truth = by_name(post)
        ways = [read_names(reader, None, post.text, list(truth)), read_names(reader, model, post.text, list(truth))]
        alone = model.read([post.marked], [post.called])[0]
        own = {name.lower(): place for place, name in post.called.items() if place in alone}
        found.setdefault(post.domain, []).extend(
            (label, tone, ways[0][name], int(alone[own[name]].argmax()), ways[1][name])
            for name, label in truth.items()
            if name in own and name in ways[0] and name in ways[1]
        )
    return {domain: score(np.array(rows)) for domain, rows in found.items()}


def score(rows: NDArray[np.int64]) -> dict[str, float]:
    """Returns the number of names and the macro-F1 of each way, of a first column with the truth and a column for each way."""
    told = {way: round(measures(rows[:, 0], rows[:, 1 + n])["macro_f1"], 4) for n, way in enumerate(WAYS)}
    return {"n": len(rows)} | told


def by_name(post: Told) -> dict[str, int]:
    """Returns the class of each name of a post, in lower case; without those of which its labels disagree."""
    classes: dict[str, set[int]] = {}
    for place, name in post.called.items():
        classes.setdefault(name.lower(), set()).add(post.labels[place])
    return {name: labels.pop() for name, labels in classes.items() if len(labels) == 1}


def read_names(reader: Reader, model: TargetModel | None, text: str, names: Sequence[str]) -> dict[str, int]:
    """Returns the class that a text is read to have towards each of some names; 'not scored' counts as neutral."""
    towards = TargetReader(reader, Names([Named(name=name, role="product", terms=(name,)) for name in names]))
    towards.model = model
    return {
        row["target"]: LABELS.index(row["label"] or "neutral")
        for row in towards.read(pa.array([text]), pa.array(["en"])).to_pylist()
    }


def read_whole(reader: Reader, texts: Sequence[str]) -> NDArray[np.int64]:
    """Returns the class of each text whole."""
    parts = [found.sentiment.argmax(axis=1) for found in reader.read(pa.array(texts, pa.string()))]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
