"""What people decided on themes: a list in themes.yaml beside voxpop.yaml, edited by hand or grown by a command.

The decisions stand as long as their lines do: each analysis applies them anew, in their order, so that no later run
undoes one and deleting a line takes it back.
"""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import AwareDatetime, BeforeValidator, Field, RootModel, ValidationError, model_validator

from voxpop.config.section import Section
from voxpop.errors import UsageError

HEAD = """\
# What people decided on themes, in their order; a deleted line is taken back by the next `voxpop analyze`.
# - {do: rename, theme: t003, to: Upgrade fails, by: ana, why: as our customers say}
# - {do: merge, theme: t004, into: t003}
# - {do: split, theme: t007, parts: 3}
# - {do: pin, theme: t001}
# - {do: hide, theme: t005}
"""


class Decision(Section):
    """One decision of a person on one theme."""

    do: Literal["rename", "merge", "split", "pin", "hide"]
    theme: str
    to: Annotated[str, Field(max_length=80)] = ""
    into: str = ""
    parts: Annotated[int, Field(ge=2, le=20)] = 2
    by: str = ""
    at: AwareDatetime | None = None
    why: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.do == "rename" and not self.to:
            msg = "a rename needs 'to', the new name"
            raise ValueError(msg)
        if self.do == "merge" and not self.into:
            msg = "a merge needs 'into', the id of the theme that gets the posts"
            raise ValueError(msg)
        return self


class _Decisions(RootModel[Annotated[tuple[Decision, ...], BeforeValidator(lambda found: found or ())]]):
    pass


def read(path: Path) -> tuple[Decision, ...]:
    """The decisions of the file; none where there is no file."""
    if not path.exists():
        return ()
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _Decisions.model_validate(found).root
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UsageError(f"{path}:{mark.line + 1 if mark else 1}: this is not YAML. Mend or remove the line") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path}: decision {where}: {first['msg']}. Mend or remove it") from error


def append(path: Path, decision: Decision) -> None:
    """Add one decision at the end; what a person wrote in the file stays as it is."""
    said = decision.model_dump(mode="json", exclude_defaults=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before = file.read()
        start = HEAD if not before else "" if before.endswith("\n") else "\n"
        file.write(f"{start}- {json.dumps(said, ensure_ascii=False)}\n")
