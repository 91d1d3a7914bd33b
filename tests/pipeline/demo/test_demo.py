"""`voxpop demo` as a newcomer types it: the real clients in the real DAGs, and what was planted is in the reports."""

import json

import duckdb
import pytest

from voxpop.pipeline.demo.generator import generate

pytestmark = pytest.mark.slow
WEEK = "2026-W47"


@pytest.fixture(scope="module")
def world():
    return generate(2026)


@pytest.fixture
def report(demo):
    def read(audience):
        return json.loads((demo[0] / "voxpop-data" / "reports" / audience / WEEK / "report.json").read_text())

    return read


@pytest.fixture(scope="module")
def con(demo):
    snapshots = demo[0] / "voxpop-data" / "snapshots"
    with duckdb.connect(snapshots / (snapshots / "current").read_text().strip(), read_only=True) as opened:
        yield opened


def flat(sentence):
    return "".join(phrase["text"] for phrase in sentence)


def test_the_last_lines_say_where_to_look(demo):
    folder, printed = demo
    assert "Community administrators" in printed
    assert str(folder / "voxpop-data" / "reports" / "index.html") in printed


def test_every_post_is_there_once(con, world):
    """What no server gives is no loss: reposts on a search without them, and what lies beyond the quota."""
    for source, site in (("reddit", "reddit"), ("discourse", "discourse"), ("feed", "feed")):
        expected = sum(p.site == site for p in world.posts)
        found = con.execute("select count(*), count(distinct post_id) from posts where source = ?", [source]).fetchall()
        assert found == [(expected, expected)], source
    kept = con.execute("select count(*), count(distinct post_id) from posts where source = 'x'").fetchall()[0]
    assert kept[0] == kept[1]
    assert 0.9 * world.truths["outage"]["x_cap_posts"] <= kept[0]


def test_the_broken_release_is_a_clear_fall_with_its_theme_on_top(report):
    found = report("administrators")
    assert found["change"]["verdict"] == "down"
    assert found["change"]["high"] < -3
    assert "fell" in found["headline"]
    top = found["themes"][0]
    assert top["change"]["verdict"] == "up"
    assert any(word in top["label"].lower() for word in ("upgrad", "migrat", "release")), top["label"]
    assert top["label"] in flat(found["points"][0])


def test_a_week_with_nothing_planted_claims_no_change(report):
    for audience in ("customers", "developers", "prospects"):
        assert report(audience)["change"]["verdict"] == "unclear"


def test_silent_partners_are_said_not_estimated(report):
    found = report("partners")
    assert found["headline"] == "No posts by Partners were heard this week"
    assert "silence, not a gap" in found["deck"]
    assert found["net"] is None
    assert any("Partners" in flat(point) for point in report("administrators")["points"])


def test_the_outage_is_on_the_first_screen(report):
    found = report("everyone")
    assert any(flat(c).startswith("X was collected on") and "budget" in flat(c) for c in found["cautions"])
    days = next(row["days"] for row in found["coverage"] if row["label"] == "X")
    assert days.count("collected") < 7


def test_the_account_that_posted_once_is_flagged(report):
    row = next(row for row in report("everyone")["own"] if row["label"] == "X, events account")
    assert row["n_posts"] == 0
    assert row["flag"] == "promised 5 a day, posted 1 in all"


def test_our_people_answer_some_questions(report):
    rows = [row for row in report("everyone")["own"] if row["questions"]]
    assert any(0 < row["answered"] < row["questions"] for row in rows)


def test_the_rising_idea_is_asked_for(report):
    ideas = {row["label"]: row["n_authors"] for row in report("everyone")["requests"]}
    assert ideas["Dark theme for the admin pages"] >= 30


def test_flowers_floods_and_reposts_are_no_opinions(con, world):
    texts = {p.text for p in world.posts if p.truth.get("plant") in ("flood", "flower")}
    assert len(texts) > 60
    rows = con.execute(
        "select p.text, count(*) from opinions as o join posts as p using (source, post_id) "
        "where o.audience = 'everyone' group by all"
    ).fetchall()
    counted = [text for text, _ in rows if text in texts]
    assert len(counted) <= 1, counted  # a flood's first post keeps its voice


def test_what_people_deleted_is_gone_and_what_they_edited_is_new(con, world):
    for text in world.truths["deleted"]:
        assert con.execute("select count(*) from posts where text = ? and deleted_at is null", [text]).fetchall() == [
            (0,)
        ]
    assert con.execute("select count(*) from posts where text like '%Edit: solved, thanks.'").fetchall() == [
        (len(world.truths["edited"]),)
    ]


def test_nothing_was_refused_and_nobody_is_named(con, demo, world):
    assert con.execute("select count(*) from quarantine").fetchall() == [(0,)]
    page = (demo[0] / "voxpop-data" / "reports" / "everyone" / WEEK / "report.html").read_text()
    handles = [p.handle for p in world.people.values() if len(p.handle) > 7 and not p.staff]
    assert not [handle for handle in handles if handle in page]
