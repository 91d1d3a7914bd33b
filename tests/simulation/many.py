"""Many histories, one after another or in a few processes, and what they found."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import pyarrow as pa

from tests.simulation.history import History
from tests.simulation.look import Violation
from tests.simulation.mutations import MUTATIONS
from tests.simulation.outside import CONFIG, KEY
from voxpop import warehouse
from voxpop.pipeline.workspace import Workspace
from voxpop.warehouse import migrate

MEMORY = Path("/dev/shm")
"""A folder in memory, where there is one: a history writes some hundred small files."""


@dataclass(slots=True)
class Found:
    """What a run of histories found; seeds with what was wrong."""

    histories: int = 0
    steps: int = 0
    faults: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    first: int | None = None
    last: int | None = None
    violations: dict[int, str] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take in what another process found."""
        self.histories += other.histories
        self.steps += other.steps
        self.faults += other.faults
        self.processor += other.processor
        self.violations |= other.violations
        self.first = other.first if self.first is None else min(self.first, other.first or self.first)
        self.last = max(self.last or 0, other.last or 0)

    def say(self) -> str:
        """In words."""
        lines = [f"seed {seed}: {said}" for seed, said in sorted(self.violations.items())]
        lines.append(
            f"{self.histories:,} histories (seeds {self.first} to {self.last}), {self.steps:,} steps, {self.faults:,} of them disturbed, "
            f"{len(self.violations)} violations; {self.seconds:.0f} s, {self.processor:.0f} s of processor time"
        )
        return "\n".join(lines)


def run(seeds: Sequence[int], steps: int, *, processes: int = 1, tell: bool = False, mutation: str = "") -> Found:
    """What the histories of these seeds found; with a mutation they end with the first that finds it."""
    began = time.monotonic()
    found = Found()
    if mutation:
        MUTATIONS[mutation]()
    if processes == 1 or len(seeds) < 2 or mutation:
        found.add(run_here(seeds, steps, tell=tell, only_first=bool(mutation)))
    else:
        parts = [seeds[at : at + 50] for at in range(0, len(seeds), 50)]
        with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=10) as pool:
            for part in pool.imap_unordered(partial(run_here, steps=steps), parts):
                found.add(part)
                for seed, said in part.violations.items():
                    print(f"seed {seed}: {said}", flush=True)
    found.seconds = time.monotonic() - began
    return found


def run_here(seeds: Iterable[int], steps: int, *, tell: bool = False, only_first: bool = False) -> Found:
    """The same in this process."""
    logging.disable(logging.CRITICAL)
    migrate.migrations = cache(migrate.migrations)
    pa.set_cpu_count(1)
    found, began = Found(), time.process_time()
    with tempfile.TemporaryDirectory(
        dir=MEMORY if os.access(MEMORY, os.W_OK) else None, prefix="voxpop-simulation-"
    ) as name:
        template = make_template(Path(name) / "template")
        for seed in seeds:
            folder = Path(name) / str(seed)
            history = History(seed, folder, template, print if tell else lambda _: None)
            try:
                history.run(steps)
            except Violation as error:
                found.violations[seed] = f"step {history.steps}: {error}"
            except Exception as error:  # noqa: BLE001  a fault of the harness or of the product: either must be seen
                where = traceback.extract_tb(error.__traceback__)[-1]
                found.violations[seed] = (
                    f"step {history.steps}: {type(error).__name__} in {Path(where.filename).name}:{where.lineno}: {error}"
                )
                if tell:
                    traceback.print_exc()
            found.histories, found.steps, found.faults = (
                found.histories + 1,
                found.steps + history.steps,
                found.faults + history.faults,
            )
            found.first, found.last = seed if found.first is None else found.first, seed
            shutil.rmtree(folder)
            if only_first and found.violations:
                break
    found.processor = time.process_time() - began
    return found


def make_template(folder: Path) -> Workspace:
    """An installation with an empty warehouse, copied for each history: migrating one takes longer than a history."""
    home = folder / "w"
    home.mkdir(parents=True)
    (home / "voxpop.yaml").write_text(CONFIG, encoding="utf-8")
    (home / ".env").write_text(f"VOXPOP_AUTHOR_KEY={KEY}\n", encoding="utf-8")
    (folder / "backups").mkdir()
    workspace = Workspace.open(home / "voxpop.yaml")
    with warehouse.writer(workspace.warehouse_path):
        pass
    return workspace
