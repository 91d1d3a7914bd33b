"""Issues of a Jira project, https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issues/.

Version 2 takes texts as wiki markup. A label of each demand's own beside the mark in the text finds the issue again by an exact
query; a query for words would find words that are like it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import quote

from voxpop.config.loop import ISSUE_TYPES
from voxpop.errors import CollectorError
from voxpop.pipeline.loop.issue import LABEL, Issue
from voxpop.pipeline.loop.tracker import MOST_PAGES, Client, Made, State, TrackerError

FIELDS = "summary,description,labels,status,resolution,fixVersions"
STATES = {"new": State.OPEN, "undefined": State.OPEN, "indeterminate": State.IN_PROGRESS, "done": State.DONE}
"""Jira's own categories of whatever a project calls its states."""


class Jira(Client):
    """One project, in the cloud (with `user`) or of a Data Center (without)."""

    source: ClassVar[str] = "jira"

    @property
    def place(self) -> str:
        """The API's address."""
        return f"{self.tracker.address}/rest/api/2"

    def headers(self) -> dict[str, str]:
        """The login: address and token in the cloud, a personal token elsewhere."""
        token = self.secret(self.tracker.secret_name)
        if self.tracker.user is None:
            return {"Authorization": f"Bearer {token}"}
        return {"Authorization": f"Basic {base64.b64encode(f'{self.tracker.user}:{token}'.encode()).decode()}"}

    def list_made(self) -> Iterator[Made]:
        """Those with our label."""
        yield from self._search(f'labels = "{LABEL}"')

    def find(self, demand_id: str) -> Iterator[Made]:
        """By the demand's own label, and by the words of its mark."""
        for condition in (f'labels = "{_label(demand_id)}"', f'description ~ "{demand_id}"'):
            yield from (made for made in self._search(condition) if demand_id in made.demands)

    def read(self, issue: str) -> Made | None:
        """By its key."""
        found = self.reads.get(f"{self.place}/issue/{quote(issue, safe='')}", {"fields": FIELDS})
        return self._read(found[0]) if found else None

    def send(self, issue: Issue) -> Made:
        """Make it; Jira answers its key alone."""
        fields = {
            "project": {"key": self.tracker.project},
            "issuetype": {"name": (ISSUE_TYPES | self.tracker.issue_types)["bug" if issue.kind == "bug" else "idea"]},
            "summary": issue.title,
            "description": issue.body,
            "labels": [*issue.labels, _label(issue.demand_id)],
        }
        said = self.writes.post(f"{self.place}/issue", {"fields": fields})
        key = said.get("key") if isinstance(said, dict) else None
        if not isinstance(key, str):
            raise TrackerError(self.tracker.id, "Jira answered no key when an issue was made")
        return Made(
            issue=key,
            number=_number(key),
            demands=(issue.demand_id,),
            url=f"{self.tracker.address}/browse/{key}",
            state=State.OPEN,
            release=None,
        )

    def _search(self, condition: str) -> Iterator[Made]:
        """The issues of a query, page by page: by tokens in the cloud, by numbers in a Data Center."""
        cloud = self.tracker.user is not None
        asked: dict[str, Any] = {
            "jql": f'project = "{self.tracker.project}" AND {condition} ORDER BY created ASC',
            "fields": FIELDS,
            "maxResults": 100,
        }
        seen = 0
        for _ in range(MOST_PAGES):
            page = self.reads.must(f"{self.place}/search{'/jql' if cloud else ''}", asked)
            issues = page.get("issues")
            if not isinstance(issues, list):
                raise CollectorError(self.source, "the search answered no list of issues")
            seen += len(issues)
            yield from (made for one in issues if (made := self._read(one)) and made.demands)
            if cloud and (following := page.get("nextPageToken")):
                asked["nextPageToken"] = following
            elif not cloud and issues and seen < int(page.get("total") or 0):
                asked["startAt"] = seen
            else:
                return
        raise TrackerError(self.tracker.id, f"more than {MOST_PAGES} pages of issues bear our label")

    def _read(self, one: Any) -> Made | None:
        fields = one.get("fields") if isinstance(one, dict) else None
        if not isinstance(fields, dict) or not isinstance(one.get("key"), str):
            return None
        labels = [str(label) for label in fields.get("labels") or []]
        own = [label.removeprefix(f"{LABEL}-") for label in labels if label.startswith(f"{LABEL}-d")]
        category = ((fields.get("status") or {}).get("statusCategory") or {}).get("key")
        state = STATES.get(str(category), State.OPEN)
        if state is State.DONE:
            state = self.closed_as([*labels, str((fields.get("resolution") or {}).get("name"))])
        elif state is State.OPEN:
            state = self.open_as(labels)
        versions = [str(v.get("name")) for v in fields.get("fixVersions") or [] if isinstance(v, dict)]
        return Made(
            issue=one["key"],
            number=_number(one["key"]),
            demands=tuple(dict.fromkeys((*self.demands_of(fields.get("description"), labels), *own))),
            url=f"{self.tracker.address}/browse/{one['key']}",
            state=state,
            release=", ".join(versions) or None,
        )


def _label(demand_id: str) -> str:
    return f"{LABEL}-{demand_id}"


def _number(key: str) -> int:
    number = key.rpartition("-")[2]
    return int(number) if number.isdigit() else 0
