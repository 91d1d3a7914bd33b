"""A clock that jumps by an hour, a day or a year, either way: nothing is lost, nothing goes deaf, and it is said."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from voxpop import clock, warehouse
from voxpop.clock import Sighting, believed, settled
from voxpop.coverage import CLOCK_AHEAD, NOT_OVER, FetchLog, Gap, Outcome, outcome_of
from voxpop.pipeline import spans
from voxpop.pipeline.collect import clocks
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.clocks import MARK
from voxpop.pipeline.collect.windows import next_windows
from voxpop.pipeline.housekeeping import retention
from voxpop.pipeline.load.fetches import load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = [sign * size for sign in (1, -1) for size in (HOUR, DAY, 365 * DAY)]


class Clock(datetime):
    """The machine's clock, wherever the code reads it."""

    at = NOON

    @classmethod
    def now(cls, tz=None):
        return datetime.fromtimestamp(cls.at.timestamp(), tz)


@pytest.fixture
def machine(monkeypatch):
    from voxpop.collectors import base
    from voxpop.landing import fetches
    from voxpop.pipeline.collect import windows

    for module in (clock, collect, windows, fetches, base, spans, retention):
        monkeypatch.setattr(module, "datetime", Clock, raising=False)
    return Clock


def export(tmp_path, until):
    """A file of a post each hour, of a week before noon and up to a moment: what an export holds then."""
    n = int((until - NOON) / HOUR) + 7 * 24
    rows = [
        {"id": f"p{k}", "author": f"u{k % 5}", "text": f"The importer is slow, number {k}", "created_at": (NOON + (k - 168) * HOUR).isoformat()}
        for k in range(n)
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return {row["id"] for row in rows}


@pytest.fixture
def there(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(
        "company: {name: Acme, time_zone: UTC}\nretention: {landing_days: null, posts: [{days: 300}], reports_days: 300}\nchannels:\n"
        "  - {id: a, source: archive, path: in.jsonl, columns: {post_id: id, author: author, text: text, created_at: created_at}}\n"
    )
    return Workspace.open(tmp_path / "voxpop.yaml")


def listen(there, machine, tmp_path, true, off=timedelta(0)):
    """A run at a true moment by a clock that is off; what there was to hear."""
    posts = export(tmp_path, true)
    machine.at = true + off
    return posts, collect.listen(there, [("a", window) for window in next_windows(there, "a")])


def held(there):
    load(there)
    con = warehouse.connect(there.snapshots)
    try:
        ids = {
            row["post_id"].partition("/")[2]
            for row in con.execute("select post_id from posts").to_arrow_table().to_pylist()
        }
        latest = con.execute("select max(ended_at), max(fetched_at) from coverage, posts").fetchone()
    finally:
        con.close()
    return ids, latest


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("loaded", [True, False], ids=["loaded between", "loaded at the end"])
def test_one_run_by_a_wrong_clock_loses_nothing_and_is_told(there, machine, tmp_path, caplog, jump, loaded):
    listen(there, machine, tmp_path, NOON)
    _, wrong = listen(there, machine, tmp_path, NOON + HOUR / 2, jump)
    if loaded:
        load(there)
    _, after = listen(there, machine, tmp_path, NOON + HOUR)
    assert "clock" in caplog.text, "nobody said it"
    if wrong:  # a year behind there is nothing to ask for
        assert any(one.clock for one in (*wrong, *after))
        assert any(note.startswith(MARK) for fetch in there.landing.fetches() for note in fetch.coverage.notes)
    if loaded:
        load(there)
    listen(there, machine, tmp_path, NOON + 26 * HOUR)
    posts, _ = listen(there, machine, tmp_path, NOON + 50 * HOUR)
    ids, (ended, fetched) = held(there)
    assert ids == {f"p{k}" for k in range(len(posts))}
    assert max(ended, fetched) <= machine.at, "an edit of later must win"


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_no_jump_erases_anything(there, machine, tmp_path, jump):
    posts, _ = listen(there, machine, tmp_path, NOON)
    machine.at = NOON + jump
    retention.tidy(there)
    listen(there, machine, tmp_path, NOON + HOUR / 2, jump)
    retention.tidy(there)
    assert held(there)[0] >= {f"p{k}" for k in range(len(posts))}
    assert all(fetch.holds_items or not fetch.coverage.items for fetch in there.landing.fetches())


def test_what_is_old_goes_where_the_clock_is_trusted(there, machine, tmp_path, caplog):
    listen(there, machine, tmp_path, NOON)
    machine.at = NOON + 365 * DAY
    retention.tidy(there)
    assert "--trust-clock" in caplog.text
    retention.tidy(there, trust_clock=True)
    assert held(there)[0] == set()


def test_the_time_that_is_not_over_is_a_gap_and_is_asked_for_next(there, machine, tmp_path):
    export(tmp_path, NOON)
    machine.at = NOON
    collect.land(there, "a", Window(NOON - DAY, NOON + DAY))
    (record,) = [fetch.coverage for fetch in there.landing.fetches()]
    assert [(gap.start, gap.end, gap.reason) for gap in record.gaps] == [(NOON, NOON + DAY, NOT_OVER)]
    posts, _ = listen(there, machine, tmp_path, NOON + 3 * HOUR)
    assert held(there)[0] >= {name for name in posts if int(name[1:]) >= 7 * 24 - 24}, "what came after noon is there"


def test_a_fetch_from_the_future_leaves_its_time_as_unheard_in_the_ledger(there, machine, tmp_path):
    listen(there, machine, tmp_path, NOON)
    listen(there, machine, tmp_path, NOON + HOUR / 2, DAY)
    load(there)
    listen(there, machine, tmp_path, NOON + 2 * HOUR)
    load(there)
    con = warehouse.connect(there.snapshots)
    rows = con.execute('select start, "end" from coverage_gaps where reason = ?', [CLOCK_AHEAD]).fetchall()
    con.close()
    assert rows == [(NOON, NOON + HOUR / 2 + DAY)]


def test_servers_are_believed_where_fetches_do_not_speak_against_them():
    checked = [Sighting("f", NOON - HOUR, checked=True)]
    ahead = [Sighting("f", NOON + DAY, checked=True)]
    assert believed(NOON, None, checked) == NOON
    assert believed(NOON, timedelta(minutes=2), checked) == NOON
    assert believed(NOON, -HOUR / 2, checked) == NOON - HOUR / 2, "ours is ahead"
    assert believed(NOON, -DAY, checked) == NOON, "the server is behind: another agreed with us an hour ago"
    assert believed(NOON, DAY, checked) == NOON, "one server alone does not set our clock"
    assert believed(NOON, DAY, ahead) == NOON + DAY, "ours is behind"


def test_a_pause_of_months_erases_nothing_until_fetches_go_on():
    old = [Sighting(f"{n}", NOON - 200 * DAY + n * HOUR, checked=False) for n in range(3)]
    alone = [*old, Sighting("x", NOON, checked=False)]
    assert settled(NOON + HOUR, alone) == old[-1].at
    assert settled(NOON + HOUR, [*old, Sighting("x", NOON, checked=True)]) == NOON
    going_on = [*old, *(Sighting(f"y{n}", NOON - n * DAY, checked=False) for n in range(9))]
    assert settled(NOON + HOUR, going_on) == NOON


def test_a_server_says_how_late_it_is():
    log = FetchLog()
    log.told_time({"date": "Wed, 04 Mar 2026 12:00:00 GMT", "age": "3600"})
    assert log.ahead is not None
    log.told_time({"date": "no date"})
    assert clock.server_ahead({"date": "Wed, 04 Mar 2026 12:00:00 GMT", "age": "3600"}, NOON) == HOUR


@pytest.mark.parametrize(
    ("gaps", "requests", "word"),
    [
        ([], 0, "complete"),  # nothing said
        ([Gap(NOON, NOON + DAY, "beyond recent search")], 0, "unreachable"),  # nothing asked
        ([Gap(NOON, NOON + DAY, "not over yet")], 0, "unreachable"),
        ([Gap(NOON, NOON + HOUR, "beyond recent search")], 3, "capped"),
        ([Gap(NOON + DAY - HOUR, NOON + DAY, "not over yet")], 3, "complete"),
        ([Gap(NOON, NOON + DAY, "to be asked alone")], 0, "complete"),
    ],
)
def test_no_outcome_contradicts_its_gaps(gaps, requests, word):
    found, why = outcome_of(Outcome.COMPLETE, Window(NOON, NOON + DAY), gaps, requests)
    assert (found, bool(why)) == (word, word != "complete")


@pytest.mark.parametrize(
    ("start", "end", "weeks"),
    [
        ("2026-03-02", "2026-03-09", ["2026-W10"]),
        ("2026-02-23", "2026-03-08T12:00", ["2026-W09"]),  # the middle of a Sunday
        ("2026-03-02T12:00", "2026-03-09", []),  # from the middle of a Monday
        ("2026-02-23T00:01", "2026-03-09", ["2026-W10"]),
        ("2026-03-04", "2026-03-06", ["2026-W09"]),
        (None, "2026-03-08T23:59", ["2026-W09"]),
    ],
)
def test_a_week_is_reported_where_the_span_holds_all_of_it(there, start, end, weeks):
    assert [str(week) for week in spans.weeks_between(there, start, end)] == weeks


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(minutes=4), DAY])
@pytest.mark.parametrize("before", [1, 4])
def test_an_edit_fetched_after_the_clock_went_back_is_the_newest_wording(
    there, machine, tmp_path, monkeypatch, back, before
):
    """Also within the tolerance of clocks, and where so many fetches lie ahead that none is doubted."""
    monkeypatch.setattr(clocks, "MANY_AHEAD", 2)
    whole = Window(NOON - 8 * DAY, NOON - DAY)
    export(tmp_path, NOON)
    for number in range(before):
        machine.at = NOON + number * timedelta(minutes=1)
        collect.land(there, "a", whole)
    load(there)
    rows = "".join(
        json.dumps({**json.loads(line), "text": "Solved, thank you"}) + "\n" if '"p3"' in line else line + "\n"
        for line in (tmp_path / "in.jsonl").read_text().splitlines()
    )
    (tmp_path / "in.jsonl").write_text(rows)
    machine.at -= back
    collect.land(there, "a", whole)
    load(there)
    with warehouse.open_snapshot(there.snapshots) as snapshot:
        texts = snapshot.con.execute("select text from posts where post_id = 'a/p3'").fetchall()
    assert texts == [("Solved, thank you",)]
    names = [fetch.fetch_id for fetch in there.landing.fetches("a")]
    assert names == sorted(names)
    assert there.landing.fetches("a")[-1].coverage.ended_at >= max(
        f.coverage.ended_at for f in there.landing.fetches("a")[:-1]
    )
