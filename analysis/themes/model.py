"""What posts are about: themes found once, then kept from week to week under the same ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voxpop.analysis.text.word_vectors import Matrix
from voxpop.analysis.themes import changes, proposals, tables
from voxpop.analysis.themes import codebook as theme_codebook
from voxpop.analysis.themes.assignment import Assignment
from voxpop.analysis.themes.births import READ, Past, births
from voxpop.analysis.themes.clusters import SmallClusters, mean_directions, nearest
from voxpop.analysis.themes.groups import find_groups
from voxpop.analysis.themes.kept.meanings import Meanings
from voxpop.analysis.themes.naming.labels import name_themes
from voxpop.analysis.themes.naming.words import WordCutter
from voxpop.analysis.themes.posts import EarlierPosts, ThemePosts, counts_of, first_of_each, weeks_of
from voxpop.analysis.themes.registry import CodebookEntry, ThemeRegistry
from voxpop.analysis.themes.state import LEARNED, MADE, Parts, Saved, from_parts, to_bytes, to_parts, version_of
from voxpop.analysis.themes.sub_themes import SubThemes
from voxpop.analysis.themes.tables import ASSIGNED
from voxpop.analysis.themes.vectors import AUTO, PostVectors
from voxpop.decisions.themes import Decision

WEAK_SHARE = 0.10
"""At the fit at most this share of the posts with words is 'other' for being unlike its nearest theme."""

WEAK = 0.45
"""A post whose cosine to its nearest theme is below this may be 'other'; above it never is."""

LEARNED_FROM = 30_000
"""Posts that the groups are found in; the others are assigned to them."""

NAMED_BY = 400
"""Posts of each theme from which its name is taken."""
FOUND = "found when themes were first looked for"
Numbers = NDArray[np.int64]

Posts: TypeAlias = pa.Table | ThemePosts
"""A table of posts, or what `ThemeModel.read` gave for one."""


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
    embedding: str = AUTO  # words, taught, encoder; auto: encoder for a few thousand posts, else taught
    registry: ThemeRegistry = field(default_factory=ThemeRegistry)
    meanings: Meanings = field(default_factory=Meanings)  # what the encoder read before, and reads from here on

    def fit(self, posts: Posts) -> Self:
        """Find themes from nothing; ids begin at t001, the largest theme first."""
        read = self.read(posts)
        with threadpool_limits(1):  # sums in one order, whatever the machine
            self._find(read)
        return self

    def _find(self, read: ThemePosts) -> None:
        self.registry, self.births_, self.past_, self.sub_themes_ = ThemeRegistry(), 0, Past(), SubThemes()
        self.counted_ = True
        learned = read.learned_from(LEARNED_FROM * 4)
        self.embedder_ = PostVectors.learn(read.only(learned), self.embedding, self.random_state)
        self.meanings = self.embedder_.meanings
        theme_codebook.take(self.codebook, self.registry, self.embedder_, self.read)
        chosen = learned[:LEARNED_FROM]
        vectors = self.embedder_.transform(read.only(chosen))
        rest = vectors.any(axis=1) & (
            theme_codebook.match(self.codebook, self.registry, read.only(chosen), vectors)[0] < 0
        )
        chosen, vectors = chosen[rest], vectors[rest]
        self.weak_ = WEAK
        if not len(chosen):
            return
        least = max(3, min(len(chosen) // 100, 200))
        self.past_ = Past.of(SmallClusters.of_few(vectors, self.random_state))
        centres = find_groups(vectors, self.n_themes, (self.fewest, self.most), least, self.random_state)
        number, like = nearest(vectors, centres)
        self.weak_ = min(WEAK, float(np.quantile(like, WEAK_SHARE)))
        number = np.where(like >= self.weak_, number, -1)
        some = first_of_each(number, NAMED_BY)
        named = name_themes([read.clauses(i) for i in chosen[some]], number[some], self.registry.labels())
        for centre, name in zip(centres, named, strict=True):
            self.registry.born(name.label, name.keywords, centre, None, FOUND, names=name.names)
        number = np.where(number >= 0, number + len(self.registry.themes) - len(centres), -1)
        self.sub_themes_ = SubThemes.find(read.only(chosen), vectors, number, self.registry, self.random_state)
        self._count(read)
        self.registry.found_until = self.registry.examined

    def _count(self, read: ThemePosts) -> Numbers:
        number, _ = self.assignment.number(read)
        self._note(counts_of(self.assignment.shown(number), read.weeks), read.weeks)
        return number

    def _note(self, counts: dict[int, dict[date | None, int]], weeks: list[date | None]) -> None:
        self.registry.note_counts(counts, set(weeks))
        self.registry.examined = max((week for week in weeks if week), default=self.registry.examined)

    def predict(self, posts: pa.Table, read: ThemePosts | None = None) -> pa.Table:
        """One row per post in the same order: its nearest theme and how like it is (0 to 1); weak ones are 'other'.

        `read` are the same posts, where they were read before.
        """
        theme_ids, strength, sub_theme_ids = self.themes_of(self.read(posts) if read is None else read)
        return pa.table(
            {
                "source": posts["source"].cast(pa.string()),
                "post_id": posts["post_id"].cast(pa.string()),
                "theme_id": theme_ids,
                "strength": strength,
                "model_version": pa.repeat(self.version, len(theme_ids)),
                "sub_theme_id": sub_theme_ids,
            },
            schema=ASSIGNED,
        )

    def themes_of(self, read: ThemePosts) -> tuple[pa.Array, pa.Array, pa.Array]:
        """The theme_id, the strength and the sub_theme_id (null: none) of each post that was read before."""
        return self.assignment.themes_of(read)

    @property
    def assignment(self) -> Assignment:
        """What decides now which theme a post is in."""
        return Assignment(self.embedder_, self.registry, self.weak_, self.sub_themes_, self.codebook, self.names)

    def update(self, posts: Posts, passed: Callable[[date, Parts], None] | None = None, *, splits: bool = True) -> Self:
        """Take in new posts, with or without those of earlier weeks: ids, labels and centres of known themes stay.

        New themes are looked for in each week since the last update, one after another, so that one update with
        many weeks adds what many updates would. The same posts once more change nothing. Give it the posts of earlier
        weeks too: smaller new themes are seen beside them than beside what the model remembers. `passed` is given the state
        before each of the weeks, as of the Monday of the one before; `conclude` completes it.
        """
        read = self.read(posts)
        with threadpool_limits(1):
            earlier = EarlierPosts.of(read)
            for week in self._unexamined_weeks(read):
                before = max((one for one in read.weeks if one and week and one < week), default=None)
                if passed and before and before >= (self.registry.examined or date.max):
                    passed(before, self.to_parts(counted=False))
                self._find_births(earlier, week)
        return self.conclude(read, splits=splits)

    def conclude(self, posts: Posts, *, splits: bool = True) -> Self:
        """Count the posts of each theme and propose what a person may decide (`splits`: these too, the dearest), after births."""
        read = self.read(posts)
        with threadpool_limits(1):
            number = self._count(read)
            proposals.propose(self.registry, read, number, self.embedder_ if splits else None, self.random_state)
        self.counted_ = True
        return self

    def decide(self, decisions: Sequence[Decision], posts: Posts) -> Self:
        """Let the themes be as people decided; the parts of a theme that is split for the first time are found in the posts."""
        read = self.read(posts)
        self.apply(decisions, lambda: read)
        with threadpool_limits(1):
            self._count(read)
        return self

    def apply(self, decisions: Sequence[Decision], posts: Callable[[], ThemePosts]) -> None:
        """The same, without counting the posts anew; they are asked for only where a theme is split for the first time."""
        with threadpool_limits(1):
            for one in decisions:
                if one.do == "split" and not self.registry.parts(one.theme):
                    self._split(posts(), one)
            changes.apply(self.registry, decisions)

    def note_themes(self, theme_ids: pa.ChunkedArray, posts: pa.Table) -> None:
        """Count the posts of each theme anew, from what was said of all of them; `posts` has `created_at`."""
        places = {theme.theme_id: place for place, theme in enumerate(self.registry.themes)}
        number = np.array([places.get(theme, -1) for theme in theme_ids.to_pylist()], dtype=np.int64)
        weeks = weeks_of(posts)
        self._note(counts_of(number, weeks), weeks)

    def _split(self, read: ThemePosts, decision: Decision) -> None:
        number, _ = self.assignment.number(read)
        own = read.only(np.flatnonzero(number == self.registry.place(decision.theme)))
        own = own.only(own.learned_from(LEARNED_FROM))
        before = len(self.registry.themes)
        vectors = self.embedder_.transform(own)
        changes.split(self.registry, own, vectors, decision, self.random_state)
        self.births_ += len(self.registry.themes) - before
        self.registry.split(decision.theme)

    def _unexamined_weeks(self, read: ThemePosts) -> list[date | None]:
        """The weeks in which new themes are to be looked for: the newest of the last time once more, none that `fit` had."""
        weeks = sorted({week for week in read.weeks if week is not None})
        if not weeks:
            return [None]
        examined, found = self.registry.examined or date.min, self.registry.found_until or date.min
        return [week for week in weeks if week >= examined and week > found]

    def _find_births(self, earlier: EarlierPosts, week: date | None) -> None:
        read = earlier.read.of_week(week)
        wider = self.embedder_.extend_with(read)
        before = earlier.before(week, READ)
        wider.meanings = self.meanings
        self.meanings.noted.clear()  # the next week needs what this one read, and none before
        found = births(read, before, wider, self.registry, self.past_, self.random_state)
        for birth in found:
            birth.add_to(self.registry, week)
        self.births_ += len(found)
        if found:  # words are learned only when they are needed, so that known posts stay where they are
            self.embedder_ = wider

    def refresh(self, posts: Posts) -> Self:
        """Learn words and centres anew from these posts, and keep every theme's id, label and history.

        For when the way people write has drifted; assignments of past posts may change, and the version says so.
        """
        read = self.read(posts)
        with threadpool_limits(1):
            number, _ = self.assignment.number(read)
            learned = read.learned_from(LEARNED_FROM * 4)
            sub = self.sub_themes_.of(self.embedder_.transform(read.only(learned)), number[learned], self.registry)
            self.embedder_ = PostVectors.learn(read.only(learned), self.embedding, self.random_state)
            vectors = self.embedder_.transform(read.only(learned))
            self._move_centres(vectors, number[learned])
            self.sub_themes_ = self.sub_themes_.move_to(vectors, sub)
            self.past_ = Past.of(SmallClusters.of_few(vectors[vectors.any(axis=1)], self.random_state))
            self._count(read)
        self.births_ = 0
        return self

    def _move_centres(self, vectors: Matrix, number: Numbers) -> None:
        """Every centre to the mean of its posts; a theme without posts keeps its id and waits without one."""
        self.registry.centres = mean_directions(vectors, number, len(self.registry.themes))
        theme_codebook.take(self.codebook, self.registry, self.embedder_, self.read)

    def read(self, posts: Posts) -> ThemePosts:
        """Posts as themes see them, to give to several methods; posts that were read before stay as they are."""
        return posts if isinstance(posts, ThemePosts) else ThemePosts.of(posts, WordCutter(self.names))

    @property
    def themes(self) -> pa.Table:
        """The themes, merged and hidden ones too; 'other' is none."""
        return tables.themes_of(self.registry, self.version)

    @property
    def events(self) -> pa.Table:
        """What happened to the themes, oldest first."""
        return tables.events_of(self.registry)

    def representative(self, posts: pa.Table, count: int = 3) -> pa.Table:
        """For each theme its `count` most typical posts, most typical first: theme_id, source, post_id, strength."""
        return tables.most_typical(self.predict(posts), count)

    @property
    def version(self) -> str:
        """'words-1:91adc9b2+2': how posts become vectors, what was learned from them, and themes added since."""
        return version_of(self.embedder_, self.registry, self.weak_, self.births_)

    def to_state(self) -> bytes:
        """Everything that `from_state` needs, as plain arrays and JSON in one block; holds words, but no post."""
        return to_bytes(self._saved())

    def to_parts(self, *, counted: bool = True) -> Parts:
        """The same, in parts of which states share most."""
        return to_parts(self._saved(counted_=counted))

    def _saved(self, **learned: bool) -> Saved:
        made = {name: getattr(self, name) for name in MADE}
        return Saved(made, {name: getattr(self, name) for name in LEARNED} | learned)

    @classmethod
    def from_state(
        cls,
        state: bytes,
        layers: Sequence[bytes] = (),
        *,
        names: Sequence[str] | None = None,
        codebook: Sequence[CodebookEntry] | None = None,
    ) -> Self:
        """The model as it was saved, whole or in parts; names and codebook of today may be given in place of the saved ones."""
        saved = from_parts(state, layers)
        today = {"names": names, "codebook": codebook}
        model = cls(**saved.made | {name: said for name, said in today.items() if said is not None})
        for name, learned in saved.learned.items():
            setattr(model, name, learned)
        theme_codebook.take(model.codebook, model.registry, model.embedder_, model.read)
        return model
