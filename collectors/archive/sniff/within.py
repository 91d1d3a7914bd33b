"""Lists of records within the records of a file in which somebody says something: replies, comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voxpop.collectors.archive.paths import reach
from voxpop.collectors.archive.sniff.guess import Guess, guess, leaves, length_of

INNER = {"post_id", "text", "created_at", "author", "handle", "title", "edited_at", "deleted_at", "likes"}

Record = dict[str, Any]


def nested(records: Sequence[Record], outer: Guess) -> list[Any]:
    """Lists of records within the records in which somebody says something, with their columns where these are others."""
    lists: dict[str, list[Record]] = {}
    for record in records:
        for path, value in leaves(record, "", 0):
            inner = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
            lists.setdefault(path, []).extend(inner)
    found: list[Any] = []
    for path, inner in lists.items():
        told = guess(inner) if inner else Guess()
        if not told.whole or told.columns["created_at"] == told.columns.get("post_id"):
            continue
        text = told.columns["text"]
        if any(length_of([reach(one, text if isinstance(text, str) else text[0]) or ""]) > 0 for one in inner):
            found.append(_as_rule(path, told, outer))
    return found[:1]


def _as_rule(path: str, told: Guess, outer: Guess) -> Any:
    """The rule for a list: its path alone where its records have the columns of those around."""
    holder = path.rpartition(".")[0]
    same = all(
        outer.columns.get(name) == (f"{holder}.{column}" if holder else column) for name, column in told.columns.items()
    )
    if same and "post_id" in told.columns:
        return path
    columns = {name: column for name, column in told.columns.items() if name in INNER}
    if "post_id" not in columns:
        text = columns["text"]
        columns["post_id"] = [columns["created_at"], text if isinstance(text, str) else text[0]]
    if "post_id" in columns:
        columns["post_id"] = (
            ["^." + str(outer.columns["post_id"]), columns["post_id"]]
            if "post_id" in outer.columns
            else columns["post_id"]
        )
    return {"items": path, "columns": columns}
