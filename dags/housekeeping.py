"""Every day: look for edits and deletions upstream, keep to the retention, clear what a crash left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import CronDataIntervalTimetable, dag, task

from voxpop.config.schedule import has_mirror, near_warehouse


@dag(
    dag_id="voxpop_housekeeping",
    schedule=CronDataIntervalTimetable("30 3 * * *", timezone="UTC"),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "voxpop",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(hours=2),
        **near_warehouse(),
    },
    tags=["voxpop"],
    doc_md=__doc__,
)
def housekeeping() -> None:
    """Sweep, then tidy."""

    @task
    def channels() -> list[str]:
        from voxpop.pipeline import tasks

        return tasks.channels()

    @task(map_index_template="{{ task.op_kwargs['channel'] }}")
    def sweep(channel: str) -> dict[str, Any]:
        from voxpop.pipeline import tasks

        return tasks.sweep(channel)

    @task(pool="duckdb_writer", trigger_rule="all_done")
    def tidy(swept: list[Any]) -> dict[str, int]:
        from voxpop.pipeline import tasks

        return tasks.tidy(swept[:])

    @task
    def push() -> int:
        from voxpop.pipeline import tasks

        return tasks.push()

    tidied = tidy(sweep.expand(channel=channels()))
    if has_mirror():
        tidied >> push()


housekeeping()
