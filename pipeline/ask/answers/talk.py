"""What is said of a theme, a name or some words: how much, in which tone, in whose words."""

from __future__ import annotations

from typing import Any

from voxpop.analysis.estimates.estimate import net_sentiment
from voxpop.analysis.report.basis import correct_counts, frame
from voxpop.pipeline.ask.answer import Figure, WithheldError
from voxpop.pipeline.ask.answers.asked import Asked, Draft
from voxpop.pipeline.ask.answers.names import target_figure, target_rows
from voxpop.pipeline.ask.words import cut
from voxpop.rules.terms import needles

ENDINGS = ("", "s", "es", "n", "en")


def about(asked: Asked) -> Draft:
    """Posts and people that speak of it, and their tone where there are enough of them."""
    figures = _counts(asked)
    tone = ""
    try:
        figures.append(_tone(asked))
        tone = asked.say("about_tone", value=asked.interval(figures[-1]))
    except WithheldError as why:
        tone = asked.say("about_no_tone", why=why)
    sentence = asked.say(
        "about", scope=asked.scope(theme=None, name=None), what=_what(asked), weeks=asked.weeks(), posts=figures[0].printed,
        people=figures[1].printed, tone=tone,
    )  # fmt: skip
    return Draft(sentence=sentence, figures=figures, quoted=_quoted(asked))


def quotes(asked: Asked) -> Draft:
    """How many posts there are, and some of them."""
    figures = _counts(asked)
    what = _what(asked) or asked.say("anything")
    sentence = asked.say(
        "quotes", scope=asked.scope(theme=None, name=None), what=what, weeks=asked.weeks(), posts=figures[0].printed,
        people=figures[1].printed,
    )  # fmt: skip
    return Draft(sentence=sentence, figures=figures, quoted=_quoted(asked))


def ways(words: str) -> list[list[str]]:
    """For each word how it may be written in a post: its numbers and cases, as the query looks for it."""
    return [
        sorted(
            {
                needle
                for stem in {word, word.removesuffix("s")}
                if len(stem) > 1
                for e in ENDINGS
                for needle in needles([f"{stem}{e}"])
            }
        )
        for word in cut(words)
    ]


def _groups(asked: Asked) -> list[list[str]] | None:
    return ways(asked.slots.words) if asked.slots.words else None


def _counts(asked: Asked) -> list[Figure]:
    given = {"groups": _groups(asked)}
    posts = asked.counted("posts", asked.say("posts"), "posts", "ask_count", asked.count_parameters("posts", **given))
    people = asked.counted(
        "people", asked.say("people"), "people", "ask_count", asked.count_parameters("people", **given)
    )
    return [posts, people]


def _tone(asked: Asked) -> Figure:
    name = asked.say("net")
    channels = [asked.slots.channel] if asked.slots.channel else None
    if asked.slots.theme:
        return asked.net("net", name, asked.span, asked.channels(), asked.slots.theme)
    if asked.slots.name:
        return target_figure(asked, target_rows(asked), asked.slots.name)
    _, corrected = asked.world.rows(asked.audience, asked.span.last)
    given: dict[str, Any] = {
        "audience": asked.audience, "weeks": [w.monday for w in asked.span.weeks], "channels": channels, "groups": _groups(asked),
    }  # fmt: skip
    rows = correct_counts(frame(asked.world.snapshot.tables.rows("ask/worded_rows", given)), corrected)
    found = net_sentiment(rows, "net", corrected)
    asked.check(found)
    assert found is not None
    parameters = asked.net_parameters(asked.span, channels, corrected, None)
    parameters.pop("theme")
    return asked.net_figure(found, "net", name, "ask_worded_net", {**parameters, "groups": given["groups"]})


def _what(asked: Asked) -> str:
    if asked.slots.theme:
        return asked.label("theme", asked.slots.theme)
    return asked.slots.name or (f"'{asked.slots.words}'" if asked.slots.words else "")


def _quoted(asked: Asked) -> dict[str, Any]:
    return {"theme": asked.slots.theme, "target": asked.slots.name, "groups": _groups(asked)}
