"""`--engine spark` on a real standalone cluster of two workers: the rows of one machine, also where an executor is killed."""

import os
import re
import shutil
import signal
import threading
import time
from importlib.util import find_spec

import pyarrow.parquet as pq
import pytest

from tests.pipeline.engines.cluster import PATIENCE, cluster, executors
from tests.pipeline.engines.files_world import write_file
from voxpop.pipeline.engines import staged
from voxpop.pipeline.engines.local import Local
from voxpop.pipeline.engines.run import read_file
from voxpop.pipeline.engines.spark import Spark
from voxpop.pipeline.engines.work import Setup

pytestmark = [
    pytest.mark.skipif(find_spec("pyspark") is None, reason="needs the extra: pip install 'voxpop[spark]'"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
    pytest.mark.timeout(300),
    pytest.mark.enable_socket,
]


def test_a_cluster_gives_the_rows_of_one_machine_though_an_executor_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(staged.cut, "__defaults__", (100,))
    setup = Setup.of_files("fast", None, None)
    path = write_file(tmp_path / "posts.parquet", 2_000)
    read_file(path, "said", tmp_path / "expected.parquet", Local(1), setup)
    killed = []
    with cluster(tmp_path) as (master, workers):

        def kill():
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                if list(tmp_path.glob(".found.parquet.read/found/_temporary/*/task_*")) and (
                    there := executors(workers)
                ):
                    killed.append(there[0])
                    os.kill(there[0], signal.SIGKILL)
                    return
                time.sleep(0.01)

        killer = threading.Thread(target=kill)
        killer.start()
        read_file(path, "said", tmp_path / "found.parquet", Spark(master, (("spark.executor.memory", "512m"),)), setup)
        killer.join()
        log = (tmp_path / "master.log").read_text()
    assert len(killed) == 1
    assert len(re.findall(r"Launching executor", log)) >= 3, log[-3000:]  # two, and one in the place of the killed one
    assert pq.read_table(tmp_path / "found.parquet").equals(pq.read_table(tmp_path / "expected.parquet"))
    assert not list(tmp_path.glob(".*"))
