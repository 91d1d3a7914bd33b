"""Read with care, in English: what could mislead."""

from __future__ import annotations

from collections.abc import Sequence

from voxpop.analysis.report.sentence import Phrase, Sentence
from voxpop.analysis.report.wording.en.numbers import count, listing, number_word, plural
from voxpop.analysis.report.wording.en.opening import compared_with


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


def caution_few(n_authors: int, n_weeks: int) -> Sentence:
    """Hardly anybody is heard."""
    who = (
        "Nobody of this audience was"
        if n_authors == 0
        else f"Only {plural(n_authors, 'person', 'people')} of this audience {'was' if n_authors == 1 else 'were'}"
    )
    return (Phrase("Hardly heard", strong=True), Phrase(f". {who} heard in {number_word(n_weeks)} weeks."))


def caution_one_channel(channel: str, lost: Sequence[str], n_weeks: int) -> Sentence:
    """Everybody is heard in one place."""
    return (
        Phrase("Heard through one channel", strong=True),
        Phrase(
            f". In {number_word(n_weeks)} weeks all of this audience wrote on {channel}; {listing(lost)} "
            f"{'was' if len(lost) == 1 else 'were'} collected, and fell silent."
        ),
    )


def caution_never(n_weeks: int) -> Sentence:
    """Nobody was ever heard."""
    return (
        Phrase("Never heard", strong=True),
        Phrase(
            f". Nobody of this audience was ever heard, though its channels were collected for {number_word(n_weeks)} weeks."
        ),
    )


def caution_model() -> Sentence:
    """The classifier changed."""
    return (
        Phrase("The sentiment model changed", strong=True),
        Phrase(" since last week's report. Figures may differ from those in earlier reports."),
    )


def caution_setup(parts: Sequence[str], zone: tuple[str, str] | None) -> Sentence:
    """The configuration changed."""
    moved = f" The time zone was {zone[0]} and is {zone[1]}, so days and weeks begin at another moment." if zone else ""
    return (
        Phrase("The method changed", strong=True),
        Phrase(
            f" since last week's report: {listing(parts)}.{moved} Figures may differ from those in earlier reports."
        ),
    )


def caution_refused(channel: str, n: int, total: int) -> Sentence:
    """Records that could not be read."""
    return (
        Phrase(channel, strong=True),
        Phrase(
            f": {count(n)} of {plural(total, 'record')} could not be read and {'is' if n == 1 else 'are'} in no figure."
        ),
    )


def caution_clock(channels: Sequence[str]) -> Sentence:
    """A wrong clock."""
    return (
        Phrase("A clock was wrong", strong=True),
        Phrase(
            f" while {listing(channels)} {'was' if len(channels) == 1 else 'were'} collected. What it claimed to have heard "
            "of time that was not over was asked for again."
        ),
    )


def caution_themes(moved: int, shown: int) -> Sentence:
    """The themes changed: `moved` of the `shown` ones of the last report are others now, or another model found them."""
    if not moved:
        why = " since last week's report."
    else:
        why = (
            f": {moved} of the {shown} in last week's report are others now. In the first weeks of listening all are found anew "
            "each week."
        )
    return (Phrase("The themes changed", strong=True), Phrase(f"{why} Compare themes within this page only."))
