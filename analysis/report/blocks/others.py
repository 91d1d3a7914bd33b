"""Block 7: the other audiences, and since when one of them is silent.

All audiences' reports of one week say the same of an audience: the first one computes it, and it is kept in `inputs.shared`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any, TypeVar

import pandas as pd
import pyarrow.compute as pc

from voxpop.analysis.estimates.estimate import NOTHING, net_by, net_sentiment
from voxpop.analysis.estimates.estimate import change as change_of
from voxpop.analysis.estimates.values import Change, Estimate
from voxpop.analysis.report.basis import (
    Basis,
    audience_channels,
    choose_rows,
    correct_counts,
    frame,
    heard_before,
    judge_change,
    unheard,
)
from voxpop.analysis.report.blocks.numbers import trend_points
from voxpop.analysis.report.inputs import history
from voxpop.analysis.report.model import OtherAudience

T = TypeVar("T")
Rows = dict[Any, pd.DataFrame]
"""Of each audience; those of none under None."""


def others(basis: Basis) -> tuple[OtherAudience, ...]:
    """Every other configured audience on the same scale, each judged as on its own page: one fall has one interval."""
    ids = [a.id for a in basis.config.audiences if a.id != basis.inputs.audience]

    @cache
    def rows() -> Rows:
        every = correct_counts(frame(basis.inputs.other_author_weeks), basis.correction)
        return dict(list(every.groupby("audience", observed=True))) | {None: every.iloc[:0]}

    if basis.correction:  # learned for this page alone, on which everything is corrected by it
        return tuple(_judge(basis, id_, rows) for id_ in ids)
    return tuple(_share(basis, ("other", id_), partial(_judge, basis, id_, rows)) for id_ in ids)


def usual_posts(basis: Basis) -> dict[str, float]:
    """Mean posts a week of every other audience, over the earlier weeks since it was first heard."""

    def read() -> dict[str, float]:
        rows = basis.inputs.other_author_weeks
        rows = rows.select(["audience", "week", "n_posts"]).filter(pc.less(rows["week"], basis.week.monday))
        sums = rows.group_by("audience").aggregate([("n_posts", "sum"), ("week", "min")])
        return {
            row["audience"]: row["n_posts_sum"] / sum(monday >= row["week_min"] for monday in basis.mondays[:-1])
            for row in sums.to_pylist()
        }

    return _share(basis, ("usual posts",), read)


def silent_since(basis: Basis, audience: str) -> date | None:
    """The Monday of the week in which another audience was heard last, where that is before last week; else None."""
    rows = basis.inputs.other_author_weeks
    weeks = rows["week"].filter(pc.equal(rows["audience"], audience))
    last: date | None = pc.max(weeks).as_py()
    return last if last is not None and last < basis.week.back(1).monday else None


def _share(basis: Basis, name: tuple[str, ...], read: Callable[[], T]) -> T:
    """What another report of the week has computed already, or what `read` says."""
    kept = basis.inputs.shared
    if name not in kept:
        kept[name] = read()
    found: T = kept[name]
    return found


def _judge(basis: Basis, id_: str, rows: Callable[[], Rows]) -> OtherAudience:
    inputs, least = basis.inputs, basis.least
    mine = rows().get(id_, rows()[None])
    channels = audience_channels(basis.config, id_, set(mine["channel"].unique()))
    comparison, this, before, heard = choose_rows(inputs, basis.listening, channels, mine)
    shown = mine[mine["channel"].isin(comparison.channels)] if comparison.channels else mine
    levels = {
        m: e
        for m, e in net_by(shown, "week", f"other.{id_}", basis.correction).items()
        if e.n_authors >= least and isinstance(m, date)
    }
    latest = net_sentiment(this, f"other.{id_}.week", basis.correction)
    changed = change_of(this, before, least, basis.correction)
    change = judge_change(changed, comparison, latest, least, heard_before(inputs, mine))
    missed = unheard(basis.listening, comparison.channels or channels, history(inputs))
    return OtherAudience(
        id=id_,
        name=basis.config.audience_name(id_),
        channels=comparison.channels,
        points=trend_points(basis.mondays, levels, missed) if levels else (),
        latest=latest if latest and latest.n_authors >= least else None,
        change=NOTHING if heard.empty else change,
        sentence=_sentence(basis, id_, heard, latest, change),
    )


def _sentence(basis: Basis, id_: str, heard: pd.DataFrame, latest: Estimate | None, change: Change) -> str:
    if heard.empty:
        last = silent_since(basis, id_)
        return str(basis.words.nobody_since(last) if last else basis.words.NOBODY)
    if latest is None or latest.n_authors < basis.least:
        return str(basis.words.too_few(basis.least))
    return str(basis.words.change_words(change))
