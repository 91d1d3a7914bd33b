"""The proof of an erasure: every file of the installation is searched for the words, packed ones unpacked first."""

from __future__ import annotations

import json
import mmap
import re
import zipfile
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop import warehouse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

SHORTEST = 16  # of what is looked for; shorter words are in anybody's posts
LONGEST = 60
PLAIN = re.compile(r"[A-Za-z0-9 .,:/?=_-]+")
BLOCK = 1 << 24


@dataclass(slots=True)
class Search:
    """What was looked for and where it still is."""

    words: int = 0
    shared: int = 0  # words that other people's posts hold as well
    files: int = 0
    size: int = 0
    found: list[str] = field(default_factory=list)


def search(workspace: Workspace, texts: Iterable[str], handles: Iterable[str] = ()) -> Search:
    """Where any of the texts, or a handle as the author of something, still is in the data, the reports and the exports."""
    wanted = {piece for text in texts if (piece := needle(text))}
    shared = _find_shared(workspace, wanted)
    pieces = wanted - shared
    pieces |= {f'"{key}":"{handle}"' for handle in handles for key in ("username", "author")}
    needles = sorted({form.encode("utf-8", "replace") for piece in pieces for form in _forms(piece)})
    result = Search(words=len(pieces), shared=len(shared))
    for path in files_of(workspace):
        result.files += 1
        result.size += path.stat().st_size
        if path.suffix == ".duckdb":
            result.found += [f"{path}: {place}" for place in warehouse.find_traces(path, pieces)]
        if any(one in block for block in contents(path) for one in needles):
            result.found.append(str(path))
    return result


def needle(text: str) -> str | None:
    """A piece of a text by which it is recognised however it is written down: the longest plain run in it, cut."""
    runs = [run.strip() for run in PLAIN.findall(text)]
    longest = max(runs, key=len, default="")[:LONGEST].strip()
    if len(longest) >= SHORTEST:
        return longest
    return text.strip() if len(text.strip()) >= SHORTEST else None


def files_of(workspace: Workspace) -> list[Path]:
    """Every file under the folders of data and reports."""
    roots = {workspace.landing.root, workspace.warehouse_path.parent, workspace.snapshots, workspace.reports}
    roots |= {workspace.config.path(target.path) for target in workspace.config.delivery.targets if target.path}
    return sorted({path for root in roots if root.is_dir() for path in root.rglob("*") if path.is_file()})


def contents(path: Path) -> Iterator[bytes | _Mapped]:
    """The file's bytes, and for a packed one what is in it."""
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        yield _Mapped(raw)
    if path.suffix == ".zst":
        with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
            rest = b""
            while block := stream.read(BLOCK):
                yield rest + block
                rest = block[-4096:]
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            yield from (book.read(name) for name in book.namelist())
    elif path.suffix == ".parquet":
        with pq.ParquetFile(path) as table:
            for batch in table.iter_batches(20_000):
                yield json.dumps(batch.to_pylist(), default=str, ensure_ascii=False).encode("utf-8", "replace")


class _Mapped:
    """A file in memory that `in` searches without copying it."""

    def __init__(self, raw: mmap.mmap) -> None:
        self.raw = raw

    def __contains__(self, piece: bytes) -> bool:
        return self.raw.find(piece) >= 0


def _forms(piece: str) -> set[str]:
    """The piece as text, as JSON in two ways, and as HTML."""
    return {piece, json.dumps(piece)[1:-1], json.dumps(piece, ensure_ascii=False)[1:-1], escape(piece)}


def _find_shared(workspace: Workspace, pieces: set[str]) -> set[str]:
    """Pieces that posts which may stay hold as well."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        return set(snapshot.rows("erase/shared", {"pieces": sorted(pieces)})["piece"].to_pylist())
