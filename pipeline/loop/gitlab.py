"""Issues of a GitLab project, https://docs.gitlab.com/api/issues/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import quote

from voxpop.pipeline.loop.issue import LABEL, Issue
from voxpop.pipeline.loop.tracker import Client, Made, TrackerError


class GitLab(Client):
    """One project. Its search reads descriptions as they are at that moment, so that a mark is found at once."""

    source: ClassVar[str] = "gitlab"

    @property
    def place(self) -> str:
        """The address of its issues."""
        return f"{self.tracker.address}/projects/{quote(self.tracker.project, safe='')}/issues"

    def headers(self) -> dict[str, str]:
        """The token."""
        return {"PRIVATE-TOKEN": self.secret(self.tracker.secret_name)}

    def list_made(self) -> Iterator[Made]:
        """Those whose description holds a mark, whatever their labels."""
        yield from self._search(f"{LABEL}:d")

    def find(self, demand_id: str) -> Iterator[Made]:
        """Those whose description holds this demand's mark."""
        yield from (made for made in self._search(f"{LABEL}:{demand_id}") if demand_id in made.demands)

    def read(self, issue: str) -> Made | None:
        """By its number in the project."""
        found = self.reads.get(f"{self.place}/{issue.removeprefix('#')}")
        return self._read(found[0]) if found else None

    def send(self, issue: Issue) -> Made:
        """Make it; labels that are not there yet are made with it."""
        said = {"title": issue.title, "description": issue.body, "labels": ",".join(issue.labels)}
        made = self._read(self.writes.post(self.place, said))
        if made is None:
            raise TrackerError(self.tracker.id, "GitLab answered no issue when one was made")
        return made

    def _search(self, words: str) -> Iterator[Made]:
        asked = {"search": words, "in": "description", "scope": "all", "per_page": 100}
        for one in self.pages(self.place, asked):
            made = self._read(one)
            if made and made.demands:
                yield made

    def _read(self, one: Any) -> Made | None:
        if not isinstance(one, dict) or not isinstance(one.get("iid"), int):
            return None
        labels = [str(label) for label in one.get("labels") or []]
        milestone = one.get("milestone")
        return Made(
            issue=f"#{one['iid']}",
            number=one["iid"],
            demands=self.demands_of(one.get("description"), labels),
            url=one.get("web_url"),
            state=self.closed_as(labels) if one.get("state") == "closed" else self.open_as(labels),
            release=milestone.get("title") if isinstance(milestone, dict) else None,
        )
