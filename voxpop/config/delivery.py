"""The configuration of delivery: where reports and alerts go. Addresses with secrets in them are named, never written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from voxpop import plugins
from voxpop.config.section import Identifier, Section
from voxpop.errors import choices

KINDS = ("mail", "slack", "webhook", "folder")
"""The kinds of target that Voxpop sends to by itself; packages bring others (docs/plugins.md)."""
SECRETS = {"slack": "VOXPOP_SLACK_URL", "webhook": "VOXPOP_WEBHOOK_URL"}


class Mail(Section):
    """The server that takes our mail; the password is the secret VOXPOP_SMTP_PASSWORD."""

    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None  # None: no login
    sender: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


def _known_kind(kind: str) -> str:
    if kind not in KINDS and kind not in (known := plugins.list_names(plugins.Group.TARGET, KINDS)):
        msg = f"'{kind}' is no kind of target; {choices(kind, known, 'known kinds')}"
        raise ValueError(msg)
    return kind


class Target(Section):
    """One place that gets reports, alerts, or word of channels that cannot be heard."""

    id: Identifier
    kind: Annotated[str, AfterValidator(_known_kind)]
    audiences: tuple[str, ...] = ()  # empty: all
    recipients: tuple[Annotated[str, Field(pattern=r"^[^@\s,]+@[^@\s,]+$")], ...] = ()  # of a mail, each gets its own
    secret: str | None = (
        None  # what holds the address of Slack or a webhook; by default VOXPOP_SLACK_URL, VOXPOP_WEBHOOK_URL
    )
    path: Path | None = None  # of a folder
    reports: bool = True
    alerts: bool = False
    outages: bool = False  # told of a channel that cannot be heard
    options: dict[str, Any] = Field(default_factory=dict)  # the keys that only a kind of another package knows

    @model_validator(mode="before")
    @classmethod
    def _gather_options(cls, value: Any) -> Any:
        if not isinstance(value, dict) or value.get("kind") in (None, *KINDS) or "options" in value:
            return value
        own = {key: value[key] for key in value if key in cls.model_fields}
        return own | {"options": {key: value[key] for key in value if key not in cls.model_fields}}

    @model_validator(mode="after")
    def _has_an_address(self) -> Target:
        if self.kind == "mail" and not self.recipients:
            msg = f"delivery target '{self.id}' is a mail without 'recipients'"
            raise ValueError(msg)
        if self.kind == "folder" and self.path is None:
            msg = f"delivery target '{self.id}' is a folder without a 'path'"
            raise ValueError(msg)
        if self.kind in KINDS and self.options:
            msg = f"delivery target '{self.id}' is a {self.kind}, which has no 'options'"
            raise ValueError(msg)
        return self

    @property
    def secret_name(self) -> str:
        """The name of the secret that holds the address."""
        return self.secret or SECRETS[self.kind]


class Delivery(Section):
    """Who gets what when a week is reported, and when there is an alert."""

    page_url: Annotated[str, Field(pattern=r"^https?://")] | None = None  # where the reports' folder is served
    mail: Mail | None = None
    targets: tuple[Target, ...] = ()
    cooldown_hours: Annotated[int, Field(ge=1)] = 72  # within it the same theme or audience is the same alert
    outage_hours: Annotated[int, Field(ge=1)] = 3  # so long a channel is not heard before `outages` targets are told

    @model_validator(mode="after")
    def _mail_has_a_server(self) -> Delivery:
        ids = [target.id for target in self.targets]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            msg = f"delivery target id '{twice[0]}' is used twice"
            raise ValueError(msg)
        if self.mail is None and any(target.kind == "mail" for target in self.targets):
            msg = "a mail target needs 'delivery.mail' with the server's host and a sender"
            raise ValueError(msg)
        return self
