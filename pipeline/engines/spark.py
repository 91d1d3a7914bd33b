"""The engine of a cluster: Spark's `mapInArrow` runs the same function over the parts, on every worker that its master has."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from voxpop.errors import UsageError, VoxpopError
from voxpop.pipeline.engines.work import FOUND, Setup, read_batches

if TYPE_CHECKING:
    import pyarrow as pa

    from voxpop.pipeline.engines.staged import Parts

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OLDEST_JAVA = 17
WHOLE_FILE = str(1 << 30)
"""Bytes of a partition, and what opening a file counts as: with both the same each part is a task of its own."""

SETTINGS = {
    "spark.sql.files.maxPartitionBytes": WHOLE_FILE,
    "spark.sql.files.openCostInBytes": WHOLE_FILE,
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "8192",
    "spark.sql.adaptive.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Settings of our own; `spark.*` of a `spark-defaults.conf` or of --set come after them."""

log = logging.getLogger("voxpop.read")


class SparkError(VoxpopError):
    """Spark could not do what it was asked."""

    def __init__(self, master: str, said: str) -> None:
        self.master = master
        super().__init__(f"Spark at {master}: {said}. Nothing was kept; mend the cause and run it again")


@dataclass(frozen=True, slots=True)
class Spark:
    """Reads on the cluster of a master: 'spark://host:7077', 'yarn', 'k8s://...', or 'local[2]' on this machine."""

    master: str
    settings: tuple[tuple[str, str], ...] = ()

    def check(self) -> None:
        """`UsageError` where the extra or Java is missing."""
        if find_spec("pyspark") is None:
            raise UsageError(
                "--engine spark needs the extra: pip install 'voxpop[spark]'. --engine local needs nothing"
            )
        check_java()

    def read(self, parts: Parts, setup: Setup) -> None:
        """See `staged.Engine`. Each part is a task; Spark runs those of a worker that dies again, and what that one wrote is dropped."""
        self.check()
        from pyspark.errors import PySparkException
        from pyspark.sql.pandas.types import from_arrow_schema

        with warnings.catch_warnings(), _session(self) as spark:
            warnings.simplefilter("ignore", FutureWarning)  # pyspark's on pandas 3, which nothing here uses
            spark.sparkContext.setLogLevel("ERROR")
            try:
                staged = spark.read.schema(STAGED_DDL).parquet(parts.staged.resolve().as_uri())
                found = staged.mapInArrow(partial(_run, setup=setup), from_arrow_schema(FOUND))
                found.write.partitionBy("part").mode("overwrite").parquet(parts.found.resolve().as_uri())
            except PySparkException as error:
                raise SparkError(self.master, _cause(str(error))) from error


STAGED_DDL = "part int, row int, key binary, text string, lang string"


def _run(batches: Iterable[pa.RecordBatch], setup: Setup) -> Iterator[pa.RecordBatch]:
    """What a task runs; pickled by its name, so that the worker's own voxpop reads."""
    return read_batches(batches, setup)


def check_java() -> None:
    """`UsageError` where no Java of `OLDEST_JAVA` or newer is found."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    wanted = f"Spark needs Java {OLDEST_JAVA} or newer"
    if java is None:
        where = f"in JAVA_HOME ({home})" if home else "in PATH, and JAVA_HOME is not set"
        raise UsageError(f"{wanted}, and there is no 'java' {where}. Install it, or use --engine local")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603  found above
    told = re.search(r'version "(?:1\.)?(\d+)', said)
    if told is None or int(told[1]) < OLDEST_JAVA:
        first = said.splitlines()[0].strip() if said.strip() else "says no version"
        raise UsageError(f"{wanted}; {java}: {first}. Set JAVA_HOME to a newer one, or use --engine local")


@contextmanager
def _session(engine: Spark) -> Iterator[Any]:
    """A session with the master, ended with the block. On loopback nothing of it listens elsewhere."""
    if urlsplit(engine.master).hostname in LOOPBACK or engine.master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(engine.master).appName("voxpop read")
    for name, value in (SETTINGS | dict(engine.settings)).items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise SparkError(engine.master, _cause(str(error))) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "py4j":
            raise
        raise SparkError(engine.master, _cause(str(error))) from error
    try:
        yield spark
    finally:
        spark.stop()


def _cause(said: str) -> str:
    """The line of a long trace that says what was wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    ours = [line for line in lines if line.startswith("voxpop.")]
    told = [line for line in lines if re.match(r"(Caused by: )?[\w.]*(Error|Exception)\b", line)]
    return (ours or told or lines or ["no reason given"])[-1].rstrip(".")
