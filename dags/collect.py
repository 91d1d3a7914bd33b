"""Every hour: land each channel's window, then load and publish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, CronDataIntervalTimetable, Param, dag, task

POSTS = Asset("voxpop://posts")


@dag(
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

    @task
    def land(
        channels: str,
        params: dict,  # type: ignore[type-arg]
        data_interval_start: datetime | None = None,
        data_interval_end: datetime | None = None,
    ) -> dict:  # type: ignore[type-arg]
        from voxpop.pipeline import tasks

        return tasks.land(channels, params, data_interval_start, data_interval_end)

    @task(pool="duckdb_writer", outlets=[POSTS], trigger_rule="all_done")
    def load() -> dict[str, int]:
        from voxpop.pipeline import tasks

        return tasks.load()

    land.expand(channels=channels()) >> load()


collect()
