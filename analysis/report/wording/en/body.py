"""Figures, drivers, themes, quotes, channels, requests and our side in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.wording.en.numbers import (
    DAYS,
    count,
    number_word,
    percent,
    plural,
    points,
    short_day,
    to,
)

PAGE: dict[str, str] = {}  # the texts of the page stand in the templates, in English
NET_SENTIMENT, POSTS, AUTHORS, SHARE_OF_VOICE = "Net sentiment", "Posts", "Authors", "Share of voice"
NOBODY, NEVER, NEW = "Nobody was heard", "never", "new"


def nobody_since(last: date) -> str:
    """'Nobody was heard, last in the week of 2 Nov'."""
    return f"{NOBODY}, last in the week of {short_day(last)}"


# ---- four numbers


def change_words(change: Change, decimals: int = 0) -> str:
    """'Down 13 points', 'No clear change'; with decimals 'Down 0.3', of what has no points."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        size = f"{abs(change.value):.{decimals}f}" if decimals else points(change.value)
        return f"{'Up' if change.value > 0 else 'Down'} {size}"
    return {
        Verdict.UNCLEAR: "No clear change",
        Verdict.LITTLE: "Little changed",
        Verdict.TOO_FEW: "Too few authors to compare",
        Verdict.INCOMPLETE: "Not compared: not heard whole",
    }.get(change.verdict, "Nothing to compare with yet")


def share_change(change: Change) -> str:
    """What the change of a share says in a table; the direction is drawn."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        return points(change.value)
    return {
        Verdict.UNCLEAR: "no clear change",
        Verdict.LITTLE: "little changed",
        Verdict.TOO_FEW: "too few authors",
        Verdict.INCOMPLETE: "not compared",
    }.get(change.verdict, "nothing to compare yet")


def change_interval(change: Change) -> str:
    """'(−20 to −6)', or nothing."""
    return "" if change.low is None or change.high is None else f"({to(change.low, change.high)})"


def level_interval(estimate: Estimate) -> str:
    """'95% interval −9 to +4'."""
    return f"95% interval {to(estimate.low, estimate.high)}"


def share_interval(estimate: Estimate) -> str:
    """'95% interval 29 to 37%'."""
    return f"95% interval {round(estimate.low)} to {percent(estimate.high)}"


def against_usual(value: float, low: float, high: float) -> str:
    """'Above the usual 457 to 537'."""
    now, least, most = round(value), round(low), round(high)
    word = "Below" if now < least else "Above" if now > most else "Within"
    return f"{word} the usual {count(least)}" + (f" to {count(most)}" if most != least else "")


def no_usual() -> str:
    """Too few weeks before."""
    return "No usual range yet"


def usual_note() -> str:
    """What 'usual' means."""
    return "8 in 10 weeks fall in that range"


def posts_each(each: float) -> str:
    """'1.9 posts each'."""
    return f"{each:.1f} posts each"


def voice_note(n_names: int) -> str:
    """What share of voice counts."""
    return f"Authors naming us, among {number_word(n_names)} names"


# ---- drivers and events

ALL_OTHERS, NO_THEME = "All others", "No theme"


def event_followed(change: Change, before: int, after: int) -> str:
    """What followed an event: 'In the two weeks since: down 8 points (−13 to −2) from the four weeks before'."""
    since = "In the week since" if after == 1 else f"In the {number_word(after)} weeks since"
    if change.value is None:
        return f"{since}: too few authors to compare"
    said = change_words(change)
    return (
        f"{since}: {said[0].lower()}{said[1:]} {change_interval(change)} against the {number_word(before)} weeks before"
    )


# ---- outages and promises


def outage_subject(channel: str) -> str:
    """Which channel is not heard."""
    return f"{channel}: not heard"


def outage_since(since: str, until: str) -> str:
    """From when to when it was asked and not heard."""
    return f"Asked and not heard from {since} to {until}."


def outage_reason(outcome: str, reason: str) -> str:
    """How the newest fetch ended."""
    return f"The newest fetch: {outcome}. {reason}".strip()


CORRECTED = "Corrected: "
"""Before the subject of a report that is sent again, since its week was not known whole before."""

OUTAGE_NOTE = "What can still be had is asked for again with each run. Until then reports show the gap."


def promise_subject(account: str) -> str:
    """Whose promise is broken."""
    return f"{account}: a promise was missed"


def promise_missed(promised: int, per: str, posted: int, day: date) -> str:
    """What was promised, and what came of it."""
    when = f"on {short_day(day)}" if per == "day" else f"in the week from {short_day(day)}"
    return f"Promised {promised} a {per}, posted {posted or 'nothing'} {when}."


def promise_last(last: date | None) -> str:
    """When anything was posted at all."""
    return f"The last post heard is of {short_day(last)}." if last else "No post of it was ever heard."


PROMISE_NOTE = "Judged only where every channel that hears this account was collected whole."

# ---- receipts

RECEIPT_CHANGE, RECEIPT_SHARE = "Change of net sentiment", "share of posts"
DRIVER_PARTS = {"mix": "how often", "tone": "tone", "total": "together"}
RATINGS = {"all": "All channels", "mean": "Mean rating"}
RECEIPT_ASKING = {"before": "people a week who asked before", "after": "people a week who asked after"}
RECEIPTS = {
    "receipt_asking": "People who asked for it in each whole week of this side, summed and divided by the weeks; somebody who asks in two weeks counts in both.",
    "receipt_rating": "The mean over people of each one's mean rating; original, not our own, not flagged as flood or bot, not deleted, with words or without.",
    "receipt_net": "Positive posts minus negative posts, in percent of the scored posts. With a correction each post counts "
    "the worth of its probabilities in place of its label.",
    "receipt_share": "Posts of the theme, in percent of all posts.",
    "receipt_count": "Counted: original posts, not our own, not flagged as flood or bot, not deleted.",
    "receipt_voice": "Namings of ours, in percent of all namings of a compared name; an author counts once a name.",
    "receipt_target": "Posts that speak well of the name minus posts that speak ill of it, in percent of those that name it and are scored.",
    "receipt_driver": "With a group's share s and net sentiment t now (1) and before (0), and the mean n of both periods' net "
    "sentiment: how often = (s1 − s0) × ((t0 + t1) / 2 − n), tone = (s0 + s1) / 2 × (t1 − t0).",
}


# ---- themes, quotes, channels


def themes_note(n_compared: int, n_hidden: int) -> str:
    """How clear changes were told from chance, and what is not listed."""
    rule = (
        f"Intervals of change allow for {number_word(n_compared)} {'comparison' if n_compared == 1 else 'comparisons'} "
        "(false discovery rate 5%). A change counts as clear when its interval excludes zero, and only from 2 points up. "
        "Shares of all themes add up to 100%: where one grows, others shrink, though as many people may speak of them."
    )
    hidden = (
        f" {plural(n_hidden, 'smaller theme')} without a clear change {'is' if n_hidden == 1 else 'are'} not listed."
    )
    return rule + (hidden if n_hidden else "")


def themes_renamed(names: Sequence[tuple[str, str]]) -> str:
    """Which themes are called otherwise here than elsewhere, each with the name here and its label."""
    told = [f"'{here}' is '{label}' elsewhere" for here, label in names]
    return f"Named after the posts of this page: {'; '.join(told)}." if told else ""


def more_themes(n: int) -> str:
    """What the page leaves to the file."""
    return f"{plural(n, 'more theme')}, smaller and without a clear change, {'is' if n == 1 else 'are'} in themes.csv."


REASON_MOVED = "most typical of the theme that moved most"
REASON_LARGEST = "most typical of the largest theme"
REASON_POSITIVE = "typical positive post"
REASON_NEGATIVE = "typical negative post"
REASON_NEUTRAL = "typical neutral post"
REASON_DISAGREES = "disagrees with the headline"


def days_of_seven(n: int) -> str:
    """'4 of 7 days'."""
    return f"{n} of 7 days"


def not_compared() -> str:
    """A channel heard whole this week but not before."""
    return "not compared"


# ---- requests, our side


def weeks_ago(weeks: int) -> str:
    """'9 weeks ago'; 'new' for this week."""
    return NEW if weeks <= 0 else f"{plural(weeks, 'week')} ago"


OTHER_WISHES = "Other wishes, on no list yet"


def last_post(when: date | None, monday: date, sunday: date) -> str:
    """The weekday within this week, else how many days before its end."""
    if when is None:
        return NEVER
    return DAYS[when.weekday()] if when >= monday else f"{(sunday - when).days} days ago"


def broken_promise(promised: int, per: str, posted: int, in_all: bool) -> str:
    """'promised 5 a day, posted 1 in all'."""
    return f"promised {promised} a {per}, posted {posted or 'nothing'} {'in all' if in_all else 'this week'}"


DORMANT = "dormant"


def own_spread(n_active: int, n_all: int, factor: int) -> str:
    """How many of our accounts took part, and on how few it rests."""
    if not n_active:
        return f"None of our {n_all} accounts posted in the last four weeks."
    half = f"; {number_word(factor)} of them wrote half of it or more" if n_active > 1 else ""
    return f"{n_active} of our {n_all} accounts posted in the last four weeks{half}."


# ---- the community itself

PEOPLE_HEARD, HEARD_AGAIN = "People heard", "Heard before and again"
QUESTIONS_ANSWERED, ANSWERED_BY_MEMBERS = "Questions answered", "Answered first by members"
MEMBERS_ANSWERING, OURS_ANSWERING = "Members who answered", "Our accounts that answered"


def people_moved(n_new: int, n_back: int, n_lost: int) -> str:
    """What the number of people is made of."""
    return f"{n_new} new, {n_back} back after a pause; {n_lost} not heard again"


def of_so_many(whole: int, low: float, high: float) -> str:
    """What a share is of, and how sure it is."""
    return f"of {whole}; {low:.0f}% to {high:.0f}%"


def half_by(factor: int) -> str:
    """On how few it rests: the contributor absence factor."""
    return f"half of the answers by {number_word(factor)}"
