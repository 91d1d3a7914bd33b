"""GitHub: a repository's issues and their comments, https://docs.github.com/rest/issues."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, Field

from collectors.archive_settings import Columns
from collectors.rest import RestCollector
from collectors.rest_settings import Paging, Stream
from voxpop.config import Section

TOKEN = "VOXPOP_GITHUB_TOKEN"  # noqa: S105  the name of a secret


class GitHubSettings(Section):
    """The keys of a channel whose source is 'github'."""

    repository: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]  # owner/name
    login: bool = False  # send the token: 5,000 requests an hour in place of 60
    api_url: str = "https://api.github.com"


class GitHubCollector(RestCollector):
    """One repository. Posts are keyed by their address in the API, which a comment gives for its issue too."""

    source: ClassVar[str] = "github"
    Settings: ClassVar[type[BaseModel]] = GitHubSettings
    settings: GitHubSettings
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    def streams(self) -> tuple[Stream, ...]:
        """Issues (pull requests too, which GitHub lists as issues) and comments changed since the window's start."""
        issues = self._stream(
            "/issues",
            "issue",
            {"state": "all"},
            title="title",
            tags="labels.name",
            replies="comments",
            category="state",
        )
        comments = self._stream("/issues/comments", "reply", {}, thread_id="issue_url", parent_id="issue_url")
        return issues, comments

    def _stream(self, path: str, kind: str, more: dict[str, str], **columns: str) -> Stream:
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        return Stream(
            path=f"/repos/{self.settings.repository}{path}",
            parameters={"since": "{start}", "sort": "updated", "direction": "asc", "per_page": 100, **more},
            headers={**headers, "Authorization": f"Bearer {{secret:{TOKEN}}}"} if self.settings.login else headers,
            pagination=Paging(kind="link"),
            mapping=Columns(
                post_id="url",
                text="body|title",
                created_at="created_at",
                edited_at="updated_at",
                author="user.id",
                handle="user.login",
                votes="reactions.+1",
                url="html_url",
                **columns,
            ),
            constants={"kind": kind, "community": self.settings.repository},
        )
