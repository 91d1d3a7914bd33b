"""Headline, deck, cautions and points in English. The verdicts are given; here they become sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.sentence import Phrase, Sentence
from voxpop.analysis.report.wording.en.numbers import (
    DAYS,
    count,
    day,
    listing,
    number_word,
    percent,
    plural,
    points,
    short_day,
    signed,
    to,
)

_REASONS = {
    "out_of_budget": "the monthly budget ran out",
    "rate_limited": "the source limited our requests",
    "capped": "the source gives only its newest posts",
    "forbidden": "access was refused",
    "unreachable": "the source could not be reached",
    "failed": "collection failed",
    "beyond recent search": "the source's search no longer reached back so far",
    "the feed holds only its newest entries": "the feed holds only its newest entries",
    "the source gives no more pages": "the source gave no more pages",
    "the files end there": "its files end",
    "not over yet": "it was asked for before it was over",
    "our clock was ahead": "our clock was ahead, and nothing was asked for again",
}
_THE_EVENT = {"release": "the release", "campaign": "the campaign", "conference": "the conference",
              "incident": "the incident"}  # fmt: skip


# ---- headline and deck


def headline_change(change: Change, level: float, tail: str) -> str:
    """The change in one sentence; `tail` comes from `lowest`, `highest` or `usual`."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        return f"Net sentiment {'rose' if change.value > 0 else 'fell'} {points(change.value)} to {signed(level)}{tail}"
    if change.verdict == Verdict.LITTLE:
        return f"Net sentiment is little changed, at {signed(level)}"
    if change.verdict == Verdict.UNCLEAR:
        return f"Net sentiment shows no clear change, at {signed(level)}"
    reason = {
        Verdict.TOO_FEW: "too few authors wrote in the weeks before to compare",
        Verdict.INCOMPLETE: "no channel was heard whole in both periods, so it is not compared",
    }.get(change.verdict, "there is no earlier week to compare it with yet")
    return f"Net sentiment is {signed(level)}; {reason}"


def extreme(lowest: bool, n_estimates: int, n_weeks: int) -> str:
    """', the lowest estimate in 13 weeks'."""
    word = "lowest" if lowest else "highest"
    if n_estimates == n_weeks:
        return f", the {word} estimate in {n_weeks} weeks"
    return f", the {word} of {n_estimates} estimates in {n_weeks} weeks"


def usual() -> str:
    """The tail for a clear change that stays where the weeks before were."""
    return ", within its usual range"


def too_few(least: int) -> str:
    """In place of a figure."""
    return f"Too few authors to report (fewer than {least})"


def headline_silent(audience: str | None, listened: bool) -> str:
    """Nobody was heard; whether that means silence depends on whether we listened."""
    who = f" by {audience}" if audience else ""
    return f"No posts{who} were heard this week" + ("" if listened else ": we were not listening all the time")


def headline_unread(audience: str | None) -> str:
    """Records came, and none could be read: no silence."""
    return f"No post{f' by {audience}' if audience else ''} could be read this week"


def deck_unread(n_records: int, places: Sequence[str], usual_posts: float | None) -> str:
    """How many they were, and where they came from."""
    was = "was" if n_records == 1 else "were"
    return (
        f"{plural(n_records, 'record')} on {listing(places)} {was} refused and {'is' if n_records == 1 else 'are'} in no figure, "
        f"so this is not silence.{_usual(usual_posts)}"
    )


def _usual(posts: float | None) -> str:
    return "" if posts is None else f" In the weeks before, {plural(posts, 'post')} a week were usual."


def deck_first() -> str:
    """From when on there is something to compare with."""
    return "Changes are told from next week on, the trend once there are four weeks."


def deck_silent(listened: bool, heard_days: str, usual_posts: float | None, last: date | None) -> str:
    """What the silence may mean, and the Monday of the last week with posts where more than one is silent."""
    before = f" The last posts were heard in the week of {short_day(last)}." if last else ""
    before += _usual(usual_posts)
    if listened:
        return f"Every channel of this audience was collected on all seven days, so this is silence, not a gap.{before}"
    return f"This is not known to be silence: {heard_days}.{before}"


def headline_unscored() -> str:
    """Posts were heard but none could be read."""
    return "No post of this week could be scored"


def deck_unscored(n_posts: int, n_authors: int) -> str:
    """How many they were."""
    return f"{plural(n_posts, 'post')} by {plural(n_authors, 'author')} were heard, none in a language that is scored."


def deck_too_few(n_posts: int, n_authors: int, least: int) -> str:
    """Why there is no figure."""
    return (
        f"{plural(n_posts, 'post')} by {plural(n_authors, 'author')} were heard. With fewer than {least} authors one "
        "person can move a figure, so none is given."
    )


def deck_level(net: Estimate, before: float | None) -> str:
    """What the value means; `before` is the level that a clear change left, None where nothing clearly changed."""
    if not net.clear:
        return (
            "Positive and negative posts are about level."
            if before is None
            else "Positive and negative posts are now about level."
        )
    more, fewer = ("Positive", "negative") if net.value > 0 else ("Negative", "positive")
    word = "" if before is None else "still " if net.value * before > 0 else "now "
    return f"{more} posts {word}outnumber {fewer} ones."


def deck_comparison(change: Change, used: int, asked: int) -> str:
    """What the change was measured against, and its interval."""
    if change.value is None or change.low is None or change.high is None:
        return ""
    return (
        f"The change is measured against {compared_with(used, asked)}; its 95% interval is "
        f"{to(change.low, change.high)} points."
    )


def compared_with(used: int, asked: int) -> str:
    """'the four weeks before', 'three of the four weeks before'."""
    if used < asked:
        return f"{number_word(used)} of the {number_word(asked)} weeks before"
    return "the week before" if asked == 1 else f"the {number_word(asked)} weeks before"


def deck_basis(n_posts: int, n_authors: int, channels: Sequence[str], scored: bool) -> str:
    """How much it rests on, and where it was said."""
    where = f" on {listing(channels)}" if channels else ""
    return f"Based on {plural(n_posts, 'scored post' if scored else 'post')} by {plural(n_authors, 'author')}{where}."


def why_lost(reason: str | None, since: datetime | date | None, monday: date) -> str:
    """': the monthly budget ran out on Thursday'."""
    if not reason:
        return ": nothing was asked of it on the other days"
    words = _REASONS.get(reason, reason)
    if since is None:
        return f": {words}"
    when = since.date() if isinstance(since, datetime) else since
    return f": {words} {'before this week' if when < monday else f'on {DAYS[when.weekday()]}'}"


def heard_on(channels: Sequence[tuple[str, int]]) -> str:
    """'Partner forum was collected on 3 of 7 days'."""
    return listing([f"{name} was collected on {days} of 7 days" for name, days in channels]) or "no channel is set up"


# ---- points


def point_theme(
    theme: str, now: float, before: float, negative: tuple[float, float] | None, people: tuple[int, float] | None
) -> Sentence:
    """A theme that clearly grew or shrank."""
    text = f" made up {percent(now)} of posts, {'up' if now > before else 'down'} from {percent(before)}"
    if negative:
        text += f", with {percent(negative[0])} of all negative posts, up from {percent(negative[1])}"
    if people:
        text += (
            f"; {plural(people[0], 'person', 'people')} spoke of it, about as many as usual ({count(round(people[1]))})"
        )
    return Phrase(theme, strong=True), Phrase(text + ".")


def point_event(name: str, when: date, kind: str) -> Sentence:
    """What happened in the week; never a cause."""
    what = _THE_EVENT.get(kind, "the event")
    return (
        Phrase(name, strong=True),
        Phrase(f" on {day(when)}. The timing fits; it does not show that {what} is the cause."),
    )


def point_driver(theme: str, total: int, change: Change, mix: float, tone: float) -> Sentence:
    """The theme that adds most to the change, and how."""
    how = "mostly by how often it came up" if abs(mix) > 2 * abs(tone) else "mostly by tone"
    if abs(tone) <= 2 * abs(mix) and abs(mix) <= 2 * abs(tone):
        how = "by tone and by how often it came up"
    part = f" makes up {abs(total)} of the {points(change.value or 0.0)}, {how}."
    return Phrase(theme, strong=True), Phrase(part)


def point_tone(theme: str, net: Estimate) -> Sentence:
    """The theme that is liked most or least."""
    word = "best" if net.value > 0 else "least"
    return (
        Phrase(theme, strong=True),
        Phrase(f" is the {word}-liked theme, with net sentiment of {signed(net.value)} ({to(net.low, net.high)})."),
    )


def point_audience(audience: str, change: Change) -> Sentence:
    """Another audience that clearly moved."""
    value, low, high = change.value or 0.0, change.low or 0.0, change.high or 0.0
    moved = f" {'rose' if value > 0 else 'fell'} {points(value)} ({to(low, high)})."
    return Phrase("Net sentiment of "), Phrase(audience, strong=True), Phrase(moved)


def point_silent(audience: str, usual_posts: float, last: date | None) -> Sentence:
    """Another audience that fell silent, and the Monday of the week in which it was heard last."""
    since = f"; the last posts are of the week of {short_day(last)}" if last else ""
    return (
        Phrase("Nobody was heard", strong=True),
        Phrase(f" among {audience}{since}; {plural(usual_posts, 'post')} a week were usual."),
    )
