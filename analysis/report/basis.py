"""What all blocks rest on: the rows that are compared, the level and change of the week, the weeks of the trend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from voxpop.analysis.community.presence import Finding, findings
from voxpop.analysis.estimates.correction import Correction
from voxpop.analysis.estimates.estimate import change, net_by, net_sentiment
from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.inputs import ReportInputs, history
from voxpop.analysis.report.listening import Comparison, Listening, choose
from voxpop.analysis.report.wording import languages as wording
from voxpop.analysis.report.wording.languages import Wording
from voxpop.config import EVERYONE, Config
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.analysis.report.theme_names import ThemeNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One audience's rows, cut to what may be compared."""

    inputs: ReportInputs
    words: Wording
    listening: Listening
    channels: tuple[str, ...]  # the audience's, in the order of the configuration
    comparison: Comparison
    heard: pd.DataFrame  # this week, every channel
    this: pd.DataFrame  # this week, the channels that may be compared; all of them where none may
    before: pd.DataFrame  # the comparator
    past: pd.DataFrame  # the trend, compared channels
    net: Estimate | None  # None: too few authors, or nothing scored
    change: Change
    levels: dict[date, Estimate]  # by Monday; only weeks with enough authors
    incomplete: frozenset[date]  # weeks in which a compared channel was not heard whole
    named: ThemeNames
    correction: Correction | None  # of the classifier's errors, which the rows already hold; None: too few labels

    @property
    def config(self) -> Config:
        """The installation's configuration."""
        return self.inputs.config

    @property
    def week(self) -> Week:
        """The report's week."""
        return self.inputs.week

    @property
    def least(self) -> int:
        """The fewest authors that a figure may rest on."""
        return self.config.report.min_authors

    @property
    def mondays(self) -> list[date]:
        """The weeks of the trend."""
        return [week.monday for week in history(self.inputs)]

    @property
    def n_authors(self) -> int:
        """Everyone who posted this week, on any channel."""
        return int(self.heard["author_id"].nunique())

    def label(self, channel: str) -> str:
        """What a reader calls the channel; its id where it is no longer configured."""
        return next((c.label for c in self.config.channels if c.id == channel), channel)

    def presence(self, whole: Callable[[str, date], bool]) -> list[Finding]:
        """In what way the audience is badly heard, over all its channels."""
        every = frame(self.inputs.author_weeks)
        return findings(every, whole, self.channels, self.week.monday)

    def usual_weeks(self) -> list[date]:
        """Earlier weeks of the trend that were heard whole, oldest first."""
        return [monday for monday in self.mondays[:-1] if monday not in self.incomplete]


def basis_of(inputs: ReportInputs) -> Basis:
    """The basis of one report."""
    from voxpop.analysis.report.theme_names import name_in  # brings scikit-learn and NLTK, which nobody else here needs

    listening = Listening.of(inputs.channel_days)
    correction = inputs.correction
    rows = correct_counts(frame(inputs.author_weeks), correction)
    channels = audience_channels(inputs.config, inputs.audience, set(rows["channel"].unique()))
    comparison, this, before, heard = choose_rows(inputs, listening, channels, rows)
    past = rows[rows["channel"].isin(comparison.channels)] if comparison.channels else rows
    level = net_sentiment(this, "net.week", correction)
    least = inputs.config.report.min_authors
    enough = level is not None and level.n_authors >= least
    return Basis(
        inputs=inputs,
        words=wording.of(inputs.config.company.language),
        listening=listening,
        channels=channels,
        comparison=comparison,
        heard=heard,
        this=this,
        before=before,
        past=past,
        net=level if enough else None,
        change=judge_change(
            change(this, before, least, correction), comparison, level, least, heard_before(inputs, rows)
        ),
        levels={
            m: e
            for m, e in net_by(past, "week", "net", correction).items()
            if e.n_authors >= least and isinstance(m, date)
        },
        incomplete=unheard(listening, comparison.channels or channels, history(inputs)),
        named=name_in(inputs.config, inputs.themes, inputs.theme_texts),
        correction=correction,
    )


def frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a DataFrame: authors as whole numbers, other repeated texts and weeks as categories."""
    for name in ("author_id", "audience", "week", "channel", "theme_id"):
        if name in table.column_names and not pa.types.is_integer(table.schema.field(name).type):
            codes = table[name].combine_chunks().dictionary_encode()
            kept = codes.indices if name == "author_id" else codes
            table = table.set_column(table.column_names.index(name), name, kept)
    found: pd.DataFrame = table.to_pandas(date_as_object=True)
    return found


def correct_counts(rows: pd.DataFrame, correction: Correction | None) -> pd.DataFrame:
    """Rows at the level of true labels where there is a correction, else as they are."""
    return correction.correct_counts(rows) if correction else rows


def percent_of(part: float, whole: float) -> float:
    """A share in percent; a corrected one may lie a little outside what shares can be, and is cut there."""
    return min(max(100 * part / whole, 0.0), 100.0) if whole else 0.0


def choose_rows(
    inputs: ReportInputs, listening: Listening, channels: tuple[str, ...], rows: pd.DataFrame
) -> tuple[Comparison, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What is compared, and the rows of this week, of the comparator, and of this week on every channel."""
    heard = rows[rows["week"] == inputs.week.monday]
    posts = {str(c): int(n) for c, n in heard.groupby("channel", observed=True)["n_posts"].sum().items()}
    comparison = choose(listening, channels, inputs.week, inputs.config.report.comparator_weeks, posts)
    kept = rows[rows["channel"].isin(comparison.channels)]
    before = kept[kept["week"].isin([week.monday for week in comparison.weeks])]
    return (
        comparison,
        heard[heard["channel"].isin(comparison.channels)] if comparison.channels else heard,
        before,
        heard,
    )


def audience_channels(config: Config, audience: str, used: set[Any]) -> tuple[str, ...]:
    """The channels on which the audience speaks: those that serve it or that its rules name, and those that it used."""
    rules = [rule for a in config.audiences if a.id == audience for rule in a.match]
    named = {channel for rule in rules for channel in rule.channel}
    own = [c.id for c in config.channels if audience == EVERYONE and c.listen]
    serving = [c.id for c in config.channels if c.audience == audience or c.id in named or c.id in used or c.id in own]
    return (*serving, *sorted(used - {c.id for c in config.channels}))


def unheard(listening: Listening, channels: tuple[str, ...], weeks: list[Week]) -> frozenset[date]:
    """The Mondays of weeks in which one of the channels was not heard whole."""
    return frozenset(w.monday for w in weeks if not all(listening.whole(c, w) for c in channels))


def heard_before(inputs: ReportInputs, rows: pd.DataFrame) -> bool:
    """Whether anybody was heard in the weeks of the comparator, on any channel, whole or not."""
    weeks = [inputs.week.back(n).monday for n in range(1, inputs.config.report.comparator_weeks + 1)]
    return bool(rows["week"].isin(weeks).any())


def judge_change(found: Change, comparison: Comparison, level: Estimate | None, least: int, before: bool) -> Change:
    """The change as it may be given: why there is none comes before what it would be."""
    verdict = found.verdict
    if level is None or level.n_authors < least:
        verdict = Verdict.TOO_FEW
    elif not comparison.channels or (before and not comparison.weeks):
        verdict = Verdict.INCOMPLETE
    elif verdict is Verdict.NEW and comparison.weeks:
        verdict = Verdict.TOO_FEW  # we listened, and nobody spoke
    return found if verdict is found.verdict else Change(value=None, low=None, high=None, verdict=verdict)
