"""One history: commands in an order that its seed gives, each of which may be cut off, and a look at everything after each."""

from __future__ import annotations

import random
import shutil
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb

from tests.simulation import commands, databases, disk, moments, operations
from tests.simulation.commands import OPERATIONS
from tests.simulation.disk import Disk, Killed
from tests.simulation.look import Seen, Violation, differ, search
from tests.simulation.model import GONE, Erasures, Item, Key, Landed, Posts, State
from tests.simulation.outside import KEEP_DAYS, KEY, Outside
from voxpop import warehouse
from voxpop.config.secrets import Secrets
from voxpop.errors import VoxpopError
from voxpop.landing import Landing
from voxpop.pipeline.workspace import Workspace

CLOCKS = [
    timedelta(minutes=-10),
    timedelta(hours=-6),
    timedelta(days=-2),
    timedelta(days=2),
    timedelta(days=400),
    timedelta(days=-400),
]
SLACK = 3  # days by which a clock that is off within the tolerated may bring a day forward
WEIGHTS = {
    "land": 24, "load": 20, "forget": 12, "finish": 3, "backup": 7, "restore": 7, "tidy": 8, "publish": 5,
    "read": 5, "clock": 5, "power": 7, "analyze": 1, "report": 1, "spill": 2,
}  # fmt: skip

SEAMS = (
    ("land", "load", "backup", "forget", "restore"),
    ("land", "load", "clock", "tidy"),
    ("land", "load", "forget"),
)
"""Steps that chance seldom puts in this order."""


class History:
    """A history while it happens; `tell` takes each step in words."""

    def __init__(
        self, seed: int, folder: Path, template: Workspace, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        self.seed, self.tell = seed, tell
        self.chooser = random.Random(seed)
        self.root = folder / "world"
        shutil.copytree(template.config.base_dir.parent, self.root)
        self.home, self.backups = self.root / "w", self.root / "backups"
        self.outside = Outside(self.chooser, self.root / "outside")
        self.moments = moments.Moments()
        self.disk = Disk(self.root, folder / "stash", self.chooser)
        config = template.config.model_copy(update={"base_dir": self.home})
        lines = replace(template.lines, path=self.home / "voxpop.yaml")
        self.workspace = Workspace(config, Secrets(self.home, {"VOXPOP_AUTHOR_KEY": KEY}), lines)
        self.seen: dict[Path, tuple[object, Seen]] = {}
        self.state, self.erasures, self.pending = State(), Erasures(), Erasures()
        self.saved: dict[Path, list[State]] = {}
        self.shown: list[Posts] = []  # what the newest snapshot may say
        self.readers: list[tuple[duckdb.DuckDBPyConnection, Posts]] = []
        self.restoring: Path | None = None
        self.unfinished = False  # an erasure was cut off, and its words may still be anywhere
        self.exact = True  # after a jump of the clock an edit wins once every channel was asked by a right one
        self.gone: set[str] = set()  # words of posts that are gone and have left
        self.faults = self.steps = 0

    def run(self, steps: int) -> None:
        """All of it; raises `Violation` where something is not as it must be."""
        with ExitStack() as installed:
            installed.enter_context(moments.installed(self.moments, self.chooser))
            installed.enter_context(databases.installed(self.disk))
            installed.enter_context(operations.installed(self.disk))
            try:
                for kind in self.plan(steps):
                    self.steps += 1
                    commands.STEPS[kind](self)
                    longest = 4 if self.moments.off else 7  # a clock that is wrong for over a week is believed
                    self.moments.pass_by(timedelta(hours=self.chooser.choice((0.2, 1, 5, 12, 12, 200, 440)[:longest])))
                self.finish()
            finally:
                for con, _ in self.readers:
                    con.close()

    def plan(self, steps: int) -> list[str]:
        """The kinds of the steps: by chance, but every third history has the steps of a seam in their order."""
        kinds = self.chooser.choices(list(WEIGHTS), list(WEIGHTS.values()), k=steps)
        if self.chooser.random() < 0.35:
            seam = self.chooser.choices(SEAMS, (4, 2, 1))[0]
            places = sorted(self.chooser.sample(range(steps), min(steps, len(seam))))
            for place, kind in zip(places, seam[-steps:], strict=True):
                kinds[place] = kind
        return kinds

    def finish(self) -> None:
        """Whatever was cut off is run again; then everything must be there, and nothing else."""
        self.moments.off = timedelta()
        if self.restoring:
            commands.restore(self, self.restoring, undisturbed=True)
        for person in sorted(self.pending.people):
            commands.forget(self, person=person, undisturbed=True)
        for key in sorted(self.pending.posts):
            commands.forget(self, key=key, undisturbed=True)
        commands.tidy(self, undisturbed=True)
        if missing := set(self.state.landed) - self.state.loads:
            raise Violation(f"never loaded: {sorted(missing)}")
        with warehouse.writer(self.workspace.warehouse_path) as writer:
            if broken := [finding for finding in writer.check() if finding.fails]:
                raise Violation(f"broken rules: {broken}")
        self.search()

    def attempt(self, kind: str, work: Callable[[], object], *, undisturbed: bool = False) -> str:
        """How the work ended: 'done', 'killed' or 'refused'; that it may be disturbed is left to chance."""
        fault = (
            "none"
            if undisturbed
            else self.chooser.choices(("none", "kill", "power", "full", "room"), (58, 20, 10, 6, 6))[0]
        )
        at = self.chooser.randint(1, OPERATIONS[kind])
        size = self.chooser.choice((0, 200, 4_000, 300_000, 1_000_000, 1_900_000, 2_300_000))
        self.disk.begin(last=at if fault in {"kill", "power"} else None, full=at if fault == "full" else None)
        self.faults += fault != "none"
        ended = "done"
        try:
            with ExitStack() as limits:
                if fault == "room":
                    limits.enter_context(disk.room(size))
                work()
        except Killed as stop:
            ended = f"killed at {stop}"
        except VoxpopError as error:
            if fault not in {"full", "room"} and not self.restoring:
                raise Violation(f"{kind}: an error that nothing explains: {error}") from error
            ended = f"refused: {str(error)[:150]}"
        except Violation:
            raise
        except Exception as error:
            where = " < ".join(
                f"{Path(one.filename).name}:{one.lineno}"
                for one in reversed(traceback.extract_tb(error.__traceback__)[-6:])
            )
            raise Violation(
                f"{kind} under {fault}: {type(error).__name__}, where a sentence is due: {error} ({where})"
            ) from error
        finally:
            operations = self.disk.done
            self.disk.end()
        if ended.startswith("killed") and fault == "power":
            ended += f"; power lost: {self.disk.lose_power()}"
        elif ended.startswith("killed"):
            self.disk.settle()  # the system lives on and writes back what it holds
        self.tell(f"{self.moments.true:%d %H:%M} {kind} ({operations} operations, {fault}): {ended}")
        return ended.partition(" ")[0].rstrip(":")

    # --- what must hold after every step

    def look(self, before: State | None = None, erased_before: Erasures | None = None) -> None:
        """Landing, warehouse, snapshot and readers against the model; what a step that was cut off has reached is learnt."""
        self._look_at_readers()
        if self.restoring:
            self._look_at_snapshot_only()
            return
        if not self.workspace.warehouse_path.exists():
            if self.state.loads:
                raise Violation("the warehouse is gone")
            self._look_at_landing()
            return
        there = self.see(self.workspace.warehouse_path)
        there.check()
        loads = set(there.loads)
        if lost := self.state.loads - loads:
            raise Violation(f"loads are lost: {sorted(lost)}")
        if strange := loads - set(self.state.landed):
            raise Violation(f"loads of fetches that never landed: {sorted(strange)}")
        before = before or self.state.copy()
        self.state.loads = loads
        self._look_at_landing()
        for fetch_id, told in there.ledger.items():
            fetch = self.state.landed[fetch_id]
            outcome, items = list(told.values())[:2] if isinstance(told, dict) else told[:2]
            if (outcome, items) != (fetch.outcome, len(fetch.items)):
                raise Violation(
                    f"the ledger says {outcome}, {items} items of {fetch_id}: {fetch.outcome}, {len(fetch.items)}"
                )
        self._learn_erased(there)
        self._learn_expired(there.posts)
        wanted = self.state.posts(self.erasures)
        if said := differ(there.posts, wanted, exact=self.exact):
            raise Violation(f"warehouse: {said}")
        if sorted(row[:2] for row in there.refused) != sorted(self.state.refused(self.erasures)):
            raise Violation(f"quarantine: {there.refused}, not {sorted(self.state.refused(self.erasures))}")
        self._look_at_snapshot(before, erased_before or self.erasures)

    def _look_at_landing(self) -> None:
        there = {fetch.fetch_id for fetch in Landing(self.workspace.landing.root).fetches()}
        if strange := there - set(self.state.landed):
            raise Violation(f"landing has fetches that nobody made: {sorted(strange)}")
        days = self.day()
        for fetch_id in set(self.state.landed) - there:
            fetch = self.state.landed[fetch_id]
            if fetch_id not in self.state.loads or days - fetch.told < KEEP_DAYS - SLACK:
                raise Violation(f"landing has lost {fetch_id}")

    def _learn_erased(self, there: Seen) -> None:
        """An erasure that was cut off has erased all of its posts and refused records, or none; of none, it shows later."""
        if self._is_after(there, self.erasures):
            return
        for person in sorted(self.pending.people - self.erasures.people):
            tried = self.erasures.copy()
            tried.people.add(person)
            if self._is_after(there, tried):
                self.erasures, self.unfinished = tried, True
        for key in sorted(self.pending.posts - self.erasures.posts):
            tried = self.erasures.copy()
            tried.posts.add(key)
            if self._is_after(there, tried):
                self.erasures, self.unfinished = tried, True

    def _is_after(self, there: Seen, erasures: Erasures) -> bool:
        """Whether the tables hold what is left of everything once these are erased; the retention may have come with it."""
        refused = sorted(row[:2] for row in there.refused)
        wanted = self.state.posts(erasures)
        expired = self._find_expired(wanted, there.posts)
        wanted = {key: version for key, version in wanted.items() if key not in expired}
        left = not differ(there.posts, wanted, exact=self.exact)
        return left and refused == sorted(self.state.refused(erasures))

    def _learn_expired(self, there: Posts) -> None:
        """Only what is old enough may be missing."""
        for key in self._find_expired(self.state.posts(self.erasures), there):
            self.state.expired[key] = frozenset(self.state.loads)

    def _find_expired(self, wanted: Posts, there: Posts) -> set[Key]:
        """What is missing and old enough for the retention."""
        old = self.moments.true - timedelta(days=KEEP_DAYS - SLACK)
        return {
            post.key
            for post in self.outside.posts
            if post.source == "reddit" and post.key in wanted and post.key not in there and post.at <= old
        }

    def _look_at_snapshot(self, before: State, erased_before: Erasures) -> None:
        pointer = self.workspace.snapshots / "current"
        if not pointer.exists():
            if self.shown:
                raise Violation("no snapshot is there any more")
            return
        shown = self.see(warehouse.newest(self.workspace.snapshots))
        loads = set(shown.loads)
        if not loads <= set(self.state.landed):
            raise Violation("the snapshot has loads of fetches that never landed")
        may = [*self.shown]
        for erasures in (self.erasures, erased_before):
            may += [self.state.posts(erasures, loads, expired) for expired in (self.state.expired, before.expired)]
        told = [differ(shown.posts, one, exact=self.exact) for one in may]
        if all(told):
            raise Violation(f"snapshot: {told[-1]}")
        shown.check()
        self.shown = [shown.posts]

    def _look_at_snapshot_only(self) -> None:
        """A restore was cut off: until it is repeated there is a snapshot that can be read, and a warehouse that can be opened."""
        if (self.workspace.snapshots / "current").exists():
            Seen(warehouse.newest(self.workspace.snapshots)).check()
        elif self.shown:
            raise Violation("a restore that was cut off leaves readers without a snapshot")
        if self.state.loads and not self.workspace.warehouse_path.exists():
            raise Violation("a restore that was cut off leaves nobody a warehouse")

    def _look_at_readers(self) -> None:
        for con, held in self.readers:
            rows = con.execute("select source, post_id from posts where deleted_at is null").fetchall()
            if sorted(rows) != sorted(key for key, version in held.items() if version != GONE):
                raise Violation("a snapshot changed under a reader that has it open")

    def search(self) -> None:
        """No byte of those who were forgotten, nor of what is gone."""
        words = set(self.erasures.people) | self.gone
        words |= {post.word for post in self.outside.posts if post.key in self.erasures.posts}
        if found := search(self.home, words):
            raise Violation(f"left: {found[:6]}")

    # --- small facts

    def see(self, path: Path) -> Seen:
        """What a database holds; one that has not changed since is not read again."""
        files = [place.stat() for place in (path, path.with_name(f"{path.name}.wal")) if place.exists()]
        state = [(one.st_ino, one.st_mtime_ns, one.st_size) for one in files]
        if path not in self.seen or self.seen[path][0] != state:
            self.seen[path] = (state, Seen(path))
        return self.seen[path][1]

    def day(self) -> float:
        """True days since the beginning."""
        return (self.moments.true - moments.START).total_seconds() / 86_400

    def adopt_fetch(self, channel: str, items: list[Item], outcome: str) -> bool:
        """Take a fetch into the model if it is in landing; more than one at a time cannot come."""
        fresh = [
            fetch
            for fetch in Landing(self.workspace.landing.root).fetches(channel)
            if fetch.fetch_id not in self.state.landed
        ]
        for fetch in fresh:
            order = max((one.order for one in self.state.landed.values()), default=0) + 1
            told = self.day() + min(self.moments.off, timedelta()) / timedelta(days=1)
            self.state.landed[fetch.fetch_id] = Landed(fetch.fetch_id, channel, order, tuple(items), outcome, told)
        return bool(fresh)
