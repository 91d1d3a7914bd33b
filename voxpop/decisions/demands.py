"""What people decided on demands: a list in demand.yaml beside voxpop.yaml, edited by hand or grown by `voxpop demand`.

The decisions stand as long as their lines do; each analysis applies them again, in their order.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from voxpop.config.section import Section
from voxpop.decisions.lists import Decisions

STATES = ("new", "planned", "in progress", "shipped", "declined")
HEAD = """\
# What people decided on demands, in their order; a deleted line is taken back by the next `voxpop analyze`.
# - {do: state, demand: d1a2b3c4, to: planned, at: 2026-11-20, by: ana}
# - {do: merge, demand: d1a2b3c4, into: d5e6f7a8}
# - {do: split, demand: d1a2b3c4, posts: [reddit/abc123, discourse/77]}
# - {do: rename, demand: d1a2b3c4, to: Dark theme}
# - {do: hide, demand: d1a2b3c4}
# - {do: did, demand: d1a2b3c4, what: Dark theme in 4.2, at: 2026-11-20, link: "https://larkspur.example/changes/4.2"}
"""


class Decision(Section):
    """One decision of a person on one demand, or what was done about it."""

    do: Literal["state", "merge", "split", "rename", "hide", "did"]
    demand: str
    to: Annotated[str, Field(max_length=120)] = ""
    into: str = ""
    posts: tuple[str, ...] = ()  # source/post_id: they become a demand of their own
    what: Annotated[str, Field(max_length=200)] = ""  # was done
    link: Annotated[str, Field(pattern=r"^(https?://[^\s<>\"]+)?$", max_length=500)] = ""  # where it can be read
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
            "did": bool(self.what and self.at),
        }
        if not needs.get(self.do, True):
            said = {
                "state": f"a state needs 'to': {', '.join(STATES)}",
                "merge": "a merge needs 'into', the id of the demand that gets the posts",
                "split": "a split needs 'posts', such as [reddit/abc123]",
                "rename": "a rename needs 'to', the new name",
                "did": "a did needs 'what' was done and 'at', the day",
            }
            raise ValueError(said[self.do])
        return self


_decisions = Decisions(Decision, HEAD)
read, check, append, take_back = _decisions.read, _decisions.check, _decisions.append, _decisions.take_back
