"""GitHub: a repository's issues and their comments, https://docs.github.com/rest/issues, and its discussions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field, model_validator

from voxpop.collectors.fields import Columns
from voxpop.collectors.github.discussions import SOURCE, STAFF, Discussions, post_of
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.beside import beside_markdown
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.post import Gone, Kind, Post, RawItem, Refusal
from voxpop.window import Window

TOKEN = "VOXPOP_GITHUB_TOKEN"  # noqa: S105  the name of a secret


REACTIONS = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")


class GitHubSettings(Section):
    """The keys of a channel whose source is 'github'."""

    repository: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]  # owner/name
    login: bool = False  # send the token: 5,000 requests an hour in place of 60
    discussions: bool = False  # read them too; that API answers nobody without a token
    api_url: str = "https://api.github.com"

    @model_validator(mode="after")
    def _may_read_discussions(self) -> GitHubSettings:
        if self.discussions and not self.login:
            raise ValueError("'discussions' are read with a token only; add 'login: true' and set VOXPOP_GITHUB_TOKEN")
        return self


class GitHubCollector(RestCollector):
    """One repository. Posts are keyed by their address in the API, which a comment gives for its issue too."""

    source: ClassVar[str] = SOURCE
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

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Issues and comments, then discussions."""
        yield from super().fetch(window, log)
        if self.settings.discussions:
            yield from (self.item(window, payload) for payload in self._discussions(log).walk(window))

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post of an issue, a comment or a discussion."""
        if "discussion" in item.payload or "answer" in item.payload:
            yield post_of(item, self.context.author_key, self.settings.repository)
        else:
            yield from super().to_posts(item)

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """What the writer is to the repository, all reactions, marks; pull requests, which come as issues, apart."""
        role, found = record.get("author_association"), beside_markdown(facts["text"])
        if isinstance(record.get("pull_request"), dict):
            facts["kind"] = Kind.PULL_REQUEST
        facts["author_staff"] = role in STAFF if isinstance(role, str) else None
        facts["reactions"] = _reactions(record.get("reactions"))
        facts["marks"] = _marks(record, facts.get("url") or "")
        facts |= {"media": found.media, "alt_text": found.alt_text}

    def located(self, post_id: str) -> tuple[int, str] | None:
        """A post of the REST API is keyed by its address."""
        ours = f"{self.address}/repos/{self.settings.repository}/issues/"
        return (int("/comments/" in post_id), post_id) if post_id.startswith(ours) else None

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each post as it is now, or that it is gone."""
        yield from super().recheck(post_ids, log)
        others = [post_id for post_id in post_ids if not post_id.startswith(("https://", "http://"))]
        if others and self.settings.discussions:
            for post_id, payload in self._discussions(log).known(others):
                yield self.item(self.now(), payload or {"gone": post_id})

    def _discussions(self, log: FetchLog) -> Discussions:
        headers = {"Authorization": f"Bearer {self.context.secret(TOKEN)}"}
        return Discussions(
            JsonApi(SOURCE, self.context, log, headers), f"{self.address}/graphql", self.settings.repository
        )

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
                author="user.id",
                handle="user.login",
                votes="reactions.+1",
                url="html_url",
                **columns,
            ),
            constants={"kind": kind, "community": self.settings.repository},
            changed_at="updated_at",  # it moves with comments, labels and closing: it is no time of an edit
        )


def _reactions(told: Any) -> tuple[str, ...]:
    """Those that somebody gave, with how many did."""
    counts = told if isinstance(told, dict) else {}
    return tuple(f"{name}:{n}" for name in REACTIONS if isinstance(n := counts.get(name), int) and n > 0)


def _marks(record: dict[str, Any], url: str) -> tuple[str, ...]:
    """'pull_request' also of the comments on one; 'bot' of programs; 'locked', 'draft', and why it was closed."""
    user, reason = record.get("user"), record.get("state_reason")
    told = ["pull_request"] if isinstance(record.get("pull_request"), dict) or "/pull/" in url else []
    told += ["bot"] if isinstance(user, dict) and user.get("type") == "Bot" else []
    told += [name for name in ("locked", "draft") if record.get(name) is True]
    told += [f"closed:{reason}"] if isinstance(reason, str) and record.get("state") == "closed" else []
    return tuple(told)
