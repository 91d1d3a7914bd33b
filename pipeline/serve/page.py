"""A page: what a request asks of the snapshot, and the HTML that answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from voxpop.analysis.report.render import charts, figures, trend_chart
from voxpop.pipeline.serve.filters import Filters, Known, read_filters
from voxpop.pipeline.serve.wording import count, language, say
from voxpop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from voxpop.analysis.estimates.values import Estimate
    from voxpop.pipeline.serve.keeper import Opened
    from voxpop.pipeline.serve.viewer import Viewer

PLACES = (
    ("/", "Overview"),
    ("/audience", "Audience"),
    ("/themes", "Themes"),
    ("/channels", "Channels"),
    ("/posts", "Posts"),
    ("/search", "Search"),
    ("/knowledge", "Knowledge"),
    ("/alerts", "Alerts"),
    ("/ask", "Ask"),
)
"""The pages of the menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request for a page: where, with which values, by whom, of which snapshot."""

    path: str
    values: Mapping[str, str]
    viewer: Viewer
    opened: Opened
    known: Known
    filters: Filters

    @classmethod
    def of(cls, path: str, values: Mapping[str, str], viewer: Viewer, opened: Opened, known: Known) -> Asked:
        """The request, its filters checked."""
        return cls(
            path=path,
            values=values,
            viewer=viewer,
            opened=opened,
            known=known,
            filters=read_filters(values, viewer, known),
        )

    @property
    def language(self) -> str:
        """The language of the page: that of the address, else the company's."""
        return self.filters.lang or self.opened.workspace.config.company.language

    @property
    def audience_name(self) -> str:
        """What a reader calls the audience."""
        return self.opened.workspace.config.audience_name(self.filters.audience)

    def beside(self) -> dict[str, str]:
        """The values that are no filters, such as words that are looked for."""
        known = {"audience", "week", "theme", "channel", "tone", "name", "page", "lang"}
        return {name: value for name, value in self.values.items() if name not in known and value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a template needs, and the tables that the page can be exported as."""

    template: str
    title: str
    context: dict[str, Any]
    tables: dict[str, pa.Table] = field(default_factory=dict)
    asks: tuple[str, ...] = ("audience", "week")  # filters that the bar offers


@cache
def templates() -> Environment:
    """Templates that escape everything, with the figures and charts of reports."""
    made = Environment(
        loader=PackageLoader("voxpop.pipeline.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for module in (charts, figures, trend_chart):
        made.globals |= {
            name: value for name, value in vars(module).items() if callable(value) and not name.startswith("_")
        }
    made.globals |= {
        "say": say,
        "count": count,
        "version": __version__,
        "places": PLACES,
        "share_interval": share_interval,
        "exact": exact,
    }
    return made


def render(page: Page, asked: Asked) -> bytes:
    """The HTML of a page."""
    config = asked.opened.workspace.config
    context = {
        "a": asked,
        "f": asked.filters,
        "viewer": asked.viewer,
        "company": config.company.name,
        "contact": config.company.contact,
        "title": page.title,
        "asks": page.asks,
        "audience_name": asked.audience_name,
        "name_of": config.audience_name,
        "exports": _exports(page, asked),
        "least": config.report.min_authors,
        "snapshot": asked.opened.place.name.split(".")[0],
        "address_now": _address(asked.path, asked.values),
        "language": language(),
        "other_language": _other_language(asked),
    }
    return templates().get_template(page.template).render(context | page.context).encode()


def render_message(status: int, title: str, said: str, company: str = "Voxpop") -> bytes:
    """The HTML of an answer that shows no figures."""
    context = {"status": status, "title": title, "said": said, "company": company}
    return templates().get_template("message.html.jinja").render(context).encode()


def share_interval(share: Estimate) -> str:
    """The interval of a share, in percent and without signs: '(16 to 22%)'."""
    space = " " if language() == "de" else ""
    return f"({round(share.low)} {say('to')} {round(share.high)}{space}%)"


def _other_language(asked: Asked) -> tuple[str, str, str]:
    """The page in the other language: what leads to it, its address, its language."""
    name, other = ("In English", "en") if language() == "de" else ("Auf Deutsch", "de")
    return name, _address(asked.path, {**asked.values, "lang": other}), other


def exact(value: float) -> str:
    """A figure with four decimals and a true minus."""
    said = f"{value:.4f}".replace("-", "−")
    return said.replace(".", ",") if language() == "de" else said


@cache
def style() -> bytes:
    """The style sheet: that of reports, and what pages add to it."""
    parts = (files("voxpop.analysis.report.render") / "style.css", files("voxpop.pipeline.serve") / "explorer.css")
    return b"\n".join(part.read_bytes() for part in parts)


def _exports(page: Page, asked: Asked) -> list[tuple[str, str]]:
    name = asked.path.strip("/") or "overview"
    kinds = (("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))
    return [(said, _address(f"/export/{name}.{kind}", asked.values)) for said, kind in kinds] if page.tables else []


def _address(path: str, values: Mapping[str, str]) -> str:
    said = urlencode({name: value for name, value in values.items() if value})
    return f"{path}?{said}" if said else path
