"""How a community does: who comes, stays, returns and goes, who answers, and on how few people that rests. Pure.

The terms are CHAOSS's: new contributors (https://chaoss.community/kb/metric-new-contributors/), inactive contributors
(.../metric-inactive-contributors/), contributor absence factor (.../metric-contributor-absence-factor/), issue resolution as
questions answered. Periods are four weeks, since most people do not speak every week.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from voxpop.analysis.community.promises import absence_factor

PERIOD = 4  # weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`part` of `whole`, with Wilson's 95 % interval, in percent.

    Wilson, E. B. (1927), Probable Inference, the Law of Succession, and Statistical Inference, JASA 22.
    """

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """None: of nothing."""
        return 100 * self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Low and high."""
        if not self.whole:
            return None
        n, p, z = self.whole, self.part / self.whole, 1.959964
        middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
        return 100 * (middle - half), 100 * (middle + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What became of the questions of one period."""

    n_questions: int = 0
    n_answered: int = 0  # by anyone
    n_by_members: int = 0  # a member was first
    n_accepted: int = 0

    @property
    def answered(self) -> Share:
        """Of the questions."""
        return Share(part=self.n_answered, whole=self.n_questions)

    @property
    def by_members(self) -> Share:
        """Of the answered ones."""
        return Share(part=self.n_by_members, whole=self.n_answered)

    @property
    def accepted(self) -> Share:
        """Of the questions."""
        return Share(part=self.n_accepted, whole=self.n_questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The last four weeks of an audience beside the four before."""

    n_active: int
    n_before: int
    n_new: int
    n_stayed: int
    n_back: int
    n_lost: int
    now: Answering
    earlier: Answering
    n_helpers: int  # members who answered somebody
    helper_factor: int  # how few of them gave half of the answers
    n_own_helpers: int
    own_factor: int

    @property
    def kept(self) -> Share:
        """Of those heard in the four weeks before, how many were heard again."""
        return Share(part=self.n_stayed, whole=self.n_before)


def health(people: dict[str, int], answered: list[dict[str, Any]], helpers: pd.DataFrame) -> Health:
    """From the rows of `report_health`, `report_answered` and `report_helpers`."""
    periods = {row["is_recent"]: {k: v for k, v in row.items() if k != "is_recent"} for row in answered}
    own = helpers["own"].astype(bool) if len(helpers) else pd.Series(dtype=bool)
    members, ours = helpers[~own]["n_questions"], helpers[own]["n_questions"]
    return Health(
        **people,
        now=Answering(**periods.get(True, {})),
        earlier=Answering(**periods.get(False, {})),
        n_helpers=len(members),
        helper_factor=absence_factor(members),
        n_own_helpers=len(ours),
        own_factor=absence_factor(ours),
    )


def retention(cohorts: pd.DataFrame) -> pd.DataFrame:
    """From `community_cohorts`: one row a cohort, its size, and in percent how many spoke 1, 2, ... periods later.

    None where that period is not over; 0 where it is and nobody came.
    """
    if cohorts.empty:
        return pd.DataFrame(columns=["first_monday", "n_authors"])
    newest = cohorts["first_monday"].max()
    last_age = cohorts["first_monday"].map(lambda monday: (newest - monday).days // (7 * PERIOD))
    oldest = int(last_age.max())
    rows = []
    for monday, of_cohort in cohorts.groupby("first_monday", sort=True):
        n_authors = int(of_cohort["n_authors"].iloc[0])
        active = dict(zip(of_cohort["age"], of_cohort["n_active"], strict=True))
        ages = (newest - monday).days // (7 * PERIOD)
        later = {
            f"after {PERIOD * age} weeks": 100 * int(active.get(age, 0)) / n_authors if age <= ages else np.nan
            for age in range(1, oldest + 1)
        }
        rows.append({"first_monday": monday, "n_authors": n_authors, **later})
    return pd.DataFrame(rows)
