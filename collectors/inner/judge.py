"""Whether the records of a list are posts of their own, by the keys of the channel's columns or by usual names; and which key is what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from voxpop.collectors.archive.documents.inside import inner_path
from voxpop.collectors.archive.documents.rules import Each, InnerColumns
from voxpop.collectors.archive.paths import alternatives, reach
from voxpop.collectors.archive.words import joined
from voxpop.collectors.inner.lists import Record, is_spoken, is_unspoken
from voxpop.collectors.inner.names import rank

FIELDS = ("created_at", "text", "author", "handle", "title", "edited_at", "deleted_at", "likes")
"""Fields that a record within another has of its own; ids are told apart from these."""
MOST = 200
"""Members of a list that are looked at."""
LEAF_DEPTH = 3

Mapped = Mapping[str, tuple[str, ...]]
"""Field -> its paths, as the channel has them."""
Reads = Callable[[Sequence[Any]], bool]
"""Whether values are times as the channel writes them."""


def rule_for(
    items: str,
    members: Sequence[Record],
    mapped: Mapped,
    reads: Reads,
    *,
    outer: Mapped | None = None,
    others: Mapping[str, Any] | None = None,
) -> Each | None:
    """Returns how the records of a list are read as posts of their own; None where that is not certain.

    items: the list's path. members: its first records. mapped: the channel's paths. outer: the paths of the record around, where
    that is one within another. others: ids of records around, each with its words: where a record within has one of these and
    other words, its id is told with that of the record around it. They are posts where the keys of the mapped text and time stand in them, whatever the list is
    called, or where usual names for both do and the list is called as answers are.
    """
    members = members[:MOST]
    if is_unspoken(items) or not members:
        return None
    rule = Each(items=items)
    rule.reach_by(mapped.get("text", ()))
    own: dict[str, str] = {}
    for field in FIELDS:
        paths, fits = mapped.get(field, ()), FITS.get(field, _any_scalar)
        test = reads if field.endswith("_at") else fits
        if any(_holds(members, path, test) for path in (inner_path(one, rule) for one in paths) if path):
            continue
        known = field in {"created_at", "text"} or bool(paths)
        found = _by_ending(members, paths, test)
        if found is None and known and is_spoken(items):
            found = _by_name(members, field, test, set(own.values()))
        if found is not None:
            own[field] = found
        elif field in {"created_at", "text"}:
            return None
    columns: dict[str, Any] = {**own, **_id_of(rule, members, mapped, own, outer or mapped, others or {})}
    told = Each(items=items, columns=InnerColumns(**columns) if columns else None)
    told.reach_by(mapped.get("text", ()))
    return told


def _id_of(
    rule: Each,
    members: Sequence[Record],
    mapped: Mapped,
    own: Mapping[str, str],
    outer: Mapped,
    others: Mapping[str, Any],
) -> dict[str, Any]:
    """The id's column, where the channel's own path does not lead to one in the records."""
    paths = mapped.get("post_id", ())
    if not paths or paths == mapped.get("created_at"):
        return {}
    inside = [path for one in paths if (path := inner_path(one, rule))]
    around = [f"^.{path}" for path in outer.get("post_id", paths)]
    if any(_holds(members, path, _any_scalar) for path in inside):
        text = own.get("text") or _plain(mapped, rule, "text") or ""
        alike = len(inside) == 1 and any(
            (number := str(reach(one, inside[0]))) in others and others[number] != reach(one, text) for one in members
        )
        return {"post_id": (*around, inside[0])} if alike else {}
    found = _by_ending(members, paths, _is_id) or _by_name(members, "post_id", _is_id, set(own.values()))
    if found is not None and _differ(members, found):
        return {"post_id": (*around, found)}
    parts = [own.get(field) or _plain(mapped, rule, field) for field in ("created_at", "author", "handle", "text")]
    return {"post_id": (*around, *dict.fromkeys(part for part in parts if part))}


def _plain(mapped: Mapped, rule: Each, field: str) -> str | None:
    return next((path for one in mapped.get(field, ()) if (path := inner_path(one, rule))), None)


def _differ(members: Sequence[Record], path: str) -> bool:
    """Whether a key is no constant, which names something else than the record."""
    told = [str(value) for one in members if (value := reach(one, path)) is not None]
    return len(told) < 2 or len(set(told)) > 1


def _by_ending(members: Sequence[Record], paths: Iterable[str], fits: Reads) -> str | None:
    """The end of one of the channel's paths that leads to such values in the records."""
    for path in paths:
        for steps in alternatives(path):
            for length in range(1, len(steps) + 1):
                ending = ".".join(re.sub(r"([.|])", r"\\\1", step) for step in steps[-length:])
                if _holds(members, ending, fits):
                    return ending
    return None


def _by_name(members: Sequence[Record], field: str, fits: Reads, taken: set[str]) -> str | None:
    """The path with the most usual name for a field that leads to such values."""
    paths = dict.fromkeys(path for one in members for path in _leaves(one, "", 1))
    ranked = sorted(
        (place, path.count("."), path)
        for path in paths
        if path not in taken and (place := rank(field, path)) is not None and _holds(members, path, fits)
    )
    return ranked[0][2] if ranked else None


def _leaves(record: Record, before: str, depth: int) -> Iterable[str]:
    for key, value in record.items():
        path = before + re.sub(r"([.|])", r"\\\1", key)
        if isinstance(value, dict) and depth < LEAF_DEPTH and not key.startswith("^"):
            yield from _leaves(value, f"{path}.", depth + 1)
        yield path


def _holds(members: Sequence[Record], path: str, fits: Reads) -> bool:
    values = [value for one in members if (value := reach(one, path)) not in (None, "", [], {})]
    return bool(values) and fits(values)


def _any_scalar(values: Sequence[Any]) -> bool:
    return any(isinstance(value, str | int | float) and not isinstance(value, bool) for value in values)


def _is_id(values: Sequence[Any]) -> bool:
    return all(isinstance(value, str | int) and not isinstance(value, bool) for value in values)


def _is_text(values: Sequence[Any]) -> bool:
    """Whether the values are texts, whole or in parts."""
    return all(
        isinstance(value, str) or (isinstance(value, dict | list) and joined(value) is not None) for value in values
    )


FITS: dict[str, Reads] = {"text": _is_text, "likes": lambda values: all(type(value) in {int, list} for value in values)}
