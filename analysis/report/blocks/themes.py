"""Blocks 4 and 8: the themes, and the points that say what coincided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from voxpop.analysis.estimates.estimate import GroupShare, net_by, share_changes
from voxpop.analysis.estimates.values import Estimate, Verdict
from voxpop.analysis.report.basis import Basis, percent_of
from voxpop.analysis.report.blocks import drivers as blocks_drivers
from voxpop.analysis.report.blocks.others import silent_since, usual_posts
from voxpop.analysis.report.model import DriverRow, OtherAudience, ThemeRow
from voxpop.analysis.report.sentence import Sentence

MOST_ROWS = 15
OTHER = "other"  # posts that no theme fits: they count in the whole, and are no theme
MOST_POINTS = 4
TELLING = 10  # percent of all negative posts; under it a theme's part in them is not worth saying
MOVED = (0.9, 1.1)  # times the people of a usual week; between them their number has not moved
CLEAR = (Verdict.UP, Verdict.DOWN)


@dataclass(frozen=True, slots=True)
class Themes:
    """The block and what the points and quotes need of it."""

    rows: tuple[ThemeRow, ...]
    note: str
    moved: ThemeRow | None  # that moved most: a clear change before any other; None without themes


def themes(basis: Basis) -> Themes:
    """Every theme's share against the comparator; the largest rise first."""
    this, before = (
        rows.assign(theme=rows["theme_id"].where(rows["theme_id"] != OTHER)) for rows in (basis.this, basis.before)
    )
    found = [g for g in share_changes(this, before, "theme", basis.least, "theme") if g.share.n_posts]
    nets = net_by(basis.this[basis.this["theme_id"].notna()], "theme_id", "theme", basis.correction)
    labels = basis.named.called
    tone: dict[Any, Any] = (
        basis.this.groupby("theme_id", observed=True)[["n_scored", "n_negative", "n_positive"]].sum().to_dict("index")
    )
    people = _usual_people(basis)
    rows = [
        replace(
            _row(basis, g, labels.get(str(g.name)) or str(g.name), tone.get(g.name, {}), nets.get(g.name)),
            usual_authors=people.get(str(g.name), 0.0) if people is not None else None,
        )
        for g in found
    ]
    shown = sorted(rows, key=lambda r: (r.change.verdict not in CLEAR, -r.share.value, r.id))[:MOST_ROWS]
    compared = sum(row.change.value is not None for row in rows)
    notes = (
        basis.words.themes_note(compared, len(rows) - len(shown)) if compared else "",
        basis.words.themes_renamed([(r.label, r.known_as) for r in shown if r.label != r.known_as]),
    )
    return Themes(
        rows=tuple(sorted(shown, key=_largest_rise_first)),
        note=" ".join(filter(None, notes)),
        moved=min(rows, key=_moved_most, default=None),
    )


def _usual_people(basis: Basis) -> dict[Any, float] | None:
    """People a week of each theme in the comparator; None where there is no comparator."""
    weeks = len(basis.comparison.weeks)
    if not weeks:
        return None
    heard = basis.before.groupby(["theme_id", "week"], observed=True)["author_id"].nunique()
    sums: dict[Any, int] = heard.groupby("theme_id", observed=True).sum().to_dict()
    return {theme: n / weeks for theme, n in sums.items()}


def points(
    basis: Basis, found: Themes, other: tuple[OtherAudience, ...], moved_by: tuple[DriverRow, ...]
) -> tuple[Sentence, ...]:
    """At most four findings, the ones about the change before those about the state; never a cause."""
    if basis.net is None:
        return ()
    words = basis.words
    clear = sorted((r for r in found.rows if r.change.verdict in CLEAR), key=_moved_most)
    moved = basis.change.verdict in CLEAR
    sentences: list[Sentence] = [_say_move(basis, row) for row in clear[:1]]
    sentences += blocks_drivers.point(basis, moved_by)
    if moved or clear:
        days = basis.week.days()
        events = [e for e in basis.config.events if e.date in days]
        sentences += [words.point_event(e.name, e.date, e.kind) for e in sorted(events, key=lambda e: e.date)[:1]]
    sentences += _other_points(basis, other)
    sentences += [_say_move(basis, row) for row in clear[1:2] if row.change.verdict is Verdict.UP]
    sentences += _tones(basis, found)
    return tuple(sentences[:MOST_POINTS])


def _row(basis: Basis, group: GroupShare, label: str, tone: dict[str, int], net: Estimate | None) -> ThemeRow:
    name, weeks = str(group.name), len(basis.comparison.weeks)
    scored = tone.get("n_scored", 0)
    return ThemeRow(
        id=name,
        label=label,
        known_as=basis.named.label.get(name, label),
        share=Estimate(
            id=f"theme.{name}.share",
            value=group.share.value,
            low=group.share.low,
            high=group.share.high,
            n_posts=group.share.n_posts,
            n_authors=group.share.n_authors,
        ),
        share_before=group.before if group.change.value is not None else None,
        change=group.change,
        n_posts=group.share.n_posts,
        usual_authors=None,
        usual_posts=group.n_before / weeks if weeks else None,
        negative=percent_of(tone.get("n_negative", 0), scored),
        positive=percent_of(tone.get("n_positive", 0), scored),
        net=Estimate(
            id=f"theme.{name}.net",
            value=net.value,
            low=net.low,
            high=net.high,
            n_posts=net.n_posts,
            n_authors=net.n_authors,
        )
        if net and net.n_authors >= basis.least
        else None,
    )


def _say_move(basis: Basis, row: ThemeRow) -> Sentence:
    """A theme's clear change; a rise also with its part of the negative posts, where that grew."""
    now, then = _negative_part(basis.this, row.id), _negative_part(basis.before, row.id)
    grew = None
    if row.change.verdict is Verdict.UP and now is not None and then is not None and now >= max(TELLING, then + 1):
        grew = (now, then)
    return basis.words.point_theme(row.label, row.share.value, row.share_before or 0.0, grew, _not_moved(row))


def _not_moved(row: ThemeRow) -> tuple[int, float] | None:
    """The people of this week and of a usual one, where a theme's share moved and its people did not.

    Shares add up to one: where one theme grows, others shrink though as many people speak of them.
    """
    now, usual = row.share.n_authors, row.usual_authors
    if not usual:
        return None
    down = row.change.verdict is Verdict.DOWN
    return (now, usual) if (now >= MOVED[0] * usual if down else now <= MOVED[1] * usual) else None


def _negative_part(rows: pd.DataFrame, theme_id: str) -> float | None:
    """The theme's part of all negative posts, in percent."""
    total = float(rows["n_negative"].sum())
    return 100 * float(rows.loc[rows["theme_id"] == theme_id, "n_negative"].sum()) / total if total > 0 else None


def _other_points(basis: Basis, other: tuple[OtherAudience, ...]) -> list[Sentence]:
    """Other audiences that clearly moved, the largest change first; then those that fell silent."""
    words = basis.words
    moved = sorted((o for o in other if o.change.verdict in CLEAR), key=lambda o: (-abs(o.change.value or 0), o.id))
    found = [words.point_audience(o.name, o.change) for o in moved[:1]]
    usually = usual_posts(basis)
    for audience in other:
        usual = usually.get(audience.id, 0.0)
        if audience.sentence.startswith(words.NOBODY) and round(usual) >= 1:
            found.append(words.point_silent(audience.name, usual, silent_since(basis, audience.id)))
    return found


def _tones(basis: Basis, found: Themes) -> list[Sentence]:
    """The best-liked and the least-liked theme, where their intervals exclude zero; bad news first after a fall."""
    nets = [(row.label, row.net) for row in found.rows if row.net and row.net.clear]
    best = max((n for n in nets if n[1].value > 0), key=lambda n: n[1].value, default=None)
    least = min((n for n in nets if n[1].value < 0), key=lambda n: n[1].value, default=None)
    order = (least, best) if basis.change.verdict is Verdict.DOWN else (best, least)
    return [basis.words.point_tone(*tone) for tone in order if tone]


def _largest_rise_first(row: ThemeRow) -> tuple[bool, float, str]:
    return row.change.value is None, -(row.share.value if row.change.value is None else row.change.value), row.id


def _moved_most(row: ThemeRow) -> tuple[bool, float, float, str]:
    return row.change.verdict not in CLEAR, -abs(row.change.value or 0.0), -row.share.value, row.id
