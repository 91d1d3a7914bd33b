"""Airflow with Celery, Postgres and Redis on this machine: two workers, and the tables that one machine fills from the same files.

    make .venv-celery/.ready
    .venv-celery/bin/python -m benchmarks.workers.run [--mirror] [--keep FOLDER]

Each worker has a folder, a configuration and a home of its own. At first the second does not share the disk: `load` must fail and name
what is missing. Then its fetches are moved to the shared disk and it is given that: the next try of `load`, the analysis and the
reports must end well. With `--mirror` no disk is shared at any time: the second worker has a store that speaks S3, and every task must end
well. At the end the tables are compared row by row with those of one machine without Airflow on the same files, all but times and names of fetches.
Needs postgres and redis-server (Debian: postgresql, redis-server), and for `--mirror` the environment of `make .venv-tools/.ready`.
Everything listens on 127.0.0.1 and is ended at the end. Exit code 0: shown, 1: not, 2: something it needs is not here.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.workers.compare import compare
from benchmarks.workers.farm import Farm
from benchmarks.workers.installation import run_alone
from benchmarks.workers.servers import TOOLS, find_postgres


def missing(*, mirror: bool) -> str:
    """What is needed and not here; '': nothing."""
    from importlib.util import find_spec

    if find_postgres() is None or not shutil.which("redis-server"):
        return "postgres and redis-server are needed (Debian: apt-get install postgresql redis-server)"
    if find_spec("celery") is None or find_spec("airflow") is None:
        return "run it in an environment with the extra 'celery': make .venv-celery/.ready"
    return "" if TOOLS.exists() or not mirror else "a server that speaks S3 is needed: make .venv-tools/.ready"


def show(farm: Farm) -> None:
    """Run the DAGs: without the shared disk first, then with it; or with copies in a store alone."""
    farm.run("voxpop_collect")
    farm.run("voxpop_analyze")
    with farm.worker("one"):
        with farm.worker("two"):
            if farm.store:
                farm.until(lambda: farm.ended("voxpop_analyze"), "collected and analysed, no disk shared")
            else:
                farm.until(lambda: farm.waits("load"), "load failed: the second worker does not share the disk")
                print("  ", farm.said("not here, though reported as landed")[:600], flush=True)
        if not farm.store:
            for path in (farm.disk("two") / "landing").glob("[!.]*/*"):
                (farm.disk("one") / "landing" / path.parent.name).mkdir(exist_ok=True)
                path.rename(farm.disk("one") / "landing" / path.parent.name / path.name)
            farm.machine("two", farm.disk("one"))
        with farm.worker("two"):
            farm.until(lambda: farm.ended("voxpop_collect"), "voxpop_collect ended well")
            farm.until(lambda: farm.ended("voxpop_analyze"), "voxpop_analyze ended well")
            farm.run("voxpop_report")
            farm.until(lambda: farm.ended("voxpop_report"), "voxpop_report ended well")


def main() -> int:
    """Run it and say what was seen."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mirror", action="store_true", help="no shared disk: copies in a store")
    options.add_argument("--keep", type=Path, default=None, help="a new folder to leave everything in")
    chosen = options.parse_args()
    if said := missing(mirror=chosen.mirror):
        print(f"cannot run here: {said}", file=sys.stderr)
        return 2
    with ExitStack() as cleanup:
        place = chosen.keep or Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="voxpop-farm-")))
        place.mkdir(exist_ok=True)
        place.chmod(0o711)  # Postgres may run as another user
        begun = time.monotonic()
        farm = Farm(place, cleanup, mirror=chosen.mirror)
        show(farm)
        tasks = farm.tasks()
        print(*("   ".join(map(str, one)) for one in tasks), sep="\n")
        bad = [one for one in tasks if one[3] not in {"success", "skipped"}]
        ((end,),) = farm.ask("select max(data_interval_end) from dag_run where dag_id = 'voxpop_collect'")
        run_alone(place / "alone", place / "disks" / "alone", end, farm.settings)
        told = compare(place / "disks" / "one" / "snapshots", place / "disks" / "alone" / "snapshots")
        print(*told, sep="\n")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{len(tasks)} tasks, {len(bad)} not well; {time.monotonic() - begun:.0f} s, {used.ru_utime + used.ru_stime:.0f} CPU s"
    )
    return int(bool(bad or any(line.startswith("DIFFERS") for line in told)))


if __name__ == "__main__":
    sys.exit(main())
