"""Payloads walked and changed: what stands where, and the same payload with one value gone or 0."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where in a payload a value stands."""
    pairs: Iterable[tuple[str | int, Any]] = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def value_at(payload: Any, path: Iterable[str | int]) -> Any:
    """What stands there."""
    for step in path:
        payload = payload[step]
    return payload


def without(payload: Any, path: Path) -> Any:
    """A copy of the payload without what stands there."""
    return _change(payload, path, lambda inner, key: inner.__delitem__(key))


def with_zero(payload: Any, path: Path) -> Any:
    """A copy of the payload with 0 in its place."""
    return _change(payload, path, lambda inner, key: inner.__setitem__(key, 0))


def _change(payload: Any, path: Path, change: Callable[[Any, str | int], None]) -> Any:
    changed = copy.deepcopy(payload)
    change(value_at(changed, path[:-1]), path[-1])
    return changed


def entries(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and value of each of its entries, as text."""
    return ((name, json.dumps(value, sort_keys=True)) for name, value in record.items())


def records_in(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, itself too."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from records_in(inner)
