"""One HTTP layer for every source: time limits, bounded retries, waiting as the server asks, and no secret in a log."""

from __future__ import annotations

import email.utils
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from voxpop.collectors.wire import graph
from voxpop.collectors.wire.inward import leads_inward
from voxpop.config import Limits
from voxpop.config.limits import MB
from voxpop.coverage import FetchLog
from voxpop.errors import ForbiddenError, OutOfBudgetError, RateLimitedError, StrangeAnswerError, UnreachableError

CONNECT_SECONDS = 10.0
PIECE = 1 << 18
READ_SECONDS = 60.0
TRIES = 4  # for a failing server or a cut connection
BLIND_TRIES = 3  # for a 429 that does not say when to come back
MOST_WAIT = 900.0  # seconds that one fetch may wait altogether
LEAST_BLIND = 60.0  # seconds after a 403 that means 'too fast' and says no time; GitHub asks for a minute at least
RETRIED = frozenset({500, 502, 503, 504, 520, 522, 524})
RESETS = ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")  # X; GitHub, Reddit, Mastodon; Bluesky
REMAINING = ("x-rate-limit-remaining", "x-ratelimit-remaining", "ratelimit-remaining")
WAIT_SECONDS = re.compile(
    r'"(?:wait_seconds|retry_after)"\s*:\s*(\d{1,9}(?:\.\d{1,9})?)'
)  # Discourse; Telegram, Discord
TOO_FAST = re.compile(
    r"(?i)(?:secondary|api) rate limit|rate[ _-]limit(?:ed|[ _-](?:exceeded|reached))|abuse detection|too many (?:requests|times)"
    r"|exceeded .{0,40}rate limit|request was throttled|\bretry later\b"
)
SPENT = re.compile(r'"(?:quotaExceeded|dailyLimitExceeded)"')  # YouTube: until the next day in California
SECRET = re.compile(
    r"(?i)((?:token|key|secret|password|authorization|signature)[\"']?\s*[=:]\s*[\"']?)"
    r"(?:(?:bearer|basic)\s+)?[^\s&\"',}]+"
)
BOT = re.compile(r"/bot\d+:[\w-]+")  # Telegram's token, which stands in the path
SCHEME = re.compile(r"(?i)\b(bearer|basic)(\s+)(?=[^\s\"',}]*[\d=._-])[^\s\"',}]{8,}")  # a token, not 'basic settings'


def redact(text: str) -> str:
    """The text with anything that looks like a credential replaced."""
    return SCHEME.sub(r"\1\2***", SECRET.sub(r"\1***", BOT.sub("/bot***", text)))


@dataclass(slots=True)
class Patience:
    """How a fetch waits: through the given sleep, up to a limit, noted in the log of the fetch."""

    source: str
    log: FetchLog = field(default_factory=FetchLog)
    sleep: Callable[[float], None] = time.sleep
    most: float = MOST_WAIT
    jitter: random.Random = field(default_factory=random.Random)
    waited: float = 0.0
    most_bytes: int = Limits().answer_mb * MB  # of one answer, unpacked
    tries: int = TRIES  # for a failing server or a cut connection; 1 where a second try could do a thing twice
    on_lost: Callable[[], None] | None = (
        None  # told of each answer that was lost on the way, before it is asked for again
    )

    def wait(self, seconds: float, why: str) -> None:
        """Sleep a little longer than asked, before the same request again."""
        self.pause(seconds, why)
        self.log.retries += 1

    def pause(self, seconds: float, why: str) -> None:
        """Sleep a little longer than asked; `RateLimitedError` where that would pass the limit."""
        seconds = max(0.0, seconds) + self.jitter.uniform(0.0, 1.0)
        if self.waited + seconds > self.most:
            message = f"{why}; the server asks to wait {seconds:.0f} seconds, more than this run may"
            raise RateLimitedError(self.source, message, seconds)
        self.waited += seconds
        self.sleep(seconds)

    def back_off(self, attempt: int, why: str) -> None:
        """Wait twice as long each time."""
        self.wait(2.0**attempt * self.jitter.uniform(0.5, 1.0), why)


class PatientAdapter(HTTPAdapter):
    """Mounted on a client's session, it gives the client nothing but answers that it can use, or a `CollectorError`.

    Answers that mean something to the client (404, 400, 410) pass through.
    """

    def __init__(self, patience: Patience, passes: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        self.patience = patience
        self.passes = passes  # statuses that the client handles itself, such as a 401 that renews a token
        super().__init__(**kwargs)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Send, and again where that helps."""
        kwargs["timeout"] = (CONNECT_SECONDS, READ_SECONDS)
        stream = bool(kwargs.get("stream"))
        source = self.patience.source
        failed = blind = 0
        while True:
            self.patience.log.requests += 1
            try:
                response = super().send(request, **kwargs)
                if not stream:
                    self._read(response)  # a cut body shows itself here
            except requests.RequestException as error:
                if self.patience.on_lost and _arrived(error):
                    self.patience.on_lost()
                failed += 1
                why = redact(f"{request.method} {bare(request.url)}: {_root(error)}")
                if failed >= self.patience.tries:
                    raise UnreachableError(source, f"{why} ({failed} tries)") from error
                self.patience.back_off(failed, why)
                continue
            if response.ok:  # a refusal may come from something before the server, with a clock of its own
                self.patience.log.told_time(response.headers)
            if response.is_redirect and leads_inward(
                request.url, urljoin(str(request.url), response.headers["location"])
            ):
                told = f"{bare(request.url)} sends us to {bare(response.headers['location'])}, in a private network"
                raise ForbiddenError(
                    source, f"{told}; nothing was asked there. If that is right, set it as the address"
                )
            if response.status_code in self.passes:
                return response
            where = f"{request.method} {bare(request.url)} answered {response.status_code}"
            if response.status_code == 402 or (response.status_code == 403 and SPENT.search(response.text[:2_000])):
                raise OutOfBudgetError(source, f"{where}: the credits are spent. {_said(response)}")
            if response.status_code == 429 or _limited(response):
                if "usage-capped" in response.text or "UsageCapExceeded" in response.text:
                    raise OutOfBudgetError(source, f"{where}: the monthly cap is reached. {_said(response)}")
                asked = seconds_to_wait(response)
                blind += asked is None
                if blind >= BLIND_TRIES:
                    raise RateLimitedError(source, f"{where} {blind} times without saying when to come back")
                least = LEAST_BLIND * 2.0 ** (blind - 1) if is_too_fast(response.text) else 5.0 * 3.0**blind
                self.patience.wait(asked if asked is not None else least, where)
                continue
            if response.status_code in (401, 403) or graph.is_login(response):
                raise ForbiddenError(
                    source,
                    f"{where}: the credential is wrong or may not read this; set one that may, "
                    f"and try it with `voxpop check`. {_said(response)}",
                )
            if response.status_code in RETRIED:
                failed += 1
                if failed >= self.patience.tries:
                    raise UnreachableError(source, f"{where} ({failed} tries)")
                asked = seconds_to_wait(response)
                self.patience.wait(asked, where) if asked is not None else self.patience.back_off(failed, where)
                continue
            return response

    def _read(self, response: requests.Response) -> None:
        """Take the whole body in, or refuse it once it is larger than an answer may be."""
        most = self.patience.most_bytes
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_content(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                response.close()
                raise StrangeAnswerError(
                    self.patience.source,
                    f"{bare(response.url)} answered with more than the {most >> 20:,} MB that limits.answer_mb allows",
                )
        response._content = b"".join(pieces)  # noqa: SLF001  what `response.content` does without a limit


def session(patience: Patience, user_agent: str, passes: frozenset[int] = frozenset()) -> requests.Session:
    """A session whose every request goes through the patient adapter."""
    made = requests.Session()
    made.headers["User-Agent"] = user_agent
    for prefix in ("https://", "http://"):
        made.mount(prefix, PatientAdapter(patience, passes))
    return made


def _limited(response: requests.Response) -> bool:
    """Whether a 403 means 'later', as GitHub says it with or without headers, or a 400, as Stack Exchange does.

    https://docs.github.com/rest/using-the-rest-api/rate-limits, https://api.stackexchange.com/docs/throttle
    """
    headers = response.headers
    if graph.is_limit(response):
        return True
    if response.status_code == 400:
        return "throttle_violation" in response.text
    if response.status_code != 403:
        return False
    return "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0" or is_too_fast(response.text)


def is_too_fast(said: str) -> bool:
    """Whether the words of an answer say that too much was asked in too short a time."""
    return bool(TOO_FAST.search(said[:2_000]))


def seconds_to_wait(response: requests.Response) -> float | None:
    """How long the server asks to wait, by its own clock; None: it does not say, or says 'not at all' and refuses."""
    return _asked(response) or None


def _asked(response: requests.Response) -> float | None:
    headers = response.headers
    now = _moment(headers.get("date"))
    retry_after = headers.get("retry-after")
    if retry_after is not None:
        try:
            return max(0.0, float(retry_after))
        except ValueError:
            until = _moment(retry_after)
            if until is not None and now is not None:
                return max(0.0, (until - now).total_seconds())
    if (minutes := graph.minutes_to_wait(response)) is not None:
        return minutes * 60.0
    told = re.search(r"available in (\d{1,9}) seconds?\b", response.text[:2_000])
    if told or response.status_code == 400:
        return float(told[1]) if told else None
    if response.status_code == 429 and (told := WAIT_SECONDS.search(response.text[:2_000])):
        return float(told[1])
    if _left(headers):  # another limit than the one that these headers are about
        return None
    reset = next((headers[name] for name in RESETS if name in headers), None)
    try:
        value = float(reset) if reset is not None else None
    except ValueError:
        until = _instant(reset)
        return None if until is None or now is None else max(0.0, (until - now).total_seconds())
    if value is None:
        return None
    if value < 1_000_000_000:  # seconds from now, as Reddit writes it
        return max(0.0, value)
    return max(0.0, value - now.timestamp()) if now is not None else None


def _left(headers: Mapping[str, str]) -> bool:
    """Whether the server says that more may be asked before the time of its reset."""
    told = next((headers[name] for name in REMAINING if name in headers), "0")
    try:
        return float(told) >= 1
    except ValueError:
        return False


def _arrived(error: requests.RequestException) -> bool:
    """Whether the server may have had the request, and answered."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return not isinstance(error, requests.ConnectTimeout) and not isinstance(reason, NewConnectionError)


def bare(url: str | None) -> str:
    """The address without its query, without 'name:password@' and without a bot's token, which are or may carry secrets."""
    return BOT.sub("/bot***", re.sub(r"//[^/]*@", "//", (url or "").split("?", 1)[0]))


def _moment(text: str | None) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _instant(text: str | None) -> datetime | None:
    """An ISO time, as Mastodon writes the end of its limit."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _root(error: BaseException) -> str:
    """The innermost reason, in a few words."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return f"{type(error).__name__}: {error}"[:200]


def _said(response: requests.Response) -> str:
    """What a person can learn from the answer."""
    return redact(" ".join(response.text.split())[:200])
