"""What is told of each week beside net sentiment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voxpop.analysis.estimates.values import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePoint:
    """How much was heard in one week, and our share of voice; `voice` None without rivals or with too few authors."""

    monday: date
    n_posts: int
    n_authors: int
    voice: Estimate | None
    incomplete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An event on the trend."""

    day: date
    name: str
