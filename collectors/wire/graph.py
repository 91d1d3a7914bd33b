"""How Meta's Graph API says 'too much', 'who are you' and 'not there': by codes in the body of a 400 or 403.

https://developers.facebook.com/docs/graph-api/guides/error-handling, .../overview/rate-limiting
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

CODE = re.compile(r'"code"\s*:\s*(\d{1,6})')
TOO_MUCH = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
NO_LOGIN = frozenset({102, 190})  # a token that is wrong or has ended
NOT_THERE = '"error_subcode":33'
REGAIN = re.compile(r'"estimated_time_to_regain_access"\s*:\s*(\d{1,6})')


def is_limit(response: requests.Response) -> bool:
    """Whether more may be asked for later."""
    return _code(response) in TOO_MUCH


def is_login(response: requests.Response) -> bool:
    """Whether the token is refused."""
    return _code(response) in NO_LOGIN


def is_gone(response: requests.Response) -> bool:
    """Whether what was asked for is not there, or not for this token."""
    return _code(response) == 100 and NOT_THERE in response.text.replace(" ", "")


def minutes_to_wait(response: requests.Response) -> int | None:
    """How long until more may be asked for; None where it is not said, or nothing was refused."""
    if not is_limit(response):
        return None
    told = [int(minutes) for minutes in REGAIN.findall(response.headers.get("x-business-use-case-usage", ""))]
    return max(told, default=None)  # type: ignore[arg-type]


def _code(response: requests.Response) -> int | None:
    if response.status_code not in {400, 403} or "fbtrace_id" not in response.text:
        return None
    match = CODE.search(response.text)
    return int(match[1]) if match else None
