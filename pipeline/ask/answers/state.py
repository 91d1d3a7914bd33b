"""How sure, how fresh, what was not heard, and whether negative voices rise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from voxpop.analysis.report.basis import audience_channels
from voxpop.analysis.report.model import Heard
from voxpop.config import EVERYONE
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError
from voxpop.pipeline.ask.answers.asked import Asked, Draft


def sure(asked: Asked) -> Draft:
    """The interval of net sentiment, what it covers, and how good the model is where that was measured."""
    figure = asked.net("net", asked.say("net"), asked.span, asked.channels())
    assert figure.low is not None and figure.high is not None  # noqa: PT018  an estimate has both
    half = (figure.high - figure.low) / 2
    _, corrected = asked.world.rows(asked.audience, asked.span.last)
    lines = [asked.say("covers_model" if corrected else "covers_people")]
    measured = asked.world.snapshot.accuracy().to_dict("records")
    row = next((one for one in measured if one["figure"] == "accuracy"), None)
    if row is not None:
        lines.append(
            asked.say("accuracy", value=asked.words.percent(100 * row["value"]), n=asked.words.count(row["n"]))
        )
    else:
        lines.append(asked.say("no_labels"))
    sentence = asked.say(
        "sure", scope=asked.scope(), weeks=asked.weeks(), value=asked.interval(figure), half=asked.words.count(half),
        people=asked.words.count(figure.n_authors or 0),
    )  # fmt: skip
    return Draft(sentence=sentence, figures=[figure], lines=lines)


def fresh(asked: Asked) -> Draft:
    """Until when the data is known, and the last week of which anybody was heard."""
    known = asked.world.known_at
    if known is None:
        raise WithheldError(asked.say("no_data"))
    figure = replace(
        asked.counted("known_at", asked.say("known_at"), "moment", "ask_known_at", {}),
        printed=f"{known.astimezone(asked.world.config.company.zone):%Y-%m-%d %H:%M}",
    )
    last = asked.world.snapshot.tables.last_week()
    heard = (
        asked.weeks(type(asked.span)(asked.world.snapshot.last_week, asked.world.snapshot.last_week)) if last else "-"
    )
    return Draft(sentence=asked.say("fresh", value=figure.printed, week=heard), figures=[figure])


def unheard(asked: Asked) -> Draft:
    """Days of channels that were not heard whole, audiences of which nobody spoke, and what is not collected at all."""
    world, span = asked.world, asked.span
    channels = [asked.slots.channel] if asked.slots.channel else list(audience_channels(world.config, EVERYONE, set()))
    days = [day for week in span.weeks for day in week.days()]
    parameters = {"channels": channels, "first_day": days[0].isoformat(), "last_day": days[-1].isoformat()}
    figure = asked.counted("unheard", asked.say("unheard_days"), "days", "ask_unheard", parameters)
    sentence = asked.say(
        "unheard", weeks=asked.weeks(), value=figure.printed, whole=asked.words.count(len(days) * len(channels))
    )
    silent = (
        []
        if asked.slots.channel
        else [a for a in world.config.audience_ids if a != EVERYONE and not _anybody(asked, a)]
    )
    lines = [asked.say("silent", name=asked.label("audience", audience)) for audience in silent]
    lines += [] if asked.slots.channel else list(world.config.not_collected)
    return Draft(sentence=sentence, figures=[figure], lines=lines)


def crisis(asked: Asked) -> Draft:
    """People with a negative post in the last day of data, and whether they are more than days before make likely."""
    from voxpop.analysis.estimates.alerts import find  # brings scipy.stats, which takes half a second

    parameters = {
        "audience": asked.audience,
        "until": (asked.world.known_at or datetime(1970, 1, 1, tzinfo=UTC)).isoformat(),
    }
    rows = read_days(asked.world, parameters)
    now = next(row["n_authors"] for row in rows if row["theme_id"] is None and row["ago"] == 0)
    found = find(rows)
    figure = Figure(
        id="negative", name=asked.say("negative_people"), value=float(now), printed=asked.words.count(now), unit="people",
        n_authors=now, query="negative_day", parameters=parameters,
    )  # fmt: skip
    if found is not None:
        theme = asked.label("theme", found.theme_id) if found.theme_id else asked.say("no_theme")
        sentence = asked.say(
            "crisis", scope=asked.scope(), n=figure.printed, usual=asked.words.count(found.usual), theme=theme
        )
        return Draft(sentence=sentence, figures=[figure], quoted={"label": "negative", "theme": found.theme_id})
    if 0 < now < SMALLEST_GROUP:
        raise WithheldError(asked.say("no_crisis_few", scope=asked.scope(), least=SMALLEST_GROUP))
    return Draft(
        sentence=asked.say("no_crisis", scope=asked.scope(), n=figure.printed),
        figures=[figure],
        lines=_unheard_today(asked),
    )


def _unheard_today(asked: Asked) -> list[str]:
    """Channels of the audience that were not heard on the last day: nothing is known of a crisis there."""
    world, day = asked.world, asked.world.now.today
    left = [c for c in world.channels(asked.audience) if world.listening.state(c, day) in (Heard.NOT, Heard.UNKNOWN)]
    return [asked.say("unheard_today", names=", ".join([asked.label("channel", c) for c in left]))] if left else []


def read_days(world: Any, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that alerts judge; also how the receipt is recomputed."""
    channels = audience_channels(world.config, parameters["audience"], set())
    given = {
        "until": datetime.fromisoformat(parameters["until"]),
        "time_zone": world.config.company.time_zone,
        "audience": parameters["audience"],
        "channels": list(channels),
    }
    rows: list[dict[str, Any]] = world.snapshot.tables.records("alert/days", given)
    return rows


def _anybody(asked: Asked, audience: str) -> bool:
    rows, _ = asked.rows(asked.span, None, None, audience)
    return bool(len(rows))
