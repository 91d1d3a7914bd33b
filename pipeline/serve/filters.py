"""What an address asks for: audience, week, channel, theme, tone and name, checked against what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from voxpop.analysis.report.wording.languages import LANGUAGES
from voxpop.decisions.labels import VALUES
from voxpop.errors import UnknownAudienceError, UnknownChannelError, UsageError
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.serve.viewer import Viewer

LONGEST = 300
"""Characters of one value."""

MOST_PAGES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What may be asked for: the week in question, and the names that there are."""

    weeks: tuple[Week, ...]  # that were heard, oldest first
    current: Week | None  # the last of them that was over when the data was last read; None: nobody was heard
    channels: Mapping[str, str]  # id -> name
    themes: Mapping[str, str]  # id -> label
    names: tuple[str, ...]  # brands, products, rivals


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The checked filters of one address; None: not restricted."""

    audience: str
    week: Week
    theme: str | None = None
    channel: str | None = None
    tone: str | None = None
    name: str | None = None
    page: int = 1
    lang: str | None = None  # None: the company's

    def address(self, path: str, **changed: Any) -> str:
        """The address of a page with these filters, some of them changed; without a page number unless one is given."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)} | {"page": None} | changed
        if asked["page"] == 1:
            asked["page"] = None
        said = urlencode({name: str(value) for name, value in asked.items() if value is not None})
        return f"{path}?{said}" if said else path

    @property
    def narrowed(self) -> dict[str, str]:
        """The filters beside audience and week that are set."""
        asked = {"theme": self.theme, "channel": self.channel, "tone": self.tone, "name": self.name}
        return {name: value for name, value in asked.items() if value is not None}

    def without(self, name: str) -> Filters:
        """The same with one filter less."""
        changed: dict[str, Any] = {name: None, "page": 1}
        return replace(self, **changed)


def read_filters(asked: Mapping[str, str], viewer: Viewer, known: Known) -> Filters:
    """The filters of an address; `UsageError` says which value is wrong and which there are.

    An audience that the viewer may not see is answered as one that there is not.
    """
    for name, value in asked.items():
        if len(value) > LONGEST:
            raise UsageError(f"'{name}' is longer than {LONGEST} characters")
    if not known.weeks:
        raise UsageError("nobody has been heard yet; run `voxpop load` and `voxpop analyze`")
    audience = asked.get("audience") or viewer.audiences[0]
    if audience not in viewer.audiences:
        raise UnknownAudienceError.among(audience, viewer.audiences)
    channel, tone = asked.get("channel") or None, asked.get("tone") or None
    if channel is not None and channel not in known.channels:
        raise UnknownChannelError.among(channel, known.channels)
    if tone is not None and tone not in VALUES:
        raise UsageError(f"'{tone}' is no tone; there are: {', '.join(VALUES)}")
    theme, name_ = asked.get("theme") or None, asked.get("name") or None
    if theme is not None and theme not in known.themes:
        raise UsageError(f"there is no theme '{theme}'")
    if name_ is not None and name_ not in known.names:
        raise UsageError(f"'{name_}' is none of the names that are compared")
    return Filters(
        audience=audience,
        week=_week(asked.get("week"), known),
        theme=theme,
        channel=channel,
        tone=tone,
        name=name_,
        page=_page(asked.get("page")),
        lang=_language(asked.get("lang")),
    )


def _language(written: str | None) -> str | None:
    if written and written not in LANGUAGES:
        raise UsageError(f"'{written}' is no language of pages; there are: {', '.join(LANGUAGES)}")
    return written or None


def _week(written: str | None, known: Known) -> Week:
    weeks = known.weeks
    if not written:
        return known.current or weeks[-1]
    week = Week.parse(written)
    if not weeks[0].monday <= week.monday <= weeks[-1].monday:
        raise UsageError(f"{week} was not heard; there are {weeks[0]} to {weeks[-1]}")
    return week


def _page(written: str | None) -> int:
    if not written:
        return 1
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:6]) <= MOST_PAGES:
        raise UsageError(f"'{written}' is no page; there are at most {MOST_PAGES}")
    return int(written)
