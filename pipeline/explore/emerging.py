"""Which themes are emerging in an audience's week: how unexpected, since when, where they began, how far they have spread."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxpop.warehouse import Snapshot
    from voxpop.window import Week

COLUMNS = (
    "theme_id",
    "theme",
    "emerging",
    "n_authors",
    "expected",
    "season",
    "p_value",
    "first_seen",
    "first_channel",
    "first_audiences",
    "n_channels",
    "n_audiences",
)


def emerging(snapshot: Snapshot, audience: str, week: Week) -> list[dict[str, Any]]:
    """A row for every theme of the week, the least expected first; `emerging` is 'new', 'burst' or None."""
    from voxpop.analysis.themes.bursts import bursts  # brings scipy.stats, which takes half a second

    asked: dict[str, Any] = {"audience": audience, "week": week.monday}
    people = snapshot.rows("theme/people", asked).to_pandas(date_as_object=True)
    all_ = people["theme_id"].isna()
    totals = people[all_].set_index("week")["n_authors"]
    starts = {row["theme_id"]: row for row in snapshot.records("theme/starts", asked)}
    found = [asdict(row) | starts[row.theme_id] for row in bursts(people[~all_], totals, week.monday)]
    return [{name: row[name] for name in COLUMNS} for row in found]
