"""A kill at every system call that writes, DuckDB's and Arrow's own among them, in publish, forget, backup and restore.

    python -m tests.simulation.kills [--every 1] [--first 1] [--command forget] [--torn]

A small library in C (`kills.c`, built with `cc`) counts the calls that change files under the world's folder and kills the process at
one of them, before it is made, or `--torn`, with half of it done. After each kill

- readers have a snapshot that is whole, and of a backup the old or the new one is whole;
- the next command, be it the same, `forget` alone or `load`, ends well or says in a sentence what to do;
- the same command, repeated, ends well, and then all is as after an undisturbed run: no post lost, doubled or back, the ledger adds up,
  and no byte is left of who was forgotten before or by the command.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

from tests.places import ROOT
from tests.simulation import cheap, databases, moments
from tests.simulation.disk import Disk
from tests.simulation.look import Seen, Violation, differ, search
from tests.simulation.many import MEMORY
from tests.simulation.model import GONE
from tests.simulation.mutations import MUTATIONS
from tests.simulation.outside import CONFIG, KEY, Outside
from voxpop import warehouse
from voxpop.coverage import FetchLog
from voxpop.errors import VoxpopError
from voxpop.pipeline.collect import fetch
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.housekeeping import backup
from voxpop.pipeline.housekeeping.published import restore_published
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.post import RawItem
from voxpop.window import Window

ROOT_VARIABLE, LIBRARY_VARIABLE = "VOXPOP_KILLS_ROOT", "VOXPOP_KILLS_LIBRARY"
SEED = 2026

Step = Callable[[Workspace], object]


def steps(facts: dict[str, str]) -> dict[str, Step]:
    """The commands that are killed: with a backup that is there, and a person in it who is still here."""
    saved = facts["saved"]
    return {
        "publish": load.publish,
        "forget": lambda workspace: forget.forget(workspace, [f"reddit:{facts['present']}"], []),
        "backup": lambda workspace: backup.backup(workspace, _beside(workspace, saved), force=True),
        "restore": lambda workspace: backup.restore(workspace, _beside(workspace, saved), force=True),
    }


def make_world(folder: Path) -> dict[str, str]:
    """An installation with two channels, marts, a report, a backup, and a person forgotten since; who is who."""
    home = folder / "w"
    home.mkdir(parents=True)
    (home / "voxpop.yaml").write_text(CONFIG, encoding="utf-8")
    (home / ".env").write_text(f"VOXPOP_AUTHOR_KEY={KEY}\n", encoding="utf-8")
    workspace = Workspace.open(home / "voxpop.yaml")
    outside = Outside(random.Random(SEED), folder / "outside")
    clock = moments.Moments()
    with moments.installed(clock, random.Random(SEED)):
        for _ in range(3):
            _land(workspace, outside, clock)
        outside.export(clock.true)
        fetch.land(workspace, "survey", Window(clock.true - timedelta(days=800), clock.clock()))
        load.load(workspace)
        backup.backup(workspace, folder / "saved")
        people = sorted({post.person for post in outside.posts if post.source == "reddit" and post.version > GONE})
        forget.forget(workspace, [f"reddit:{people[0]}"], [])
        _land(workspace, outside, clock)
        load.load(workspace)
        cheap.analyze(workspace)
        cheap.report(workspace, clock.true)
    return {"saved": "saved", "forgotten": people[0], "present": people[1]}


def _land(workspace: Workspace, outside: Outside, clock: moments.Moments) -> None:
    clock.pass_by(timedelta(hours=6))
    payloads, _ = outside.page(clock.true, fresh=4)
    window = Window(clock.true - timedelta(hours=6), clock.clock())
    items = (
        RawItem(source="reddit", channel="talk", fetched_at=clock.true, window=window, payload=one) for one in payloads
    )
    fetch.record(workspace, workspace.channel("talk"), window, FetchLog(), items)


def look(folder: Path, kind: str, number: int, facts: dict[str, str], wanted: Path) -> None:
    """Raises where a kill at a call of that number has done harm."""
    workspace = Workspace.open(folder / "w" / "voxpop.yaml")
    step = steps(facts)[kind]
    Seen(warehouse.newest(workspace.snapshots)).check()
    backup.verify(folder / facts["saved"])
    _mend(workspace)
    others: list[Step] = [step, lambda workspace: forget.forget(workspace, [], []), load.load]
    try:
        others[number % len(others)](workspace)
    except VoxpopError as error:
        if not str(error):
            raise Violation("an error without a sentence") from error
    step(workspace)
    forget.forget(workspace, [], [])
    _compare(workspace, json.loads(wanted.read_text()))
    words = {facts["forgotten"], *([facts["present"]] if kind == "forget" else [])}
    if left := search(folder / "w", words):
        raise Violation(f"left: {left[:4]}")


def _mend(workspace: Workspace) -> None:
    """Do what the error of a warehouse that does not open says: half of a block that DuckDB changes in place is such a one."""
    try:
        with warehouse.writer(workspace.warehouse_path):
            return
    except VoxpopError as error:
        if "restore --published" not in str(error):
            return  # what the next command says and does is looked at below
    restore_published(workspace)


def _compare(workspace: Workspace, wanted: list) -> None:
    posts = {(source, post_id): version for source, post_id, version in wanted}
    for place in (workspace.warehouse_path, warehouse.newest(workspace.snapshots)):
        there = Seen(place)
        there.check()
        if said := differ(there.posts, posts):
            raise Violation(f"{place.name}: {said}")


def run(folder: Path, kind: str, every: int, first: int, torn: int = 0) -> tuple[int, int, list[str]]:
    """How many calls the command makes, at how many it was killed, and what was wrong afterwards; all in this folder."""
    library = ctypes.CDLL(os.environ[LIBRARY_VARIABLE])
    template, facts_at, wanted, counted = (
        folder / "template",
        folder / "facts.json",
        folder / "wanted.json",
        folder / "count",
    )
    here = folder / "world"
    assert _forked(lambda: facts_at.write_text(json.dumps(make_world(template)))) == 0, "the world cannot be made"
    facts = json.loads(facts_at.read_text())

    def undisturbed() -> None:
        library.kills_arm(0, 0)
        workspace = Workspace.open(here / "w" / "voxpop.yaml")
        steps(facts)[kind](workspace)
        counted.write_text(str(library.kills_count()))
        seen = Seen(warehouse.newest(workspace.snapshots))
        wanted.write_text(json.dumps([[*key, version] for key, version in seen.posts.items()]))

    def killed(number: int) -> None:
        workspace = Workspace.open(here / "w" / "voxpop.yaml")
        library.kills_arm(number, torn)
        steps(facts)[kind](workspace)

    shutil.copytree(template, here)
    assert _forked(undisturbed) == 0, f"{kind} does not end well undisturbed"
    calls, kills, wrong = int(counted.read_text()), 0, []
    for number in range(first, calls + 1, every):
        shutil.rmtree(here)
        shutil.copytree(template, here)
        if _forked(partial(killed, number)) != -signal.SIGKILL:
            wrong.append(f"{kind}: call {number} of {calls} was not reached")
            continue
        kills += 1
        if kills % 25 == 0:
            print(f"{kind}: {kills} kills, at call {number} of {calls}", file=sys.stderr, flush=True)
        said = folder / "said"
        said.unlink(missing_ok=True)
        if _forked(partial(look, here, kind, number, facts, wanted), said) != 0:
            wrong.append(f"{kind}: killed at call {number} of {calls}: {said.read_text() if said.exists() else 'died'}")
    return calls, kills, wrong


def _forked(work: Callable[[], object], said: Path | None = None) -> int:
    """How a process of its own ended; what went wrong in it is written down."""
    child = os.fork()
    if not child:
        end = 1
        try:
            logging.disable(logging.CRITICAL)
            nobody = Disk(Path("/nowhere"), Path(tempfile.gettempdir()), random.Random(0))
            with ExitStack() as installed:
                installed.enter_context(databases.installed(nobody))
                installed.enter_context(cheap.proof(wanted=False))
                work()
            end = 0
        except BaseException as error:  # noqa: BLE001  a child may not go on with the work of its parent
            (said.write_text(f"{type(error).__name__}: {error}") if said else traceback.print_exc())
        finally:
            os._exit(end)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _beside(workspace: Workspace, name: str) -> Path:
    return workspace.config.base_dir.parent / name


def build(folder: Path) -> Path | None:
    """The library; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    library = folder / "kills.so"
    source = ROOT / "tests" / "simulation" / "kills.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-w", "-o", library, source, "-ldl"], check=True)
    return library


def main() -> int:
    """Kills and looks; 1 where something was wrong, 0 otherwise, also where no compiler is there, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation.kills",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--every", type=int, default=1, help="kill at every so many-th call only")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--command", choices=("publish", "forget", "backup", "restore"), action="append")
    parser.add_argument("--torn", action="store_true", help="half of a write is done before the kill")
    parser.add_argument("--mutation", choices=sorted(MUTATIONS), help="a fault on purpose, which the kills must find")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(
        dir=MEMORY if os.access(MEMORY, os.W_OK) else None, prefix="voxpop-kills-"
    ) as name:
        folder = Path(name)
        if LIBRARY_VARIABLE not in os.environ:  # the library must be there before the process begins
            library = build(folder)
            if library is None:
                print("skipped: no C compiler (cc) is here to build the library that counts system calls")
                return 0
            places = {"LD_PRELOAD": str(library), LIBRARY_VARIABLE: str(library), "PYTHONHASHSEED": "0"}
            command = [sys.executable, "-m", "tests.simulation.kills", *sys.argv[1:]]
            return subprocess.run(command, cwd=ROOT, env=os.environ | places, check=False).returncode
        os.environ[ROOT_VARIABLE] = str(folder)
        if given.mutation:
            MUTATIONS[given.mutation]()
        failed = 0
        for kind in given.command or ("publish", "forget", "backup", "restore"):
            began = time.monotonic()
            calls, kills, wrong = run(folder / kind, kind, given.every, given.first, int(given.torn))
            failed += len(wrong)
            print(
                f"{kind}: {calls} calls that write, {kills} kills, {len(wrong)} violations, {time.monotonic() - began:.0f} s",
                flush=True,
            )
            for said in wrong:
                print(f"  {said}", flush=True)
            shutil.rmtree(folder / kind)
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
