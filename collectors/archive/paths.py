r"""Paths into a record: 'user.name', 'a|b', 'data.0.text', 'm\.relates_to', '^.channel'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from voxpop.errors import alike

AROUND = "^"  # the key under which a record holds what stands around it
EVERY = "*"
MAY_BE_ABSENT = "|"  # ends the name of a column that a file need not have, as those of layouts do
_BAR = re.compile(r"(?<!\\)\|")
_DOT = re.compile(r"(?<!\\)\.")

Steps = tuple[str, ...]


def reach(record: Any, path: str) -> Any:
    r"""Returns what a path leads to, None where nothing is there.

    A dot goes one level down; a key that holds a dot itself is found too, or is written 'm\.relates_to'. A number picks
    an element of a list, a name reaches into every record of it. 'a|b' is the first of the two that is there, '^' the
    record or document around this one.
    """
    return getter(path)(record)


@lru_cache(maxsize=1024)
def getter(path: str) -> Callable[[Any], Any]:
    """A function that reaches one path."""
    if not re.search(r"[.|\\]", path):
        return lambda record: record.get(path) if isinstance(record, dict) else None
    choices = alternatives(path)

    def found(record: Any) -> Any:
        if isinstance(record, dict) and path in record:
            return record[path]
        for steps in choices:
            if (value := descend(record, steps)) is not None:
                return value
        return None

    return found


@lru_cache(maxsize=1024)
def alternatives(path: str) -> tuple[Steps, ...]:
    """The steps of each choice of 'a.b|c'."""
    return tuple(steps_of(choice) for choice in _BAR.split(path.removesuffix(MAY_BE_ABSENT)))


def steps_of(path: str) -> Steps:
    """The keys of one path, without escapes; a leading '$' is the record itself."""
    bare = path.strip().removeprefix("$")
    return tuple(re.sub(r"\\([.|])", r"\1", part) for part in _DOT.split(bare) if part)


def descend(value: Any, steps: Steps) -> Any:
    """What stands at the end of the steps; a key with dots of its own may take several."""
    if not steps:
        return value
    if isinstance(value, dict):
        for length in range(1, len(steps) + 1):
            key = ".".join(steps[:length])
            if key in value and (found := descend(value[key], steps[length:])) is not None:
                return found
        return None
    if isinstance(value, list):
        first = steps[0]
        if first.isascii() and first.isdigit() and len(first) < 10:
            return descend(value[int(first)], steps[1:]) if int(first) < len(value) else None
        return [found for part in value if (found := descend(part, steps)) is not None] or None
    return None


def missing_step(records: Iterable[Any], path: str) -> tuple[str, list[str]] | None:
    """Where a path ends too early in all records: the step that no record has, and the keys that stand in its place.

    None where some record has the whole path, be its value null, or where no record gets so far as to say.
    """
    best: tuple[int, str, dict[str, None]] = (-1, "", {})
    for record in records:
        for steps in [(path,), *alternatives(path)]:
            depth, keys = _depth(record, steps)
            if depth == len(steps):
                return None
            if keys and depth > best[0]:
                best = (depth, steps[depth], {})
            if keys and depth == best[0] and steps[depth] == best[1]:
                best[2].update(dict.fromkeys(keys))
    return (best[1], list(best[2])) if best[0] >= 0 else None


def _depth(value: Any, steps: Steps) -> tuple[int, list[str]]:
    """How many steps lead on, and the keys where they end."""
    if not steps:
        return 0, []
    if isinstance(value, list):
        first = steps[0]
        if first.isascii() and first.isdigit():
            return (1 + _depth(value[int(first)], steps[1:])[0], []) if int(first) < len(value) else (0, [])
        return max((_depth(part, steps) for part in value), key=lambda one: one[0], default=(0, []))
    if not isinstance(value, dict):
        return 0, []
    found: tuple[int, list[str]] = (0, list(value))
    for length in range(1, len(steps) + 1):
        key = ".".join(steps[:length])
        if key in value:
            depth, keys = _depth(value[key], steps[length:])
            found = max(found, (length + depth, keys), key=lambda one: one[0])
    return found


def closest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The known name that is most like this one."""
    close = alike(name, known, cutoff=cutoff)
    return close[0] if close else None
