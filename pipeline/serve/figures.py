"""The figures of pages: those of the weekly report, read from what is open and kept until a newer snapshot is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from voxpop.analysis.report.basis import basis_of
from voxpop.analysis.report.build import build_on
from voxpop.pipeline.explore.theme_history import read_theme_history, weeks_of_themes
from voxpop.pipeline.explore.theme_map import read_places
from voxpop.pipeline.report.run import read_inputs, read_report
from voxpop.pipeline.serve.catalog import read_catalog, tell_in_order
from voxpop.pipeline.serve.filters import Known
from voxpop.pipeline.serve.shelf import history_kind, report_kind
from voxpop.pipeline.serve.told import Teller
from voxpop.pipeline.serve.wording import language, say
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import TypeAdapter

    from voxpop.analysis.report.model import Report
    from voxpop.pipeline.serve.catalog import Catalog, Ints
    from voxpop.pipeline.serve.filters import Filters
    from voxpop.pipeline.serve.keeper import Opened
    from voxpop.pipeline.serve.shelf import History
    from voxpop.pipeline.workspace import Workspace

T = TypeVar("T")
REPORT, HISTORY = KINDS = ("report", "history")
WITHOUT = (
    "other_author_weeks", "voice", "requests", "own_posts", "questions", "health", "answered", "helpers", "ratings", "own_questions",
    "question_quality", "question_quotes", "attention",
)  # fmt: skip
"""Tables that the pages show nothing of: of other audiences, of names and wishes looked for in every text, of our own side."""

WIDEN = ((1, False), (4, False), (13, False), (13, True), (200, True))
"""How a choice of posts is widened until it has people enough: weeks back, and whether all filters but the theme are let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The posts of some filters, widened where fewer people than the report's minimum wrote them."""

    filters: Filters
    since: date  # Monday of the first week
    n_posts: int
    n_authors: int
    widened: str  # what was widened, in words; '' nothing


def in_language(workspace: Workspace) -> Workspace:
    """The workspace with reports in the language that is spoken, that of the page."""
    config = workspace.config
    spoken = {"company": config.company.model_copy(update={"language": language()})}
    return replace(workspace, config=config.model_copy(update=spoken))


def report(opened: Opened, audience: str, week: Week) -> Report:
    """What the weekly report says of an audience and week, from today's snapshot, without what it says of other audiences."""

    def read() -> Report:
        with opened.heavy, opened.asking() as tables:
            return read_report(tables, in_language(opened.workspace), audience, week, WITHOUT)

    return _kept(opened, REPORT, audience, week, report_kind(), read)


def history(opened: Opened, audience: str, week: Week) -> History:
    """Every theme's weeks in an audience, up to a week."""

    def read() -> History:
        with opened.heavy, opened.asking() as tables:
            return read_theme_history(tables, opened.workspace, audience, week)

    return _kept(opened, HISTORY, audience, week, history_kind(), read)


def compute(opened: Opened, audience: str, week: Week) -> None:
    """Put both on the shelf, from one reading of their rows."""
    workspace = in_language(opened.workspace)
    with opened.heavy, opened.asking() as tables:
        basis = basis_of(read_inputs(tables, workspace, audience, week, workspace.reports, {}, WITHOUT))
    made = (build_on(basis), weeks_of_themes(basis))
    if opened.place.exists():
        opened.shelf.put(key(opened, REPORT, audience, week), made[0], report_kind())
        opened.shelf.put(key(opened, HISTORY, audience, week), made[1], history_kind())


def key(opened: Opened, kind: str, audience: str, week: Week) -> str:
    """Under which name a value is kept on the shelf."""
    return opened.rests.key(kind, audience, week, language() if kind == REPORT else "")


def _kept(opened: Opened, kind: str, audience: str, week: Week, form: TypeAdapter[T], read: Callable[[], T]) -> T:
    """A value from memory, else from the shelf, else computed and put there."""
    name = key(opened, kind, audience, week)

    def make() -> T:
        found = opened.shelf.get(name, form)
        if found is None:
            found = read()
            if opened.place.exists():  # else it was erased, and nothing of it may stay
                opened.shelf.put(name, found, form)
        return found

    return opened.figures.get(name, make)


def volume(opened: Opened, audience: str, monday: date) -> tuple[int, int]:
    """Posts and people heard in one week, on every channel."""

    def read() -> tuple[int, int]:
        all_ = catalog(opened)
        found = all_.within(members(opened, audience), monday, monday)
        return len(found), all_.n_authors(found)

    return opened.values.get(("volume", audience, monday), read)


def catalog(opened: Opened) -> Catalog:
    """The posts that count."""

    def read() -> Catalog:
        with opened.asking() as tables:
            return read_catalog(tables)

    return opened.values.get("catalog", read)


def members(opened: Opened, audience: str) -> Ints:
    """The positions of an audience's posts."""

    def read() -> Ints:
        with opened.asking() as tables:
            return catalog(opened).among(tables.rows("serve/members", {"audience": audience}))

    return opened.values.get(("members", audience), read)


def named(opened: Opened, name: str) -> Ints:
    """The positions of the posts that speak of a name."""

    def read() -> Ints:
        with opened.asking() as tables:
            return catalog(opened).among(tables.rows("serve/named", {"name": name}))

    return opened.values.get(("named", name), read)


def posts_of(opened: Opened, filters: Filters, since: date) -> Ints:
    """The positions of the posts that filters leave, from a week on, the newest first."""
    all_ = catalog(opened)
    found = all_.within(members(opened, filters.audience), since, filters.week.monday)
    if filters.name is not None:
        found = np.intersect1d(found, named(opened, filters.name), assume_unique=True)
    return all_.matching(found, theme=filters.theme, channel=filters.channel, tone=filters.tone)


def rows_of(opened: Opened, positions: Ints) -> list[dict[str, Any]]:
    """Posts as the snapshot holds them, for a teller, in the order of the positions."""
    places = catalog(opened).place[positions].tolist()
    with opened.asking() as tables:
        return tell_in_order(places, tables.records)


def known(opened: Opened) -> Known:
    """What filters may name."""

    def read() -> Known:
        config = opened.workspace.config
        mondays = sorted(catalog(opened).starts)
        first, last = (Week.of(mondays[0]), Week.of(mondays[-1])) if mondays else (None, None)
        weeks = [last.back(n) for n in range(1000) if first and last.back(n).monday >= first.monday] if last else []
        with opened.asking() as tables:
            rows = tables.records("theme/list")
            known_at = tables.facts().known_at
        over = [week for week in weeks if known_at and week.window(config.company.time_zone).end <= known_at]
        names = (*config.brands, *config.products, *config.rivals)
        return Known(
            weeks=tuple(reversed(weeks)),
            current=max(over or weeks, key=lambda week: week.monday, default=None),
            channels={channel.id: channel.label for channel in config.channels},
            themes={row["theme_id"]: row["label"] for row in rows if row["label"]},
            names=tuple(dict.fromkeys(entry.name for entry in names)),
        )

    return opened.values.get("known", read)


def places(opened: Opened) -> dict[str, tuple[float, float]]:
    """theme_id -> where it stands on the map."""

    def read() -> dict[str, tuple[float, float]]:
        with opened.asking() as tables:
            return read_places(tables)

    return opened.values.get("places", read)


def teller(opened: Opened) -> Teller:
    """What tells posts."""
    return Teller(opened.workspace.config, known(opened).themes)


def choose(opened: Opened, filters: Filters) -> Choice:
    """The posts of the filters; where fewer people than `report.min_authors` wrote them, those of a longer span or of fewer filters.

    A group of few is never told apart: not its number, not its tones, and no list of its posts alone.
    """
    least = opened.workspace.config.report.min_authors
    first = known(opened).weeks[0]
    for place, (weeks, bare) in enumerate(WIDEN):
        since = max(filters.week.back(weeks - 1).monday, first.monday)
        shown = replace(filters, tone=None, channel=None, name=None) if bare else filters
        shown = replace(shown, theme=None) if place == len(WIDEN) - 1 else shown

        def count(shown: Filters = shown, since: date = since) -> tuple[int, int]:
            found = posts_of(opened, shown, since)
            return len(found), catalog(opened).n_authors(found)

        n_posts, n_authors = opened.values.get(("people", replace(shown, page=1), since), count)
        if n_authors >= least:
            return Choice(
                filters=shown,
                since=since,
                n_posts=n_posts,
                n_authors=n_authors,
                widened=_say_widened(filters, shown, weeks, place == len(WIDEN) - 1),
            )
    return Choice(filters=filters, since=filters.week.monday, n_posts=0, n_authors=0, widened="nobody")


def _say_widened(filters: Filters, shown: Filters, weeks: int, whole: bool) -> str:
    if shown.narrowed == filters.narrowed and weeks == 1:
        return ""
    span = say("the last {weeks} weeks", weeks=weeks) if not whole else say("all weeks")
    left = [say(name) for name in filters.narrowed if name not in shown.narrowed]
    joined = f" {say('and')} ".join(left)
    return f"{span}{say(', without the filter on')} {joined}" if left else span
