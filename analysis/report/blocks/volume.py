"""Block 6: how many posts there were week by week, and our share of voice."""

from __future__ import annotations

from voxpop.analysis.estimates.estimate import share
from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.blocks.numbers import count_names
from voxpop.analysis.report.weeks import VolumePoint

LEAST_WEEKS = 4


def volume(basis: Basis) -> tuple[VolumePoint, ...]:
    """Posts, authors and share of voice of every week from the first with posts, as the four numbers count them; nothing under four weeks."""
    rows = basis.past.groupby("week", observed=True).agg(posts=("n_posts", "sum"), authors=("author_id", "nunique"))
    first = min((m for m in basis.mondays if rows["posts"].get(m, 0)), default=None)
    if first is None or len(weeks := [m for m in basis.mondays if m >= first]) < LEAST_WEEKS:
        return ()
    named = count_names(basis)
    voices = {} if named is None else dict(list(named.groupby("week", observed=True)))
    found = []
    for monday in weeks:
        voice = share(voices[monday], "ours", "names", f"voice.{monday}") if monday in voices else None
        found.append(
            VolumePoint(
                monday=monday,
                n_posts=int(rows["posts"].get(monday, 0)),
                n_authors=int(rows["authors"].get(monday, 0)),
                voice=voice if voice and voice.n_authors >= basis.least else None,
                incomplete=monday in basis.incomplete,
            )
        )
    return tuple(found)
