"""What the DAGs run, without Airflow: `python -m voxpop.pipeline.local_airflow.plain` calls the same functions in their order.

Each function here has the name of a DAG and calls the tasks that `dags/` wires; a test holds the two together. What Airflow adds
is left out: schedules, retries, the pool of one writer, tasks beside each other. One run of a DAG by hand is the same work.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from voxpop.config.file import CONFIG_VARIABLE
from voxpop.errors import VoxpopError
from voxpop.pipeline import tasks
from voxpop.pipeline.local_airflow.runs import Run, add_runs

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


def main(arguments: list[str] | None = None) -> int:
    """Run what the DAGs run in the order given; 0 when all ended in success."""
    parser = argparse.ArgumentParser(prog="python -m voxpop.pipeline.local_airflow.plain", description=__doc__)
    options = add_runs(parser).parse_args(arguments)
    if options.config:
        os.environ[CONFIG_VARIABLE] = str(Path(options.config).resolve())
    for run in map(Run.parse, options.runs):
        try:
            DAGS[run.dag](run.settings)
        except (VoxpopError, OSError) as error:
            print(f"{run.dag}: failed: {error}", file=sys.stderr)
            return 1
        print(f"{run.dag}: success", flush=True)
    return 0


def collect(params: dict[str, Any]) -> None:
    """Land every group of channels, then load; what landed is loaded also where one of them fails."""
    reported = []

    def land(group: str) -> None:
        reported.append(tasks.land(group, params, None, None))
        if left := tasks.demand_heard(reported[-1]):
            print(f"collect: left out with a gap: {left}", flush=True)

    _run_each(land, tasks.groups(), last=lambda: tasks.load(reported))


def analyze(params: dict[str, Any]) -> None:
    """Read the posts, write what was found, then alert, send single posts on, copy to the mirror; one that fails does not keep the other back."""
    del params
    tasks.conclude(tasks.read())
    steps: tuple[Callable[[], int], ...] = (tasks.alert, tasks.route, tasks.push)
    _run_each(lambda step: step(), steps)


def report(params: dict[str, Any]) -> None:
    """Build every audience's report, then the page that lists all, then deliver."""
    audiences = tasks.audiences()
    _run_each(lambda audience: tasks.report(audience, params), audiences)
    tasks.index()
    _run_each(lambda audience: tasks.deliver(audience, params), audiences)


def housekeeping(params: dict[str, Any]) -> None:
    """Sweep every channel, then tidy and copy to the mirror; also where one of them fails."""
    del params
    swept: list[dict[str, Any]] = []

    def close() -> None:
        tasks.tidy(swept)
        tasks.push()

    _run_each(lambda channel: swept.append(tasks.sweep(channel)), tasks.channels(), last=close)


DAGS: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "collect": collect,
    "analyze": analyze,
    "report": report,
    "housekeeping": housekeeping,
}


def _run_each(task: Callable[[T], object], items: Iterable[T], last: Callable[[], object] | None = None) -> None:
    """Call the task on every item, then `last`; the first error is raised when the others have had their turn."""
    failed: VoxpopError | None = None
    for item in items:
        try:
            task(item)
        except VoxpopError as error:
            failed = failed or error
    if last:
        last()
    if failed:
        raise failed


if __name__ == "__main__":
    sys.exit(main())
