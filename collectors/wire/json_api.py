"""JSON over the one HTTP layer: an answer, or a clear error where it is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from voxpop import __version__
from voxpop.collectors.base import Context
from voxpop.collectors.wire.broken import what_is_wrong
from voxpop.collectors.wire.http import TRIES, Patience, bare, redact, session
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, UnreachableError

GONE = frozenset({404, 410})


class MovedError(CollectorError):
    """The address leads elsewhere; it is not followed, since a key would travel along."""


class JsonApi:
    """One fetch's requests to one server, with the headers that it wants."""

    def __init__(
        self,
        source: str,
        context: Context,
        log: FetchLog,
        headers: Mapping[str, str] | None = None,
        says_gone: Callable[[requests.Response], bool] | None = None,  # of an answer that is no 404
        tries: int = TRIES,  # 1 where what is asked for must not be done twice
    ) -> None:
        self.source, self._says_gone = source, says_gone
        self.patience = Patience(
            source, log, context.sleep or time.sleep, most_bytes=context.limits.answer, tries=tries
        )
        self._session = session(self.patience, f"voxpop/{__version__}")
        self._session.headers.update({"Accept": "application/json", **(headers or {})})

    def get(
        self, url: str, parameters: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[Any, requests.Response] | None:
        """The answer, parsed and as it came; None where there is nothing (404, 410)."""
        return self._ask("GET", url, params=parameters, headers=headers)

    def post(self, url: str, value: Any) -> Any:
        """What a question in a body is answered."""
        found = self._ask("POST", url, json=value)
        if found is None:
            raise CollectorError(self.source, f"{bare(url)} is not there (404); check the address")
        return found[0]

    def must(self, url: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The object that stands there; an error where nothing does, or something else."""
        found = self.get(url, parameters)
        if found is None:
            raise CollectorError(self.source, f"{bare(url)} is not there (404); check the address")
        if not isinstance(found[0], dict):
            raise CollectorError(self.source, f"{bare(url)} answered a {type(found[0]).__name__}, not an object")
        return found[0]

    def pages(
        self, url: str, parameters: Mapping[str, Any], following: Callable[[dict[str, Any]], Any]
    ) -> Iterator[dict[str, Any]]:
        """A list's pages, by the address that each gives for the next; none where the list is not there."""
        seen: set[str] = set()
        server, address, asked = urlsplit(url)[:2], url, parameters
        while address:
            if address in seen:
                raise CollectorError(self.source, f"{bare(url)} gives the same page again; it runs in a circle")
            if urlsplit(address)[:2] != server:  # not asked: a key would travel along
                raise CollectorError(self.source, f"the next page is at another server: {bare(address)}")
            seen.add(address)
            found = self.get(address, asked)
            if found is None:
                return
            page = found[0]
            if not isinstance(page, dict):
                raise CollectorError(self.source, f"{bare(address)} answered a {type(page).__name__}, not an object")
            yield page
            held = following(page)
            address, asked = (held if isinstance(held, str) else ""), {}

    def fetch(self, url: str, method: str = "GET", **given: Any) -> requests.Response | None:
        """An answer of any kind; None where there is nothing (404, 410)."""
        try:
            response = self._session.request(method, url, allow_redirects=False, **given)
        except requests.RequestException as error:  # what the adapter cannot see: a bad address
            raise UnreachableError(self.source, f"{bare(url)}: {type(error).__name__}") from error
        if response.status_code in GONE or (self._says_gone is not None and self._says_gone(response)):
            return None
        if response.is_redirect:
            moved = f"{bare(url)} has moved to {bare(response.headers['location'])}; set that as url"
            raise MovedError(self.source, moved)
        if response.status_code not in {200, 201}:
            raise CollectorError(
                self.source, f"{bare(url)} answered {response.status_code}: {redact(response.text[:200])}"
            )
        return response

    def _ask(self, method: str, url: str, **given: Any) -> tuple[Any, requests.Response] | None:
        response = self.fetch(url, method, **given)
        if response is None:
            return None
        try:
            return response.json(), response
        except ValueError as error:
            wrong = what_is_wrong(response.text, response.headers.get("content-type", ""))
            raise CollectorError(self.source, f"{bare(url)} answered {wrong}") from error
