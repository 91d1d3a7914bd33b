"""How a routed post leaves: as a signed webhook, or by any of Apprise's services.

A webhook is signed as https://www.standardwebhooks.com and Stripe do: HMAC-SHA256 over the time and the body, so that a receiver
knows who sent it and that it is fresh.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import requests

from voxpop.errors import UsageError, VoxpopError
from voxpop.pipeline.loop.markup import defuse, shorten

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from voxpop.config import Route

TIMEOUT = (10, 30)  # seconds to connect, and to be answered
LONGEST = 600
"""Characters of a post in a chat; a longer message would be split, and a part of it could arrive alone."""


class NotTakenError(VoxpopError):
    """The message surely did not arrive; it can be sent again."""


class UnsureError(VoxpopError):
    """The message may have arrived; it is not sent again by itself."""


class Carrier(ABC):
    """One way out. `can_retract`: whether the receiver can be told that a post is gone."""

    can_retract = False

    @abstractmethod
    def send(self, message: dict[str, Any]) -> None:
        """Send one message, once. `NotTakenError`, `UnsureError`."""


class Webhook(Carrier):
    """An address that takes JSON."""

    can_retract = True

    def __init__(self, url: str, key: str, clock: Callable[[], datetime]) -> None:
        self.url, self.key, self.clock = url, key, clock

    def send(self, message: dict[str, Any]) -> None:
        """Post the message; the secret address and key are in no error."""
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        stamp = str(int(self.clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Voxpop-Delivery": str(message["delivery"]),
            "X-Voxpop-Timestamp": stamp,
            "X-Voxpop-Signature": f"sha256={sign(self.key, stamp, body)}",
        }
        try:
            with requests.post(
                self.url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
            ) as reply:
                status = reply.status_code
        except (
            requests.exceptions.ConnectTimeout,
            requests.exceptions.InvalidURL,
            requests.exceptions.MissingSchema,
        ) as error:
            raise NotTakenError(f"the address could not be reached ({type(error).__name__})") from None
        except requests.RequestException as error:
            if _never_left(error):
                raise NotTakenError("nobody listens at the address") from None
            raise UnsureError(f"the answer was lost ({type(error).__name__}); it may have arrived") from None
        if status >= 500:
            raise UnsureError(f"the address answered {status}; it may have arrived")
        if status >= 300:
            moved = ": it has moved, and nothing is sent where it points to" if status < 400 else ""
            raise NotTakenError(f"the address answered {status}{moved}")


class Chat(Carrier):
    """Any service that Apprise knows, by its address of one line."""

    def __init__(self, url: str) -> None:
        try:
            import apprise
        except ImportError as error:
            raise UsageError("routes to 'apprise' need it; pip install 'voxpop[apprise]'") from error
        asset = apprise.AppriseAsset(async_mode=False, secure_logging=True, app_id="Voxpop", app_desc="Voxpop")
        self.service = apprise.Apprise(asset=asset)
        self.kind = apprise.NotifyFormat.TEXT
        if not self.service.add(url):
            raise UsageError(
                "the address of the route is none that Apprise knows; see https://github.com/caronc/apprise/wiki"
            )

    def send(self, message: dict[str, Any]) -> None:
        """Notify; Apprise says whether it failed, never whether it may have arrived, so a failure may be either."""
        if not bool(
            self.service.notify(title=message["subject"], body=chat_text(message["post"]), body_format=self.kind)
        ):
            raise UnsureError("the service did not confirm it; it may have arrived in part")


def sign(key: str, stamp: str, body: bytes) -> str:
    """The signature: HMAC-SHA256, in hexadecimal digits, of the time, a dot and the body.

    >>> sign("key", "1790000000", b"{}")[:12]
    '099d33989336'
    """
    return hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def carrier_of(route: Route, secret: Callable[[str], str], clock: Callable[[], datetime]) -> Carrier:
    """The way out of a route; raises `MissingSecretError` where its address or key is not set."""
    if route.to == "webhook":
        return Webhook(secret(route.secret_name), secret(route.key_name), clock)
    return Chat(secret(route.secret_name))


def chat_text(post: dict[str, Any]) -> str:
    """The post as a chat shows it: nobody is mentioned by it and nothing in it is a command."""
    words = " ".join(part for part in (post.get("title"), post.get("text")) if part)
    lines = [shorten(defuse(words), LONGEST)] if words else []
    return "\n".join([*lines, *([post["url"]] if post.get("url") else [])])


def _never_left(error: requests.RequestException) -> bool:
    """Whether the connection was never made."""
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError)
