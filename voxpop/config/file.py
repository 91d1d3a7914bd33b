"""Reading voxpop.yaml: every mistake with its file, line, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from voxpop.config.no_yaml import explain
from voxpop.config.root import Config
from voxpop.config.say import say
from voxpop.errors import ConfigError

CONFIG_VARIABLE = "VOXPOP_CONFIG"
Location = tuple[str | int, ...]


ODD_INDENT = re.compile(r"[ \t]*[\u00a0\u2000-\u200b\u202f\u3000]")
"""An indent with a space that YAML takes for a letter."""


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

    def line(self, location: Location) -> int:
        """The line of a place, or of the nearest part of the file around it."""
        known = location
        while known and known not in self.numbers:
            known = known[:-1]
        return self.numbers.get(known, 1)

    def problem(self, location: Location, message: str) -> str:
        """One line: file, line, key, message."""
        return f"{self.path}:{self.line(location)}: {_write_dotted(location)}{message}"


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


def problems(
    error: ValidationError, model: type[BaseModel], lines: Lines, prefix: Location = (), more: Sequence[str] = ()
) -> list[str]:
    """Pydantic's findings as lines for a person, in the order of the file; `more`: keys known beside the model's own."""
    found = []
    for entry in error.errors(include_url=False):
        if entry["type"] == "references":
            for place, message in entry["ctx"]["found"]:
                text = message if message.endswith(("?", ".")) else f"{message}."
                found.append((lines.line(place), lines.problem(place, text)))
            continue
        if entry["type"] == "too_short" and len(entry["input"]) >= entry["ctx"]["min_length"]:
            continue  # the list only looks short because its entries are wrong, and those are reported
        location = (*prefix, *(part for part in entry["loc"] if part not in ("function-after", "options")))
        found.append((lines.numbers.get(location, 0), lines.problem(location, say(entry, model, more))))
    return [text for _, text in sorted(found)]


def _parse(text: str, path: Path) -> tuple[dict[str, Any], Lines]:
    try:
        root = yaml.compose(text, Loader=Loader)
        values = yaml.load(text, Loader=Loader)  # noqa: S506  safe: it only leaves out dates
    except yaml.MarkedYAMLError as error:
        line, hint = explain(error, text.splitlines())
        raise ConfigError([f"{path}:{line}: this is not YAML: {error.problem}. {hint}"]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError([f"{path}:1: this is not YAML: {error}"]) from None
    foreign = next((at for at, line in enumerate(text.splitlines(), 1) if ODD_INDENT.match(line)), None)
    if foreign is not None:
        raise ConfigError(
            [
                f"{path}:{foreign}: begins with a space that is none to YAML, such as web pages hold; indent with plain spaces."
            ]
        )
    if not isinstance(values, dict):
        raise ConfigError([f"{path}:1: the file is empty or not a mapping; `voxpop init` writes one to start from."])
    numbers: dict[Location, int] = {}
    twice: list[str] = []
    for location, line, repeated in _walk(root, ()):
        if repeated:
            twice.append(f"{path}:{line}: {_write_dotted(location)}is given twice; keep one.")
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


def _write_dotted(location: Location) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return f"{text}: " if text else ""
