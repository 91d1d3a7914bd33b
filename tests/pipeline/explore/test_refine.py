"""A change of query, channel or audience: noted once, and what it gained, lost and cost counted over whole weeks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.analyze.setups import setups
from voxpop.pipeline.explore.refine import refine
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post
from voxpop.window import Window

MONDAY = datetime(2026, 10, 5, tzinfo=UTC)
CONFIG = """
company: {{name: Larkspur}}
analysis: {{sentiment: fast}}
channels:
  - {{id: forum, source: archive, path: {path}, columns: {{post_id: i, text: t, created_at: a}}, time_format: iso}}
audiences:
  - {{id: admins, name: {name}, match: [{{terms: {terms}}}]}}
"""


def said(number, text, who, channel_day):
    when = MONDAY + timedelta(days=channel_day, hours=10)
    return Post(source="archive", post_id=f"p{number}", text=text, author_id=who, created_at=when)


def configured(tmp_path, path="p.csv", terms="[upgrade]", name="Admins"):
    (tmp_path / "voxpop.yaml").write_text(CONFIG.format(path=path, terms=terms, name=name))
    return Workspace.open(tmp_path / "voxpop.yaml")


def noted(there, when):
    with warehouse.writer(there.warehouse_path) as writer:
        n = writer.findings.note_setups(setups(there.config), when)
        writer.publish(there.snapshots)
    return n


def heard(there):
    """Four weeks: two authors a week on the forum, then three a week and one more place."""
    posts = []
    for week in range(4):
        for who in range(2 if week < 2 else 3):
            about = "the upgrade failed" if who else "the backup took hours"
            posts.append(
                said(10 * week + who, about, f"{'old' if week < 2 else 'new'}{who}", 7 * week + 1)
            )  # fmt: skip
    whole = Window(MONDAY, MONDAY + timedelta(weeks=4))
    with warehouse.writer(there.warehouse_path) as writer:
        for channel, part in (
            ("forum", posts),
            ("place", [said(99, "only this place has me and my question", "alone", 20)]),
        ):
            one = batch(f"f-{channel}", MONDAY + timedelta(weeks=4), part, channel)
            object.__setattr__(one.coverage, "window", whole)
            writer.load(one)
        writer.publish(there.snapshots)
    analyze.analyze(there)


def test_only_what_changes_what_is_heard_is_noted(tmp_path):
    first = MONDAY + timedelta(days=1)
    assert noted(configured(tmp_path), first) == 2
    assert noted(configured(tmp_path, name="Administrators"), first + timedelta(days=1)) == 0, "a name hears nothing"
    there = configured(tmp_path, terms="[upgrade, backup]")
    assert noted(there, first + timedelta(days=2)) == 1
    assert noted(there, first + timedelta(days=3)) == 0


def test_a_wider_rule_is_tried_on_the_same_posts_and_weeks_are_compared(tmp_path):
    there = configured(tmp_path)
    heard(there)
    with warehouse.writer(there.warehouse_path) as writer:
        writer.con.execute("update setups set since = timestamptz '2026-10-01 00:00:00+00'")
    there = configured(tmp_path, terms="[upgrade, backup]")
    noted(there, datetime(2026, 10, 19, 9, tzinfo=UTC))
    found = refine(there)
    assert found.since == date(2026, 10, 19)
    assert [str(week) for week in (*found.before, *found.after)][-4:] == [
        "2026-W41",
        "2026-W42",
        "2026-W43",
        "2026-W44",
    ]
    (change,) = found.changes
    assert (change.kind, change.id, change.what) == ("audience", "admins", "match")
    assert {row["what"]: (row["n_posts"], row["n_authors"]) for row in change.rules} == {
        "both": (6, 3),
        "gained": (4, 2),
    }
    rows = {(r["channel"], r["is_after"]): r for r in found.channels}
    assert (rows["forum", False]["n_authors"], rows["forum", True]["n_authors"]) == (2, 3)
    assert rows["forum", False]["n_weeks"] == 2, "weeks before the first were not heard"
    assert rows["place", True]["n_only_here"] == 1
    everyone = next(row for row in found.audiences if row["audience"] == "everyone")
    assert (everyone["n_gained"], everyone["n_lost"], everyone["n_kept"]) == (4, 2, 0)


def test_without_a_noted_change_a_day_is_asked_for(tmp_path):
    there = configured(tmp_path)
    heard(there)
    with pytest.raises(UsageError, match="give a day: --since"):
        refine(there)
    with pytest.raises(UsageError, match="no whole week was heard since 2026-11-02"):
        refine(there, since="2026-11-02")
    with pytest.raises(UsageError, match="'soon' is not a day"):
        refine(there, since="soon")
    assert len(refine(there, since="2026-10-14").after) == 2, "the week that the change cuts is in neither"
