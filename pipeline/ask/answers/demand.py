"""What people ask for and which bugs they report, by how many people."""

from __future__ import annotations

from voxpop.analysis.report.personal import is_personal, printable
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError
from voxpop.pipeline.ask.answers.asked import Asked, Draft
from voxpop.pipeline.ask.world import iso

MOST = 5


def requests(asked: Asked) -> Draft:
    """Ideas of the demand board."""
    return _demands(asked, "idea", "requests")


def bugs(asked: Asked) -> Draft:
    """Bugs of the demand board."""
    return _demands(asked, "bug", "bugs")


def _demands(asked: Asked, kind: str, key: str) -> Draft:
    tables = asked.world.snapshot.tables
    titles = {row["demand_id"]: row["title"] for row in tables.records("demand/list")}
    given = {"audience": asked.audience, "kind": kind, "demand": None}
    weeks = asked.slots.weeks
    rows = tables.records("ask/demands", {**given, "weeks": [w.monday for w in weeks.weeks] if weeks else None})
    figures: list[Figure] = []
    for row in rows:
        title = printable(titles.get(row["demand_id"], ""))
        if (
            row["n_authors"] < SMALLEST_GROUP
            or row["demand_id"] not in titles
            or len(figures) == (asked.slots.limit or MOST)
        ):
            continue
        parameters = {**given, "demand": row["demand_id"], "weeks": iso(weeks) if weeks else None}
        name = row["demand_id"] if is_personal(title) else title
        figures.append(asked.counted(f"people.{row['demand_id']}", name, "people", "ask_demands", parameters))
    when = asked.weeks() if weeks else asked.say("all_weeks")
    if not figures:
        raise WithheldError(asked.say("no_demands", scope=asked.scope(), weeks=when, least=SMALLEST_GROUP))
    lines = [asked.say("demand_line", name=figure.name, n=figure.printed) for figure in figures]
    sentence = asked.say(key, scope=asked.scope(), weeks=when, name=figures[0].name, n=figures[0].printed)
    return Draft(sentence=sentence, figures=figures, lines=lines)
