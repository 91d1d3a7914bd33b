"""Reading voxpop.yaml: every mistake with its file, line, and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from voxpop.config.root import Config
from voxpop.config.section import ID
from voxpop.errors import ConfigError

CONFIG_VARIABLE = "VOXPOP_CONFIG"
Location = tuple[str | int, ...]


class Loader(yaml.SafeLoader):
    """YAML whose dates, times of day and numbers that begin with 0 stay text.

    A wrong date is then found where it stands; and 9:00 is nine o'clock, where YAML 1.1 reads base 60, which is 540.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012  the base class wants a plain dict
        first: [(tag, pattern) for tag, pattern in known if tag.rpartition(":")[2] not in {"timestamp", "int", "float"}]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


NUMBERS = {
    "int": re.compile(r"[-+]?(?:0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|0b[01_]+)$"),
    "float": re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))$|\.(?:nan|NaN|NAN)$"),
}  # fmt: skip
for _name, _pattern in NUMBERS.items():
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", _pattern, list("-+.0123456789"))


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each key of the file stands."""

    path: Path
    numbers: Mapping[Location, int]

    def problem(self, location: Location, message: str) -> str:
        """One line: file, line, key, message."""
        known = location
        while known and known not in self.numbers:
            known = known[:-1]
        return f"{self.path}:{self.numbers.get(known, 1)}: {_dotted(location)}{message}"


def read(path: Path) -> tuple[Config, Lines]:
    """The configuration and its line numbers; raises `ConfigError` with every problem found."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError([f"{path}: no such file. `voxpop init` writes one to start from."]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: cannot be read: {error}"]) from error
    values, lines = _parse(text, path)
    try:
        config = Config.model_validate(values | {"base_dir": path.resolve().parent})
    except ValidationError as error:
        raise ConfigError(problems(error, Config, lines)) from None
    return config, lines


def problems(error: ValidationError, model: type[BaseModel], lines: Lines, prefix: Location = ()) -> list[str]:
    """Pydantic's findings as lines for a person, in the order of the file."""
    found = []
    for entry in error.errors(include_url=False):
        if entry["type"] == "too_short" and len(entry["input"]) >= entry["ctx"]["min_length"]:
            continue  # the list only looks short because its entries are wrong, and those are reported
        location = (*prefix, *(part for part in entry["loc"] if part not in ("function-after", "options")))
        found.append((lines.numbers.get(location, 0), lines.problem(location, _say(entry, model))))
    return [text for _, text in sorted(found)]


def _say(entry: Any, model: type[BaseModel]) -> str:
    kind, given = entry["type"], entry.get("input")
    if kind == "extra_forbidden":
        key = str(entry["loc"][-1])
        known = _fields(model, entry["loc"][:-1])
        close = difflib.get_close_matches(key, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known keys: {', '.join(sorted(known))}."
        return f"unknown key; {hint}"
    if kind == "missing":
        return "is required and missing."
    if kind == "value_error":
        return f"{str(entry['msg']).removeprefix('Value error, ')}."
    if kind == "string_pattern_mismatch":
        return _misshapen(str(given), str(entry["loc"][-1]), str((entry.get("ctx") or {}).get("pattern")))
    shown = "" if isinstance(given, (dict, list)) else f" (found: {given!r})"
    return f"{entry['msg'][0].lower()}{entry['msg'][1:]}{shown}."


def _misshapen(given: str, key: str, pattern: str) -> str:
    """What is wrong with a text that should have a form; one that holds a password is not shown."""
    if pattern == ID:
        return f"'{given}' is not usable as an id; use lower-case letters, digits, '-' and '_'."
    if not key.endswith("url"):
        return f"'{given}' has not the form of this key; it must match {pattern}"
    if "@" in given:
        return "holds a login; leave it out, for secrets are read from the environment or .env (docs/configuration.md)."
    return f"'{given}' is no address that this source knows; write one such as https://forum.example.org."


def _fields(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that exist at a place in the file."""
    here: Any = model
    for part in location:
        if isinstance(part, int) or not (isinstance(here, type) and issubclass(here, BaseModel)):
            continue
        field = here.model_fields.get(part)
        here = _section(field.annotation) if field else None
    return [name for name in here.model_fields if name != "base_dir"] if here else []


def _section(annotation: Any) -> Any:
    """The section class inside an annotation such as tuple[Rule, ...] or Budget | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section(part))), None)


def _parse(text: str, path: Path) -> tuple[dict[str, Any], Lines]:
    try:
        root = yaml.compose(text, Loader=Loader)
        values = yaml.load(text, Loader=Loader)  # noqa: S506  safe: it only leaves out dates
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError([f"{path}:{line}: this is not YAML: {error.problem}. Check the indentation."]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError([f"{path}:1: this is not YAML: {error}"]) from None
    if not isinstance(values, dict):
        raise ConfigError([f"{path}:1: the file is empty or not a mapping; `voxpop init` writes one to start from."])
    numbers: dict[Location, int] = {}
    twice: list[str] = []
    for location, line, repeated in _walk(root, ()):
        if repeated:
            twice.append(f"{path}:{line}: {_dotted(location)}is given twice; keep one.")
        numbers[location] = line
    if twice:
        raise ConfigError(twice)
    return values, Lines(path, numbers)


def _walk(node: yaml.Node | None, location: Location) -> Iterator[tuple[Location, int, bool]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            here = (*location, key.value)
            yield here, key.start_mark.line + 1, key.value in seen
            seen.add(key.value)
            yield from _walk(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            here = (*location, index)
            yield here, value.start_mark.line + 1, False
            yield from _walk(value, here)


def _dotted(location: Location) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return f"{text}: " if text else ""
