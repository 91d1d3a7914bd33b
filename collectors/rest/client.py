"""One fetch's requests to an API that answers JSON lists: page after page, in each way that pages follow one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from voxpop.collectors.rest.settings import PLACEHOLDER, Stream
from voxpop.collectors.wire.http import bare
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.collectors.wire.json_paths import at
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError
from voxpop.window import Window

if TYPE_CHECKING:
    import requests

    from voxpop.collectors.rest.collector import RestCollector


class Client:
    """One fetch's requests."""

    def __init__(self, owner: RestCollector, log: FetchLog) -> None:
        self.owner, self.log = owner, log
        self.api = JsonApi(owner.source, owner.context, log, says_gone=owner.says_gone)

    def walk(self, stream: Stream, window: Window, *, may_be_gone: bool = False) -> Iterator[Any]:
        """The items of all pages."""
        for page in self.pages(stream, window, may_be_gone=may_be_gone):
            yield from page

    def pages(self, stream: Stream, window: Window, *, may_be_gone: bool = False) -> Iterator[list[Any]]:
        """Page after page, until the source or the window ends; none of a list that may be gone and is."""
        paging, url = stream.pagination, self.owner.address + stream.path
        extra: dict[str, Any] = {}
        number, end = paging.start if paging.kind == "page" else 0, window.end
        visited: set[str] = set()
        ids: set[str] = set()
        total, oldest = 0, window.end
        if paging.kind in {"page", "offset"}:
            extra = {str(paging.parameter): number}
        for _ in range(paging.most):
            got = self.get(url, extra, stream, Window(window.start, max(end, window.start + timedelta(seconds=1))))
            if got is None and may_be_gone:
                return
            if got is None:
                raise CollectorError(self.owner.source, f"{bare(url)} is not there (404); check url and path")
            answer, response = got
            self.owner.refuse(answer)
            page = self.owner.records(answer, stream)
            if not isinstance(page, list):
                raise CollectorError(
                    self.owner.source, f"{bare(url)} has no list at '{stream.items}'; check 'items' against an answer"
                )
            yield page
            dates = [times[0] for record in page if (times := self.owner.times_of(record, stream))]
            names = {str(at(record, stream.mapping.used()["post_id"])) for record in page}
            told = at(answer, paging.total) if paging.total else None
            total = max(total, told) if isinstance(told, int) and not isinstance(told, bool) else total
            oldest = min([oldest, *dates])
            last = paging.more is not None and at(answer, paging.more) is False
            beyond = stream.newest_first and bool(dates) and max(dates) < window.start
            ended = last or not page or beyond
            follows = None
            if paging.kind in {"page", "offset"}:
                number += 1 if paging.kind == "page" else len(page)
                extra = {str(paging.parameter): number}
                follows = None if ended else str(number)
                if page and names <= ids:
                    raise self._circle(url)
            elif paging.kind == "before":  # a source that ends early is asked again for what is older
                if page and names <= ids:
                    if paging.size and len(page) >= paging.size and dates:
                        self._short(stream, window, min(dates))
                    return
                end = min(dates) + timedelta(seconds=1) if dates else end
                follows = None if ended or not dates else f"{end}{len(ids)}"
            elif paging.kind in {"cursor", "last"}:
                held = (
                    at(page[-1], str(paging.next)) if paging.kind == "last" and page else at(answer, str(paging.next))
                )
                token = held if isinstance(held, str | int) and not isinstance(held, bool) else None
                follows = None if token in {None, ""} or (ended and paging.kind == "last") else str(token)
                extra = {str(paging.parameter): follows or ""}
            elif paging.kind in {"link", "next_url"}:
                held = (
                    response.links.get("next", {}).get("url") if paging.kind == "link" else at(answer, str(paging.next))
                )
                follows = urljoin(response.url, held) if isinstance(held, str) and held else None
                url, extra = follows or url, {}
                if urlsplit(url)[:2] != urlsplit(self.owner.address)[:2]:
                    raise CollectorError(self.owner.source, f"the next page is at another server: {bare(url)}")
            if follows is None or beyond or last:  # an empty page that names a next one is not the end
                if len(ids | names) < total and not beyond:
                    self.log.notes.append(f"{stream.path or '/'}: {len(ids | names):,} of {total:,} items were given")
                    self._short(stream, window, oldest if stream.newest_first else window.end)
                return
            if follows in visited:
                raise self._circle(url)
            visited.add(follows)
            ids |= names
            if wait := self.owner.backoff(answer):
                self.api.patience.pause(wait, f"{bare(url)} asks to wait")
        self._short(stream, window, min(dates) if dates and stream.newest_first else window.end)

    def get(
        self, url: str, extra: dict[str, Any], stream: Stream, window: Window
    ) -> tuple[Any, requests.Response] | None:
        """The answer as JSON; None where there is none such."""
        ready = url != self.owner.address + stream.path  # a next page's address has its parameters
        parameters = (
            {} if ready else {name: self._filled(value, stream, window) for name, value in stream.parameters.items()}
        )
        headers = {name: str(self._filled(value, stream, window)) for name, value in stream.headers.items()}
        return self.api.get(url, {**parameters, **extra}, {**headers, **self.owner.headers(self.api)})

    def _filled(self, value: Any, stream: Stream, window: Window) -> Any:
        def say(match: Any) -> str:
            if match[2]:
                return self.owner.context.secret(match[2])
            return written(window.start if match[1] == "start" else _whole(window.end), stream.window_format)

        return PLACEHOLDER.sub(say, value) if isinstance(value, str) else value

    def _circle(self, url: str) -> CollectorError:
        return CollectorError(
            self.owner.source, f"{bare(url)} gives the same page again; its pagination runs in a circle"
        )

    def _short(self, stream: Stream, window: Window, until: datetime) -> None:
        self.log.gap(window.start, min(until, window.end), "the source gives no more pages")
        self.log.notes.append(f"{stream.path or '/'}: ended before the window's start was reached")
        self.log.outcome = Outcome.CAPPED


def written(when: datetime, time_format: str) -> str:
    """The time as the source wants it; whole seconds."""
    if time_format in {"unix", "unix_ms"}:
        return str(int(when.timestamp() * (1000 if time_format == "unix_ms" else 1)))
    return when.strftime("%Y-%m-%dT%H:%M:%SZ" if time_format == "iso" else time_format)


def _whole(end: datetime) -> datetime:
    """The end as the next full second, so that cutting it off loses nothing."""
    return end.replace(microsecond=0) + timedelta(seconds=end.microsecond > 0)
