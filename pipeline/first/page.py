"""The first look in words and as a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import yaml

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


def tell_shares(look: Look) -> str:
    """'59% negative, 21% neutral, 20% positive'; whole percents that add up to 100."""
    from voxpop.analysis.estimates.rounding import add_up

    names = ("negative", "neutral", "positive")
    whole = add_up([100 * look.tone[name] / look.scored for name in names], 100) if look.scored else [0, 0, 0]
    return ", ".join(f"{part}% {name}" for name, part in zip(names, whole, strict=True))


def tell_wants(look: Look) -> str:
    """'63% complain, 17% praise': parts of the scored posts; a post may want several things."""
    told = [(WANTS.get(name, name), 100 * count / look.scored) for name, count in look.intents if look.scored]
    return ", ".join(f"{share:.0f}% {want}" for want, share in told if share >= LEAST_SHARE)


def tell_basis(look: Look) -> str:
    """What tone, intents and themes rest on."""
    drawn = f"{look.read:,} posts drawn evenly" if look.read < look.found else f"all {look.read:,} posts"
    if look.found == 1:
        drawn = "the one post"
    unread = look.tone["not scored"]
    left = f"; {unread:,} are in languages or forms that no model reads" if unread else ""
    return f"Read: {drawn}, as the models label them, not corrected by labels of your own{left}."


def tell_interval(net: Estimate | None) -> str:
    """'-38 (-42 to -35)'."""
    return f"{signed(net.value)} ({signed(net.low)} to {signed(net.high)})" if net else ""


def signed(value: float) -> str:
    """A figure with its sign, whole."""
    return f"{value:+.0f}" if round(value) else "0"


def day(time: date) -> str:
    """'16 February 2015'."""
    return f"{time.day} {time:%B %Y}"


def columns_of(look: Look) -> list[tuple[str, str]]:
    """Fields of a post and the columns of the file that they are read from; none of an address."""
    return [(name, str(value)) for name, value in look.channel.get("columns", {}).items()]


def tell_settings(look: Look) -> str:
    """The other keys of the channel, as they would stand in voxpop.yaml."""
    keys = {name: value for name, value in look.channel.items() if name not in {"id", "source", "columns", "path"}}
    return yaml.safe_dump(keys, default_flow_style=True, width=10_000).strip("{}\n") if keys else ""


def page_of(look: Look) -> str:
    """One page of HTML that needs nothing beside it."""
    from voxpop.analysis.report.render.page import templates

    return templates().get_template("first_look.html.jinja").render(
        look=look, shares=tell_shares(look), wants=tell_wants(look), basis=tell_basis(look), interval=tell_interval,
        signed=signed, day=day, columns=columns_of(look), settings=tell_settings(look),
    )  # fmt: skip
