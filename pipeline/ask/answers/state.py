"""How sure, how fresh, what was not heard, and whether negative voices rise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop.analysis.alarms import value_at
from voxpop.analysis.report.basis import audience_channels
from voxpop.analysis.report.model import Heard
from voxpop.config import EVERYONE
from voxpop.pipeline.alarms import said
from voxpop.pipeline.alarms.figures import labels_of
from voxpop.pipeline.alarms.figures import read as read_figures
from voxpop.pipeline.alarms.look import is_crisis, parts_of
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError
from voxpop.pipeline.ask.answers.asked import Asked, Draft

if TYPE_CHECKING:
    from voxpop.pipeline.alarms.ledger import Part
    from voxpop.pipeline.ask.world import World


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
    """What `voxpop alert` finds in the audience and is not over yet, by the same function; else people with a negative post in the last day."""
    world, config = asked.world, asked.world.config
    lately = world.lately
    if lately is None:
        raise WithheldError(asked.say("no_data"))
    causes = [parts_of(config, lately.figures, one) for one in lately.going_on(config.alerts.over_hours)]
    mine = [[part for part in parts if part.audience == asked.audience] for parts in causes]
    told = [parts for parts in mine if parts]
    if told:
        told.sort(key=lambda parts: (not is_crisis(config, parts), -parts[0].surprise))
        return _tell_alarm(asked, told)
    figure = _negative_day(asked)
    if 0 < figure.value < SMALLEST_GROUP:
        raise WithheldError(asked.say("no_crisis_few", scope=asked.scope(), least=SMALLEST_GROUP))
    lines = [] if lately.quiet else [asked.say("no_bars")]
    return Draft(
        sentence=asked.say("no_crisis", scope=asked.scope(), n=figure.printed),
        figures=[figure],
        lines=[*lines, *_unheard_today(asked)],
    )


def _tell_alarm(asked: Asked, causes: list[list[Part]]) -> Draft:
    """The most pressing cause, and the others on a line each."""
    workspace, themes = asked.world.snapshot.workspace, labels_of(asked.world.snapshot.tables)
    head = causes[0][0]
    mean = head.low is None
    shown = 100 * head.now if head.figure == "net" else head.now
    figure = Figure(
        id="alarm", name=said.title(workspace, themes, head, language=asked.language), value=float(shown),
        printed=asked.words.signed(shown) if head.figure == "net" else f"{shown:.1f}" if mean else asked.words.count(shown),
        unit="points" if head.figure == "net" else "stars" if mean else "people", n_authors=head.n_people, n_posts=head.n_posts,
        query="alarm", parameters=alarm_parameters(asked.world, head),
    )  # fmt: skip
    lines = said.tell_parts(workspace, themes, causes[0], language=asked.language)
    also = [said.title(workspace, themes, parts[0], language=asked.language) for parts in causes[1:]]
    crisis_ = is_crisis(asked.world.config, causes[0])
    sentence = asked.say("crisis", title=said.title(workspace, themes, head, crisis=crisis_, language=asked.language))
    quoted: dict[str, Any] = {"label": head.tone} if head.tone else {}
    quoted |= {"theme": head.subject} if head.kind == "theme" else {}
    return Draft(sentence=sentence, figures=[figure], lines=[*lines, *also], quoted=quoted or None)


def alarm_parameters(world: World, part: Part) -> dict[str, Any]:
    """What names the figure of an alarm again."""
    return {
        "until": (world.known_at or datetime(1970, 1, 1, tzinfo=UTC)).isoformat(),
        "peak": part.peak.isoformat(),
        **{name: getattr(part, name) for name in ("rule", "audience", "figure", "kind", "subject", "hours")},
    }


def read_alarm(world: World, parameters: dict[str, Any]) -> float | None:
    """The figure of an alarm, from the posts; None where its rule or subject is no longer there."""
    figures = read_figures(world.snapshot.tables, world.config, datetime.fromisoformat(parameters["until"]))
    wanted = tuple(parameters[name] for name in ("rule", "audience", "kind", "subject", "hours"))
    peak = datetime.fromisoformat(parameters["peak"]).astimezone(world.config.company.zone).replace(tzinfo=None)
    for one in figures.measures:
        if (one.rule, one.audience, one.kind, one.subject, int(one.span)) == wanted:
            found = value_at(figures.voices, one, figures.number(peak) - 1)
            return 100 * found if parameters["figure"] == "net" else found
    return None


def _negative_day(asked: Asked) -> Figure:
    known = asked.world.known_at or datetime(1970, 1, 1, tzinfo=UTC)
    parameters = {"audience": asked.audience, "until": known.isoformat()}
    now = read_negative(asked.world, parameters)
    return Figure(
        id="negative", name=asked.say("negative_people"), value=now, printed=asked.words.count(now), unit="people",
        n_authors=int(now), query="negative_day", parameters=parameters,
    )  # fmt: skip


def _unheard_today(asked: Asked) -> list[str]:
    """Channels of the audience that were not heard on the last day: nothing is known of a crisis there."""
    world, day = asked.world, asked.world.now.today
    left = [c for c in world.channels(asked.audience) if world.listening.state(c, day) in (Heard.NOT, Heard.UNKNOWN)]
    return [asked.say("unheard_today", names=", ".join([asked.label("channel", c) for c in left]))] if left else []


def read_negative(world: World, parameters: dict[str, Any]) -> float:
    """People with a negative post in the 24 hours up to a moment; also how the receipt is recomputed."""
    channels = audience_channels(world.config, parameters["audience"], set())
    given = {
        "until": datetime.fromisoformat(parameters["until"]),
        "time_zone": world.config.company.time_zone,
        "audience": parameters["audience"],
        "channels": list(channels),
    }
    rows = world.snapshot.tables.records("alert/days", given)
    return float(next(row["n_authors"] for row in rows if row["theme_id"] is None and row["ago"] == 0))


def _anybody(asked: Asked, audience: str) -> bool:
    rows, _ = asked.rows(asked.span, None, None, audience)
    return bool(len(rows))
