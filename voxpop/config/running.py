"""The configuration of how it runs: where things lie, how posts are read, what a report shows, what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from voxpop.config.section import Section


class Mirror(Section):
    """A copy of landing and of the published snapshot in a store of objects; credentials come from the environment alone."""

    url: Annotated[str, Field(pattern=r"^(s3://[A-Za-z0-9][^@?#]*|file:///[^@?#]+)$")]  # s3://bucket/prefix
    endpoint: Annotated[str, Field(pattern=r"^https?://[^@?#/]+/?$")] | None = (
        None  # of a server that speaks S3; None: Amazon's
    )
    region: str | None = None
    queue: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")] | None = (
        None  # Airflow's queue of the tasks that need the warehouse; None: every worker reaches it
    )


class Storage(Section):
    """Where things lie, relative to voxpop.yaml."""

    landing: Path = Path("voxpop-data/landing")
    warehouse: Path = Path("voxpop-data/warehouse.duckdb")
    snapshots: Path = Path("voxpop-data/snapshots")
    reports: Path = Path("voxpop-data/reports")
    labels: Path = Path("voxpop-data/labels")
    deliveries: Path = Path("voxpop-data/deliveries")
    mirror: Mirror | None = None
    group: str | None = None  # a group of this machine that may read all of it; None: nobody but the owner


class OwnWord(Section):
    """A word or phrase that means something of its own in this company: 'sick build', a product named 'Kill Switch'."""

    term: Annotated[str, Field(min_length=1)]
    tone: Literal["positive", "negative", "neutral"]


class Analysis(Section):
    """How posts are read."""

    sentiment: Literal["auto", "fast", "best"] = "auto"
    languages: tuple[str, ...] = ("en",)
    own_words: tuple[OwnWord, ...] = ()
    themes: Annotated[int, Field(ge=2, le=200)] | None = None  # None: found by itself
    random_state: int = 2026


class Reporting(Section):
    """What a report shows."""

    min_authors: Annotated[int, Field(ge=1)] = 30
    comparator_weeks: Annotated[int, Field(ge=1, le=26)] = 4
    history_weeks: Annotated[int, Field(ge=4, le=53)] = 13
    quotes: bool = True
    links: bool = True
    pdf: bool = False  # also report.pdf, which needs no browser


class KeepPosts(Section):
    """How long posts are kept, of some sources and kinds; an empty list names all."""

    days: Annotated[int, Field(ge=1)]
    source: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()


class Retention(Section):
    """How long things are kept, in days; None: for ever."""

    landing_days: Annotated[int, Field(ge=1)] | None = 400
    snapshots: Annotated[int, Field(ge=1)] = 3  # how many
    posts: tuple[KeepPosts, ...] = ()  # by the time when they were written; of two rules on a post the shorter holds
    versions_days: Annotated[int, Field(ge=1)] | None = None  # other wordings, by when they were last seen
    reports_days: Annotated[int, Field(ge=1)] | None = None

    def landing_limit(self, source: str) -> int | None:
        """Days that raw items of a source are kept: never longer than all its posts."""
        limits = [rule.days for rule in self.posts if not rule.kind and (not rule.source or source in rule.source)]
        return min([*limits, *([self.landing_days] if self.landing_days else [])], default=None)
