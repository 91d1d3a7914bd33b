"""Monday 06:00 in the company's zone, and after new marts: the last whole week's report for each audience."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, AssetOrTimeSchedule, CronTriggerTimetable, Param, dag, task

from voxpop.config.schedule import near_warehouse, time_zone

MARTS = Asset("voxpop://marts")


@dag(
    dag_id="voxpop_report",
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("0 6 * * 1", timezone=time_zone()), assets=[MARTS]),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    params={"week": Param(None, type=["null", "string"], description="2026-W47; the last whole week if not given")},
    default_args={
        "owner": "voxpop",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "execution_timeout": timedelta(minutes=20),
        **near_warehouse(),
    },
    tags=["voxpop"],
    doc_md=__doc__,
)
def report() -> None:
    """One report an audience; building one again replaces it."""

    @task
    def audiences() -> list[str]:
        from voxpop.pipeline import tasks

        return tasks.audiences()

    @task(map_index_template="{{ task.op_kwargs['audience'] }}")
    def build(audience: str, params: dict) -> str:  # type: ignore[type-arg]
        from voxpop.pipeline import tasks

        return tasks.report(audience, params)

    @task(retries=5, retry_exponential_backoff=True, map_index_template="{{ task.op_kwargs['audience'] }}")
    def deliver(audience: str, params: dict) -> str:  # type: ignore[type-arg]
        from voxpop.pipeline import tasks

        return tasks.deliver(audience, params)

    @task(trigger_rule="all_done")
    def index() -> str:
        from voxpop.pipeline import tasks

        return tasks.index()

    chosen = audiences()
    built = build.expand(audience=chosen)
    built >> index()
    built >> deliver.expand(audience=chosen)


report()
