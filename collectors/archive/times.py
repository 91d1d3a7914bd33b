"""Written times as instants in UTC, a column at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.wire.times import EARLIEST, HOURS, LATEST, Clock, Order, numbers_of, order_told, parse

INSTANT = pa.timestamp("us", tz="UTC")
LOCAL = pa.timestamp("us")
ORDER = b"voxpop.dates"  # under which a landed table holds whether its dates have the day or the month first
WHOLE_DAY = 10  # letters of an ISO date without an hour


def instants(values: pa.Array, time_format: str, clock: Clock | str) -> pa.Array:
    """The times in UTC; null where a value is empty or no time.

    A time without a zone is local to the clock's zone. When the clocks go back, an hour exists twice and the first one is
    meant; when they go forward, a time in the hour that does not exist is the moment of the change. A date without an
    hour is that day in the company's zone.
    """
    clock = Clock(clock) if isinstance(clock, str) else clock
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_nested(values.type):
        return pa.nulls(len(values), INSTANT)
    if pa.types.is_timestamp(values.type):
        found = values.cast(INSTANT) if values.type.tz else _placed(values.cast(LOCAL, safe=False), clock.zone)
    elif pa.types.is_date(values.type):
        found = _placed(values.cast(LOCAL), clock.days)
    elif time_format == "excel" and not pa.types.is_string(values.type):
        found = _written(values.cast(pa.float64(), safe=False).cast(pa.string()), time_format, clock)
    elif pa.types.is_integer(values.type) or pa.types.is_floating(values.type) or pa.types.is_decimal(values.type):
        found = _counted(values.cast(pa.float64(), safe=False), 1e-3 if time_format == "unix_ms" else 1.0)
    else:
        found = _written(values.cast(pa.string()), time_format, clock)
    plausible = pc.and_(
        pc.greater_equal(found, pa.scalar(EARLIEST, INSTANT)), pc.less(found, pa.scalar(LATEST, INSTANT))
    )
    return pc.if_else(plausible, found, pa.scalar(None, INSTANT))


def order_of(columns: Iterable[pa.Array]) -> Order | None:
    """Whether the day or the month stands first in the dates of a whole column, told by the numbers that can be no month.

    None where no date tells, and where some tell one order and some the other.
    """
    told: set[Order] = set()
    for values in columns:
        for written in _texts(values).unique().to_pylist():
            numbers = numbers_of(written) if written else None
            order = order_told(*numbers) if numbers else None
            told |= {order} if order else set()
            if len(told) > 1:
                return None
    return told.pop() if told else None


def is_ordered(values: pa.Array) -> bool:
    """Whether some date of a column has the day or the month first, so that the order matters."""
    return any(numbers_of(written) is not None for written in _texts(values).unique().to_pylist() if written)


def whole_days(values: pa.Array, time_format: str) -> int:
    """How many of a column's dates have no hour."""
    if pa.types.is_date(values.type):
        return int(len(values) - values.null_count)
    if time_format in {"unix", "unix_ms"} or not pa.types.is_string(values.type):
        return 0
    if time_format not in {"iso", "auto"}:
        return 0 if any(mark in time_format for mark in HOURS) else int(len(values) - values.null_count)
    return int(pc.sum(pc.equal(pc.utf8_length(values), WHOLE_DAY)).as_py() or 0)


def _texts(values: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return values if pa.types.is_string(values.type) else pa.nulls(len(values), pa.string())


def _written(texts: pa.Array, time_format: str, clock: Clock) -> pa.Array:
    texts = pc.utf8_trim_whitespace(texts)
    if time_format in {"iso", "auto"}:
        for kind in (INSTANT, LOCAL):
            try:
                found = texts.cast(kind)
            except pa.ArrowInvalid:
                continue  # not all of one shape: empty ones, some with a zone, ones that are no time
            return found if kind == INSTANT else _of_days(texts, found, clock)
    elif time_format in {"unix", "unix_ms"}:
        try:
            return _counted(texts.cast(pa.float64()), 1e-3 if time_format == "unix_ms" else 1.0)
        except pa.ArrowInvalid:
            pass
    return _one_by_one(texts, time_format, clock)


def _of_days(texts: pa.Array, local: pa.Array, clock: Clock) -> pa.Array:
    """Local times as instants; those of whole days in the company's zone."""
    if clock.days == clock.zone:
        return _placed(local, clock.zone)
    return pc.if_else(
        pc.equal(pc.utf8_length(texts), WHOLE_DAY), _placed(local, clock.days), _placed(local, clock.zone)
    )


def _one_by_one(texts: pa.Array, time_format: str, clock: Clock) -> pa.Array:
    """Each different text once: those with a zone as they say, whole days in the company's, the others local."""
    different = texts.dictionary_encode()
    aware: list[datetime | None] = []
    local: list[datetime | None] = []
    days: list[datetime | None] = []
    for text in different.dictionary.to_pylist():
        found = parse(text, time_format, clock)
        moment = found.moment
        in_zone = moment is not None and moment.tzinfo is not None
        aware.append(_in_utc(moment) if in_zone and moment is not None else None)
        local.append(moment if not in_zone and found.hour else None)
        days.append(moment if not in_zone and not found.hour else None)
    known = pc.coalesce(
        pa.array(aware, INSTANT),
        _placed(pa.array(local, LOCAL), clock.zone),
        _placed(pa.array(days, LOCAL), clock.days),
    )
    return known.take(different.indices)


def _in_utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _placed(local: pa.Array, time_zone: str) -> pa.Array:
    return pc.assume_timezone(local, time_zone, ambiguous="earliest", nonexistent="latest").cast(INSTANT)


def _counted(seconds: pa.Array, unit: float) -> pa.Array:
    """Seconds or milliseconds since 1970; what does not fit a date is null."""
    values = seconds.to_numpy(zero_copy_only=False) * unit
    fits = np.isfinite(values) & (np.abs(values) < 1e11)
    micros = np.round(np.where(fits, values, 0.0) * 1e6).astype(np.int64)
    return pa.array(micros, pa.int64(), mask=~fits).cast(INSTANT)
