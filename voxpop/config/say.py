"""What a mistake in the file is called, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel

from voxpop.config.section import ID
from voxpop.errors import alike

SECRET = re.compile(r"token|secret|password|api_?key|bearer|credential", re.IGNORECASE)


def say(entry: Any, model: type[BaseModel], more: Sequence[str] = ()) -> str:
    """One of pydantic's findings as a sentence; `more`: keys that are known at the top beside the model's."""
    kind, given = entry["type"], entry.get("input")
    if kind == "extra_forbidden":
        return _unknown_key(
            str(entry["loc"][-1]),
            [*_fields(model, entry["loc"][:-1]), *(more[: len(more) if len(entry["loc"]) == 1 else 0])],
        )
    if kind == "missing":
        return "is required and missing."
    if kind == "value_error":
        text = str(entry["msg"]).removeprefix("Value error, ")
        return text if text.endswith(("?", ".")) else f"{text}."
    if kind == "string_pattern_mismatch":
        return _misshapen(str(given), str(entry["loc"][-1]), str((entry.get("ctx") or {}).get("pattern")))
    if kind in {"tuple_type", "list_type"}:
        return _no_list(given)
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return _no_section(given, _section_at(model, entry["loc"]), str(entry["loc"][-1]))
    if given is None:
        return EMPTY
    if kind in WANTED:
        return f"must be {WANTED[kind]} (found: {given!r})."
    if kind in BOUNDS:
        word, limit = BOUNDS[kind]
        return f"must be {word} {entry['ctx'][limit]:g} (found: {given!r})."
    if kind == "string_type" and isinstance(given, bool):
        words = "yes, on and true" if given else "no, off and false"
        return f"is text; YAML reads {words} without quotes as a switch: put quotes around the word."
    if kind == "string_type" and isinstance(given, int | float):
        return f"is text; put quotes around it: '{given}'."
    if kind in {"literal_error", "enum"}:
        return _none_of(given, str(entry["ctx"]["expected"]))
    if kind == "too_short" and not given:
        return "is an empty list; write at least one entry, or leave the key out."
    return f"{entry['msg'][0].lower()}{entry['msg'][1:]}{_found(given)}."


EMPTY = (
    "is empty; write a value or leave the key out. What begins with #, & or ! needs quotes around it, such as '#acme': "
    "YAML reads a comment, an anchor or a type."
)
WANTED = {
    "int_parsing": "a whole number, such as 5",
    "int_type": "a whole number, such as 5",
    "int_from_float": "a whole number, such as 5",
    "float_parsing": "a number without a unit, such as 100 or 0.5",
    "float_type": "a number without a unit, such as 100 or 0.5",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
}
"""Kind of pydantic's finding -> what to write."""
BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}
"""Kind of pydantic's finding -> how the limit is said, and its name there."""
MOST_KEYS = 12
"""Of a section with more keys, those that it needs and the first of the others are told."""


def _found(given: Any) -> str:
    return "" if isinstance(given, dict | list) else f" (found: {given!r})"


def _no_list(given: Any) -> str:
    """What to write where one thing, or nothing, stands in the place of a list."""
    if given is None:
        return f"is a list and {EMPTY}"
    if isinstance(given, dict):
        first, value = next(iter(given.items()), ("id", None))
        entry = f"id: {first}" if isinstance(value, dict) else f"{first}: ..."
        return f"is a list; begin each entry with a dash: '- {entry}'."
    return f"is a list; write a list: [{given}]."


def _no_section(given: Any, section: Any, key: str) -> str:
    """What to write where a value stands in the place of a section."""
    if section is None:
        return f"is a section{_found(given)}."
    keys = [name for name in section.model_fields if name not in UNWRITTEN]
    if isinstance(given, str) and (glued := re.match(r"([A-Za-z_]+):(\S.*)", given)) and glued[1] in keys:
        return f"needs a space behind the colon: '{glued[1]}: {glued[2]}'."
    needed = [name for name in keys if section.model_fields[name].is_required()]
    ordered = [*needed, *(name for name in keys if name not in needed)] if len(keys) > MOST_KEYS else keys
    more = f" and {len(keys) - MOST_KEYS} more (docs/configuration.md)" if len(keys) > MOST_KEYS else ""
    told = f"is a section with keys of its own: {', '.join(ordered[:MOST_KEYS])}{more}{_found(given)}"
    single = needed or (keys[:1] if isinstance(given, int | float) else [])
    if len(single) != 1 or isinstance(given, dict | list | bool | None):
        return f"{told}."
    start = "- {" if key.isdigit() else f"{key}: {{"
    return f"{told}. Write {start}{single[0]}: {given}}}."


def _none_of(given: Any, expected: str) -> str:
    """A word that is none of a few: those that there are, and the one that is meant."""
    known = re.findall(r"'([^']+)'", expected)
    word = str(given).lower()
    near = next((name for name in known if len(name) > 1 and word.startswith(name)), None)
    near = near or next(iter(alike(word, known)), None)
    hint = f" Did you mean '{near}'?" if near else ""
    return f"must be {expected} (found: {given!r}).{hint}"


def _unknown_key(key: str, known: list[str]) -> str:
    name, colon, value = key.partition(":")
    if colon and name in known:
        return f"needs a space behind the colon: '{name}: {value}'."
    if SECRET.search(key):
        return (
            "unknown key; a secret does not stand in this file: put it into .env, the environment or an Airflow connection "
            f"(docs/configuration.md). Known keys: {', '.join(sorted(known))}."
        )
    close = alike(key, known)
    return (
        f"unknown key; did you mean '{close[0]}'?" if close else f"unknown key; known keys: {', '.join(sorted(known))}."
    )


def _misshapen(given: str, key: str, pattern: str) -> str:
    """What is wrong with a text that should have a form; one that holds a password is not shown."""
    if pattern == ID:
        usable = re.sub(
            r"[^a-z0-9_-]+", "-", unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode().lower()
        )
        usable = usable.strip("-_")[:63]
        hint = f" Such as '{usable}'." if usable else ""
        return f"'{given}' is not usable as an id; use lower-case letters, digits, '-' and '_'.{hint}"
    if not key.endswith("url"):
        return f"'{given}' has not the form of this key; it must match {pattern}"
    if "@" in given:
        return "holds a login; leave it out, for secrets are read from the environment or .env (docs/configuration.md)."
    if "s3://" in pattern:
        hint = f" Did you mean file://{given}?" if given.startswith("/") else ""
        return f"'{given}' is no place of a store; write s3://BUCKET/PREFIX, or file:///FOLDER of a mounted disk.{hint}"
    scheme = "" if "//" in given or "." not in given else f" Did you mean https://{given}?"
    return f"'{given}' is no address that this source knows; write one such as https://forum.example.org.{scheme}"


def _section_at(model: type[BaseModel], location: Sequence[str | int]) -> Any:
    """The section class at a place in the file; None where there is none."""
    here: Any = model
    for part in location:
        if isinstance(part, int) or not (isinstance(here, type) and issubclass(here, BaseModel)):
            continue
        field = here.model_fields.get(part)
        here = _section(field.annotation) if field else None
    return here


UNWRITTEN = {"base_dir", "options"}
"""Fields of sections that are no keys of the file."""


def _fields(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that exist at a place in the file."""
    here = _section_at(model, location)
    return [name for name in here.model_fields if name not in UNWRITTEN] if here else []


def _section(annotation: Any) -> Any:
    """The section class inside an annotation such as tuple[Rule, ...] or Budget | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section(part))), None)
