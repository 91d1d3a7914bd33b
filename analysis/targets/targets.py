"""Sentiment towards each name in a post: by the build of its sentences first, else by the trained model and clause by clause.

'Moved from X to Y, so happy' is good for Y and bad for X. Where the build says nothing, the trained model (of the tiers with an
encoder, in English) and the tone of the clauses about a name are weighed; without the model the clauses alone count, and a post that
names one thing is scored whole. Pure: texts in, one row for each name of each post out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.targets import rules as target_rules
from voxpop.analysis.targets.trained import TargetModel
from voxpop.analysis.text.clauses import clauses, sentences
from voxpop.analysis.text.names import Names, places, unmark
from voxpop.analysis.text.tokens import LIMIT, mask, strings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from voxpop.analysis.sentiment.reading import Reader

RULES_VERSION: Final = "3"
"""Changes with any rule, so that posts are read again."""

STANDS_FOR: Final = "it"
"""What the scorer reads in place of a name, whose letters may look like praise or complaint."""

POLAR_AT: Final = 0.3
"""Net sentiment of a clause (positive minus negative, -1 to 1) from which it counts as praise or complaint."""

CLAUSES: Final = 0.6
"""What a clause that is wholly of a class adds to the model's logit of it, chosen on sets that the model was not trained on."""

MODEL_KNOWS: Final = frozenset({"clause", "post", "past"})
"""What the model reads better than the rules, on sets that it was not trained on; the other rules go before it."""

SCHEMA: Final = pa.schema(
    [
        ("row", pa.int64()),
        ("target", pa.string()),
        ("role", pa.string()),
        ("label", pa.string()),
        ("basis", pa.string()),
    ]
)
"""A row for each name of each text: the text's number, whom it is about, the label (null: not scored), and what it rests on."""


@dataclass(slots=True)
class _Clause:
    text: str
    about: tuple[int, ...]
    set_against: tuple[int, ...]
    asked: bool
    past: bool
    unreal: bool


@dataclass(slots=True)
class _Post:
    row: int
    marked: str
    whole: str
    names: list[int]
    built: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    clauses: list[_Clause] = field(default_factory=list)


class TargetReader:
    """Finds whom posts are about and in what tone; the same text gives the same in any batch and order."""

    def __init__(self, reader: Reader, names: Names, folder: Path = MODELS) -> None:
        self.reader = reader
        self.names = names
        self.folder = folder

    @cached_property
    def model(self) -> TargetModel | None:
        """The trained model, where the tier has an encoder and the folder the model."""
        return None if self.reader.encoder is None else TargetModel.load(self.folder)

    @cached_property
    def scorer(self) -> Reader:
        """What reads clauses: beside the model `fast`, which on sets left out is as good there and costs a tenth."""
        return self.reader.without_encoder() if self.model else self.reader

    @property
    def version(self) -> str:
        """Changes with the scorer, the trained model, the rules and the names."""
        trained = self.model.version if self.model else RULES_VERSION
        return f"{self.reader.version}+targets-{RULES_VERSION}-{trained}-{self.names.version}"

    def read(self, texts: pa.Array | pa.ChunkedArray, lang: pa.Array | pa.ChunkedArray | None = None) -> pa.Table:
        """Returns `SCHEMA`, in the order of the texts and, within one, of the names as they first occur."""
        given: list[str | None] = [None] * len(texts) if lang is None else strings(lang)
        likely = pc.fill_null(pc.match_substring_regex(texts, self.names.pattern), False)
        rows = np.flatnonzero(likely.to_numpy(zero_copy_only=False)) if self.names.named else np.array([], dtype=int)
        posts = [
            post
            for row, text in zip(rows.tolist(), strings(texts.take(pa.array(rows, pa.int64()))), strict=True)
            if text and (post := self._part(row, text))
        ]
        found = list(self._label(posts, given))
        columns = zip(*found, strict=True) if found else ([] for _ in SCHEMA)
        return pa.table(
            [pa.array(list(column), kind.type) for column, kind in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
        )

    def _part(self, row: int, text: str) -> _Post | None:
        marked = mask(self.names.mark(text[:LIMIT]))
        named = list(dict.fromkeys(places(marked)))
        if not named:
            return None
        post = _Post(row, marked, unmark(marked, STANDS_FOR), named)
        focus: tuple[int, ...] = ()
        for sentence in sentences(marked):
            asked = bool(target_rules.ASKED.search(sentence))
            winners = []
            for rule, place, side in target_rules.by_build(sentence):
                post.built.setdefault(place, []).append((rule, side))
                if side > 0:
                    winners.append(place)
            if len(named) == 1:
                continue
            for clause in clauses(sentence):
                against = target_rules.aside(clause)
                about = _subjects(clause, against) or focus
                post.clauses.append(
                    _Clause(
                        unmark(clause, STANDS_FOR),
                        about,
                        tuple(against),
                        asked,
                        bool(target_rules.PAST.search(clause.lower())),
                        bool(target_rules.UNREAL.search(clause.lower())),
                    )
                )
                focus = about
            focus = tuple(winners) or focus
        return post

    def _label(self, posts: list[_Post], given: list[str | None]) -> Iterator[tuple[int, str, str, str | None, str]]:
        whole, scorable, languages = self._nets([p.whole for p in posts], [given[p.row] for p in posts])
        parts = [(n, clause) for n, post in enumerate(posts) for clause in post.clauses if scorable[n]]
        nets, _, _ = self._nets([clause.text for _, clause in parts], [languages[n] for n, _ in parts])
        told = self._read_trained(
            posts, [ok and lang not in self.reader.languages for ok, lang in zip(scorable, languages, strict=True)]
        )
        said: dict[int, list[tuple[_Clause, float]]] = {}
        for (n, clause), net in zip(parts, nets.tolist(), strict=True):
            said.setdefault(n, []).append((clause, _heard(clause.text, net)))
        for n, post in enumerate(posts):
            named = [self.names.named[place] for place in post.names]
            if not scorable[n]:
                yield from ((post.row, one.name, one.role, None, "not scored") for one in named)
                continue
            judged = [_judge(post, place, float(whole[n]), said.get(n, [])) for place in post.names]
            if len({one.role == "rival" for one in named}) == len(named) == 2:
                judged = _contrast(judged, said.get(n, []))
            for place, one, (net, basis) in zip(post.names, named, judged, strict=True):
                label = 1 + (net >= POLAR_AT) - (net <= -POLAR_AT)
                if basis in MODEL_KNOWS and place in told[n]:
                    label, basis = _weigh_model(told[n][place], net), "model"  # noqa: PLW2901
                yield post.row, one.name, one.role, LABELS[label], basis

    def _read_trained(self, posts: list[_Post], readable: list[bool]) -> list[Mapping[int, NDArray[np.float64]]]:
        """What the model says of each name of each post that it can read; nothing without a model."""
        rows = [n for n, can in enumerate(readable) if can and self.model]
        texts = self.reader.own.replace_terms([posts[n].marked for n in rows])
        called = [{place: self.names.named[place].name for place in posts[n].names} for n in rows]
        found: list[Mapping[int, NDArray[np.float64]]] = [{} for _ in posts]
        if self.model:
            for n, shares in zip(rows, self.model.read([text or "" for text in texts], called), strict=True):
                found[n] = shares
        return found

    def _nets(
        self, texts: list[str], lang: list[str | None]
    ) -> tuple[NDArray[np.float64], list[bool], list[str | None]]:
        nets, scorable, languages = [np.zeros(0)], [], []
        for found in self.scorer.read(pa.array(texts, pa.string()), pa.array(lang, pa.string())):
            nets.append(found.sentiment[:, 2] - found.sentiment[:, 0])
            scorable += found.scorable.tolist()
            languages += list(found.languages)
        return np.concatenate(nets), scorable, languages


def _subjects(clause: str, against: list[int]) -> tuple[int, ...]:
    """Whom a clause is about: the first name and those listed with it, but not those it sets its subject against."""
    if hit := target_rules.CARRIED.search(clause):
        return tuple(places(hit["there"]))
    for hit in target_rules.SUBJECTS.finditer(clause):
        found = tuple(place for place in dict.fromkeys(places(hit[0])) if place not in against)
        if found:
            return found
    return ()


def _judge(post: _Post, place: int, whole: float, said: list[tuple[_Clause, float]]) -> tuple[float, str]:
    """Net sentiment towards one name, and what it rests on."""
    built = post.built.get(place, [])
    if total := sum(side for _, side in built):
        return float(np.sign(total)), next(rule for rule, side in built if side * total > 0)
    if len(post.names) == 1:
        return _heard(post.whole, whole) if abs(whole) < POLAR_AT else whole, "post"
    weighed = [_weigh(clause, net, place) for clause, net in said]
    polar = [value for value in weighed if abs(value) >= POLAR_AT]
    return (float(np.mean(polar)) if polar else 0.0), "clause"


def _weigh_model(shares: NDArray[np.float64], net: float) -> int:
    """The class of a name by the model and the tone of its clauses."""
    net = max(-1.0, min(1.0, net))
    return int(np.argmax(np.log(shares) + CLAUSES * np.array([max(-net, 0.0), 1 - abs(net), max(net, 0.0)])))


def _heard(clause: str, net: float) -> float:
    """The net of a clause, with what a scorer of tone does not see."""
    lowered = clause.lower()
    if target_rules.COMPLAINT.search(lowered):
        return min(net, -POLAR_AT)
    return max(net, POLAR_AT) if target_rules.PRAISE.search(lowered) else net


def _contrast(judged: list[tuple[float, str]], said: list[tuple[_Clause, float]]) -> list[tuple[float, str]]:
    """Of two rivals in a post where something is said of one alone, the other stands on the other side of it."""
    silent = [abs(net) < POLAR_AT for net, _ in judged]
    if silent.count(True) != 1 or any(clause.asked for clause, _ in said):
        return judged
    net = judged[silent.index(False)][0]
    return [(-net, "contrast") if quiet else one for quiet, one in zip(silent, judged, strict=True)]


def _weigh(clause: _Clause, net: float, place: int) -> float:
    """What a clause adds for a name: turned where it is set against it or past, nothing where it is only asked or wished."""
    if (clause.asked or clause.unreal) and net > -0.6:
        return 0.0
    value = -net if clause.past else net
    if place in clause.set_against:
        return -value
    return value if place in clause.about else 0.0
