"""Issues of a GitHub repository, https://docs.github.com/rest/issues/issues.

Labels of somebody who may not set them are dropped in silence, and the search for words lags behind. So issues are found by our
label, among those that changed of late whatever their labels, and by a search for the mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from voxpop.pipeline.loop.issue import LABEL, Issue
from voxpop.pipeline.loop.tracker import Client, Made, State, TrackerError

LATELY = timedelta(days=2)
"""How far back issues are looked through whose labels may be missing; the search has found older ones by then."""


class GitHub(Client):
    """One repository."""

    source: ClassVar[str] = "github"

    @property
    def place(self) -> str:
        """The address of its issues."""
        return f"{self.tracker.address}/repos/{self.tracker.project}/issues"

    def headers(self) -> dict[str, str]:
        """The token, and the version of the API that was read."""
        return {
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "Authorization": f"Bearer {self.secret(self.tracker.secret_name)}",
        }

    def list_made(self) -> Iterator[Made]:
        """Those with our label, then those that changed of late."""
        every = {"state": "all", "per_page": 100}
        since = (self.clock() - LATELY).strftime("%Y-%m-%dT%H:%M:%SZ")
        for asked in ({**every, "labels": LABEL}, {**every, "since": since}):
            for one in self.pages(self.place, asked):
                if made := self._made(one):
                    yield made

    def find(self, demand_id: str) -> Iterator[Made]:
        """By the words of the mark; the search reads words, so each hit is looked at."""
        words = f'"{LABEL}:{demand_id}" repo:{self.tracker.project} in:body is:issue'
        found = self.reads.must(f"{self.tracker.address}/search/issues", {"q": words, "per_page": 30})
        for one in found.get("items") or []:
            made = self._made(one) if isinstance(one, dict) else None
            if made and demand_id in made.demands:
                yield made

    def read(self, issue: str) -> Made | None:
        """By its number; one that was moved to another repository is gone from here."""
        found = self.reads.get(f"{self.place}/{issue.removeprefix('#')}")
        return self._read(found[0]) if found and isinstance(found[0], dict) else None

    def send(self, issue: Issue) -> Made:
        """Make it."""
        said = {"title": issue.title, "body": issue.body, "labels": list(issue.labels)}
        made = self._read(self.writes.post(self.place, said))
        if made is None:
            raise TrackerError(self.tracker.id, "GitHub answered no issue when one was made")
        return made

    def _made(self, one: Mapping[str, Any]) -> Made | None:
        """An issue that bears a mark; a pull request, which GitHub lists as an issue, is none."""
        made = None if "pull_request" in one else self._read(one)
        return made if made and made.demands else None

    def _read(self, one: Any) -> Made | None:
        if not isinstance(one, dict) or not isinstance(one.get("number"), int):
            return None
        labels = [str(label.get("name") if isinstance(label, dict) else label) for label in one.get("labels") or []]
        if one.get("state") != "closed":
            state = self.open_as(labels)
        else:
            known = one.get("state_reason") in ("not_planned", "duplicate")
            state = State.DECLINED if known else self.closed_as(labels)
        milestone = one.get("milestone")
        return Made(
            issue=f"#{one['number']}",
            number=one["number"],
            demands=self.demands_of(one.get("body"), labels),
            url=one.get("html_url"),
            state=state,
            release=milestone.get("title") if isinstance(milestone, dict) else None,
        )
