"""GitLab: the issues of a project and what is said below them, https://docs.gitlab.com/api/issues/ and .../api/notes/."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import Below, ThreadCollector
from voxpop.collectors.wire.beside import beside_markdown
from voxpop.config import Section

TOKEN = "VOXPOP_GITLAB_TOKEN"  # noqa: S105  the name of a secret
ISSUES, NOTES = range(2)


class GitLabSettings(Section):
    """The keys of a channel whose source is 'gitlab'."""

    project: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)+$|^\d+$")]  # group/project, or its number
    login: bool = False  # send the token
    confidential: bool = False  # issues and notes that only members see
    api_url: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+\S*$")] = "https://gitlab.com/api/v4"


class GitLabCollector(ThreadCollector):
    """One project. Issues are keyed '<host>/<project>#<number>', notes '<host>/<project>#<number>/<id>'."""

    source: ClassVar[str] = "gitlab"
    Settings: ClassVar[type[BaseModel]] = GitLabSettings
    settings: GitLabSettings

    @property
    def address(self) -> str:
        """The API's address of the project."""
        return f"{self.settings.api_url.rstrip('/')}/projects/{quote(self.settings.project, safe='')}"

    @property
    def prefix(self) -> str:
        """A number of an issue is one of its project's."""
        return f"{urlsplit(self.settings.api_url).netloc.rpartition('@')[2].lower()}/{self.settings.project}#"

    def streams(self) -> tuple[Stream, ...]:
        """Issues that changed since the window's start, and the notes of one."""
        since: dict[str, str | int] = {"updated_after": "{start}", "order_by": "updated_at", "sort": "asc"}
        issues = self._stream(
            "/issues",
            {**since, "scope": "all"},
            Columns(
                post_id="iid",
                text="description|title",
                title="title",
                author="author.id",
                handle="author.username",
                created_at="created_at",
                votes="upvotes",
                replies="user_notes_count",
                tags="labels",
                category="state",
                url="web_url",
            ),
            kind="issue",
        )
        notes = self._stream(
            "/issues/{above}/notes",
            {"order_by": "created_at", "sort": "asc"},
            Columns(
                post_id="id",
                text="body",
                author="author.id",
                handle="author.username",
                created_at="created_at",
                thread_id="above.id|noteable_iid",
                parent_id="above.id|noteable_iid",
            ),
            kind="reply",
        )
        return issues, notes

    def below(self, place: int) -> Below | None:
        """`user_notes_count` counts what people wrote; without one nothing is asked for."""
        return Below(place=NOTES, count="user_notes_count") if place == ISSUES else None

    def left_out(self, record: dict[str, Any]) -> str | None:
        """What the server writes itself, and what outsiders do not see."""
        if record.get("system") is True:
            return "notes of the server"
        hidden = record.get("confidential") is True or record.get("internal") is True
        return "confidential issues and notes" if hidden and not self.settings.confidential else None

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Ids of notes, pages, what it shows; an issue without a description is its title."""
        shown = beside_markdown(facts["text"])
        facts |= {"media": shown.media, "alt_text": shown.alt_text, "community": self.settings.project}
        if "noteable_type" in record or "above" in record:
            number = facts["post_id"].removeprefix(self.prefix)
            facts["post_id"] = f"{facts.get('thread_id') or self.prefix}/{number}"
            facts["url"] = self._page(facts.get("thread_id"), number)
            return
        facts["text"] = facts["text"] or facts.get("title") or ""
        told = {"locked": record.get("discussion_locked"), "confidential": record.get("confidential")}
        facts["marks"] = tuple(name for name, value in told.items() if value is True)

    def _page(self, thread_id: str | None, note: str) -> str | None:
        """Where a note is read; the number of a project says no address."""
        if not thread_id or self.settings.project.isdigit():
            return None
        server = self.settings.api_url.rstrip("/").removesuffix("/api/v4")
        return f"{server}/{self.settings.project}/-/issues/{thread_id.removeprefix(self.prefix)}#note_{note}"

    def located(self, post_id: str) -> tuple[int, str] | None:
        """An issue or a note, by its number."""
        if not post_id.startswith(self.prefix):
            return None
        issue, _, note = post_id.removeprefix(self.prefix).partition("/")
        path = f"/issues/{quote(issue, safe='')}" + (f"/notes/{quote(note, safe='')}" if note else "")
        return (NOTES if note else ISSUES), self.address + path

    def _stream(self, path: str, parameters: dict[str, str | int], mapping: Columns, kind: str) -> Stream:
        return Stream(
            path=path,
            parameters={**parameters, "per_page": 100},
            headers={"PRIVATE-TOKEN": f"{{secret:{TOKEN}}}"} if self.settings.login else {},
            pagination=Paging(kind="link"),
            mapping=mapping,
            constants={"kind": kind},
            changed_at="updated_at",  # it moves with notes and labels: no time of an edit
        )
