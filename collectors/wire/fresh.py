"""Which records of a walk are new: pages overlap while posts come in, and a post that is edited meanwhile comes twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Fresh:
    """The records that were given so far: a hash of each, by their ids."""

    given: dict[str, set[int]] = field(default_factory=dict)

    def takes(self, name: str, record: Any) -> bool:
        """Whether the record is new: under a known id, one that says something else is the post after an edit."""
        known = self.given.setdefault(name, set())
        told = hash(repr(record))
        if told in known:
            return False
        known.add(told)
        return True
