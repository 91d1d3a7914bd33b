"""What the figures of an audience and week rest on, as one key: where nothing of it is another, neither are they."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voxpop.analysis.report.inputs import trend_weeks
from voxpop.config import EVERYONE
from voxpop.pipeline.analyze.labels import WEEKS
from voxpop.pipeline.explore.campaigns import read_campaigns
from voxpop.pipeline.serve.shelf import program

if TYPE_CHECKING:
    from datetime import date

    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot
    from voxpop.window import Week

    Sums = dict[tuple[str | None, date | None], list[str]]


@dataclass(frozen=True, slots=True)
class Rests:
    """The sums of one snapshot, and what counts beside its rows."""

    workspace: Workspace
    sums: Sums
    beside: str
    labelled: bool
    _keys: dict[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace, tables: Snapshot) -> Rests:
        """What a snapshot's figures rest on."""
        sums: Sums = {}
        for row in tables.records("serve/sums"):
            said = f"{row['what']} {row['n_rows']} {row['rows_sum']}"
            sums.setdefault((row["audience"], row["week"]), []).append(said)
        facts = tables.facts()
        config = workspace.config
        sends = [(send.name, send.title, send.day, send.figures) for send in read_campaigns(config)]
        beside = [program(), config.model_dump_json(), facts.sentiment_version, facts.themes_version, sends]
        labelled = not any(said.startswith("labels 0 ") for said in sums.get((None, None), []))
        return cls(workspace, sums, _hash(beside), labelled)

    def key(self, kind: str, audience: str, week: Week, language: str = "") -> str:
        """The key of one value of an audience and week."""
        asked = (kind, audience, str(week), language)
        if asked not in self._keys:
            span = max(trend_weeks(self.workspace.config), WEEKS)
            whose = {None, audience, *((EVERYONE,) if self.labelled else ())}
            rows = [
                (monday, sorted(self.sums.get((one, monday), [])))
                for one in sorted(whose, key=str)
                for monday in (None, *(week.back(n).monday for n in range(span)))
            ]
            self._keys[asked] = f"{kind}-{_hash([asked, self.beside, rows, self._printed(audience, week)])}"
        return self._keys[asked]

    def _printed(self, audience: str, week: Week) -> str:
        """What was printed of the week before, and who named themes since: a report speaks of both."""
        said = ""
        for path in (
            self.workspace.reports / audience / str(week.back(1)) / "report.json",
            self.workspace.theme_decisions,
        ):
            with suppress(OSError):
                said += hashlib.sha256(path.read_bytes()).hexdigest()
        return said


def _hash(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()
