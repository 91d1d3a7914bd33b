"""The first look in words and as a page."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import yaml

from voxpop.pipeline.first.words import ENGLISH, MONTHS, grouped, language_of, say

if TYPE_CHECKING:
    from voxpop.analysis.estimates.values import Estimate
    from voxpop.pipeline.first.look import Look

WANTS = {
    "bug_report": "report a fault",
    "feature_request": "ask for something new",
    "question": "ask a question",
    "praise": "praise",
    "complaint": "complain",
    "churn_risk": "may leave",
    "answer": "help others",
    "promotion": "advertise",
}
"""Intent -> what people do, as the end of 'N% of posts ...'."""
LEAST_SHARE = 0.5
"""Intents of a smaller part, in percent, are not told."""


def tell_shares(look: Look, language: str = ENGLISH) -> str:
    """'59% negative, 21% neutral, 20% positive'; whole percents that add up to 100."""
    from voxpop.analysis.estimates.rounding import add_up

    names = ("negative", "neutral", "positive")
    whole = add_up([100 * look.tone[name] / look.scored for name in names], 100) if look.scored else [0, 0, 0]
    told = "{negative}% negative, {neutral}% neutral, {positive}% positive"
    return say(language, told, **dict(zip(names, whole, strict=True)))


def tell_heading(look: Look, language: str = ENGLISH) -> str:
    """'14,640 posts by 7,701 people, net sentiment -38'."""
    told = "{posts} posts by {people} people"
    if look.authors == 1:
        told = "1 post by 1 person" if look.found == 1 else "{posts} posts by 1 person"
    said = say(language, told, posts=grouped(language, look.found), people=grouped(language, look.authors))
    return said + (say(language, ", net sentiment {net}", net=signed(look.net.value)) if look.net else "")


def tell_wants(look: Look, language: str = ENGLISH) -> str:
    """'63% complain, 17% praise': parts of the scored posts; a post may want several things."""
    told = [(WANTS.get(name, name), 100 * count / look.scored) for name, count in look.intents if look.scored]
    sign = "%" if language == ENGLISH else " %"
    return ", ".join(f"{share:.0f}{sign} {say(language, want)}" for want, share in told if share >= LEAST_SHARE)


def tell_basis(look: Look, language: str = ENGLISH) -> str:
    """What tone, intents and themes rest on."""
    how = "{n} posts drawn evenly" if look.read < look.found else "all {n} posts"
    drawn = say(language, "the one post" if look.found == 1 else how, n=grouped(language, look.read))
    unread = look.tone["not scored"]
    told = "; {n} are in languages or forms that no model reads"
    left = say(language, told, n=grouped(language, unread)) if unread else ""
    basis = "Read: {drawn}, as the models label them, not corrected by labels of your own{left}."
    return say(language, basis, drawn=drawn, left=left)


def tell_interval(net: Estimate | None, language: str = ENGLISH) -> str:
    """'-38 (-42 to -35)'."""
    if net is None:
        return ""
    return f"{signed(net.value)} ({say(language, '{low} to {high}', low=signed(net.low), high=signed(net.high))})"


def signed(value: float) -> str:
    """A figure with its sign, whole."""
    return f"{value:+.0f}" if round(value) else "0"


def day(time: date, language: str = ENGLISH) -> str:
    """'3 May 2015', in German '3. Mai 2015'."""
    if language != ENGLISH:
        return f"{time.day}. {MONTHS[time.month - 1]} {time.year}"
    return f"{time.day} {time:%B %Y}"


def columns_of(look: Look) -> list[tuple[str, str]]:
    """Fields of a post and the columns of the file that they are read from; none of an address."""
    return [(name, str(value)) for name, value in look.channel.get("columns", {}).items()]


def tell_settings(look: Look) -> str:
    """The other keys of the channel, as they would stand in voxpop.yaml."""
    keys = {name: value for name, value in look.channel.items() if name not in {"id", "source", "columns", "path"}}
    return yaml.safe_dump(keys, default_flow_style=True, width=10_000).strip("{}\n") if keys else ""


def page_of(look: Look) -> str:
    """One page of HTML that needs nothing beside it; in German where most posts are."""
    from voxpop.analysis.report.render.page import templates

    spoken = language_of(look)
    return templates().get_template("first_look.html.jinja").render(
        look=look, language=spoken, t=partial(say, spoken), shares=tell_shares(look, spoken), wants=tell_wants(look, spoken),
        basis=tell_basis(look, spoken), interval=partial(tell_interval, language=spoken), heading=tell_heading(look, spoken),
        day=partial(day, language=spoken), columns=columns_of(look), settings=tell_settings(look),
    )  # fmt: skip
