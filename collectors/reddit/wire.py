"""Reddit's wire: the session for praw, which waits for the next allowance as every source does, inside the limit."""

from __future__ import annotations

from typing import Any

import requests

from voxpop.collectors.wire.http import Patience, PatientAdapter

ALLOWANCE = ("x-ratelimit-remaining", "x-ratelimit-used", "x-ratelimit-reset")


class RationedAdapter(PatientAdapter):
    """Waits where nothing is left of the allowance, and keeps the allowance from prawcore.

    prawcore would sleep by it on its own: for as long as Reddit says, by a sleep that nobody can limit or count.
    """

    def __init__(self, patience: Patience) -> None:
        self.until_reset: float | None = None
        super().__init__(patience, passes=frozenset({401}))  # prawcore renews its token at one

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Send, when something is left."""
        if self.until_reset is not None:
            self.patience.pause(self.until_reset, "Reddit's allowance is used up")
            self.until_reset = None
        response = super().send(request, **kwargs)
        left, _, reset = (_number(response.headers.pop(name, None)) for name in ALLOWANCE)
        if left is not None and left < 1:
            self.until_reset = max(1.0, reset or 0.0)
        return response


def session(patience: Patience, user_agent: str) -> requests.Session:
    """The session that praw uses for everything."""
    made = requests.Session()
    made.headers["User-Agent"] = user_agent
    for prefix in ("https://", "http://"):
        made.mount(prefix, RationedAdapter(patience))
    return made


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
