"""Reading and thinking, which takes no lock, and the short time in which what was found is written."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voxpop import warehouse
from voxpop.analysis.sentiment.intent import intents_of
from voxpop.analysis.sentiment.scores import scores_of
from voxpop.analysis.text.tokens import strings
from voxpop.analysis.themes.signatures import signatures, version_of
from voxpop.analysis.voices.voices import assign_voices
from voxpop.decisions import themes as theme_decisions
from voxpop.pipeline.analyze import adapt, demands, evolve, labels, own_accounts, people, questions, setups, states
from voxpop.pipeline.analyze.assigning import assign, sub_themes_of, with_hashes
from voxpop.pipeline.analyze.closed import THEMES
from voxpop.pipeline.analyze.found import Found
from voxpop.pipeline.analyze.inputs import Standing, inputs_of
from voxpop.pipeline.analyze.originals import Originals
from voxpop.pipeline.analyze.targets import read_targets, with_titles
from voxpop.pipeline.engines import kept as readings
from voxpop.pipeline.knowledge.grouped import group_questions
from voxpop.pipeline.progress import progress

if TYPE_CHECKING:
    from voxpop.analysis.sentiment.reading import Reader
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.analyze")
KEY = ["source", "post_id", "content_hash"]


def read(workspace: Workspace, known: datetime | None = None, until: datetime | None = None) -> Found:
    """What the posts of the newest snapshot say; stores nothing and takes no lock.

    A load may come in between, and what it brings is analysed next time. Scores carry the hash of the wording that was
    read, so an edit that came in between is not taken for read.
    """
    config = workspace.config
    now = until or known or datetime.now(UTC)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        inputs = inputs_of(workspace, snapshot, now).digest
        joined, own = people.people(workspace), own_accounts.hashes(workspace)
        snapshot.know_people(joined)
        snapshot.know_quotes(config)
        voices = assign_voices(snapshot.rows("analyze/posts", {"own": own or [""]}))
        reader = adapt.reader_of(workspace)
        scores = _scores(workspace, snapshot, reader, drop=not (known or until))
        targets, targets_version = read_targets(snapshot, config, reader)
        snapshot.lend("found_voices", voices)
        originals = Originals(snapshot, workspace)
        decisions = [
            d for d in theme_decisions.read(workspace.theme_decisions) if not (known and d.at and d.at > known)
        ]
        evolved = evolve.evolve(snapshot, config, originals, decisions, until)
        model = evolved.model
        digest = model.assignment.digest()
        assigned = assign(snapshot, originals, model, digest)
        asked = demands.find_demands(snapshot, workspace, scores, now, known)
        unsigned = snapshot.rows("analyze/unsigned", {"version": version_of(model)})
        given = labels.table(workspace, known)
        at_hand = originals.at_hand
        signed = signatures(unsigned, model, (originals.keys, at_hand) if at_hand else None)
        tables = {
            "people": joined,
            "voices": voices,
            "sentiment": scores,
            "post_targets": targets,
            "themes": model.themes.drop_columns(["centroid"]),
            "theme_events": model.events,
            "sub_themes": model.sub_themes_.table,
            "post_themes": with_hashes(assigned.themes, originals),
            "post_sub_themes": sub_themes_of(assigned.themes),
            "post_further_themes": assigned.further,
            **asked,
            "post_askings": group_questions(snapshot, own),
            "post_signatures": signed,
            "labels": given,
            **questions.ask_questions(snapshot, config, scores, given).tables,
        }
        if evolved.meanings is not None:
            tables["post_meanings"] = evolved.meanings
        return Found(
            inputs=inputs,
            assignment=digest,
            targets_version=targets_version,
            signatures_version=version_of(model),
            tables=tables,
            states=(*evolved.passed, states.state_of(model.version, model.to_parts(), evolved.monday)),
        )


def conclude(workspace: Workspace, found: Found, now: datetime | None = None) -> tuple[dict[str, int], Standing | None]:
    """Write what was found, fill the marts and publish: counts, and the snapshot where it holds nothing unread.

    The writer's right is held from here on only. `now` is for a warehouse as it was then.
    """
    config, tables = workspace.config, found.tables
    voices = tables["voices"]
    with warehouse.writer(workspace.warehouse_path) as writer:
        findings = writer.findings
        findings.store_voices(voices, own_accounts.hashes(workspace))
        findings.store_sentiment(tables["sentiment"])
        findings.store_targets(tables["post_targets"], found.targets_version)
        findings.store_themes(
            *(tables[name] for name in ("themes", "post_themes", "post_further_themes", "theme_events"))
        )
        findings.store_sub_themes(tables["sub_themes"], tables["post_sub_themes"])
        findings.store_demands(tables)
        findings.store_askings(tables["post_askings"])
        findings.store_signatures(tables["post_signatures"], found.signatures_version)
        if "post_meanings" in tables:
            findings.store_meanings(tables["post_meanings"])
        findings.save_states(THEMES, found.states)
        findings.store_questions(tables)
        findings.store_labels(tables["labels"])
        findings.store_people(tables["people"])
        findings.store_audiences(config)
        findings.note_setups(setups.setups(config), datetime.now(UTC))
        findings.build_marts(config.company.time_zone)
        if now is None:  # nobody looks for words in a past state
            findings.update_index()
        broken = writer.check()
        for finding in broken:
            log.warning("%s: %d rows break the rule '%s'", finding.table, finding.n_rows, finding.rule)
        counts = {
            "posts": voices.num_rows,
            "voices": pc.count_distinct(voices["voice_id"]).as_py() if voices.num_rows else 0,
            "newly scored": tables["sentiment"].num_rows,
            "names newly read": tables["post_targets"].num_rows,
            "themes": tables["themes"].num_rows,
            "broken rules": len(broken),
        }
        findings.note_analysis(found.inputs, found.assignment, counts)
        left = inputs_of(workspace, writer, now or datetime.now(UTC))
        place = writer.publish(workspace.snapshots, keep=config.retention.snapshots)
    return counts, Standing(place.name, left.until) if left.same_as(found.inputs) else None


def _scores(workspace: Workspace, snapshot: warehouse.Snapshot, reader: Reader, *, drop: bool) -> pa.Table:
    """Rows for the table `sentiment`: what `voxpop read` has read already, and what is read now; `drop`: spent readings go."""
    posts = snapshot.rows("analyze/unscored", {"versions": reader.versions})
    if not readings.files(workspace):
        return _read(posts, reader)
    words = readings.keys_of(strings(with_titles(posts)), strings(posts["lang"]))
    if drop:
        readings.drop_spent(workspace, snapshot.loads(), words)
    places, taken = readings.take(workspace, words, reader.versions)
    log.info("analyze: %d of %d posts were read before", len(places), posts.num_rows)
    known = posts.select(KEY).take(places)
    for name in taken.column_names:
        known = known.append_column(name, taken[name])
    rest = pc.indices_nonzero(pc.invert(pc.is_in(pa.array(range(posts.num_rows), pa.int64()), places)))
    fresh = _read(posts.take(rest), reader)
    order = pc.sort_indices(pa.concat_arrays([places, rest.cast(pa.int64())]))
    return pa.concat_tables([known.select(fresh.column_names), fresh]).take(order)


def _read(posts: pa.Table, reader: Reader) -> pa.Table:
    keys = posts.select(KEY)
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
