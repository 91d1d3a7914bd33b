"""Figures that are kept are those that would be computed, are found no longer once what they rest on has changed, and go with an erasure."""

import random
from dataclasses import replace

import pytest

from tests.pipeline.serve_world import explored
from voxpop import warehouse
from voxpop.pipeline.report.run import read_report
from voxpop.pipeline.serve import ahead, figures
from voxpop.pipeline.serve.filters import Filters
from voxpop.pipeline.serve.keeper import Keeper
from voxpop.pipeline.workspace import Workspace
from voxpop.warehouse.publish import retain


@pytest.fixture(scope="module")
def mine(copy_of):
    return Workspace.open(copy_of(explored) / "voxpop.yaml")


@pytest.fixture(scope="module")
def opened(mine):
    keeper = Keeper(mine)
    with keeper.lease() as first, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ahead, "WEEKS_AHEAD", 4)
        for _ in ahead.compute(first):
            pass
        yield first
    keeper.close()


def again(mine):
    """The newest snapshot as another process opens it."""
    return Keeper(mine)


def test_what_is_kept_is_what_would_be_computed(mine, opened, monkeypatch):
    assert not ahead.missing(opened, ahead.weeks_ahead(opened))
    week = ahead.weeks_ahead(opened)[1]
    keeper = again(mine)
    with keeper.lease() as other:
        with other.asking() as tables:
            fresh = {
                audience: read_report(tables, figures.in_language(mine), audience, week, figures.WITHOUT)
                for audience in ("everyone", "admins")
            }
        monkeypatch.setattr(figures, "read_report", lambda *_: pytest.fail("computed again"))
        monkeypatch.setattr(figures, "read_theme_history", lambda *_: pytest.fail("computed again"))
        for audience, report in fresh.items():
            assert figures.report(other, audience, week) == report
            assert figures.history(other, audience, week) == figures.history(opened, audience, week)
    keeper.close()


def test_what_cannot_be_read_is_computed(mine, opened):
    week = ahead.weeks_ahead(opened)[0]
    place = opened.shelf._place(figures.key(opened, figures.REPORT, "admins", week))
    for said in (b"", b"nothing", place.read_bytes()[:-20]):
        place.write_bytes(said)
        keeper = again(mine)
        with keeper.lease() as other:
            assert figures.report(other, "admins", week).audience == "Admins"
        keeper.close()


def test_posts_are_chosen_as_a_query_would(opened):
    known, rng = figures.known(opened), random.Random(3)
    asked = {"theme": "theme_id", "channel": "channel", "tone": "label"}
    for _ in range(25):
        filters = Filters(
            audience=rng.choice(opened.workspace.config.audience_ids),
            week=rng.choice(known.weeks),
            theme=rng.choice([None, *known.themes]),
            channel=rng.choice([None, *known.channels]),
            tone=rng.choice([None, None, "negative", "positive"]),
            name=rng.choice([None, None, *known.names]),
        )
        since = filters.week.back(rng.choice([0, 3])).monday
        found = figures.posts_of(opened, filters, since)
        chosen = {column: getattr(filters, name) for name, column in asked.items()}
        where = " and ".join([f"{column} = ${column}" for column, value in chosen.items() if value] or ["true"])
        named = "in" if filters.name else "is not null or post_id not in"
        rows = opened.tables.con.execute(
            f"select post_id, author_id from opinions where audience = $audience and week between $since and $until and {where} "
            f"and (post_id {named} (select post_id from post_targets where target = $name)) order by created_at desc",
            {column: value for column, value in chosen.items() if value}
            | {"audience": filters.audience, "since": since, "until": filters.week.monday, "name": filters.name or ""},
        ).fetchall()
        assert {row["post_id"] for row in figures.rows_of(opened, found)} == {row[0] for row in rows}
        assert figures.catalog(opened).n_authors(found) == len({row[1] for row in rows})
        assert (len(found), filters) == (len(rows), filters)


def test_a_change_is_a_change_of_its_weeks_and_audiences_alone(mine, opened):
    weeks = ahead.weeks_ahead(opened)
    changed = weeks[2]
    with warehouse.writer(mine.warehouse_path) as writer:
        writer.con.execute(
            "update opinion_posts set label = 'negative' where post_number = (select min(o.post_number) from opinion_posts as o "
            "inner join audience_posts using (post_number) where audience = 'admins' and week = ? and label != 'negative')",
            [changed.monday],
        )
        place = writer.publish(mine.snapshots)
    keeper = again(mine)
    with keeper.lease() as other:
        assert other.place == place
        keys = {
            (audience, week): figures.key(other, figures.REPORT, audience, week)
            == figures.key(opened, figures.REPORT, audience, week)
            for audience in ("admins", "partners")
            for week in weeks
        }
        same = {one for one, is_same in keys.items() if is_same}
        assert {week for audience, week in same if audience == "admins"} == {week for week in weeks if week < changed}
        assert {week for audience, week in same if audience == "partners"} == {*weeks}
        rests = replace(other.rests, beside="another configuration", _keys={})
        assert rests.key(figures.REPORT, "partners", weeks[0]) != figures.key(
            other, figures.REPORT, "partners", weeks[0]
        )
    keeper.close()
    retain(place, 2)
    assert opened.shelf.folder.is_dir()
    retain(place, 2, erasing=True)
    assert not opened.shelf.folder.exists()
