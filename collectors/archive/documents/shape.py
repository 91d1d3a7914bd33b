"""What a JSON file is: lines, values one after the other, or a document; and which of its lists holds the records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from voxpop.collectors.archive.paths import EVERY, Steps, closest, descend, reach, steps_of

ALMOST = 2  # of what a post must have: a list whose records have so much is not passed over for one within them
SAMPLE = 50  # records of a list that are looked at
DEEPEST = 6  # levels at which a list is looked for
NAMES = ("columns", "fields", "headers", "header", "names", "cols")  # where a document names the cells of its rows
BEFORE = re.compile(
    r"[\s\ufeff\x1e]*(?:(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$\[\]\"']*\s*=\s*|[A-Za-z_$][\w.$]*\(\s*)?(?=[\[{])"
)
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]')


@dataclass(frozen=True, slots=True)
class Wants:
    """What the configuration says of a file's records."""

    items: str | None = None
    required: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()
    around: bool = False  # whether a path asks for what stands around a record
    ids: tuple[str, ...] = ()  # the paths of the id

    def score(self, records: Sequence[Any]) -> tuple[int, int]:
        """How many of the required and of all paths some record has."""
        return tuple(
            sum(any(reach(one, path) is not None for one in records) for path in paths)
            for paths in (self.required, self.mapped)
        )  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list in a document, by its first records."""

    path: str  # '' is the whole document, '$' the document as one record
    records: list[Any]
    names: tuple[str, ...] = ()  # of the cells, where the records are lists
    headed: bool = False  # whether the first record holds those names

    def __str__(self) -> str:
        many = "more than " if len(self.records) == SAMPLE else ""
        keys = next((list(one) for one in self.records if isinstance(one, dict)), [])
        told = f": {', '.join(keys[:6])}{', ...' if len(keys) > 6 else ''}" if keys else ""
        return f"{self.path or 'the whole file'} ({many}{len(self.records)} records{told})"


@dataclass(frozen=True, slots=True)
class Shape:
    """How to read a JSON file."""

    kind: str  # lines, sequence, document
    steps: Steps = ()
    names: tuple[str, ...] = ()
    headed: bool = False
    before: int = 0  # characters before the JSON, such as 'window.YTD.tweets.part0 = '
    lists: list[Listing] = field(default_factory=list)

    def told(self) -> str:
        """The lists of the file, for people."""
        return "; ".join(map(str, self.lists[:8])) or "none"


def look(head: str, wants: Wants, *, ended: bool, named_lines: bool) -> Shape:
    """Tells the shape from the beginning of a text; `ended`: the head is all of it.

    JSON lines are known by what follows the first record, not by the file's name, which decides only where that record is
    broken. Raises `ValueError` where the text is no JSON.
    """
    match = BEFORE.match(head)
    before = match.end() if match else 0
    body = head[before:]
    value, end, cut = _first(body)
    if cut and ended and sum(_is_object(line) for line in body.splitlines()[:SAMPLE]) > 1:
        return Shape("lines")  # the first or the last of them is broken
    if end is None and not cut:
        begun = sum(line.lstrip().startswith("{") for line in body[: 1 << 16].splitlines())
        if named_lines or begun > 1 or not body.strip():
            return Shape("lines")
        raise ValueError("it is no JSON")
    if end is not None:
        rest = body[end:].lstrip(" \t\r\n,\x1e;)")
        if rest or (not ended and isinstance(value, dict)):
            return Shape("sequence" if "\n" in body[:end] else "lines")
    elif named_lines and body.startswith("{") and "\n" not in body:
        return Shape("lines")  # a first line longer than the head
    if value is None:
        value = _repaired(body)
    return _document(value, wants, before, named_lines=named_lines)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _first(body: str) -> tuple[Any, int | None, bool]:
    """The first value, its end, and whether it may go on behind the head."""
    try:
        value, end = json.JSONDecoder().raw_decode(body)
    except json.JSONDecodeError as error:
        return None, None, bool(body) and (error.msg.startswith("Unterminated") or error.pos > len(body) - 32)
    except RecursionError:
        return None, None, False
    return value, end, False


def _repaired(body: str) -> Any:
    """The value as far as the head has it: cut at the last comma, with what is open closed."""
    open_: list[str] = []
    last: tuple[int, str] = (0, "")
    for token in TOKEN.finditer(body):
        mark = token[0]
        if mark in "[{":
            open_.append("]" if mark == "[" else "}")
        elif mark in "]}":
            if open_:
                open_.pop()
        elif mark == ",":
            last = (token.start(), "".join(reversed(open_)))
    try:
        return json.loads(body[: last[0]] + last[1])
    except (ValueError, RecursionError):
        return None


def _document(value: Any, wants: Wants, before: int, *, named_lines: bool) -> Shape:
    lists = sorted(lists_of(value), key=lambda one: one.path.count(".") + (one.path not in {"", "$"}))
    if wants.items is not None:
        steps = steps_of(wants.items)
        sample = descend(value, tuple(step for step in steps if step != EVERY)) if EVERY not in steps else None
        known = next((one for one in lists if steps_of(one.path) == steps), None)
        if known is None and isinstance(sample, list) and sample and all(isinstance(one, list) for one in sample):
            known = _listing(wants.items, sample, ())
        return Shape("document", steps, known.names if known else (), known.headed if known else False, before, lists)
    outer = [one for one in lists if one.path != "$" and wants.score(one.records)[0] >= ALMOST]
    lists_in_question = [one for one in lists if not any(_is_within(one, other) for other in outer)]
    best = max(lists_in_question, key=lambda one: wants.score(one.records), default=None)
    if wants.required and [one.path for one in lists] == ["$"] and not named_lines and not wants.score([value])[0]:
        raise ValueError("there is no list in it")
    if best is None or (named_lines and not wants.score(best.records)[0]):
        return Shape("lines" if named_lines and isinstance(value, dict) else "document", before=before, lists=lists)
    return Shape("document", steps_of(best.path), best.names, best.headed, before, lists)


def _is_within(inner: Listing, outer: Listing) -> bool:
    """Whether a list stands in the records of another, whose records would be dropped for it."""
    return inner is not outer and inner.path != "$" and (not outer.path or inner.path.startswith(f"{outer.path}."))


def lists_of(value: Any) -> list[Listing]:
    """Every list of records in a document, the document itself last."""
    found = [one for one in _lists(value, (), ()) if one.records]
    return [*found, Listing("$", [value])] if isinstance(value, dict) else found


def _lists(value: Any, path: Steps, names: tuple[str, ...]) -> Iterator[Listing]:
    written = ".".join(re.sub(r"([.|])", r"\\\1", step) for step in path)
    if len(path) > DEEPEST:
        return
    if isinstance(value, list):
        if any(isinstance(one, dict) for one in value) or (value and all(isinstance(one, list) for one in value)):
            yield _listing(written, value, names)
        keys = dict.fromkeys(key for one in value[:SAMPLE] if isinstance(one, dict) for key in one)
        for key in keys:
            inner = [
                one[key] for one in value[:SAMPLE] if isinstance(one, dict) and isinstance(one.get(key), dict | list)
            ]
            joined = [part for one in inner for part in (one if isinstance(one, list) else [])]
            if joined:
                yield from _lists(joined, (*path, key), ())
            elif inner:
                for deeper in {k: None for one in inner if isinstance(one, dict) for k in one}:
                    below = [
                        p
                        for one in inner
                        if isinstance(one, dict) and isinstance(one.get(deeper), list)
                        for p in one[deeper]
                    ]
                    if below:
                        yield from _lists(below, (*path, key, deeper), ())
    elif isinstance(value, dict):
        beside = next((_names(value[key]) for key in NAMES if _names(value.get(key))), ())
        for key, inner in value.items():
            yield from _lists(inner, (*path, key), beside)
        parts = list(value.values())
        if len(parts) > 1 and all(isinstance(one, dict) for one in parts):
            yield Listing(f"{written}.{EVERY}" if written else EVERY, parts[:SAMPLE])


def _listing(path: str, value: list[Any], names: tuple[str, ...]) -> Listing:
    if isinstance(value[0], dict) or not all(isinstance(one, list) for one in value):
        return Listing(path, value[:SAMPLE])
    headed = not names and all(isinstance(cell, str) for cell in value[0]) and len(set(value[0])) == len(value[0])
    names = names or (tuple(value[0]) if headed else tuple(str(place) for place in range(len(value[0]))))
    rows = value[headed : SAMPLE + headed]
    return Listing(path, [dict(zip(names, row, strict=False)) for row in rows], names, headed)


def _names(value: Any) -> tuple[str, ...]:
    """The names in a list of strings, or of objects that have a name."""
    if not isinstance(value, list) or not value:
        return ()
    names = [one.get("name", one.get("id")) if isinstance(one, dict) else one for one in value]
    texts = tuple(name for name in names if isinstance(name, str))
    return texts if len(texts) == len(names) else ()


def no_such_list(shape: Shape, items: str) -> str:
    """Says that there is no list at a path, and which there are."""
    close = closest(items, [one.path for one in shape.lists if one.path not in {"", "$"}])
    hint = f"did you mean '{close}'? " if close else ""
    return f"no records at '{items}'; {hint}The file's lists: {shape.told()}"
