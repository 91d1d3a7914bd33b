"""Servers for the time of a run, on 127.0.0.1: Postgres, one that speaks S3, and whatever else is a process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".venv-tools" / "bin" / "python"


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(
    line: list[str], log: Path, env: dict[str, str] | None = None, **more: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, which is ended whole."""
    from voxpop.pipeline.local_airflow.home import stop

    with log.open("ab") as output:
        child = subprocess.Popen(line, stdout=output, stderr=output, env=env, start_new_session=True, **more)
        try:
            yield child
        finally:
            stop(child)


def find_postgres() -> Path | None:
    """The folder of Postgres' programs, which Debian keeps off PATH; None: it is not installed."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    program = shutil.which("postgres") or (max(found, key=lambda path: int(path.parts[-3])) if found else None)
    return Path(program).resolve().parent if program else None


@contextmanager
def postgres(folder: Path, port: int) -> Iterator[None]:
    """A Postgres of its own, which root may not run: then its system user does."""
    programs = find_postgres()
    assert programs
    folder.mkdir()
    who: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(folder, "postgres")
    make = [
        str(programs / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        "farm",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run(make, check=True, capture_output=True, cwd=folder, **who)
    line = [
        str(programs / "postgres"),
        "-D",
        str(folder / "data"),
        "-p",
        str(port),
        "-h",
        "127.0.0.1",
        "-k",
        str(folder),
    ]
    with running([*line, "-F"], folder.with_suffix(".log"), cwd=folder, **who):
        for _ in range(120):
            if (
                subprocess.run(
                    [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-q"], check=False
                ).returncode
                == 0
            ):
                break
            time.sleep(0.5)
        yield


def s3(place: Path, cleanup: ExitStack, env: dict[str, str]) -> str:
    """A bucket of a server that speaks S3 (moto's), its address in `env`."""
    from pyarrow import fs

    env |= {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    log = place / "s3.log"
    script = ROOT / "tests" / "pipeline" / "mirror" / "s3_server.py"
    child = subprocess.Popen([TOOLS, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log.open("wb"))
    cleanup.callback(child.kill)
    assert child.stdout
    env["STORE"] = f"http://127.0.0.1:{child.stdout.readline().decode().strip()}"
    host = env["STORE"].removeprefix("http://")
    fs.S3FileSystem(
        access_key="key", secret_key="secret", endpoint_override=host, scheme="http", allow_bucket_creation=True
    ).create_dir("workers")
    return "s3://workers/copies"
