"""What was said of us, of our products and of rivals: net sentiment towards each name, by clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from voxpop.analysis.estimates.estimate import NOTHING, net_sentiment, together
from voxpop.analysis.estimates.values import Change
from voxpop.analysis.report.basis import Basis, frame, heard_before, judge_change, percent_of
from voxpop.analysis.report.model import TargetRow

ROLES = ("brand", "product", "rival")
MOST = 12  # names


def targets(basis: Basis) -> tuple[TargetRow, ...]:
    """Every configured name that was spoken of this week, ours first; their changes are judged as one family."""
    rows = frame(basis.inputs.targets)
    if basis.comparison.channels:
        rows = rows[rows["channel"].isin(basis.comparison.channels)]
    weeks = [week.monday for week in basis.comparison.weeks]
    named = [(one, rows[(rows["role"] == one.role) & (rows["target"] == one.name)]) for one in _configured_names(basis)]
    parts = [
        (one, part[part["week"] == basis.week.monday], part[part["week"].isin(weeks)])
        for one, part in named
        if (part["week"] == basis.week.monday).any()
    ]
    changes = together([(this, before) for _, this, before in parts], basis.least)
    return tuple(_row(basis, one, this, changed) for (one, this, _), changed in zip(parts, changes, strict=True))[:MOST]


@dataclass(frozen=True, slots=True)
class _Configured:
    id: str
    name: str
    role: str


def _configured_names(basis: Basis) -> list[_Configured]:
    config = basis.config
    each = zip(ROLES, (config.brands, config.products, config.rivals), strict=True)
    return [
        _Configured(f"target.{role}.{place}", entry.name, role)
        for role, entries in each
        for place, entry in enumerate(entries, 1)
    ]


def _row(basis: Basis, one: _Configured, this: pd.DataFrame, changed: Change) -> TargetRow:
    net = net_sentiment(this, one.id)
    enough = net is not None and net.n_authors >= basis.least
    change = (
        judge_change(changed, basis.comparison, net, basis.least, heard_before(basis.inputs, this))
        if enough
        else NOTHING
    )
    sums: dict[Any, Any] = this[["n_posts", "n_scored", "n_negative", "n_positive"]].sum().to_dict()
    return TargetRow(
        id=one.id,
        name=one.name,
        role=one.role,
        n_posts=int(sums["n_posts"]),
        n_authors=int(this["author_id"].nunique()),
        negative=percent_of(sums["n_negative"], sums["n_scored"]) if enough else None,
        positive=percent_of(sums["n_positive"], sums["n_scored"]) if enough else None,
        net=net if enough else None,
        change=change,
        sentence=basis.words.change_words(change) if enough else basis.words.too_few(basis.least),
    )
