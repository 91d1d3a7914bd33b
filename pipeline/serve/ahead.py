"""Figures that are computed before anybody asks: in the background, the newest weeks first, each audience and week that has changed.

Over many posts a process of its own does it, with the lowest priority, so that pages do not wait for it; it writes to the shelf and ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.analysis.report.wording.languages import LANGUAGES, speaking
from voxpop.errors import VoxpopError
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.keeper import Keeper
from voxpop.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxpop.pipeline.serve.keeper import Opened
    from voxpop.window import Week

WEEKS_AHEAD = 53
"""Weeks that are computed ahead; earlier ones are computed when they are asked for."""

MANY = 50_000
"""Posts from which on a process of its own computes."""

GRACE = 5
"""Seconds that it has left to end."""


def weeks_ahead(opened: Opened) -> list[Week]:
    """The weeks that are computed ahead: the last one that is over, what was heard since, then the earlier ones, the newest first."""
    known = figures.known(opened)
    if known.current is None:
        return []
    last = known.weeks.index(known.current)
    newest_first = [known.current, *reversed(known.weeks[last + 1 :]), *reversed(known.weeks[:last])]
    return newest_first[:WEEKS_AHEAD]


def missing(opened: Opened, weeks: list[Week]) -> bool:
    """Whether any value of the weeks would have to be computed."""
    with speaking(opened.workspace.config.company.language):
        return any(not opened.shelf.has(figures.key(opened, *one)) for one in wanted(opened, weeks))


def wanted(opened: Opened, weeks: list[Week]) -> Iterator[tuple[str, str, Week]]:
    """Kind, audience and week of every value, in the order in which they are computed."""
    for week in weeks:
        for kind in figures.KINDS:
            for audience in opened.workspace.config.audience_ids:
                yield kind, audience, week


def compute(opened: Opened) -> Iterator[None]:
    """Put every value that is missing on the shelf, one a step; then remove from it what no page asks for any more."""
    weeks = weeks_ahead(opened)
    for week in weeks:
        for audience in opened.workspace.config.audience_ids:
            with speaking(opened.workspace.config.company.language):
                needed = any(not opened.shelf.has(figures.key(opened, kind, audience, week)) for kind in figures.KINDS)
                if needed:
                    figures.compute(opened, audience, week)
            if needed:
                yield
    kept: set[str] = set()
    for language in LANGUAGES:
        with speaking(language):
            kept |= {figures.key(opened, *one) for one in wanted(opened, weeks)}
    opened.shelf.keep_only(kept)


class Helper:
    """The process that computes ahead for one snapshot after the other; one at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, workspace: Workspace) -> None:
        """Compute for the newest snapshot, in place of what was computed for another."""
        self.stop()
        command = [sys.executable, "-m", __name__, str(workspace.lines.path), str(os.getpid())]
        with suppress(OSError):  # where there is no room for it, values are computed when they are asked for
            self._process = subprocess.Popen(  # noqa: S603  our own program
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )

    @property
    def runs(self) -> bool:
        """Whether it is at work."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(config: str, parent: str) -> None:
    """Compute ahead while the server lives and the snapshot is there."""
    if hasattr(os, "nice"):
        os.nice(19)
    keeper = Keeper(Workspace.open(Path(config)))
    with suppress(VoxpopError, warehouse.QueryError), keeper.lease() as opened:
        for _ in compute(opened):
            if os.getppid() != int(parent) or not opened.place.exists():
                break
            opened.figures.clear()


if __name__ == "__main__":
    main(*sys.argv[1:3])
