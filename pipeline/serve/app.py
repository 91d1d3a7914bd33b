"""The application: which address is answered by which page, and what happens where none can be made."""

from __future__ import annotations

import hashlib
import hmac
import logging
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from voxpop import warehouse
from voxpop.analysis.report.wording.languages import speaking
from voxpop.errors import UsageError, VoxpopError, WarehouseError
from voxpop.pipeline.serve import decide, export, figures
from voxpop.pipeline.serve.guard import Guard, TooLargeError
from voxpop.pipeline.serve.page import Asked, Page, render, render_message, style
from voxpop.pipeline.serve.pages import (
    alerts,
    ask,
    audience,
    channels,
    knowledge,
    overview,
    posts,
    search,
    theme,
    theme_map,
    thread,
)
from voxpop.pipeline.serve.pages import decisions as decisions_page
from voxpop.pipeline.serve.viewer import COOKIE, SIGNED_IN, RefusedError, Viewer, see, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from voxpop.pipeline.serve.keeper import Keeper, Opened
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.serve")

PAGES: Mapping[str, Callable[[Asked], Page]] = {
    "/": overview.show,
    "/audience": audience.show,
    "/themes": theme_map.show,
    "/theme": theme.show,
    "/channels": channels.show,
    "/posts": posts.show,
    "/figure": posts.show_figure,
    "/thread": thread.show,
    "/search": search.show,
    "/knowledge": knowledge.show,
    "/alerts": alerts.show,
    "/ask": ask.show,
    "/decisions": decisions_page.show,
}
WRITES: Mapping[str, Callable[[Asked, Mapping[str, str]], str]] = {
    "/rename": decide.rename,
    "/label": decide.label,
    "/undo": decide.undo,
    "/acknowledge": alerts.acknowledge,
    "/snooze": alerts.snooze,
}
WHOLE = {"posts": posts.export, "search": search.export}
"""Pages whose export holds more than one page of them shows."""

PERSONAL = ("/decisions", "/alerts")
"""Pages that are not kept: they say what was decided a moment ago."""

KEPT = ("/", "/themes", "/channels")
"""Pages that show no post: a browser may keep them, and asks each time whether they still hold. Of posts no copy may outlive an erasure."""

PLAIN = {"content-type": "text/html; charset=utf-8"}
ASK_AGAIN = "private, no-cache"


class Explorer:
    """The answers to requests, from what the keeper holds."""

    def __init__(self, keeper: Keeper, workspace: Workspace, token: str | None) -> None:
        self.keeper, self.workspace, self.token = keeper, workspace, token

    def app(self) -> Guard:
        """The application behind its guard."""
        routes = [Route(path, self.answer, methods=["GET"]) for path in PAGES]
        routes += [Route(path, self.write, methods=["POST"]) for path in WRITES]
        routes += [
            Route("/export/{name:str}", self.export, methods=["GET"]),
            Route("/sign-in", self.sign_in, methods=["POST"]),
            Route("/sign-out", self.sign_out, methods=["POST"]),
            Route("/style.css", _style, methods=["GET"]),
            Route("/health", self.health, methods=["GET"]),
        ]
        inner = Starlette(routes=routes, exception_handlers={404: _nothing_here, 405: _nothing_here})
        return Guard(inner, lambda: self.workspace.config.explorer.hosts)

    async def answer(self, request: Request) -> Response:
        """One page."""
        return await self._within(request, self._page)

    async def export(self, request: Request) -> Response:
        """What a page shows, as a file."""
        return await self._within(request, self._file)

    async def write(self, request: Request) -> Response:
        """Do what a form asks for, and lead back to where it was."""
        try:
            form = await read_form(request)
        except TooLargeError:
            return _message(413, "Too large", "This form is larger than any of this page's.")
        return await self._within(request, partial(self._write, form=form))

    async def health(self, request: Request) -> Response:
        """Whether a snapshot can be read; for those who may see anything at all."""

        def say(_: Request, opened: Opened, __: Viewer) -> Response:
            return Response(f"ok {opened.place.name}\n", media_type="text/plain")

        return await self._within(request, say)

    async def sign_in(self, request: Request) -> Response:
        """Let a person write who knows the token."""
        try:
            form = await read_form(request)
        except TooLargeError:
            return _message(413, "Too large", "This form is larger than any of this page's.")

        def check(request: Request, _: Opened, viewer: Viewer) -> Response:
            name = (viewer.name if self._behind_proxy() else form.get("name", "").strip()[:60]) or ""
            given = form.get("token", "").encode()
            if not viewer.may_sign_in or not self.token or not hmac.compare_digest(given, self.token.encode()):
                raise RefusedError(403, "This is not the token, or writing is switched off.")
            if not name:
                raise UsageError("write your name: it stands beside what you decide")
            answer = RedirectResponse(_back(form), 303)
            secure = request.url.scheme == "https"
            answer.set_cookie(
                COOKIE, sign(name, self.token), max_age=SIGNED_IN, httponly=True, samesite="strict", secure=secure
            )
            return answer

        return await self._within(request, check, writing=True)

    async def sign_out(self, request: Request) -> Response:
        """End that."""

        def leave(_: Request, __: Opened, ___: Viewer) -> Response:
            answer = RedirectResponse("/", 303)
            answer.delete_cookie(COOKIE)
            return answer

        return await self._within(request, leave, writing=True)

    def _behind_proxy(self) -> bool:
        return self.workspace.config.explorer.proxy is not None

    async def _within(
        self, request: Request, make: Callable[[Request, Opened, Viewer], Response], *, writing: bool = False
    ) -> Response:
        """What `make` gives from the newest snapshot; a page that says why where it gives nothing."""

        def work() -> Response:
            try:
                if request.method == "POST" or writing:
                    _check_origin(request)
                with self.keeper.lease() as opened:
                    self.workspace = opened.workspace
                    return make(request, opened, see(request, opened.workspace.config, self.token))
            except RefusedError as error:
                return _message(error.status, "Not for you", error.said)
            except WarehouseError as error:
                log.warning("%s", error)
                return _message(503, "Nothing to read", "No snapshot can be read just now. Try again in a moment.")
            except UsageError as error:
                return _message(404, "Nothing here", f"{str(error)[:1].upper()}{str(error)[1:]}.")
            except warehouse.QueryError:
                log.exception("a query failed")
                return _message(
                    503, "Not just now", "A query failed; what it read may just have been replaced. Try again."
                )
            except VoxpopError:
                log.exception("a page failed")
                return _message(500, "This failed", "The page could not be made. The server's log says why.")

        return await run_in_threadpool(work)

    def _page(self, request: Request, opened: Opened, viewer: Viewer) -> Response:
        path = request.url.path
        values = _values(request)

        def make() -> bytes:
            asked = Asked.of(path, values, viewer, opened, figures.known(opened))
            with speaking(asked.language):
                return render(PAGES[path](asked), asked)

        if viewer.writes or path in PERSONAL:
            return Response(make(), headers=PLAIN)
        key = (path, tuple(sorted(values.items())), viewer.audiences, viewer.name, viewer.may_sign_in)
        if path not in KEPT:
            return Response(opened.pages.get(key, make), headers=PLAIN)
        tag = f'"{hashlib.sha256(repr((opened.mark, key)).encode()).hexdigest()[:32]}"'
        headers = {"cache-control": ASK_AGAIN, "etag": tag, "vary": "cookie"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(opened.pages.get(key, make), headers=PLAIN | headers)

    def _file(self, request: Request, opened: Opened, viewer: Viewer) -> Response:
        name, _, kind = request.path_params["name"].rpartition(".")
        path = "/" if name == "overview" else f"/{name}"
        if kind not in export.KINDS or path not in PAGES or path in PERSONAL:
            raise UsageError("there is no such export")
        asked = Asked.of(path, _values(request), viewer, opened, figures.known(opened))
        with speaking(asked.language):
            tables = WHOLE[name](asked) if name in WHOLE else PAGES[path](asked).tables
        if not tables:
            raise UsageError("there is nothing to export here")
        body = export.write(tables, kind, f"{path}?{request.url.query}")
        file = f"{name}-{asked.filters.audience}-{asked.filters.week}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{file}"', "content-type": export.KINDS[kind]}
        return Response(body, headers=headers)

    def _write(self, request: Request, opened: Opened, viewer: Viewer, form: Mapping[str, str]) -> Response:
        if not viewer.writes:
            raise RefusedError(403, "Sign in with the token to write.")
        if not hmac.compare_digest(form.get("key", "").encode(), viewer.key.encode()):
            raise RefusedError(
                403, "This form is not one of yours, or you signed in again since. Go back and send it again."
            )
        asked = Asked.of(
            request.url.path, {"audience": form.get("audience", "")}, viewer, opened, figures.known(opened)
        )
        done = WRITES[request.url.path](asked, form)
        log.info("%s by %s", request.url.path, viewer.name)
        back = urlsplit(_back(form))
        values = [pair for pair in parse_qsl(back.query) if pair[0] != "done"]
        return RedirectResponse(f"{back.path}?{urlencode([*values, ('done', done)])}", 303)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; the first value of each."""
    body = (await request.body()).decode("utf-8", "replace")
    return dict(reversed(parse_qsl(body, keep_blank_values=True, max_num_fields=50)))


def _values(request: Request) -> dict[str, str]:
    """The values of the address; of one that is given twice the first counts."""
    return {name: value for name, value in reversed(request.query_params.multi_items()) if "\x00" not in value}


def _back(form: Mapping[str, str]) -> str:
    """Where a form came from: a page of ours, whatever the form says."""
    back = form.get("back", "/")
    return back if urlsplit(back).path in PAGES and back.startswith("/") and not back.startswith("//") else "/"


def _check_origin(request: Request) -> None:
    """Refuse what a page of another site sends."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise RefusedError(403, "This was sent by another site.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise RefusedError(403, "This was sent by another site.")


def _message(status: int, title: str, said: str) -> Response:
    return Response(render_message(status, title, said), status_code=status, headers=PLAIN)


async def _style(_: Request) -> Response:
    return Response(style(), headers={"content-type": "text/css; charset=utf-8"})


async def _nothing_here(_: Request, __: Exception) -> Response:
    return _message(404, "Nothing here", "There is no such page.")
