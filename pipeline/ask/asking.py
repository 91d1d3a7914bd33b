"""A question answered: read, given a form, answered over a snapshot, or refused with the nearest forms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.ask.answer import Answer, Quote, Refusal, WithheldError
from voxpop.pipeline.ask.answers import counts, demand, helping, moved, names, state, talk, themes, tone
from voxpop.pipeline.ask.answers.asked import Asked, Draft, sentences
from voxpop.pipeline.ask.choosing import Choice, Slots
from voxpop.pipeline.ask.clauses import understand
from voxpop.pipeline.ask.forms import all_forms
from voxpop.pipeline.ask.grammar import language_of
from voxpop.pipeline.ask.quoting import find_quotes
from voxpop.pipeline.ask.refusing import Why
from voxpop.pipeline.ask.weeks import Span
from voxpop.pipeline.ask.world import World
from voxpop.pipeline.explore.snapshot import open_snapshot
from voxpop.window import Week

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.explore.snapshot import Snapshot

log = logging.getLogger("voxpop.ask")
ANSWERS: Mapping[str, Callable[[Asked], Draft]] = {
    "tone": tone.tone,
    "changed": moved.changed,
    "why": moved.why,
    "compare": tone.compare,
    "compare_weeks": tone.compare_weeks,
    "unheard": state.unheard,
    "requests": demand.requests,
    "bugs": demand.bugs,
    "about": talk.about,
    "since": themes.since,
    "answerers": helping.answerers,
    "sure": state.sure,
    "volume": counts.volume,
    "people": counts.people,
    "channels": counts.channels,
    "themes": themes.themes,
    "new_themes": themes.new_themes,
    "unanswered": helping.unanswered,
    "wait": helping.wait,
    "ratings": counts.ratings,
    "top_posts": counts.top_posts,
    "voice": names.voice,
    "names": names.names,
    "staff": helping.staff,
    "crisis": state.crisis,
    "trend": tone.trend,
    "share": themes.share_of,
    "pains": themes.pains,
    "praise": themes.praise,
    "community": helping.community,
    "events": tone.events,
    "audiences": tone.audiences,
    "quotes": talk.quotes,
    "fresh": state.fresh,
}
TONED = frozenset(("tone", "changed", "why", "compare", "themes", "share", "pains", "praise", "sure", "names", "voice"))
"""Forms whose figures leave out channels that were not heard whole, as the report does."""
OF_ALL_WEEKS = frozenset(("requests", "bugs"))
"""Forms that are about all weeks where none are said."""
LONGEST = 500  # letters of a question


def open_world(config: Path | str | None = None) -> World:
    """The newest published snapshot of an installation, to ask."""
    return world_of(open_snapshot(config))


def world_of(snapshot: Snapshot) -> World:
    """An open snapshot, to ask; the caller closes it."""
    return World(snapshot, warehouse.newest(snapshot.workspace.snapshots).name)


def ask(world: World, question: str) -> Answer | Refusal:
    """The answer to a question in English or German, or why it is refused."""
    if len(question) > LONGEST:
        raise UsageError(f"a question has at most {LONGEST} letters; this one has {len(question)}")
    default = world.config.company.language
    language = language_of(question, default)
    found = understand(question, world.vocabulary, world.now, default)
    choice, reading = found.choice, found.reading
    if reading is None:
        return _refuse(question, language, choice.why or Why.FORM)
    if choice.form is None:
        return _ask_model(world, question, language) or _refuse(question, language, choice.why or Why.FORM, choice)
    said = sentences()["mended"][language]
    notes = [said.format(word=word, meant=meant) for word, meant in sorted(reading.mended.items())]
    if found.aside:
        notes.append(sentences()["aside"][language].format(said=found.aside))
    return answer(world, choice.form.id, choice.slots, language, question, notes)


def _ask_model(world: World, question: str, language: str) -> Answer | None:
    """The answer of the form that the configured model chose; None where there is no model, or it chose nothing of use."""
    if world.config.ask.model is None:
        return None
    from voxpop.pipeline.ask.model import NotChosenError, choose_by_model

    try:
        chosen = choose_by_model(world, question)
        if chosen is None:
            return None
        check(world, chosen.form, chosen.slots)
    except (NotChosenError, UsageError) as error:
        log.warning("%s", error)
        return None
    said = ", ".join(f"{name} {value}" for name, value in chosen.slots.said().items())
    note = sentences()["by_model"][language].format(
        model=world.config.ask.model.name, form=chosen.form, slots=said or "-"
    )
    return answer(world, chosen.form, chosen.slots, language, question, [note])


def answer(
    world: World, form: str, slots: Slots, language: str = "en", question: str = "", notes: list[str] | None = None
) -> Answer:
    """The answer of a form with its slots; `UsageError` where a slot names what there is not or the form does not take it."""
    check(world, form, slots)
    slots = _pin(world, form, slots)
    asked = Asked(world=world, slots=slots, language=language)
    try:
        draft = ANSWERS[form](asked)
        sure = _say_sure(asked, draft)
        quotes: tuple[Quote, ...] = () if draft.quoted is None else _quote(asked, draft)
    except WithheldError as why:
        scope = asked.scope()
        said = (
            str(why)
            if why.whole or str(why).startswith(scope)
            else asked.say("withheld", scope=scope, weeks=asked.weeks(), why=why)
        )
        draft, sure, quotes = Draft(sentence=said), asked.say("sure_withheld"), ()
    return Answer(
        question=question,
        language=language,
        form=form,
        slots=slots.said(),
        sentence=draft.sentence,
        lines=tuple(draft.lines),
        sure=sure,
        unheard=_unheard(asked, form),
        notes=(*(notes or ()), *draft.notes),
        figures=tuple(draft.figures),
        quotes=quotes,
        snapshot=world.name,
        known_at=world.known_at,
    )


def check(world: World, form: str, slots: Slots) -> None:
    """Raise `UsageError` where the form or what fills its slots is not there: also a form of a tool or a receipt may be wrong."""
    known = all_forms()
    if form not in known:
        raise UsageError(f"there is no form '{form}'; there are: {', '.join(known)}")
    one = known[form]
    said = slots.said().keys() - {"limit"}
    allowed = {*one.takes} - ({"weeks"} if one.spans == 2 else set())
    if one.pair or one.spans == 2:
        allowed |= {"kind", "a", "b"}
        if not (slots.kind and slots.a and slots.b):
            raise UsageError(f"the form '{form}' needs the slots kind, a and b")
    if extra := sorted(said - allowed):
        raise UsageError(
            f"the form '{form}' takes no '{extra[0]}'; it takes: {', '.join(sorted(allowed)) or 'nothing'}"
        )
    if one.needs and not one.stand_in and not any(getattr(slots, need) for need in one.needs):
        raise UsageError(f"the form '{form}' needs one of: {', '.join(one.needs)}")
    pairs = [(slots.kind, slots.a), (slots.kind, slots.b)] if one.pair else []
    kinds = ("audience", "channel", "theme", "name", "event")
    for kind, id_ in [*((kind, getattr(slots, kind)) for kind in kinds), *pairs]:
        if id_ is not None and (kind not in kinds or id_ not in world.vocabulary.of(kind)):
            raise UsageError(
                f"there is no {kind} '{id_}'; there are: {', '.join(world.vocabulary.of(kind or '')) or 'none'}"
            )


def _pin(world: World, form: str, slots: Slots) -> Slots:
    """The slots with the weeks that are meant where none are said, so that a receipt means the same weeks later."""
    if slots.weeks or "weeks" not in all_forms()[form].takes or form in OF_ALL_WEEKS:
        return slots
    last = world.now.last
    return replace(slots, weeks=Span(last.back(tone.TREND_WEEKS - 1) if form == "trend" else last, last))


def _refuse(question: str, language: str, why: Why, choice: Choice | None = None) -> Refusal:
    words = ", ".join(f"'{word}'" for word in (choice.unknown if choice else ()))
    nearest = choice.nearest if choice else ()
    forms = all_forms()
    return Refusal(
        question=question,
        language=language,
        why=str(why),
        sentence=sentences()[f"refused_{why}"][language].format(words=words),
        nearest=tuple((forms[name].signature(), forms[name].tells[language]) for name in nearest),
    )


def _say_sure(asked: Asked, draft: Draft) -> str:
    first = next((figure for figure in draft.figures if figure.low is not None and figure.n_authors), None)
    if first is None:
        return asked.say("sure_counted")
    interval = asked.interval(first).partition("(")[2].rstrip(")")
    said = asked.say(
        "sure_interval",
        interval=interval,
        posts=asked.words.count(first.n_posts or 0),
        people=asked.words.count(first.n_authors or 0),
    )
    return f"{said} {asked.say('sure_two')}" if any(figure.minus for figure in draft.figures) else said


def _quote(asked: Asked, draft: Draft) -> tuple[Quote, ...]:
    given = dict(draft.quoted or {})
    given.setdefault("channels", [asked.slots.channel] if asked.slots.channel else None)
    return find_quotes(asked.world.snapshot, asked.world.vocabulary, asked.audience, asked.span, **given)


def _unheard(asked: Asked, form: str) -> tuple[str, ...]:
    """Channels of the audience that were not heard whole in the span, and what follows from it."""
    world, weeks = asked.world, _weeks(asked)
    channels = [asked.slots.channel] if asked.slots.channel else world.channels(asked.audience)
    said, partly = [], []
    for channel in channels:
        days = sum(world.listening.whole_days(channel, week) for week in weeks)
        if days < 7 * len(weeks):
            name = asked.label("channel", channel)
            partly.append(channel)
            said.append(asked.say("part_heard", name=name, days=days, all=7 * len(weeks)))
    if weeks[-1] >= world.now.this:
        said.append(asked.say("not_over"))
    if form in TONED and partly and not asked.slots.channel:
        compared = world.compared(asked.audience, asked.span)
        left = [] if compared is None else [c for c in channels if c not in compared]
        if left:
            said.append(asked.say("left_out", names=", ".join([asked.label("channel", c) for c in left])))
    return tuple(said)


def _weeks(asked: Asked) -> list[Week]:
    """All weeks that an answer is about, the oldest first."""
    if asked.slots.kind == "weeks":
        sides = (Span.parse(asked.slots.a or ""), Span.parse(asked.slots.b or ""))
        return sorted({week for span in sides for week in span.weeks})
    return asked.span.weeks
