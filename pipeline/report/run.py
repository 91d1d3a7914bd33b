"""The reports: read from the newest snapshot, built as a value, written as files."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxpop.analysis.report.beside import CampaignRow
from voxpop.analysis.report.build import build
from voxpop.analysis.report.inputs import Earlier, ModelFacts, ReportInputs, queries
from voxpop.analysis.report.render.pdf import print_pages
from voxpop.analysis.report.render.write import write, write_index
from voxpop.analysis.report.wording import languages
from voxpop.analysis.sentiment.languages.reader import accuracies
from voxpop.analysis.training import card
from voxpop.decisions import themes as theme_decisions
from voxpop.errors import UnknownAudienceError, UsageError
from voxpop.pipeline.analyze.as_of import snapshot_of
from voxpop.pipeline.analyze.labels import correction
from voxpop.pipeline.analyze.own_accounts import accounts_by_hash
from voxpop.pipeline.explore.campaigns import read_campaigns, with_events
from voxpop.pipeline.report.receipt import sql_texts
from voxpop.pipeline.spans import last_whole_week, moment
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Collection

    from voxpop.analysis.report.model import Report
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

log = logging.getLogger("voxpop.report")


def report(workspace: Workspace, audience: str, week: Week, out: Path | None = None) -> Path:
    """The folder of one audience's report of one week; building it again replaces it."""
    with snapshot_of(workspace, week) as snapshot:
        folder = _write_report(snapshot, workspace, audience, week, out, {})
    _print(workspace, [folder])
    return folder


def _write_report(
    snapshot: Snapshot,
    workspace: Workspace,
    audience: str,
    week: Week,
    out: Path | None,
    shared: dict[str, Any],
) -> Path:
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids, workspace.lines.path)
    root = out or workspace.reports
    made = build(read_inputs(snapshot, workspace, audience, week, root, shared))
    folder = root / audience / str(week)
    write(made, folder, sql_texts())
    log.info("%s %s: %s", audience, week, made.headline)
    return folder


def _print(workspace: Workspace, folders: list[Path]) -> None:
    """The PDF beside each page, where the configuration wants one."""
    if workspace.config.report.pdf:
        print_pages([(folder / "report.html", folder / "report.pdf") for folder in folders])


def reports(
    workspace: Workspace, audience: str | None, week: str | None, out: Path | None, as_of: str | None = None
) -> list[Path]:
    """The folders of the reports of one audience or of all, with the index over them; as known at `as_of` where given."""
    chosen = Week.parse(week) if week else last_whole_week(workspace)
    known = moment(as_of, workspace) if as_of else None
    if known and out is None:
        raise UsageError("a report as of a moment is not the published one: say with --out where it goes")
    audiences = [audience] if audience else list(workspace.config.audience_ids)
    with snapshot_of(workspace, chosen, known) as snapshot:
        # What every report shows of the other audiences is read once, for all of them.
        query, asked = queries(workspace.config, "", chosen)["other_author_weeks"]
        shared = {"other_author_weeks": snapshot.rows(query, asked), "shared": {}} if len(audiences) > 1 else {}
        folders = [_write_report(snapshot, workspace, name, chosen, out, shared) for name in audiences]
    _print(workspace, folders)
    write_index(out or workspace.reports)
    return folders


def index(workspace: Workspace) -> Path:
    """The page that lists all reports."""
    return write_index(workspace.reports)


def build_report(workspace: Workspace, audience: str, week: Week, known: datetime | None = None) -> Report:
    """The report as a value, for notebooks and tests; as known at a moment where given."""
    with snapshot_of(workspace, week, known) as snapshot:
        return build(read_inputs(snapshot, workspace, audience, week, workspace.reports, {}))


def read_report(
    snapshot: Snapshot, workspace: Workspace, audience: str, week: Week, without: Collection[str] = ()
) -> Report:
    """The report as a value, as the open snapshot has it now: a past week with the themes of today.

    `without` are tables of `ReportInputs` that are not read: blocks that show them have nothing to say, the others are the same.
    """
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    return build(read_inputs(snapshot, workspace, audience, week, workspace.reports, {}, without))


def read_inputs(
    snapshot: Snapshot,
    workspace: Workspace,
    audience: str,
    week: Week,
    root: Path,
    shared: dict[str, Any],
    without: Collection[str] = (),
    only: Collection[str] = (),
) -> ReportInputs:
    """The tables of one report; what is in `shared` is at hand already, of more audiences than are asked for.

    Of tables that are named in `without`, or that `only` does not name where it names any, the columns are read and no row.
    """
    sends = read_campaigns(workspace.config)
    config = with_events(workspace.config, sends)
    tables: dict[str, Any] = shared | {
        name: (snapshot.no_rows if name in without or (only and name not in only) else snapshot.rows)(query, values)
        for name, (query, values) in queries(config, audience, week).items()
        if name not in shared
    }
    facts = snapshot.facts()
    return ReportInputs(
        config=config,
        audience=audience,
        week=week,
        known_at=facts.known_at or datetime(1970, 1, 1, tzinfo=UTC),
        model=ModelFacts(
            sentiment_version=facts.sentiment_version or "none",
            themes_version=facts.themes_version or "none",
            quality_of_languages=_quality_of_languages(workspace),
            quality=_quality(workspace),
        ),
        earlier=_earlier(root / audience / str(week.back(1)) / "report.json", workspace),
        accounts=accounts_by_hash(workspace),
        campaigns=tuple(
            CampaignRow(campaign=send.name, title=send.title, day=send.day, figures=send.figures) for send in sends
        ),
        correction=correction(snapshot, audience, week),
        **tables,
    )


def _earlier(path: Path, workspace: Workspace) -> Earlier | None:
    """What the report of the week before printed; None where none was made."""
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    by_people = {decision.theme for decision in theme_decisions.read(workspace.theme_decisions)}
    return Earlier(
        net=said["net"] and said["net"]["value"],
        sentiment_version=said["sentiment_version"],
        themes_version=said["themes_version"],
        setup=said.get("setup") or {},
        themes={
            one["id"]: one.get("known_as") or one["label"]
            for one in said.get("themes") or []
            if one["id"] not in by_people
        },
    )


def _quality_of_languages(workspace: Workspace) -> tuple[float, float]:
    """The least and the most accuracy of the models of other languages."""
    judged = accuracies(workspace.config.analysis.sentiment)
    return min(judged), max(judged)


def _quality(workspace: Workspace) -> str:
    """How good the sentiment model was where it was measured, in a sentence."""
    judged = card.measure(workspace.config.analysis.sentiment)
    words = languages.of(workspace.config.company.language)
    return str(words.quality(sum(n for n, _ in judged), len(judged), *(f([a for _, a in judged]) for f in (min, max))))
