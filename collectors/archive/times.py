"""Written times as instants in UTC, a column at a time."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

INSTANT = pa.timestamp("us", tz="UTC")
LOCAL = pa.timestamp("us")
EARLIEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def instants(values: pa.Array, time_format: str, time_zone: str) -> pa.Array:
    """The times in UTC; null where a value is empty or no time.

    A time without a zone is local to `time_zone`. When the clocks go back, an hour exists twice and the first one is
    meant; when they go forward, a time in the hour that does not exist is the moment of the change.
    """
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_nested(values.type):
        return pa.nulls(len(values), INSTANT)
    if pa.types.is_timestamp(values.type):
        found = values.cast(INSTANT) if values.type.tz else _placed(values.cast(LOCAL, safe=False), time_zone)
    elif pa.types.is_date(values.type):
        found = _placed(values.cast(LOCAL), time_zone)
    elif pa.types.is_integer(values.type) or pa.types.is_floating(values.type) or pa.types.is_decimal(values.type):
        found = _counted(values.cast(pa.float64(), safe=False), 1e-3 if time_format == "unix_ms" else 1.0)
    else:
        found = _written(values.cast(pa.string()), time_format, time_zone)
    plausible = pc.and_(
        pc.greater_equal(found, pa.scalar(EARLIEST, INSTANT)), pc.less(found, pa.scalar(LATEST, INSTANT))
    )
    return pc.if_else(plausible, found, pa.scalar(None, INSTANT))


def _written(texts: pa.Array, time_format: str, time_zone: str) -> pa.Array:
    texts = pc.utf8_trim_whitespace(texts)
    if time_format == "iso":
        try:
            return _placed(texts.cast(LOCAL), time_zone)
        except pa.ArrowInvalid:
            pass  # not all of one shape: empty ones, ones with a zone, ones that are no time
    elif time_format not in {"unix", "unix_ms"}:
        return _one_by_one(texts, time_format, time_zone)
    else:
        try:
            return _counted(texts.cast(pa.float64()), 1e-3 if time_format == "unix_ms" else 1.0)
        except pa.ArrowInvalid:
            pass
    return _one_by_one(texts, time_format, time_zone)


def _one_by_one(texts: pa.Array, time_format: str, time_zone: str) -> pa.Array:
    """Each different text once: those with a zone as they say, the others local."""
    different = texts.dictionary_encode()
    aware: list[datetime | None] = []
    local: list[datetime | None] = []
    for text in different.dictionary.to_pylist():
        moment = _moment(text, time_format)
        in_zone = moment is not None and moment.tzinfo is not None
        aware.append(moment.astimezone(UTC) if in_zone and moment is not None else None)
        local.append(None if in_zone else moment)
    known = pc.coalesce(pa.array(aware, INSTANT), _placed(pa.array(local, LOCAL), time_zone))
    return known.take(different.indices)


def _moment(text: str, time_format: str) -> datetime | None:
    try:
        if time_format in {"unix", "unix_ms"}:
            return datetime.fromtimestamp(float(text) / (1000 if time_format == "unix_ms" else 1), UTC)
        if time_format != "iso":
            return datetime.strptime(text, time_format)  # noqa: DTZ007  the zone is the archive's
    except (ValueError, OverflowError, OSError):
        pass
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC") + "Z" if text.endswith(" UTC") else text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if "-" in text else None  # a bare number is no date


def _placed(local: pa.Array, time_zone: str) -> pa.Array:
    return pc.assume_timezone(local, time_zone, ambiguous="earliest", nonexistent="latest").cast(INSTANT)


def _counted(seconds: pa.Array, unit: float) -> pa.Array:
    """Seconds or milliseconds since 1970; what does not fit a date is null."""
    values = seconds.to_numpy(zero_copy_only=False) * unit
    fits = np.isfinite(values) & (np.abs(values) < 1e11)
    micros = np.round(np.where(fits, values, 0.0) * 1e6).astype(np.int64)
    return pa.array(micros, pa.int64(), mask=~fits).cast(INSTANT)
