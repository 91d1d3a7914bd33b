"""'You said, we did': what was done about demands of late, with how many people ask for it before and after."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from voxpop.analysis.demand.acts import judge_act
from voxpop.analysis.estimates.estimate import change
from voxpop.analysis.estimates.values import Change
from voxpop.analysis.report.basis import Basis, correct_counts, frame
from voxpop.analysis.report.beside import ActRow
from voxpop.analysis.report.personal import is_personal, printable
from voxpop.config.loop import SMALLEST_GROUP
from voxpop.window import Week

SHOWN_WEEKS = 8
"""How long something that was done stays in the block."""
MOST = 6


def acts(basis: Basis) -> tuple[ActRow, ...]:
    """What was done in the last weeks, the newest first; counts only where enough people asked to be told of."""
    if basis.inputs.acts is None or basis.inputs.acts_asking is None:
        return ()
    first = basis.week.back(SHOWN_WEEKS - 1).monday
    rows = [row for row in basis.inputs.acts.to_pylist() if row["done_on"] >= first]
    asking: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in basis.inputs.acts_asking.to_pylist():
        asking[row["demand_id"]].append(row)
    rows.sort(key=lambda row: (row["done_on"], row["demand_id"], row["what"]), reverse=True)
    return tuple(_row(basis, row, asking[row["demand_id"]]) for row in rows[:MOST])


def _row(basis: Basis, act: dict[str, Any], asking: list[dict[str, Any]]) -> ActRow:
    people: dict[date, set[str]] = defaultdict(set)
    for row in asking:
        people[row["week"]].add(row["author_id"])
    everyone = frozenset[str]().union(*people.values())
    channels = {row["channel"] for row in asking}
    title = printable(act["title"] or "")

    def whole(week: Week) -> bool:
        return all(basis.listening.whole(channel, week) for channel in channels)

    judged = judge_act({week: len(who) for week, who in people.items()}, act["done_on"], whole, basis.week.sunday)
    enough = len(everyone) >= SMALLEST_GROUP
    after = frozenset[str]().union(*(people[week] for week in judged.weeks_after))
    told = enough and not 0 < len(after) < SMALLEST_GROUP
    found = judged.effect if told else None
    tone = _tone(basis, act["theme_id"], judged.weeks_before, judged.weeks_after)
    return ActRow(
        demand_id=act["demand_id"],
        title="" if is_personal(title) else title[:120],
        what=printable(act["what"]),
        link=act["link"],
        done_on=act["done_on"],
        verdict=str(judged.verdict),
        n_weeks=len(judged.weeks_after),
        before=found.before if found else None,
        after=found.after if found else None,
        ratio=found.ratio if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
        few=enough and not told,
        issues=tuple(act["issues"] or ()),
        tone=tone,
        tone_sentence=basis.words.change_words(tone) if tone else "",
        weeks_before=judged.weeks_before if found else (),
        weeks_after=judged.weeks_after if found else (),
        posts=(_posts(asking, judged.weeks_before), _posts(asking, judged.weeks_after)) if found else (0, 0),
        people=(_people(people, judged.weeks_before), _people(people, judged.weeks_after)) if found else (0, 0),
    )


def _posts(asking: list[dict[str, Any]], weeks: tuple[date, ...]) -> int:
    return sum(int(row["n_posts"]) for row in asking if row["week"] in weeks)


def _people(people: dict[date, set[str]], weeks: tuple[date, ...]) -> int:
    return len(frozenset[str]().union(*(people[week] for week in weeks)))


def _tone(basis: Basis, theme: str | None, before: tuple[date, ...], after: tuple[date, ...]) -> Change | None:
    """How the tone of the demand's theme moved; None where it has no theme or too little was said."""
    if theme is None or not before or not after:
        return None
    rows = correct_counts(frame(basis.inputs.author_weeks), basis.correction)
    rows = rows[rows["theme_id"] == theme]
    then, now = (rows[rows["week"].isin(list(weeks))] for weeks in (before, after))
    if then.empty or now.empty:
        return None
    found = change(now, then, basis.least, basis.correction)
    return None if found.value is None else found
