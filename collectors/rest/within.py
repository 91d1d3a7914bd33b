"""Records within the items of an answer, as comments in a ticket: each is an item of its own, below the one around it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from voxpop.collectors.archive.documents.finder import Finder
from voxpop.collectors.archive.documents.inside import RULE, read_field, rule_of, within
from voxpop.collectors.archive.paths import AROUND, reach
from voxpop.collectors.fields import Columns
from voxpop.collectors.inner.lists import Record, is_private
from voxpop.collectors.wire.json_paths import at, moment
from voxpop.post import Kind

if TYPE_CHECKING:
    from voxpop.collectors.archive.documents.rules import Each
    from voxpop.collectors.rest.settings import RestSettings, Stream

BELOW = "^"
"""Stands in the id of a record within another, between that one's id and its own."""


class Within:
    """What stands within the items of one list, told by their keys or as `each` says."""

    def __init__(self, stream: RestSettings, days: str) -> None:
        def reads(values: Sequence[Any]) -> bool:
            return all(moment(value, stream.time_format, stream.time_zone, days) is not None for value in values)

        self.stream = stream
        self.finder = Finder(stream.mapping.several(), reads)
        self.read: Counter[str] = Counter()
        self.private = 0

    def learn(self, page: Sequence[Any]) -> None:
        """Look at the items of one page."""
        if self.stream.each != ():
            self.finder.learn(one for one in page if isinstance(one, dict))

    @property
    def rules(self) -> list[Each]:
        """The rules as `each` has them, a bare one with what was found; else all that were found."""
        found = {rule.items: rule for rule in self.finder.rules}
        if self.stream.each is None:
            return list(found.values())
        return [rule if rule.columns else found.get(rule.items, rule) for rule in self.stream.each]

    def items(self, record: Any) -> Iterator[Record]:
        """The records within one, each with its rule and with what stands around it."""
        rules = self.rules
        for _, inner, number in within(record, rules, [rule.told() for rule in rules]) if rules else ():
            chain = [inner]
            while RULE in (above := chain[-1].get(AROUND, {})):
                chain.append(above)
            if any(map(is_private, chain)):
                self.private += 1
                continue
            self.read[str(rules[number].items)] += 1
            yield inner

    def notes(self) -> list[str]:
        """What was read without being named, what was left out, and what is not read."""
        told = []
        if self.read:
            lists = ", ".join(f"{items} ({n:,})" for items, n in self.read.items())
            told.append(f"read as posts of their own, with the item around as parent: {lists} ('each: []' reads none)")
        if self.private:
            told.append(
                f"{self.private:,} record{'s' * (self.private > 1)} within items left out, which are not public as they say"
            )
        read = {rule.items for rule in self.rules}
        if unread := {path: n for path, n in self.finder.unread.items() if path not in read}:
            told.append(f"lists of records that nothing reads: {', '.join(unread)} ({sum(unread.values()):,} records)")
        return told


def number_of(record: Record, stream: Stream) -> str | None:
    """The id of an item at its source; of one within another behind that one's."""
    if RULE not in record:
        return _word(at(record, stream.mapping.used()["post_id"]))
    rule, path = rule_of(record, ()), stream.mapping.used()["post_id"]
    own = rule.columns.several().get("post_id", ()) if rule.columns else ()
    parts = [_word(reach(record, one)) for one in own if not one.startswith(AROUND)] or [
        _word(read_field({**record, AROUND: None}, "post_id", path, ()))
    ]
    told = parts[0] if len(parts) == 1 else _hashed(parts)
    above = number_of(record.get(AROUND) or {}, stream)
    return f"{above}{BELOW}{told}" if above and told else None


def flat(record: Record, stream: Stream) -> tuple[Record, Stream]:
    """A record within another under the names of fields, and the list that reads it so."""
    rule = rule_of(record, ())
    paths = stream.mapping.used() | (rule.columns.used() if rule.columns else {})
    found = {field: read_field(record, field, stream.mapping.used().get(field), ()) for field in paths}
    above = record.get(AROUND) or {}
    parent = number_of(above, stream)
    found |= {
        "post_id": number_of(record, stream),
        "parent_id": found.get("parent_id") or parent,
        "thread_id": found.get("thread_id") or _first(above, stream),
        "deleted": read_field(record, "deleted", stream.deleted, ()) if stream.deleted else None,
    }
    kind = {} if stream.mapping.kind else {"kind": Kind.REPLY.value}
    columns = Columns(**{field: field for field in {*paths, "post_id", "parent_id", "thread_id", "text"}})
    constants = {**stream.constants, **kind, **rule.constants}
    more = {"mapping": columns, "constants": constants, "deleted": "deleted"}
    return found, stream.model_copy(update=more)


def _first(record: Record, stream: Stream) -> str | None:
    """The thread of a record: as it says, else it begins one."""
    while RULE in record:
        record = record.get(AROUND) or {}
    path = stream.mapping.used().get("thread_id")
    return (_word(at(record, path)) if path else None) or number_of(record, stream)


def _word(value: Any) -> str | None:
    told = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).strip() or None if told else None


def _hashed(parts: Sequence[str | None]) -> str | None:
    """Several parts of an id as one; None where all are empty."""
    told = "\x1f".join(part or "" for part in parts)
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest() if any(parts) else None
