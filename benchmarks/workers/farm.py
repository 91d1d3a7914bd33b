"""Airflow with Celery, Postgres and Redis, and machines with folders of their own."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.workers.installation import write_installation
from benchmarks.workers.servers import free_port, postgres, running, s3

PATIENCE = 900
"""Seconds that a stage may take."""


class Farm:
    """The processes of one Airflow, and the folders of its machines."""

    def __init__(self, place: Path, cleanup: ExitStack, *, mirror: bool) -> None:
        self.place, self._cleanup = place, cleanup
        self._database, broker, web = free_port(), free_port(), free_port()
        self.settings = settings(self._database, broker, web)
        self.store = s3(place, cleanup, self.settings) if mirror else ""
        cleanup.enter_context(postgres(place / "postgres", self._database))
        cleanup.enter_context(
            running(["redis-server", "--port", str(broker), "--bind", "127.0.0.1", "--save", ""], place / "redis.log")
        )
        self.machine("one", self.disk("one"))
        self.machine("two", self.disk("two"))
        for words in (["db", "migrate"], ["pools", "set", "duckdb_writer", "1", "one writer"]):
            subprocess.run(self._line("one", *words), env=self.settings, check=True, capture_output=True)
        for part in ("api-server", "scheduler", "dag-processor"):
            more = ["--skip-serve-logs"] if part == "scheduler" else []
            cleanup.enter_context(running(self._line("one", part, *more), place / f"{part}.log", self.settings))

    def disk(self, name: str) -> Path:
        """A disk of its own."""
        return self.place / "disks" / name

    def machine(self, name: str, disk: Path) -> None:
        """Write the configuration of a machine whose data lie on a disk."""
        write_installation(self.place / name, disk, self.store, self.settings.get("STORE", ""))

    @contextmanager
    def worker(self, name: str) -> Iterator[None]:
        """A Celery worker that takes one task at a time; only the first takes those that need the warehouse, without a shared disk."""
        queues = "default,warehouse" if name == "one" or not self.store else "default"
        line = self._line(name, "celery", "worker", "--concurrency", "1", "--queues", queues, "--skip-serve-logs")
        line += ["--celery-hostname", f"{name}@%h", "--without-mingle", "--without-gossip"]
        with running(line, self.place / f"worker-{name}.log", self.settings):
            yield

    def _line(self, name: str, *words: str) -> list[str]:
        home = self.place / name
        return [
            *(sys.executable, "-P", "-m", "voxpop.pipeline.command.main", "airflow", "--home", str(home / "airflow")),
            *("--config", str(home / "voxpop.yaml"), "--", *words),
        ]

    def ask(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows of Airflow's database."""
        import psycopg2

        with psycopg2.connect(host="127.0.0.1", port=self._database, user="farm", dbname="postgres") as con:
            cursor = con.cursor()
            cursor.execute(question, values)
            return cursor.fetchall() if cursor.description else []

    def tasks(self) -> list[tuple[Any, ...]]:
        """DAG, task, channel or audience, state, tries and worker of each task."""
        return self.ask(
            "select dag_id, task_id, coalesce(rendered_map_index, ''), coalesce(state, 'none'), try_number, pid::text"
            " from task_instance order by start_date nulls last"
        )

    def run(self, dag: str) -> None:
        """Let a DAG run from now on: Airflow starts the scheduled run of the last interval, or waits for the asset."""
        self.until(lambda: bool(self.ask("select 1 from dag where dag_id = %s", dag)), f"{dag} is known")
        self.ask("update dag set is_paused = false where dag_id = %s", dag)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds; `RuntimeError` with the states of all tasks where it does not in time."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise RuntimeError(f"never: {what}. {self.tasks()}")
            time.sleep(2)
        print(f"{datetime.now(UTC):%H:%M:%S} {what}", flush=True)

    def ended(self, dag: str) -> bool:
        """Whether a run of a DAG has ended well."""
        return bool(self.ask("select 1 from dag_run where dag_id = %s and state = 'success'", dag))

    def waits(self, task: str) -> bool:
        """Whether a task failed and waits for its next try."""
        return any(one[1] == task and one[3] == "up_for_retry" for one in self.tasks())

    def said(self, words: str) -> str:
        """The first line with these words in the logs of tasks."""
        for path in sorted(self.place.glob("*/airflow/logs/**/*.log")):
            for line in path.read_text(errors="replace").splitlines():
                if words in line:
                    return line
        return ""


def settings(database: int, broker: int, web: int) -> dict[str, str]:
    """What every process of this Airflow has in its environment."""
    address = f"//farm@127.0.0.1:{database}/postgres"
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "VOXPOP_"))},
        "VOXPOP_AUTHOR_KEY": "ab" * 32,
        "PYTHONWARNINGS": "ignore",
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{web}/execution/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(web),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{web}",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(64),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2:{address}",
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+postgresql+psycopg2:{address}",
        "AIRFLOW__CELERY__BROKER_URL": f"redis://127.0.0.1:{broker}/0",
    }
