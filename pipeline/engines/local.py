"""The engine of one machine: a process for each part, as many at once as there are cores."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from voxpop import durable
from voxpop.errors import VoxpopError
from voxpop.pipeline.engines.work import FOUND, read_batches
from voxpop.pipeline.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.engines.staged import Parts
    from voxpop.pipeline.engines.work import Setup

AT_ONCE = 8_192
"""Rows of a batch."""


class DeadWorkerError(VoxpopError):
    """A process that read was killed."""

    def __init__(self) -> None:
        super().__init__(
            "a process that read posts was killed, by somebody or for want of memory. Nothing was kept; run it again with fewer "
            "--workers"
        )


@dataclass(frozen=True, slots=True)
class Local:
    """Reads in `workers` processes of this machine; with one, in this process."""

    workers: int | None = None

    def read(self, parts: Parts, setup: Setup) -> None:
        """See `staged.Engine`."""
        numbers = parts.numbers()
        workers = min(self.workers or os.cpu_count() or 1, len(numbers))
        with progress("read", unit="parts", total=len(numbers)) as advance:
            if workers <= 1:
                for number in numbers:
                    read_part(parts.place(number), parts.found / f"part={number}", setup)
                    advance(1)
                return
            fresh = multiprocessing.get_context("spawn")  # a forked copy of the models' threads would hang
            with ProcessPoolExecutor(workers, mp_context=fresh) as pool:
                jobs = [pool.submit(read_part, parts.place(n), parts.found / f"part={n}", setup) for n in numbers]
                try:
                    for job in jobs:
                        job.result()
                        advance(1)
                except BrokenProcessPool as error:
                    raise DeadWorkerError from error
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise


def read_part(place: Path, folder: Path, setup: Setup) -> None:
    """Read one part into a file of its own."""
    folder.mkdir()
    with (
        pq.ParquetFile(place) as staged,
        durable.replacing(folder / "0.parquet") as fresh,
        pq.ParquetWriter(fresh, FOUND.remove(FOUND.get_field_index("part"))) as found,
    ):
        for batch in read_batches(staged.iter_batches(AT_ONCE), setup):
            found.write_batch(batch.drop_columns(["part"]))
