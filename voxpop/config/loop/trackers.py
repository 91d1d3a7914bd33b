"""The configuration of the closed loop: trackers that get demands as issues."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from voxpop.config.section import EVERYONE, Identifier, Section

TrackerKind = Literal["github", "gitlab", "jira", "linear"]
DemandKind = Literal["idea", "bug"]
"""What a demand is: a wish, or something that is broken."""

ADDRESSES: dict[TrackerKind, str] = {
    "github": "https://api.github.com",
    "gitlab": "https://gitlab.com/api/v4",
    "linear": "https://api.linear.app/graphql",
}
"""Where each kind of tracker is reached; a Jira has no address but the company's own."""

FORMS: dict[TrackerKind, str] = {
    "github": "owner/name",
    "gitlab": "group/project",
    "jira": "the project's key, such as ACME",
    "linear": "the team's key, such as ENG",
}
ISSUE_TYPES: dict[DemandKind, str] = {"idea": "Task", "bug": "Bug"}
SMALLEST_GROUP = 5
"""Fewer people than this are never told of outside."""


def _is_safe_address(url: str) -> str:
    """The address without its last slash; raises `ValueError` where a secret would travel in the open."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        msg = f"'{url}' is no address of a server; write one such as https://tracker.example.com"
        raise ValueError(msg)
    if parts.scheme == "http" and not _is_here(parts.hostname):
        msg = f"'{url}' is not encrypted, and a secret is sent along; write https://"
        raise ValueError(msg)
    return url.rstrip("/")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


Address = Annotated[str, AfterValidator(_is_safe_address)]
Label = Annotated[str, Field(min_length=1, max_length=50, pattern=r"^[^,]+$")]


class Tracker(Section):
    """One project of an issue tracker that gets demands as issues, one issue a demand."""

    id: Identifier
    kind: TrackerKind
    project: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\w.-]+(/[\w.-]+)*$")]
    url: Address | None = None  # of its API; needed for Jira: https://acme.atlassian.net
    secret: str | None = None  # what holds its token; by default VOXPOP_<ID>_TOKEN
    user: str | None = None  # Jira Cloud: the mail address that the token belongs to
    audience: str = EVERYONE
    kinds: tuple[DemandKind, ...] = ("idea", "bug")
    people: Annotated[int, Field(ge=SMALLEST_GROUP)] = 10  # fewer make no issue
    most: Annotated[int, Field(ge=1, le=100)] = 10  # issues that one push makes
    labels: tuple[Label, ...] = ()  # beside 'voxpop' and that of the kind
    in_progress: tuple[Label, ...] = ("in progress", "doing")  # labels of an open issue that is worked on
    declined: tuple[Label, ...] = (
        "wontfix",
        "won't do",
        "declined",
        "duplicate",
    )  # labels or resolutions of a closed one
    issue_types: dict[DemandKind, str] = ISSUE_TYPES  # of Jira
    words: bool = True  # False: no words of posts, so that only demands with a name of their own make issues
    handles: bool = False  # True: handles of our own accounts and brands may stand in issues

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind == "jira" and self.url is None:
            raise ValueError(f"tracker '{self.id}' is a Jira and needs its 'url', such as https://acme.atlassian.net")
        slashes = self.project.count("/")
        if {"github": slashes != 1, "gitlab": slashes == 0 and not self.project.isdigit()}.get(self.kind, slashes > 0):
            raise ValueError(f"tracker '{self.id}': 'project' of a {self.kind} is {FORMS[self.kind]}")
        if self.kind == "jira" and (spaced := [label for label in self.labels if " " in label]):
            raise ValueError(f"tracker '{self.id}': a label of Jira holds no space: '{spaced[0]}'")
        return self

    @property
    def address(self) -> str:
        """Where its API is."""
        return self.url or ADDRESSES[self.kind]

    @property
    def secret_name(self) -> str:
        """The name of the secret that holds its token."""
        return self.secret or f"VOXPOP_{self.id.upper().replace('-', '_')}_TOKEN"
