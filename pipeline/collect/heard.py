"""Whether channels were heard: a fetch that an error ended is told from one that was left out, and from one that heard nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop.coverage import NOTHING_ASKED, Outcome
from voxpop.errors import UnheardError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEARD = frozenset({Outcome.COMPLETE, Outcome.CAPPED})
"""Nothing said is `complete`, too; of `capped` there is no more to be had."""


def demand_heard(fetches: Iterable[Mapping[str, Any]]) -> str:
    """What was left out with a gap, since asking again gives nothing now; '': nothing was.

    `fetches` have the fields of `Landed`. `UnheardError` where one could not be heard for a reason that may pass.
    """
    left: list[str] = []
    unheard: list[str] = []
    for one in fetches:
        if one["outcome"] in HEARD:
            continue
        said = f"{one['channel']}: {one['outcome']}: {one['reason']}"
        given_up = one["outcome"] == Outcome.OUT_OF_BUDGET or one["reason"].startswith(NOTHING_ASKED)
        (left if given_up else unheard).append(said)
    if unheard:
        raise UnheardError(unheard)
    return "; ".join(left)
