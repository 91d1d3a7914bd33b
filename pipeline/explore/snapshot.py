"""For notebooks: figures with intervals as DataFrames, computed as in the reports, from the newest snapshot.

`voxpop.open()` gives a `Snapshot`; its methods give DataFrames. Net sentiment is in points from -100 to +100, shares are in
percent, `low` and `high` bound the 95 % interval, `n_authors` counts people. With enough labels figures are corrected for
the classifier's errors, as in the reports. Docs: docs/python.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from voxpop import warehouse
from voxpop.analysis.estimates.drivers import drivers as drivers_of
from voxpop.analysis.estimates.estimate import change as change_of
from voxpop.analysis.estimates.estimate import net_by, share_changes
from voxpop.analysis.estimates.ratings import mean_rating
from voxpop.analysis.report.basis import correct_counts, frame
from voxpop.config import EVERYONE
from voxpop.errors import UnknownAudienceError, UsageError
from voxpop.pipeline.analyze.labels import correction
from voxpop.pipeline.explore import business, community, judgements, own_questions, search, theme_history, theme_map
from voxpop.pipeline.explore import emerging as theme_emerging
from voxpop.pipeline.knowledge.face import frame_of
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from voxpop.analysis.estimates.correction import Correction
    from voxpop.analysis.estimates.values import Change, Estimate
    from voxpop.analysis.report.model import Report

BY = ("week", "channel", "theme_id")
NO_SCALE = 0.0  # stands for a scale that the source does not say
ESTIMATE = ["value", "low", "high", "n_posts", "n_authors"]


def open_snapshot(config: Path | str | None = None) -> Snapshot:
    """The newest published snapshot of an installation, for reading; `voxpop.open` is this function.

    config: its voxpop.yaml; None: $VOXPOP_CONFIG, else ./voxpop.yaml. The snapshot is the one that was newest at this moment and
    stays as it is while it is open, whatever is loaded meanwhile. Close it, or use it in a `with` statement.
    Raises `ConfigError` where the file is missing or wrong, `WarehouseError` where nothing was published yet.
    """
    workspace = Workspace.open(config)
    tables = warehouse.open_snapshot(workspace.snapshots)
    tables.know_quotes(workspace.config)
    return Snapshot(workspace, tables)


@dataclass(frozen=True)
class Snapshot:
    """A read-only view that never waits for a load and cannot write; `con` is its DuckDB connection.

    Methods take an audience (an id of the configuration, or 'everyone') and a week: a `Week`, '2026-W47', a date inside it, or
    None for the last one heard. An audience that is not configured is a `UsageError` that names those that are.
    """

    workspace: Workspace
    tables: warehouse.Snapshot

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def con(self) -> DuckDBPyConnection:
        """DuckDB's own connection, for what no method answers."""
        return self.tables.con

    @property
    def company(self) -> str:
        """The company's name, as configured."""
        return self.workspace.config.company.name

    @property
    def audiences(self) -> dict[str, str]:
        """Id -> name of each audience, 'everyone' first."""
        config = self.workspace.config
        return {audience: config.audience_name(audience) for audience in config.audience_ids}

    @property
    def last_week(self) -> Week:
        """The last week of which anybody was heard."""
        found = self.tables.last_week()
        if found is None:
            raise UsageError("no opinion is in this snapshot yet; run `voxpop load` and `voxpop analyze`")
        return Week(found)

    def sql(self, query: str, **parameters: Any) -> pd.DataFrame:
        """Any query; parameters are written `$name`."""
        found: pd.DataFrame = self.tables.con.sql(query, params=parameters or None).df()
        return found

    def net(self, audience: str = EVERYONE, by: str = "week", week: Week | str | None = None) -> pd.DataFrame:
        """Net sentiment by week (all of them), or by channel or theme in one week: value, low, high, n_posts, n_authors."""
        if by not in BY:
            raise UsageError(f"net sentiment goes by {', '.join(BY)}, not by '{by}'")
        chosen = self.week(week)
        rows, corrected = self._rows(audience, chosen)
        if by != "week":
            rows = rows[rows["week"] == chosen.monday]
        found = net_by(rows, by, "net", corrected)
        return self._add_labels(
            pd.DataFrame([_row({by: name}, one) for name, one in found.items()], columns=[by, *ESTIMATE])
        )

    def change(self, audience: str = EVERYONE, week: Week | str | None = None, weeks: int = 4) -> pd.DataFrame:
        """This week's net sentiment minus that of the weeks before: value, low, high in points, and the verdict."""
        this, before, corrected = self._periods(audience, week, weeks)
        found: Change = change_of(this, before, self.workspace.config.report.min_authors, corrected)
        return pd.DataFrame([asdict(found)])

    def drivers(
        self, audience: str = EVERYONE, week: Week | str | None = None, weeks: int = 4, by: str = "theme_id"
    ) -> pd.DataFrame:
        """What the change is made of: mix, tone and total in points, the total's interval; totals add up to the change."""
        this, before, corrected = self._periods(audience, week, weeks)
        found = drivers_of(this, before, by, correction=corrected)
        names = [by, "mix", "tone", "total", "low", "high", "clear"]
        rows = [(d.name, d.mix.value, d.tone.value, d.total.value, d.total.low, d.total.high, d.clear) for d in found]
        return self._add_labels(pd.DataFrame(rows, columns=names))

    def themes(self, audience: str = EVERYONE, week: Week | str | None = None, weeks: int = 4) -> pd.DataFrame:
        """Each theme's share of posts in percent with its interval, the share before, and the change with its verdict."""
        this, before, _ = self._periods(audience, week, weeks)
        found = share_changes(this, before, "theme_id", self.workspace.config.report.min_authors)
        rows = [
            _row({"theme_id": g.name}, g.share)
            | {"before": g.before, "change": g.change.value, "change_low": g.change.low, "change_high": g.change.high}
            | {"verdict": str(g.change.verdict)}
            for g in found
        ]
        columns = ["theme_id", *ESTIMATE, "before", "change", "change_low", "change_high", "verdict"]
        return self._add_labels(pd.DataFrame(rows, columns=columns)).sort_values(
            "value", ascending=False, ignore_index=True
        )

    def ratings(self, audience: str = EVERYONE, by: str = "week", week: Week | str | None = None) -> pd.DataFrame:
        """Stars that people gave, with words or without: their mean by week (all of them), or by channel in one week.

        A row for each scale: `scale`, value, low, high in its units, `n_posts` (ratings), `n_authors`, `n_words` (of these with words).
        """
        if by not in {"week", "channel"}:
            raise UsageError(f"ratings go by week or channel, not by '{by}'")
        chosen = self.week(week)
        asked = {"audience": self.known(audience), "first_week": date(1970, 1, 1), "week": chosen.monday}
        rows = frame(self.tables.rows("report/ratings", asked))
        if by != "week":
            rows = rows[rows["week"] == chosen.monday]
        scales = rows["rating_scale"].fillna(NO_SCALE)
        found = [
            _row({by: name, "scale": float(scale) if scale > NO_SCALE else None}, estimate)
            | {"n_words": int(part["n_posts"].sum())}
            for scale in sorted(scales.unique())
            for name, part in rows[scales == scale].groupby(by, observed=True)
            if (estimate := mean_rating(part, float(scale) if scale > NO_SCALE else None))
        ]
        return pd.DataFrame(found, columns=[by, "scale", *ESTIMATE, "n_words"])

    def report(self, audience: str = EVERYONE, week: Week | str | None = None) -> Report:
        """Everything that the weekly report says, as a value: figures, points, gaps, and `receipts`; a past week with the themes of today."""
        from voxpop.pipeline.report.run import read_report

        return read_report(self.tables, self.workspace, self.known(audience), self.week(week))

    def theme_map(self, audience: str = EVERYONE, week: Week | str | None = None) -> pd.DataFrame:
        """Where each theme stands, with what `themes` says of it in a week (empty where nobody spoke of it): x, y, value, ...

        Themes that are alike stand near each other, and stay where they stand from week to week.
        """
        places = [{"theme_id": name, "x": x, "y": y} for name, (x, y) in theme_map.read_places(self.tables).items()]
        said = self.themes(audience, week).drop(columns="theme")
        return self._add_labels(pd.DataFrame(places, columns=["theme_id", "x", "y"])).merge(
            said, on="theme_id", how="left"
        )

    def theme_weeks(self, theme_id: str, audience: str = EVERYONE, week: Week | str | None = None) -> pd.DataFrame:
        """One theme week by week up to a week: share of posts in percent and net sentiment with their intervals; `not_heard_whole`."""
        found = theme_history.read_theme_history(self.tables, self.workspace, self.known(audience), self.week(week))
        return theme_history.frame_of(found, theme_id)

    def emerging(self, audience: str = EVERYONE, week: Week | str | None = None) -> pd.DataFrame:
        """Each theme's people in a week beside those expected, the least expected first; new and bursting ones are marked."""
        rows = theme_emerging.emerging(self.tables, self.known(audience), self.week(week))
        return pd.DataFrame(rows, columns=theme_emerging.COLUMNS)

    def own_questions(self, audience: str = EVERYONE, week: Week | str | None = None, weeks: int = 4) -> pd.DataFrame:
        """Each question of one's own: the share of posts that answer yes, in percent with its interval, its change, its precision."""
        rows = own_questions.answer(self.tables, self.workspace.config, self.known(audience), self.week(week), weeks)
        return pd.DataFrame(rows, columns=own_questions.COLUMNS)

    def search(
        self,
        words: str = "",
        *,
        like: str | None = None,
        audience: str | None = None,
        channel: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 20,
    ) -> pd.DataFrame:
        """Posts that hold the words, or are like the post SOURCE:ID, best first: score, key, text, label."""
        config = self.workspace.config
        found = search.find_in(self.tables, config, words, like, audience, channel, since, until, limit)
        posts: pd.DataFrame = found.posts.to_pandas()
        return posts

    def labels(self, audience: str = EVERYONE) -> pd.DataFrame:
        """What people said of posts beside what the model says: text, value (people), label (model), probabilities."""
        return self.sql(
            """
            select p.source, p.post_id, p.text, l.value, l.labeler, s.label, s.negative, s.neutral, s.positive
            from labels as l
            inner join posts as p using (source, post_id, content_hash) inner join sentiment as s using (source, post_id, content_hash)
            inner join post_audiences as a using (source, post_id)
            where a.audience = $audience and s.scored and l.field = 'sentiment' order by p.source, p.post_id, l.labeler
            """,
            audience=audience,
        )

    def accuracy(self, labels: pd.DataFrame | None = None) -> pd.DataFrame:
        """How good the model is on labelled posts, those of `labels()` if none are given: figure, value, n."""
        return judgements.measure_model(self.labels() if labels is None else labels)

    def agreement(self, labels: pd.DataFrame | None = None) -> pd.DataFrame:
        """How far the people who labelled agree beyond chance: who, measure, value, low, high, n_posts, same."""
        return judgements.measure_agreement(self.labels() if labels is None else labels)

    def correction(self, labels: pd.DataFrame | None = None) -> pd.DataFrame:
        """The matrix by which labels correct shares of tones; no row where they are too few for that."""
        return judgements.show_correction(self.labels() if labels is None else labels)

    def community(self, audience: str = EVERYONE, week: Week | str | None = None) -> pd.DataFrame:
        """People and answers of the last four weeks beside the four before: figure, now, before; shares with intervals."""
        found = community.read(self.tables, audience, self.week(week))
        return pd.DataFrame(community.lines(found.health), columns=["figure", "now", "before"])

    def business(self, audience: str = EVERYONE) -> pd.DataFrame:
        """The configured series of the business beside people heard, net sentiment and questions answered, by week."""
        return business.read(self.tables, self.workspace.config, audience).weeks

    def cohorts(self, audience: str = EVERYONE, week: Week | str | None = None) -> pd.DataFrame:
        """Of the people first heard in the same four weeks, the percentage that spoke 4, 8, ... weeks later."""
        return community.read(self.tables, audience, self.week(week)).cohorts

    def helpers(self, audience: str = EVERYONE, week: Week | str | None = None) -> pd.DataFrame:
        """Who answered questions in the last four weeks: n_questions, n_askers, n_accepted, own, latest_url."""
        return community.read(self.tables, audience, self.week(week)).helpers

    def knowledge(self, audience: str = EVERYONE) -> pd.DataFrame:
        """Questions that several people asked, by people, each with its best answer, how sure that is and for which version."""
        return frame_of(self.tables, self.workspace, self.known(audience))

    def close(self) -> None:
        """Let the snapshot go."""
        self.tables.close()

    def week(self, week: Week | str | None) -> Week:
        """A week given in any of these ways; None: the last one heard."""
        return self.last_week if week is None else Week.parse(week) if isinstance(week, str) else week

    def known(self, audience: str) -> str:
        """The id of an audience that is configured."""
        if audience not in self.workspace.config.audience_ids:
            raise UnknownAudienceError.among(audience, self.workspace.config.audience_ids)
        return audience

    def _rows(self, audience: str, week: Week) -> tuple[pd.DataFrame, Correction | None]:
        asked = {"audience": self.known(audience), "first_week": date(1970, 1, 1), "week": week.monday}
        found = correction(self.tables, audience, week)
        return correct_counts(frame(self.tables.rows("report/author_weeks", asked)), found), found

    def _periods(
        self, audience: str, week: Week | str | None, weeks: int
    ) -> tuple[pd.DataFrame, pd.DataFrame, Correction | None]:
        chosen = self.week(week)
        rows, found = self._rows(audience, chosen)
        before = rows["week"].isin([chosen.back(n).monday for n in range(1, weeks + 1)])
        return rows[rows["week"] == chosen.monday], rows[before], found

    def _add_labels(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Adds the column `theme`: the name of the theme in `theme_id`."""
        if "theme_id" not in rows.columns:
            return rows
        names = self.sql("select theme_id, label as theme from themes")
        return rows.merge(names, on="theme_id", how="left").fillna({"theme": "No theme"})


def _row(name: dict[str, Any], estimate: Estimate) -> dict[str, Any]:
    return name | {column: getattr(estimate, column) for column in ESTIMATE}
