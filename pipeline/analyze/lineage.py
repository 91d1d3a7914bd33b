"""What became of demands whose id is no longer in use, so that what was said or made under it still finds them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from voxpop.decisions.demands import Decision


def follow(
    known: Sequence[Mapping[str, str]],
    before: Mapping[tuple[str, str, str], str],
    rows: Sequence[Mapping[str, Any]],
    live: Collection[str],
) -> dict[str, str]:
    """Former id -> the demand that most of its posts make now.

    known: rows of former_id and demand_id from the last analysis. before: (source, post_id, kind) -> the group it was in.
    An id that is in use again is no former one; one whose posts are all gone keeps what was known of it, while that lives.
    """
    went: dict[str, Counter[str]] = {}
    for row in rows:
        for former in {before.get((row["source"], row["post_id"], row["kind"])), row["group_id"]} - {None}:
            went.setdefault(str(former), Counter())[row["demand_id"]] += 1
    found = {row["former_id"]: row["demand_id"] for row in known}
    found |= {former: min(counts, key=lambda name: (-counts[name], name)) for former, counts in went.items()}
    found = {former: now for former, now in found.items() if former not in live}
    return {former: now for former in found if (now := last_of(former, found)) in live}


def last_of(name: str, moved: Mapping[str, str]) -> str:
    """The id at the end of the chain; a chain that runs in a circle ends where it began to."""
    seen = {name}
    while (following := moved.get(name)) is not None and following not in seen:
        seen.add(following)
        name = following
    return name


def acts(decisions: Sequence[Decision], moved: Mapping[str, str]) -> list[dict[str, Any]]:
    """What was done, by demand as it is called now, in the order of the days."""
    done = [one for one in decisions if one.do == "did"]
    return [
        {"demand_id": last_of(one.demand, moved), "done_on": one.at, "what": one.what, "link": one.link or None}
        for one in sorted(done, key=lambda one: (str(one.at), one.demand, one.what))
    ]
