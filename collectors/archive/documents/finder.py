"""Records within records that the configuration does not name: found by their keys while a file is read, and told."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from voxpop.collectors.archive.documents.inside import LISTS, RULE, within
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.paths import AROUND, reach
from voxpop.collectors.inner.judge import Mapped, Reads, rule_for
from voxpop.collectors.inner.lists import Record, has_words, is_private, lists_in

SPACED = re.compile(r"\[\s+\{")


@dataclass(slots=True)
class Parted:
    """A record as it lands, and the records within it."""

    line: str
    inner: list[tuple[str, str]] = field(default_factory=list)  # each with its place
    lists: list[str] = field(default_factory=list)  # in which each stands
    private: int = 0  # how many are left out, since they say that they are the staff's own


class Finder:
    """The rules of one channel that leaves `each` unset: of its first records, then of each list that comes later."""

    def __init__(self, mapped: Mapped, reads: Reads, *, named: bool = True, lone: bool = False) -> None:
        self.mapped, self.reads = mapped, reads
        self.named = named  # whether posts have an id; else that is a hash of what they say, without their lists
        self.lone = lone  # whether a record by itself may be a list of one
        self.rules: list[Each] = []
        self.marks: list[dict[str, Any]] = []
        self.unread: Counter[str] = Counter()  # lists with words that are not read, and of how many records
        self.others: dict[str, Any] = {}
        self._fits = (
            "created_at" not in mapped
        )  # whether the channel's columns fit the records around, so that more can be told by them
        self._known: set[str] = {""}  # keys of lists that were judged
        self._read: set[str] = set()  # of these, of lists that are read

    def learn(self, records: Iterable[Record]) -> None:
        """Judge the lists in some records by all of these."""
        members: dict[str, list[Record]] = {}
        ids, texts = self.mapped.get("post_id", ()), self.mapped.get("text", ())
        for record in records:
            if len(ids) == 1 and texts and (number := reach(record, ids[0])) is not None:
                self.others[str(number)] = reach(record, texts[0])
            times = [found for path in self.mapped.get("created_at", ()) if (found := reach(record, path)) is not None]
            self._fits = self._fits or (bool(times) and self.reads(times))
            for path, inner in lists_in(record, lone=self.lone):
                members.setdefault(path, []).extend(inner)
        for path in sorted(members if self._fits else (), key=lambda one: one.count(".")):
            key = path.rpartition(".")[2]
            self._known.add(key)
            if any(rule.items == path for rule in self.rules) or self._is_mapped(path):
                continue
            above = next((rule for rule in self.rules if path.startswith(f"{rule.items}.")), None)
            outer = above.columns.several() if above and above.columns else None
            rule = rule_for(path, members[path], self.mapped, self.reads, outer=outer, others=self.others)
            if rule is not None:
                self.add(rule)
            elif any(map(has_words, members[path])) and not any(path.startswith(f"{one}.") for one in self.unread):
                self.unread[path] += len(members[path])

    def add(self, rule: Each) -> None:
        """Read a list from here on."""
        self.rules.append(rule)
        self.marks.append(rule.told())
        self._read.add((rule.items or "").rpartition(".")[2])

    def _is_mapped(self, path: str) -> bool:
        """Whether the configuration reads something of a list itself."""
        return any(
            choice == path or choice.startswith(f"{path}.")
            for paths in self.mapped.values() for one in paths for choice in one.split("|")
        )  # fmt: skip

    def may_hold(self, line: str) -> bool:
        """Whether a line has a list that is read, or one that was not judged."""
        if self.lone:
            return True
        place = line.find("[{")
        while place >= 0:
            key = _key_before(line, place)
            if key in self._read or key not in self._known:
                return True
            place = line.find("[{", place + 2)
        return SPACED.search(line) is not None

    def within(self, line: str) -> Parted:
        """A line of JSON as it lands, and what stands within it."""
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            return Parted(line)  # refused as a row
        if not isinstance(record, dict):
            return Parted(line)
        if (
            not {key for path, _ in lists_in(record, lone=self.lone) for key in (path.rpartition(".")[2],)}
            <= self._known
        ):
            self.learn([record])
        return self.parted(record, line)

    def parted(self, record: Record, line: str) -> Parted:
        """A record as it lands, and what stands within it."""
        if not self.named and self.rules:
            record = {LISTS: [rule.items for rule in self.rules], **record}
            line = json.dumps(record, ensure_ascii=False)
        found = Parted(line)
        for place, inner, number in within(record, self.rules, self.marks):
            if any(map(is_private, _chain(inner))):
                found.private += 1
                continue
            found.inner.append((place, json.dumps(inner, ensure_ascii=False)))
            found.lists.append(str(self.rules[number].items))
        return found


def _key_before(line: str, place: int) -> str:
    """The key whose value begins at a place of a line of JSON, as it is written there; '' where none stands before it."""
    colon = line.rfind(":", 0, place)
    end = line.rfind('"', 0, colon)
    if colon < 0 or end < 0 or line[colon + 1 : place].strip():
        return ""
    return line[line.rfind('"', 0, end) + 1 : end]


def _chain(inner: Record) -> Iterator[Record]:
    """A record within another, and those around it that stand within others themselves."""
    while isinstance(inner, dict) and RULE in inner:
        yield inner
        inner = inner.get(AROUND, {})
