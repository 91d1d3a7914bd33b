"""The command that lets assistants ask."""

from __future__ import annotations

from typing import Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace

BROUGHT = ("mcp", "mcp_types", "anyio", "starlette")
"""What the extra `mcp` brings; an environment without it may lack any of them."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def add(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command()(mcp)


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Answer over HTTP at http://HOST:PORT/mcp instead of standard input")
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: a loopback address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="With --http")] = 8766,
    config: ConfigOption = None,
) -> None:
    """Let assistants ask over the Model Context Protocol, read only, from the newest snapshot (needs `voxpop[mcp]`)."""
    from voxpop.errors import UsageError

    try:
        from voxpop.pipeline.assistant.server import serve_http, serve_stdio
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in BROUGHT:
            raise
        raise UsageError(
            "`voxpop mcp` needs the SDK of the protocol; install it with `pip install 'voxpop[mcp]'`"
        ) from error
    if host not in LOOPBACK:
        raise UsageError(
            f"'{host}' is no loopback address: the server asks nobody who they are. Put a proxy that does before it"
        )
    workspace = open_workspace(config)
    if http:
        serve_http(workspace, host, port)
    else:
        serve_stdio(workspace)
