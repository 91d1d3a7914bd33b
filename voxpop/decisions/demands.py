"""What people decided on demands: a list in demand.yaml beside voxpop.yaml, edited by hand or grown by `voxpop demand`.

The decisions stand as long as their lines do; each analysis applies them anew, in their order.
"""

from __future__ import annotations

import fcntl
import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, RootModel, ValidationError, model_validator

from voxpop.config.section import Section
from voxpop.errors import UsageError

STATES = ("new", "planned", "in progress", "shipped", "declined")
HEAD = """\
# What people decided on demands, in their order; a deleted line is taken back by the next `voxpop analyze`.
# - {do: state, demand: d1a2b3c4, to: planned, at: 2026-11-20, by: ana}
# - {do: merge, demand: d1a2b3c4, into: d5e6f7a8}
# - {do: split, demand: d1a2b3c4, posts: [reddit/abc123, discourse/77]}
# - {do: rename, demand: d1a2b3c4, to: Dark theme}
# - {do: hide, demand: d1a2b3c4}
"""


class Decision(Section):
    """One decision of a person on one demand."""

    do: Literal["state", "merge", "split", "rename", "hide"]
    demand: str
    to: Annotated[str, Field(max_length=120)] = ""
    into: str = ""
    posts: tuple[str, ...] = ()  # source/post_id: they become a demand of their own
    at: date | None = None
    by: str = ""
    why: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needs = {
            "state": self.to in STATES,
            "merge": bool(self.into),
            "split": bool(self.posts),
            "rename": bool(self.to),
        }
        if not needs.get(self.do, True):
            said = {
                "state": f"a state needs 'to': {', '.join(STATES)}",
                "merge": "a merge needs 'into', the id of the demand that gets the posts",
                "split": "a split needs 'posts', such as [reddit/abc123]",
                "rename": "a rename needs 'to', the new name",
            }
            raise ValueError(said[self.do])
        return self


class _Decisions(RootModel[Annotated[tuple[Decision, ...], BeforeValidator(lambda found: found or ())]]):
    pass


def read(path: Path) -> tuple[Decision, ...]:
    """The decisions of the file; none where there is no file."""
    if not path.exists():
        return ()
    try:
        return _Decisions.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).root
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UsageError(f"{path}:{mark.line + 1 if mark else 1}: this is not YAML. Mend or remove the line") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path}: decision {where}: {first['msg']}. Mend or remove it") from error


def checked(said: dict[str, object]) -> Decision:
    """One decision from its parts; `UsageError` says what is missing."""
    try:
        return Decision.model_validate({name: value for name, value in said.items() if value not in (None, "")})
    except ValidationError as error:
        raise UsageError(error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")) from error


def append(path: Path, decision: Decision) -> None:
    """Add one decision at the end; what a person wrote in the file stays as it is."""
    said = decision.model_dump(mode="json", exclude_defaults=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before = file.read()
        start = HEAD if not before else "" if before.endswith("\n") else "\n"
        file.write(f"{start}- {json.dumps(said, ensure_ascii=False)}\n")
