"""One published snapshot as answers read it: rows of authors, what was heard, names, and what 'now' is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from voxpop.analysis.estimates.correction import NET
from voxpop.analysis.report.basis import audience_channels, correct_counts, frame
from voxpop.analysis.report.listening import Comparison, Listening, choose
from voxpop.config import EVERYONE
from voxpop.pipeline.analyze.labels import correction
from voxpop.pipeline.ask.answer import SMALLEST_GROUP
from voxpop.pipeline.ask.vocabulary import Vocabulary, vocabulary_of
from voxpop.pipeline.ask.weeks import Now, Span
from voxpop.window import Week

if TYPE_CHECKING:
    import pandas as pd

    from voxpop.analysis.estimates.correction import Correction
    from voxpop.analysis.report.model import Report
    from voxpop.config import Config
    from voxpop.pipeline.alarms.look import Lately
    from voxpop.pipeline.explore.snapshot import Snapshot

EARLIEST = date(1970, 1, 1)
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class World:
    """A snapshot with what its answers share; everything is read when it is first asked for, and once."""

    snapshot: Snapshot
    name: str  # of the published file
    _kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def config(self) -> Config:
        """The installation's configuration."""
        return self.snapshot.workspace.config

    @property
    def least(self) -> int:
        """The fewest people that an estimate may rest on."""
        return max(self.config.report.min_authors, SMALLEST_GROUP)

    @property
    def known_at(self) -> datetime | None:
        """Until when the data is known."""
        return self._once("known_at", lambda: self.snapshot.tables.facts().known_at)

    @property
    def now(self) -> Now:
        """Today is the day until which data is known; last week the last whole one of which anybody was heard."""
        return self._once("now", self._now)

    @property
    def vocabulary(self) -> Vocabulary:
        """What can be named."""
        return self._once("vocabulary", lambda: vocabulary_of(self.config, self._themes()))

    @property
    def listening(self) -> Listening:
        """What was heard of each channel and day."""
        return self._once("listening", self._listening)

    @property
    def lately(self) -> Lately | None:
        """What the rules of alerts find in the last hours; None before anything was heard."""
        return self._once("lately", self._lately)

    def rows(self, audience: str, last: Week) -> tuple[pd.DataFrame, Correction | None]:
        """All rows of authors of an audience up to a week, at the level of true labels where there are enough of them."""
        return self._once(("rows", audience, last), lambda: self._rows(audience, last))

    def worth(self, corrected: Correction | None) -> list[float] | None:
        """What each tone's probability counts after the correction, as receipts have it."""
        return None if corrected is None else [float(one) for one in NET @ corrected.matrix]

    def comparison(self, audience: str, week: Week) -> Comparison:
        """The channels and weeks that the report of this week compares."""
        return self._once(("comparison", audience, week), lambda: self._comparison(audience, week))

    def channels(self, audience: str) -> tuple[str, ...]:
        """The channels on which an audience speaks."""
        return self._once(("channels", audience), lambda: self._channels(audience))

    def compared(self, audience: str, span: Span) -> list[str] | None:
        """The channels whose figures are given together: for a week those of its report, for a longer span those heard whole in it.

        None where that would leave nothing, or less than half of the posts: then all are.
        """
        if span.first == span.last:
            return list(self.comparison(audience, span.last).channels) or None
        whole = [c for c in self.channels(audience) if all(self.listening.whole(c, week) for week in span.weeks)]
        rows, _ = self.rows(audience, span.last)
        part = rows[rows["week"].isin(mondays(span))]
        kept = part["channel"].isin(whole)
        return whole if whole and 2 * part[kept]["n_posts"].sum() >= part["n_posts"].sum() else None

    def report(self, audience: str, week: Week) -> Report:
        """The report of a week as the data stands now."""
        return self._once(("report", audience, week), lambda: self._report(audience, week))

    def _once(self, key: Hashable, read: Callable[[], Kept]) -> Kept:
        if key not in self._kept:
            self._kept[key] = read()
        kept: Kept = self._kept[key]
        return kept

    def _now(self) -> Now:
        known = self.known_at or datetime(1970, 1, 1, tzinfo=UTC)
        today = known.astimezone(self.config.company.zone).date()
        heard = self.snapshot.tables.last_week()
        last = Week.of(today).back(1)
        return Now(today, min(last, Week(heard)) if heard else last)

    def _lately(self) -> Lately | None:
        from voxpop.pipeline.alarms.look import judge_lately  # brings scipy.stats, which takes half a second

        if self.known_at is None:
            return None
        return judge_lately(self.snapshot.workspace, self.snapshot.tables, self.known_at)

    def _themes(self) -> list[tuple[str, str]]:
        rows = self.snapshot.tables.records("report/themes")
        return [
            (row["theme_id"], row["label"]) for row in rows if row["state"] == "active" and row["theme_id"] != "other"
        ]

    def _listening(self) -> Listening:
        asked = {"first_day": EARLIEST, "last_day": date(9999, 12, 31)}
        return Listening.of(self.snapshot.tables.rows("report/channel_days", asked))

    def _rows(self, audience: str, last: Week) -> tuple[pd.DataFrame, Correction | None]:
        asked = {"audience": self.snapshot.known(audience), "first_week": EARLIEST, "week": last.monday}
        corrected = correction(self.snapshot.tables, audience, last)
        return correct_counts(frame(self.snapshot.tables.rows("report/author_weeks", asked)), corrected), corrected

    def _channels(self, audience: str) -> tuple[str, ...]:
        rows, _ = self.rows(audience, self.now.last)
        return audience_channels(self.config, audience, set(rows["channel"].unique()))

    def _comparison(self, audience: str, week: Week) -> Comparison:
        rows, _ = self.rows(audience, week)
        heard = rows[rows["week"] == week.monday]
        posts = {str(c): int(n) for c, n in heard.groupby("channel", observed=True)["n_posts"].sum().items()}
        channels = audience_channels(self.config, audience, set(rows["channel"].unique()))
        return choose(self.listening, channels, week, self.config.report.comparator_weeks, posts)

    def _report(self, audience: str, week: Week) -> Report:
        from voxpop.pipeline.report.run import read_report

        return read_report(self.snapshot.tables, self.snapshot.workspace, audience, week)


def mondays(span: Span) -> list[date]:
    """The Mondays of a span."""
    return [week.monday for week in span.weeks]


def iso(span: Span) -> list[str]:
    """The same as text, as parameters of receipts have them."""
    return [monday.isoformat() for monday in mondays(span)]


def audience_of(said: str | None) -> str:
    """The audience that a question names, or everyone."""
    return said or EVERYONE
