"""A local Airflow for one installation: its settings, its pool, and a server that stops with all its children."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voxpop.config.file import CONFIG_VARIABLE
from voxpop.errors import VoxpopError
from voxpop.pipeline.local_airflow.runs import DAGS as RUNS
from voxpop.pipeline.local_airflow.runs import PREFIX, demand_airflow, demand_new_names

DAGS = Path(__file__).resolve().parents[2] / "dags"
POOL = "duckdb_writer"
START_SECONDS = 180
PATIENCE = {signal.SIGINT: 15.0, signal.SIGTERM: 5.0, signal.SIGKILL: 5.0}
"""What ends a server, in this order, and the seconds that each has."""

FEWEST_TASKS = 4
"""Tasks that run at once at least, where the environment does not say how many; with more cores as many as those."""

EXPLORER_AFTER = 10
"""The explorer's port is so many above Airflow's."""

log = logging.getLogger("voxpop.airflow")


def environment(config: Path, home: Path, port: int = 8080, *, local: bool = True) -> dict[str, str]:
    """What Airflow and its tasks need to know: our settings, and over them those that the environment has (`AIRFLOW__...`).

    With `local` everything listens on 127.0.0.1, whatever the environment says: everybody who reaches this server is admin.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    loopback = {
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
    }
    ours = {
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": str(max(FEWEST_TASKS, os.cpu_count() or 1)),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": _keep_secret(home / "jwt_secret"),
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
    }
    return {
        **loopback,
        **ours,
        **os.environ,
        CONFIG_VARIABLE: str(config.resolve()),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "AIRFLOW_HOME": str(home),
        **(loopback if local else {}),
    }


def prepare(env: dict[str, str]) -> None:
    """The metadata database and the pool of one slot that every writer waits in."""
    for command in (["db", "migrate"], ["pools", "set", POOL, "1", "one writer"]):
        done = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-P", "-m", "airflow", *command], env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise VoxpopError(f"`airflow {' '.join(command)}` failed:\n{done.stderr[-2000:]}")


@contextmanager
def standalone(env: dict[str, str]) -> Iterator[str]:
    """A running `airflow standalone`, its address; ended with all its children."""
    output = (Path(env["AIRFLOW_HOME"]) / "standalone.log").open("ab")
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "voxpop.pipeline.local_airflow.standalone"],
        env=env,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    try:
        _wait_until_healthy(env["AIRFLOW__API__BASE_URL"], server, Path(output.name))
        yield env["AIRFLOW__API__BASE_URL"]
    finally:
        stop(server)
        output.close()


@contextmanager
def explorer(config: Path, home: Path, port: int) -> Iterator[str]:
    """The explorer beside it, its address; it waits for the first snapshot, and what it says is in explorer.log."""
    with (home.resolve() / "explorer.log").open("ab") as output:
        server = subprocess.Popen(  # noqa: S603  our own interpreter
            [
                sys.executable,
                "-P",
                "-m",
                "voxpop.pipeline.command.main",
                "serve",
                "--wait",
                "--port",
                str(port),
                "--config",
                str(config),
            ],
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the whole group: standalone leaves its children behind on TERM, and its scheduler then hangs. A second Ctrl-C waits too."""
    with _undisturbed():
        for sent, seconds in PATIENCE.items():
            try:
                os.killpg(server.pid, sent)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                server.poll()
                if not _group_alive(server.pid):
                    break
                time.sleep(0.2)
        server.wait(timeout=10)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that would end this process are not heeded until the block ends: what it ends would be left behind."""
    if threading.current_thread() is not threading.main_thread():  # nobody interrupts it, and it may set no handlers
        yield
        return
    before = {one: signal.signal(one, signal.SIG_IGN) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def serve(config: Path | None, home: Path, port: int) -> int:
    """Start, say where it is, and stay until interrupted."""
    from voxpop.pipeline.workspace import Workspace

    demand_airflow()
    workspace = Workspace.open(config)
    env = environment(workspace.lines.path, home, port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends this process ends the server
    print(f"Preparing Airflow in {home} ...", flush=True)  # noqa: T201
    prepare(env)
    with standalone(env) as address, explorer(workspace.lines.path, home, port + EXPLORER_AFTER) as pages:
        print(  # noqa: T201
            f"\nAirflow:  {address}\nExplorer: {pages}\nLog in:   nothing to type; everybody on this machine is admin (127.0.0.1 only)\n"
            f"DAGs:     {', '.join(PREFIX + dag for dag in RUNS)}: new ones are paused; switch them on in the page\n"
            f"Reports:  {workspace.reports}\nStop:     Ctrl-C\n",
            flush=True,
        )
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("Stopping ...")  # noqa: T201
    return 0


def command(config: Path | None, home: Path, port: int, words: list[str]) -> int:
    """Run a command of Airflow itself in this home, with our settings and those of the environment; its exit code."""
    from voxpop.pipeline.workspace import Workspace

    demand_airflow()
    demand_new_names(words)
    env = environment(Workspace.open(config).lines.path, home, port, local=False)
    line = [sys.executable, "-P", "-m", "airflow", *words]
    return subprocess.run(line, env=env, check=False).returncode  # noqa: S603  our own interpreter


def _keep_secret(path: Path) -> str:
    """A secret of 64 random bytes, the same after a restart."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            tail = output.read_text(errors="replace")[-2000:]
            raise VoxpopError(f"Airflow ended at once (is port {address.rsplit(':', 1)[1]} in use?):\n{tail}")
        try:
            with urllib.request.urlopen(f"{address}/api/v2/monitor/health", timeout=5) as reply:  # noqa: S310  loopback
                if b'"scheduler":{"status":"healthy"' in reply.read().replace(b" ", b""):
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.5)
    raise VoxpopError(f"Airflow was not healthy after {START_SECONDS} seconds; see {output}")


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
