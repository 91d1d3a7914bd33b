"""The board as a CSV file, or as issues of a GitHub repository; nothing is sent without being asked to."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import requests

from voxpop.errors import UsageError, VoxpopError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voxpop.analysis.demand.rank import Demand
    from voxpop.pipeline.workspace import Workspace

API = "https://api.github.com"
LABEL = "voxpop"
SECRET_NAME = "VOXPOP_GITHUB_TOKEN"  # noqa: S105
TIMEOUT = 30  # seconds
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("place", "demand_id", "kind", "title", "state", "since", "n_people", "n_known", "n_recent", "n_posts", "votes",
           "audiences", "channels", "first_day", "last_day", "url")  # fmt: skip


class ExportError(VoxpopError):
    """GitHub refused, or could not be reached; what was made before stands and is not made twice."""


def to_csv(board: Sequence[Demand], path: Path) -> int:
    """Write one row a demand; text that a spreadsheet would run as a formula gets an apostrophe. How many."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for place, line in enumerate(board, start=1):
            values = [place, *(getattr(line, name) for name in COLUMNS[1:])]
            writer.writerow([_cell("; ".join(v) if isinstance(v, tuple) else v) for v in values])
    return len(board)


def issue(line: Demand) -> dict[str, object]:
    """What GitHub is given for a demand: title, body, labels; nobody is mentioned by it."""
    about = [
        f"{line.n_people} people asked for this, {line.n_recent} of them in the last four weeks, in {line.n_posts} posts.",
        f"Heard from {line.first_day} to {line.last_day} on {', '.join(line.channels)}.",
    ]
    about += [f"Audiences: {', '.join(line.audiences)}."] if line.audiences else []
    about += [f"One of the posts: {line.url}"] if line.url else []
    return {
        "title": _plain(line.title)[:200],
        "body": "\n\n".join([*map(_plain, about), f"<!-- {LABEL}:{line.demand_id} -->"]),
        "labels": [LABEL, "bug" if line.kind == "bug" else "enhancement"],
    }


def to_github(
    workspace: Workspace, board: Sequence[Demand], repository: str, *, send: bool, api: str = API
) -> list[tuple[Demand, str]]:
    """Each demand with what became of it: 'would be made', 'is there', or the new issue's address."""
    if repository.count("/") != 1:
        raise UsageError(f"'{repository}' is no repository; write owner/name")
    token = workspace.secrets.get(SECRET_NAME) if send else None
    session = requests.Session()
    session.headers.update({"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"})
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    place = f"{api}/repos/{repository}/issues"
    known = _list_marks(session, place) if send else set()
    found = []
    for line in board:
        if f"{LABEL}:{line.demand_id}" in known:
            found.append((line, "is there"))
        elif not send:
            found.append((line, "would be made"))
        else:
            found.append((line, str(_request(session, "POST", place, json=issue(line)).json().get("html_url"))))
    return found


def _list_marks(session: requests.Session, place: str) -> set[str]:
    """The marks of all issues that were made before, open or closed."""
    marks: set[str] = set()
    url: str | None = f"{place}?labels={LABEL}&state=all&per_page=100"
    while url:
        reply = _request(session, "GET", url)
        for one in reply.json():
            body = one.get("body") or ""
            if f"<!-- {LABEL}:" in body:
                marks.add(body.rsplit("<!-- ", 1)[1].split(" -->")[0])
        url = reply.links.get("next", {}).get("url")
    return marks


def _request(session: requests.Session, method: str, url: str, **given: object) -> requests.Response:
    try:
        reply = session.request(method, url, timeout=TIMEOUT, allow_redirects=False, **given)  # type: ignore[arg-type]
    except requests.RequestException as error:
        raise ExportError(
            f"GitHub cannot be reached: {type(error).__name__}. Run it again; nothing is made twice"
        ) from None
    if not reply.ok or reply.is_redirect:
        said = {401: f"the token in {SECRET_NAME} is not valid", 403: "the token may not write issues there, or the limit is used up",
                404: "there is no such repository, or the token may not see it", 410: "issues are switched off there"}  # fmt: skip
        why = said.get(reply.status_code, f"it answered {reply.status_code}")
        raise ExportError(f"GitHub took no more: {why}. Mend it and run it again; nothing is made twice")
    return reply


def _plain(text: str) -> str:
    """One line that mentions nobody and closes no comment."""
    return " ".join(text.split()).replace("@", "@\u200b").replace("<!--", "").replace("-->", "")


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
