"""Net sentiment: of a span, week by week, of two sides, by audience, after an event."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voxpop.analysis.estimates.estimate import net_by
from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.basis import correct_counts, frame
from voxpop.config import EVERYONE
from voxpop.pipeline.analyze.labels import correction
from voxpop.pipeline.ask.answer import Figure, WithheldError
from voxpop.pipeline.ask.answers.asked import Asked, Draft
from voxpop.pipeline.ask.answers.names import role_of, target_figure, target_parameters, target_rows
from voxpop.pipeline.ask.weeks import Span
from voxpop.pipeline.ask.world import EARLIEST, mondays
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from voxpop.analysis.estimates.values import Change

TREND_WEEKS = 13
EVENT_WEEKS = 4

Side = tuple[str, Figure, "pd.DataFrame"]


def tone(asked: Asked) -> Draft:
    """Net sentiment of a span."""
    span, theme = asked.span, asked.slots.theme
    channels = asked.channels()
    figure = asked.net("net", asked.say("net"), span, channels, theme)
    return Draft(
        sentence=asked.say("tone", scope=asked.scope(), weeks=asked.weeks(), value=asked.interval(figure)),
        figures=[figure],
        quoted={"channels": channels, "theme": theme},
    )


def trend(asked: Asked) -> Draft:
    """Net sentiment week by week."""
    last = asked.world.now.last
    span = asked.slots.weeks or Span(last.back(TREND_WEEKS - 1), last)
    channels = (
        [asked.slots.channel]
        if asked.slots.channel
        else list(asked.world.comparison(asked.audience, span.last).channels) or None
    )
    rows, corrected = asked.rows(span, channels, asked.slots.theme)
    levels = net_by(rows, "week", "net", corrected)
    figures = []
    for week in span.weeks:
        found = levels.get(week.monday)
        if found is not None and found.n_authors >= asked.world.least:
            parameters = asked.net_parameters(Span(week, week), channels, corrected, asked.slots.theme)
            figures.append(asked.net_figure(found, f"net.{week}", str(week), "receipt_net", parameters))
    if not figures:
        raise WithheldError(asked.say("too_few", least=asked.world.least))
    first, latest = figures[0], figures[-1]
    best, worst = max(figures, key=lambda f: f.value), min(figures, key=lambda f: f.value)
    return Draft(
        sentence=asked.say(
            "trend", scope=asked.scope(), first=first.name, first_value=asked.interval(first), last=latest.name,
            last_value=asked.interval(latest), best=best.name, best_value=best.printed, worst=worst.name, worst_value=worst.printed,
        ),
        figures=figures,
        lines=[f"{figure.name}: {asked.interval(figure)}" for figure in figures],
    )  # fmt: skip


def audiences(asked: Asked) -> Draft:
    """Net sentiment of each audience."""
    figures, lines = [], []
    for audience in asked.world.config.audience_ids:
        if audience == EVERYONE:
            continue
        name = asked.label("audience", audience)
        try:
            channels = asked.channels(audience=audience)
            figure = asked.net(f"net.{audience}", name, asked.span, channels, audience=audience)
        except WithheldError as why:
            lines.append(f"{name}: {why}")
            continue
        figures.append(figure)
        lines.append(f"{name}: {asked.interval(figure)}")
    if not figures:
        raise WithheldError(asked.say("too_few", least=asked.world.least))
    low, high = min(figures, key=lambda f: f.value), max(figures, key=lambda f: f.value)
    sentence = asked.say(
        "audiences",
        weeks=asked.weeks(),
        low=low.name,
        low_value=asked.interval(low),
        high=high.name,
        high_value=asked.interval(high),
    )
    return Draft(sentence=sentence, figures=figures, lines=lines)


def compare(asked: Asked) -> Draft:
    """Net sentiment of two audiences, channels, themes or names, and the difference."""
    slots = asked.slots
    assert slots.kind is not None and slots.a is not None and slots.b is not None  # noqa: PT018  the form has both
    if slots.kind == "name":
        a, b, query = (*_names(asked, slots.a, slots.b), "receipt_target")
        corrected = None
    else:
        a, b, corrected = (
            _audiences(asked, slots.a, slots.b) if slots.kind == "audience" else _parts(asked, slots.a, slots.b)
        )
        query = "receipt_net"
    return _two(asked, a, b, corrected, query)


def compare_weeks(asked: Asked) -> Draft:
    """Net sentiment of two spans of weeks, and the difference."""
    a, b = Span.parse(asked.slots.a or ""), Span.parse(asked.slots.b or "")
    return _spans(asked, a, b, asked.weeks(a), asked.weeks(b))


def events(asked: Asked) -> Draft:
    """Net sentiment of the weeks after an event and of those before; its own week is neither, and neither is its effect."""
    if asked.slots.event is None:
        return _all_events(asked)
    event = next(one for one in asked.world.config.events if one.name == asked.slots.event)
    own, last = Week.of(event.date), asked.world.now.last
    if last <= own:
        raise WithheldError(asked.say("too_early", event=event.name, day=f"{event.date:%Y-%m-%d}"))
    after = Span(own.back(-1), min(last, own.back(-EVENT_WEEKS)))
    before = Span(own.back(EVENT_WEEKS), own.back(1))
    labels = asked.say("after", event=event.name), asked.say("before", event=event.name)
    draft = _spans(asked, after, before, *labels)
    return Draft(sentence=draft.sentence, figures=draft.figures, lines=[*draft.lines, asked.say("no_cause")])


def _all_events(asked: Asked) -> Draft:
    """Each configured event, the newest first; of those of which nothing may be told, why."""
    told, lines, figures = [], [], []
    for n, event in enumerate(sorted(asked.world.config.events, key=lambda one: one.date, reverse=True), 1):
        try:
            draft = events(replace(asked, slots=replace(asked.slots, event=event.name)))
        except WithheldError as why:
            lines.append(str(why))
            continue
        told.append(draft.sentence)
        figures += [replace(figure, id=f"{figure.id}.{n}") for figure in draft.figures]
    if not told:
        raise WithheldError(" ".join(lines) or asked.say("no_events"), whole=True)
    return Draft(
        sentence=told[0],
        figures=figures,
        lines=[*told[1:], *lines, asked.say("no_cause")],
        notes=[asked.say("all_events")],
    )


def _spans(asked: Asked, a: Span, b: Span, name_a: str, name_b: str) -> Draft:
    whole = _heard_in_both(asked, a, b)
    theme = asked.slots.theme
    sides = []
    for id_, name, span in (("a", name_a, a), ("b", name_b, b)):
        with _of_side(asked, asked.scope(), name):
            sides.append((name, asked.net(f"net.{id_}", name, span, whole, theme), asked.rows(span, whole, theme)[0]))
    later = max(a.last, b.last)
    _, corrected = asked.world.rows(asked.audience, later)
    return _two(asked, sides[0], sides[1], corrected, "receipt_net")


@contextmanager
def _of_side(asked: Asked, scope: str, weeks: str) -> Iterator[None]:
    """What is withheld of one side is said of that side alone: of the other somebody may well have been heard."""
    try:
        yield
    except WithheldError as why:
        raise WithheldError(asked.say("withheld", scope=scope, weeks=weeks, why=why), whole=True) from why


def _heard_in_both(asked: Asked, a: Span, b: Span) -> list[str] | None:
    """The channels that were heard whole in both spans; None (all) where there are none."""
    if asked.slots.channel:
        return [asked.slots.channel]
    listening = asked.world.listening
    return [
        c for c in asked.world.channels(asked.audience) if all(listening.whole(c, w) for w in (*a.weeks, *b.weeks))
    ] or None


def _two(asked: Asked, a: Side, b: Side, corrected: Any, query: str) -> Draft:
    found: Change = asked.difference(a[2], b[2], corrected)
    figures = [a[1], b[1]]
    verdict = asked.say(
        f"differ_{found.verdict if found.verdict in (Verdict.UP, Verdict.DOWN) else 'unclear'}", a=a[0], b=b[0]
    )
    if found.value is not None:
        figures.append(
            asked.difference_figure(
                found, "net.difference", asked.say("difference"), query, a[1].parameters, b[1].parameters
            )
        )
        verdict = asked.say("by", verdict=verdict, value=asked.interval(figures[2]))
    weeks = "" if asked.slots.kind == "weeks" or asked.slots.event else f", {asked.weeks()}"
    sentence = asked.say(
        "compare",
        scope=asked.scope(),
        weeks=weeks,
        a=a[0],
        a_value=asked.interval(a[1]),
        b=b[0],
        b_value=asked.interval(b[1]),
        verdict=verdict,
    )
    return Draft(sentence=sentence, figures=figures)


def _parts(asked: Asked, a: str, b: str) -> tuple[Side, Side, Any]:
    kind = asked.slots.kind or ""
    sides = []
    for id_ in (a, b):
        channels = [id_] if kind == "channel" else asked.channels()
        theme = id_ if kind == "theme" else asked.slots.theme
        name = asked.label(kind, id_)
        with _of_side(asked, asked.scope(**{kind: id_}), asked.weeks()):
            figure = asked.net(f"net.{id_}", name, asked.span, channels, theme)
        sides.append((name, figure, asked.rows(asked.span, channels, theme)[0]))
    return sides[0], sides[1], asked.world.rows(asked.audience, asked.span.last)[1]


def _names(asked: Asked, a: str, b: str) -> tuple[Side, Side]:
    rows = target_rows(asked)
    sides = []
    for name in (a, b):
        with _of_side(asked, asked.scope(name=name), asked.weeks()):
            figure = target_figure(asked, rows, name)
        sides.append((name, figure, rows[(rows["target"] == name) & (rows["role"] == role_of(asked, name))]))
    assert target_parameters(asked, a)
    return sides[0], sides[1]


def _audiences(asked: Asked, a: str, b: str) -> tuple[Side, Side, Any]:
    """Both read as one table, so that a person in both is one."""
    tables, last = asked.world.snapshot.tables, asked.span.last
    read = []
    for audience in (a, b):
        rows = tables.rows("report/author_weeks", {"audience": audience, "first_week": EARLIEST, "week": last.monday})
        read.append(rows.append_column("whose", pa.array([audience] * len(rows), pa.string())))
    both = frame(pa.concat_tables(read))
    both = both[both["week"].isin(mondays(asked.span))]
    sides = []
    for audience in (a, b):
        channels = asked.channels(audience=audience)
        part = both[both["whose"] == audience]
        part = part if channels is None else part[part["channel"].isin(channels)]
        part = part if asked.slots.theme is None else part[part["theme_id"] == asked.slots.theme]
        name = asked.label("audience", audience)
        with _of_side(asked, asked.scope(audience=audience), asked.weeks()):
            figure = asked.net(f"net.{audience}", name, asked.span, channels, asked.slots.theme, audience)
        sides.append((name, figure, correct_counts(part, correction(tables, audience, last))))
    return sides[0], sides[1], correction(tables, a, last)
