"""Every hour: land each channel's window, then load and publish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Asset, CronDataIntervalTimetable, Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from voxpop.config.schedule import near_warehouse

POSTS = Asset("voxpop://posts")


@dag(
    dag_id="voxpop_collect",
    schedule=CronDataIntervalTimetable("@hourly", timezone="UTC"),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    params={
        "from": Param(None, type=["null", "string"], description="Start of the window, 2026-11-16 or ISO time"),
        "to": Param(None, type=["null", "string"], description="End of the window, not included"),
    },
    default_args={
        "owner": "voxpop",
        "retries": 3,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "execution_timeout": timedelta(minutes=50),
    },
    tags=["voxpop"],
    doc_md=__doc__,
)
def collect() -> None:
    """Land, load, publish."""

    @task
    def channels() -> list[str]:
        from voxpop.pipeline import tasks

        return tasks.groups()

    @task(map_index_template="{{ task.op_kwargs['channels'] }}")
    def land(channels: str, params: dict[str, Any], **run: Any) -> None:
        from voxpop.pipeline import tasks

        interval = run.get("data_interval_start"), run.get("data_interval_end")
        landed = tasks.land(channels, params, *interval, run["dag_run"].start_date)
        run["ti"].xcom_push("return_value", landed)  # also where it ends red: `load` looks for what was landed
        if left := tasks.demand_heard(landed):
            raise AirflowSkipException(left)

    @task(pool="duckdb_writer", outlets=[POSTS], trigger_rule="all_done", **near_warehouse())
    def load(landed: list[Any]) -> dict[str, int]:
        from voxpop.pipeline import tasks

        return tasks.load(landed[:])

    load(land.expand(channels=channels()))


collect()
