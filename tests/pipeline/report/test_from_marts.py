"""From tables through marts and queries to the report: what the steps do, on posts written here."""

import json
import math
import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import duckdb
import numpy as np
import pytest

from tests.analysis.report.worlds import KNOWN_AT, WEEK, config
from voxpop.analysis.estimates.correction import TONES, Correction
from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.build import build
from voxpop.analysis.report.inputs import ModelFacts, ReportInputs, queries
from voxpop.analysis.report.render.receipts_page import fill_in
from voxpop.analysis.report.render.write import write
from voxpop.pipeline.report.receipt import recompute, sql_texts
from voxpop.warehouse import Snapshot
from voxpop.warehouse.marts import fill
from voxpop.warehouse.migrate import migrate

ZONE = "Europe/Berlin"


def sql(name):
    return (files("voxpop.warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def con():
    """Five weeks of 60 authors on the forum; in the last, 40 of them turn against upgrades. Partners say nothing."""
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    migrate(con)
    start = WEEK.back(4).window(ZONE).start
    con.execute(
        """
        create temp table said as
        select
            'p' || week || '_' || author as post_id,
            'a' || author as author_id,
            week,
            author,
            $start + to_days(7 * week + author % 7) + to_hours(1 + author % 20) as created_at,
            week = 4 and author < 40 as angry,
        from range(5) as w (week), range(60) as a (author)
        """,
        {"start": start},
    )
    con.execute(
        """
        insert into posts by name
        select 'discourse' as source, post_id, 'post' as kind, author_id, created_at,
            case when author % 10 = 0 then 'I wish there was an export of dashboards to plain files.'
                else 'The upgrade to Larkspur went like this, take it as you like.' end as text,
            created_at as first_fetched_at, created_at as fetched_at, 'f1' as fetch_id, 'h' as content_hash
        from said;
        insert into post_channels select 'discourse', post_id, 'forum', created_at from said;
        insert into voices select 'discourse', post_id, post_id, 'original', null, false from said;
        insert into sentiment by name
        select 'discourse' as source, post_id, 'h' as content_hash, true as scored, 'm' as model_version, 0.9 as confidence,
            case when angry then 'negative' when author % 3 = 0 then 'negative' when author % 3 = 1 then 'neutral'
                else 'positive' end as label,
            case label when 'negative' then 0.8 else 0.1 end as negative,
            case label when 'neutral' then 0.8 else 0.1 end as neutral,
            case label when 'positive' then 0.8 else 0.1 end as positive
        from said;
        insert into post_themes
        select 'discourse', post_id, case when angry or author % 4 = 0 then 't1' else 't2' end, 0.5, 'm', null from said;
        insert into post_targets
        select 'discourse', post_id, 'h', 'Larkspur', 'brand',
            case when angry then 'negative' when author % 5 = 0 then null when author % 2 = 0 then 'positive' else 'neutral' end,
            'clause', 'm' from said where author % 10 != 0;
        insert into post_audiences select audience, 'discourse', post_id
        from said, (values ('everyone'), ('administrators')) as a (audience);
        insert into themes values
            ('t1', 'Upgrades', [], null, 1, 'active', 'm', null), ('t2', 'Reports', [], null, 1, 'active', 'm', null);
        """
    )
    until = WEEK.window(ZONE).end
    for channel in ("forum", "partners"):
        con.execute(
            """
            insert into coverage by name
            select $channel as fetch_id, 'discourse' as source, $channel as channel, $start as window_start,
                $until as window_end, $until as started_at, $until as ended_at, 1 as items, 1 as requests, 0 as retries,
                0 as posts_read, 0 as cost_usd, 'complete' as outcome, '' as reason, 0 as n_new, 0 as n_edited,
                0 as n_repeated, 0 as n_refused, 0 as n_gone, '{}' as unknown_keys, [] as notes, false as recheck
            """,
            {"channel": channel, "start": start, "until": until},
        )
    fill(con, ZONE)
    return con


def report(con, audience, correction=None, **changes):
    setup = config(ideas=[{"name": "Export dashboards", "terms": ["export of dashboards"]}], **changes)
    tables = {
        name: con.sql(sql(query), params=params).to_arrow_table()
        for name, (query, params) in queries(setup, audience, WEEK).items()
    }
    facts = ModelFacts(sentiment_version="m", themes_version="m")
    return build(
        ReportInputs(
            config=setup, audience=audience, week=WEEK, known_at=KNOWN_AT, model=facts, correction=correction, **tables
        )
    )


def test_the_fall_its_theme_and_the_silent_audience_are_found(con):
    found = report(con, "administrators")
    assert found.headline == "Net sentiment fell 65 points to −65, the lowest estimate in 5 weeks"
    assert (found.net.n_posts, found.net.n_authors) == (60, 60)
    assert found.themes[0].label == "Upgrades"
    assert found.themes[0].change.verdict is Verdict.UP
    assert [o.sentence for o in found.others] == ["Nobody was heard"]
    assert found.verbatims[0].theme == "Upgrades"
    assert [(r.label, r.n_authors, r.first_heard) for r in found.requests] == [("Export dashboards", 6, "4 weeks ago")]
    assert found.cautions == ()


def test_the_silent_audience_is_told_that_it_was_listened_to(con):
    found = report(con, "partners")
    assert found.headline == "No posts by Partners were heard this week"
    assert "this is silence, not a gap" in found.deck


def test_no_configured_names_ideas_or_wishes_break_no_query(con):
    found = report(con, "everyone", rivals=[{"name": "Sage"}], brands=[{"name": "Larkspur"}])
    assert found.figures[3].value == "100%"
    assert found.others[0].id == "administrators"


def test_a_report_of_a_week_before_anything_was_heard(con):
    setup = config()
    week = WEEK.back(30)
    tables = {
        name: con.sql(sql(query), params=params).to_arrow_table()
        for name, (query, params) in queries(setup, "everyone", week).items()
    }
    known = datetime(2026, 11, 24, tzinfo=UTC) - timedelta(weeks=30)
    found = build(ReportInputs(config=setup, audience="everyone", week=week, known_at=known, **tables))
    assert found.headline == "No posts were heard this week: we were not listening all the time"
    assert found.gaps
    assert found.method


def test_what_was_said_of_us_is_told_by_name(con):
    (ours,) = report(con, "everyone", rivals=[{"name": "Sage"}], brands=[{"name": "Larkspur"}]).targets
    assert (ours.name, ours.n_posts, ours.n_authors) == ("Larkspur", 54, 54)
    assert ours.change.verdict is Verdict.DOWN
    assert ours.net.n_posts == 52  # those that no model could read are not scored


def labels():
    """A correction as from 300 posts whose negative ones the model half misses."""
    rng = np.random.default_rng(7)
    truth = rng.choice(3, 300)
    seen = np.where((truth == 0) & (rng.random(300) < 0.5), 1, truth)
    return Correction.from_labels(np.eye(3)[seen] * 0.7 + 0.1, [TONES[t] for t in truth], np.ones(300))


@pytest.mark.parametrize("correction", [None, labels()], ids=["labels predicted", "labels corrected"])
def test_every_figure_is_recomputed_from_the_posts_by_its_receipt(con, correction, tmp_path):
    found = report(
        con, "everyone", correction, rivals=[{"name": "Sage", "terms": ["like"]}], brands=[{"name": "Larkspur"}]
    )
    files_ = write(found, tmp_path, sql_texts())
    known = json.loads(files_["receipts.json"].read_text())
    assert {
        "net.week",
        "net.change",
        "figure.posts",
        "figure.voice",
        "theme.t1.share",
        "driver.theme.t1.mix",
        "target.brand.1",
    } <= known.keys()
    for receipt in known.values():
        now = recompute(Snapshot(con), receipt)
        assert now["value"] == pytest.approx(receipt["value"], abs=1e-4), receipt["id"]
        if receipt["n_authors"] is not None and receipt["query"] != "receipt_voice":
            assert (now["n_posts"], now["n_authors"]) == (receipt["n_posts"], receipt["n_authors"]), receipt["id"]


def test_what_was_done_is_recomputed_from_the_posts_of_who_asks(con, tmp_path):
    """Done in the third of five weeks; a tenth of the people asked before and fewer after."""
    con.begin()
    con.execute(
        """
        insert into demands values ('d1', 'idea', 'An export of dashboards', 'new', null, false);
        insert into post_demands select 'discourse', post_id, 'h', 'idea', 'd1', 'd1', 'An export', false, '', 'm'
        from said where author % 5 = 0 and (week < 3 or author % 10 = 0);
        insert into demand_acts values ('d1', $done, 'Export in 7.2', null);
        """,
        {"done": WEEK.back(2).monday},
    )
    found = report(con, "everyone")
    known = json.loads(write(found, tmp_path, sql_texts())["receipts.json"].read_text())
    (act,) = found.acts
    mine = {name: one for name, one in known.items() if one["query"] == "receipt_asking"}
    day = WEEK.back(2).monday.isoformat()
    assert {name: one["value"] for name, one in mine.items()} == {
        f"act.d1.{day}.before": act.before,
        f"act.d1.{day}.after": act.after,
    }
    assert (act.before, act.after) == (12, 6)
    for receipt in mine.values():
        now = recompute(Snapshot(con), receipt)
        assert (now["value"], now["n_posts"], now["n_authors"]) == (
            receipt["value"],
            receipt["n_posts"],
            receipt["n_authors"],
        )
    con.rollback()


def test_every_figure_of_the_page_is_that_of_its_receipt_and_of_the_json(con, tmp_path):
    found = report(con, "everyone")
    files_ = write(found, tmp_path, sql_texts())
    known = json.loads(files_["receipts.json"].read_text())
    shown = re.findall(r'<a class="r" href="receipts.html#([^"]+)">([^<]+)</a>', files_["report.html"].read_text())
    assert len({id_ for id_, _ in shown}) > 15
    in_json = {e["id"]: e["value"] for e in estimates(json.loads(files_["report.json"].read_text()))}
    for id_, said in shown:
        number = re.search(r"[+−]?[\d,]+", said)[0].replace("−", "-").replace(",", "")
        value = abs(known[id_]["value"])  # points of drivers are rounded so that they add up as printed
        near = {math.floor(value), math.ceil(value)} if id_.startswith("driver.") else {abs(round(known[id_]["value"]))}
        assert abs(int(number)) in near, id_
        if id_ in in_json:
            assert in_json[id_] == known[id_]["value"]
    page = files_["receipts.html"].read_text()
    assert all(f'id="{id_}"' in page for id_ in known)


def estimates(value):
    """Every estimate in a nested JSON value."""
    if isinstance(value, dict):
        if {"id", "value", "low", "n_authors"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from estimates(part)


def test_a_receipt_can_be_run_as_it_is_shown(con):
    for receipt in report(con, "administrators").receipts:
        sql_ = fill_in(sql(receipt.query.replace("_", "/", 1)), receipt.parameters)
        assert "$" not in sql_
        assert con.sql(sql_).fetchall()[0][0] is not None


def test_stars_are_a_block_of_their_own_and_without_words_no_opinion(con, tmp_path):
    before = report(con, "everyone")
    assert before.ratings == ()
    con.execute("begin")
    try:
        con.execute(
            "update posts set rating = case when s.angry then 1 else 4 end, rating_scale = 5 from said s where s.post_id = posts.post_id"
        )
        con.execute("insert into posts by name select * replace ('stars-' || post_id as post_id, 's' || author_id as author_id, '' as text, "
                    "5 as rating) from posts where post_id like 'p4%' and post_id < 'p4_2'")  # fmt: skip
        con.execute("insert into post_channels select source, post_id, 'x', created_at from posts where text = ''")
        con.execute(
            "insert into voices select source, post_id, post_id, 'original', null, false from posts where text = ''"
        )
        con.execute("insert into post_audiences select 'everyone', source, post_id from posts where text = ''")
        fill(con, ZONE)
        said = report(con, "everyone")
        whole, forum, x = said.ratings
        n = 60 + x.n_ratings
        assert (whole.channel, whole.n_ratings, whole.n_words) == (None, n, 60)
        assert forum.mean.value == pytest.approx((40 * 1 + 20 * 4) / 60)
        assert forum.mean.low < forum.mean.value < forum.mean.high
        assert forum.steps == (67, 0, 0, 33, 0)
        assert forum.change.verdict is Verdict.DOWN
        assert forum.sentence == "Down 2.0"
        assert forum.net.value == pytest.approx(said.channels[0].net.value)
        assert (x.n_words, x.net, x.mean) == (0, None, None)  # twelve people are too few
        assert said.net.n_posts == before.net.n_posts  # stars alone are no opinion
        with_receipts = {r.id: r for r in said.receipts}
        snapshot = Snapshot(con)
        for row in (whole, forum):
            found = recompute(
                snapshot,
                json.loads(
                    json.dumps({k: getattr(with_receipts[row.id], k) for k in ("query", "parameters", "minus")})
                ),
            )
            assert found["value"] == pytest.approx(row.mean.value)
            assert (found["n_posts"], found["n_authors"]) == (row.n_ratings, row.n_authors)
        files = write(said, tmp_path, sql_texts())
        assert "Stars people gave" in files["report.html"].read_text(encoding="utf-8")
        assert "STARS PEOPLE GAVE" in files["report.txt"].read_text(encoding="utf-8")
        assert files["ratings.csv"].read_text(encoding="utf-8").count("\n") == 4
    finally:
        con.execute("rollback")
