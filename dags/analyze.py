"""Whenever posts were loaded: voices, sentiment, themes, audiences and marts, then publish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task

from voxpop.config.schedule import has_mirror, near_warehouse

POSTS, MARTS = Asset("voxpop://posts"), Asset("voxpop://marts")


@dag(
    dag_id="voxpop_analyze",
    schedule=[POSTS],
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "voxpop",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "execution_timeout": timedelta(hours=2),
        **near_warehouse(),
    },
    tags=["voxpop"],
    doc_md=__doc__,
)
def analyze() -> None:
    """Read the posts, write what was found."""

    @task
    def read() -> str:
        from voxpop.pipeline import tasks

        return tasks.read()

    @task(pool="duckdb_writer", outlets=[MARTS])
    def analyze(found: str) -> dict[str, int]:
        from voxpop.pipeline import tasks

        return tasks.conclude(found)

    @task
    def alert() -> int:
        from voxpop.pipeline import tasks

        return tasks.alert()

    @task
    def route() -> int:
        from voxpop.pipeline import tasks

        return tasks.route()

    @task
    def push() -> int:
        from voxpop.pipeline import tasks

        return tasks.push()

    analyze(read()) >> [alert(), route(), *([push()] if has_mirror() else [])]


analyze()
