"""Figures that were computed, kept in files beside the snapshots, so that no page and no restart computes them again.

A value is found by what it rests on: the rows of its weeks, the configuration, the program. So what has changed is never found, and
what has not changed is found in every later snapshot too. An erasure removes the whole folder (`voxpop.warehouse.retain`).
"""

from __future__ import annotations

import hashlib
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from voxpop import durable, warehouse
from voxpop.analysis.report.model import Report
from voxpop.pipeline.explore.theme_history import ThemeWeek
from voxpop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")
History = dict[str, tuple[ThemeWeek, ...]]
LARGEST = 20_000_000
"""Bytes of one value."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of values. Where it cannot be written, nothing is kept and everything is computed."""

    folder: Path

    @classmethod
    def beside(cls, snapshots: Path) -> Shelf:
        """That of a folder of snapshots."""
        return cls(snapshots / warehouse.FIGURES)

    def has(self, key: str) -> bool:
        """Whether the value of a key is kept."""
        return self._place(key).is_file()

    def get(self, key: str, kind: TypeAdapter[T]) -> T | None:
        """The value of a key; None where it is not kept, or cannot be read."""
        try:
            unpacked = zlib.decompressobj()
            said = unpacked.decompress(self._place(key).read_bytes(), LARGEST)
            return kind.validate_json(said)
        except (OSError, ValueError, zlib.error):
            return None

    def put(self, key: str, value: T, kind: TypeAdapter[T]) -> None:
        """Keep a value."""
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            with durable.replacing(self._place(key)) as fresh:
                fresh.write_bytes(zlib.compress(kind.dump_json(value), 1))

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove every value but those of the keys."""
        kept = {self._place(key).name for key in keys}
        for path in self.folder.glob("*"):
            if path.name not in kept:
                with suppress(OSError):
                    path.unlink()

    def _place(self, key: str) -> Path:
        return self.folder / f"{key}.json.z"


@cache
def report_kind() -> TypeAdapter[Report]:
    """How a report is written and read."""
    return TypeAdapter(Report)


@cache
def history_kind() -> TypeAdapter[History]:
    """How the weeks of all themes are written and read."""
    return TypeAdapter(History)


@cache
def program() -> str:
    """What computes: a value of another program is not found."""
    import voxpop

    root = Path(voxpop.__file__).parent
    parts = (root, *(root / name for name in ("analysis", "pipeline", "warehouse")))  # in a checkout these are links
    files = (path.stat() for part in parts for path in part.rglob("*.*") if path.suffix in (".py", ".sql", ".yaml"))
    said = sorted((stat.st_size, stat.st_mtime_ns) for stat in files)
    return hashlib.sha256(f"{__version__} {version('duckdb')} {said}".encode()).hexdigest()
