"""Archives into landing, through the step that the command runs: posts a second of one core, and memory.

    python -m benchmarks.archive [--posts 1000000] [--json]

The files are written first: generated posts of 25 words with an id, an author, a time and two counts, as JSONL, as the same in zstd,
as CSV and as Parquet. Each way reads every post and lands it in a process of its own. The peer is what a script would do with
pandas: read in pieces, parse the times, keep the window, write Parquet; it keeps no record of what it read.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from voxpop.pipeline.collect.fetch import land
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

START = datetime(2026, 11, 1, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(days=28))
PIECE = 50_000
CONFIG = """
company: {{name: Larkspur}}
audiences: [{{id: all, name: All, match: [{{channel: [old]}}]}}]
channels:
  - id: old
    source: archive
    path: {path}
    columns: {{post_id: id, text: body, created_at: at, author: author, likes: likes, replies: replies}}
"""


def pieces(number: int) -> Any:
    """The posts as frames, a piece at a time."""
    rng = np.random.default_rng(7)
    words = np.array([f"word{n}" for n in range(5_000)])
    for begin in range(0, number, PIECE):
        count = min(PIECE, number - begin)
        ids = np.arange(begin, begin + count)
        seconds = ids * (27 * 86_400) // number
        yield pd.DataFrame(
            {
                "id": [f"p{n:09d}" for n in ids],
                "author": [f"user{n % 99_991}" for n in ids],
                "body": [" ".join(row) for row in words[rng.integers(0, len(words), (count, 25))]],
                "at": (pd.Timestamp(START) + pd.to_timedelta(seconds, unit="s")).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "likes": ids % 7,
                "replies": ids % 3,
            }
        )


def write(folder: Path, number: int) -> dict[str, Path]:
    """The same posts in every format."""
    files = {name: folder / f"posts.{name}" for name in ("jsonl", "jsonl.zst", "csv", "parquet")}
    schema = None
    with (
        files["jsonl"].open("wb") as lines,
        pa.CompressedOutputStream(str(files["jsonl.zst"]), "zstd") as packed,
        files["csv"].open("w", encoding="utf-8") as cells,
    ):
        for frame in pieces(number):
            written = frame.to_json(orient="records", lines=True).encode()
            lines.write(written)
            packed.write(written)
            frame.to_csv(cells, index=False, header=schema is None)
            table = pa.Table.from_pandas(frame, preserve_index=False)
            if schema is None:
                schema = table.schema
                columns = pq.ParquetWriter(files["parquet"], schema)
            columns.write_table(table)
        columns.close()
    return files


def ours(file: Path, folder: Path) -> int:
    """The command's step, from the configuration to a committed fetch."""
    config = folder / "voxpop.yaml"
    config.write_text(CONFIG.format(path=file), encoding="utf-8")
    landed = land(Workspace.open(config), "old", WINDOW)
    assert landed.complete, landed.reason
    return landed.items


def pandas_in_pieces(file: Path, folder: Path) -> int:
    """Read in pieces, keep the window, write Parquet."""
    if file.suffix == ".parquet":
        read: Any = (batch.to_pandas() for batch in pq.ParquetFile(file).iter_batches(PIECE))
    elif file.suffix == ".csv":
        read = pd.read_csv(file, chunksize=PIECE)
    else:
        read = pd.read_json(file, lines=True, chunksize=PIECE, convert_dates=False)
    writer, rows = None, 0
    for frame in read:
        at = pd.to_datetime(frame["at"], utc=True)
        kept = frame[(at >= WINDOW.start) & (at < WINDOW.end)]
        table = pa.Table.from_pandas(kept, preserve_index=False)
        writer = writer or pq.ParquetWriter(folder / "kept.parquet", table.schema, compression="zstd")
        writer.write_table(table)
        rows += len(kept)
    assert writer is not None
    writer.close()
    return rows


WAYS: dict[str, Callable[[Path, Path], int]] = {"voxpop": ours, "pandas": pandas_in_pieces}


def measure(way: str, file: Path, out: Connection) -> None:
    """In a process of its own, for the memory."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    with tempfile.TemporaryDirectory() as folder:
        begin, spent = time.perf_counter(), time.process_time()
        rows = WAYS[way](file, Path(folder))
        found = {"rows": rows, "seconds": time.perf_counter() - begin, "CPU seconds": time.process_time() - spent}
    status = Path("/proc/self/status").read_text(
        encoding="ascii"
    )  # getrusage would tell the parent's peak where it was higher
    out.send(found | {"MB": int(status.partition("VmHWM:")[2].split()[0]) // 1024})


def main(arguments: list[str] | None = None) -> int:
    """Measure every way on every file, on a tenth of it too: memory must not grow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not given.json:
        print(f"{'file':<12}{'way':<10}{'posts':>12}{'seconds':>10}{'posts/s':>12}{'posts/CPU s':>13}{'peak MB':>9}")
    for number in (given.posts // 10, given.posts):
        with tempfile.TemporaryDirectory() as folder:
            for name, file in write(Path(folder), number).items():
                for way in WAYS:
                    here, there = mp.get_context("spawn").Pipe()
                    process = mp.get_context("spawn").Process(target=measure, args=(way, file, there))
                    process.start()
                    process.join()
                    if process.exitcode:
                        return 1
                    found = here.recv()
                    assert found["rows"] == number
                    if given.json:
                        print(json.dumps({"file": name, "way": way, **found}), flush=True)
                        continue
                    each, core = number / found["seconds"], number / found["CPU seconds"]
                    print(
                        f"{name:<12}{way:<10}{number:>12,}{found['seconds']:>10.2f}{each:>12,.0f}{core:>13,.0f}{found['MB']:>9}",
                        flush=True,
                    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
