"""Stars and scores that people gave, beside how their words were read."""

from __future__ import annotations

import pandas as pd

from voxpop.analysis.estimates.estimate import NOTHING, net_sentiment
from voxpop.analysis.estimates.ratings import mean_rating, rating_change, spread_ratings, step_of
from voxpop.analysis.estimates.rounding import add_up
from voxpop.analysis.estimates.values import Change, Verdict
from voxpop.analysis.report.basis import Basis, frame, percent_of
from voxpop.analysis.report.beside import RatingRow
from voxpop.window import Week

LOW, HIGH = 2, 3
"""Steps below the first are low stars, from the second up high ones: 1 and 2 of 5, 4 and 5 of 5."""


def ratings(basis: Basis) -> tuple[RatingRow, ...]:
    """Each channel on which stars were given this week, most ratings first; above them all channels of a scale that has several."""
    rows = frame(basis.inputs.ratings) if basis.inputs.ratings is not None else pd.DataFrame()
    if rows.empty:
        return ()
    found = []
    for known in [None if pd.isna(scale) else float(scale) for scale in rows["rating_scale"].unique()]:
        part = rows[rows["rating_scale"].isna() if known is None else rows["rating_scale"] == known]
        this = part[part["week"] == basis.week.monday]
        given = this.groupby("channel", observed=True)["n_ratings"].sum().sort_values(ascending=False, kind="stable")
        channels = [str(channel) for channel in given.index]
        if len(channels) > 1:
            found.append((int(given.sum()), [_row(basis, part, known, channels, "")]))
        found += [(int(given[channel]), [_row(basis, part, known, [channel], channel)]) for channel in channels]
    return tuple(row for _, row_ in sorted(found, key=lambda one: -one[0]) for row in row_)


def _row(basis: Basis, rows: pd.DataFrame, scale: float | None, channels: list[str], channel: str) -> RatingRow:
    rows = rows[rows["channel"].isin(channels)]
    this = rows[rows["week"] == basis.week.monday]
    id_ = ".".join(["rating", *([channel] if channel else []), f"{scale:g}" if scale else "any"])
    mean = mean_rating(this, scale, id_)
    enough = mean is not None and mean.n_authors >= basis.least
    change = _change(basis, rows, scale, channels) if enough else NOTHING
    spread = spread_ratings(this, scale) if enough and scale else []
    scored = this[this["n_scored"] > 0]
    tone = net_sentiment(scored, f"{id_}.net") if len(scored) else None
    heard = tone is not None and tone.n_authors >= basis.least
    return RatingRow(
        id=id_,
        channel=channel or None,
        label=basis.label(channel) if channel else basis.words.RATINGS["all"],
        scale=scale,
        n_ratings=int(this["n_ratings"].sum()),
        n_authors=int(this["author_id"].nunique()),
        n_words=int(this["n_posts"].sum()),
        mean=mean if enough else None,
        steps=tuple(add_up(spread, 100)) if spread else (),
        low=sum(spread[:LOW]) if spread else None,
        high=sum(spread[HIGH:]) if spread else None,
        change=change,
        sentence=basis.words.change_words(change, 1) if enough else basis.words.too_few(basis.least),
        net=tone if heard else None,
        against=_against(scored, scale) if heard and scale else None,
    )


def _change(basis: Basis, rows: pd.DataFrame, scale: float | None, channels: list[str]) -> Change:
    """Against those weeks of the comparator in which all of the channels were heard whole."""
    weeks = [basis.week.back(n) for n in range(1, basis.config.report.comparator_weeks + 1)]
    whole = [week.monday for week in weeks if _whole(basis, channels, week)]
    if not _whole(basis, channels, basis.week) or (
        not whole and rows["week"].isin([week.monday for week in weeks]).any()
    ):
        return Change(value=None, low=None, high=None, verdict=Verdict.INCOMPLETE)
    this = rows[rows["week"] == basis.week.monday]
    return rating_change(this, rows[rows["week"].isin(whole)], scale, basis.least)


def _whole(basis: Basis, channels: list[str], week: Week) -> bool:
    return all(basis.listening.whole(channel, week) for channel in channels)


def _against(rows: pd.DataFrame, scale: float) -> float:
    """The percentage of read reviews whose words are read against their stars: praise under low ones, blame under high ones."""
    step = step_of(rows["rating"], scale)
    contrary = rows["n_positive"].where(step < LOW, 0) + rows["n_negative"].where(step >= HIGH, 0)
    return percent_of(float(contrary.sum()), float(rows["n_scored"].sum()))
