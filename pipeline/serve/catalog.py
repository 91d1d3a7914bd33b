"""Every post that counts, as columns in memory: a page chooses posts by them, and no query looks at a post that the page does not show.

A post takes about 30 bytes and 4 more for each of its audiences. Docs: docs/explorer.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from voxpop.warehouse import Snapshot

    Ints = NDArray[np.int32]

ABSENT = -1
"""The code of what a post has none of, and the position of a post that does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of few values: a code for each post, and what the codes stand for."""

    codes: Ints
    names: tuple[str, ...]

    @classmethod
    def of(cls, table: pa.Table, name: str, order: NDArray[np.int64]) -> Column:
        """The column of a table, its rows put in order."""
        coded = table[name].combine_chunks().dictionary_encode()
        codes = coded.indices.fill_null(ABSENT).to_numpy(zero_copy_only=False).astype(np.int32)
        return cls(codes=codes[order], names=tuple(str(value) for value in coded.dictionary.to_pylist()))

    def code(self, value: Any) -> int:
        """The code of a value; one that no post has where there is none."""
        return self.names.index(value) if value in self.names else len(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The posts of one snapshot, the newest first; a position is an index of these columns."""

    place: NDArray[np.int64]  # row of the mart
    number: NDArray[np.int64]  # as marts call the post
    position: Ints  # by number
    author: NDArray[np.uint64]  # one person, one number
    strength: NDArray[np.float32]  # how typical of its theme; -1: of none
    channel: Column
    theme: Column
    tone: Column
    starts: dict[date, tuple[int, int]]  # Monday -> first position of the week, and that after its last

    def __len__(self) -> int:
        """How many posts count."""
        return len(self.place)

    def among(self, numbers: pa.Table) -> Ints:
        """The positions of posts given by their numbers, in order; those that do not count are left out."""
        given = numbers["post_number"].to_numpy()
        given = given[given < len(self.position)]
        found = self.position[given]
        return np.sort(found[found != ABSENT])

    def within(self, positions: Ints, since: date, until: date) -> Ints:
        """Those of the weeks from one Monday to another."""
        spans = [span for monday, span in self.starts.items() if since <= monday <= until]
        if not spans:
            return positions[:0]
        first, after = min(span[0] for span in spans), max(span[1] for span in spans)
        return positions[np.searchsorted(positions, first) : np.searchsorted(positions, after)]

    def matching(self, positions: Ints, **wanted: str | None) -> Ints:
        """Those with the channel, theme or tone that is given."""
        for name, value in wanted.items():
            if value is not None:
                column: Column = getattr(self, name)
                positions = positions[column.codes[positions] == column.code(value)]
        return positions

    def n_authors(self, positions: Ints) -> int:
        """How many people wrote them."""
        return len(np.unique(self.author[positions]))

    def most_typical(self, positions: Ints, most: int) -> Ints:
        """The most typical of their theme, no author twice, the most typical first."""
        ordered = positions[np.argsort(-self.strength[positions], kind="stable")]
        _, first = np.unique(self.author[ordered], return_index=True)
        return ordered[np.sort(first)][:most]


def read_catalog(tables: Snapshot) -> Catalog:
    """The catalog of a snapshot."""
    table = tables.rows("serve/catalog")
    created = table["created"].to_numpy()
    place = table["place"].to_numpy()
    order = np.lexsort((place, -created))
    number = table["post_number"].to_numpy()[order]
    position = np.full(int(number.max(initial=-1)) + 1, ABSENT, np.int32)
    position[number] = np.arange(len(number), dtype=np.int32)
    week = Column.of(table, "week", order)
    return Catalog(
        place=place[order],
        number=number,
        position=position,
        author=table["author"].to_numpy()[order],
        strength=table["strength"].fill_null(ABSENT).to_numpy()[order].astype(np.float32),
        channel=Column.of(table, "channel", order),
        theme=Column.of(table, "theme_id", order),
        tone=Column.of(table, "label", order),
        starts=_spans(week),
    )


def _spans(week: Column) -> dict[date, tuple[int, int]]:
    if not len(week.codes):
        return {}
    ends = np.flatnonzero(np.diff(week.codes)) + 1
    firsts = [0, *ends.tolist()]
    afters = [*ends.tolist(), len(week.codes)]
    mondays = [Week.of(_day(week.names[week.codes[first]])).monday for first in firsts]
    return dict(zip(mondays, zip(firsts, afters, strict=True), strict=True))


def _day(written: str) -> date:
    from datetime import date

    return date.fromisoformat(written)


def tell_in_order(
    places: Sequence[int], read: Callable[[str, dict[str, Any]], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The rows of `serve/told` of some places, in the order of these."""
    rows = {row.pop("place"): row for row in read("serve/told", {"places": list(places)})} if len(places) else {}
    return [rows[place] for place in places if place in rows]
