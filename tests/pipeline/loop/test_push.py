"""One issue a demand: found again by its mark whatever is lost, killed, late or refused on the way; states come back."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.pipeline.loop.loop_world import NOW, SERVERS, TOKEN, half, said, told
from voxpop import warehouse
from voxpop.config.loop import SMALLEST_GROUP
from voxpop.decisions.demands import check
from voxpop.errors import UsageError
from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.explore import demand
from voxpop.pipeline.explore.demand_export import tracker_for
from voxpop.pipeline.loop.issue import MARK
from voxpop.pipeline.loop.push import Became
from voxpop.pipeline.loop.run import push, push_to, read_states
from voxpop.pipeline.loop.tracker import State, TrackerError

KINDS = tuple(SERVERS)


def decide(place, *parts, more=()):
    """Decide and analyse, with a post that is news."""
    for one in parts:
        demand.decide(place.workspace, check(one))
    told(place.workspace, said(90, "Good morning to everybody.", "other"), *more, at=NOW + timedelta(hours=2))


def test_the_older_export_goes_the_same_way(place_of):
    """It finds what was made by a tracker, and by the export of before, whose mark was not signed."""
    place = place_of("github")
    (known,) = place.workspace.config.trackers
    repository, api = known.project, known.address
    configured = tracker_for(place.workspace, repository, api=api, kind=None, most=20)
    assert (configured.id, configured.people) == (known.id, SMALLEST_GROUP)
    alone = replace(place.workspace, config=place.workspace.config.model_copy(update={"trackers": ()}))
    tracker = tracker_for(alone, repository, api=api, kind="idea", most=500)
    assert (tracker.secret_name, tracker.kinds, tracker.most) == ("VOXPOP_GITHUB_TOKEN", ("idea",), 100)
    tracker = tracker_for(alone, repository, api=api, kind=None, most=20)
    assert became(push_to(place.workspace, tracker, client=place.client())) == [Became.WOULD, Became.WOULD]
    assert not place.server.sent
    assert became(push_to(place.workspace, tracker, send=True, client=place.client())) == [Became.MADE, Became.MADE]
    assert became(push_to(place.workspace, tracker, send=True, client=place.client())) == [Became.HAS, Became.HAS]
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.HAS, Became.HAS]
    for one in place.server.issues:
        one["body"] = f"by hand <!-- voxpop:{MARK.search(one['body'])[1]} -->"
    assert became(push_to(place.workspace, tracker, send=True, client=place.client())) == [Became.HAS, Became.HAS]
    assert len(place.server.issues) == 2
    with pytest.raises(UsageError, match="write owner/name"):
        tracker_for(place.workspace, "nowhere", kind=None, most=20)


def became(pushed):
    return [line.became for line in pushed.lines]


@pytest.mark.parametrize("kind", KINDS)
def test_a_demand_becomes_one_issue_and_its_state_comes_back(place_of, kind):
    place = place_of(kind)
    dry = push(place.workspace, client=place.client())
    assert became(dry) == [Became.WOULD, Became.WOULD]
    assert not place.server.sent
    pushed = push(place.workspace, send=True, client=place.client())
    assert became(pushed) == [Became.MADE, Became.MADE]
    assert [one["title"] for one in place.server.issues] == [line.choice.issue.title for line in dry.lines]
    assert [one["body"] for one in place.server.issues] == [line.choice.issue.body for line in dry.lines], (
        "as the dry run showed it"
    )
    place.lose_ledger()
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.HAS, Became.HAS]
    assert len(place.server.issues) == 2
    first, second = place.server.issues
    first |= {"state": "done", "release": "4.2"}
    second["state"] = "declined"
    states = {
        made.issue: (made.state, made.release)
        for made, is_news in read_states(place.workspace, client=place.client())
        if is_news
    }
    assert sorted(states.values(), key=str) == [(State.DECLINED, None), (State.DONE, "4.2")]
    board = {line.demand_id: line.issues[0] for line in demand.board(place.workspace)}
    done = MARK.search(first["body"])[1]
    assert str(board[done]).endswith("done, 4.2")
    assert not [news for _, news in read_states(place.workspace, client=place.client()) if news], "nothing is new"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "fault", [lambda _: Reply(502), half, lambda _: Reply(500, {}, b"<html>")], ids=["502", "cut", "500"]
)
def test_an_answer_that_is_lost_after_the_issue_was_made_makes_no_second(place_of, kind, fault):
    place = place_of(kind)
    place.server.on_make(fault)
    pushed = push(place.workspace, send=True, client=place.client())
    assert sorted(became(pushed)) == sorted([Became.HAS, Became.MADE])
    assert len(place.server.issues) == len(place.server.sent) == 2
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.HAS, Became.HAS]


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_makes_it_late_is_waited_for(place_of, kind, clock):
    place = place_of(kind)
    late = []

    def hold_back(_):
        late.append(place.server.issues.pop())
        return Reply(504)

    place.server.on_make(hold_back)
    clock.on_sleep.append(lambda: place.server.issues.extend(late[:1]) or late.clear())
    pushed = push(place.workspace, send=True, client=place.client())
    assert sorted(became(pushed)) == sorted([Became.HAS, Became.MADE])
    assert len(place.server.sent) == 2
    assert sum(clock.slept) >= 59


def test_what_was_never_made_is_made_once_more_and_then_left_to_the_next_push(place_of):
    place = place_of("github", most=1)
    place.server.faults.add(*[lambda request, _: Reply(503) if request.method == "POST" else None] * 2)
    place.server.keep, keep = (
        lambda *_: {"n": 0, "title": "", "body": "", "labels": [], "state": "open", "release": None},
        place.server.keep,
    )
    pushed = push(place.workspace, send=True, client=place.client())
    assert became(pushed) == [Became.UNCERTAIN, Became.WAITS]
    assert not pushed.well
    assert len(place.server.sent) == 2
    place.server.keep = keep
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.MADE, Became.WAITS]
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.HAS, Became.MADE]


@pytest.mark.parametrize("made", [True, False], ids=["after", "before"])
def test_a_push_that_is_killed_goes_on_where_it_was(place_of, monkeypatch, made):
    place = place_of("github")
    client = place.client()
    send = client.send

    def die(issue):
        if made:
            send(issue)
        raise KeyboardInterrupt

    monkeypatch.setattr(client, "send", die)
    with pytest.raises(KeyboardInterrupt):
        push(place.workspace, send=True, client=client)
    pushed = push(place.workspace, send=True, client=place.client())
    assert became(pushed) == [Became.HAS if made else Became.MADE, Became.MADE]
    assert len(place.server.issues) == 2


def test_labels_that_are_dropped_and_a_search_that_lags_make_no_second(place_of):
    place = place_of("github")
    place.server.drops_labels = place.server.search_lags = True
    push(place.workspace, send=True, client=place.client())
    place.lose_ledger()
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.HAS, Became.HAS]


@pytest.mark.parametrize(
    ("status", "says", "goes_on"),
    [(403, "may not read this", False), (422, "422", True), (401, "credential", False), (404, "404", True)],
)
def test_a_refusal_is_told_and_the_next_push_tries_again(place_of, status, says, goes_on):
    place = place_of("github")
    refusal = Reply.json({"message": f"no: {TOKEN}"}, status)
    kept = place.server.keep

    def refuse(*given):
        place.server.keep = kept
        return place.server.keep(*given)

    place.server.keep = refuse
    place.server.faults.add(
        lambda request, _: place.server.issues.pop() and refusal if request.method == "POST" else None
    )
    if goes_on:
        pushed = push(place.workspace, send=True, client=place.client())
        assert became(pushed) == [Became.REFUSED, Became.MADE]
        assert says in pushed.lines[0].reason
        assert TOKEN not in pushed.lines[0].reason
    else:
        with pytest.raises(TrackerError, match=says) as caught:
            push(place.workspace, send=True, client=place.client())
        assert TOKEN not in str(caught.value)
    push(place.workspace, send=True, client=place.client())
    assert len(place.server.issues) == 2


def test_a_limit_is_waited_for_and_then_told(place_of, clock):
    place = place_of("github")
    place.server.faults.add(
        *[Reply.json({"message": "You have exceeded a secondary rate limit"}, 403, {"retry-after": "30"})] * 2
    )
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.MADE, Became.MADE]
    assert sum(clock.slept) >= 60
    place.server.faults.add(Reply(429, {"retry-after": "100000"}))
    with pytest.raises(TrackerError, match="asks to wait"):
        push(place.workspace, send=True, client=place.client())


def test_merged_demands_keep_the_earlier_issue_and_split_ones_get_their_own(place_of):
    place = place_of("github", people=5)
    dark, calendar = (line.choice.line for line in push(place.workspace, send=True, client=place.client()).lines)
    with warehouse.open_snapshot(place.workspace.snapshots) as snapshot:
        asked = {"demand": dark.demand_id, "audience": "everyone", "n": 5}
        posts = [row["post"] for row in snapshot.records("demand/posts", asked)]
    decide(
        place,
        {"do": "split", "demand": dark.demand_id, "posts": posts},
        {"do": "merge", "demand": calendar.demand_id, "into": dark.demand_id},
    )
    pushed = push(place.workspace, send=True, client=place.client())
    standing = {line.choice.line.demand_id: (line.became, line.made.issue) for line in pushed.lines}
    assert standing.pop(dark.demand_id) == (Became.HAS, "#1")
    assert list(standing.values()) == [(Became.MADE, "#3")]
    assert f"{dark.demand_id} has #1, #2" in pushed.notes[0]


def test_a_demand_that_the_analysis_joined_to_another_keeps_its_issue(place_of):
    place = place_of("github", most=1)
    pushed = push(place.workspace, send=True, client=place.client())
    first, second = (line.choice.line.demand_id for line in pushed.lines)
    decide(place, {"do": "merge", "demand": first, "into": second})
    merged = push(place.workspace, send=True, client=place.client())
    assert [(line.choice.line.demand_id, line.became, line.made.issue) for line in merged.lines] == [
        (second, Became.HAS, "#1")
    ]
    assert [str(issue) for issue in demand.board(place.workspace)[0].issues] == ["#1 open"]


def test_a_deleted_issue_is_not_made_again_unless_asked(place_of):
    place = place_of("gitlab")
    push(place.workspace, send=True, client=place.client())
    place.server.issues.pop(0)
    pushed = push(place.workspace, send=True, client=place.client())
    assert became(pushed) == [Became.DELETED, Became.HAS]
    assert State.GONE in [made.state for made, _ in read_states(place.workspace, client=place.client())]
    name = pushed.lines[0].choice.line.demand_id
    assert became(push(place.workspace, send=True, again=[name], client=place.client())) == [Became.MADE, Became.HAS]


def test_a_forged_mark_holds_nothing_back_and_a_copied_one_is_told(place_of):
    place = place_of("github")
    name = push(place.workspace, client=place.client()).lines[0].choice.line.demand_id
    place.server.keep("mine", f"<!-- voxpop:{name} -->\n<!-- voxpop:{name}:0123456789abcdef -->", [])
    assert became(push(place.workspace, send=True, client=place.client())) == [Became.MADE, Became.MADE]
    place.server.keep("a copy", place.server.issues[1]["body"], [])
    pushed = push(place.workspace, send=True, client=place.client())
    assert pushed.lines[0].made.issue == "#2"
    assert f"{name} has #2, #4" in pushed.notes[0]


def test_the_token_goes_to_the_trackers_host_alone(place_of, clock):
    place, other = place_of("github"), place_of("github").server
    place.server.faults.add(Reply(302, {"location": f"{other.url}/repos/lark/app/issues"}))
    with pytest.raises(TrackerError, match="has moved"):
        push(place.workspace, send=True, client=place.client())
    place.server.faults.add(Reply.json([], headers={"link": f'<{other.url}/more>; rel="next"'}))
    with pytest.raises(TrackerError, match="at another server"):
        push(place.workspace, send=True, client=place.client())
    assert not other.requests


def test_too_few_people_and_closed_demands_make_no_issue(place_of):
    place = place_of("github", people=5)
    name = push(place.workspace, client=place.client()).lines[0].choice.line.demand_id
    decide(
        place,
        {"do": "state", "demand": name, "to": "shipped", "at": "2026-11-19"},
        more=[said(80, "Please add a kiosk mode", "lonely")],
    )
    pushed = push(place.workspace, send=True, client=place.client())
    assert sorted(became(pushed)) == sorted([Became.LEFT, Became.MADE])
    assert len(demand.board(place.workspace)) == 3


def test_attempts_say_nothing_but_what_was_made(place_of):
    place = place_of("jira")
    push(place.workspace, send=True, client=place.client())
    files = sorted((place.workspace.deliveries / "trackers" / "dev").glob("*.json"))
    said_ = [json.loads(path.read_text()) for path in files]
    assert {one["stage"] for one in said_} == {"made"}
    assert {one["issue"] for one in said_} == {"LARK-1", "LARK-2"}
    assert not [path for path in place.workspace.deliveries.rglob("*") if path.is_file() and TOKEN in path.read_text()]
    assert replace(push(place.workspace, client=place.client()).lines[0]).became is Became.HAS
