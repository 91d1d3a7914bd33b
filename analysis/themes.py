"""What posts are about: themes found once, then kept from week to week under the same ids."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.embedding import WordVectors
from analysis.taught import TAUGHT_BY, encode, teach
from analysis.theme_births import Past, births
from analysis.theme_clusters import SmallClusters, find_groups, nearest
from analysis.theme_labels import name_themes
from analysis.theme_posts import ThemePosts, first_of_each
from analysis.theme_registry import OTHER, CodebookEntry, ThemeRegistry
from analysis.theme_tables import ASSIGNED, EVENTS, THEMES
from analysis.theme_words import WordCutter

WEAK_SHARE = 0.10
"""At the fit at most this share of the posts with words is 'other' for being unlike its nearest theme."""

WEAK = 0.45
"""A post whose cosine to its nearest theme is below this may be 'other'; above it never is."""

LEARNED_FROM = 30_000
"""Posts that the groups are found in; the others are assigned to them."""

NAMED_BY = 400
"""Posts of each theme from which its name is taken."""
Numbers = NDArray[np.int64]


@dataclass
class ThemeModel:
    """Themes of posts. Give it one post per voice; each distinct text counts once when themes are found.

    `names` (brands, products, rivals) are taken out of the texts; `codebook` themes are matched first. The same
    posts in any order, on any number of threads, give the same ids and labels.
    """

    random_state: int = 2026
    n_themes: int | None = None  # None: as many as separate best, between `fewest` and `most`
    names: Sequence[str] = ()
    codebook: Sequence[CodebookEntry] = ()
    fewest: int = 8
    most: int = 15
    taught: bool = True  # False: from the posts' own words alone, without the encoder
    registry: ThemeRegistry = field(default_factory=ThemeRegistry)

    def fit(self, posts: pa.Table) -> Self:
        """Find themes from nothing; ids begin at t001, the largest theme first."""
        read = self._read(posts)
        with threadpool_limits(1):  # sums in one order, whatever the machine
            self._find(read)
        return self

    def _find(self, read: ThemePosts) -> None:
        self.registry, self.births_, self.past_ = ThemeRegistry(), 0, Past()
        learned = read.learned_from(LEARNED_FROM * 4)
        self.embedder_ = self._learned(read.only(learned))
        self.registry.add_codebook(self.codebook, self.embedder_.vectors_.shape[1])
        chosen = learned[:LEARNED_FROM]
        vectors = self.embedder_.transform([read.stems[i] for i in chosen])
        chosen, vectors = chosen[vectors.any(axis=1)], vectors[vectors.any(axis=1)]
        self.weak_ = WEAK
        if not len(chosen):
            return
        least = max(3, min(len(chosen) // 100, 200))
        small = SmallClusters.of(vectors, self.random_state, least=self.n_themes or 1)
        self.past_ = Past.of(small)
        centres = find_groups(vectors, small, self.n_themes, (self.fewest, self.most), least)
        number, like = nearest(vectors, centres)
        self.weak_ = min(WEAK, float(np.quantile(like, WEAK_SHARE)))
        number = np.where(like >= self.weak_, number, -1)
        some = first_of_each(number, NAMED_BY)
        named = name_themes([read.clauses(i) for i in chosen[some]], number[some], self._labels())
        for centre, name in zip(centres, named, strict=True):
            self.registry.born(name.label, name.keywords, centre, None, "found when themes were first looked for")
        newest = max((week for week in read.weeks if week), default=None)
        if newest:  # what an update would do, so that one right after changes nothing
            self._find_births(read.only(np.flatnonzero([one == newest for one in read.weeks])), newest)
        self._count(read)

    def _learned(self, read: ThemePosts) -> WordVectors:
        """Vectors of the words of these posts, taught by the encoder where that is wanted."""
        found = WordVectors(random_state=self.random_state).fit(read.stems)
        if self.taught:
            teach(found, read.stems, [read.words(i) for i in range(min(len(read), TAUGHT_BY))], encode)
        return found

    def _count(self, read: ThemePosts) -> None:
        number, _ = self._assign(read)
        self.registry.counted(read.counts(number), set(read.weeks))
        self.registry.examined = max((week for week in read.weeks if week), default=self.registry.examined)

    def predict(self, posts: pa.Table) -> pa.Table:
        """One row per post in the same order: its nearest theme and how like it is (0 to 1); weak ones are 'other'."""
        with threadpool_limits(1):
            number, strength = self._assign(self._read(posts))
        shown = np.append(self.registry.shown_as(), -1)[number]
        ids = np.array([*(theme.theme_id for theme in self.registry.themes), OTHER], dtype=object)
        return pa.table(
            {
                "source": posts["source"].cast(pa.string()),
                "post_id": posts["post_id"].cast(pa.string()),
                "theme_id": pa.array(ids[shown], pa.string()),
                "strength": pa.array(strength.astype(np.float32)),
                "model_version": pa.array([self.version] * len(number), pa.string()),
            },
            schema=ASSIGNED,
        )

    def update(self, posts: pa.Table) -> Self:
        """Take in new posts, with or without those of earlier weeks: ids, labels and centres of known themes stay.

        New themes are looked for in each week since the last update, one after another, so that one update with
        many weeks adds what many updates would. The same posts once more change nothing.
        """
        read = self._read(posts)
        with threadpool_limits(1):
            for week in self._unexamined(read):
                self._find_births(read.only(np.flatnonzero([one == week for one in read.weeks])), week)
            self._count(read)
        return self

    def _unexamined(self, read: ThemePosts) -> list[date | None]:
        """The weeks in which new themes are to be looked for; the newest of the last time once more."""
        weeks = sorted({week for week in read.weeks if week is not None})
        if not weeks:
            return [None]
        examined = self.registry.examined
        return [week for week in weeks if examined is None or week >= examined]

    def _find_births(self, read: ThemePosts, week: date | None) -> None:
        wider = deepcopy(self.embedder_)
        wider.extend(read.stems)
        known = self.registry.centres
        found = births(read, wider.transform(read.stems), known, self.past_, self.random_state, self._labels())
        for birth in found:
            self.registry.born(birth.label, birth.keywords, birth.centre, week, birth.reason)
        self.births_ += len(found)
        if found:  # words are learned only when they are needed, so that known posts stay where they are
            self.embedder_ = wider

    def refresh(self, posts: pa.Table) -> Self:
        """Learn words and centres anew from these posts, and keep every theme's id, label and history.

        For when the way people write has drifted; assignments of past posts may change, and the version says so.
        """
        read = self._read(posts)
        with threadpool_limits(1):
            number, _ = self._assign(read)
            learned = read.learned_from(LEARNED_FROM * 4)
            self.embedder_ = self._learned(read.only(learned))
            self._move_centres(read.only(learned), number[learned])
            vectors = self.embedder_.transform(read.only(learned).stems)
            self.past_ = Past.of(SmallClusters.of(vectors[vectors.any(axis=1)], self.random_state))
            self._count(read)
        self.births_ = 0
        return self

    def _assign(self, read: ThemePosts) -> tuple[Numbers, NDArray[np.float32]]:
        """The theme of each post (-1: other) and its strength; the codebook's terms decide before likeness does."""
        vectors = self.embedder_.transform(read.stems)
        number = np.full(len(read), -1)
        strength = np.zeros(len(read), dtype=np.float32)
        found = np.flatnonzero(self.registry.centres.any(axis=1))
        if len(found):
            best, like = nearest(vectors, self.registry.centres[found])
            strength = np.clip(like, 0, 1)
            number = np.where((like >= self.weak_) & vectors.any(axis=1) & read.readable, found[best], -1)
        for entry in reversed(self.codebook):
            matched = read.mentions(entry.terms)
            number[matched] = self.registry.place(entry.theme_id)
            strength[matched] = 1
        return number, strength

    def _move_centres(self, read: ThemePosts, number: Numbers) -> None:
        """Every centre to the mean of its posts; a theme without posts keeps its id and waits without one."""
        vectors = self.embedder_.transform(read.stems)
        centres = np.zeros((len(self.registry.themes), vectors.shape[1]), dtype=np.float32)
        for place in np.unique(number[number >= 0]).tolist():
            total = vectors[number == place].sum(axis=0, dtype=np.float64)
            centres[place] = total / max(float(np.linalg.norm(total)), 1e-9)
        for entry in self.codebook:
            centres[self.registry.place(entry.theme_id)] = 0
        self.registry.centres = centres

    def _read(self, posts: pa.Table) -> ThemePosts:
        return ThemePosts.of(posts, WordCutter(self.names))

    def _labels(self) -> list[str]:
        return [theme.label for theme in self.registry.themes]

    @property
    def themes(self) -> pa.Table:
        """The themes, merged and hidden ones too; 'other' is none."""
        registry = self.registry
        rows = [
            {
                "theme_id": t.theme_id,
                "label": t.label,
                "keywords": list(t.keywords),
                "n_posts": t.n_posts,
                "first_week": t.first_week,
                "state": t.state,
                "model_version": self.version,
                "centroid": centre.tolist(),
            }
            for t, centre in zip(registry.themes, registry.centres, strict=True)
        ]
        return pa.Table.from_pylist(rows, schema=THEMES)

    @property
    def events(self) -> pa.Table:
        """What happened to the themes, oldest first."""
        rows = [
            {"week": e.week, "theme_id": e.theme_id, "event": e.event, "reason": e.reason} for e in self.registry.events
        ]
        return pa.Table.from_pylist(rows, schema=EVENTS)

    def representative(self, posts: pa.Table, count: int = 3) -> pa.Table:
        """For each theme its `count` most typical posts, most typical first: theme_id, source, post_id, strength."""
        found = self.predict(posts).filter(pc.field("theme_id") != OTHER)
        found = found.sort_by(
            [("theme_id", "ascending"), ("strength", "descending"), ("source", "ascending"), ("post_id", "ascending")]
        )
        ids = found["theme_id"].to_numpy()
        _, first, sizes = np.unique(ids, return_index=True, return_counts=True)
        rank = np.arange(len(ids)) - np.repeat(first, sizes)
        return found.filter(pa.array(rank < count)).select(["theme_id", "source", "post_id", "strength"])

    @property
    def version(self) -> str:
        """'words-1:91adc9b2+2': how posts become vectors, what was learned from them, and themes added since."""
        first = len(self.registry.themes) - self.births_
        digest = hashlib.sha256(np.round(self.registry.centres[:first], 4).tobytes())
        digest.update(repr((round(self.weak_, 4), len(self.embedder_.words_))).encode())
        return f"{self.embedder_.name}:{digest.hexdigest()[:8]}" + (f"+{self.births_}" if self.births_ else "")

    def to_state(self) -> bytes:
        """Everything that `from_state` needs, as plain arrays and JSON in one block; holds words, but no post."""
        settings = {
            "random_state": self.random_state,
            "names": list(self.names),
            "codebook": [[entry.name, list(entry.terms)] for entry in self.codebook],
            "weak": self.weak_,
            "taught": self.taught,
            "births": self.births_,
        }
        arrays = {f"embedder.{name}": array for name, array in self.embedder_.to_state().items()}
        file = io.BytesIO()
        np.savez_compressed(
            file,
            allow_pickle=False,
            settings=np.array(json.dumps(settings)),
            registry=np.array(self.registry.to_json()),
            centres=self.registry.centres,
            past_centres=self.past_.centres,
            past_spread=self.past_.spread,
            past_counts=self.past_.counts,
            past_total=np.array(self.past_.total),
            **arrays,
        )
        return file.getvalue()

    @classmethod
    def from_state(
        cls, state: bytes, *, names: Sequence[str] | None = None, codebook: Sequence[CodebookEntry] | None = None
    ) -> Self:
        """The model as it was saved; names and codebook of today may be given in place of the saved ones."""
        with np.load(io.BytesIO(state), allow_pickle=False) as saved:
            arrays = {name.removeprefix("embedder."): saved[name] for name in saved if name.startswith("embedder.")}
            settings = json.loads(str(saved["settings"]))
            registry = ThemeRegistry.from_json(str(saved["registry"]), saved["centres"])
            past = Past(saved["past_centres"], saved["past_spread"], saved["past_counts"], float(saved["past_total"]))
        model = cls(
            random_state=settings["random_state"],
            taught=settings["taught"],
            names=settings["names"] if names is None else names,
            codebook=[CodebookEntry(name, tuple(terms)) for name, terms in settings["codebook"]]
            if codebook is None
            else codebook,
            registry=registry,
        )
        model.weak_, model.births_, model.past_ = settings["weak"], settings["births"], past
        model.embedder_ = WordVectors.from_state(arrays, model.random_state)
        registry.add_codebook(model.codebook, model.embedder_.vectors_.shape[1])
        return model
