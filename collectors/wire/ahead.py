"""Times that lie after now, because a clock was ahead where somebody wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

SLACK = timedelta(days=1)
"""Local time that is written as UTC is up to 14 hours ahead; a time that lies further ahead cannot be when something was written."""


def is_ahead(written: datetime, now: datetime) -> bool:
    """True if something that was there by `now` cannot have been written at that time.

    >>> from datetime import UTC
    >>> is_ahead(datetime(2030, 1, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))
    True
    """
    return written > now + SLACK


def tell_ahead(count: int, last: datetime, what: str = "items") -> str:
    """The sentence of the ledger about them."""
    return f"{count:,} {what} bear a time after now (up to {last:%Y-%m-%d}), as if a clock were ahead: they land when it has come"
