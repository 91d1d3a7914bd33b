"""Whether something that was done about a demand helped: people who ask a week before it and after, honestly. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voxpop.analysis.demand.rank import Effect, effect
from voxpop.window import Week

WEEKS = 4
"""Whole weeks that are compared on either side; the week in which it was done belongs to neither."""
LEAST_AFTER = 2
"""Whole weeks after it from which anything is said."""


class Verdict(StrEnum):
    """What can be said of what was done."""

    FEWER = "fewer"
    MORE = "more"
    NO_CHANGE = "no clear change"
    EARLY = "too early to say"  # fewer whole weeks since than `LEAST_AFTER`
    FEW = "too few asked to say"  # even if nobody asked any more, chance could explain it
    UNHEARD = "not heard whole"  # the weeks before, or those after, have holes


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Counts over the weeks that were heard whole, and what they allow to be said."""

    verdict: Verdict
    weeks_before: tuple[date, ...]  # Mondays
    weeks_after: tuple[date, ...]
    n_before: int  # people summed over these weeks: somebody who asks in two of them counts twice
    n_after: int
    effect: Effect | None  # None: nothing can be compared


def judge_act(people: Mapping[date, int], done_on: date, whole: Callable[[Week], bool], last: date) -> Judged:
    """Compare up to `WEEKS` whole weeks on either side of the one in which something was done.

    people: Monday -> how many people asked in that week. whole: whether a week was heard whole where they ask; others count on
    neither side. last: the last day that is over.

    >>> asked = {Week.parse(f"2026-W{n}").monday: 12 if n < 40 else 3 for n in range(30, 50)}
    >>> judge_act(asked, Week.parse("2026-W40").monday, lambda week: True, Week.parse("2026-W44").sunday).verdict
    <Verdict.FEWER: 'fewer'>
    """
    done = Week.of(done_on)
    before = [done.back(n) for n in range(WEEKS, 0, -1)]
    over = [week for n in range(1, WEEKS + 1) if (week := done.back(-n)).sunday <= last]
    heard, after = [week for week in before if whole(week)], [week for week in over if whole(week)]
    n_before, n_after = (sum(people.get(week.monday, 0) for week in weeks) for weeks in (heard, after))
    found = effect(n_before, n_after, len(heard), len(after))
    return Judged(
        verdict=_verdict(found, n_before, len(over), heard, after),
        weeks_before=tuple(week.monday for week in heard),
        weeks_after=tuple(week.monday for week in after),
        n_before=n_before,
        n_after=n_after,
        effect=found,
    )


def _verdict(found: Effect | None, n_before: int, n_over: int, heard: list[Week], after: list[Week]) -> Verdict:
    if n_over < LEAST_AFTER:
        return Verdict.EARLY
    if not heard or len(after) < LEAST_AFTER or found is None:
        return Verdict.UNHEARD
    if found.verdict != Verdict.NO_CHANGE:
        return Verdict(found.verdict)
    silence = effect(n_before, 0, len(heard), len(after))
    told = silence is not None and silence.verdict == Verdict.FEWER
    return Verdict.NO_CHANGE if told else Verdict.FEW
