"""Posts as themes see them: their stems, the order in which they are learned from, the week they were written."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from voxpop.analysis.text.language import detect
from voxpop.analysis.themes.naming.words import WordCutter

LIMIT = 4_000
"""Characters of a post that are read for its theme."""

NAMED_FROM = 1_000
"""Characters of a post in which a name for its theme is looked for."""

ENCODED_FROM = 400
"""Characters of a post that the encoder reads."""

READABLE = ("en", "und")

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ThemePosts:
    """Posts in the order given; `readable` is false for posts in a language that themes are not found in."""

    texts: list[str]
    stems: list[list[str]]
    readable: NDArray[np.bool_]
    authors: list[str | None]
    weeks: list[date | None]
    cutter: WordCutter
    rows: Numbers  # places in the table that was read

    @classmethod
    def of(cls, posts: pa.Table, cutter: WordCutter) -> ThemePosts:
        """Read the columns title, text, lang, author_id, created_at, those that are there; text must be."""
        text = pc.fill_null(posts["text"].cast(pa.string()), "")
        if "title" in posts.column_names:
            title = pc.fill_null(posts["title"].cast(pa.string()), "")
            text = pc.binary_join_element_wise(title, text, "\n")
        texts = pc.utf8_slice_codeunits(text, 0, LIMIT)
        lang = posts["lang"].cast(pa.string()) if "lang" in posts.column_names else pa.nulls(len(text), pa.string())
        lang = pc.coalesce(pc.utf8_slice_codeunits(pc.utf8_lower(lang), 0, 2), detect(texts))
        read = texts.to_pylist()
        authors = posts["author_id"].to_pylist() if "author_id" in posts.column_names else [None] * len(read)
        stems, rows = [cutter.stems(one) for one in read], np.arange(len(read))
        return cls(read, stems, _isin(lang, READABLE), authors, weeks_of(posts), cutter, rows)

    def __len__(self) -> int:
        return len(self.texts)

    def clauses(self, post: int) -> list[list[str]]:
        """The words of one post as written, of a long one the beginning."""
        return self.cutter.clauses(self.texts[post][:NAMED_FROM])

    def words(self, post: int) -> str:
        """One post as the encoder should read it: as written, without names, links and code; the beginning."""
        return self.cutter.plain(self.texts[post][:ENCODED_FROM])

    def learned_from(self, most: int) -> Numbers:
        """Posts to learn from: readable, each distinct text once, in an order that only their words decide."""
        first: dict[bytes, int] = {}
        for number, stems in enumerate(self.stems):
            if stems and self.readable[number]:
                key = _digest(" ".join(stems))
                other = first.setdefault(key, number)
                if self.texts[number] < self.texts[other]:
                    first[key] = number
        return np.array([first[key] for key in sorted(first)][:most], dtype=np.int64)

    def of_week(self, week: date | None) -> ThemePosts:
        """The posts of one week."""
        return self.only(np.flatnonzero([one == week for one in self.weeks]))

    def only(self, chosen: Numbers) -> ThemePosts:
        """The chosen posts."""
        rows = chosen.tolist()
        return ThemePosts(
            [self.texts[i] for i in rows],
            [self.stems[i] for i in rows],
            self.readable[chosen],
            [self.authors[i] for i in rows],
            [self.weeks[i] for i in rows],
            self.cutter,
            self.rows[chosen],
        )

    def mentions(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each post has one of the terms, as whole words, in any case."""
        if not terms:
            return np.zeros(len(self), dtype=bool)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(term) for term in terms)})(?!\w)", re.IGNORECASE)
        return np.array([pattern.search(text) is not None for text in self.texts], dtype=bool)


def counts_of(themes: Numbers, weeks: Sequence[date | None]) -> dict[int, dict[date | None, int]]:
    """How many posts each theme has in each week; -1: in no theme."""
    found: dict[int, dict[date | None, int]] = {}
    for (theme, week), n in Counter(zip(themes.tolist(), weeks, strict=True)).items():
        if theme >= 0:
            found.setdefault(theme, {})[week] = n
    return found


def first_of_each(groups: Numbers, count: int) -> Numbers:
    """The places of the first `count` members of each group, in their order."""
    order = np.argsort(groups, kind="stable")
    _, starts, sizes = np.unique(groups[order], return_index=True, return_counts=True)
    rank = np.arange(len(groups)) - np.repeat(starts, sizes)
    return np.sort(order[rank < count])


def _isin(values: pa.ChunkedArray, chosen: Sequence[str]) -> NDArray[np.bool_]:
    found = pc.is_in(values, value_set=pa.array(chosen))
    return np.asarray(found.to_pylist(), dtype=bool)


def weeks_of(posts: pa.Table) -> list[date | None]:
    """The Monday of each post, UTC."""
    if "created_at" not in posts.column_names:
        return [None] * posts.num_rows
    days = posts["created_at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us")).cast(pa.date32()).to_pylist()
    return [None if day is None else day - timedelta(days=day.weekday()) for day in days]


@dataclass(frozen=True, slots=True)
class EarlierPosts:
    """Posts to compare a week with: a sample of those before it that depends on their words alone, not on who asks when."""

    read: ThemePosts
    monday: NDArray[np.datetime64]
    order: Numbers  # readable posts by their words, then their text

    @classmethod
    def of(cls, read: ThemePosts) -> EarlierPosts:
        """Of posts with times; those without come before none."""
        monday = np.array([week or "NaT" for week in read.weeks], dtype="datetime64[D]")
        usable = [i for i, stems in enumerate(read.stems) if stems and read.readable[i] and read.weeks[i]]
        by_words = np.array([_key(" ".join(read.stems[i])) for i in usable], dtype=np.uint64)
        by_text = np.array([_key(read.texts[i]) for i in usable], dtype=np.uint64)
        return cls(read, monday, np.array(usable, dtype=np.int64)[np.lexsort((by_text, by_words))])

    def before(self, week: date | None, most: int) -> ThemePosts:
        """At most `count` posts of earlier weeks."""
        if week is None:
            return self.read.only(self.order[:0])
        return self.read.only(self.order[self.monday[self.order] < np.datetime64(week)][:most])


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).digest()


def _key(text: str) -> int:
    """Sorts as the digest does, so that posts read as one week's come first among the earlier ones of the next too."""
    return int.from_bytes(_digest(text)[:8], "big")
