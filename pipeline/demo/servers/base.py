"""The frame of a loopback server: one thread a request, faults on demand, every request noted."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from voxpop.pipeline.demo.world import World


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False  # close the connection in the middle of the body
    hang: float = 0.0  # seconds before anything is said

    @classmethod
    def json(cls, value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
        """A JSON body."""
        body = json.dumps(value).encode()
        return cls(status, {"content-type": "application/json; charset=utf-8", **(headers or {})}, body)

    def mended(self, change: Callable[[Any], Any]) -> Reply:
        """The same answer with its JSON changed."""
        return replace(self, body=json.dumps(change(json.loads(self.body))).encode())


@dataclass(frozen=True, slots=True)
class Request:
    """What came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    def one(self, name: str, default: str | None = None) -> str | None:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]  # type: ignore[list-item]


Change = Callable[[Request, Reply], Reply | None]  # what becomes of the true reply; None: not of this one, of the next
Fault = Reply | Change | None  # None: the true reply


class Faults:
    """What to answer, in order, in place of the true reply."""

    def __init__(self, replies: Iterable[Fault] = ()) -> None:
        self._replies = deque(replies)
        self._lock = threading.Lock()

    def add(self, *replies: Fault) -> None:
        """More of them."""
        with self._lock:
            self._replies.extend(replies)

    def next(self) -> Fault:
        """The next one; None: nothing is wrong with the true reply."""
        with self._lock:
            return self._replies.popleft() if self._replies else None

    def again(self, fault: Fault) -> None:
        """Put one back, for the next request."""
        with self._lock:
            self._replies.appendleft(fault)

    def clear(self) -> int:
        """How many had not been given yet; they are forgotten."""
        with self._lock:
            left = sum(reply is not None for reply in self._replies)
            self._replies.clear()
            return left


class DemoServer:
    """Serves a world on 127.0.0.1; a subclass writes `respond`.

    Its clock is its world's, not the machine's, so by default only a refusal says what time it is: 'come back at' needs that.
    """

    tells_time = False

    def __init__(
        self, world: World, faults: Faults | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.world = world
        self.faults = faults or Faults()
        self.clock = clock
        self.requests: list[Request] = []
        self._server: ThreadingHTTPServer | None = None

    def respond(
        self, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Reply:
        """The true answer."""
        raise NotImplementedError

    def start(self, port: int = 0) -> str:
        """Listen in a thread of its own; the address."""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one write for head and body: two would wait 40 ms for each other
            disable_nagle_algorithm = True

            def _answer(self) -> None:
                owner._answer(self)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815  names of the base class

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  name of the base class
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self.url

    @property
    def url(self) -> str:
        """Where it listens."""
        if self._server is None:
            raise RuntimeError("the server is not started")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        request = Request(handler.command, parts.path, parse_qs(parts.query, keep_blank_values=True), headers, body)
        self.requests.append(request)
        fault = self.faults.next()
        reply = fault if isinstance(fault, Reply) else None
        if reply is None:
            reply = self.respond(request.method, request.path, request.query, request.headers, request.body)
        if fault is not None and not isinstance(fault, Reply):
            changed = fault(request, reply)
            if changed is None:
                self.faults.again(fault)
            reply = changed or reply
        threading.Event().wait(reply.hang)
        handler.send_response_only(reply.status)
        date = reply.headers.get("date")
        if date or reply.status >= 400 or self.tells_time:
            handler.send_header("date", date or format_datetime(self.clock(), usegmt=True))
        if headers.get("connection", "").lower() == "close":
            handler.send_header("connection", "close")
        for name, value in reply.headers.items():
            if name.lower() != "date":
                handler.send_header(name, value)
        handler.send_header("content-length", str(len(reply.body)))
        if reply.cut:
            handler.send_header("connection", "close")
        handler.end_headers()
        handler.wfile.write(reply.body[: len(reply.body) // 2] if reply.cut else reply.body)
        if reply.cut:
            handler.close_connection = True


def number(key: str, digits: int = 12) -> int:
    """A number that belongs to a key, the same in every run."""
    whole = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
    return whole % int(10**digits)


def x_user_id(person: str) -> str:
    """Numeric id of a person on X."""
    return str(10**9 + number(f"x:{person}", 10))


def x_post_id(key: str, created_at: datetime) -> str:
    """A snowflake: milliseconds since X's epoch, then 22 bits that belong to the key; later posts have higher ids."""
    milliseconds = int(created_at.timestamp() * 1000) - 1288834974657
    return str((milliseconds << 22) | number(key, 6))


def base36(value: int) -> str:
    """The number in Reddit's digits."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while value:
        value, rest = divmod(value, 36)
        text = digits[rest] + text
    return text or "0"


def reddit_id(key: str) -> str:
    """Reddit's bare id of a post; keys that sort later give higher ids."""
    return base36(36**6 + int("".join(c for c in key if c.isdigit()) or 0))


def reddit_user_id(person: str) -> str:
    """Reddit's fullname of a person."""
    return f"t2_{base36(number(f'reddit:{person}', 9))}"
