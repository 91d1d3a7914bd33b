"""The board as a CSV file, or as issues of a GitHub repository that go through the trackers of the closed loop."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from voxpop.config import EVERYONE, Tracker
from voxpop.config.loop import SMALLEST_GROUP
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voxpop.analysis.demand.rank import Demand
    from voxpop.pipeline.workspace import Workspace

API = "https://api.github.com"
MOST = 100
"""Issues that one push makes at most."""

SECRET_NAME = "VOXPOP_GITHUB_TOKEN"  # noqa: S105
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("place", "demand_id", "kind", "title", "state", "since", "n_people", "n_known", "n_recent", "n_posts", "votes",
           "audiences", "channels", "first_day", "last_day", "url")  # fmt: skip


def to_csv(board: Sequence[Demand], path: Path) -> int:
    """Write one row a demand; text that a spreadsheet would run as a formula gets an apostrophe. How many."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for place, line in enumerate(board, start=1):
            values = [place, *(getattr(line, name) for name in COLUMNS[1:])]
            writer.writerow([_cell("; ".join(v) if isinstance(v, tuple) else v) for v in values])
    return len(board)


def tracker_for(
    workspace: Workspace, repository: str, *, api: str = API, audience: str = EVERYONE, kind: str | None, most: int
) -> Tracker:
    """The tracker that a push to this repository goes through: the configured one of it, else one with the token in VOXPOP_GITHUB_TOKEN."""
    if repository.count("/") != 1:
        raise UsageError(f"'{repository}' is no repository; write owner/name")
    same = (
        one
        for one in workspace.config.trackers
        if one.kind == "github" and one.project.casefold() == repository.casefold() and one.address == api
    )
    name = re.sub("[^a-z0-9]+", "-", repository.lower()).strip("-")
    made = {"id": f"export-{name}", "kind": "github", "project": repository, "url": api, "secret": SECRET_NAME}
    known = next(same, None)
    said = known.model_dump(exclude_none=True) if known else made
    asked = {"audience": audience, "people": SMALLEST_GROUP, "most": min(most, MOST)}
    try:
        return Tracker.model_validate(said | asked | ({"kinds": (kind,)} if kind else {}))
    except ValidationError as error:
        raise UsageError(f"no issue can be made at {api} of '{repository}': {error.errors()[0]['msg']}") from error


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
