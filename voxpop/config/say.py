"""What a mistake in the file is called, and what to write instead."""

from __future__ import annotations

import re
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
    if kind in {"tuple_type", "list_type"} and not isinstance(given, dict):
        return f"is a list; write a list: [{given}]."
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        keys = _fields(model, entry["loc"])
        return (
            f"is a section with keys of its own: {', '.join(keys)}{_found(given)}."
            if keys
            else f"is a section{_found(given)}."
        )
    return f"{entry['msg'][0].lower()}{entry['msg'][1:]}{_found(given)}."


def _found(given: Any) -> str:
    return "" if isinstance(given, dict | list) else f" (found: {given!r})"


def _unknown_key(key: str, known: list[str]) -> str:
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
        return f"'{given}' is not usable as an id; use lower-case letters, digits, '-' and '_'."
    if not key.endswith("url"):
        return f"'{given}' has not the form of this key; it must match {pattern}"
    if "@" in given:
        return "holds a login; leave it out, for secrets are read from the environment or .env (docs/configuration.md)."
    scheme = "" if "//" in given or "." not in given else f" Did you mean https://{given}?"
    return f"'{given}' is no address that this source knows; write one such as https://forum.example.org.{scheme}"


def not_yaml(problem: str, line: str) -> str:
    """What to mend in a line that is no YAML."""
    if "@" in line and "character '@'" in problem:
        return "Put quotes around what begins with @, such as '@acme'."
    if "character '`'" in problem:
        return "Put quotes around it: a value cannot begin with `."
    if "character '%'" in problem:
        return "Put quotes around what begins with %."
    if re.match(r"\s*(?:- )?[A-Za-z_]+:[^\s/:][^:]*$", line):
        name, _, value = line.strip().partition(":")
        return f"Put a space behind the colon: '{name}: {value}'."
    return "Indent with spaces, not with tabs." if "\\t" in problem else "Check the indentation."


def _fields(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that exist at a place in the file."""
    here: Any = model
    for part in location:
        if isinstance(part, int) or not (isinstance(here, type) and issubclass(here, BaseModel)):
            continue
        field = here.model_fields.get(part)
        here = _section(field.annotation) if field else None
    return [name for name in here.model_fields if name not in {"base_dir", "options"}] if here else []


def _section(annotation: Any) -> Any:
    """The section class inside an annotation such as tuple[Rule, ...] or Budget | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section(part))), None)
