"""What an analysis found, stored in place of what the last one found; each method is one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from voxpop.warehouse import audiences, marts
from voxpop.warehouse import search_index as index
from voxpop.warehouse.authors import people
from voxpop.warehouse.kept import states
from voxpop.warehouse.sql_files import insert, query

if TYPE_CHECKING:
    import pyarrow as pa

    from voxpop.config import Config
    from voxpop.warehouse.files import Session


class Findings:
    """The tables that an analysis fills, and the marts made of them."""

    def __init__(self, session: Session) -> None:
        self.con = session.con
        self.transaction = session.transaction

    def store_voices(self, voices: pa.Table, own: Sequence[str]) -> None:
        """Replace all voices; `own` are the hashes of our accounts' handles and ids."""
        with self.transaction():
            self.con.register("incoming_voices", voices)
            self.con.execute("delete from voices")
            values = {"own": list(own) or [""]}
            self.con.execute(f"insert into voices by name {query('analyze/store_voices')}", values)
            self.con.unregister("incoming_voices")

    def store_sentiment(self, scores: pa.Table) -> None:
        """Store scores (columns of the table `sentiment`) in place of those of the same posts."""
        self._replace_rows("sentiment", scores, "where (source, post_id) in (select source, post_id from incoming)")

    def store_targets(self, found: pa.Table, version: str) -> None:
        """Store what was read of posts (columns of `post_targets`); rows of other versions or wordings go."""
        with self.transaction():
            self.con.register("incoming", found)
            self.con.execute(query("analyze/delete_targets"))
            self.con.execute("insert into post_targets by name select * from incoming")
            self.con.unregister("incoming")
            self.con.execute(query("analyze/delete_old_targets"), {"version": version})

    def store_signatures(self, signatures: pa.Table, version: str) -> None:
        """Store signatures in place of those of the same posts; those of another version go."""
        keys = "where (source, post_id) in (select source, post_id from incoming)"
        self._replace_rows("post_signatures", signatures, keys)
        with self.transaction():
            self.con.execute(query("analyze/delete_old_signatures"), {"version": version})

    def store_themes(self, themes: pa.Table, post_themes: pa.Table, further: pa.Table, events: pa.Table) -> None:
        """Replace the themes, which post has which as its main and as further ones, and what happened to them."""
        self._replace_rows("themes", themes, "")
        self._replace_rows("post_themes", post_themes, "")
        self._replace_rows("post_further_themes", further, "")
        self._replace_rows("theme_events", events, "")

    def store_sub_themes(self, sub_themes: pa.Table, post_sub_themes: pa.Table) -> None:
        """Replace what the themes are made of, and which post belongs to which part."""
        self._replace_rows("sub_themes", sub_themes, "")
        self._replace_rows("post_sub_themes", post_sub_themes, "")

    def store_demands(self, found: Mapping[str, pa.Table]) -> None:
        """Replace the demands, what was done about them, their former ids, and which post makes which.

        found: rows by table. A post whose wording has changed since makes none.
        """
        for table in ("demands", "demand_acts", "demand_aliases"):
            self._replace_rows(table, found[table], "")
        self._replace_rows("post_demands", found["post_demands"], "", key="source, post_id, content_hash")

    def note_issues(self, issues: pa.Table) -> None:
        """Add what trackers said of issues (columns of `demand_issues`); what was read before stays."""
        with self.transaction():
            self.con.register("incoming", issues)
            self.con.execute("insert into demand_issues by name from incoming")
            self.con.unregister("incoming")

    def store_askings(self, post_askings: pa.Table) -> None:
        """Replace which questions ask the same; a post whose wording has changed since asks nothing yet."""
        self._replace_rows("post_askings", post_askings, "", key="source, post_id, content_hash")

    def store_questions(self, found: Mapping[str, pa.Table]) -> None:
        """Store what posts answered in place of what the same posts did, and replace the questions.

        found: rows by table; `question_models` and `question_sources` are empty where those that are stored still hold.
        """
        self._replace_rows("own_questions", found["own_questions"], "")
        versions = [version for version in found["own_questions"]["model_version"].to_pylist() if version]
        if found["question_models"].num_rows or not versions:
            self._replace_rows("question_models", found["question_models"], "")
            self._replace_rows("question_sources", found["question_sources"], "", key="source, post_id, content_hash")
        with self.transaction():
            self.con.register("incoming", found["post_questions"])
            self.con.execute(query("analyze/delete_answers"))
            self.con.execute(
                "insert into post_questions by name select * from incoming semi join posts using (source, post_id, content_hash)"
            )
            self.con.unregister("incoming")
            self.con.execute(query("analyze/delete_old_answers"), {"version": max(versions, default="")})

    def store_labels(self, labels: pa.Table) -> None:
        """Replace all labels (columns of the table `labels`)."""
        self._replace_rows("labels", labels, "")

    def note_setups(self, setups: pa.Table, now: datetime) -> int:
        """Note what of the configuration (kind, id, setting as JSON) has changed; how much."""
        with self.transaction():
            self.con.register("incoming_setups", setups)
            changed = self.con.sql(query("analyze/store_setups"), params={"now": now}).to_arrow_table()
            self.con.register("changed_setups", changed)
            self.con.execute("insert into setups by name from changed_setups")
            for name in ("changed_setups", "incoming_setups"):
                self.con.unregister(name)
        return int(changed.num_rows)

    def save_states(self, name: str, found: Sequence[states.State]) -> None:
        """What a model must remember to stay itself next week; the states of all weeks stay, for reports of then."""
        with self.transaction():
            states.save(self.con, name, found)

    def store_meanings(self, meanings: pa.Table) -> None:
        """Replace what the encoder read in posts (columns of the table `post_meanings`)."""
        self._replace_rows("post_meanings", meanings, "", key="source, post_id, content_hash")

    def note_analysis(self, inputs: str, assignment: str, counts: Mapping[str, int]) -> None:
        """Note what was read and said by the analysis that ends now."""
        with self.transaction():
            self.con.execute("delete from analyses")
            row = {"finished_at": datetime.now(UTC), "inputs": inputs, "assignment": assignment}
            insert(self.con, "analyses", row | {"counts": json.dumps(dict(counts))})

    def store_people(self, given: pa.Table) -> None:
        """Replace the people that are known under several accounts (columns of the table `people`)."""
        with self.transaction():
            people.replace(self.con, given)

    def store_audiences(self, config: Config) -> None:
        """Sort all posts into the configured audiences."""
        with self.transaction():
            audiences.replace(self.con, config)

    def are_stale(self) -> bool:
        """Whether posts were loaded since the last analysis."""
        return bool(self.con.execute(query("analyze/stale_marts")).fetchall())

    def build_marts(self, time_zone: str) -> None:
        """Rebuild every mart; weeks are those of the time zone."""
        with self.transaction():
            marts.fill(self.con, time_zone)

    def build_coverage(self, time_zone: str) -> None:
        """Rebuild the marts of what was heard when: all that changes where no post did."""
        with self.transaction():
            marts.fill(self.con, time_zone, marts.OF_COVERAGE)

    def build_index(self) -> None:
        """Rebuild the search index."""
        with self.transaction():
            index.build(self.con)

    def update_index(self) -> None:
        """Bring the search index up to what voices and posts are now."""
        with self.transaction():
            index.update(self.con)

    def _replace_rows(self, table: str, rows: pa.Table, where: str, key: str = "source, post_id") -> None:
        with self.transaction():
            self.con.register("incoming", rows)
            self.con.execute(f"delete from {table} {where}")
            known = f"semi join posts using ({key})" if "post_id" in rows.column_names else ""
            self.con.execute(  # what was erased while an analysis ran does not come back with its findings
                f"insert into {table} by name select * from incoming {known}"
            )
            self.con.unregister("incoming")
