"""Questions and answers, our own part, and who comes and stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from voxpop.analysis.community.business_hours import BusinessHours
from voxpop.analysis.community.health import Share
from voxpop.analysis.estimates.waits import MedianWait, median_wait
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError
from voxpop.pipeline.ask.answers.asked import Asked, Draft, decimal, kept
from voxpop.pipeline.ask.world import iso
from voxpop.pipeline.explore import community as community_read
from voxpop.window import Week

HEALTH = ("n_active", "n_new", "n_stayed", "n_back", "n_lost")


def unanswered(asked: Asked) -> Draft:
    """Questions, those without an answer by anybody, and the share that got one."""
    given = _given(asked)
    every = asked.counted("asked", asked.say("asked"), "questions", "ask_questions", {**given, "what": "asked"})
    if not every.value:
        raise WithheldError(asked.say("no_questions", scope=asked.scope(), weeks=asked.weeks()))
    try:  # the one tells the other: both are given, or neither
        left = asked.counted("open", asked.say("open"), "questions", "ask_questions", {**given, "what": "open"})
        told = asked.counted(
            "answered", asked.say("answered"), "percent", "ask_questions", {**given, "what": "answered"}
        )
    except WithheldError as why:
        sentence = asked.say("unanswered_few", scope=asked.scope(), weeks=asked.weeks(), asked=every.printed, why=why)
        return Draft(sentence=sentence, figures=[every])
    low, high = Share(part=int(every.value - left.value), whole=int(every.value)).interval or (None, None)
    told = replace(told, low=low, high=high)
    sentence = asked.say(
        "unanswered",
        scope=asked.scope(),
        weeks=asked.weeks(),
        asked=every.printed,
        open=left.printed,
        share=asked.interval(told),
    )
    return Draft(sentence=sentence, figures=[every, left, told])


def wait(asked: Asked) -> Draft:
    """The median wait for our answer in hours of work, questions without one counted."""
    parameters = _given(asked)
    found, people, n = read_wait(asked.world, parameters)
    if found is None:
        raise WithheldError(asked.say("no_questions", scope=asked.scope(), weeks=asked.weeks()))
    if people < SMALLEST_GROUP:
        raise WithheldError(asked.say("fewer", least=SMALLEST_GROUP))
    figure = Figure(
        id="wait", name=asked.say("wait_name"), value=found.hours, printed=decimal(asked, found.hours), unit="hours", n_posts=n,
        n_authors=people, query="wait", parameters=parameters,
    )  # fmt: skip
    key = "wait" if found.reached else "wait_longer"
    return Draft(
        sentence=asked.say(key, scope=asked.scope(), weeks=asked.weeks(), value=figure.printed), figures=[figure]
    )


def read_wait(world: Any, parameters: dict[str, Any]) -> tuple[MedianWait | None, int, int]:
    """The median wait behind parameters, people and questions; also how its receipt is recomputed."""
    given = {**parameters, "weeks": [Week.parse(day).monday for day in parameters["weeks"]]}
    rows = world.snapshot.tables.records("ask/question_times", given)
    calendar, until = BusinessHours.of(world.config.company), world.known_at
    told = [calendar.between(r["asked_at"], r["own_answered_at"]) for r in rows if r["own_answered_at"] is not None]
    waiting = [calendar.between(r["asked_at"], until) for r in rows if r["own_answered_at"] is None]
    return median_wait(told, waiting), len({row["author_id"] for row in rows}), len(rows)


def answerers(asked: Asked) -> Draft:
    """Members and own accounts that answered, and how often a member was first."""
    given = {"audience": asked.audience, "weeks": iso(asked.span)}
    figures = kept(
        (
            lambda what=what: asked.counted(
                what, asked.say(f"answer_{what}"), "people", "ask_answerers", {**given, "what": what}
            )
        )
        for what in ("members", "own")
    )
    first = asked.counted("first", asked.say("answer_first"), "percent", "ask_answerers", {**given, "what": "first"})
    if not first.n_posts or not figures:
        raise WithheldError(asked.say("no_answers", scope=asked.scope(), weeks=asked.weeks()))
    (row,) = asked.world.snapshot.tables.records(
        "ask/answerers", {**given, "weeks": [w.monday for w in asked.span.weeks], "what": "first"}
    )
    low, high = Share(part=row["n_first"], whole=first.n_posts).interval or (None, None)
    figures.append(replace(first, low=low, high=high, n_authors=None))
    by_id = {figure.id: figure.printed for figure in figures}
    sentence = asked.say(
        "answerers", scope=asked.scope(), weeks=asked.weeks(), members=by_id.get("members", "0"), own=by_id.get("own", "0"),
        first=asked.interval(figures[-1]),
    )  # fmt: skip
    return Draft(sentence=sentence, figures=figures, lines=[asked.say("names_are_not_told")])


def staff(asked: Asked) -> Draft:
    """Our own posts, and the promises that are not kept."""
    parameters = {"weeks": iso(asked.span)}
    figure = asked.counted("own_posts", asked.say("own_posts"), "posts", "ask_own_posts", parameters | {})
    report = asked.world.report(asked.audience, asked.span.last)
    flagged = [f"{row.label}: {row.flag}" for row in report.own if row.flag]
    promised = any(account.promise for account in asked.world.config.staff)
    lines = flagged or ([asked.say("promises_kept")] if promised else [asked.say("no_promises")])
    return Draft(sentence=asked.say("staff", weeks=asked.weeks(), value=figure.printed), figures=[figure], lines=lines)


def community(asked: Asked) -> Draft:
    """People of the last four weeks: new, stayed, back, lost, beside the four before."""
    parameters = {"audience": asked.audience, "week": str(asked.world.now.last)}
    health = read_health(asked.world, parameters)
    figures = []
    hidden = _hidden({name: getattr(health, name) for name in HEALTH})
    for name in HEALTH:
        value = getattr(health, name)
        if name in hidden:
            continue
        figures.append(
            Figure(
                id=name,
                name=asked.say(name),
                value=float(value),
                printed=asked.words.count(value),
                unit="people",
                n_authors=value,
                query="health",
                parameters={**parameters, "figure": name},
            )
        )
    if not health.n_active or not figures:
        raise WithheldError(asked.say("no_community"))
    by_id = {figure.id: figure.printed for figure in figures}
    fewer = asked.say("fewer_short", least=SMALLEST_GROUP)
    sentence = asked.say("community", scope=asked.scope(), **{name: by_id.get(name, fewer) for name in HEALTH})
    before = health.n_before
    told = not hidden & {"n_stayed", "n_lost"} and (before >= SMALLEST_GROUP or not before)
    lines = [asked.say("community_before", n=asked.words.count(before))] if told else []
    return Draft(sentence=sentence, figures=figures, lines=lines)


def _hidden(values: dict[str, int]) -> set[str]:
    """The groups that are too small to be told, and one more where the sum would tell the only one."""
    few = {name for name, value in values.items() if 0 < value < SMALLEST_GROUP}
    parts = ("n_new", "n_stayed", "n_back")
    if len(few & {*parts}) == 1:
        few.add(min((name for name in parts if name not in few), key=lambda name: values[name]))
    return few


def read_health(world: Any, parameters: dict[str, Any]) -> Any:
    """How the community did up to a week; also how its receipts are recomputed."""
    return community_read.read(world.snapshot.tables, parameters["audience"], Week.parse(parameters["week"])).health


def _given(asked: Asked) -> dict[str, Any]:
    channels = [asked.slots.channel] if asked.slots.channel else None
    return {"audience": asked.audience, "weeks": iso(asked.span), "channels": channels}
