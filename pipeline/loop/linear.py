"""Issues of a Linear team, https://linear.app/developers/graphql.

Linear takes the id of what is made from us: the same demand gives the same id, so that the server itself refuses a second one.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from voxpop.errors import CollectorError, ForbiddenError, RateLimitedError
from voxpop.pipeline.loop.issue import LABEL, Issue
from voxpop.pipeline.loop.tracker import MOST_PAGES, Client, Made, RefusedError, State, TrackerError

ISSUE = "identifier number url description state { type name } labels { nodes { name } } projectMilestone { name }"
LIST = (
    "query($team: String!, $mark: String!, $after: String) { issues(first: 50, after: $after, includeArchived: true, "
    "filter: {team: {key: {eq: $team}}, description: {contains: $mark}}) "
    f"{{ nodes {{ {ISSUE} }} pageInfo {{ hasNextPage endCursor }} }} }}"
)
READ = f"query($id: String!) {{ issue(id: $id) {{ {ISSUE} }} }}"
TEAM = (
    "query($team: String!, $names: [String!]) { teams(filter: {key: {eq: $team}}) { nodes { id } } "
    "issueLabels(first: 250, filter: {name: {in: $names}}) { nodes { id name team { key } } } }"
)
MAKE = f"mutation($input: IssueCreateInput!) {{ issueCreate(input: $input) {{ success issue {{ {ISSUE} }} }} }}"
STATES = {
    "started": State.IN_PROGRESS,
    "completed": State.DONE,
    "canceled": State.DECLINED,
    "duplicate": State.DECLINED,
}
"""Linear's own types of whatever a team calls its states; all others are open."""


class Linear(Client):
    """One team."""

    source: ClassVar[str] = "linear"
    _team: tuple[str, dict[str, str]] | None = None

    def headers(self) -> dict[str, str]:
        """The key; Linear wants it bare."""
        return {"Authorization": self.secret(self.tracker.secret_name)}

    def list_made(self) -> Iterator[Made]:
        """Those whose description holds a mark, archived ones too."""
        yield from self._search(f"{LABEL}:d")

    def find(self, demand_id: str) -> Iterator[Made]:
        """Those whose description holds this demand's mark."""
        yield from (made for made in self._search(f"{LABEL}:{demand_id}") if demand_id in made.demands)

    def read(self, issue: str) -> Made | None:
        """By its identifier."""
        try:
            found = self._ask(READ, {"id": issue})
        except RefusedError as error:
            if "not found" in str(error).casefold():
                return None
            raise
        return self._read(found.get("issue"))

    def send(self, issue: Issue) -> Made:
        """Make it, with those of its labels that the team has."""
        team, labels = self._about_team(issue.labels)
        wanted = {
            "id": issue_id(self.tracker.project, issue.demand_id, self.key.digest("tracker", issue.demand_id)),
            "teamId": team,
            "title": issue.title,
            "description": issue.body,
            "labelIds": [labels[name] for name in issue.labels if name in labels],
        }
        made = self._ask(MAKE, {"input": wanted}, writing=True).get("issueCreate")
        if not isinstance(made, dict) or not made.get("success") or not (found := self._read(made.get("issue"))):
            raise TrackerError(self.tracker.id, "Linear did not say that the issue was made")
        return found

    def _about_team(self, names: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """The team's id, and those of the labels that issues of it may bear."""
        if self._team is None:
            found = self._ask(TEAM, {"team": self.tracker.project, "names": list(names)})
            teams = (found.get("teams") or {}).get("nodes") or []
            if not teams:
                raise TrackerError(
                    self.tracker.id, f"there is no team '{self.tracker.project}', or the key may not see it"
                )
            labels = {
                str(one["name"]): str(one["id"])
                for one in (found.get("issueLabels") or {}).get("nodes") or []
                if (one.get("team") or {}).get("key") in (None, self.tracker.project)
            }
            self._team = str(teams[0]["id"]), labels
        return self._team

    def _search(self, mark: str) -> Iterator[Made]:
        after = None
        for _ in range(MOST_PAGES):
            asked = {"team": self.tracker.project, "mark": mark, "after": after}
            page = self._ask(LIST, asked).get("issues") or {}
            for one in page.get("nodes") or []:
                made = self._read(one)
                if made and made.demands:
                    yield made
            about = page.get("pageInfo") or {}
            if not about.get("hasNextPage"):
                return
            after = about.get("endCursor")
        raise TrackerError(self.tracker.id, f"more than {MOST_PAGES} pages of issues bear our mark")

    def _ask(self, query: str, variables: dict[str, Any], *, writing: bool = False) -> dict[str, Any]:
        """The answer's data. Linear says what is wrong in a 200 or 400 with `errors`."""
        api = self.writes if writing else self.reads
        try:
            said = api.post(self.tracker.address, {"query": query, "variables": variables})
        except CollectorError as error:
            if "RATELIMITED" in f"{error}":  # it comes with a 400
                raise RateLimitedError(self.source, "the limit of requests is used up; try again in an hour") from error
            raise
        errors = said.get("errors") if isinstance(said, dict) else None
        if errors:
            raise self._wrong(errors[0] if isinstance(errors, list) and isinstance(errors[0], dict) else {})
        found = said.get("data") if isinstance(said, dict) else None
        if not isinstance(found, dict):
            raise CollectorError(self.source, "the answer holds no data")
        return found

    def _wrong(self, error: dict[str, Any]) -> CollectorError | RefusedError:
        told = " ".join(str(error.get("message")).split())[:200]
        kind = str((error.get("extensions") or {}).get("code") or (error.get("extensions") or {}).get("type") or "")
        if "RATELIMITED" in kind.upper():
            return RateLimitedError(self.source, f"{told}; try again in an hour")
        if "AUTHENTICATION" in kind.upper() or "FORBIDDEN" in kind.upper():
            return ForbiddenError(self.source, f"{told}; the key in {self.tracker.secret_name} may not do this")
        return RefusedError(f"{self.source}: {told}")

    def _read(self, one: Any) -> Made | None:
        if not isinstance(one, dict) or not isinstance(one.get("identifier"), str):
            return None
        labels = [str(label.get("name")) for label in (one.get("labels") or {}).get("nodes") or []]
        state = STATES.get(str((one.get("state") or {}).get("type")))
        milestone = one.get("projectMilestone")
        return Made(
            issue=one["identifier"],
            number=int(one.get("number") or 0),
            demands=self.demands_of(one.get("description"), labels),
            url=one.get("url"),
            state=self.closed_as(labels) if state is State.DONE else state or self.open_as(labels),
            release=milestone.get("name") if isinstance(milestone, dict) else None,
        )


def issue_id(team: str, demand_id: str, signature: str) -> str:
    """The id that a demand's issue has in a team: a UUID of version 4 in form, the same at every try."""
    digest = hashlib.sha256(f"{team}\x1f{demand_id}\x1f{signature}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))
