"""What posts answer to the questions of one's own: shares with intervals, changes, and how good the answers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop.analysis.community.health import Share
from voxpop.analysis.estimates.estimate import share, share_change
from voxpop.analysis.report.basis import frame

if TYPE_CHECKING:
    from voxpop.config import Config
    from voxpop.warehouse import Snapshot
    from voxpop.window import Week

COLUMNS = ["question", "name", "value", "low", "high", "n_posts", "n_authors", "n_yes", "n_unsure", "n_unread",
           "change", "change_low", "change_high", "verdict", "basis", "precision", "precision_low", "precision_high",
           "recall", "n_labelled"]  # fmt: skip
"""Shares, precision and recall in percent; `precision_low` and `_high` where people judged posts above the cut-off."""


def answer(snapshot: Snapshot, config: Config, audience: str, week: Week, weeks: int) -> list[dict[str, Any]]:
    """A row for each question of the snapshot: its share of posts this week, and the change against the weeks before."""
    asked = {"audience": audience, "first_week": week.back(weeks).monday, "week": week.monday}
    rows = frame(snapshot.rows("report/own_questions", asked))
    found = []
    for question in snapshot.records("report/question_quality"):
        mine = rows[rows["question"] == question["question"]]
        this, before = mine[mine["week"] == week.monday], mine[mine["week"] != week.monday]
        level = share(this, "n_yes", "n_posts")
        changed = share_change(this, before, "n_yes", "n_posts", config.report.min_authors) if level else None
        row = {name: question[name] for name in ("question", "name", "basis", "n_labelled")}
        row |= {name: getattr(level, name, None) for name in ("value", "low", "high")}
        row |= {"n_posts": int(this["n_posts"].sum()), "n_authors": int(this["author_id"].nunique())}
        row |= {name: int(this[name].sum()) for name in ("n_yes", "n_unsure", "n_unread")}
        row |= {"change": getattr(changed, "value", None), "verdict": str(changed.verdict) if changed else None}
        row |= {"change_low": getattr(changed, "low", None), "change_high": getattr(changed, "high", None)}
        found.append(row | precision(question))
    return found


def precision(question: dict[str, Any]) -> dict[str, Any]:
    """Precision and recall of a question in percent, the precision with its interval where people judged posts above the cut-off."""
    judged = Share(part=question["n_right"] or 0, whole=question["n_judged_yes"] or 0)
    low, high = judged.interval or (None, None)
    told = {name: None if question[name] is None else 100 * question[name] for name in ("precision", "recall")}
    return told | {"precision_low": low, "precision_high": high}
