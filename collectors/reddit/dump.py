"""A line of a Reddit dump as the API would have given it.

Dumps hold texts with HTML entities, which the API is asked to leave out (`raw_json=1`); older ones write times as text, and
some write counts as text, and a parent as the number that its id is in base 36.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from voxpop.collectors.reddit.mapping import time_of
from voxpop.collectors.wire.html_text import unescape

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NUMBERS = ("created_utc", "retrieved_on", "retrieved_utc", "edited", "score", "num_comments")
NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{0,9})?(?:[eE]\+?\d{1,2})?")
TEXTS = ("title", "selftext", "body", "author_flair_text", "link_flair_text", "url", "url_overridden_by_dest")
Record = dict[str, Any]


def thing_of(record: Record) -> Record:
    """The thing: a comment has a body, what has none is a submission."""
    record = _inner(record)
    facts = {**record, **_numbers(record), **_texts(record)}
    link, parent = _named("t3", record.get("link_id")), record.get("parent_id")
    if link is not None:
        facts["link_id"] = link
    if isinstance(parent, int) and not isinstance(parent, bool):
        above = base36(parent)
        facts["parent_id"] = link if link == f"t3_{above}" else f"t1_{above}"
    originals = record.get("crosspost_parent_list")
    if isinstance(originals, list):
        facts["crosspost_parent_list"] = [{**o, **_texts(o)} if isinstance(o, dict) else o for o in originals]
    return {"kind": "t1" if "body" in facts else "t3", "data": facts}


def created_at(record: Record) -> datetime | None:
    """When the thing was written."""
    record = _inner(record)
    return time_of({**record, **_numbers(record)})


def seen_at(record: Record) -> datetime | None:
    """When the dump read it: its counts are of then."""
    record = _inner(record)
    facts = {**record, **_numbers(record)}
    return time_of(facts, "retrieved_on") or time_of(facts, "retrieved_utc")


def base36(number: int) -> str:
    """The number as Reddit writes ids.

    >>> base36(1_000_000)
    'lfls'
    """
    told = ""
    while number > 0:
        number, digit = divmod(number, 36)
        told = DIGITS[digit] + told
    return told or "0"


def _numbers(record: Record) -> Record:
    told = {name: record.get(name) for name in NUMBERS}
    return {name: int(float(v)) for name, v in told.items() if isinstance(v, str) and NUMBER.fullmatch(v)}


def _inner(record: Record) -> Record:
    """The thing itself, out of a saved listing too."""
    inner = record.get("data")
    return inner if isinstance(inner, dict) and "kind" in record else record


def _texts(record: Record) -> Record:
    told = {name: record.get(name) for name in TEXTS}
    return {name: unescape(value) for name, value in told.items() if isinstance(value, str) and "&" in value}


def _named(kind: str, told: Any) -> str | None:
    """A name such as 't3_abc', whether it is written so, without its kind, or as a number."""
    if isinstance(told, int) and not isinstance(told, bool):
        return f"{kind}_{base36(told)}"
    return told if isinstance(told, str) and told else None
