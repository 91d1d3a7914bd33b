"""One batch of an archive's rows, read a field at a time: text, times, numbers, yes and no, lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.absent import GUARDED, NO_NUMBER, NONE, SPOILED, Unread, no_times, without
from voxpop.collectors.archive.cells import (
    as_column,
    column_of,
    each,
    json_object,
    of_parts,
    parts_of,
    repeated,
    whole_text_at,
)
from voxpop.collectors.archive.documents.inside import (
    RULE,
    read_field,
    rule_of,
    settle,
)
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.files import META
from voxpop.collectors.archive.paths import getter
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.archive.times import instants
from voxpop.collectors.archive.words import counted
from voxpop.collectors.wire.charsets import decode
from voxpop.collectors.wire.letters import TWICE_RE2, mend_twice
from voxpop.collectors.wire.times import Clock
from voxpop.post import COUNTS, IDS, Kind

EXACT = 1 << 53  # above, a decimal number no longer holds every whole number
LOST = "is a decimal that has lost digits; keep ids as text"
LETTERS = {"text", "title", "author", "handle", "community", "category", "author_flair", "tags"}
"""Fields in which a second decoding is mended."""
YES, NO = {"true", "t", "yes", "y", "1", "1.0"}, {"false", "f", "no", "n", "0", "0.0"}


class Rows:
    """One batch, asked for a field at a time; rows that cannot be posts are noted in `refused`, the first reason wins."""

    def __init__(self, table: pa.Table, settings: ArchiveSettings, clock: Clock | None = None) -> None:
        self.table = table
        self.settings = settings
        self.clock = clock or Clock(settings.time_zone, order=settings.dates)
        self.unread = Unread()
        self.refused: dict[int, tuple[str, str]] = {}
        self._records: list[dict[str, Any]] | None = None
        self.refuse("row", table.column("_problem").is_valid(), lambda i: str(table.column("_problem")[i]))
        if set(table.column_names) == set(META.names):
            self._records = self._parsed(table.column("_raw").to_pylist())
        found = {id(rule): rule for one in self.parsed if RULE in one for rule in (rule_of(one, settings.rules),)}
        own = [rule for rule in found.values() if not any(rule is one for one in settings.rules)]
        self.rules: tuple[Each, ...] = (*settings.rules, *own)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def parsed(self) -> list[dict[str, Any]]:
        """The records of JSON, empty ones where a line is none; nothing where the rows are cells."""
        return self._records or []

    def has(self, field: str) -> bool:
        """Whether the configuration says where the field comes from."""
        own = any(getattr(rule.columns, field, None) for rule in self.rules)
        return own or getattr(self.settings.columns, field) is not None or field in self.settings.constants

    def refuse(self, field: str, wrong: Any, reason: Callable[[int], str]) -> None:
        """Set the rows of a mask aside."""
        for row in np.flatnonzero(wrong.to_numpy(zero_copy_only=False)).tolist():
            if row not in self.refused:
                self.refused[row] = (field, reason(row))

    def column(self, field: str) -> pa.Array:
        """The field's raw values, of several columns the first's; nulls where nothing is configured."""
        if paths := self.settings.columns.several().get(field):
            return self._at(field, paths[0])
        if self._records is not None and any(getattr(rule.columns, field, None) for rule in self.rules):
            return as_column(self._found(field, None))
        if field == "edited_at" and self.settings.each != ():
            return self._edited()
        constant = self.settings.constant(field)
        return pa.nulls(len(self), pa.string()) if constant is None else pa.repeat(constant, len(self))

    def _at(self, field: str, path: str) -> pa.Array:
        """What stands at one path."""
        path = whole_text_at(path, self.table) if field == "text" else path
        if self._records is not None:
            return as_column(self._found(field, path))
        return column_of(self.table, path)

    def _edited(self) -> pa.Array:
        """The time of an edit that stands beside the time of writing under its usual name, where no column is named for it."""
        path = self.settings.edits
        if self._records is not None:
            return as_column(self._found("edited_at", path)) if path else pa.nulls(len(self), pa.string())
        there = [name for name in path.split("|") if name in self.table.column_names]
        flat = [name for name in there if not pa.types.is_nested(self.table.schema.field(name).type)]
        return column_of(self.table, flat[0]) if flat else pa.nulls(len(self), pa.string())

    def _found(self, field: str, path: str | None) -> list[Any]:
        """The values of records as they are; in records within others by the rules of `each`."""
        records, rules = self._records or [], self.rules
        if rules or path is None:
            found = [read_field(one, field, path, rules) for one in records]
        else:
            found = list(map(getter(path), records))
        return list(map(counted, found)) if field in COUNTS else found

    def text(self, field: str, *, strip: bool = True) -> pa.Array:
        """The field as text; empty becomes null, NUL becomes the replacement character.

        Of several columns those that are filled, a paragraph each.
        """
        paths = self.settings.columns.several().get(field, ())
        if len(paths) < 2:
            return self._text(field, self.column(field), strip=strip)
        parts = [self._text(field, self._at(field, path)).to_pylist() for path in paths]
        return pa.array(
            ["\n\n".join(dict.fromkeys(filter(None, row))) or None for row in zip(*parts, strict=True)], pa.string()
        )

    def _text(self, field: str, values: pa.Array, *, strip: bool = True) -> pa.Array:
        if pa.types.is_floating(values.type):
            values = self._whole_numbers(field, values)
        elif pa.types.is_nested(values.type):
            values = pa.array([of_parts(v) for v in values.to_pylist()], pa.string())
        elif pa.types.is_binary(values.type) or pa.types.is_large_binary(values.type):
            values = pa.array([None if v is None else decode(v).text for v in values.to_pylist()], pa.string())
        values = pc.replace_substring(values.cast(pa.string()), "\0", "\ufffd")
        bare = pc.utf8_trim_whitespace(values)
        found = pc.if_else(pc.equal(bare, ""), None, bare if strip else values).cast(pa.string())
        found = without(found, self._empty_words)
        return self._mended(found) if field in LETTERS else found

    def _mended(self, texts: pa.Array) -> pa.Array:
        """The texts without what a second decoding did to them."""
        twice = pc.match_substring_regex(texts, TWICE_RE2)
        if not pc.any(twice).as_py():
            return texts
        mended = each(texts, mend_twice)
        changed = pc.sum(pc.not_equal(mended, texts)).as_py() or 0
        self.unread.add("{rows} texts or names were decoded twice ('schÃ¶n') and are mended", changed)
        return mended

    def at(self, path: str) -> pa.Array:
        """What stands at a path that is no field's, as text."""
        return self._text("", self._at("", path))

    def name(self, field: str) -> pa.Array:
        """The field as a name or an id; words for 'nothing' are none."""
        return self._named(field, self.text(field))

    def name_at(self, field: str, path: str) -> pa.Array:
        """One of several columns of a field as a name or an id."""
        return self._named(field, self._text(field, self._at("", path)))

    def _named(self, field: str, texts: pa.Array) -> pa.Array:
        found = without(texts, NONE)
        if field in IDS and field != "post_id":
            found = without(found, ("0", "0.0"))
        if field in IDS:
            found = pc.replace_substring_regex(found, GUARDED, r"\1\2\3")
        spoiled = pc.match_substring_regex(found, SPOILED)
        self.refuse(field, spoiled.fill_null(False), lambda i: f"{found[i]} {LOST}")
        return found

    def time(self, field: str) -> pa.Array:
        """The field in UTC; only `created_at` may be unreadable here, the caller refuses it. Other zeros are no time."""
        raw = self.column(field)
        if field != "created_at":
            raw = no_times(raw)
        if self._empty_words and pa.types.is_string(raw.type):
            raw = without(raw, self._empty_words)
        found = instants(raw, self.settings.time_format, self.clock)
        if field != "created_at":
            self.unreadable(field, raw, found, "are no times")
        return found

    def whole(self, field: str) -> pa.Array:
        """The field as whole numbers: null is 'not reported' and stays null."""
        raw = self.column(field)
        if not pa.types.is_integer(raw.type):
            raw = self._text("", raw)
            if self.settings.thousands:
                raw = pc.replace_substring(raw, self.settings.thousands, "")
            try:
                return raw.cast(pa.int64())
            except pa.ArrowInvalid:
                raw = without(raw, NO_NUMBER)
                found = each(raw, _integer, pa.int64())
                self.unreadable(field, raw, found, "are no whole numbers")
                return found
        return raw.cast(pa.int64(), safe=False)

    def truth(self, field: str) -> pa.Array:
        """The field as yes or no."""
        raw = without(self.text(field), NONE)
        found = each(raw, lambda word: word.lower() in YES if word.lower() in YES | NO else None, pa.bool_())
        self.unreadable(field, raw, found, "are neither yes nor no")
        return found

    def listed(self, field: str) -> pa.Array:
        """The field as lists: lists as they are, text cut at the separator."""
        cut, kind = self.settings.tag_separator, pa.list_(pa.string())
        path = getattr(self.settings.columns, field)
        if self._records is not None and isinstance(path, str):
            return pa.array([parts_of(value, cut) for value in self._found(field, path)], kind)
        columns = [
            column_of(self.table, name)
            for path in self.settings.columns.several().get(field, ())
            for name in repeated(self.table.column_names, path)
        ] or [self.column(field)]
        found = [self._listed(column, cut) for column in columns]
        if len(found) == 1:
            return found[0]
        rows = zip(*(one.to_pylist() for one in found), strict=True)
        return pa.array([[part for parts in row for part in parts or ()] or None for row in rows], kind)

    def _listed(self, raw: pa.Array, cut: str) -> pa.Array:
        kind = pa.list_(pa.string())
        if pa.types.is_list(raw.type) or pa.types.is_large_list(raw.type):
            return pa.array([parts_of(value, cut) for value in raw.to_pylist()], kind)
        return each(self._text("tags", raw), lambda text: parts_of(text, cut), kind)

    def kind(self) -> pa.Array:
        """What the posts are; 'post' where the archive does not say."""
        raw = self.text("kind")
        own = {word.lower(): kind.value for word, kind in self.settings.kinds.items()} | {
            k.value: k.value for k in Kind
        }
        found = each(raw, lambda word: own.get(word.lower()))
        self.unreadable("kind", raw, found, f"are none of {', '.join(Kind)}")
        return found.fill_null(Kind.POST.value)

    def unreadable(self, field: str, raw: pa.Array, found: pa.Array, what: str) -> None:
        """Count the values that cannot be read: each costs itself, and not its post."""
        given = pc.and_(raw.is_valid(), found.is_null())
        if pa.types.is_string(raw.type):
            given = pc.and_(given, pc.not_equal(pc.utf8_trim_whitespace(raw), "").fill_null(False))
        wrong = raw.filter(given)
        if len(wrong):
            said = f"{{rows}} values of '{field}' {what} and count as not reported"
            self.unread.add(said, len(wrong), short(wrong[0].as_py()))

    @property
    def _empty_words(self) -> tuple[str, ...]:
        return tuple(word.lower() for word in self.settings.empty_words)

    def _whole_numbers(self, field: str, values: pa.Array) -> pa.Array:
        """Ids that pandas has turned into decimals; one that has lost digits is refused, not guessed."""
        numbers = values.to_numpy(zero_copy_only=False)
        values = pa.array(numbers, mask=np.isnan(numbers))
        whole = np.isfinite(numbers) & (numbers == np.floor(numbers)) & (np.abs(numbers) < EXACT)
        if field in IDS or field == "author":
            lost = np.abs(np.nan_to_num(numbers)) >= EXACT
            self.refuse(field, pa.array(lost), lambda i: f"{numbers[i]:.0f} {LOST}")
        as_int = pa.array(np.where(whole, numbers, 0).astype(np.int64)).cast(pa.string())
        return pc.if_else(pa.array(whole), as_int, values.cast(pa.string()))

    def _parsed(self, lines: list[str]) -> list[dict[str, Any]]:
        records = []
        for row, line in enumerate(lines):
            record, problem = json_object(line)
            if problem:
                self.refused.setdefault(row, ("row", problem))
            records.append(settle(record))
        return records

    @staticmethod
    def records(table: pa.Table) -> list[dict[str, Any]]:
        """The JSON objects in a batch of lines; empty ones where a line is none."""
        return [json_object(line)[0] for line in table.column("_raw").to_pylist()]


def short(value: object, length: int = 40) -> str:
    """The value as a reason shows it."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= length else f"{shown[:length]}..."


def _integer(text: str) -> int | None:
    """'12' and '12.0', but neither '1.2k' nor '1,200': nothing is guessed."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < EXACT else None
