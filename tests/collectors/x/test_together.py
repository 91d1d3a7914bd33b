"""Several queries asked of X together give each channel just what it would have got alone, and cost less."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.collectors.x.x_world import TOKEN, collector
from voxpop.collectors.x.match import UnreadableError, read_query
from voxpop.coverage import ASKED_ALONE, FetchLog
from voxpop.errors import CollectorError
from voxpop.pipeline import tasks
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.collect.plan import plan
from voxpop.pipeline.collect.windows import next_windows, open_gaps
from voxpop.pipeline.demo.servers.base import Faults, Reply, x_post_id
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.pipeline.demo.world import Person, World, WorldPost
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post
from voxpop.window import Window

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=2), NOW - timedelta(hours=1))
WORDS = (
    "acme",
    "crm",
    "Acme-CRM",
    "upgrade",
    "broke",
    "café",
    "cafe",
    "R&D",
    "it's",
    "v2",
    "ACME's",
    "_acme",
    "acme_crm",
)
SIGNS = ("#acme", "#CRM", "@acme_team", "@Bob", "$ACM", "x@acme.example", "https://acme.example/crm")
PEOPLE = {f"p{n}": Person(key=f"p{n}", handle=name, name=name, role="customer")
          for n, name in enumerate(("Bob", "acme_team", "Cleo", "dan99"))}  # fmt: skip


def worded(chooser):
    parts = chooser.choices(WORDS + SIGNS, k=chooser.randint(1, 7))
    long = " filler" * 60 + " upgrade" if chooser.random() < 0.05 else ""
    return chooser.choice((" ", ", ", "\n", " ... ")).join(parts) + long


def posts(number=260):
    chooser = random.Random(11)
    found = []
    for n in range(number):
        changes = {}
        if n > 3 and n % 5 == 0:
            changes = {"parent": f"w{n - 2:05d}", "thread": f"w{n - 2 - (n - 2) % 3:05d}"}
        elif n > 3 and n % 7 == 0:
            changes = {"quote_of": f"w{n - 1:05d}"}
        elif n > 3 and n % 11 == 0:
            changes = {"repost_of": f"w{n - 3:05d}"}
        moment = WINDOW.start + (WINDOW.end - WINDOW.start) * n / number
        found.append(WorldPost(key=f"w{n:05d}", site="x", place="", author=f"p{chooser.randrange(4)}", created_at=moment,
                               text=worded(chooser), lang=chooser.choice(("en", "de")), **changes))  # fmt: skip
    return tuple(found)


WORLD = World(company="Acme", start=WINDOW.start, end=NOW, people=PEOPLE, posts=posts(), truths={})
CONVERSATION = x_post_id(WORLD.posts[3].key, WORLD.posts[3].created_at)
TERMS = st.sampled_from(
    ["acme", "crm", "upgrade", "cafe", '"acme crm"', '"upgrade broke"', "#acme", "#crm", "@bob", "@acme_team", "$acm", "from:cleo",
     "from:Dan99", "lang:de", "is:reply", "is:quote", "is:retweet", "has:hashtags", "has:mentions",
     f"conversation_id:{CONVERSATION}"]
)  # fmt: skip
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, TERMS).map(lambda pair: f"{pair[0]} -{pair[1]}"),
        st.tuples(TERMS, inner).map(lambda pair: f"{pair[0]} -({pair[1]})"),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module", params=["tweet", "post"])
def served(request):
    words = request.param
    with XServer(WORLD, Faults(), clock=lambda: NOW, vocabulary=words, reposts_in_search=True) as server:
        yield server


def channel(server, query, name="a", **more):
    one = collector(server, query=query, combine="words", **{"page_size": 30, **more})
    object.__setattr__(one.channel, "id", name)
    return one


def alone(one):
    log = FetchLog()
    return [record for item in one.fetch(WINDOW, log) for record in one.to_posts(item)], log


@given(st.lists(QUERIES, min_size=2, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_channel_gets_what_it_would_have_got_alone(served, queries):
    first, *others = [channel(served, query, f"c{n}") for n, query in enumerate(queries)]
    assert first.companions(others) == others
    logs = [FetchLog() for _ in queries]
    got = {number: [] for number in range(len(queries))}
    before = served.posts_read
    for number, item in first.fetch_together(others, WINDOW, logs):
        got[number] += [first, *others][number].to_posts(item)
    read = served.posts_read - before
    union = set()
    for number, one in enumerate((first, *others)):
        records, log = alone(one)
        assert sorted(map(repr, got[number])) == sorted(map(repr, records)), queries[number]
        union |= {record.post_id for record in records}
        assert logs[number].gaps == log.gaps == []
    assert read == len(union) == sum(log.posts_read for log in logs)
    assert sum(log.cost_usd for log in logs) == pytest.approx(0.005 * read)


@pytest.mark.parametrize(
    "query",
    ["acme near:berlin", "url:acme", "acme*", "señor", '"acme', "(acme", "acme_crm", "has:media", "is:verified", "to:bob",
     "acme OR", "entity:7", "-", '"a.b"', "place_country:DE", "مرحبا", "from:a.b", "conversation_id:x", "()"],
)  # fmt: skip
def test_what_only_x_can_judge_is_not_judged_here(served, query):
    with pytest.raises(UnreadableError):
        read_query(query)
    assert channel(served, "#crm").companions([channel(served, query)]) == []
    assert channel(served, query).companions([channel(served, "#crm")]) == []


def test_words_are_asked_together_only_where_it_is_wanted(served):
    plain, worded_one = collector(served, query="#crm"), collector(served, query="crm")
    assert plain.companions([worded_one]) == []
    assert plain.companions([collector(served, query="@bob -#acme lang:de")])
    assert plain.companions([collector(served, query="@bob", combine="never")]) == []
    assert plain.companions([collector(served, query="@bob", conversations=True)]) == []
    assert plain.companions([collector(served, query="@bob", archive=True)]) == [], "another search"


def test_together_they_are_no_longer_than_a_query_may_be(served):
    long = " OR ".join(f"#tag{n:03d}" for n in range(22))
    ones = [channel(served, f"#crm OR {long}", f"c{n}") for n in range(4)]
    assert len(ones[0].companions(ones[1:])) == 1
    archive = [channel(served, f"#crm OR {long}", f"c{n}", archive=True) for n in range(4)]
    assert len(archive[0].companions(archive[1:])) == 3


@pytest.fixture
def server():
    with XServer(WORLD, Faults(), clock=lambda: NOW) as started:
        yield started


@pytest.fixture
def workspace(server, tmp_path, monkeypatch):
    monkeypatch.setenv("VOXPOP_X_BEARER_TOKEN", TOKEN)

    def made(budgets=("{}", "{}", "{}"), audience="{}", queries=("#crm", "@bob OR #crm", "#acme -is:reply"), more=""):
        channels = "".join(
            f"  - {{id: x{n}, source: x, query: '{query}', archive: true, page_size: 20, audience: buyers, "
            f"api_url: '{server.url}', budget: {budget}{more}}}\n"
            for n, (query, budget) in enumerate(zip(queries, budgets, strict=True))
        )
        (tmp_path / "voxpop.yaml").write_text(
            "company: {name: Acme, time_zone: UTC}\n"
            f"audiences: [{{id: buyers, name: Buyers, match: [{{source: [x]}}], budget: {audience}}}]\nchannels:\n{channels}"
        )
        return Workspace.open(tmp_path / "voxpop.yaml")

    return made


def found(workspace, name):
    """Ids of a channel's posts in landing."""
    one = workspace.collector(workspace.channel(name))
    return {
        r.post_id
        for f in workspace.landing.fetches(name)
        for i in f.items()
        for r in one.to_posts(i)
        if isinstance(r, Post)
    }


def truth(workspace, server, name):
    matching = workspace.collector(workspace.channel(name))
    return {r.post_id for item in matching.fetch(WINDOW, FetchLog()) for r in matching.to_posts(item)}


def listen(workspace, *names):
    return collect.listen(workspace, [(name, WINDOW) for name in names or ("x0", "x1", "x2")])


def test_one_stream_of_requests_and_a_line_of_the_ledger_for_each(workspace, server):
    there = workspace()
    assert collect.groups(there) == [["x0", "x1", "x2"]]
    landed = listen(there)
    assert [one.channel for one in landed] == ["x0", "x1", "x2"]
    assert all(one.complete for one in landed)
    records = {f.coverage.channel: f.coverage for f in there.landing.fetches()}
    read, requests = server.posts_read, len(server.requests)
    assert sum(r.posts_read for r in records.values()) == read
    assert sum(r.requests for r in records.values()) == records["x0"].requests == requests
    assert all(record.window == WINDOW for record in records.values())
    separate = 0
    for name in records:
        true = truth(there, server, name)
        assert found(there, name) == true
        separate += len(true)
    assert read < separate
    assert [next_windows(there, name, NOW)[0].start for name in records] == [WINDOW.end] * 3


def test_what_is_planned_is_what_is_paid(workspace, server):
    there = workspace()
    told = {one.channel: one for one in plan(there, [(name, WINDOW) for name in ("x0", "x1", "x2")])}
    assert server.posts_read == 0
    assert [one.asking_usd for one in told.values()] == [0.005] * 3
    listen(there)
    for fetch in there.landing.fetches():
        if not fetch.coverage.recheck:
            planned = told[fetch.coverage.channel]
            assert (planned.posts, planned.usd) == (
                fetch.coverage.posts_read,
                pytest.approx(fetch.coverage.cost_usd, abs=0.006),
            )


def test_a_channel_whose_budget_ends_does_not_end_the_others(workspace, server):
    there = workspace(budgets=("{}", "{posts_per_month: 25}", "{}"))
    landed = listen(there)
    outcomes = {}
    for one in landed:
        outcomes.setdefault(one.channel, []).append(one.outcome)
    assert "out_of_budget" in outcomes["x1"]
    assert {*outcomes["x0"], *outcomes["x2"]} == {"complete"}
    for name in ("x0", "x2"):
        assert found(there, name) == truth(there, server, name)
        assert open_gaps([f.coverage for f in there.landing.fetches(name)]) == []
    records = [f.coverage for f in there.landing.fetches("x1")]
    assert sum(record.posts_read for record in records) <= 25
    assert {gap.reason for gap in records[-1].gaps} == {"out_of_budget"}


@pytest.mark.parametrize("most", [12, 40, 77, 200])
def test_an_audiences_budget_is_not_passed_by_asking_together(workspace, server, most):
    there = workspace(audience=f"{{posts_per_month: {most}}}")
    for _ in range(2):
        listen(there)
    read = sum(fetch.coverage.posts_read for fetch in there.landing.fetches())
    assert read == server.posts_read <= most
    for name in ("x0", "x1", "x2"):
        missing = truth(there, server, name) - found(there, name)
        gaps = open_gaps([f.coverage for f in there.landing.fetches(name)])
        times = {x_post_id(p.key, p.created_at): p.created_at for p in WORLD.posts}
        assert all(any(g.start <= times[i] <= g.end + timedelta(seconds=1) for g in gaps) for i in missing), (
            "in silence"
        )


def test_a_post_that_no_query_claims_is_asked_for_one_by_one(workspace, server):
    there = workspace()
    respond = server.respond
    stranger = next(p for p in WORLD.posts if not any(sign in p.text.lower() for sign in ("#", "@")))

    def strange(method, path, query, headers, body):
        if " OR (" in query.get("query", [""])[0]:
            server.posts_read += 1
            return Reply.json({"data": [server._record(stranger)], "meta": {"result_count": 1, "next_token": "t0"}})
        return respond(method, path, query, headers, body)

    server.respond = strange
    landed = listen(there)
    assert {one.outcome for one in landed} == {"complete"}
    assert sum(f.coverage.posts_read for f in there.landing.fetches()) == server.posts_read
    assert any("one by one" in note for note in there.landing.fetches("x0")[0].coverage.notes)
    server.respond = respond
    for name in ("x0", "x1", "x2"):
        assert found(there, name) == truth(there, server, name)


def test_a_crash_before_they_were_asked_alone_leaves_a_gap_that_is_closed(workspace, server, monkeypatch):
    there = workspace(budgets=("{}", "{posts_per_month: 25}", "{}"))

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(collect, "land", crash)
        with pytest.raises(KeyboardInterrupt):
            listen(there)
    assert {g.reason for f in there.landing.fetches("x0") for g in f.coverage.gaps} == {ASKED_ALONE}
    windows = next_windows(there, "x0", NOW)
    assert windows[0].start < WINDOW.end
    collect.listen(there, [("x0", window) for window in windows])
    assert truth(there, server, "x0") <= found(there, "x0")


@pytest.mark.parametrize("fault", [Reply(503), Reply(402), Reply(429)])
@pytest.mark.parametrize("at", [0, 3])
def test_a_fault_is_every_channels_and_the_next_run_heals_it(workspace, server, fault, at, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    there = workspace()
    server.faults.add(*[None] * at, *[fault] * 9)
    assert len({one.outcome for one in listen(there)} - {"complete"}) == 1
    for name in ("x0", "x1", "x2"):
        records = [f.coverage for f in there.landing.fetches(name)]
        assert records[0].gaps == there.landing.fetches("x0")[0].coverage.gaps
        assert open_gaps(records)
    server.faults._replies.clear()
    listen(there)
    for name in ("x0", "x1", "x2"):
        assert found(there, name) == truth(there, server, name)
        assert open_gaps([f.coverage for f in there.landing.fetches(name)]) == []


def test_an_unclaimed_post_ends_the_common_fetch_with_its_id(served):
    first, other = channel(served, "#crm", "a"), channel(served, "#acme", "b")
    page = Reply.json({"data": [{"id": "77", "text": "nothing", "author_id": "1"}], "meta": {}})
    served.faults.add(page)
    logs = [FetchLog(), FetchLog()]
    with pytest.raises(CollectorError, match="77") as caught:
        list(first.fetch_together([other], WINDOW, logs))
    assert caught.value.channels == ()
    assert [{gap.reason for gap in log.gaps} for log in logs] == [{ASKED_ALONE}] * 2
    assert (logs[0].posts_read, logs[1].posts_read) == (1, 0)


def test_as_airflow_calls_it_one_task_for_a_group(workspace, server, monkeypatch):
    there = workspace()
    monkeypatch.setenv("VOXPOP_CONFIG", str(there.lines.path))
    assert tasks.groups() == ["x0+x1+x2"]
    hour = (WINDOW.start, WINDOW.start + timedelta(hours=20))
    told = tasks.land("x0+x1+x2", {}, *hour)
    assert [(one["channel"], one["outcome"]) for one in told["fetches"]] == [(f"x{n}", "complete") for n in range(3)]
    once = len(server.requests)
    assert tasks.land("x0+x1+x2", {}, hour[1], hour[1] + timedelta(hours=4))["items"] > 0
    assert len(server.requests) > once
    for name in ("x0", "x1", "x2"):
        one = there.collector(there.channel(name))
        day = Window(hour[0], hour[0] + timedelta(hours=24))
        assert found(there, name) == {r.post_id for i in one.fetch(day, FetchLog()) for r in one.to_posts(i)}
