"""What people decided on themes: a list in themes.yaml beside voxpop.yaml, edited by hand or grown by a command.

Each analysis applies the decisions again, in their order, so that no later run undoes one and deleting a line takes it back.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from voxpop.config.section import Section
from voxpop.decisions.lists import Decisions

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


_decisions = Decisions(Decision, HEAD)
read, check, append, take_back = _decisions.read, _decisions.check, _decisions.append, _decisions.take_back
