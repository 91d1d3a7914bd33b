"""A real standalone cluster of Spark on loopback: a master and workers of one core each, ended by their own process ids."""

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 60.0
EXECUTOR = b"CoarseGrainedExecutorBackend"


@contextmanager
def cluster(folder, workers=2):
    """Gives the master's address and the process ids of the workers."""
    home = Path(find_spec("pyspark").origin).parent
    told = {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_HOME": str(home),
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
    }
    running = []

    def start(name, *arguments):
        log = folder / f"{name}.log"
        with log.open("wb") as file:
            words = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{arguments[0]}", *arguments[1:]]
            running.append(subprocess.Popen(words, stdout=file, stderr=file, env=os.environ | told, cwd=folder))
        return log

    try:
        loopback = ["--host", "127.0.0.1", "--webui-port", "0"]
        log = start("master", "master.Master", *loopback, "--port", "0")
        master = wait_for(log, r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")
        for number in range(workers):
            place = folder / f"work{number}"
            more = ["--cores", "1", "--memory", "1g", "--work-dir", str(place), master]
            wait_for(
                start(f"worker{number}", "worker.Worker", *loopback, *more), "Successfully registered with (master)"
            )
        yield master, [process.pid for process in running[1:]]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def wait_for(log, pattern):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace")[-2000:])


def executors(workers):
    """The process ids of the executors that these workers run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(re.search(r"PPid:\s+(\d+)", (place / "status").read_text())[1])
            if parent in workers and EXECUTOR in (place / "cmdline").read_bytes():
                found.append(int(place.name))
        except (OSError, TypeError):
            continue
    return found
