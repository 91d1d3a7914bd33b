"""Themes: the loudest, new ones, the size of one, the worst and the best, since when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from voxpop.analysis.estimates.estimate import net_by, share
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError, of_estimate
from voxpop.pipeline.ask.answers.asked import Asked, Draft
from voxpop.pipeline.ask.weeks import Span
from voxpop.pipeline.ask.world import iso
from voxpop.pipeline.explore import emerging

if TYPE_CHECKING:
    import pandas as pd

MOST = 5
NO_THEME = "other"


def themes(asked: Asked) -> Draft:
    """The themes with the largest shares of posts."""
    channels = asked.channels()
    rows, _ = asked.rows(asked.span, channels)
    _check_people(asked, rows)
    posts = rows[rows["theme_id"].notna()].groupby("theme_id", observed=True)["n_posts"].sum()
    order = [str(name) for name in posts.sort_values(ascending=False, kind="stable").index if name != NO_THEME]
    figures: list[Figure] = []
    for theme in order:
        figure = share_figure(asked, rows, theme, channels)
        if (figure.n_authors or 0) >= SMALLEST_GROUP and len(figures) < (asked.slots.limit or MOST):
            figures.append(figure)
    if not figures:
        raise WithheldError(asked.say("no_themes"))
    lines = [f"{figure.name}: {asked.interval(figure)}" for figure in figures]
    sentence = asked.say(
        "themes", scope=asked.scope(), weeks=asked.weeks(), name=figures[0].name, value=asked.interval(figures[0])
    )
    return Draft(
        sentence=sentence, figures=figures, lines=lines, quoted={"channels": channels, "theme": figures[0].id[6:]}
    )


def share_figure(asked: Asked, rows: pd.DataFrame, theme: str, channels: list[str] | None) -> Figure:
    """A theme's share of all posts of the rows; its posts and people are those of the theme."""
    part = rows["theme_id"].astype(object) == theme
    found = share(rows.assign(part=rows["n_posts"].where(part, 0)), "part", "n_posts", f"share.{theme}")
    assert found is not None
    parameters = asked.net_parameters(asked.span, channels, None, theme)
    parameters.pop("worth")
    name = asked.label("theme", theme)
    figure = of_estimate(
        found, f"share.{theme}", name, asked.words.percent(found.value), "percent", "receipt_share", parameters
    )
    return _with_counts(figure, int(rows[part]["n_posts"].sum()), int(rows[part]["author_id"].nunique()))


def share_of(asked: Asked) -> Draft:
    """How large a theme is."""
    theme, channels = asked.slots.theme or "", asked.channels()
    rows, _ = asked.rows(asked.span, channels)
    _check_people(asked, rows)
    figure = share_figure(asked, rows, theme, channels)
    _check_group(asked, figure.n_authors or 0)
    sentence = asked.say(
        "share",
        scope=asked.scope(theme=None),
        theme=asked.label("theme", theme),
        weeks=asked.weeks(),
        value=asked.interval(figure),
    )
    return Draft(sentence=sentence, figures=[figure], quoted={"channels": channels, "theme": theme})


def pains(asked: Asked) -> Draft:
    """The themes with the lowest net sentiment."""
    return _by_tone(asked, "pains", 1, "negative")


def praise(asked: Asked) -> Draft:
    """The themes with the highest net sentiment."""
    return _by_tone(asked, "praise", -1, "positive")


def new_themes(asked: Asked) -> Draft:
    """Themes that are new or burst in the weeks of the span."""
    figures, lines = [], []
    for week in asked.span.weeks[-13:]:
        for row in emerging.emerging(asked.world.snapshot.tables, asked.audience, week):
            if row["emerging"] is None or row["n_authors"] < SMALLEST_GROUP:
                continue
            theme, name = row["theme_id"], asked.label("theme", row["theme_id"])
            parameters = {"audience": asked.audience, "theme": theme, "weeks": iso(Span(week, week))}
            figure = asked.counted(f"people.{theme}.{week}", name, "people", "ask_theme_people", parameters)
            figures.append(figure)
            kind = asked.say(f"emerging_{row['emerging']}")
            lines.append(
                asked.say(
                    "emerging_line", name=name, week=week, kind=kind, n=figure.printed, usual=f"{row['expected']:.0f}"
                )
            )
    key = "emerging" if figures else "emerging_none"
    names = ", ".join(list(dict.fromkeys(figure.name for figure in figures)))
    sentence = asked.say(key, scope=asked.scope(), weeks=asked.weeks(), names=names)
    figures = figures or [
        asked.counted("people", asked.say("people"), "people", "ask_count", asked.count_parameters("people"))
    ]
    return Draft(sentence=sentence, figures=figures, lines=lines)


def since(asked: Asked) -> Draft:
    """The day on which a theme or a name was first heard of."""
    parameters = {"audience": asked.audience, "theme": asked.slots.theme, "target": asked.slots.name}
    found = asked.counted("first", asked.say("first"), "day", "ask_first", parameters)
    if not found.n_posts:
        raise WithheldError(asked.say("never"))
    day = date(1970, 1, 1) + timedelta(days=int(found.value))
    figure = _printed(found, f"{day.isoformat()}")
    oldest = asked.world.snapshot.tables.records(
        "ask/first", {"audience": asked.audience, "theme": None, "target": None}
    )[0]["value"]
    what = asked.label("theme", asked.slots.theme) if asked.slots.theme else asked.slots.name
    lines = [asked.say("from_the_start")] if oldest is not None and found.value - oldest < 7 else []
    sentence = asked.say(
        "since", scope=asked.scope(theme=None, name=None), what=what, day=asked.words.day(day), year=day.year
    )
    return Draft(sentence=sentence, figures=[figure], lines=lines)


def _by_tone(asked: Asked, key: str, sign: int, label: str) -> Draft:
    channels = asked.channels()
    rows, corrected = asked.rows(asked.span, channels)
    levels = net_by(rows, "theme_id", "net", corrected)
    told = [(str(name), e) for name, e in levels.items() if name != NO_THEME and e.n_authors >= asked.world.least]
    if not told:
        raise WithheldError(asked.say("no_theme_enough", least=asked.world.least))
    figures = []
    for theme, found in sorted(told, key=lambda one: (sign * one[1].value, one[0]))[: asked.slots.limit or 3]:
        parameters = asked.net_parameters(asked.span, channels, corrected, theme)
        figures.append(asked.net_figure(found, f"net.{theme}", asked.label("theme", theme), "receipt_net", parameters))
    lines = [f"{figure.name}: {asked.interval(figure)}" for figure in figures]
    sentence = asked.say(
        key, scope=asked.scope(), weeks=asked.weeks(), name=figures[0].name, value=asked.interval(figures[0])
    )
    theme = figures[0].id.removeprefix("net.")
    return Draft(
        sentence=sentence, figures=figures, lines=lines, quoted={"channels": channels, "theme": theme, "label": label}
    )


def _check_people(asked: Asked, rows: pd.DataFrame) -> None:
    people = int(rows["author_id"].nunique())
    if people < asked.world.least:
        raise WithheldError(asked.say("too_few" if people else "nobody", least=asked.world.least))


def _check_group(asked: Asked, people: int) -> None:
    if 0 < people < SMALLEST_GROUP:
        raise WithheldError(asked.say("fewer", least=SMALLEST_GROUP))


def _with_counts(figure: Figure, n_posts: int, n_authors: int) -> Figure:
    return _changed(figure, n_posts=n_posts, n_authors=n_authors)


def _printed(figure: Figure, printed: str) -> Figure:
    return _changed(figure, printed=printed)


def _changed(figure: Figure, **changes: Any) -> Figure:
    from dataclasses import replace

    return replace(figure, **changes)
