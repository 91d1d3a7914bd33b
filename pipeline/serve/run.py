"""The server process: on this machine alone unless a proxy stands before it, ended by Ctrl-C, one message for every mistake."""

from __future__ import annotations

import importlib.util
import logging
import socket
import threading
import time
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import UsageError, VoxpopError, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voxpop.pipeline.serve.ahead import Helper
    from voxpop.pipeline.serve.keeper import Keeper, Opened
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.serve")

NEEDED = ("starlette", "uvicorn")
LOOK_AGAIN = 1.0
"""Seconds between two looks for a newer snapshot, also where nobody asks for a page."""

PAUSE = 0.05
"""Seconds between two values that are read ahead."""

DONE = object()
GRACE = 5
"""Seconds that requests have left once the server ends."""


def serve(workspace: Workspace, host: str, port: int, said: Callable[[str], None], *, wait: bool = False) -> None:
    """Answer requests until interrupted; `said` gets the address once pages are ready.

    `wait`: begin also where nothing was published yet; every page says so until something is. `UsageError` where a package is missing, nothing was published yet, the port is taken or the address would let everybody in.
    """
    demand_packages()
    demand_proxy(workspace, host)
    import uvicorn

    from voxpop.pipeline.serve.ahead import Helper
    from voxpop.pipeline.serve.app import Explorer
    from voxpop.pipeline.serve.keeper import Keeper
    from voxpop.pipeline.serve.viewer import read_token

    token = read_token(workspace)
    listening = listen(host, port)
    keeper = Keeper(workspace, watched=True)
    stop = threading.Event()
    helper = Helper()
    watcher: threading.Thread | None = None
    try:
        try:
            keeper.refresh(lambda opened, goes_on: warm(opened, goes_on, helper))
        except WarehouseError:
            if not wait:
                raise
        explorer = Explorer(keeper, workspace, token)
        watcher = threading.Thread(target=watch, args=(keeper, stop, helper), daemon=True)
        watcher.start()
        config = uvicorn.Config(
            explorer.app(),
            log_level="warning",
            access_log=False,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=GRACE,
            limit_concurrency=200,
        )
        shown = f"[{host}]" if ":" in host else host
        said(f"http://{shown}:{listening.getsockname()[1]}")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        stop.set()
        listening.close()
        keeper.interrupt()
        if watcher is not None:
            watcher.join(GRACE)
        helper.stop()
        if watcher is None or not watcher.is_alive():
            keeper.close()


def demand_packages() -> None:
    """`UsageError` where what serves pages is not installed."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"`voxpop serve` needs {' and '.join(missing)}; install them with `pip install 'voxpop[serve]'`"
        )


def demand_proxy(workspace: Workspace, host: str) -> None:
    """`UsageError` where others could reach the server and nothing would say who they are."""
    if workspace.config.explorer.proxy is None and not _is_loopback(host):
        raise UsageError(
            f"on {host} everybody who reaches this machine could read every post: leave --host out, or say in voxpop.yaml under "
            "explorer.proxy which proxy stands before it"
        )


def listen(host: str, port: int) -> socket.socket:
    """A socket on the address; `UsageError` where it cannot be had."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        made = socket.socket(family, kind)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(128)
        except OSError:
            made.close()
            raise
    except (OSError, UnicodeError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}, port {port}: {reason}. Another port: --port 8081") from error
    made.set_inheritable(True)
    return made


def warm(opened: Opened, goes_on: Callable[[], bool], helper: Helper | None = None) -> None:
    """Read what the first pages show, so that the first who asks does not wait for it; no further than it goes on.

    `helper`: computes it where that is much.
    """
    from voxpop.analysis.report.wording.languages import speaking
    from voxpop.pipeline.serve import ahead, figures
    from voxpop.pipeline.serve.page import templates

    began = time.monotonic()
    weeks = ahead.weeks_ahead(opened)[:1]
    if helper is not None and len(figures.catalog(opened)) >= ahead.MANY and ahead.missing(opened, weeks):
        helper.start(opened.workspace)
        while helper.runs and goes_on() and ahead.missing(opened, weeks):
            time.sleep(LOOK_AGAIN / 4)
    for audience in opened.workspace.config.audience_ids if weeks else ():
        if not goes_on():
            return
        with speaking(opened.workspace.config.company.language):
            figures.report(opened, audience, weeks[0])
        figures.members(opened, audience)
    figures.places(opened)
    templates().get_template("overview.html.jinja")
    log.info("%s: the last week of every audience read in %.1f s", opened.place.name, time.monotonic() - began)


def watch(keeper: Keeper, stop: threading.Event, helper: Helper) -> None:
    """Let go of an old snapshot soon after a newer one is published, also where nobody asks; else compute ahead what may be asked for.

    One value after the other, with a pause between them that lets those who ask go first; where there is much to do, by the helper.
    """
    from voxpop.pipeline.serve import ahead, figures

    steps: Iterator[None] = iter(())
    reading: Opened | None = None
    while not stop.wait(LOOK_AGAIN):
        try:
            keeper.refresh(lambda opened, goes_on: warm(opened, lambda: goes_on() and not stop.is_set(), helper))
            with keeper.lease() as opened:
                if opened is not reading:
                    reading, steps = opened, ahead.compute(opened)
                    if len(figures.catalog(opened)) >= ahead.MANY:
                        steps = iter(())
                        if not helper.runs and ahead.missing(opened, ahead.weeks_ahead(opened)):
                            helper.start(opened.workspace)
                began = time.monotonic()
                while time.monotonic() - began < LOOK_AGAIN and not stop.is_set() and next(steps, DONE) is not DONE:
                    stop.wait(PAUSE)
        except (VoxpopError, warehouse.QueryError) as error:
            log.debug("%s", error)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
