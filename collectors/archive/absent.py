"""What stands in cells that say nothing, and values that cannot be read: they cost themselves, and are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.post import Note

ERRORS = ("#ref!", "#name?", "#value!", "#div/0!", "#num!", "#null!", *("#" * signs for signs in range(3, 31)))
"""What programs for tables write in place of what a formula, or a column too narrow, does not give."""
NONE = (
    "null",
    "(null)",
    "none",
    "nan",
    "nil",
    "n/a",
    "#n/a",
    "\\n",
    "undefined",
    "-",
    "--",
    "\u2013",
    "\u2014",
    *ERRORS,
)
"""Words for 'nothing' in ids, names, numbers and times. In texts they may be an answer: `empty_words` says so."""
NO_NUMBER = (*NONE, "na", "?", "n.a.", "k.a.")
NO_TIME = re.compile(
    r"0+(\.0+)?|-1|false|0000-00-00.*|0001-01-01.*|1970-01-01([T ]00:00(:00(\.0+)?)?(Z|\+00:00)?)?", re.IGNORECASE
)
"""Times that programs write where there is none."""
SPOILED = r"^[+-]?\d+(?:(?:[.,]\d+)?[eE]\+|[.,]\d+[eE])\d{1,3}$"
"""An id that a program for tables made a number of: '1.9898E+18', as Java writes it '1.9898E18'."""
GUARDED = r"""^(?:="([^"]*)"|'(\d+)|(\d+)\.0)$"""
"""An id as programs write it for spreadsheets, '="17"' and "'17", or as data frames do where some are empty: '17.0'."""
ROUNDED = r"(?:^|/)\d{15}0+$"
LONG = r"(?:^|/)\d{16,}$"


def without(values: pa.Array, words: tuple[str, ...]) -> pa.Array:
    """The texts with those that are one of the words, in any case, as null."""
    if not len(values) or not words:
        return values
    absent = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(values)), value_set=pa.array(words, pa.string()))
    return pc.if_else(absent, pa.scalar(None, pa.string()), values) if pc.any(absent).as_py() else values


def no_times(values: pa.Array) -> pa.Array:
    """The values with the times that stand for none as null."""
    if pa.types.is_string(values.type):
        bare = without(values, NONE)
        absent = pc.match_substring_regex(pc.utf8_trim_whitespace(bare), f"^(?:{NO_TIME.pattern})$", ignore_case=True)
        return pc.if_else(absent, pa.scalar(None, pa.string()), bare)
    if pa.types.is_boolean(values.type):
        return pa.nulls(len(values), pa.string())
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        return pc.if_else(pc.less_equal(values, 0), pa.scalar(None, values.type), values)
    return values


def is_yes(values: pa.Array) -> pa.Array:
    """Which texts say yes, or when: '1', 'true', a time; not 'no', zeros and words for nothing."""
    told = no_times(without(values, (*NONE, "no", "n", "f")))
    return pc.and_(told.is_valid(), pc.not_equal(pc.utf8_trim_whitespace(told), "").fill_null(False))


def rounded(ids: pa.Array) -> int:
    """How many ids end in zeros behind 15 digits, as a program for tables leaves them; 0 where others of that length do not."""
    zeros = pc.sum(pc.match_substring_regex(ids, ROUNDED)).as_py() or 0
    long = pc.sum(pc.match_substring_regex(ids, LONG)).as_py() or 0
    return zeros if zeros > 1 and 2 * zeros >= long else 0


@dataclass(slots=True)
class Unread:
    """Counts values that could not be read, by what was wrong, with one example each."""

    found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, said: str, rows: int, example: str = "") -> None:
        """Count rows under a sentence."""
        if rows:
            before, first = self.found.get(said, (0, example))
            self.found[said] = (before + rows, first)

    def notes(self) -> tuple[Note, ...]:
        """What was counted."""
        return tuple(Note(said, rows, example) for said, (rows, example) in self.found.items())
