"""What is counted: posts, people, channels, likes, ratings."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from scipy.special import stdtrit

from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError
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
    """The mean rating on each scale that was used, one person's ratings counting as their mean."""
    asked_for = {
        "audience": asked.audience,
        "weeks": iso(asked.span),
        "channels": asked.count_parameters("")["channels"],
    }
    tables = asked.world.snapshot.tables
    weeks = {**asked_for, "weeks": [week.monday for week in asked.span.weeks]}
    figures = kept(
        lambda scale=row["scale"]: _rating(asked, {**asked_for, "scale": scale})
        for row in tables.records("ask/scales", weeks)
    )
    if not figures:
        raise WithheldError(asked.say("no_ratings", scope=asked.scope(), weeks=asked.weeks()))
    lines = [f"{figure.name}: {asked.interval(figure)}" for figure in figures]
    sentence = asked.say(
        "ratings", scope=asked.scope(), weeks=asked.weeks(), value=asked.interval(figures[0]), scale=figures[0].name
    )
    return Draft(sentence=sentence, figures=figures, lines=lines[1:])


def _rating(asked: Asked, parameters: dict[str, object]) -> Figure:
    scale = parameters["scale"]
    found = asked.counted(
        f"rating.{scale}", asked.say("of_scale", scale=scale), "stars", "ask_ratings", dict(parameters)
    )
    (row,) = asked.world.snapshot.tables.records(
        "ask/ratings", {**parameters, "weeks": [w.monday for w in asked.span.weeks]}
    )
    n = found.n_authors or 0
    if n < SMALLEST_GROUP:
        raise WithheldError(asked.say("fewer", least=SMALLEST_GROUP))
    half = float(stdtrit(n - 1, 0.975)) * (row["spread"] or 0.0) / sqrt(n)
    return replace(found, printed=decimal(asked, found.value), low=found.value - half, high=found.value + half)
