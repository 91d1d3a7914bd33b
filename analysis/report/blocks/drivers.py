"""Between blocks 7 and 8: what a change is made of, and what followed events. Neither is called a cause."""

from __future__ import annotations

from datetime import date

from voxpop.analysis.estimates.drivers import REST, Driver, drivers
from voxpop.analysis.estimates.estimate import together
from voxpop.analysis.estimates.rounding import add_up
from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.model import DriverRow, EventRow
from voxpop.analysis.report.sentence import Sentence
from voxpop.config import Event
from voxpop.window import Week

MOST_THEMES = 5
MOST_CHANNELS = 6
MOST_WEEKS = 4  # on each side of an event
LEAST_BEFORE = 2
TELLING = 3  # points of a change; a theme that adds less is not worth a sentence
CLEAR = (Verdict.UP, Verdict.DOWN)


def by_theme(basis: Basis) -> tuple[DriverRow, ...]:
    """The themes' parts in a clear change; nothing where there is none."""
    return _rows(basis, "theme_id", "theme", MOST_THEMES, basis.named.called)


def by_channel(basis: Basis) -> tuple[DriverRow, ...]:
    """The channels' parts in a clear change; nothing where there are fewer than two."""
    rows = _rows(basis, "channel", "channel", MOST_CHANNELS, {c: basis.label(c) for c in basis.channels})
    return rows if len(rows) > 1 else ()


def point(basis: Basis, rows: tuple[DriverRow, ...]) -> tuple[Sentence, ...]:
    """The theme that made up most of the change, where its part is clear and of the same direction."""
    moved = basis.change.value or 0.0
    for row in rows:
        if row.id != REST and row.clear and row.total.value * moved > 0 and abs(row.total.value) >= TELLING:
            return (basis.words.point_driver(row.label, row.printed[2], basis.change, row.mix.value, row.tone.value),)
    return ()


def events(basis: Basis) -> tuple[EventRow, ...]:
    """For every event of the trend the weeks after it against those before, judged together."""
    found = [(e, *sides) for e in _past_events(basis) if (sides := _around(basis, e))]
    rows = basis.past
    changes = together(
        [(rows[rows["week"].isin(after)], rows[rows["week"].isin(before)]) for _, before, after in found],
        basis.least,
        basis.correction,
    )
    return tuple(
        EventRow(
            name=event.name,
            day=event.date,
            n_before=len(before),
            n_after=len(after),
            change=change,
            sentence=basis.words.event_followed(change, len(before), len(after)),
        )
        for (event, before, after), change in zip(found, changes, strict=True)
    )


def _rows(basis: Basis, by: str, name: str, most: int, labels: dict[str, str]) -> tuple[DriverRow, ...]:
    if basis.change.verdict not in CLEAR:
        return ()
    found = drivers(basis.this, basis.before, by, most=most, correction=basis.correction, id_=f"driver.{name}")
    totals = add_up([driver.total.value for driver in found], round(basis.change.value or 0.0))
    mixes = add_up([driver.mix.value for driver in found], round(sum(driver.mix.value for driver in found)))
    return tuple(
        _row(basis, driver, labels, (mix, total - mix, total))
        for driver, mix, total in zip(found, mixes, totals, strict=True)
    )


def _row(basis: Basis, driver: Driver, labels: dict[str, str], printed: tuple[int, int, int]) -> DriverRow:
    name = str(driver.name)
    label = (
        basis.words.ALL_OTHERS if name == REST else basis.words.NO_THEME if name == "other" else labels.get(name, name)
    )
    return DriverRow(
        id=name,
        label=label,
        mix=driver.mix,
        tone=driver.tone,
        total=driver.total,
        clear=driver.clear and name != REST,
        printed=printed,
    )


def _past_events(basis: Basis) -> list[Event]:
    first, last = basis.mondays[0], basis.week.sunday
    return sorted((e for e in basis.config.events if first <= e.date <= last), key=lambda e: (e.date, e.name))


def _around(basis: Basis, event: Event) -> tuple[list[date], list[date]] | None:
    """The Mondays before and after the event's own week, which is neither; None where there are too few."""
    week = Week.of(event.date).monday
    whole = [monday for monday in basis.mondays if monday not in basis.incomplete]
    before = [monday for monday in whole if monday < week][-MOST_WEEKS:]
    after = [monday for monday in whole if monday > week][:MOST_WEEKS]
    return (before, after) if len(before) >= LEAST_BEFORE and after else None
