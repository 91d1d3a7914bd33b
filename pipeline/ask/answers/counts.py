"""What is counted: posts, people, channels, likes, ratings."""

from __future__ import annotations

import pandas as pd

from voxpop.analysis.estimates.ratings import mean_rating
from voxpop.analysis.report.basis import frame
from voxpop.pipeline.ask.answer import WithheldError, of_estimate
from voxpop.pipeline.ask.answers.asked import Asked, Draft, decimal, kept
from voxpop.pipeline.ask.world import iso


def volume(asked: Asked) -> Draft:
    """How many posts there were."""
    figure = asked.counted("posts", asked.say("posts"), "posts", "ask_count", asked.count_parameters("posts"))
    sentence = asked.say("volume", scope=asked.scope(), weeks=asked.weeks(), value=figure.printed)
    return Draft(sentence=sentence, figures=[figure])


def people(asked: Asked) -> Draft:
    """How many different people there were."""
    figure = asked.counted("people", asked.say("people"), "people", "ask_count", asked.count_parameters("people"))
    sentence = asked.say("people_count", scope=asked.scope(), weeks=asked.weeks(), value=figure.printed)
    return Draft(sentence=sentence, figures=[figure])


def channels(asked: Asked) -> Draft:
    """Posts on each channel."""
    known = asked.world.channels(asked.audience)
    figures = kept(
        lambda c=c: asked.counted(
            f"posts.{c}", asked.label("channel", c), "posts", "ask_count", asked.count_parameters("posts", channels=[c])
        )
        for c in known
    )
    figures = sorted(figures, key=lambda figure: -figure.value)
    if len(known) - sum(1 for f in figures) == 1 and len(figures) > 1:  # the sum would tell the one that is too small
        figures.pop()
    figures = [figure for figure in figures if figure.value]
    if not figures:
        raise WithheldError(asked.say("nobody"))
    lines = [
        asked.say("channel_line", name=f.name, posts=f.printed, people=asked.words.count(f.n_authors or 0))
        for f in figures
    ]
    sentence = asked.say(
        "channels", scope=asked.scope(), weeks=asked.weeks(), name=figures[0].name, value=figures[0].printed
    )
    return Draft(sentence=sentence, figures=figures, lines=lines)


def top_posts(asked: Asked) -> Draft:
    """The posts with the most likes, as far as they may be quoted."""
    parameters = asked.count_parameters("posts")
    asked_for = {name: parameters[name] for name in ("audience", "weeks", "channels", "theme")}
    figure = asked.counted("likes", asked.say("likes"), "likes", "ask_likes", asked_for)
    if not figure.n_posts:
        raise WithheldError(asked.say("no_likes"))
    sentence = asked.say("top_posts", scope=asked.scope(), weeks=asked.weeks(), value=figure.printed)
    return Draft(sentence=sentence, figures=[figure], quoted={"by_likes": True, "theme": asked.slots.theme})


def ratings(asked: Asked) -> Draft:
    """The mean rating on each scale that was used, the commonest first, as the report computes it."""
    span = asked.span
    given = {"audience": asked.audience, "first_week": span.first.monday, "week": span.last.monday}
    rows = frame(asked.world.snapshot.tables.rows("report/ratings", given))
    channels = [asked.slots.channel] if asked.slots.channel else None
    rows = rows if channels is None else rows[rows["channel"].isin(channels)]
    scales = (
        rows.groupby("rating_scale", dropna=False)["n_ratings"].sum().sort_values(ascending=False, kind="stable").index
    )
    figures = []
    for scale in (None if pd.isna(one) else float(one) for one in scales):
        part = rows[rows["rating_scale"].isna() if scale is None else rows["rating_scale"] == scale]
        found = mean_rating(part, scale)
        if found is None or found.n_authors < asked.world.least:
            continue
        name = asked.say("of_scale", scale=f"{scale:g}") if scale else asked.say("of_no_scale")
        parameters = {"audience": asked.audience, "weeks": iso(span), "channels": channels, "scale": scale}
        id_ = f"rating.{scale:g}" if scale else "rating.any"
        figures.append(
            of_estimate(found, id_, name, decimal(asked, found.value), "stars", "receipt_rating", parameters)
        )
    if not figures:
        raise WithheldError(asked.say("no_ratings", scope=asked.scope(), weeks=asked.weeks()))
    lines = [f"{asked.interval(figure)} {figure.name}" for figure in figures]
    sentence = asked.say(
        "ratings", scope=asked.scope(), weeks=asked.weeks(), value=asked.interval(figures[0]), scale=figures[0].name
    )
    return Draft(sentence=sentence, figures=figures, lines=lines[1:])
