"""Every sentence of the report, in English. Figures are rounded here and nowhere else; the verdicts are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from analysis.report.model import Change, Estimate, Phrase, Sentence, Verdict

LANGUAGE = "en"
EVERYONE = "Everyone"
NET_SENTIMENT, POSTS, AUTHORS, SHARE_OF_VOICE = "Net sentiment", "Posts", "Authors", "Share of voice"
NOBODY, NEVER, NEW, UNKNOWN_LANGUAGE = "Nobody was heard", "never", "new", "an unknown language"
MINUS = "−"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_REASONS = {
    "out_of_budget": "the monthly budget ran out",
    "rate_limited": "the source limited our requests",
    "capped": "the source gives only its newest posts",
    "forbidden": "access was refused",
    "unreachable": "the source could not be reached",
    "failed": "collection failed",
}
_THE_EVENT = {"release": "the release", "campaign": "the campaign", "conference": "the conference",
              "incident": "the incident"}  # fmt: skip


# ---- numbers


def signed(value: float) -> str:
    """'+12', '−2' or '0'."""
    whole = round(value)
    return "0" if whole == 0 else f"{'+' if whole > 0 else MINUS}{abs(whole):,}"


def to(low: float, high: float) -> str:
    """'−20 to −6'."""
    return f"{signed(low)} to {signed(high)}"


def percent(value: float) -> str:
    """'29%'."""
    return f"{round(value)}%"


def count(value: float) -> str:
    """'1,204'."""
    return f"{round(value):,}"


def number_word(n: int) -> str:
    """'four'; figures from thirteen up."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def plural(n: float, one: str, many: str | None = None) -> str:
    """'1 post', '1,204 posts'."""
    return f"{count(n)} {one if round(n) == 1 else many or one + 's'}"


def points(value: float) -> str:
    """'13 points'; the direction is said by a word."""
    return plural(abs(round(value)), "point")


def listing(names: Sequence[str], most: int = 4) -> str:
    """'A, B and C'; from five on 'A, B, C and 2 more'."""
    shown = [*names[: most - 1], f"{len(names) - most + 1} more"] if len(names) > most else list(names)
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def day(when: date) -> str:
    """'Tuesday 17 November'."""
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def language_name(code: str | None) -> str:
    """'Portuguese'; the code itself where the name is not known."""
    if not code or code == "und":
        return UNKNOWN_LANGUAGE
    return _LANGUAGES.get(code.split("-")[0].lower(), f"'{code}'")


def name_of(label: str) -> str:
    """An audience's name as it stands inside a sentence."""
    return label


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


def deck_silent(listened: bool, heard_days: str, usual_posts: float | None) -> str:
    """What the silence may mean."""
    before = "" if usual_posts is None else f" In the weeks before, {plural(usual_posts, 'post')} a week were usual."
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


def deck_level(net: Estimate, moved: bool) -> str:
    """What the value means."""
    now = "now " if moved else ""
    if not net.clear:
        return f"Positive and negative posts are {now}about level."
    more, fewer = ("Positive", "negative") if net.value > 0 else ("Negative", "positive")
    return f"{more} posts {now}outnumber {fewer} ones."


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


# ---- read with care


def caution_this_week(channel: str, heard_days: int, why: str, left_out: bool) -> Sentence:
    """A channel was not heard whole this week."""
    how = f" was collected on {heard_days} of 7 days" if heard_days else " was not collected this week"
    out = f" {channel} is shown on its own and left out of every comparison." if left_out else ""
    return Phrase(channel, strong=True), Phrase(f"{how}{why}.{out}")


def caution_before(channel: str, heard_days: int, days: int) -> Sentence:
    """A channel was heard whole this week but not before."""
    return (
        Phrase(channel, strong=True),
        Phrase(
            f" was collected whole on {heard_days} of the {days} days before this week. It is shown on its own and left "
            "out of every comparison."
        ),
    )


def caution_weeks(used: int, asked: int) -> Sentence:
    """Some weeks of the comparator were not heard whole."""
    return (Phrase(f"Changes are measured against {compared_with(used, asked)}: the rest was not collected whole."),)


def caution_model(before: str, now: str) -> Sentence:
    """The classifier changed."""
    return (
        Phrase("The sentiment model changed", strong=True),
        Phrase(f" from {before} to {now} since last week's report. Figures may differ from those in earlier reports."),
    )


def caution_themes(before: str, now: str) -> Sentence:
    """The themes changed."""
    return (
        Phrase("The themes changed", strong=True),
        Phrase(f" from {before} to {now} since last week's report. Compare themes within this page only."),
    )


def why_lost(reason: str | None, since: datetime | date | None, monday: date) -> str:
    """': the monthly budget ran out on Thursday'."""
    if not reason:
        return ": nothing was asked of it on the other days"
    words = _REASONS.get(reason, reason)
    if since is None:
        return f": {words}"
    when = since.date() if isinstance(since, datetime) else since
    return f": {words} {'before this week' if when < monday else f'on {_DAYS[when.weekday()]}'}"


def heard_on(channels: Sequence[tuple[str, int]]) -> str:
    """'Partner forum was collected on 3 of 7 days'."""
    return listing([f"{name} was collected on {days} of 7 days" for name, days in channels]) or "no channel is set up"


# ---- points


def point_theme(theme: str, now: float, before: float, negative: tuple[float, float] | None) -> Sentence:
    """A theme that clearly grew or shrank."""
    text = f" made up {percent(now)} of posts, {'up' if now > before else 'down'} from {percent(before)}"
    if negative:
        text += f", and carries {percent(negative[0])} of all negative posts (it carried {percent(negative[1])})"
    return Phrase(theme, strong=True), Phrase(text + ".")


def point_event(name: str, when: date, kind: str) -> Sentence:
    """What happened in the week; never a cause."""
    what = _THE_EVENT.get(kind, "the event")
    return (
        Phrase(name, strong=True),
        Phrase(f" on {day(when)}. The timing fits; it does not show that {what} is the cause."),
    )


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


def point_silent(audience: str, usual_posts: float) -> Sentence:
    """Another audience that fell silent."""
    return (
        Phrase("Nobody was heard", strong=True),
        Phrase(f" among {audience}; {plural(usual_posts, 'post')} a week were usual."),
    )


# ---- four numbers


def change_words(change: Change) -> str:
    """'Down 13 points', 'No clear change'."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        return f"{'Up' if change.value > 0 else 'Down'} {points(change.value)}"
    return {
        Verdict.UNCLEAR: "No clear change",
        Verdict.LITTLE: "Little changed",
        Verdict.TOO_FEW: "Too few authors to compare",
        Verdict.INCOMPLETE: "Not compared: not heard whole",
    }.get(change.verdict, "Nothing to compare with yet")


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
    return f"{word} the usual {count(least)} to {count(most)}"


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


# ---- themes, quotes, channels


def themes_note(n_compared: int, n_hidden: int) -> str:
    """How clear changes were told from chance, and what is not listed."""
    rule = (
        f"Intervals of change allow for {number_word(n_compared)} {'comparison' if n_compared == 1 else 'comparisons'} "
        "(false discovery rate 5%). A change counts as clear when its interval excludes zero, and only from 2 points up."
    )
    hidden = f" {plural(n_hidden, 'smaller theme')} without a clear change {'is' if n_hidden == 1 else 'are'} not listed."
    return rule + (hidden if n_hidden else "")


REASON_MOVED = "most typical of the theme that moved most"
REASON_LARGEST = "most typical of the largest theme"
REASON_POSITIVE = "most typical positive post"
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
    return _DAYS[when.weekday()] if when >= monday else f"{(sunday - when).days} days ago"


def broken_promise(promised: int, per: str, posted: int, in_all: bool) -> str:
    """'promised 5 a day, posted 1 in all'."""
    return f"promised {promised} a {per}, posted {posted or 'nothing'} {'in all' if in_all else 'this week'}"


DORMANT = "dormant"


# ---- what we did not hear


def gap_unscored(languages: Sequence[tuple[str, int]]) -> str:
    """'64 posts in Portuguese and Japanese were collected but not scored.'"""
    total = sum(n for _, n in languages)
    return f"{_were(total, 'post')[0]} in {listing([name for name, _ in languages])} {_were(total, '')[1]} collected but not scored."


def gap_deleted(n: int) -> str:
    """Deletions upstream."""
    posts, were = _were(n, "post")
    return f"{posts} {were} deleted by {'its author or the' if n == 1 else 'their authors or the'} source and removed here as well."


def gap_apart(reposts: int, copies: int, floods: int, bots: int) -> str:
    """What one voice said more than once, and what no voice said."""
    parts = [
        plural(n, one, many)
        for n, one, many in (
            (reposts, "repost", None),
            (copies, "copy of another post", "copies of other posts"),
            (floods, "post of a copy-and-paste flood", "posts of copy-and-paste floods"),
            (bots, "post by a bot", "posts by bots"),
        )
        if n
    ]
    return f"Set apart and not counted as opinions: {listing(parts)}."


def gap_own(n: int) -> str:
    """Our own posts."""
    return f"{plural(n, 'post')} by our own accounts {'is' if n == 1 else 'are'} not counted as opinion."


def gap_authorless(n: int) -> str:
    """Posts whose author is hidden."""
    posts, were = _were(n, "post")
    return f"{posts} {were} given without an author; each counts as one author."


def gap_refused(n: int, channels: Sequence[str]) -> str:
    """Quarantine."""
    records, were = _were(n, "record")
    return f"{records} from {listing(channels)} could not be read and {were} put in quarantine."


def gap_audience(audience: str | None) -> str:
    """The sentence that is always true."""
    who = "everyone who has an opinion" if audience is None else f"all {audience}"
    return f"The people who post are not {who}. This page describes posts, not the whole audience."


def gap_small(n_authors: int, least: int) -> str:
    """A small audience."""
    return (
        f"{plural(n_authors, 'author')} wrote this week. Figures of so small a group (under {least}) move by chance and "
        "could point to persons."
    )


def gap_voice() -> str:
    """Why share of voice needs care."""
    return "Share of voice counts what our channels collect; a channel searched for our own name hears rivals less."


def _were(n: int, one: str) -> tuple[str, str]:
    return plural(n, one), "was" if n == 1 else "were"


# ---- how this was made

METHOD_SAME = "Nothing in the method changed this week."
METHOD_FIRST = "There is no earlier report of this audience to compare the method with."


def method_changed(what: Sequence[str]) -> str:
    """Which parts are new."""
    return f"Changed since last week's report: {listing(what)}."


SENTIMENT_MODEL, THEME_MODEL = "the sentiment model", "the themes"


def method(  # noqa: PLR0913  one line each
    *,
    calibrated: bool,
    least: int,
    used: int,
    asked: int,
    voice: bool,
    sentiment: str,
    themes: str,
    quality: str,
    revision: str,
    known_at: str,
    closed_at: str,
    zone: str,
    code: str,
) -> list[tuple[str, str]]:
    """Terms and what they mean."""
    covers = (
        "It covers sampling of authors and the measured errors of the classifier."
        if calibrated
        else "It covers sampling of authors, not errors of the classifier."
    )
    lines = [
        (
            NET_SENTIMENT,
            f"Positive posts minus negative posts, as a share of all scored posts, from {MINUS}100 to +100.",
        ),
        ("95% interval", f"Counts several posts by one author as dependent. {covers}"),
        ("“No clear change”", f"The interval for the change includes zero. Under {least} authors, no figure is shown."),
        ("Comparison", f"Against {compared_with(used, asked)}, taken together; authors present in both are paired."),
        ("“Usual”", "From the 10th to the 90th percentile of the weeks before; weeks not heard whole are left out."),
        ("Classifier", f"Sentiment {sentiment}, themes {themes}. {quality or 'Its quality was not measured here.'}"),
        ("Quotes", "Picked by rule: confident scores, at most one for each author, nothing that names or reaches a person."),
        ("Our side", "Answered: one of our accounts wrote in the thread within 48 hours of the question."),
        ("Revision", revision),
        ("Run", f"Data known at {known_at}; week closed {closed_at} ({zone}); code {code}."),
    ]
    if voice:
        lines.insert(5, (SHARE_OF_VOICE, "Authors who name us, of all namings of a compared name; an author counts once a name."))
    return lines


def revision(before: float | None, now: float | None) -> str:
    """What late posts did to last week's figure."""
    if before is None or now is None:
        return "There is no earlier report of last week to compare with."
    if round(before) == round(now):
        return f"Last week's net sentiment still stands at {signed(now)}."
    return f"Late posts, edits and deletions moved last week from {signed(before)} to {signed(now)}."
