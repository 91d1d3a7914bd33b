"""'You said, we did' in words: what is known of something that was done, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.analysis.report.render import figures
from voxpop.analysis.report.wording.languages import say

if TYPE_CHECKING:
    from voxpop.analysis.report.beside import ActRow


def judgement(row: ActRow) -> str:
    """'Fewer people ask', 'Too early to say (whole weeks since: 1)'."""
    said = {
        "fewer": say("Fewer people ask"),
        "more": say("More people ask"),
        "no clear change": say("No clear change in how many ask"),
        "too few asked to say": say("Too few asked before to say"),
        "not heard whole": say("Not compared: not heard whole"),
    }.get(row.verdict)
    return said or say("Too early to say (whole weeks since: {n})", n=row.n_weeks)


def people(row: ActRow) -> str:
    """'6.2 people a week before, 1.5 after (x0.24, 0.12 to 0.45)'; '' where there is nothing to tell."""
    if row.few:
        return say("Fewer than 5 people asked since")
    if row.before is None or row.after is None:
        return ""
    ratio = "" if row.ratio is None else f" (\u00d7{row.ratio:.2f}, {row.low:.2f}\u2013{row.high:.2f})"
    return (
        say("{before} people a week before, {after} after", before=f"{row.before:.1f}", after=f"{row.after:.1f}")
        + ratio
    )


def tone(row: ActRow) -> str:
    """How the tone of its theme moved, with the interval; '' where nothing is known."""
    return f"{row.tone_sentence} {figures.interval(row.tone)}".strip() if row.tone else ""


def asked(row: ActRow) -> str:
    """What the demand is called; its id where its name would tell of a person."""
    return row.title or row.demand_id
