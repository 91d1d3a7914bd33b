"""The real DAGs without a server: `python -m voxpop.pipeline.local_airflow.headless` runs them one after another in a temporary home."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from voxpop.pipeline.local_airflow.runs import PREFIX, Run, add_runs

DAGS = Path(__file__).resolve().parents[2] / "dags"


def main(arguments: list[str] | None = None) -> int:
    """Run DAGs in the order given; 0 when all ended in success."""
    parser = argparse.ArgumentParser(prog="python -m voxpop.pipeline.local_airflow.headless", description=__doc__)
    add_runs(parser).add_argument("--home", default=None, help="AIRFLOW_HOME to use (default: a temporary one)")
    options = parser.parse_args(arguments)
    if options.config:
        os.environ["VOXPOP_CONFIG"] = str(Path(options.config).resolve())
    with tempfile.TemporaryDirectory(prefix="voxpop-airflow-") as temporary:
        prepare(Path(options.home or temporary))
        for run in map(Run.parse, options.runs):
            if not run_one(run):
                return 1
    return 0


def prepare(home: Path) -> None:
    """An Airflow home with its database and our pool; before Airflow is first imported."""
    if "airflow" in sys.modules:
        msg = "Airflow is already imported in this process; its home can no longer be chosen"
        raise RuntimeError(msg)
    os.environ.update(
        AIRFLOW_HOME=str(home),
        AIRFLOW__CORE__DAGS_FOLDER=str(DAGS),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__LOGGING__LOGGING_LEVEL=os.environ.get("AIRFLOW__LOGGING__LOGGING_LEVEL", "WARNING"),
    )
    from airflow.models.pool import Pool
    from airflow.utils.db import initdb

    initdb()
    Pool.create_or_update_pool("duckdb_writer", slots=1, description="one writer", include_deferred=False)


def run_one(run: Run) -> bool:
    """Run one DAG to its end; whether it succeeded."""
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(str(DAGS), known_pools={"duckdb_writer", "default_pool"})
    if bag.import_errors:
        for path, error in bag.import_errors.items():
            print(f"{path}: {error}", file=sys.stderr)
        return False
    state = str(bag.dags[PREFIX + run.dag].test(run_conf=run.settings).state)
    print(f"{run.dag}: {state}", flush=True)
    return state == "success"


if __name__ == "__main__":
    sys.exit(main())
