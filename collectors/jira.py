"""Jira: the issues of a project or of a query, and the comments below them.

API: https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issue-search/ (Cloud), .../server/jira/platform/rest/ (Data
Center). Version 2 gives texts as they were written; version 3 as trees. A query compares with minutes in the time zone of the
account that asks, so that it asks for a day more and looks at the times itself.
"""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, field_validator

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.config import Section

EMAIL, TOKEN = "VOXPOP_JIRA_EMAIL", "VOXPOP_JIRA_TOKEN"  # names of secrets
ISSUES, COMMENTS = range(2)
FIELDS = "summary,description,comment,created,updated,creator,reporter,status,labels,issuetype,votes,resolution"
ZONES = timedelta(hours=26)  # between any two zones


class JiraSettings(Section):
    """The keys of a channel whose source is 'jira'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$")]  # https://acme.atlassian.net
    query: Annotated[str, Field(min_length=1)]  # JQL without an order: project = ACME
    login: bool = True  # projects are seldom open to strangers
    server: bool = False  # Jira Data Center: pages by number, and a personal token without an address
    internal: bool = False  # comments that customers do not see

    @field_validator("query")
    @classmethod
    def _has_no_order(cls, value: str) -> str:
        if re.search(r"\border\s+by\b", value, re.IGNORECASE):
            raise ValueError("'query' is JQL without 'ORDER BY'; issues are asked for by their last change")
        return value


class JiraCollector(ThreadCollector):
    """One query. Issues are keyed '<host>/<key>', comments '<host>/<key>/<id>'."""

    source: ClassVar[str] = "jira"
    Settings: ClassVar[type[BaseModel]] = JiraSettings
    settings: JiraSettings

    @property
    def address(self) -> str:
        """The API's address."""
        return f"{self.settings.url.rstrip('/')}/rest/api/2"

    @property
    def prefix(self) -> str:
        """Keys are unique on one host."""
        return f"{urlsplit(self.settings.url).netloc.lower()}/"

    @property
    def reach(self) -> timedelta:
        """The account's time zone is not known."""
        return ZONES

    def streams(self) -> tuple[Stream, ...]:
        """Issues that changed since the window's start, and the comments of one."""
        jql = f'({self.settings.query}) AND updated >= "{{start}}" ORDER BY updated ASC'
        by_number = Paging(kind="offset", parameter="startAt", total="total")
        by_token = Paging(kind="cursor", parameter="nextPageToken", next="nextPageToken")
        issues = self._list(
            "/search" if self.settings.server else "/search/jql",
            {"jql": jql, "fields": FIELDS, "maxResults": 100},
            by_number if self.settings.server else by_token,
            "issues",
            Columns(
                post_id="key",
                text="fields.description|fields.summary",
                title="fields.summary",
                author=_person("fields.creator"),
                handle="fields.creator.displayName",
                created_at="fields.created",
                votes="fields.votes.votes",
                replies="comments",
                tags="fields.labels",
                category="fields.status.name",
            ),
            "issue",
            changed_at="fields.updated",
        )
        comments = self._list(
            "/issue/{above}/comment",
            {"maxResults": 100},
            by_number,
            "comments",
            Columns(
                post_id="id",
                text="body",
                author=_person("author"),
                handle="author.displayName",
                created_at="created",
                thread_id="above.id",
                parent_id="above.id",
            ),
            "reply",
            changed_at="updated",
        )
        return issues, comments

    def below(self, place: int) -> Below | None:
        """The first comments come with their issue."""
        return (
            Below(place=COMMENTS, inside="fields.comment.comments", count="fields.comment.total")
            if place == ISSUES
            else None
        )

    def trimmed(self, record: Any) -> Any:
        """An issue without its comments, of which the number is kept."""
        fields = record.get("fields") if isinstance(record, dict) else None
        if not isinstance(fields, dict) or not isinstance(fields.get("comment"), dict):
            return record
        alone = {name: value for name, value in fields.items() if name != "comment"}
        return {**record, "fields": alone, "comments": fields["comment"].get("total")}

    def left_out(self, record: dict[str, Any]) -> str | None:
        """Comments that customers do not see."""
        hidden = record.get("jsdPublic") is False or record.get("visibility") is not None
        return "internal comments" if hidden and not self.settings.internal else None

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Ids of comments, and pages."""
        base = self.settings.url.rstrip("/")
        if "fields" in record:
            facts["url"] = f"{base}/browse/{record.get('key')}"
            facts["community"] = str(record.get("key")).rpartition("-")[0] or None
            return
        number, issue = facts["post_id"].removeprefix(self.prefix), facts.get("thread_id")
        if issue:
            facts["post_id"] = f"{issue}/{number}"
            facts["url"] = f"{base}/browse/{issue.removeprefix(self.prefix)}?focusedCommentId={number}"
            facts["community"] = issue.removeprefix(self.prefix).rpartition("-")[0] or None

    def located(self, post_id: str) -> tuple[int, str] | None:
        """An issue or a comment, by its number."""
        if not post_id.startswith(self.prefix):
            return None
        issue, _, comment = post_id.removeprefix(self.prefix).partition("/")
        path = f"{self.address}/issue/{quote(issue, safe='')}"
        return (
            (COMMENTS, f"{path}/comment/{quote(comment, safe='')}") if comment else (ISSUES, f"{path}?fields={FIELDS}")
        )

    def above_of(self, post_id: str) -> dict[str, Any] | None:
        """A comment's issue stands in its id."""
        issue, _, comment = post_id.removeprefix(self.prefix).partition("/")
        return {"id": issue} if comment else None

    def _list(
        self,
        path: str,
        parameters: dict[str, str | int],
        paging: Paging,
        items: str,
        mapping: Columns,
        kind: str,
        changed_at: str,
    ) -> Stream:
        return Stream(
            path=path,
            parameters=parameters,
            headers=self._login(),
            pagination=paging,
            items=items,
            mapping=mapping,
            constants={"kind": kind},
            changed_at=changed_at,
            window_format="%Y-%m-%d %H:%M",
        )

    def _login(self) -> dict[str, str]:
        if not self.settings.login:
            return {}
        if self.settings.server:
            return {"Authorization": f"Bearer {{secret:{TOKEN}}}"}
        name = f"{self.context.secret(EMAIL)}:{self.context.secret(TOKEN)}"
        return {"Authorization": f"Basic {base64.b64encode(name.encode()).decode()}"}


def _person(path: str) -> str:
    """Cloud has accounts, Data Center keys and names."""
    return "|".join(f"{path}.{name}" for name in ("accountId", "key", "name"))
