"""A list of decisions in a YAML file that people edit by hand and commands add to; each kind of decision gives it its fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from voxpop import durable
from voxpop.config.section import Section
from voxpop.errors import UsageError

D = TypeVar("D", bound=Section)


@dataclass(frozen=True, slots=True)
class Decisions(Generic[D]):
    """The files of one kind of decision. The decisions stand as long as their lines do; the order of the lines counts."""

    kind: type[D]
    head: str
    """What a new file begins with: comments that say how a decision is written."""

    def read(self, path: Path) -> tuple[D, ...]:
        """The decisions of the file; none where there is no file. `UsageError` names a line that cannot be read."""
        if not path.exists():
            return ()
        whole: TypeAdapter[tuple[D, ...]] = TypeAdapter(tuple[self.kind, ...])  # type: ignore[name-defined]
        try:
            return whole.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")) or ())
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise UsageError(f"{path}:{line}: this is not YAML. Mend or remove the line") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise UsageError(f"{path}: decision {where}: {first['msg']}. Mend or remove it") from error

    def check(self, parts: Mapping[str, object]) -> D:
        """One decision from its parts, of which empty ones count as not given; `UsageError` says what is missing."""
        try:
            return self.kind.model_validate({name: value for name, value in parts.items() if value not in (None, "")})
        except ValidationError as error:
            raise UsageError(error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")) from error

    def append(self, path: Path, decision: D) -> None:
        """Add one decision at the end; what a person wrote in the file stays as it is."""
        line = json.dumps(decision.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
        durable.append(path, f"- {line}", self.head)

    def take_back(self, path: Path, decision: D, by: str, now: datetime) -> None:
        """Remove the line of one decision; a comment in its place says what it was, who took it back and when.

        `UsageError` where no line of the file says it as this class writes it: a person wrote it, who may delete it.
        """
        line = f"- {json.dumps(decision.model_dump(mode='json', exclude_defaults=True), ensure_ascii=False)}"
        with durable.lock(path):
            lines = path.read_text(encoding="utf-8").splitlines()
            if line not in lines:
                raise UsageError(
                    f"{path.name} does not hold this decision as a line of its own; delete it there by hand"
                )
            place = len(lines) - 1 - lines[::-1].index(line)
            who = json.dumps(by, ensure_ascii=False)
            lines[place] = f"# taken back by {who} at {now.replace(microsecond=0).isoformat()}: {line[2:]}"
            durable.write(path, "\n".join([*lines, ""]))
