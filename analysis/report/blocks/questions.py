"""What posts answer to the questions of one's own: a share, its change, and one post that says yes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from voxpop.analysis.estimates.estimate import NOTHING, share, share_change
from voxpop.analysis.estimates.values import Change
from voxpop.analysis.report.basis import Basis, frame, heard_before, judge_change
from voxpop.analysis.report.blocks.voices import quotable
from voxpop.analysis.report.model import QuestionRow
from voxpop.analysis.report.personal import public_handles


def own_questions(basis: Basis) -> tuple[QuestionRow, ...]:
    """A row for each question that is answered; without a share where too few people were heard."""
    inputs = basis.inputs
    if inputs.own_questions is None or inputs.question_quality is None:
        return ()
    rows = frame(inputs.own_questions)
    if basis.comparison.channels:
        rows = rows[rows["channel"].isin(basis.comparison.channels)]
    asked = [one for one in inputs.question_quality.to_pylist() if one["answered"]]
    return tuple(_row(basis, one, rows[rows["question"] == one["question"]]) for one in asked)


def _row(basis: Basis, question: dict[str, Any], rows: pd.DataFrame) -> QuestionRow:
    this = rows[rows["week"] == basis.week.monday]
    before = rows[rows["week"].isin([week.monday for week in basis.comparison.weeks])]
    level = share(this, "n_yes", "n_posts", f"question.{question['question']}")
    enough = level is not None and level.n_authors >= basis.least
    change: Change = NOTHING
    if level is not None and enough:
        found = share_change(this, before, "n_yes", "n_posts", basis.least)
        change = judge_change(found, basis.comparison, level, basis.least, heard_before(basis.inputs, this))
    judged = question["n_judged_yes"] or 0
    return QuestionRow(
        id=question["question"],
        name=question["name"],
        n_posts=int(this["n_posts"].sum()),
        n_authors=int(this["author_id"].nunique()),
        n_yes=int(this["n_yes"].sum()) if enough else None,
        n_unsure=int(this["n_unsure"].sum()),
        share=level if enough else None,
        change=change,
        sentence=basis.words.change_words(change) if enough else basis.words.too_few(basis.least),
        n_judged=judged,
        n_right=question["n_right"] or 0,
        quote=_quote(basis, question["question"]) if enough else "",
    )


def _quote(basis: Basis, question: str) -> str:
    """The likeliest post of the week that may be quoted; '' where there is none."""
    if not basis.config.report.quotes or basis.inputs.question_quotes is None:
        return ""
    public = public_handles(basis.config)
    for row in basis.inputs.question_quotes.to_pylist():
        if row["question"] == question and (quote := quotable(row, public)):
            return str(quote["text"])
    return ""
