"""What the posts say: voices, sentiment, themes, audiences and marts; read from a snapshot, written at the end."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voxpop import warehouse
from voxpop.analysis.sentiment.intent import intents_of
from voxpop.analysis.sentiment.scores import scores_of
from voxpop.analysis.themes.further import further_themes
from voxpop.analysis.themes.signatures import signatures, version_of
from voxpop.analysis.voices.voices import assign_voices
from voxpop.decisions import themes as theme_decisions
from voxpop.pipeline.analyze import adapt, demands, evolve, labels, own_accounts, people, setups
from voxpop.pipeline.analyze.targets import read_targets, with_titles
from voxpop.pipeline.progress import progress

if TYPE_CHECKING:
    from voxpop.analysis.sentiment.reading import Reader
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.analyze")


def analyze(workspace: Workspace, *, known: datetime | None = None, until: datetime | None = None) -> dict[str, int]:
    """Counts; the warehouse has the findings and a fresh snapshot is published.

    Reading and thinking take no lock: a load may come in between, and what it brings is analysed next time. Scores
    carry the hash of the wording that was read, so an edit that came in between is not taken for read. `known` and
    `until` are for a warehouse as it was then: what people said after `known` does not count, and `until` is now.
    """
    config = workspace.config
    now = until or known or datetime.now(UTC)
    joined = people.people(workspace)
    if not warehouse.is_current(workspace.snapshots):  # published by an older version
        with warehouse.writer(workspace.warehouse_path) as writer:
            writer.publish(workspace.snapshots, keep=config.retention.snapshots)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_people(joined)
        snapshot.know_quotes(config)
        voices = assign_voices(snapshot.rows("analyze/posts", {"own": own_accounts.hashes(workspace) or [""]}))
        reader = adapt.reader_of(workspace)
        scores = _scores(snapshot.rows("analyze/unscored", {"versions": reader.versions}), reader)
        targets, targets_version = read_targets(snapshot, config, reader)
        snapshot.lend("found_voices", voices)
        posts = snapshot.rows("analyze/theme_posts", {"own": own_accounts.hashes(workspace) or [""]})
        decisions = [
            d for d in theme_decisions.read(workspace.theme_decisions) if not (known and d.at and d.at > known)
        ]
        model, monday, read = evolve.evolve(snapshot, config, posts, decisions, until)
        post_themes = model.predict(posts, read)
        post_sub_themes = post_themes.filter(pc.is_valid(post_themes["sub_theme_id"]))
        further = further_themes(model, posts, post_themes)
        asked, post_demands = demands.find_demands(snapshot, workspace, scores, now, known)
        unsigned = snapshot.rows("analyze/unsigned", {"version": version_of(model)})
        signed = signatures(unsigned, model)
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.findings.store_voices(voices, own_accounts.hashes(workspace))
        writer.findings.store_sentiment(scores)
        writer.findings.store_targets(targets, targets_version)
        themes = model.themes.drop_columns(["centroid"])
        writer.findings.store_themes(themes, post_themes.drop_columns(["sub_theme_id"]), further, model.events)
        writer.findings.store_sub_themes(
            model.sub_themes_.table, post_sub_themes.drop_columns(["theme_id", "strength"])
        )
        writer.findings.store_demands(asked, post_demands)
        writer.findings.store_signatures(signed, version_of(model))
        writer.findings.save_state(evolve.THEMES, model.version, model.to_state(), monday)
        writer.findings.store_labels(labels.table(workspace, known))
        writer.findings.store_people(joined)
        writer.findings.store_audiences(config)
        writer.findings.note_setups(setups.setups(config), datetime.now(UTC))
        writer.findings.build_marts(config.company.time_zone)
        writer.findings.build_index()
        broken = writer.check()
        writer.publish(workspace.snapshots, keep=config.retention.snapshots)
    for finding in broken:
        log.warning("%s: %d rows break the rule '%s'", finding.table, finding.n_rows, finding.rule)
    counts = {
        "posts": voices.num_rows,
        "voices": pc.count_distinct(voices["voice_id"]).as_py() if voices.num_rows else 0,
        "newly scored": scores.num_rows,
        "names newly read": targets.num_rows,
        "themes": model.themes.num_rows,
        "broken rules": len(broken),
    }
    log.info("analyze: %s", ", ".join(f"{value} {name}" for name, value in counts.items()))
    return counts


def _scores(posts: pa.Table, reader: Reader) -> pa.Table:
    """Rows for the table `sentiment`."""
    keys = posts.select(["source", "post_id", "content_hash"])
    parts = []
    done = 0
    with progress("sentiment", unit="posts", total=posts.num_rows) as advance:
        for found in reader.read(with_titles(posts), posts["lang"]):
            scores = scores_of(found)
            scores = scores.append_column("intents", intents_of(found)["intents"])
            part = keys.slice(done, scores.num_rows)
            for name in scores.column_names:
                part = part.append_column(name, scores[name])
            parts.append(part)
            done += scores.num_rows
            advance(scores.num_rows)
    return pa.concat_tables(parts)
